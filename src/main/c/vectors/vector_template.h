/*
 * The comparisons of vectors, for any width of SIMD vectors. A file for each variant includes this
 * one after it has defined
 *
 *   WIDTH                          the elements of a SIMD vector: 4, 8 or 16
 *   AT_A_TIME                      how many rows are compared at a time: 1, 2 or 4
 *   QUERIES                        with how many queries at a time: 1 or 2
 *   vf                             the SIMD vector, which supports + - *
 *   v_load(type, p)                WIDTH elements of a floating-point type
 *   v_load_some(type, p, count)    fewer than WIDTH elements, and zeros
 *   v_keep(v)                      keeps a vector in a register; GCC would load it for each use
 *   v_total(sums)                  DC_SUMS sums as a balanced tree: sum i + sum (i + 16), and so on
 *   int8(metric, a, b, n), int8_rows(metric, a, rows, n, values), differing(), common()
 *   VARIANT                        the name of the table
 *
 * Products and sums are separate operations, never fused, so that the results are the same on every
 * CPU. Functions are inlined with constant arguments, which removes the tests of the type and of
 * the metric.
 */
#include "vector_variants.h"

#define INLINE static inline __attribute__((always_inline))

enum { VECTORS = DC_SUMS / WIDTH };

INLINE int64_t bytes_of(int type) {
    return type == DC_FLOAT32 ? 4 : 2;
}

INLINE vf term(int metric, vf a, vf b) {
    if (metric == DC_SQUARED_DISTANCE) {
        vf difference = a - b;
        return difference * difference;
    }
    return a * b;
}

/*
 * Compares each of `queries` vectors, up to QUERIES, with each of `count` rows, up to AT_A_TIME:
 * values[q * count + r].
 */
INLINE void compare(int metric, int a_type, int type, const uint8_t *const *a, int queries,
                    const uint8_t *const *rows, int count, int64_t n, float *values) {
    vf sums[QUERIES][AT_A_TIME][VECTORS];
    for (int q = 0; q < queries; q++) {
        for (int r = 0; r < count; r++) {
            for (int v = 0; v < VECTORS; v++) {
                sums[q][r][v] = (vf){0};
            }
        }
    }
    int64_t i = 0;
    for (; i + DC_SUMS <= n; i += DC_SUMS) {
        for (int v = 0; v < VECTORS; v++) {
            int64_t at = i + v * WIDTH;
            vf x[QUERIES];
            for (int q = 0; q < queries; q++) {
                x[q] = v_load(a_type, a[q] + at * bytes_of(a_type));
            }
            for (int r = 0; r < count; r++) {
                vf y = v_load(type, rows[r] + at * bytes_of(type));
                if (queries > 1) {
                    v_keep(y);
                }
                for (int q = 0; q < queries; q++) {
                    sums[q][r][v] += term(metric, x[q], y);
                }
            }
        }
    }
    for (int v = 0; v < VECTORS; v++) {
        int64_t at = i + v * WIDTH;
        int rest = (int)(n - at);
        if (rest <= 0) {
            break;
        }
        for (int r = 0; r < count; r++) {
            const uint8_t *row = rows[r] + at * bytes_of(type);
            vf y = rest < WIDTH ? v_load_some(type, row, rest) : v_load(type, row);
            for (int q = 0; q < queries; q++) {
                const uint8_t *query = a[q] + at * bytes_of(a_type);
                vf x = rest < WIDTH ? v_load_some(a_type, query, rest) : v_load(a_type, query);
                sums[q][r][v] += term(metric, x, y);
            }
        }
    }
    for (int q = 0; q < queries; q++) {
        for (int r = 0; r < count; r++) {
            values[q * count + r] = v_total(sums[q][r]);
        }
    }
}

INLINE float pair(int metric, int type, const uint8_t *a, const uint8_t *b, int64_t n) {
    float value;
    compare(metric, type, type, &a, 1, &b, 1, n, &value);
    return value;
}

/* Adds the sum of query q and row r to sums[q * DC_ROWS + r]. */
INLINE void rows_of(int metric, int type, const uint8_t *const *a, int queries,
                    const uint8_t *const *rows, int64_t n, double *sums) {
    for (int q = 0; q < queries; q += QUERIES) {
        int together = queries - q < QUERIES ? queries - q : QUERIES;
        for (int r = 0; r < DC_ROWS; r += AT_A_TIME) {
            float values[QUERIES * AT_A_TIME];
            compare(metric, DC_FLOAT32, type, a + q, together, rows + r, AT_A_TIME, n, values);
            for (int i = 0; i < together; i++) {
                for (int k = 0; k < AT_A_TIME; k++) {
                    sums[(q + i) * DC_ROWS + r + k] += (double)values[i * AT_A_TIME + k];
                }
            }
        }
    }
}

