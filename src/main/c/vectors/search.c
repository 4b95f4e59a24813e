/* Compares queries with the rows of a matrix, and keeps the best rows for each query. */
#include "../cpu_features.h"
#include "../floating_point.h"
#include "vectors.h"

#include <stddef.h>

enum {
    /* The rows that are compared with many queries have about this size, so that they stay in the
       L1 cache, next to some queries. */
    ROWS_BYTES = 24576,
    /* The rows that are prefetched for a few queries have about this size. */
    AHEAD_BYTES = 8192,
    /* From this size on, a row is long. */
    LONG_BYTES = 1024,
    /* How many values are compared with the worst one that is kept, without a branch between. */
    COMPARED_AT_ONCE = 16,
    /* A window has this many places. When too few are left, its rows move to the front. */
    ROOM = 3 * DC_MOST_ROWS
};

/* ---- The window ------------------------------------------------------------------------------ */

/*
 * The next rows of a range, from rows[at] on. Up to `most` are compared at once. While a row is
 * compared, the one `ahead` places later is prefetched.
 */
typedef struct {
    int most, ahead;         /* multiples of DC_ROWS, at most DC_MOST_ROWS */
    int at, count;           /* there are `count` rows, at most most + ahead */
    int is_filtered;         /* whether the positions are not consecutive */
    int64_t next;            /* the position of rows[at], if they are consecutive */
    int64_t positions[ROOM]; /* those of the rows, otherwise */
    const uint8_t *rows[ROOM];
} window;

/* How many rows are compared at once, and the same as a multiple of DC_ROWS. */
static int rows_now(const window *w) {
    return w->count < w->most ? w->count : w->most;
}

static int padded(int rows) {
    return (rows + DC_ROWS - 1) / DC_ROWS * DC_ROWS;
}

/* The rows that are compared next, and those that are prefetched meanwhile. */
static const uint8_t *const *rows_of(const window *w) {
    return w->rows + w->at;
}

static const uint8_t *const *ahead_of(const window *w) {
    return w->rows + w->at + w->ahead;
}

/* The position of rows[at + r]. */
static int64_t position_of(const window *w, int r) {
    return w->is_filtered ? w->positions[w->at + r] : w->next + r;
}

/* ---- Values --------------------------------------------------------------------------------- */

static int is_floating(int type) {
    return type < DC_FLOATING_TYPES;
}

/* The bytes of an element; for DC_BITS, n counts bytes. */
static int64_t element_bytes(int type) {
    return type == DC_FLOAT32 ? 4 : is_floating(type) ? 2 : 1;
}

