/*
 * Comparisons of vectors, searches and summaries. The oracle computes with double, or with
 * integers. Every vector ends at an inaccessible page.
 */
#include "check.h"

#include "downcall_vectors.h"

#include <float.h>
#include <math.h>

enum { MOST_BYTES = 4 * 40000, SUMS = 32, BLOCK = 16384 };

static uint64_t state = 1;

static uint32_t random_bits(void) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 32);
}

/* ---- Vectors that end at a page ------------------------------------------------------------- */

typedef struct {
    uint64_t *limbs;
    int64_t count;
    uint8_t *bytes;
} vector;

static int64_t size_of(int type) {
    return type == DC_FLOAT32 ? 4 : type == DC_INT8 || type == DC_BITS ? 1 : 2;
}

static vector new_vector(int64_t bytes) {
    vector v;
    v.count = (bytes + 7) / 8;
    v.limbs = limbs_of(v.count);
    v.bytes = (uint8_t *)v.limbs + (8 * v.count - bytes);
    return v;
}

static void free_vector(vector v) {
    free_limbs(v.limbs, v.count);
}

static float from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

/* The definition of IEEE 754. */
static double from_float16(unsigned half) {
    int exponent = (int)(half >> 10 & 31);
    double fraction = (double)(half & 1023);
    double magnitude = exponent == 31  ? (half & 1023 ? (double)NAN : (double)INFINITY)
                       : exponent == 0 ? ldexp(fraction, -24)
                                       : ldexp(1024 + fraction, exponent - 25);
    return half & 0x8000 ? -magnitude : magnitude;
}

static double element(int type, const uint8_t *v, int64_t i) {
    uint16_t half;
    float value;
    switch (type) {
    case DC_FLOAT32: memcpy(&value, v + 4 * i, 4); return (double)value;
    case DC_FLOAT16: memcpy(&half, v + 2 * i, 2); return from_float16(half);
    case DC_BFLOAT16: memcpy(&half, v + 2 * i, 2); return (double)from_bits((uint32_t)half << 16);
    default: return (double)(int8_t)v[i];
    }
}

/* Numbers of many magnitudes, whose products and sums must be rounded. */
static void randomize(int type, uint8_t *v, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        uint32_t bits = random_bits();
        uint16_t half;
        switch (type) {
        case DC_FLOAT32:
            bits = (bits & 0x807FFFFFu) | (120 + bits % 12) << 23;
            memcpy(v + 4 * i, &bits, 4);
            break;
        case DC_FLOAT16:
            half = (uint16_t)((bits & 0x83FF) | (12 + (bits >> 16) % 6) << 10);
            memcpy(v + 2 * i, &half, 2);
            break;
        case DC_BFLOAT16:
            half = (uint16_t)((bits & 0x807F) | (122 + (bits >> 16) % 8) << 7);
            memcpy(v + 2 * i, &half, 2);
            break;
        default: v[i] = (uint8_t)bits; break;
        }
    }
}

/* ---- Two vectors ---------------------------------------------------------------------------- */

typedef struct {
    double value, magnitude; /* of the sum, and of the absolute values of its terms */
} sum;

static sum sum_of(int metric, int type, const uint8_t *a, const uint8_t *b, int64_t n) {
    sum s = {0, 0};
    for (int64_t i = 0; i < n; i++) {
        double x = element(type, a, i), y = element(type, b, i);
        double term = metric == DC_DOT ? x * y : (x - y) * (x - y);
        s.value += term;
        s.magnitude += fabs(term);
    }
    return s;
}

static double bound(int metric, int64_t n) {
    int64_t block = n < BLOCK ? n : BLOCK;
    /* A difference is rounded before it is squared, which counts twice. */
    int64_t roundings = (block + SUMS - 1) / SUMS + 7 + (metric == DC_DOT ? 0 : 2);
    return (double)roundings * 0x1p-24;
}

