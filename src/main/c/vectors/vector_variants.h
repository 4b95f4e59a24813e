/* The variants of the comparisons of vectors. Internal. */
#ifndef DC_VECTOR_VARIANTS_H
#define DC_VECTOR_VARIANTS_H

#include "../downcall_vectors.h"

#include <stddef.h>

enum {
    /* The longest vector that a function below takes: the block of downcall_vectors.h. */
    DC_VECTOR_BLOCK = 16384,
    /* Rows are compared in multiples of DC_ROWS, and at most DC_MOST_ROWS at a time. */
    DC_ROWS = 4,
    DC_MOST_ROWS = 64,
    /* The most queries that are compared with rows at a time. */
    DC_QUERIES = 4,
    /* The sums of a block of floating-point numbers. */
    DC_SUMS = 32,
    DC_CACHE_LINE = 64,
    /* How much of a row dc_prefetch() loads. */
    DC_PREFETCHED_BYTES = 1024,
    DC_FLOATING_TYPES = 3
};

/* The first index is DC_DOT or DC_SQUARED_DISTANCE. The second one is a floating-point type. */
typedef struct {
    float (*floating[2][DC_FLOATING_TYPES])(const uint8_t *a, const uint8_t *b, int64_t n);

    /* The same for DC_FLOAT32, in any floating-point environment. */
    float (*float32[2])(const uint8_t *a, const uint8_t *b, int64_t n);

    /* sums = dot(a, b), dot(a, a), dot(b, b) */
    void (*cosine[DC_FLOATING_TYPES])(const uint8_t *a, const uint8_t *b, int64_t n, float sums[3]);

    /*
     * values[q * row_count + r] = the sum of query q and row r. The queries are vectors of
     * DC_FLOAT32. The row count is a multiple of DC_ROWS. `ahead` is as many rows, which are
     * prefetched, or NULL.
     */
    void (*floating_rows[2][DC_FLOATING_TYPES])(const uint8_t *const *queries, int query_count,
                                                const uint8_t *const *rows, int row_count,
                                                int64_t n, const uint8_t *const *ahead,
                                                float *values);

    /*
     * dots[r] = dot(query, row r), squares[r] = dot(row r, row r), for a query and rows as above.
     * `ahead` is not NULL.
     */
    void (*cosine_rows[DC_FLOATING_TYPES])(const uint8_t *query, const uint8_t *const *rows,
                                           int row_count, int64_t n, const uint8_t *const *ahead,
                                           float *dots, float *squares);

    int64_t (*int8[2])(const uint8_t *a, const uint8_t *b, int64_t n);
    void (*int8_rows[2])(const uint8_t *const *queries, int query_count, const uint8_t *const *rows,
                         int row_count, int64_t n, const uint8_t *const *ahead, int32_t *values);
    /* Whether int8_rows[DC_DOT] takes much less time than int8_rows[DC_SQUARED_DISTANCE]. */
    int int8_dot_is_faster;

    /* How many bits differ, and how many are common, in n bytes. */
    int64_t (*differing)(const uint8_t *a, const uint8_t *b, int64_t n);
    int64_t (*common)(const uint8_t *a, const uint8_t *b, int64_t n);
} dc_vector_variant;

extern const dc_vector_variant dc_vectors_baseline;
#if defined(__x86_64__)
extern const dc_vector_variant dc_vectors_avx2, dc_vectors_avx512;
#elif defined(__aarch64__)
extern const dc_vector_variant dc_vectors_neon;
#endif

/*
 * Starts to load the beginnings of `count` rows of `bytes` bytes. The CPU itself loads what follows
 * in a longer row.
 */
static inline void dc_prefetch(const uint8_t *const *rows, int count, int64_t bytes) {
    int64_t most = bytes < DC_PREFETCHED_BYTES ? bytes : DC_PREFETCHED_BYTES;
    for (int r = 0; r < count; r++) {
        for (int64_t i = 0; i < most; i += DC_CACHE_LINE) {
            __builtin_prefetch(rows[r] + i);
        }
    }
}

/* Calls a function in the floating-point environment of the library; see floating_point.h. */
float dc_in_default_environment(float (*compare)(const uint8_t *, const uint8_t *, int64_t),
                                const uint8_t *a, const uint8_t *b, int64_t n);

/* The best variant for the features in use. */
const dc_vector_variant *dc_vector_variant_now(void);

#endif
