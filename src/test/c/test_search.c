/* Searches in the rows of a matrix. */
#include "vectors.h"

enum { ROWS = 210, IDS = 180, FEW_QUERIES = 5, QUERIES = 18, MOST_K = 250 };

typedef struct {
    dc_search search;
    double squares[QUERIES];
    int64_t keys[QUERIES * MOST_K], positions[QUERIES * MOST_K];
    long long found[QUERIES];
    double values[QUERIES * MOST_K];
} results;

static int is_better(int metric, double a, int64_t i, double b, int64_t j) {
    if (a == b || (a != a && b != b)) {
        return i < j;
    }
    if (a != a || b != b) {
        return b != b;
    }
    return (metric == DC_SQUARED_DISTANCE || metric == DC_HAMMING) == (a < b);
}

/* Compares with a selection among values that dc_search_values() computed. */
static void check_search(results *r, const uint8_t *rows, int64_t positions, const char *what) {
    dc_search *s = &r->search;
    memset(r->found, 0, sizeof r->found);
    s->query_squares = r->squares;
    s->keys = r->keys;
    s->positions = r->positions;
    s->found = r->found;
    for (int64_t from = 0; from < positions;) { /* one range, or ranges of several lengths */
        int64_t next = s->k % 2 == 0 ? positions : from + 1 + from % 70;
        int64_t to = next < positions ? next : positions;
        CHECK(dc_search_run(s, rows, from, to) == 0, "%s", what);
        from = to;
    }
    dc_search_sort(s, r->values);
    for (int64_t q = 0; q < s->query_count; q++) {
        dc_search one = *s;
        one.queries += q * s->query_stride;
        one.query_scales = s->query_scales == NULL ? NULL : s->query_scales + q;
        double square, values[ROWS];
        one.query_squares = &square;
        CHECK(dc_search_values(&one, rows, 0, positions, values) == 0, "%s", what);
        int used[ROWS] = {0};
        int64_t count = 0;
        for (; count < s->k; count++) {
            int64_t best = -1;
            for (int64_t p = 0; p < positions; p++) {
                int counts = s->filter == NULL || (s->filter[p / 64] >> p % 64 & 1);
                if (counts && !used[p]
                    && (best < 0 || is_better(s->metric, values[p], p, values[best], best))) {
                    best = p;
                }
            }
            if (best < 0) {
                break;
            }
            used[best] = 1;
            double actual = r->values[q * s->k + count];
            CHECK(r->positions[q * s->k + count] == best, "%s: k=%lld query %lld, entry %lld", what,
                  s->k, (long long)q, (long long)count);
            CHECK(actual == values[best] || (actual != actual && values[best] != values[best]),
                  "%s: query %lld, entry %lld: %g, not %g", what, (long long)q, (long long)count,
                  actual, values[best]);
        }
        CHECK(r->found[q] == count, "%s: %lld found, not %lld", what, r->found[q],
              (long long)count);
    }
}

