/*
 * Comparisons of two vectors, and summaries. The oracle computes with double, or with integers.
 * Every vector ends at an inaccessible page.
 */
#include "vectors.h"

enum { SUMS = 32, BLOCK = 16384 };

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
    /* The total of several blocks is rounded once more. A difference is rounded before it is
       squared, which counts twice. */
    int64_t roundings =
        (block + SUMS - 1) / SUMS + (n > BLOCK ? 7 : 6) + (metric == DC_DOT ? 0 : 2);
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

static void check_bits(const uint8_t *a, const uint8_t *b, int64_t n) {
    int differing = 0, common = 0;
    for (int64_t i = 0; i < 8 * n; i++) {
        int x = a[i / 8] >> i % 8 & 1, y = b[i / 8] >> i % 8 & 1;
        differing += x != y;
        common += x && y;
    }
    double hamming = dc_vectors_compare(DC_HAMMING, DC_BITS, a, b, n);
    CHECK(hamming == differing, "n=%lld: %g, not %d", (long long)n, hamming, differing);
    double jaccard = dc_vectors_compare(DC_JACCARD, DC_BITS, a, b, n);
    double expected = n == 0 ? 1 : (double)common / (double)(common + differing);
    CHECK(jaccard == expected, "n=%lld: %.17g, not %.17g", (long long)n, jaccard, expected);
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
    for (int type = DC_FLOAT32; type <= DC_BITS; type++) {
        for (int64_t n = 100; n <= 300; n += 67) {
            vector a = new_vector(65 + n * size_of(type)), b = new_vector(65 + n * size_of(type));
            for (int64_t offset = 0; offset <= 64; offset++) {
                randomize(type, a.bytes + offset, n);
                randomize(type, b.bytes + 64 - offset, n);
                if (type == DC_BITS) {
                    check_bits(a.bytes + offset, b.bytes + 64 - offset, n);
                } else {
                    check_pair(type, a.bytes + offset, b.bytes + 64 - offset, n);
                }
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
        check_bits(a.bytes, b.bytes, n);
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
    RUN_ONCE(summaries);
    return finish();
}
