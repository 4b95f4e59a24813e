#include "data.h"

#include <stdlib.h>
#include <string.h>

enum { PARTIAL_SUMS = 16 };

/* Inlined into each function, and compiled for the instruction set of that function. */
static inline __attribute__((always_inline)) float sum_of(const float *values, long long length) {
    float sums[PARTIAL_SUMS] = {0};
    long long i = 0;
    for (; i + PARTIAL_SUMS <= length; i += PARTIAL_SUMS) {
        for (int j = 0; j < PARTIAL_SUMS; j++) {
            sums[j] += values[i + j];
        }
    }
    for (int j = 0; i < length; j++, i++) {
        sums[j] += values[i];
    }
    for (int half = PARTIAL_SUMS / 2; half > 0; half /= 2) {
        for (int j = 0; j < half; j++) {
            sums[j] += sums[j + half];
        }
    }
    return sums[0];
}

float bench_sum(const float *values, long long length) {
    return sum_of(values, length);
}

#ifdef __x86_64__
__attribute__((target("avx2"))) static float sum_with_avx2(const float *values, long long length) {
    return sum_of(values, length);
}
#endif

float bench_sum_avx2(const float *values, long long length) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx2")) {
        return sum_with_avx2(values, length);
    }
#endif
    return sum_of(values, length);
}

long long bench_sse(long long n) {
#ifdef __x86_64__
    __asm__ volatile("pxor %%xmm0, %%xmm0" : : : "xmm0");
#endif
    return n;
}

long long bench_sse_cleared(long long n) {
#ifdef __x86_64__
    if (__builtin_cpu_supports("avx")) {
        __asm__ volatile("vzeroupper"
                         :
                         :
                         : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8",
                           "xmm9", "xmm10", "xmm11", "xmm12", "xmm13", "xmm14", "xmm15");
    }
#endif
    return bench_sse(n);
}

float bench_sum_repeated(const float *values, long long length, long long repetitions) {
    float (*volatile sum)(const float *, long long) = bench_sum;
    float last = 0;
    for (long long i = 0; i < repetitions; i++) {
        last = sum(values, length);
    }
    return last;
}

long long bench_length(const char *text) {
    return (long long)strlen(text);
}

long long bench_length_repeated(const char *text, long long repetitions) {
    long long (*volatile length)(const char *) = bench_length;
    long long last = 0;
    for (long long i = 0; i < repetitions; i++) {
        last = length(text);
    }
    return last;
}

long long bench_lengths(const char *const *texts) {
    long long sum = 0;
    for (; *texts != NULL; texts++) {
        sum += (long long)strlen(*texts);
    }
    return sum;
}

const char *bench_text(const char *text) {
    return text;
}

int bench_compare_ints(const void *left, const void *right) {
    int a = *(const int *)left;
    int b = *(const int *)right;
    return (a > b) - (a < b);
}

long long bench_sort(const int *master, int *values, long long length, bench_comparator compare) {
    if (length <= 0) {
        return 0;
    }
    memcpy(values, master, (size_t)length * sizeof *values);
    qsort(values, (size_t)length, sizeof *values, compare);
    long long sum = 0;
    for (long long i = 0; i < length; i++) {
        sum += (i + 1) * values[i];
    }
    return sum;
}

double bench_square(double x) {
    return x * x;
}

double bench_integrate(bench_integrand f, long long evaluations) {
    if (evaluations <= 0) {
        return 0;
    }
    double step = 1.0 / (double)evaluations;
    /*
     * With System V, the sum is stored and loaded around each call, and the next addition waits for
     * it. This is the same for all contenders.
     */
    double sum = 0;
    for (long long i = 0; i < evaluations; i++) {
        sum += f(((double)i + 0.5) * step);
    }
    return sum * step;
}

long long bench_ends(const long long *words, long long count) {
    return count > 0 ? words[0] + words[count - 1] : 0;
}

long long bench_limit = 42;

long long bench_get_limit(void) {
    return bench_limit;
}
