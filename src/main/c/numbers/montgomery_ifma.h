/*
 * Montgomery's products of numbers of 52-bit digits, for x86-64 with AVX-512 IFMA. Internal.
 *
 * With D digits, R = 2^(52 D), and a modulus c < R / 4, residues are below R / 2, not necessarily
 * below c: the product of two such numbers, divided by R, is below R / 4, and less than c is added
 * to it. No multiple of c has to be subtracted.
 */
#ifndef DC_MONTGOMERY_IFMA_H
#define DC_MONTGOMERY_IFMA_H

#include <stdint.h>

/*
 * A modulus has at most 84 limbs, so that the digits of a residue fit in 13 vectors. From there on,
 * Barrett's reduction with parts of products is faster.
 */
enum { DC_DIGIT_BITS = 52, DC_MONTGOMERY_IFMA_LIMBS = 84, DC_MONTGOMERY_DIGITS = 104 };

/* Returns D for a modulus of n limbs. It is at most DC_MONTGOMERY_DIGITS. */
static inline int64_t dc_montgomery_digits(int64_t n) {
    return (64 * n + 2 + DC_DIGIT_BITS - 1) / DC_DIGIT_BITS;
}

/* Returns the words of an array of D digits, which has whole vectors. */
static inline int64_t dc_montgomery_words(int64_t n) {
    return (dc_montgomery_digits(n) + 7) / 8 * 8;
}

#if defined(__x86_64__)
/*
 * r = x y / R modulo c, where inverse = -1 / c modulo 2^52. All numbers are arrays of
 * dc_montgomery_words(), whose digits from `digits` on are 0. r may be x or y.
 */
void dc_montgomery_ifma(uint64_t *r, const uint64_t *x, const uint64_t *y, const uint64_t *c,
                        int64_t digits, uint64_t inverse);
#endif

#endif
