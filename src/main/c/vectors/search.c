/* Compares queries with the rows of a matrix, and keeps the best rows for each query. */
#include "../cpu_features.h"
#include "../floating_point.h"
#include "vectors.h"

#include <stddef.h>

enum {
    /* The rows of a group have about this size, so that they stay in the L1 cache, next to some
       queries. */
    ROWS_BYTES = 24576,
    CACHE_LINE = 64,
    /* This much of each row is prefetched. The CPU itself loads what follows in a longer row. */
    PREFETCHED_BYTES = 1024,
    /* A few queries are compared with rows of about this size, while the next ones are loaded. */
    FEW_ROWS_BYTES = 8192
};

/* ---- Values --------------------------------------------------------------------------------- */

static int is_floating(int type) {
    return type < DC_FLOATING_TYPES;
}

static int is_scaled(const dc_search *s) {
    return s->type == DC_INT8 && (s->row_scales != NULL || s->query_scales != NULL);
}

/*
 * Whether a value is computed from dot(query, query), dot(query, row) and dot(row, row). The
 * squared distance of integers is exact in this form, too. It may save time if there are several
 * queries, because dot(row, row) is computed once for all of them.
 */
static int needs_squares(const dc_vector_variant *variant, const dc_search *s) {
    return s->metric == DC_COSINE
           || (s->metric == DC_SQUARED_DISTANCE && s->type == DC_INT8
               && (is_scaled(s) || (variant->int8_dot_is_faster && s->query_count >= DC_QUERIES)));
}

static const uint8_t *query_at(const dc_search *s, int64_t query) {
    return s->queries + query * s->query_stride;
}

static double query_square(const dc_vector_variant *variant, const dc_search *s, int64_t q) {
    int type = is_floating(s->type) ? DC_FLOAT32 : s->type;
    return dc_compare(variant, DC_DOT, type, query_at(s, q), query_at(s, q), s->n);
}

/* sums[i * row_count + r] = the sum that `metric` denotes, of query q + i and row r. */
static void sums_of(const dc_vector_variant *variant, const dc_search *s, int metric, int64_t q,
                    int count, const uint8_t *const *rows, int row_count, double *sums) {
    int64_t size = s->type == DC_INT8 ? 1 : s->type == DC_FLOAT32 ? 4 : 2;
    int64_t query_size = s->type == DC_INT8 ? 1 : 4;
    for (int i = 0; i < count * row_count; i++) {
        sums[i] = 0;
    }
    for (int64_t from = 0; from < s->n; from += DC_VECTOR_BLOCK) {
        int64_t n = s->n - from < DC_VECTOR_BLOCK ? s->n - from : DC_VECTOR_BLOCK;
        const uint8_t *queries[DC_QUERIES], *parts[DC_MOST_ROWS];
        for (int i = 0; i < count; i++) {
            queries[i] = query_at(s, q + i) + from * query_size;
        }
        for (int r = 0; r < row_count; r++) {
            parts[r] = rows[r] + from * size;
        }
        if (s->type == DC_INT8) {
            int32_t block[DC_QUERIES * DC_MOST_ROWS];
            variant->int8_rows[metric](queries, count, parts, row_count, n, block);
            for (int i = 0; i < count * row_count; i++) {
                sums[i] += block[i];
            }
        } else {
            float block[DC_QUERIES * DC_MOST_ROWS];
            variant->floating_rows[metric][s->type](queries, count, parts, row_count, n, block);
            for (int i = 0; i < count * row_count; i++) {
                sums[i] += (double)block[i];
            }
        }
    }
    if (s->n <= DC_VECTOR_BLOCK) { /* one sum, which is rounded to its type */
        return;
    }
    for (int i = 0; i < count * row_count && is_floating(s->type); i++) {
        sums[i] = (double)(float)sums[i];
    }
}

/*
 * values[i * row_count + r] of query q + i and row r, for up to DC_QUERIES queries and DC_MOST_ROWS
 * rows, a multiple of DC_ROWS. squares[r] is dot(row, row). The result of each pair is that of
 * dc_compare().
 */
