#include "data.h"

#include <stdlib.h>
#include <string.h>

float bench_sum(const float *values, long long length) {
    float sum = 0;
    for (long long i = 0; i < length; i++) {
        sum += values[i];
    }
    return sum;
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
    double sum = 0;
    for (long long i = 0; i < evaluations; i++) {
        sum += f(((double)i + 0.5) * step);
    }
    return sum * step;
}

long long bench_ends(const long long *words, long long count) {
    return count > 0 ? words[0] + words[count - 1] : 0;
}
