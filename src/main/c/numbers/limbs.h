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

#endif