static void searches(void) {
    /*
     * The rows of the longest vectors are so long that queries share their prefetches. The gap
     * between rows is n % 3 bytes.
     */
    static const int64_t lengths[] = {1, 33, 65, 97, 1057};
    static const long long ks[] = {0, 1, 2, 7, 64, ROWS, MOST_K};
    static results r;
    for (int type = DC_FLOAT32; type <= DC_BITS; type++) {
        int query_type = type <= DC_BFLOAT16 ? DC_FLOAT32 : type;
        for (int l = 0; l < (int)(sizeof lengths / sizeof lengths[0]); l++) {
            int64_t n = lengths[l], many = n > 1000 ? QUERIES : FEW_QUERIES;
            int64_t stride = n * size_of(type) + n % 3, query_stride = n * size_of(query_type) + 1;
            vector rows = new_vector((ROWS - 1) * stride + n * size_of(type));
            vector queries = new_vector((QUERIES - 1) * query_stride + n * size_of(query_type));
            for (int64_t i = 0; i < ROWS; i++) {
                if (i % 10 == 9) { /* equal rows, whose values are equal */
                    memcpy(rows.bytes + i * stride, rows.bytes + (i - 3) * stride,
                           (size_t)(n * size_of(type)));
                } else {
                    randomize(type, rows.bytes + i * stride, n);
                }
            }
            if (type != DC_BITS && type != DC_INT8) { /* a NaN, and a row of zeros */
                memset(rows.bytes + 20 * stride, 0xFF, (size_t)size_of(type));
                memset(rows.bytes + 30 * stride, 0, (size_t)(n * size_of(type)));
            }
            for (int64_t q = 0; q < QUERIES; q++) {
                randomize(query_type, queries.bytes + q * query_stride, n);
            }
            uint64_t filter[(ROWS + 63) / 64];
            int64_t ids[IDS];
            float scales[ROWS], query_scales[QUERIES];
            for (int i = 0; i < ROWS; i++) {
                scales[i] = (float)(1 + i % 7) / 16;
            }
            for (int i = 0; i < QUERIES; i++) {
                query_scales[i] = (float)(1 + i) / 8;
            }
            for (int i = 0; i < IDS; i++) {
                ids[i] = i * 5 % ROWS;
            }
            for (int i = 0; i < (ROWS + 63) / 64; i++) {
                /* Most rows, so that some are compared after the first ones have been dropped. */
                filter[i] = ~((uint64_t)(random_bits() & random_bits() & random_bits()) << 32
                              | (random_bits() & random_bits() & random_bits()));
            }
            for (int metric = DC_DOT; metric <= DC_JACCARD; metric++) {
                if ((type == DC_BITS) != (metric >= DC_HAMMING)) {
                    continue;
                }
                for (int i = 0; i < 2 * (int)(sizeof ks / sizeof ks[0]); i++) {
                    if (n > 1000 && ks[i / 2] != 7) {
                        continue;
                    }
                    r.search = (dc_search){.metric = metric,
                                           .type = type,
                                           .n = n,
                                           .row_stride = stride,
                                           .queries = queries.bytes,
                                           .query_stride = query_stride,
                                           .query_count = i % 2 == 0 ? 1 : many,
                                           .k = ks[i / 2]};
                    check_search(&r, rows.bytes, ROWS, "all rows");
                    r.search.filter = filter;
                    check_search(&r, rows.bytes, ROWS, "some rows");
                    r.search.filter = NULL;
                    r.search.ids = ids;
                    check_search(&r, rows.bytes, IDS, "rows by their numbers");
                    r.search.ids = NULL;
                    if (type == DC_INT8) {
                        r.search.row_scales = scales;
                        check_search(&r, rows.bytes, ROWS, "scales of rows");
                        r.search.row_scales = NULL;
                        r.search.query_scales = query_scales;
                        check_search(&r, rows.bytes, ROWS, "scales of queries");
                        r.search.row_scales = scales;
                        check_search(&r, rows.bytes, ROWS, "all scales");
                    }
                }
                /* The value of a row is that of dc_vectors_compare(). */
                double values[ROWS], square;
                r.search.row_scales = r.search.query_scales = NULL;
                r.search.query_squares = &square;
                dc_search_values(&r.search, rows.bytes, 0, ROWS, values);
                for (int64_t i = 0; i < ROWS && query_type == type; i++) {
                    double expected =
                        dc_vectors_compare(metric, type, queries.bytes, rows.bytes + i * stride, n);
                    CHECK(values[i] == expected || (values[i] != values[i] && expected != expected),
                          "type=%d metric=%d n=%lld row %lld: %g, not %g", type, metric,
                          (long long)n, (long long)i, values[i], expected);
                }
            }
            free_vector(queries);
            free_vector(rows);
        }
    }
}

