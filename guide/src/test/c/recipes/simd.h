/*
 * Loops in several versions. The library chooses the fastest one that this CPU can run, once, when
 * it is loaded. Any thread may call any function.
 */
#ifndef RECIPES_SIMD_H
#define RECIPES_SIMD_H

#define SIMD_BASELINE 0 /* what every CPU of the platform has */
#define SIMD_AVX2 1     /* x86 with AVX2 and FMA */

/* Returns the current level. */
int simd_level(void);

/*
 * Limits the level of the whole process, for tests or to exclude a version. Returns the resulting
 * level, or -1 if there is no such level.
 */
int simd_limit(int level);

/*
 * Returns the sum of a[0..n). n must not be negative. a must be aligned as an int, but not as a
 * vector.
 */
long long simd_sum(const int *a, long long n);

/*
 * Returns the sum of a[i] * b[i] for i in [0..n). The order of the additions depends on the level.
 * n must not be negative. a and b must be aligned as a float, but not as a vector.
 */
float simd_dot(const float *a, const float *b, long long n);

#endif
