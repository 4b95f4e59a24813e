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
    /* The rows of the longest vectors are so long that queries share their prefetches. */
    static const int64_t lengths[] = {1, 33, 65, 97, 1056};
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
    RUN_ONCE(scaled_distances_are_not_negative);
    RUN_ONCE(invalid_searches);
    return finish();
}