static void long_rows(void) {
    enum { N = 20000, FEW = 6 };
    for (int type = DC_FLOAT32; type <= DC_INT8; type++) {
        vector rows = new_vector(FEW * N * size_of(type));
        int query_type = type == DC_INT8 ? type : DC_FLOAT32;
        vector query = new_vector(N * size_of(query_type));
        randomize(type, rows.bytes, FEW * N);
        for (int64_t i = 0; i < N; i++) { /* row 0 as the query */
            float x = (float)element(type, rows.bytes, i);
            memcpy(query.bytes + i * size_of(query_type),
                   type == DC_INT8 ? (const void *)(rows.bytes + i) : &x,
                   (size_t)size_of(query_type));
        }
        double square, values[FEW];
        dc_search s = {.type = type,
                       .n = N,
                       .row_stride = N * size_of(type),
                       .queries = query.bytes,
                       .query_count = 1,
                       .query_squares = &square};
        for (s.metric = DC_DOT; s.metric <= DC_COSINE; s.metric++) {
            dc_search_values(&s, rows.bytes, 0, FEW, values);
            int64_t key, position, best = 0;
            long long found = 0;
            double value;
            s.k = 1;
            s.keys = &key;
            s.positions = &position;
            s.found = &found;
            CHECK(dc_search_run(&s, rows.bytes, 0, FEW) == 0 && dc_search_sort(&s, &value) == 0,
                  "type=%d metric=%d", type, s.metric);
            for (int64_t i = 0; i < FEW; i++) {
                double expected = dc_vectors_compare(s.metric, type, rows.bytes,
                                                     rows.bytes + i * s.row_stride, N);
                CHECK(values[i] == expected, "type=%d metric=%d row %lld", type, s.metric,
                      (long long)i);
                best = is_better(s.metric, values[i], i, values[best], best) ? i : best;
            }
            CHECK(found == 1 && position == best && value == values[best],
                  "type=%d metric=%d: row %lld, not %lld", type, s.metric, (long long)position,
                  (long long)best);
        }
        free_vector(query);
        free_vector(rows);
    }
}

/* ---- Values of all rows --------------------------------------------------------------------- */

enum { SUMS = 32, BLOCK = 16384, MOST_QUERIES = 33 };

/*
 * The sum of a block, in the order that downcall_vectors.h states. A product of two floats is exact
 * in double, and a difference is rounded to float as if in one step [Figueroa 1995]. No compiler
 * can fuse what a conversion separates.
 */
static float sum_of_block(int metric, const float *x, const float *y, int64_t n) {
    float sums[SUMS] = {0};
    for (int64_t i = 0; i < n; i++) {
        double a = (double)x[i], b = (double)y[i];
        if (metric == DC_SQUARED_DISTANCE) {
            a = b = (double)(float)(a - b);
        }
        sums[i % SUMS] += (float)(a * b);
    }
    for (int half = SUMS / 2; half > 0; half /= 2) {
        for (int i = 0; i < half; i++) {
            sums[i] += sums[i + half];
        }
    }
    return sums[0];
}

static double sum_of(int metric, int type, const float *x, const float *y, int64_t n) {
    double total = 0;
    for (int64_t i = 0; i < n && type == DC_INT8; i++) { /* exact */
        double a = (double)x[i], b = (double)y[i];
        total += metric == DC_DOT ? a * b : (a - b) * (a - b);
    }
    for (int64_t i = 0; i < n && type != DC_INT8; i += BLOCK) {
        total += (double)sum_of_block(metric, x + i, y + i, n - i < BLOCK ? n - i : BLOCK);
    }
    return type == DC_INT8 ? total : (double)(float)total;
}

/* Rows or queries. Inaccessible pages surround each of them. */
typedef struct {
    int type;
    int64_t n;
    spaced bytes;
    float *numbers; /* the same elements, unless they are bits */
    double squares[MOST_QUERIES];
} matrix;

static uint8_t *row_of(const matrix *m, int64_t i) {
    return m->bytes.first + i * m->bytes.stride;
}

static matrix new_matrix(int type, int64_t count, int64_t n, int at_start) {
    return (matrix){type, n, spaced_buffers(count, n * size_of(type), at_start), NULL, {0}};
}

static void free_matrix(matrix m) {
    free_spaced(m.bytes);
    free(m.numbers);
}

static void convert(matrix *m) {
    m->numbers = malloc((size_t)(m->bytes.count * m->n) * sizeof(float) + 1);
    if (m->numbers == NULL) {
        abort();
    }
    for (int64_t i = 0; i < m->bytes.count && m->type != DC_BITS; i++) {
        for (int64_t j = 0; j < m->n; j++) {
            m->numbers[i * m->n + j] = (float)element(m->type, row_of(m, i), j);
        }
        const float *x = m->numbers + i * m->n;
        m->squares[i] = sum_of(DC_DOT, m->type, x, x, m->n);
    }
}

