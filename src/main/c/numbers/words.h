/* Arithmetic on one or two 64-bit words. Internal. */
#ifndef DC_WORDS_H
#define DC_WORDS_H

#include <stdint.h>

__extension__ typedef unsigned __int128 dc_u128;

static inline uint64_t dc_high(uint64_t a, uint64_t b) {
    return (uint64_t)((dc_u128)a * b >> 64);
}

/*
 * A divisor d with its top bit set, and floor((2^128 - 1) / d) - 2^64 [N. Moeller, T. Granlund,
 * "Improved Division by Invariant Integers", IEEE Trans. Comput. 60 (2011)].
 */
typedef struct {
    uint64_t d, reciprocal;
} dc_divisor;

/* Returns floor((high 2^64 + low) / d) and stores the remainder. high < d. */
static inline uint64_t dc_divide(uint64_t high, uint64_t low, dc_divisor by, uint64_t *remainder) {
    dc_u128 q = (dc_u128)by.reciprocal * high + ((dc_u128)high << 64 | low);
    uint64_t q1 = (uint64_t)(q >> 64) + 1;
    uint64_t r = low - q1 * by.d;
    if (r > (uint64_t)q) {
        q1--;
        r += by.d;
    }
    if (r >= by.d) {
        q1++;
        r -= by.d;
    }
    *remainder = r;
    return q1;
}

#endif
