/*
 * What no layout can express: bit-fields, types that Java lacks, and names without a symbol. The
 * wrappers make them available.
 */
#ifndef RECIPES_BIT_FIELDS_H
#define RECIPES_BIT_FIELDS_H

#include <stdarg.h>
#include <stddef.h>

/* The compiler decides where these bits are. */
struct bit_fields_mode {
    unsigned ready : 1;
    unsigned speed : 3;
    signed level : 5;
    unsigned short port;
};

struct bit_fields_mode bit_fields_default_mode(void);

/* Wrappers, one for each access. A value that does not fit loses its upper bits. */
unsigned bit_fields_get_ready(const struct bit_fields_mode *mode);
void bit_fields_set_ready(struct bit_fields_mode *mode, unsigned ready);
unsigned bit_fields_get_speed(const struct bit_fields_mode *mode);
void bit_fields_set_speed(struct bit_fields_mode *mode, unsigned speed);
int bit_fields_get_level(const struct bit_fields_mode *mode);
void bit_fields_wrap_default_mode(struct bit_fields_mode *mode);

/* Without a symbol: a macro with arguments, and an inline function. */
#define BIT_FIELDS_MAX(a, b) ((a) > (b) ? (a) : (b))

static inline int bit_fields_percent(int part, int whole) {
    return whole == 0 ? 0 : (int)(100LL * part / whole);
}

/* Their wrappers. */
int bit_fields_wrap_max(int a, int b);
int bit_fields_wrap_percent(int part, int whole);

/* Types that Java lacks: n! as a long double, and a product of 128 bits. */
long double bit_fields_factorial(int n);
__extension__ typedef __int128 bit_fields_int128;
bit_fields_int128 bit_fields_product(long long a, long long b);

/* Their wrappers return the same in two parts. */
struct bit_fields_parts {
    double high; /* the nearest double */
    double low;  /* the rest */
};

struct bit_fields_halves {
    long long high;
    unsigned long long low;
};

struct bit_fields_parts bit_fields_wrap_factorial(int n);
struct bit_fields_halves bit_fields_wrap_product(long long a, long long b);

/* Returns the number of binary digits of a long double. */
int bit_fields_long_double_digits(void);

/* A flexible array member: count values follow. */
struct bit_fields_series {
    int count;
    double values[];
};

double bit_fields_sum(const struct bit_fields_series *series);

/* Works like vsnprintf. The wrapper takes arguments that Java can pass. */
int bit_fields_vformat(char *buffer, size_t size, const char *format, va_list arguments);
int bit_fields_wrap_format(char *buffer, size_t size, const char *format, ...);

#endif