static matrix random_matrix(int type, int64_t count, int64_t n, int at_start) {
    matrix m = new_matrix(type, count, n, at_start);
    for (int64_t i = 0; i < count; i++) {
        randomize(type, row_of(&m, i), n);
    }
    convert(&m);
    return m;
}

static int type_of_queries(int type) {
    return type <= DC_BFLOAT16 ? DC_FLOAT32 : type;
}

static double value_of_bits(int metric, const uint8_t *a, const uint8_t *b, int64_t n) {
    int64_t differing = 0, common = 0;
    for (int64_t i = 0; i < n; i++) {
        differing += __builtin_popcount(a[i] ^ b[i]);
        common += __builtin_popcount(a[i] & b[i]);
    }
    return metric == DC_HAMMING      ? (double)differing
           : differing + common == 0 ? 1
                                     : (double)common / (double)(differing + common);
}

/* The value of row j of `b` and row i of `a`, by the definition. */
static double value_of(int metric, const matrix *a, int64_t i, const matrix *b, int64_t j) {
    if (a->type == DC_BITS) {
        return value_of_bits(metric, row_of(a, i), row_of(b, j), a->n);
    }
    const float *x = a->numbers + i * a->n, *y = b->numbers + j * b->n;
    if (metric != DC_COSINE) {
        return sum_of(metric, a->type, x, y, a->n);
    }
    double value = sum_of(DC_DOT, a->type, x, y, a->n) / sqrt(a->squares[i] * b->squares[j]);
    return a->type == DC_INT8 ? value : (double)(float)value;
}

static int is_same(double a, double b) {
    return a == b || (a != a && b != b);
}

static int counts(const dc_search *s, int64_t position) {
    return s->filter == NULL || (s->filter[position / 64] >> position % 64 & 1);
}

static double values[MOST_QUERIES * ROWS]; /* values[q * positions + p], after a search */

/* Runs a search that keeps all rows, which must find each of them once, the best ones first. */
static void search_all(dc_search s, const uint8_t *rows, int64_t positions) {
    static double squares[MOST_QUERIES], sorted[MOST_QUERIES * ROWS];
    static int64_t keys[MOST_QUERIES * ROWS], found_at[MOST_QUERIES * ROWS];
    long long found[MOST_QUERIES] = {0};
    s.k = positions;
    s.query_squares = squares;
    s.keys = keys;
    s.positions = found_at;
    s.found = found;
    CHECK(dc_search_run(&s, rows, 0, positions) == 0, "run");
    CHECK(dc_search_sort(&s, sorted) == 0, "sort");
    long long all = 0;
    for (int64_t p = 0; p < positions; p++) {
        all += counts(&s, p);
    }
    for (int64_t q = 0; q < s.query_count; q++) {
        int is_found[ROWS] = {0};
        CHECK(found[q] == all, "query %lld: %lld rows, not %lld", (long long)q, found[q], all);
        for (int64_t i = q * s.k; i < q * s.k + found[q]; i++) {
            int64_t p = found_at[i];
            if (p < 0 || p >= positions || is_found[p] || !counts(&s, p)) {
                CHECK(0, "query %lld: position %lld", (long long)q, (long long)p);
                return;
            }
            is_found[p] = 1;
            values[q * positions + p] = sorted[i];
            CHECK(i == q * s.k || is_better(s.metric, sorted[i - 1], found_at[i - 1], sorted[i], p),
                  "query %lld: the order of %g and %g", (long long)q, sorted[i - 1], sorted[i]);
        }
    }
    double of_first[ROWS];
    CHECK(dc_search_values(&s, rows, 0, positions, of_first) == 0, "values");
    for (int64_t p = 0; p < positions; p++) {
        CHECK(!counts(&s, p) || is_same(of_first[p], values[p]), "position %lld: %g, not %g",
              (long long)p, of_first[p], values[p]);
    }
}