static void values_of(const dc_vector_variant *variant, const dc_search *s, int64_t q, int count,
                      const uint8_t *const *rows, int row_count, const int64_t *numbers,
                      const double *squares, double *values) {
    if (s->type == DC_BITS) {
        for (int i = 0; i < count; i++) {
            for (int r = 0; r < row_count; r++) {
                values[i * row_count + r] =
                    dc_compare(variant, s->metric, DC_BITS, query_at(s, q + i), rows[r], s->n);
            }
        }
        return;
    }
    int by_squares = needs_squares(variant, s);
    sums_of(variant, s, by_squares ? DC_DOT : s->metric, q, count, rows, row_count, values);
    if (!by_squares && !is_scaled(s)) {
        return;
    }
    for (int i = 0; i < count; i++, q++, values += row_count) {
        double query_scale = s->query_scales == NULL ? 1 : (double)s->query_scales[q];
        for (int r = 0; r < row_count; r++) {
            double scale = s->row_scales == NULL ? 1 : (double)s->row_scales[numbers[r]];
            if (s->metric == DC_COSINE) {
                values[r] = dc_cosine(values[r], s->query_squares[q], squares[r]);
                values[r] = is_floating(s->type) ? (double)(float)values[r] + 0.0 : values[r];
            } else if (s->metric == DC_DOT) {
                values[r] *= query_scale * scale;
            } else {
                /* The three sums are exact, but with scales their difference may round below 0. */
                double distance = query_scale * query_scale * s->query_squares[q]
                                  - 2 * (query_scale * scale) * values[r]
                                  + scale * scale * squares[r];
                values[r] = distance < 0 ? 0 : distance;
            }
        }
    }
}

/* ---- The best rows -------------------------------------------------------------------------- */

/* Whether lower values are better. */
static int is_distance(int metric) {
    return metric == DC_SQUARED_DISTANCE || metric == DC_HAMMING;
}

/*
 * Maps a value to an integer that is greater for a better value. The bits of numbers have the order
 * of the numbers, except that it is reversed for negative ones.
 */
static int64_t key_of(int metric, double value) {
    if (value != value) {
        return INT64_MIN;
    }
    double better = (is_distance(metric) ? -value : value) + 0.0; /* no -0 */
    int64_t bits;
    __builtin_memcpy(&bits, &better, 8);
    return bits < 0 ? bits ^ INT64_MAX : bits;
}

static double value_of(int metric, int64_t key) {
    if (key == INT64_MIN) {
        return __builtin_nan("");
    }
    if (key == 0) {
        return 0; /* whose negation is -0 */
    }
    int64_t bits = key < 0 ? key ^ INT64_MAX : key;
    double better;
    __builtin_memcpy(&better, &bits, 8);
    return is_distance(metric) ? -better : better;
}

typedef struct {
    int64_t *keys, *positions;
} heap;

/* Whether entry a is worse than an entry (key, position). */
static int is_worse(heap h, int64_t a, int64_t key, int64_t position) {
    return h.keys[a] < key || (h.keys[a] == key && h.positions[a] > position);
}

static void put(heap h, int64_t at, int64_t key, int64_t position) {
    h.keys[at] = key;
    h.positions[at] = position;
}

/* Puts an entry at the root of a heap of n entries, whose root is the worst one. */
static void sift_down(heap h, int64_t n, int64_t key, int64_t position) {
    int64_t at = 0;
    for (;;) {
        int64_t child = 2 * at + 1;
        if (child + 1 < n && is_worse(h, child + 1, h.keys[child], h.positions[child])) {
            child++;
        }
        if (child >= n || !is_worse(h, child, key, position)) {
            break;
        }
        put(h, at, h.keys[child], h.positions[child]);
        at = child;
    }
    put(h, at, key, position);
}

static void sift_up(heap h, int64_t at, int64_t key, int64_t position) {
    while (at > 0 && !is_worse(h, (at - 1) / 2, key, position)) {
        put(h, at, h.keys[(at - 1) / 2], h.positions[(at - 1) / 2]);
        at = (at - 1) / 2;
    }
    put(h, at, key, position);
}

static heap heap_of(const dc_search *s, int64_t q) {
    return (heap){s->keys + q * s->k, s->positions + q * s->k};
}

/* No value that is worse than this one is kept. It is an infinity while the heap is not full. */
static double worst_of(const dc_search *s, int64_t q) {
    double none = is_distance(s->metric) ? __builtin_inf() : -__builtin_inf();
    return s->found[q] < s->k ? none : value_of(s->metric, heap_of(s, q).keys[0]);
}

/* Whether all values are worse than `worst`. Compilers vectorize these loops. */
static int are_worse(int metric, const float *values, int count, float worst) {
    int others = 0;
    if (is_distance(metric)) {
        for (int i = 0; i < count; i++) {
            others |= !(values[i] > worst);
        }
    } else {
        for (int i = 0; i < count; i++) {
            others |= !(values[i] < worst);
        }
    }
    return !others;
}