static int64_t bytes_of_row(const dc_search *s) {
    return s->n * element_bytes(s->type);
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

/* The number of the row at a position. */
static int64_t number_of(const dc_search *s, int64_t position) {
    return s->ids == NULL ? position : s->ids[position];
}

static const uint8_t *query_at(const dc_search *s, int64_t query) {
    return s->queries + query * s->query_stride;
}

static double query_square(const dc_vector_variant *variant, const dc_search *s, int64_t q) {
    int type = is_floating(s->type) ? DC_FLOAT32 : s->type;
    return dc_compare(variant, DC_DOT, type, query_at(s, q), query_at(s, q), s->n);
}

/*
 * sums[i * row_count + r] = the sum that `metric` denotes, of query q + i and row r. The rows
 * `ahead` are prefetched, unless it is NULL.
 */
static void sums_of(const dc_vector_variant *variant, const dc_search *s, int metric, int64_t q,
                    int count, const uint8_t *const *rows, int row_count,
                    const uint8_t *const *ahead, double *sums) {
    int64_t size = element_bytes(s->type);
    int64_t query_size = element_bytes(is_floating(s->type) ? DC_FLOAT32 : s->type);
    if (s->n > DC_VECTOR_BLOCK) {
        ahead = NULL; /* the CPU itself loads what follows in a long row */
    }
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
            variant->int8_rows[metric](queries, count, parts, row_count, n, ahead, block);
            for (int i = 0; i < count * row_count; i++) {
                sums[i] += block[i];
            }
        } else {
            float block[DC_QUERIES * DC_MOST_ROWS];
            variant->floating_rows[metric][s->type](queries, count, parts, row_count, n, ahead,
                                                    block);
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

/* Computes the values of a query from dot(query, row), where `values` has these at first. */
static void finish(const dc_search *s, int64_t q, const window *w, const double *squares,
                   double *values) {
    double query_scale = s->query_scales == NULL ? 1 : (double)s->query_scales[q];
    for (int r = 0; r < rows_now(w); r++) {
        double scale =
            s->row_scales == NULL ? 1 : (double)s->row_scales[number_of(s, position_of(w, r))];
        if (s->metric == DC_COSINE) {
            values[r] = dc_cosine(values[r], s->query_squares[q], squares[r]);
            values[r] = is_floating(s->type) ? (double)(float)values[r] + 0.0 : values[r];
        } else if (s->metric == DC_DOT) {
            values[r] *= query_scale * scale;
        } else {
            /* The three sums are exact, but with scales their difference may round below 0. */
            double distance = query_scale * query_scale * s->query_squares[q]
                              - 2 * (query_scale * scale) * values[r] + scale * scale * squares[r];
            values[r] = distance < 0 ? 0 : distance;
        }
    }
}

/*
 * values[i * padded(rows_now(w)) + r] of query q + i and row r, for up to DC_QUERIES queries.
 * squares[r] is dot(row, row). The rows `ahead` are prefetched, unless it is NULL. The result of
 * each pair is that of dc_compare().
 */
static void values_of(const dc_vector_variant *variant, const dc_search *s, int64_t q, int count,
                      const window *w, const double *squares, const uint8_t *const *ahead,
                      double *values) {
    const uint8_t *const *rows = rows_of(w);
    int row_count = padded(rows_now(w));
    if (s->type == DC_BITS) {
        for (int i = 0; i < count; i++) {
            for (int r = 0; r < row_count; r++) {
                if (ahead != NULL && i == 0) {
                    dc_prefetch(ahead + r, 1, s->n);
                }
                values[i * row_count + r] =
                    dc_compare(variant, s->metric, DC_BITS, query_at(s, q + i), rows[r], s->n);
            }
        }
        return;
    }
    int by_squares = needs_squares(variant, s);
    sums_of(variant, s, by_squares ? DC_DOT : s->metric, q, count, rows, row_count, ahead, values);
    if (by_squares || is_scaled(s)) {
        for (int i = 0; i < count; i++) {
            finish(s, q + i, w, squares, values + i * row_count);
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

/* A table, because compilers do not vectorize shifts by different counts everywhere. */
static const int BITS[COMPARED_AT_ONCE] = {
    1 << 0, 1 << 1, 1 << 2,  1 << 3,  1 << 4,  1 << 5,  1 << 6,  1 << 7,
    1 << 8, 1 << 9, 1 << 10, 1 << 11, 1 << 12, 1 << 13, 1 << 14, 1 << 15,
};

/*
 * Defines a function that offers the rows that are not worse than all rows in the heap: the
 * candidates. Most rows are worse, so several are compared without a branch, in loops that
 * compilers vectorize. While the heap is not full, `worst` is an infinity or, for integers, the
 * limit of the type, so that no row is worse.
 */
#define KEEP(name, type, worst_of_type)                                                    \
    static void name(const dc_search *s, int64_t q, const type *values, const window *w) { \
        int distance = is_distance(s->metric), count = rows_now(w);                        \
        type worst = worst_of_type(worst_of(s, q));                                        \
        for (int from = 0; from < count; from += COMPARED_AT_ONCE) {                       \
            int n = count - from < COMPARED_AT_ONCE ? count - from : COMPARED_AT_ONCE;     \
            int candidates = 0;                                                            \
            if (distance) {                                                                \
                for (int i = 0; i < n; i++) {                                              \
                    candidates |= !(values[from + i] > worst) ? BITS[i] : 0;               \
                }                                                                          \
            } else {                                                                       \
                for (int i = 0; i < n; i++) {                                              \
                    candidates |= !(values[from + i] < worst) ? BITS[i] : 0;               \
                }                                                                          \
            }                                                                              \
            if (candidates == 0) {                                                         \
                continue;                                                                  \
            }                                                                              \
            for (; candidates != 0; candidates &= candidates - 1) {                        \
                int i = __builtin_ctz((unsigned)candidates);                               \
                offer(s, q, (double)values[from + i], position_of(w, from + i));           \
            }                                                                              \
            worst = worst_of_type(worst_of(s, q));                                         \
        }                                                                                  \
    }

#define AS_IS(worst) (worst)
#define AS_FLOAT(worst) ((float)(worst))

static int32_t as_int32(double worst) {
    return worst > INT32_MAX ? INT32_MAX : worst < INT32_MIN ? INT32_MIN : (int32_t)worst;
}

KEEP(keep, double, AS_IS)
KEEP(keep_floats, float, AS_FLOAT)
KEEP(keep_integers, int32_t, as_int32)

/* ---- The rows of a range -------------------------------------------------------------------- */

/* How many rows have this size together; at least DC_ROWS and at most DC_MOST_ROWS. */
static int rows_of_size(const dc_search *s, int64_t bytes) {
    int64_t row = bytes_of_row(s) > 0 ? bytes_of_row(s) : 1;
    int64_t rows = bytes / row / DC_ROWS * DC_ROWS;
    return rows < DC_ROWS ? DC_ROWS : rows > DC_MOST_ROWS ? DC_MOST_ROWS : (int)rows;
}

/* Appends rows from position `from` on, and returns the position after the last one. */
static int64_t fill(const dc_search *s, const uint8_t *rows, int64_t from, int64_t to, window *w) {
    int end = w->at + w->count, room = w->at + w->most + w->ahead;
    if (w->is_filtered) {
        for (; from < to && end < room; from++) {
            if ((s->filter[from >> 6] >> (from & 63) & 1) != 0) {
                w->positions[end] = from;
                w->rows[end++] = rows + number_of(s, from) * s->row_stride;
            }
        }
    } else {
        int64_t more = to - from < room - end ? to - from : room - end;
        if (s->ids == NULL) {
            int64_t offset = from * s->row_stride;
            for (int64_t i = 0; i < more; i++, offset += s->row_stride) {
                w->rows[end + i] = rows + offset;
            }
        } else {
            for (int64_t i = 0; i < more; i++) {
                w->rows[end + i] = rows + s->ids[from + i] * s->row_stride;
            }
        }
        from += more;
        end += (int)more;
    }
    w->count = end - w->at;
    /* The last row is repeated: comparisons take multiples of DC_ROWS. */
    for (; w->count > 0 && end < room; end++) {
        w->rows[end] = w->rows[w->at + w->count - 1];
    }
    return from;
}

/* Removes the rows that have been compared. */
static void drop(window *w) {
    int now = rows_now(w);
    w->at += now;
    w->count -= now;
    w->next += now;
    if (w->at + w->most + w->ahead > ROOM) {
        for (int r = 0; r < w->count; r++) {
            w->rows[r] = w->rows[w->at + r];
        }
        for (int r = 0; r < w->count && w->is_filtered; r++) {
            w->positions[r] = w->positions[w->at + r];
        }
        w->at = 0;
    }
}

/* Sets squares[r] = dot(row, row) for the rows that are compared at once. */
static void square_rows(const dc_vector_variant *variant, const dc_search *s, const window *w,
                        double *squares) {
    for (int r = 0; r < padded(rows_now(w)); r++) {
        const uint8_t *row = rows_of(w)[r];
        dc_prefetch(ahead_of(w) + r, 1, bytes_of_row(s));
        squares[r] = dc_compare(variant, DC_DOT, s->type, row, row, s->n);
    }
}

/* The values of the first query and the rows that are compared at once. */
static void first_values(const dc_vector_variant *variant, const dc_search *s, const window *w,
                         double *values) {
    int row_count = padded(rows_now(w));
    const uint8_t *const *ahead = ahead_of(w);
    double squares[DC_MOST_ROWS];
    if (s->metric == DC_COSINE && is_floating(s->type) && s->n <= DC_VECTOR_BLOCK) {
        float dots[DC_MOST_ROWS], floats[DC_MOST_ROWS];
        variant->cosine_rows[s->type](s->queries, rows_of(w), row_count, s->n, ahead, dots, floats);
        for (int r = 0; r < row_count; r++) {
            values[r] = (double)dots[r];
            squares[r] = (double)floats[r];
        }
        finish(s, 0, w, squares, values);
        return;
    }
    if (needs_squares(variant, s)) {
        square_rows(variant, s, w, squares);
        ahead = NULL;
    }
    values_of(variant, s, 0, 1, w, squares, ahead, values);
}

/*
 * Whether the kernels compute the values themselves, as float or int32_t: in one block, without
 * squares and scales.
 */
static int is_direct(const dc_vector_variant *variant, const dc_search *s) {
    return s->type != DC_BITS && s->n <= DC_VECTOR_BLOCK && !needs_squares(variant, s)
           && !is_scaled(s);
}

/* Compares up to DC_QUERIES queries with rows of a window, and keeps the best rows for each. */
static void search_directly(const dc_vector_variant *variant, const dc_search *s, int64_t q,
                            int count, const window *w, const uint8_t *const *ahead) {
    int row_count = padded(rows_now(w));
    const uint8_t *queries[DC_QUERIES];
    for (int i = 0; i < count; i++) {
        queries[i] = query_at(s, q + i);
    }
    /* The values are aligned, or else comparing several of them may take two loads. */
    if (is_floating(s->type)) {
        _Alignas(DC_CACHE_LINE) float values[DC_QUERIES * DC_MOST_ROWS];
        variant->floating_rows[s->metric][s->type](queries, count, rows_of(w), row_count, s->n,
                                                   ahead, values);
        for (int i = 0; i < count; i++) {
            keep_floats(s, q + i, values + i * row_count, w);
        }
    } else {
        _Alignas(DC_CACHE_LINE) int32_t values[DC_QUERIES * DC_MOST_ROWS];
        variant->int8_rows[s->metric](queries, count, rows_of(w), row_count, s->n, ahead, values);
        for (int i = 0; i < count; i++) {
            keep_integers(s, q + i, values + i * row_count, w);
        }
    }
}

/*
 * The rows that are prefetched while queries from q on are compared, or NULL. A CPU loads few lines
 * at a time, so a group of queries that prefetched many long rows would wait for memory, and the
 * other groups would use the cache only. Each group therefore prefetches its share of long rows.
 * The other places in `share` contain the rows that are compared, which are in the cache.
 */
static const uint8_t *const *ahead_at(const dc_search *s, int64_t q, const window *w,
                                      const uint8_t **share) {
    if (bytes_of_row(s) < LONG_BYTES || s->query_count <= DC_QUERIES) {
        return q == 0 ? ahead_of(w) : NULL;
    }
    int64_t groups = (s->query_count + DC_QUERIES - 1) / DC_QUERIES, group = q / DC_QUERIES;
    int count = 0, row_count = padded(rows_now(w));
    for (int r = 0; r < row_count; r++) {
        int is_shared = r % groups == group;
        share[r] = is_shared ? ahead_of(w)[r] : rows_of(w)[r];
        count += is_shared;
    }
    return count > 0 ? share : NULL;
}

/* Compares the queries with rows of a window, and keeps the best rows for each. */
static void search_rows(const dc_vector_variant *variant, const dc_search *s, const window *w) {
    int row_count = padded(rows_now(w)), by_squares = needs_squares(variant, s);
    double squares[DC_MOST_ROWS], values[DC_QUERIES * DC_MOST_ROWS];
    const uint8_t *share[DC_MOST_ROWS];
    if (s->query_count == 1 && !is_direct(variant, s)) {
        first_values(variant, s, w, values);
        keep(s, 0, values, w);
        return;
    }
    if (by_squares) {
        square_rows(variant, s, w, squares);
    }
    for (int64_t q = 0; q < s->query_count; q += DC_QUERIES) {
        const uint8_t *const *ahead = by_squares ? NULL : ahead_at(s, q, w, share);
        int64_t left = s->query_count - q;
        int count = left < DC_QUERIES ? (int)left : DC_QUERIES;
        if (is_direct(variant, s)) {
            search_directly(variant, s, q, count, w, ahead);
            continue;
        }
        values_of(variant, s, q, count, w, squares, ahead, values);
        for (int i = 0; i < count; i++) {
            keep(s, q + i, values + i * row_count, w);
        }
    }
}

static int is_valid(const dc_search *s, long long from, long long to) {
    return dc_vectors_takes(s->metric, s->type) && s->n >= 0 && s->row_stride >= 0
           && s->query_stride >= 0 && s->query_count >= 0 && s->k >= 0 && from >= 0 && from <= to;
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
    int few = search->query_count <= DC_QUERIES;
    window w;
    w.at = w.count = 0;
    w.next = from;
    w.is_filtered = search->filter != NULL;
    w.most = few ? DC_MOST_ROWS : rows_of_size(search, ROWS_BYTES);
    w.ahead = few ? rows_of_size(search, AHEAD_BYTES) : w.most;
    for (;;) {
        from = fill(search, rows, from, to, &w);
        if (w.count == 0) {
            break;
        }
        search_rows(variant, search, &w);
        drop(&w);
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
    window w;
    w.at = w.count = 0;
    w.next = from;
    w.is_filtered = 0;
    w.most = DC_MOST_ROWS;
    w.ahead = rows_of_size(search, AHEAD_BYTES);
    for (;;) {
        from = fill(search, rows, from, to, &w);
        if (w.count == 0) {
            break;
        }
        double some[DC_MOST_ROWS];
        first_values(variant, search, &w, some);
        int count = rows_now(&w);
        __builtin_memcpy(values, some, (size_t)count * sizeof *values);
        values += count;
        drop(&w);
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