static dc_search search_of(int metric, const matrix *rows, const matrix *queries, int64_t count) {
    return (dc_search){.metric = metric,
                       .type = rows->type,
                       .n = rows->n,
                       .row_stride = rows->bytes.stride,
                       .queries = queries->bytes.first,
                       .query_stride = queries->bytes.stride,
                       .query_count = count};
}

static int first_metric(int type) {
    return type == DC_BITS ? DC_HAMMING : DC_DOT;
}

static int last_metric(int type) {
    return type == DC_BITS ? DC_JACCARD : DC_COSINE;
}

enum rows_searched { ALL_ROWS, SOME_ROWS, ROWS_BY_NUMBER, WAYS };

/* Compares the values with the definition. */
static void check_values(enum rows_searched way, const matrix *rows, const matrix *queries,
                         int64_t count) {
    const uint64_t filter[] = {UINT64_C(0xA6DDB7B5EB7ED6CE)};
    int64_t ids[64], row_count = rows->bytes.count;
    int64_t positions = way == ROWS_BY_NUMBER ? row_count + 3 : row_count;
    for (int64_t p = 0; p < positions; p++) {
        ids[p] = (5 * p + 3) % row_count;
    }
    for (int metric = first_metric(rows->type); metric <= last_metric(rows->type); metric++) {
        dc_search s = search_of(metric, rows, queries, count);
        s.filter = way == SOME_ROWS ? filter : NULL;
        s.ids = way == ROWS_BY_NUMBER ? ids : NULL;
        search_all(s, rows->bytes.first, positions);
        for (int64_t q = 0; q < count; q++) {
            for (int64_t p = 0; p < positions && p < row_count; p++) {
                if (!counts(&s, p)) {
                    continue;
                }
                double expected = value_of(metric, queries, q, rows, s.ids == NULL ? p : ids[p]);
                double actual = values[q * positions + p];
                CHECK(is_same(actual, expected),
                      "type=%d metric=%d n=%lld query %lld of %lld, position %lld: %a, not %a",
                      rows->type, metric, (long long)rows->n, (long long)q, (long long)count,
                      (long long)p, actual, expected);
            }
        }
    }
}

/* The same of two rows, whose type may differ from that of the queries. */
static void check_pairs(const matrix *rows) {
    for (int metric = first_metric(rows->type); metric <= last_metric(rows->type); metric++) {
        for (int64_t i = 0; i < rows->bytes.count; i++) {
            double actual =
                dc_vectors_compare(metric, rows->type, row_of(rows, 0), row_of(rows, i), rows->n);
            double expected = value_of(metric, rows, 0, rows, i);
            CHECK(is_same(actual, expected), "type=%d metric=%d n=%lld row %lld: %a, not %a",
                  rows->type, metric, (long long)rows->n, (long long)i, actual, expected);
        }
    }
}

static void every_length(void) {
    static const int64_t longer[] = {768, 1057, 1536, 16383, BLOCK, 16385, 40000};
    static const int64_t query_counts[] = {1, 2, 3, 5, MOST_QUERIES};
    enum { COUNTS = sizeof query_counts / sizeof query_counts[0] };
    for (int type = DC_FLOAT32; type <= DC_BITS; type++) {
        for (int64_t l = 0; l <= 130 + (int64_t)(sizeof longer / sizeof longer[0]); l++) {
            int64_t n = l <= 130 ? l : longer[l - 131];
            /* More rows than a window has if queries share their prefetches; or a few. */
            int64_t row_count = n > 130 && n < 2000 ? 30 : n < 2000 ? 9 : 5;
            for (int at_start = 0; at_start <= 1; at_start++) {
                if (at_start && (l > 130 || !is_chosen(l + type, 4))) {
                    continue;
                }
                matrix rows = random_matrix(type, row_count, n, at_start);
                matrix queries = random_matrix(type_of_queries(type), MOST_QUERIES, n, at_start);
                for (int i = 0; i < COUNTS * WAYS; i++) {
                    int64_t which = l + i % COUNTS, way = i / COUNTS;
                    /* Very long rows are searched in one way for each number of queries. */
                    if (n > 2000 ? which % WAYS == way && is_chosen(which, 2)
                                 : is_chosen(l + i, l <= 130 ? 3 : 7)) {
                        check_values((enum rows_searched)way, &rows, &queries,
                                     query_counts[i % COUNTS]);
                    }
                }
                check_pairs(&rows);
                free_matrix(queries);
                free_matrix(rows);
            }
        }
    }
}