/* Keeps a row if it is among the best k so far. */
static void offer(const dc_search *s, int64_t q, double value, int64_t position) {
    heap h = heap_of(s, q);
    int64_t key = key_of(s->metric, value);
    if (s->found[q] < s->k) {
        sift_up(h, s->found[q]++, key, position);
    } else if (is_worse(h, 0, key, position)) {
        sift_down(h, s->k, key, position);
    }
}

/* Offers the rows that are not worse than all rows in the heap. Most rows are worse. */
static void keep(const dc_search *s, int64_t q, const double *values, const int64_t *positions,
                 int count) {
    double worst = worst_of(s, q);
    for (int i = 0; i < count; i++) {
        if (is_distance(s->metric) ? !(values[i] > worst) : !(values[i] < worst)) {
            offer(s, q, values[i], positions[i]);
            worst = worst_of(s, q);
        }
    }
}

/* The same for values of DC_FLOAT32. */
static void keep_floats(const dc_search *s, int64_t q, const float *values,
                        const int64_t *positions, int count) {
    float worst = (float)worst_of(s, q);
    if (are_worse(s->metric, values, count, worst)) {
        return;
    }
    for (int i = 0; i < count; i++) {
        if (is_distance(s->metric) ? !(values[i] > worst) : !(values[i] < worst)) {
            offer(s, q, (double)values[i], positions[i]);
            worst = (float)worst_of(s, q);
        }
    }
}

/* ---- Ranges --------------------------------------------------------------------------------- */

typedef struct {
    int count;
    int64_t positions[DC_MOST_ROWS], numbers[DC_MOST_ROWS];
    const uint8_t *rows[DC_MOST_ROWS];
    double squares[DC_MOST_ROWS];
} group;

static int counts(const dc_search *s, int64_t position) {
    return s->filter == NULL || (s->filter[position >> 6] >> (position & 63) & 1) != 0;
}

/* Collects rows from position `from` on, and returns the position after the last one. */
static int64_t collect(const dc_vector_variant *variant, const dc_search *s, const uint8_t *rows,
                       int filtered, int most, int64_t from, int64_t to, group *g) {
    g->count = 0;
    for (; from < to && g->count < most; from++) {
        if (!filtered || counts(s, from)) {
            int64_t row = s->ids == NULL ? from : s->ids[from];
            g->positions[g->count] = from;
            g->numbers[g->count] = row;
            g->rows[g->count++] = rows + row * s->row_stride;
        }
    }
    /* The last row is repeated, up to a multiple of DC_ROWS. */
    for (int r = g->count; r % DC_ROWS != 0; r++) {
        g->numbers[r] = g->numbers[r - 1];
        g->rows[r] = g->rows[r - 1];
    }
    if (needs_squares(variant, s)) {
        for (int r = 0; r < g->count; r++) {
            g->squares[r] = dc_compare(variant, DC_DOT, s->type, g->rows[r], g->rows[r], s->n);
        }
        for (int r = g->count; r % DC_ROWS != 0; r++) {
            g->squares[r] = g->squares[r - 1];
        }
    }
    return from;
}

static int64_t bytes_of_row(const dc_search *s) {
    return s->type == DC_FLOAT32 ? 4 * s->n : is_floating(s->type) ? 2 * s->n : s->n;
}

/* Starts to load the beginnings of the DC_ROWS rows that are compared next. */
static void prefetch(const group *g, int from, int64_t row_bytes) {
    int64_t bytes = row_bytes < PREFETCHED_BYTES ? row_bytes : PREFETCHED_BYTES;
    for (int r = from; r < from + DC_ROWS && r < g->count; r++) {
        for (int64_t i = 0; i < bytes; i += CACHE_LINE) {
            __builtin_prefetch(g->rows[r] + i);
        }
    }
}

/* How many rows have this size together; at least DC_ROWS and at most `most`. */
static int rows_of_size(const dc_search *s, int64_t bytes, int most) {
    int64_t rows = bytes / (bytes_of_row(s) + 1) / DC_ROWS * DC_ROWS;
    return rows < DC_ROWS ? DC_ROWS : rows > most ? most : (int)rows;
}

static int is_valid(const dc_search *s, long long from, long long to) {
    return dc_vectors_takes(s->metric, s->type) && s->n >= 0 && s->row_stride >= 0
           && s->query_stride >= 0 && s->query_count >= 0 && s->k >= 0 && from >= 0 && from <= to;
}