INLINE void cosine_of(int type, const uint8_t *a, const uint8_t *b, int64_t n, float *totals) {
    vf ab[VECTORS], aa[VECTORS], bb[VECTORS];
    for (int v = 0; v < VECTORS; v++) {
        ab[v] = aa[v] = bb[v] = (vf){0};
    }
    for (int64_t i = 0; i < n; i += DC_SUMS) {
        for (int v = 0; v < VECTORS; v++) {
            int64_t at = i + v * WIDTH;
            vf x, y;
            if (at + WIDTH <= n) {
                x = v_load(type, a + at * bytes_of(type));
                y = v_load(type, b + at * bytes_of(type));
            } else if (at < n) {
                x = v_load_some(type, a + at * bytes_of(type), (int)(n - at));
                y = v_load_some(type, b + at * bytes_of(type), (int)(n - at));
            } else {
                break;
            }
            ab[v] += x * y;
            aa[v] += x * x;
            bb[v] += y * y;
        }
    }
    totals[0] = v_total(ab);
    totals[1] = v_total(aa);
    totals[2] = v_total(bb);
}

/* ---- A function for each metric and type ---------------------------------------------------- */

#define PAIR(name, metric, type)                                                                  \
    static float name##_##type(const uint8_t *a, const uint8_t *b, int64_t n) {                   \
        return pair(metric, type, a, b, n);                                                       \
    }                                                                                             \
    static void name##_rows_##type(const uint8_t *a, const uint8_t *const *rows, int64_t n,       \
                                   double *sums) {                                                \
        rows_of(metric, type, &a, 1, rows, n, sums);                                              \
    }                                                                                             \
    static void name##_two_##type(const uint8_t *const *a, const uint8_t *const *rows, int64_t n, \
                                  double *sums) {                                                 \
        rows_of(metric, type, a, 2, rows, n, sums);                                               \
    }
#define COSINE(type)                                                                          \
    static void cosine_##type(const uint8_t *a, const uint8_t *b, int64_t n, float *totals) { \
        cosine_of(type, a, b, n, totals);                                                     \
    }
#define INT8(name, metric)                                                                \
    static int64_t name##_int8(const uint8_t *a, const uint8_t *b, int64_t n) {           \
        return int8(metric, a, b, n);                                                     \
    }                                                                                     \
    static void name##_rows_int8(const uint8_t *a, const uint8_t *const *rows, int64_t n, \
                                 double *sums) {                                          \
        int64_t values[DC_ROWS];                                                          \
        int8_rows(metric, a, rows, n, values);                                            \
        for (int r = 0; r < DC_ROWS; r++) {                                               \
            sums[r] += (double)values[r];                                                 \
        }                                                                                 \
    }

PAIR(dot, DC_DOT, DC_FLOAT32)
PAIR(dot, DC_DOT, DC_FLOAT16)
PAIR(dot, DC_DOT, DC_BFLOAT16)
PAIR(distance, DC_SQUARED_DISTANCE, DC_FLOAT32)
PAIR(distance, DC_SQUARED_DISTANCE, DC_FLOAT16)
PAIR(distance, DC_SQUARED_DISTANCE, DC_BFLOAT16)
COSINE(DC_FLOAT32)
COSINE(DC_FLOAT16)
COSINE(DC_BFLOAT16)
INT8(dot, DC_DOT)
INT8(distance, DC_SQUARED_DISTANCE)

const dc_vector_variant VARIANT = {
    .floating = {{dot_DC_FLOAT32, dot_DC_FLOAT16, dot_DC_BFLOAT16},
                 {distance_DC_FLOAT32, distance_DC_FLOAT16, distance_DC_BFLOAT16}},
    .cosine = {cosine_DC_FLOAT32, cosine_DC_FLOAT16, cosine_DC_BFLOAT16},
    .floating_rows = {{dot_rows_DC_FLOAT32, dot_rows_DC_FLOAT16, dot_rows_DC_BFLOAT16},
                      {distance_rows_DC_FLOAT32, distance_rows_DC_FLOAT16,
                       distance_rows_DC_BFLOAT16}},
    .two_rows = {{dot_two_DC_FLOAT32, dot_two_DC_FLOAT16, dot_two_DC_BFLOAT16},
                 {distance_two_DC_FLOAT32, distance_two_DC_FLOAT16, distance_two_DC_BFLOAT16}},
    .int8 = {dot_int8, distance_int8},
    .int8_rows = {dot_rows_int8, distance_rows_int8},
    .differing = differing,
    .common = common,
};
