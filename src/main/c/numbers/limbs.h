/*
 * Arithmetic on arrays of 64-bit limbs, least significant first. Internal.
 * Operands must not overlap unless the function allows it.
 */
#ifndef DC_LIMBS_H
#define DC_LIMBS_H

#include <stdint.h>

/* r = a + b; returns the carry, 0 or 1. r may equal a or b. */
uint64_t dc_add_n(uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n);

/* r = a - b; returns the borrow, 0 or 1. r may equal a or b. */
uint64_t dc_sub_n(uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n);

/* r += b; returns the carry. */
uint64_t dc_add_1(uint64_t *r, int64_t n, uint64_t b);

/* r -= b; returns the borrow. */
uint64_t dc_sub_1(uint64_t *r, int64_t n, uint64_t b);

/* Returns the number of limbs without leading zeros. */
int64_t dc_normalized(const uint64_t *a, int64_t n);

/* to = from, limb by limb from the lowest. */
static inline void dc_copy(uint64_t *to, const uint64_t *from, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        to[i] = from[i];
    }
}

static inline void dc_clear(uint64_t *a, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        a[i] = 0;
    }
}

/* a = 2^(64 n) - 1 - a */
static inline void dc_complement(uint64_t *a, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        a[i] = ~a[i];
    }
}

/* to = a 2^shift, where 0 <= shift < 64; returns the bits that are shifted out. to may equal a. */
static inline uint64_t dc_shift_left(uint64_t *to, const uint64_t *a, int64_t n, int shift) {
    uint64_t out = 0;
    for (int64_t i = 0; i < n; i++) {
        uint64_t limb = a[i];
        to[i] = limb << shift | out;
        out = shift > 0 ? limb >> (64 - shift) : 0;
    }
    return out;
}

/* Returns whether a < b. */
static inline int dc_is_below(const uint64_t *a, const uint64_t *b, int64_t n) {
    while (n > 0 && a[n - 1] == b[n - 1]) {
        n--;
    }
    return n > 0 && a[n - 1] < b[n - 1];
}

/* Digit i of a[0..n), in base 2^bits, where bits < 64. Digits beyond the last limb are 0. */
static inline uint64_t dc_digit(const uint64_t *a, int64_t n, int64_t i, int bits) {
    int64_t bit = bits * i, limb = bit / 64;
    int shift = (int)(bit % 64);
    uint64_t digit = limb < n ? a[limb] >> shift : 0;
    if (64 - shift < bits && limb + 1 < n) {
        digit |= a[limb + 1] << (64 - shift);
    }
    return digit & ((UINT64_C(1) << bits) - 1);
}

/* For lengths. */
static inline int64_t dc_smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

static inline int64_t dc_larger(int64_t a, int64_t b) {
    return a > b ? a : b;
}

#endif
