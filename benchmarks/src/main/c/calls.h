/*
 * The functions that the benchmarks call, one for each shape of a function, and what goes with it.
 *
 * They do next to nothing, so that what is measured is the call. bench_repeat_... makes the same
 * call from C, `times` times, and returns the sum of the results: the calls do not wait for each
 * other, as in JMH's loop, so it is the throughput of calls that is measured and not their latency.
 * The target is a pointer that only the caller knows: the compiler can neither inline it nor leave
 * a call out.
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
 * The sum is one of integers: System V keeps no double in a register across a call, and the calls
 * would wait for it.
 */
BENCH_API long long bench_repeat_two_doubles(double (*target)(double, double), double a, double b,
                                             int times);

/*
 * Eight integers are two more than System V on x86-64 has registers for (6), so the last two go
 * through memory; AArch64 has 8 of each kind, and all ten travel in registers.
 */
BENCH_API long long bench_ten_mixed(int a, long long b, float c, int d, long long e, double f,
                                    int g, long long h, int i, long long j);
BENCH_API long long
bench_repeat_ten_mixed(long long (*target)(int, long long, float, int, long long, double, int,
                                           long long, int, long long),
                       int a, long long b, float c, int d, long long e, double f, int g,
                       long long h, int i, long long j, int times);

/* Reads what the pointer leads to. */
BENCH_API long long bench_pointer(const long long *value);
BENCH_API long long bench_repeat_pointer(long long (*target)(const long long *),
                                         const long long *value, int times);

/* Leaves n where the pointer leads to, and returns 0 as functions do that report errors. */
BENCH_API int bench_out(long long n, long long *result);

/* In two registers, both on x86-64 and on AArch64. */
struct bench_pair {
    long long a;
    long long b;
};

/* Through memory on both: on the stack on x86-64, a pointer to a copy on AArch64. */
struct bench_five {
    long long a;
    long long b;
    long long c;
    long long d;
    long long e;
};

/* What the compiler makes of them, for the test of the bindings; fields count from 0. */
BENCH_API long long bench_pair_size(void);
BENCH_API long long bench_pair_offset(int field);
BENCH_API long long bench_five_size(void);
BENCH_API long long bench_five_offset(int field);

BENCH_API long long bench_pair_in(struct bench_pair pair);
BENCH_API long long bench_repeat_pair_in(long long (*target)(struct bench_pair), long long a,
                                         long long b, int times);

/*
 * Each field counts twice as much as the next: in a plain sum the compiler would load two fields at
 * once, and the processor would have to wait for the two stores that they come from.
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
 * Sets errno to `error` and returns it, so that callers with and without errno have the same to
 * show.
 */
BENCH_API int bench_set_errno(int error);
BENCH_API long long bench_repeat_set_errno(int (*target)(int), int error, int times);

/* The sum of `count` ints. */
BENCH_API int bench_variadic(int count, ...);
BENCH_API long long bench_repeat_variadic(int (*target)(int, ...), int a, int b, int c, int times);

typedef long long (*bench_function)(long long);

/* bench_one_long, by its address. */
BENCH_API bench_function bench_function_pointer(void);

/* For dc_fib_long, which is in the other library. */
BENCH_API long long bench_repeat_one_int(long long (*target)(int), int n, int times);

#endif
