/* Scalars: C's arithmetic types. Every function is pure and may be called by any thread. */
#ifndef RECIPES_SCALARS_H
#define RECIPES_SCALARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Returns the sum of its arguments, one of each signed type; true counts as 1. */
double scalars_sum(bool a, signed char b, short c, int d, long e, long long f, float g, double h);

/*
 * Stores sizeof of bool, char, short, int, long, long long, float, double, size_t, wchar_t and
 * void *, in this order.
 */
void scalars_sizes(size_t sizes[11]);

/* Returns x - x / 4. */
uint8_t scalars_reduce_u8(uint8_t x);
uint16_t scalars_reduce_u16(uint16_t x);
uint32_t scalars_reduce_u32(uint32_t x);
uint64_t scalars_reduce_u64(uint64_t x);

/* Returns whether char is signed on this platform. */
bool scalars_char_is_signed(void);
/* Returns c, converted to an int. */
int scalars_code(char c);

bool scalars_not(bool x);

/* Returns the bits that are set in both arguments; the result is not 0 if the flag is set. */
int scalars_has(int flags, int flag);

/* Returns z + z. */
double _Complex scalars_twice(double _Complex z);

#endif