static void check_pair(int type, const uint8_t *a, const uint8_t *b, int64_t n) {
    for (int metric = DC_DOT; metric <= DC_SQUARED_DISTANCE; metric++) {
        double actual = dc_vectors_compare(metric, type, a, b, n);
        sum expected = sum_of(metric, type, a, b, n);
        if (type == DC_INT8) {
            CHECK(actual == expected.value, "metric=%d n=%lld: %.17g, not %.17g", metric,
                  (long long)n, actual, expected.value);
        } else {
            double error = fabs(actual - expected.value);
            CHECK(error <= bound(metric, n) * expected.magnitude,
                  "type=%d metric=%d n=%lld: %.17g, not %.17g", type, metric, (long long)n, actual,
                  expected.value);
            CHECK(actual == (double)(float)actual, "type=%d n=%lld", type, (long long)n);
        }
        if (type == DC_FLOAT32) {
            float same =
                metric == DC_DOT ? dc_dot_float32(a, b, n) : dc_squared_distance_float32(a, b, n);
            CHECK((double)same == actual, "metric=%d n=%lld: %.17g, not %.17g", metric,
                  (long long)n, (double)same, actual);
        }
    }
    double ab = dc_vectors_compare(DC_DOT, type, a, b, n),
           aa = dc_vectors_compare(DC_DOT, type, a, a, n),
           bb = dc_vectors_compare(DC_DOT, type, b, b, n);
    double expected = ab / sqrt(aa * bb), actual = dc_vectors_compare(DC_COSINE, type, a, b, n);
    expected = type == DC_INT8 ? expected : (double)(float)expected;
    CHECK(actual == expected || (actual != actual && expected != expected),
          "type=%d n=%lld: the cosine is %.17g, not %.17g", type, (long long)n, actual, expected);
}

static void every_type_and_length(void) {
    static const int64_t longer[] = {255,  256,  257,   384,   512,   768,  1000,
                                     1536, 4099, 16383, 16384, 16385, 39999};
    for (int type = DC_FLOAT32; type <= DC_INT8; type++) {
        for (int64_t i = 0; i <= 130 + (int64_t)(sizeof longer / sizeof longer[0]); i++) {
            int64_t n = i <= 130 ? i : longer[i - 131];
            vector a = new_vector(n * size_of(type)), b = new_vector(n * size_of(type));
            randomize(type, a.bytes, n);
            randomize(type, b.bytes, n);
            check_pair(type, a.bytes, b.bytes, n);
            free_vector(b);
            free_vector(a);
        }
    }
}

/* Some variants begin a long vector with a short step, to align what follows. */
static void every_alignment(void) {
    for (int type = DC_FLOAT32; type <= DC_INT8; type++) {
        for (int64_t n = 100; n <= 300; n += 67) {
            vector a = new_vector(65 + n * size_of(type)), b = new_vector(65 + n * size_of(type));
            for (int64_t offset = 0; offset <= 64; offset++) {
                randomize(type, a.bytes + offset, n);
                randomize(type, b.bytes + 64 - offset, n);
                check_pair(type, a.bytes + offset, b.bytes + 64 - offset, n);
            }
            free_vector(b);
            free_vector(a);
        }
    }
}

/* The same bits at every level and at every alignment. */
static void same_bits(void) {
    long long before = dc_features();
    float all[2][400 + 16];
    for (int64_t n = 0; n <= 400; n += n < 130 ? 1 : 27) {
        for (int i = 0; i < 2; i++) {
            randomize(DC_FLOAT32, (uint8_t *)all[i], 400 + 16);
        }
        dc_features_limit(dc_level_features(0));
        float dots[16], distances[16];
        for (int i = 0; i < 16; i++) {
            dots[i] = dc_dot_float32(all[0] + i, all[1] + 15 - i, n);
            distances[i] = dc_squared_distance_float32(all[0] + i, all[1] + 15 - i, n);
        }
        dc_features_limit(before);
        for (int i = 0; i < 16; i++) {
            float dot = dc_dot_float32(all[0] + i, all[1] + 15 - i, n);
            float distance = dc_squared_distance_float32(all[0] + i, all[1] + 15 - i, n);
            CHECK(dot == dots[i] && distance == distances[i],
                  "n=%lld offset=%d: %a and %a, not %a"
                  " and %a",
                  (long long)n, i, (double)dot, (double)distance, (double)dots[i],
                  (double)distances[i]);
        }
    }
}