/* Compares `count` queries with rows of a group, and keeps the best rows. */
static void search_rows(const dc_vector_variant *variant, const dc_search *s, int64_t q, int count,
                        const group *g, int from, int row_count) {
    int rows = g->count - from < row_count ? g->count - from : row_count;
    if (is_floating(s->type) && s->metric != DC_COSINE && s->n <= DC_VECTOR_BLOCK) {
        const uint8_t *queries[DC_QUERIES];
        float values[DC_QUERIES * DC_MOST_ROWS];
        for (int i = 0; i < count; i++) {
            queries[i] = query_at(s, q + i);
        }
        variant->floating_rows[s->metric][s->type](queries, count, g->rows + from, row_count, s->n,
                                                   values);
        for (int i = 0; i < count; i++) {
            keep_floats(s, q + i, values + i * row_count, g->positions + from, rows);
        }
        return;
    }
    double values[DC_QUERIES * DC_MOST_ROWS];
    values_of(variant, s, q, count, g->rows + from, row_count, g->numbers + from, g->squares + from,
              values);
    for (int i = 0; i < count; i++) {
        keep(s, q + i, values + i * row_count, g->positions + from, rows);
    }
}

long long dc_search_run(const dc_search *search, const uint8_t *rows, long long from,
                        long long to) {
    if (!is_valid(search, from, to)) {
        return DC_ERR_RANGE;
    }
    if (search->k == 0) {
        return 0;
    }
    unsigned environment = dc_floating_point_begin();
    const dc_vector_variant *variant = dc_vector_variant_now();
    for (int64_t q = 0; q < search->query_count && needs_squares(variant, search); q++) {
        search->query_squares[q] = query_square(variant, search, q);
    }
    int most = rows_of_size(search, ROWS_BYTES, DC_MOST_ROWS);
    int64_t row_bytes = bytes_of_row(search);
    group g;
    while (from < to) {
        from = collect(variant, search, rows, 1, most, from, to, &g);
        int all = (g.count + DC_ROWS - 1) / DC_ROWS * DC_ROWS;
        int row_count = all;
        if (search->query_count <= DC_QUERIES) {
            row_count = rows_of_size(search, FEW_ROWS_BYTES, all);
        } else {
            for (int r = 0; r < all; r += DC_ROWS) {
                prefetch(&g, r, row_bytes);
            }
        }
        for (int64_t q = 0; q < search->query_count; q += DC_QUERIES) {
            int64_t left = search->query_count - q;
            int count = left < DC_QUERIES ? (int)left : DC_QUERIES;
            for (int r = 0; r < all; r += row_count) {
                int some = all - r < row_count ? all - r : row_count;
                for (int next = r + some; next < r + 2 * some; next += DC_ROWS) {
                    prefetch(&g, next, row_bytes);
                }
                search_rows(variant, search, q, count, &g, r, some);
            }
        }
    }
    dc_floating_point_end(environment);
    return 0;
}

long long dc_search_values(const dc_search *search, const uint8_t *rows, long long from,
                           long long to, double *values) {
    if (!is_valid(search, from, to) || search->query_count == 0) {
        return DC_ERR_RANGE;
    }
    unsigned environment = dc_floating_point_begin();
    const dc_vector_variant *variant = dc_vector_variant_now();
    if (needs_squares(variant, search)) {
        search->query_squares[0] = query_square(variant, search, 0);
    }
    int64_t at = 0;
    group g;
    while (from < to) {
        from = collect(variant, search, rows, 0, DC_ROWS, from, to, &g);
        double some[DC_ROWS];
        values_of(variant, search, 0, 1, g.rows, DC_ROWS, g.numbers, g.squares, some);
        for (int i = 0; i < g.count; i++) {
            values[at++] = some[i];
        }
    }
    dc_floating_point_end(environment);
    return 0;
}

/* Heapsort: the worst remaining entry goes to the end each time. */
long long dc_search_sort(const dc_search *search, double *values) {
    for (int64_t q = 0; q < search->query_count; q++) {
        heap h = heap_of(search, q);
        for (int64_t n = search->found[q] - 1; n > 0; n--) {
            int64_t key = h.keys[n], position = h.positions[n];
            put(h, n, h.keys[0], h.positions[0]);
            sift_down(h, n, key, position);
        }
        for (int64_t i = 0; i < search->found[q]; i++) {
            double value = value_of(search->metric, h.keys[i]);
            __builtin_memcpy((uint8_t *)values + 8 * (q * search->k + i), &value, 8);
        }
    }
    return 0;
}
