/*
 * The comparisons of vectors, for any width of SIMD vectors. A file for each variant includes this
 * one after it has defined
 *
 *   WIDTH                          the elements of a SIMD vector: 4, 8 or 16
 *   AT_A_TIME                      the number of rows that are compared at a time: 1, 2 or 4
 *   QUERIES                        the number of queries that are compared with them: 1 or 2
 *   vf                             the SIMD vector, which supports + - *
 *   v_load(type, p)                WIDTH elements of a floating-point type
 *   v_load_some(type, p, count)    the same, but only the first `count` elements, and zeros;
 *                                  `count` may be negative or greater than WIDTH
 *   v_keep(v)                      keeps a vector in a register; GCC would load it for each use
 *   v_total(sums)                  DC_SUMS sums as a balanced tree: sum i + sum (i + 16), and so on
 *   v_totals(sums, queries, values, stride)
 *                                  the same for AT_A_TIME rows and 1 or QUERIES queries: see
 *                                  compare()
 *   int8(metric, a, b, n)          the sum for two vectors of integers
 *   int8_rows(metric, ...)         the sums for several; see vector_variants.h
 *   INT8_DOT_IS_FASTER             see vector_variants.h
 *   differing(a, b, n), common(a, b, n)
 *   IN_ANY_ENVIRONMENT             if defined: dot_anywhere() and distance_anywhere() exist
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
 * Adds the terms of up to DC_SUMS elements from element `at` on, for each of `queries` vectors and
 * each of AT_A_TIME rows. `whole` is a constant; if it is 0, `rest` elements remain. Prefetches are
 * interleaved with the loads, because a burst of them would stall: a CPU supports only 10 to 16
 * outstanding L1 misses.
 */
INLINE void add_terms(int metric, int type, const uint8_t *const *a, int queries,
                      const uint8_t *const *rows, int64_t at, int whole, int rest,
                      const uint8_t *const *ahead, vf (*sums)[VECTORS]) {
    for (int v = 0; v < VECTORS; v++, at += WIDTH, rest -= WIDTH) {
        if (ahead != NULL && v * WIDTH * bytes_of(type) % DC_CACHE_LINE == 0) {
            for (int r = 0; r < AT_A_TIME; r++) {
                __builtin_prefetch(ahead[r] + at * bytes_of(type));
            }
        }
        vf x[QUERIES];
        for (int q = 0; q < queries; q++) {
            const uint8_t *p = a[q] + at * bytes_of(DC_FLOAT32);
            x[q] = whole ? v_load(DC_FLOAT32, p) : v_load_some(DC_FLOAT32, p, rest);
        }
        for (int r = 0; r < AT_A_TIME; r++) {
            const uint8_t *p = rows[r] + at * bytes_of(type);
            vf y = whole ? v_load(type, p) : v_load_some(type, p, rest);
            if (queries > 1) {
                v_keep(y);
            }
            for (int q = 0; q < queries; q++) {
                sums[q * AT_A_TIME + r][v] += term(metric, x[q], y);
            }
        }
    }
}

/*
 * Compares each of `queries` vectors, 1 or QUERIES, with each of AT_A_TIME rows:
 * values[q * stride + r]. Meanwhile, the rows `ahead` are prefetched, unless it is NULL. `queries`
 * and whether there are rows ahead are constants.
 */
INLINE void compare(int metric, int type, const uint8_t *const *a, int queries,
                    const uint8_t *const *rows, int64_t n, const uint8_t *const *ahead,
                    float *values, int64_t stride) {
    vf sums[QUERIES * AT_A_TIME][VECTORS];
    for (int i = 0; i < queries * AT_A_TIME; i++) {
        for (int v = 0; v < VECTORS; v++) {
            sums[i][v] = (vf){0};
        }
    }
    int64_t i = 0;
    for (; i + DC_SUMS <= n; i += DC_SUMS) {
        add_terms(metric, type, a, queries, rows, i, 1, 0, ahead, sums);
    }
    if (i < n) {
        add_terms(metric, type, a, queries, rows, i, 0, (int)(n - i), ahead, sums);
    }
    v_totals(sums[0], queries, values, stride);
}

INLINE float pair(int metric, int type, const uint8_t *a, const uint8_t *b, int64_t n) {
    vf sums[VECTORS];
    for (int v = 0; v < VECTORS; v++) {
        sums[v] = (vf){0};
    }
    int64_t i = 0;
    for (; i + DC_SUMS <= n; i += DC_SUMS) {
        for (int v = 0; v < VECTORS; v++) {
            int64_t at = (i + v * WIDTH) * bytes_of(type);
            sums[v] += term(metric, v_load(type, a + at), v_load(type, b + at));
        }
    }
    if (i < n) {
        for (int v = 0; v < VECTORS; v++, i += WIDTH) {
            int64_t at = i * bytes_of(type);
            sums[v] += term(metric, v_load_some(type, a + at, (int)(n - i)),
                            v_load_some(type, b + at, (int)(n - i)));
        }
    }
    return v_total(sums);
}

/* `queries` is a constant. */
INLINE void compare_rows(int metric, int type, const uint8_t *const *a, int queries,
                         const uint8_t *const *rows, int row_count, int64_t n,
                         const uint8_t *const *ahead, float *values) {
    for (int r = 0; r < row_count; r += AT_A_TIME) {
        if (ahead != NULL) {
            compare(metric, type, a, queries, rows + r, n, ahead + r, values + r, row_count);
        } else {
            compare(metric, type, a, queries, rows + r, n, NULL, values + r, row_count);
        }
    }
}