static void extreme_integers(void) {
    static const int8_t extremes[] = {-128, 127, -1, 0, 1};
    for (int64_t n = 1; n <= 70000; n += n < 200 ? 1 : 9973) {
        vector a = new_vector(n), b = new_vector(n);
        for (int i = 0; i < 25; i++) {
            memset(a.bytes, extremes[i / 5], (size_t)n);
            memset(b.bytes, extremes[i % 5], (size_t)n);
            check_pair(DC_INT8, a.bytes, b.bytes, n);
        }
        free_vector(b);
        free_vector(a);
    }
}

static void bits(void) {
    for (int64_t n = 0; n <= 300; n++) {
        vector a = new_vector(n), b = new_vector(n);
        randomize(DC_BITS, a.bytes, n);
        randomize(DC_BITS, b.bytes, n);
        int differing = 0, common = 0;
        for (int64_t i = 0; i < 8 * n; i++) {
            int x = a.bytes[i / 8] >> i % 8 & 1, y = b.bytes[i / 8] >> i % 8 & 1;
            differing += x != y;
            common += x && y;
        }
        double hamming = dc_vectors_compare(DC_HAMMING, DC_BITS, a.bytes, b.bytes, n);
        CHECK(hamming == differing, "n=%lld: %g, not %d", (long long)n, hamming, differing);
        double jaccard = dc_vectors_compare(DC_JACCARD, DC_BITS, a.bytes, b.bytes, n);
        double expected = n == 0 ? 1 : (double)common / (double)(common + differing);
        CHECK(jaccard == expected, "n=%lld: %.17g, not %.17g", (long long)n, jaccard, expected);
        free_vector(b);
        free_vector(a);
    }
    uint8_t none[9] = {0};
    CHECK(dc_vectors_compare(DC_JACCARD, DC_BITS, none, none, 9) == 1, "no bits");
}

/* Every number of 16 bits, at every place of a SIMD vector. */
static void every_float16(void) {
    for (int type = DC_FLOAT16; type <= DC_BFLOAT16; type++) {
        uint16_t one = type == DC_FLOAT16 ? 0x3C00 : 0x3F80;
        uint16_t a[33] = {0}, b[33];
        for (int i = 0; i < 33; i++) {
            b[i] = one;
        }
        for (unsigned half = 0; half < 65536; half++) {
            int at = (int)(half % 33);
            a[at] = (uint16_t)half;
            double expected = element(type, (const uint8_t *)&a[at], 0);
            double actual = dc_vectors_compare(DC_DOT, type, a, b, 33);
            CHECK(actual == expected || (actual != actual && expected != expected),
                  "type=%d %04x: %g, not %g", type, half, actual, expected);
            a[at] = 0;
        }
    }
}

static void special_values(void) {
    for (int n = 1; n <= 70; n++) {
        for (int at = 0; at < n; at++) {
            float a[70] = {0}, b[70];
            for (int i = 0; i < n; i++) {
                b[i] = 1;
            }
            CHECK(isnan(dc_vectors_compare(DC_COSINE, DC_FLOAT32, a, b, n)), "zero, n=%d", n);
            a[at] = NAN;
            for (int metric = DC_DOT; metric <= DC_COSINE; metric++) {
                CHECK(isnan(dc_vectors_compare(metric, DC_FLOAT32, a, b, n)), "NaN, n=%d", n);
            }
            a[at] = -INFINITY;
            CHECK(dc_vectors_compare(DC_DOT, DC_FLOAT32, a, b, n) == -INFINITY, "n=%d", n);
            CHECK(dc_vectors_compare(DC_SQUARED_DISTANCE, DC_FLOAT32, a, b, n) == INFINITY, "n=%d",
                  n);
            b[at] = 0;
            CHECK(isnan(dc_vectors_compare(DC_DOT, DC_FLOAT32, a, b, n)), "inf * 0, n=%d", n);
            a[at] = 0x1p-149f; /* the smallest subnormal number */
            b[at] = 3;
            CHECK(dc_vectors_compare(DC_DOT, DC_FLOAT32, a, b, n) == 0x3p-149, "n=%d", n);
        }
    }
}

