#include "calls.h"

#include <errno.h>
#include <stdarg.h>
#include <stddef.h>

#define SUM_OF(type, call)                     \
    type sum = 0;                              \
    for (int turn = 0; turn < times; turn++) { \
        sum += (call);                         \
    }                                          \
    return sum

long long bench_no_arguments(void) {
    return 42;
}

long long bench_repeat_no_arguments(long long (*target)(void), int times) {
    SUM_OF(long long, target());
}

long long bench_one_long(long long n) {
    return n;
}

long long bench_repeat_one_long(long long (*target)(long long), long long n, int times) {
    SUM_OF(long long, target(n));
}

int bench_two_ints(int a, int b) {
    return a + b;
}

long long bench_repeat_two_ints(int (*target)(int, int), int a, int b, int times) {
    SUM_OF(long long, target(a, b));
}

double bench_two_doubles(double a, double b) {
    return a + b;
}

long long bench_repeat_two_doubles(double (*target)(double, double), double a, double b,
                                   int times) {
    const volatile double operands[] = {a, b}; /* read again for each call */
    SUM_OF(long long, (long long)target(operands[0], operands[1]));
}

long long bench_ten_mixed(int a, long long b, float c, int d, long long e, double f, int g,
                          long long h, int i, long long j) {
    return a + b + (long long)c + d + e + (long long)f + g + h + i + j;
}

long long bench_repeat_ten_mixed(long long (*target)(int, long long, float, int, long long, double,
                                                     int, long long, int, long long),
                                 int a, long long b, float c, int d, long long e, double f, int g,
                                 long long h, int i, long long j, int times) {
    SUM_OF(long long, target(a, b, c, d, e, f, g, h, i, j));
}

long long bench_pointer(const long long *value) {
    return *value;
}

long long bench_repeat_pointer(long long (*target)(const long long *), const long long *value,
                               int times) {
    SUM_OF(long long, target(value));
}

int bench_out(long long n, long long *result) {
    *result = n;
    return 0;
}

long long bench_pair_size(void) {
    return sizeof(struct bench_pair);
}

long long bench_pair_offset(int field) {
    static const size_t offsets[] = {offsetof(struct bench_pair, a),
                                     offsetof(struct bench_pair, b)};
    return (long long)offsets[field];
}

long long bench_five_size(void) {
    return sizeof(struct bench_five);
}

long long bench_five_offset(int field) {
    static const size_t offsets[] = {offsetof(struct bench_five, a), offsetof(struct bench_five, b),
                                     offsetof(struct bench_five, c), offsetof(struct bench_five, d),
                                     offsetof(struct bench_five, e)};
    return (long long)offsets[field];
}

long long bench_pair_in(struct bench_pair pair) {
    return pair.a + pair.b;
}

long long bench_repeat_pair_in(long long (*target)(struct bench_pair), long long a, long long b,
                               int times) {
    struct bench_pair pair = {a, b};
    SUM_OF(long long, target(pair));
}

long long bench_five_in(struct bench_five five) {
    return (((five.a * 2 + five.b) * 2 + five.c) * 2 + five.d) * 2 + five.e;
}

long long bench_repeat_five_in(long long (*target)(struct bench_five), long long a, long long b,
                               long long c, long long d, long long e, int times) {
    struct bench_five five = {a, b, c, d, e};
    SUM_OF(long long, target(five));
}

struct bench_pair bench_pair_out(long long a, long long b) {
    return (struct bench_pair){a, b};
}

long long bench_repeat_pair_out(struct bench_pair (*target)(long long, long long), long long a,
                                long long b, int times) {
    long long sum = 0;
    for (int turn = 0; turn < times; turn++) {
        struct bench_pair pair = target(a, b);
        sum += pair.a + pair.b;
    }
    return sum;
}

void bench_pair_into(struct bench_pair *pair, long long a, long long b) {
    pair->a = a;
    pair->b = b;
}

long long bench_repeat_pair_into(void (*target)(struct bench_pair *, long long, long long),
                                 long long a, long long b, int times) {
    struct bench_pair pair;
    long long sum = 0;
    for (int turn = 0; turn < times; turn++) {
        target(&pair, a, b);
        sum += pair.a + pair.b;
    }
    return sum;
}

int bench_set_errno(int error) {
    errno = error;
    return error;
}

long long bench_repeat_set_errno(int (*target)(int), int error, int times) {
    SUM_OF(long long, (target(error), errno));
}

int bench_variadic(int count, ...) {
    va_list numbers;
    va_start(numbers, count);
    int sum = 0;
    for (int i = 0; i < count; i++) {
        sum += va_arg(numbers, int);
    }
    va_end(numbers);
    return sum;
}

long long bench_repeat_variadic(int (*target)(int, ...), int a, int b, int c, int times) {
    SUM_OF(long long, target(3, a, b, c));
}

bench_function bench_function_pointer(void) {
    return bench_one_long;
}

long long bench_repeat_one_int(long long (*target)(int), int n, int times) {
    SUM_OF(long long, target(n));
}