INLINE void rows_of(int metric, int type, const uint8_t *const *queries, int query_count,
                    const uint8_t *const *rows, int row_count, int64_t n,
                    const uint8_t *const *ahead, float *values) {
    int q = 0;
    for (; q + QUERIES <= query_count; q += QUERIES, ahead = NULL) {
        compare_rows(metric, type, queries + q, QUERIES, rows, row_count, n, ahead,
                     values + q * row_count);
    }
    for (; q < query_count; q++, ahead = NULL) {
        compare_rows(metric, type, queries + q, 1, rows, row_count, n, ahead,
                     values + q * row_count);
    }
}

/*
 * dots[r] = dot(a, row r), squares[r] = dot(row r, row r). Half as many rows at a time, because
 * each row has two results.
 */
INLINE void cosine_rows_of(int type, const uint8_t *a, const uint8_t *const *rows, int row_count,
                           int64_t n, const uint8_t *const *ahead, float *dots, float *squares) {
    enum { TOGETHER = (AT_A_TIME + 1) / 2 };
    for (int r = 0; r < row_count; r += TOGETHER) {
        vf sums[2 * TOGETHER][VECTORS];
        for (int i = 0; i < 2 * TOGETHER; i++) {
            for (int v = 0; v < VECTORS; v++) {
                sums[i][v] = (vf){0};
            }
        }
        for (int64_t i = 0; i < n; i += DC_SUMS) {
            for (int v = 0; v < VECTORS; v++) {
                int64_t at = i + v * WIDTH;
                int whole = i + DC_SUMS <= n, rest = (int)(n - at);
                const uint8_t *p = a + at * bytes_of(DC_FLOAT32);
                vf x = whole ? v_load(DC_FLOAT32, p) : v_load_some(DC_FLOAT32, p, rest);
                for (int k = 0; k < TOGETHER; k++) {
                    if (v * WIDTH * bytes_of(type) % DC_CACHE_LINE == 0) {
                        __builtin_prefetch(ahead[r + k] + at * bytes_of(type));
                    }
                    p = rows[r + k] + at * bytes_of(type);
                    vf y = whole ? v_load(type, p) : v_load_some(type, p, rest);
                    sums[k][v] += x * y;
                    sums[TOGETHER + k][v] += y * y;
                }
            }
        }
        for (int k = 0; k < TOGETHER; k++) {
            dots[r + k] = v_total(sums[k]);
            squares[r + k] = v_total(sums[TOGETHER + k]);
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

#define PAIR(name, metric, type)                                                         \
    static float name##_##type(const uint8_t *a, const uint8_t *b, int64_t n) {          \
        return pair(metric, type, a, b, n);                                              \
    }                                                                                    \
    static void name##_rows_##type(const uint8_t *const *queries, int query_count,       \
                                   const uint8_t *const *rows, int row_count, int64_t n, \
                                   const uint8_t *const *ahead, float *values) {         \
        rows_of(metric, type, queries, query_count, rows, row_count, n, ahead, values);  \
    }
#define COSINE(type)                                                                            \
    static void cosine_##type(const uint8_t *a, const uint8_t *b, int64_t n, float *totals) {   \
        cosine_of(type, a, b, n, totals);                                                       \
    }                                                                                           \
    static void cosine_rows_##type(const uint8_t *a, const uint8_t *const *rows, int row_count, \
                                   int64_t n, const uint8_t *const *ahead, float *dots,         \
                                   float *squares) {                                            \
        cosine_rows_of(type, a, rows, row_count, n, ahead, dots, squares);                      \
    }
#define INT8(name, metric)                                                             \
    static int64_t name##_int8(const uint8_t *a, const uint8_t *b, int64_t n) {        \
        return int8(metric, a, b, n);                                                  \
    }                                                                                  \
    static void name##_rows_int8(const uint8_t *const *queries, int query_count,       \
                                 const uint8_t *const *rows, int row_count, int64_t n, \
                                 const uint8_t *const *ahead, int32_t *values) {       \
        int8_rows(metric, queries, query_count, rows, row_count, n, ahead, values);    \
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

#if !defined(IN_ANY_ENVIRONMENT)
static float dot_anywhere(const uint8_t *a, const uint8_t *b, int64_t n) {
    return dc_in_default_environment(dot_DC_FLOAT32, a, b, n);
}

static float distance_anywhere(const uint8_t *a, const uint8_t *b, int64_t n) {
    return dc_in_default_environment(distance_DC_FLOAT32, a, b, n);
}
#endif

const dc_vector_variant VARIANT = {
    .floating = {{dot_DC_FLOAT32, dot_DC_FLOAT16, dot_DC_BFLOAT16},
                 {distance_DC_FLOAT32, distance_DC_FLOAT16, distance_DC_BFLOAT16}},
    .float32 = {dot_anywhere, distance_anywhere},
    .cosine = {cosine_DC_FLOAT32, cosine_DC_FLOAT16, cosine_DC_BFLOAT16},
    .cosine_rows = {cosine_rows_DC_FLOAT32, cosine_rows_DC_FLOAT16, cosine_rows_DC_BFLOAT16},
    .floating_rows = {{dot_rows_DC_FLOAT32, dot_rows_DC_FLOAT16, dot_rows_DC_BFLOAT16},
                      {distance_rows_DC_FLOAT32, distance_rows_DC_FLOAT16,
                       distance_rows_DC_BFLOAT16}},
    .int8 = {dot_int8, distance_int8},
    .int8_rows = {dot_rows_int8, distance_rows_int8},
    .int8_dot_is_faster = INT8_DOT_IS_FASTER,
    .differing = differing,
    .common = common,
};
