/*
 * Loops in several versions, of which the fastest that this CPU can run is chosen once, when the
 * library is loaded.
 */
#ifndef RECIPES_SIMD_H
#define RECIPES_SIMD_H

#define SIMD_BASELINE 0 /* what every CPU of the platform has */
#define SIMD_AVX2 1     /* x86 with AVX2 and FMA */

/* The level that runs now. Any thread. */
int simd_level(void);

/* Lets no higher level run, in the whole process: for tests, and to rule a version out. Returns the level that runs,
 * or -1 if there is no such level. Any thread. */
int simd_limit(int level);

/*
 * The sum of a[0..n); n is not negative. a is aligned as an int, and need not be as a vector. Any
 * thread.
 */
long long simd_sum(const int *a, long long n);

/* The sum of a[i] * b[i] for i in [0..n), added in an order that depends on the level; n is not negative. a and b are
 * aligned as a float, and need not be as a vector. Any thread. */
float simd_dot(const float *a, const float *b, long long n);

#endif
