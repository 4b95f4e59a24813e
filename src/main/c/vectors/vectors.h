/* The comparison of two vectors. Internal. */
#ifndef DC_VECTORS_H
#define DC_VECTORS_H

#include "vector_variants.h"

/* Whether a metric accepts a type. */
int dc_vectors_takes(int metric, int type);

/* dc_vectors_compare() of valid arguments in the floating-point environment of the library. */
double dc_compare(const dc_vector_variant *variant, int metric, int type, const uint8_t *a,
                  const uint8_t *b, int64_t n);

/* The value of DC_COSINE, from the three dot products. */
double dc_cosine(double ab, double aa, double bb);

/* The value of DC_JACCARD, from the counts of bits. */
double dc_jaccard(int64_t different, int64_t both);

/*
 * The square root, rounded to nearest, by an instruction. For sqrt(), compilers may call libc.
 */
static inline double dc_square_root(double x) {
#if defined(__x86_64__)
    __asm__("sqrtsd %0, %0" : "+x"(x));
#elif defined(__aarch64__)
    __asm__("fsqrt %d0, %d0" : "+w"(x));
#elif defined(__riscv)
    __asm__("fsqrt.d %0, %0" : "+f"(x));
#else
#error "The square root is missing for this architecture."
#endif
    return x;
}

#endif
