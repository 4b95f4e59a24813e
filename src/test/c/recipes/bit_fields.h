/*
 * What no layout can express: bit-fields, types that Java lacks, and what is no symbol; and the
 * wrappers that help.
 */
#ifndef RECIPES_BIT_FIELDS_H
#define RECIPES_BIT_FIELDS_H

#include <stdarg.h>
#include <stddef.h>

/* Which bits these are is up to the compiler. */
struct bit_fields_mode {
    unsigned ready : 1;
    unsigned speed : 3;
    signed level : 5;
    unsigned short port;
};

struct bit_fields_mode bit_fields_default_mode(void);

/* The wrappers: a field each. Values that do not fit lose their upper bits. */
unsigned bit_fields_get_ready(const struct bit_fields_mode *mode);
void bit_fields_set_ready(struct bit_fields_mode *mode, unsigned ready);
unsigned bit_fields_get_speed(const struct bit_fields_mode *mode);
void bit_fields_set_speed(struct bit_fields_mode *mode, unsigned speed);
int bit_fields_get_level(const struct bit_fields_mode *mode);
void bit_fields_wrap_default_mode(struct bit_fields_mode *mode);

/* No symbols: a macro that takes arguments, and an inline function. */
#define BIT_FIELDS_MAX(a, b) ((a) > (b) ? (a) : (b))

static inline int bit_fields_percent(int part, int whole) {
    return whole == 0 ? 0 : (int)(100LL * part / whole);
}

int bit_fields_wrap_max(int a, int b);
int bit_fields_wrap_percent(int part, int whole);

/* No such type in Java: n! as a long double, and a product of 128 bits. */
long double bit_fields_factorial(int n);
__extension__ typedef __int128 bit_fields_int128;
bit_fields_int128 bit_fields_product(long long a, long long b);

/* The wrappers: the same in two parts each. */
struct bit_fields_parts {
    double high; /* the nearest double */
    double low;  /* what is missing */
};

struct bit_fields_halves {
    long long high;
    unsigned long long low;
};

struct bit_fields_parts bit_fields_wrap_factorial(int n);
struct bit_fields_halves bit_fields_wrap_product(long long a, long long b);

/* The digits of a long double in base 2. */
int bit_fields_long_double_digits(void);

/* A flexible array: as many values as count says follow. */
struct bit_fields_series {
    int count;
    double values[];
};

double bit_fields_sum(const struct bit_fields_series *series);

/* As vsnprintf. The wrapper takes what Java can pass. */
int bit_fields_vformat(char *buffer, size_t size, const char *format, va_list arguments);
int bit_fields_wrap_format(char *buffer, size_t size, const char *format, ...);

#endif