/*
 * Integers of the largest absolute values, with scales that make no sum inexact. A distance may be
 * computed from dot products, whose parts almost cancel.
 */
static void extreme_integers(void) {
    static const int8_t extremes[] = {-128, 127, -1, 0, 1};
    static const float row_scales[] = {0.5F, 4, 1, 2, 0.25F}, query_scales[] = {2, 1, 0.5F, 8, 1};
    enum { FEW = sizeof extremes };
    static const int64_t lengths[] = {BLOCK, 70000};
    for (int l = 0; l < 2; l++) {
        int64_t n = lengths[l];
        matrix m = new_matrix(DC_INT8, FEW, n, 0);
        for (int i = 0; i < FEW; i++) {
            memset(row_of(&m, i), extremes[i], (size_t)n);
        }
        for (int64_t count = 1; count <= FEW; count++) {
            for (int64_t first = 0; first < FEW; first += count) {
                first = first + count <= FEW ? first : FEW - count;
                for (int i = 0; i < 4 * 3; i++) {
                    int metric = i % 3;
                    if (!is_chosen(count + first + i, 2)) {
                        continue;
                    }
                    dc_search s = search_of(metric, &m, &m, count);
                    s.queries += first * s.query_stride;
                    s.row_scales = i / 3 & 1 ? row_scales : NULL;
                    s.query_scales = i / 3 & 2 ? query_scales + first : NULL;
                    search_all(s, m.bytes.first, FEW);
                    for (int64_t j = 0; j < count * FEW; j++) {
                        int64_t q = j / FEW, row = j % FEW;
                        double x = extremes[first + q], y = extremes[row], length = (double)n;
                        if (metric != DC_COSINE) {
                            x *= s.query_scales == NULL ? 1 : (double)s.query_scales[q];
                            y *= s.row_scales == NULL ? 1 : (double)s.row_scales[row];
                        }
                        double expected =
                            metric == DC_DOT ? length * x * y
                            : metric == DC_SQUARED_DISTANCE
                                ? length * (x - y) * (x - y)
                                : length * x * y / sqrt(length * x * x * (length * y * y));
                        CHECK(is_same(values[j], expected),
                              "metric=%d n=%lld scales=%d, %g and %g, %lld queries: %.17g, not"
                              " %.17g",
                              metric, (long long)n, i / 3, x, y, (long long)count, values[j],
                              expected);
                    }
                }
            }
        }
        free_matrix(m);
    }
}

/* Elements 0 or -0. */
static void append_zeros(int type, uint8_t *v, int64_t from, int64_t to) {
    memset(v + from * size_of(type), 0, (size_t)((to - from) * size_of(type)));
    for (int64_t i = from; i < to && type <= DC_BFLOAT16; i++) {
        v[(i + 1) * size_of(type) - 1] = random_bits() % 2 == 0 ? 0x80 : 0; /* the sign */
    }
}

static matrix padded_matrix(const matrix *m, int64_t n) {
    matrix padded = new_matrix(m->type, m->bytes.count, n, 0);
    for (int64_t i = 0; i < m->bytes.count; i++) {
        memcpy(row_of(&padded, i), row_of(m, i), (size_t)(m->n * size_of(m->type)));
        append_zeros(m->type, row_of(&padded, i), m->n, n);
    }
    return padded;
}

/*
 * Zeros at the end of all vectors change no bit of any value. Their products and differences are 0
 * or -0, and a sum that begins with 0 is never -0, so it stays what it is. A longer vector may have
 * more blocks, but the blocks of the others begin at the same elements.
 */
