/*
 * Arithmetic on arrays of 64-bit limbs, least significant first. Internal.
 * No function allocates. Operands may not overlap unless the function says so.
 */
#ifndef DC_LIMBS_H
#define DC_LIMBS_H

#include "isa.h"

#include <stdint.h>

__extension__ typedef unsigned __int128 dc_u128;

/*
 * From how many limbs Karatsuba's three half products beat the schoolbook's n^2. Measured on x86-64 (Zen 3), both
 * levels, by timing dc_fib_exact at n = 10^4 .. 10^6 with these set by -D: within the noise of 5 %, any value from
 * 20 to 40 for products, and from 40 to 64 for squares, is as good.
 */
#ifndef DC_KARATSUBA_MUL_LIMBS
#define DC_KARATSUBA_MUL_LIMBS 28
#endif
#ifndef DC_KARATSUBA_SQR_LIMBS
#define DC_KARATSUBA_SQR_LIMBS 48
#endif

/* r = a + b; returns the carry, 0 or 1. r may equal a or b. */
uint64_t dc_add_n(uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n);

/* r = a - b; returns the borrow, 0 or 1. r may equal a or b. */
uint64_t dc_sub_n(uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n);

/* r += b; returns the carry. */
uint64_t dc_add_1(uint64_t *r, int64_t n, uint64_t b);

/* r -= b; returns the borrow. */
uint64_t dc_sub_1(uint64_t *r, int64_t n, uint64_t b);

/* How many limbs are left when leading zeros are dropped. */
int64_t dc_normalized(const uint64_t *a, int64_t n);

/* Scratch limbs that the products below want for operands of n limbs. */
int64_t dc_product_scratch_limbs(int64_t n);

/* r[0..2n) = a[0..n) * b[0..n), n >= 1. */
void dc_mul_n(const dc_kernels *kernels, uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n,
              uint64_t *scratch);

/* r[0..2n) = a[0..n)^2, n >= 1. */
void dc_sqr_n(const dc_kernels *kernels, uint64_t *r, const uint64_t *a, int64_t n, uint64_t *scratch);

#endif
