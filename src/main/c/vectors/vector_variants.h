/* The variants of the comparisons of vectors. Internal. */
#ifndef DC_VECTOR_VARIANTS_H
#define DC_VECTOR_VARIANTS_H

#include "../downcall_vectors.h"

enum {
    /* The longest vector that a function below takes: the block of downcall_vectors.h. */
    DC_VECTOR_BLOCK = 16384,
    /* How many rows are compared with a vector at a time. */
    DC_ROWS = 4,
    /* The sums of a block of floating-point numbers. */
    DC_SUMS = 32,
    DC_FLOATING_TYPES = 3
};

/* The first index is DC_DOT or DC_SQUARED_DISTANCE. The second one is a floating-point type. */
typedef struct {
    float (*floating[2][DC_FLOATING_TYPES])(const uint8_t *a, const uint8_t *b, int64_t n);

    /* sums = dot(a, b), dot(a, a), dot(b, b) */
    void (*cosine[DC_FLOATING_TYPES])(const uint8_t *a, const uint8_t *b, int64_t n, float sums[3]);

    /* Adds the sum of a vector of DC_FLOAT32 and each of DC_ROWS rows to `sums`. */
    void (*floating_rows[2][DC_FLOATING_TYPES])(const uint8_t *a, const uint8_t *const *rows,
                                                int64_t n, double *sums);

    /* The same for two vectors: sums[r], and sums[DC_ROWS + r]. */
    void (*two_rows[2][DC_FLOATING_TYPES])(const uint8_t *const *a, const uint8_t *const *rows,
                                           int64_t n, double *sums);

    int64_t (*int8[2])(const uint8_t *a, const uint8_t *b, int64_t n);
    void (*int8_rows[2])(const uint8_t *a, const uint8_t *const *rows, int64_t n, double *sums);

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

/* The best variant for the features in use. */
const dc_vector_variant *dc_vector_variant_now(void);

#endif
