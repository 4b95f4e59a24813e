/* The functions of the benchmarks that take data or call back, and a variable. */
#ifndef DOWNCALL_BENCH_DATA_H
#define DOWNCALL_BENCH_DATA_H

#define BENCH_API __attribute__((visibility("default")))

/*
 * Returns the sum of all values, or 0 if length is not positive. Value i is added to partial sum
 * i mod 16. Then the upper half of the partial sums is added to the lower half until one is left.
 * This order is fixed, so the result is the same everywhere, and the compiler can still use SIMD
 * instructions.
 */
BENCH_API float bench_sum(const float *values, long long length);

/* The same, computed `repetitions` times through a pointer whose target the compiler cannot see. */
BENCH_API float bench_sum_repeated(const float *values, long long length, long long repetitions);

/* The same sum, with AVX2 if the processor has it, which each call checks. */
BENCH_API float bench_sum_avx2(const float *values, long long length);

/*
 * Returns n. On x86-64, uses a vector register in an instruction without the VEX prefix, as
 * compiled C does unless an option permits AVX.
 */
BENCH_API long long bench_sse(long long n);

/* The same, after the upper halves of all vector registers have been cleared, if there are any. */
BENCH_API long long bench_sse_cleared(long long n);

/* Returns the number of bytes before the NUL. */
BENCH_API long long bench_length(const char *text);

/* The same, computed `repetitions` times through a pointer whose target the compiler cannot see. */
BENCH_API long long bench_length_repeated(const char *text, long long repetitions);

/* Returns the sum of the lengths of all strings. NULL follows the last string, as in argv. */
BENCH_API long long bench_lengths(const char *const *texts);

/* Returns text, like a function that returns a string of its own. */
BENCH_API const char *bench_text(const char *text);

/* A comparator for qsort(3). */
typedef int (*bench_comparator)(const void *left, const void *right);

/* Compares two ints. */
BENCH_API int bench_compare_ints(const void *left, const void *right);

/*
 * Copies `length` ints from master to values, which must not overlap, and sorts values with qsort.
 * Returns the sum of (index + 1) * value, which is largest in ascending order.
 */
BENCH_API long long bench_sort(const int *master, int *values, long long length,
                               bench_comparator compare);

typedef double (*bench_integrand)(double x);

/* Returns x * x. */
BENCH_API double bench_square(double x);

/* Returns the integral of f from 0 to 1 by the midpoint rule, or 0 without evaluations. */
BENCH_API double bench_integrate(bench_integrand f, long long evaluations);

/* Returns the first word plus the last, or 0 if count is not positive. */
BENCH_API long long bench_ends(const long long *words, long long count);

/* An exported variable, and a function that returns its value. */
BENCH_API extern long long bench_limit;
BENCH_API long long bench_get_limit(void);

#endif