static void zeros_at_the_end(void) {
    static const int64_t lengths[] = {0, 1, 31, 32, 33, 100, 1057, BLOCK - 1, BLOCK, BLOCK + 1};
    static const int64_t paddings[] = {1, 31, 32, 45, 300, BLOCK};
    enum { FEW = 6, PADDINGS = sizeof paddings / sizeof paddings[0] };
    static double before[FEW * FEW];
    for (int i = 0; i < 5 * (int)(sizeof lengths / sizeof lengths[0]); i++) {
        int type = i % 5;
        int64_t n = lengths[i / 5];
        matrix rows = random_matrix(type, FEW, n, 0);
        matrix queries = random_matrix(type_of_queries(type), FEW, n, 0);
        append_zeros(type, row_of(&rows, 1), 0, n);
        append_zeros(type, row_of(&rows, 2), n / 2, n);
        for (int p = 0; p < PADDINGS; p++) {
            int64_t padding = paddings[p];
            if (n + padding > 2000 && !is_chosen(i + p, 4)) {
                continue;
            }
            matrix longer_rows = padded_matrix(&rows, n + padding);
            matrix longer_queries = padded_matrix(&queries, n + padding);
            for (int metric = first_metric(type); metric <= last_metric(type); metric++) {
                for (int64_t count = 1; count <= FEW; count += FEW - 1) {
                    search_all(search_of(metric, &rows, &queries, count), rows.bytes.first, FEW);
                    memcpy(before, values, sizeof before);
                    search_all(search_of(metric, &longer_rows, &longer_queries, count),
                               longer_rows.bytes.first, FEW);
                    for (int64_t j = 0; j < count * FEW; j++) {
                        CHECK(is_same(values[j], before[j])
                                  && signbit(values[j]) == signbit(before[j]),
                              "type=%d metric=%d n=%lld and %lld zeros, query %lld, row %lld:"
                              " %a, not %a",
                              type, metric, (long long)n, (long long)padding, (long long)(j / FEW),
                              (long long)(j % FEW), values[j], before[j]);
                    }
                }
                for (int64_t j = 0; j < FEW; j++) {
                    double pair =
                        dc_vectors_compare(metric, type, row_of(&rows, 0), row_of(&rows, j), n);
                    double padded = dc_vectors_compare(metric, type, row_of(&longer_rows, 0),
                                                       row_of(&longer_rows, j), n + padding);
                    CHECK(is_same(padded, pair),
                          "type=%d metric=%d n=%lld and %lld zeros, row %lld: %a, not %a", type,
                          metric, (long long)n, (long long)padding, (long long)j, padded, pair);
                }
            }
            free_matrix(longer_queries);
            free_matrix(longer_rows);
        }
        free_matrix(queries);
        free_matrix(rows);
    }
}

/* A value depends on the query and the row, not on the rows and the queries next to them. */
static void order_of_rows_and_queries(void) {
    static const int64_t lengths[] = {3, 64, 257};
    enum { STEP = 37 }; /* without a common factor with ROWS and QUERIES */
    static double before[QUERIES * ROWS];
    for (int i = 0; i < 5 * (int)(sizeof lengths / sizeof lengths[0]); i++) {
        int type = i % 5, query_type = type_of_queries(type);
        int64_t n = lengths[i / 5], bytes = n * size_of(type),
                query_bytes = n * size_of(query_type);
        vector rows = new_vector(ROWS * bytes), moved_rows = new_vector(ROWS * bytes);
        vector queries = new_vector(QUERIES * query_bytes),
               moved_queries = new_vector(QUERIES * query_bytes);
        randomize(type, rows.bytes, ROWS * n);
        randomize(query_type, queries.bytes, QUERIES * n);
        for (int64_t r = 0; r < ROWS; r++) {
            memcpy(moved_rows.bytes + r * STEP % ROWS * bytes, rows.bytes + r * bytes,
                   (size_t)bytes);
        }
        for (int64_t q = 0; q < QUERIES; q++) {
            memcpy(moved_queries.bytes + q * STEP % QUERIES * query_bytes,
                   queries.bytes + q * query_bytes, (size_t)query_bytes);
        }
        for (int metric = first_metric(type); metric <= last_metric(type); metric++) {
            for (int64_t count = 1; count <= QUERIES; count += QUERIES - 1) {
                dc_search s = {.metric = metric,
                               .type = type,
                               .n = n,
                               .row_stride = bytes,
                               .queries = queries.bytes,
                               .query_stride = query_bytes,
                               .query_count = count};
                search_all(s, rows.bytes, ROWS);
                memcpy(before, values, sizeof before);
                s.queries = count == 1 ? queries.bytes : moved_queries.bytes;
                search_all(s, moved_rows.bytes, ROWS);
                for (int64_t j = 0; j < count * ROWS; j++) {
                    int64_t q = j / ROWS, r = j % ROWS;
                    double moved = values[q * STEP % count * ROWS + r * STEP % ROWS];
                    CHECK(is_same(moved, before[j]),
                          "type=%d metric=%d n=%lld query %lld of %lld, row %lld: %a, not %a", type,
                          metric, (long long)n, (long long)q, (long long)count, (long long)r, moved,
                          before[j]);
                }
            }
        }
        free_vector(moved_queries);
        free_vector(queries);
        free_vector(moved_rows);
        free_vector(rows);
    }
}

