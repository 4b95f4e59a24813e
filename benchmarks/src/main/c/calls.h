/* The functions that the benchmarks call, one for each shape of a function. */
#ifndef DOWNCALL_BENCH_CALLS_H
#define DOWNCALL_BENCH_CALLS_H

#define BENCH_API __attribute__((visibility("default")))

BENCH_API long long bench_one_long(long long n);

#endif
