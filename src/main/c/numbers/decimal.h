/*
 * Arithmetic on decimal words: 18 or 19 digits in 64 bits, least significant word first. Internal.
 */
#ifndef DC_DECIMAL_H
#define DC_DECIMAL_H

#include "words.h"

#include <stdint.h>

typedef struct {
    uint64_t base;         /* 10^digits */
    dc_divisor normalized; /* base 2^shift, with its top bit set */
    int shift, digits;
} dc_decimal;

static const dc_decimal dc_decimal_19 = {
    UINT64_C(10000000000000000000),
    {0x8ac7230489e80000, 0xd83c94fb6d2ac34a},
    0,
    19,
};
static const dc_decimal dc_decimal_18 = {
    UINT64_C(1000000000000000000),
    {0xde0b6b3a76400000, 0x2725dd1d243aba0e},
    4,
    18,
};

/* Returns a + b modulo the base, and adds the carry to *carry. a and b are below the base. */
static inline uint64_t dc_decimal_add(uint64_t a, uint64_t b, uint64_t base, uint64_t *carry) {
    uint64_t room = base - b;
    uint64_t wraps = a >= room;
    *carry += wraps;
    return wraps ? a - room : a + b;
}

/* Returns floor((high 2^64 + low) / base) and stores the remainder in *word. high < base. */
static inline uint64_t dc_decimal_divide(uint64_t high, uint64_t low, const dc_decimal *by,
                                         uint64_t *word) {
    if (by->shift > 0) {
        high = high << by->shift | low >> (64 - by->shift);
    }
    uint64_t quotient = dc_divide(high, low << by->shift, by->normalized, word);
    *word >>= by->shift;
    return quotient;
}

/*
 * r[0..n) = p a[0..n) - q b[0..n) + carry, for p up to 4, q up to 2 and a carry from -3 to 4. r may
 * be a or b. The result must have n words and must not be negative.
 */
void dc_decimal_combine(uint64_t *r, int p, const uint64_t *a, int q, const uint64_t *b, int64_t n,
                        int carry, const dc_decimal *d);

/* r = a + b; r may be a or b. The sum must have n words. */
void dc_decimal_sum(uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n,
                    const dc_decimal *d);

/* a += x, for |x| below the base. The result must have n words and must not be negative. */
void dc_decimal_add_signed(uint64_t *a, int64_t n, int x, const dc_decimal *d);

#endif