static void invalid_arguments(void) {
    uint8_t a[4] = {0x11, 0x22, 0x33, 0x44};
    CHECK(isnan(dc_dot_float32(a, a, -1)), "dot");
    CHECK(isnan(dc_squared_distance_float32(a, a, -1)), "squared distance");
    for (int metric = -2; metric < 8; metric++) {
        for (int type = -2; type < 8; type++) {
            int takes =
                metric >= DC_DOT && metric <= DC_COSINE && type >= DC_FLOAT32 && type <= DC_INT8;
            takes |= (metric == DC_HAMMING || metric == DC_JACCARD) && type == DC_BITS;
            CHECK((isnan(dc_vectors_compare(metric, type, a, a, 1)) != 0) == !takes,
                  "metric=%d type=%d", metric, type);
            CHECK(isnan(dc_vectors_compare(metric, type, a, a, -1)), "metric=%d type=%d", metric,
                  type);
        }
    }
}

/* ---- Search --------------------------------------------------------------------------------- */

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

/* ---- Summaries ------------------------------------------------------------------------------ */

static void summaries(void) {
    static const int64_t lengths[] = {1,    2,    3,    7,    8,     9,     100,
                                      4095, 4096, 4097, 8192, 10000, 20479, 20480};
    for (int i = 0; i < (int)(sizeof lengths / sizeof lengths[0]); i++) {
        int64_t n = lengths[i];
        vector v = new_vector(8 * n);
        double *x = (double *)(void *)v.limbs, min = INFINITY, max = -INFINITY, squares = 0;
        int64_t total = 0; /* in units of 2^-20, of which the numbers are multiples */
        for (int64_t j = 0; j < n; j++) {
            int64_t units = (INT64_C(1000) << 20) + random_bits();
            x[j] = (double)units / 0x1p20;
            total += units;
            min = fmin(min, x[j]);
            max = fmax(max, x[j]);
        }
        double mean = (double)total / (double)n / 0x1p20;
        for (int64_t j = 0; j < n; j++) {
            squares += (x[j] - mean) * (x[j] - mean);
        }
        dc_summary s = dc_summarize(x, n);
        int64_t blocks = (n + 4095) / 4096;
        double roundings = (double)(521 + 3 * blocks); /* one for the mean here */
        CHECK(s.count == n && s.min == min && s.max == max, "n=%lld", (long long)n);
        CHECK(fabs(s.mean - mean) <= roundings * 0x1p-53 * max, "n=%lld: %.17g", (long long)n,
              s.mean);
        CHECK(fabs(s.squares - squares) <= 0x1p-36 * squares, "n=%lld: %.17g", (long long)n,
              s.squares);
        x[n / 2] = NAN;
        s = dc_summarize(x, n);
        CHECK(s.count == n && isnan(s.mean) && isnan(s.squares) && isnan(s.min) && isnan(s.max),
              "NaN at %lld", (long long)(n / 2));
        x[n / 2] = INFINITY;
        x[0] = n > 1 ? -INFINITY : INFINITY;
        s = dc_summarize(x, n);
        CHECK(s.min == x[0] && s.max == INFINITY, "infinities, n=%lld", (long long)n);
        free_vector(v);
    }
    dc_summary none = dc_summarize(NULL, 0);
    CHECK(none.count == 0 && isnan(none.mean) && none.squares == 0, "none");
    CHECK(none.min == INFINITY && none.max == -INFINITY, "none");
    double zero = -0.0;
    dc_summary s = dc_summarize(&zero, 1);
    CHECK(!signbit(s.min) && !signbit(s.max), "-0");
}

int main(void) {
    RUN(every_type_and_length);
    RUN(every_alignment);
    RUN(same_bits);
    RUN(extreme_integers);
    RUN(bits);
    RUN(every_float16);
    RUN(special_values);
    RUN_ONCE(invalid_arguments);
    RUN(searches);
    RUN(long_rows);
    RUN_ONCE(scaled_distances_are_not_negative);
    RUN_ONCE(invalid_searches);
    RUN_ONCE(summaries);
    return finish();
}
