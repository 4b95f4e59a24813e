/* The functions of the benchmarks that take data, or call back; and a variable. */
#ifndef DOWNCALL_BENCH_DATA_H
#define DOWNCALL_BENCH_DATA_H

#define BENCH_API __attribute__((visibility("default")))

/*
 * The sum of all values: value i is added to lane i mod 16, and at the end the upper half of the
 * lanes to the lower, until one is left. The order is fixed, so that the sum is the same
 * everywhere, and yet the compiler may add several lanes at once. 0 if length is not positive.
 */
BENCH_API float bench_sum(const float *values, long long length);

/*
 * The same, computed so many times through a pointer that the compiler cannot follow: what the call
 * costs from C.
 */
BENCH_API float bench_sum_repeated(const float *values, long long length, long long repetitions);

/* The same sum, with AVX2 where the processor has it. It asks at each call. */
BENCH_API float bench_sum_avx2(const float *values, long long length);

/* How many bytes stand before the NUL. */
BENCH_API long long bench_length(const char *text);

/* The same, computed so many times through a pointer that the compiler cannot follow. */
BENCH_API long long bench_length_repeated(const char *text, long long repetitions);

/* How many bytes stand before the NULs of all strings; a NULL follows the last one, as in argv. */
BENCH_API long long bench_lengths(const char *const *texts);

/* text itself: a function that returns a string which it keeps. */
BENCH_API const char *bench_text(const char *text);

/* As qsort(3) wants it. */
typedef int (*bench_comparator)(const void *left, const void *right);

/* Orders two ints. */
BENCH_API int bench_compare_ints(const void *left, const void *right);

/*
 * Copies master to values, of length ints each and not overlapping, and sorts them with libc's
 * qsort. Returns the sum of (index + 1) * value, which is at its largest in ascending order.
 */
BENCH_API long long bench_sort(const int *master, int *values, long long length,
                               bench_comparator compare);

typedef double (*bench_integrand)(double x);

/* x * x */
BENCH_API double bench_square(double x);

/*
 * The integral of f from 0 to 1: the midpoint rule with so many evaluations; 0 if there are none.
 */
BENCH_API double bench_integrate(bench_integrand f, long long evaluations);

/* The first word plus the last; 0 if count is not positive. */
BENCH_API long long bench_ends(const long long *words, long long count);

/*
 * A variable that others may read and write, and the function that would be there if they might
 * not.
 */
BENCH_API extern long long bench_limit;
BENCH_API long long bench_get_limit(void);

#endif