/* ---- Arguments ------------------------------------------------------------------------------ */

/* Distances of at most 2^-24, so the difference of the three sums may round below 0. */
static void scaled_distances_are_not_negative(void) {
    const uint8_t query = 127, row = 126;
    for (int t = 60000; t < 130000; t += 997) {
        float query_scale = (float)(126 * t + 1) / (1 << 24), /* 127 times this is 2^-24 more */
            row_scale = (float)(127 * t + 1) / (1 << 24);     /* than 126 times this */
        double square, value;
        dc_search s = {.metric = DC_SQUARED_DISTANCE,
                       .type = DC_INT8,
                       .n = 1,
                       .row_stride = 1,
                       .row_scales = &row_scale,
                       .queries = &query,
                       .query_count = 1,
                       .query_scales = &query_scale,
                       .query_squares = &square};
        CHECK(dc_search_values(&s, &row, 0, 1, &value) == 0 && value >= 0 && value <= 1e-10,
              "scales %g and %g: %g", (double)query_scale, (double)row_scale, value);
    }
}

static void invalid_searches(void) {
    double square = 0, value = 0;
    float x = 1;
    int64_t key = 0, position = 0;
    long long found = 0;
    const dc_search valid = {.metric = DC_DOT,
                             .type = DC_FLOAT32,
                             .n = 1,
                             .queries = (const uint8_t *)&x,
                             .query_count = 1,
                             .query_squares = &square,
                             .k = 1,
                             .keys = &key,
                             .positions = &position,
                             .found = &found};
    const uint8_t *rows = (const uint8_t *)&x;
    dc_search wrong[7] = {valid, valid, valid, valid, valid, valid, valid};
    wrong[0].metric = DC_HAMMING;
    wrong[1].type = DC_BITS;
    wrong[2].n = -1;
    wrong[3].query_count = -1;
    wrong[4].k = -1;
    wrong[5].row_stride = -1;
    wrong[6].query_stride = -1;
    for (int i = 0; i < 7; i++) {
        CHECK(dc_search_run(&wrong[i], rows, 0, 1) == DC_ERR_RANGE, "%d", i);
        CHECK(dc_search_values(&wrong[i], rows, 0, 1, &value) == DC_ERR_RANGE, "%d", i);
    }
    CHECK(dc_search_run(&valid, rows, -1, 1) == DC_ERR_RANGE, "from");
    CHECK(dc_search_run(&valid, rows, 1, 0) == DC_ERR_RANGE, "to");
    CHECK(dc_search_values(&valid, rows, 1, 0, &value) == DC_ERR_RANGE, "to");
    dc_search none = valid;
    none.query_count = 0;
    CHECK(dc_search_run(&none, rows, 0, 1) == 0, "no query");
    CHECK(dc_search_values(&none, rows, 0, 1, &value) == DC_ERR_RANGE, "no query");
    CHECK(dc_search_run(&valid, rows, 0, 0) == 0 && found == 0, "no rows");
    CHECK(dc_search_run(&valid, rows, 0, 1) == 0 && found == 1, "one row");
}

int main(void) {
    RUN(searches);
    RUN(long_rows);
    RUN(every_length);
    RUN(extreme_integers);
    RUN(zeros_at_the_end);
    RUN(order_of_rows_and_queries);
    RUN_ONCE(scaled_distances_are_not_negative);
    RUN_ONCE(invalid_searches);
    return finish();
}
