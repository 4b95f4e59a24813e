/* Scalars: C's arithmetic types. Every function here is a pure one; any thread may call it. */
#ifndef RECIPES_SCALARS_H
#define RECIPES_SCALARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The sum of one number of each signed type; true counts as 1. */
double scalars_sum(bool a, signed char b, short c, int d, long e, long long f, float g, double h);

/* sizeof of: bool, char, short, int, long, long long, float, double, size_t, wchar_t, void *. */
void scalars_sizes(size_t sizes[11]);

/* x - x / 4. */
uint8_t scalars_reduce_u8(uint8_t x);
uint16_t scalars_reduce_u16(uint16_t x);
uint32_t scalars_reduce_u32(uint32_t x);
uint64_t scalars_reduce_u64(uint64_t x);

/* Whether char has a sign here, and what C takes a character for. */
bool scalars_char_is_signed(void);
int scalars_code(char c);

bool scalars_not(bool x);
/* The bits that are set in both; not 0 if the flag is set. */
int scalars_has(int flags, int flag);

/* z + z. */
double _Complex scalars_twice(double _Complex z);

#endif
