/*
 * The functions that the benchmarks call, one for each shape of a function.
 *
 * They do almost no work, so the measured time is that of the call. bench_repeat_... makes the same
 * call from C, `times` times, and returns the sum of the results. The calls do not depend on each
 * other, as in JMH's loop, so the benchmarks measure throughput and not latency. The compiler
 * cannot see the target of the pointer, so it can neither inline nor omit a call.
 */
#ifndef DOWNCALL_BENCH_CALLS_H
#define DOWNCALL_BENCH_CALLS_H

#define BENCH_API __attribute__((visibility("default")))

BENCH_API long long bench_no_arguments(void);
BENCH_API long long bench_repeat_no_arguments(long long (*target)(void), int times);

BENCH_API long long bench_one_long(long long n);
BENCH_API long long bench_repeat_one_long(long long (*target)(long long), long long n, int times);

BENCH_API int bench_two_ints(int a, int b);
BENCH_API long long bench_repeat_two_ints(int (*target)(int, int), int a, int b, int times);

BENCH_API double bench_two_doubles(double a, double b);
/*
 * The sum is an integer. System V preserves no floating-point register across a call, so a sum of
 * doubles would make each call wait for memory.
 */
BENCH_API long long bench_repeat_two_doubles(double (*target)(double, double), double a, double b,
                                             int times);

/*
 * Of the eight integers, System V on x86-64 passes six in registers and two in memory. AArch64 has
 * eight registers of each kind and passes all ten arguments in registers.
 */
BENCH_API long long bench_ten_mixed(int a, long long b, float c, int d, long long e, double f,
                                    int g, long long h, int i, long long j);
BENCH_API long long
bench_repeat_ten_mixed(long long (*target)(int, long long, float, int, long long, double, int,
                                           long long, int, long long),
                       int a, long long b, float c, int d, long long e, double f, int g,
                       long long h, int i, long long j, int times);

/* Returns *value. */
BENCH_API long long bench_pointer(const long long *value);
BENCH_API long long bench_repeat_pointer(long long (*target)(const long long *),
                                         const long long *value, int times);

/* Stores n in *result and returns 0, like a function that reports errors. */
BENCH_API int bench_out(long long n, long long *result);

/* Passed in two registers, on x86-64 and on AArch64. */
struct bench_pair {
    long long a;
    long long b;
};

/* Passed in memory: on the stack on x86-64, by a pointer to a copy on AArch64. */
struct bench_five {
    long long a;
    long long b;
    long long c;
    long long d;
    long long e;
};

/* The layouts of the compiler, for the test of the bindings. Fields count from 0. */
BENCH_API long long bench_pair_size(void);
BENCH_API long long bench_pair_offset(int field);
BENCH_API long long bench_five_size(void);
BENCH_API long long bench_five_offset(int field);

BENCH_API long long bench_pair_in(struct bench_pair pair);
BENCH_API long long bench_repeat_pair_in(long long (*target)(struct bench_pair), long long a,
                                         long long b, int times);

/*
 * Each field counts twice as much as the next. For a plain sum, the compiler would load two fields
 * with one instruction, and the processor would wait for the two stores that wrote them.
 */
BENCH_API long long bench_five_in(struct bench_five five);
BENCH_API long long bench_repeat_five_in(long long (*target)(struct bench_five), long long a,
                                         long long b, long long c, long long d, long long e,
                                         int times);

BENCH_API struct bench_pair bench_pair_out(long long a, long long b);
BENCH_API long long bench_repeat_pair_out(struct bench_pair (*target)(long long, long long),
                                          long long a, long long b, int times);

BENCH_API void bench_pair_into(struct bench_pair *pair, long long a, long long b);
BENCH_API long long bench_repeat_pair_into(void (*target)(struct bench_pair *, long long,
                                                          long long),
                                           long long a, long long b, int times);

/*
 * Sets errno to `error` and returns `error`, so that callers with and without errno have the same
 * result.
 */
BENCH_API int bench_set_errno(int error);
BENCH_API long long bench_repeat_set_errno(int (*target)(int), int error, int times);

/* Returns the sum of `count` ints. */
BENCH_API int bench_variadic(int count, ...);
BENCH_API long long bench_repeat_variadic(int (*target)(int, ...), int a, int b, int c, int times);

typedef long long (*bench_function)(long long);

/* Returns the address of bench_one_long. */
BENCH_API bench_function bench_function_pointer(void);

/* For dc_fib_long of the library that is measured. */
BENCH_API long long bench_repeat_one_int(long long (*target)(int), int n, int times);

#endif
