/* Products of up to a few hundred limbs, for x86-64 with AVX-512 IFMA. Internal. */
#ifndef DC_PRODUCT_IFMA_H
#define DC_PRODUCT_IFMA_H

#include <stdint.h>

/* The longest operand: digits of 52 bits are on the stack. */
enum { DC_IFMA_LIMBS = 256 };

/* The longest shorter operand of a part of a product, whose columns are sums of 2^10 products. */
enum { DC_IFMA_PART_LIMBS = 832 };

#if defined(__x86_64__)
/* r[0..a_limbs + b_limbs) = a * b, for lengths from 1 to DC_IFMA_LIMBS. */
void dc_mul_ifma(uint64_t *r, const uint64_t *a, int64_t a_limbs, const uint64_t *b,
                 int64_t b_limbs);

/*
 * A part of a product, as dc_walk_multiply_part() computes it, where one of the operands has up to
 * DC_IFMA_PART_LIMBS limbs. The scratch is that of a product if the other is up to four times as
 * long.
 */
void dc_mul_ifma_part(uint64_t *r, const uint64_t *a, int64_t a_limbs, const uint64_t *b,
                      int64_t b_limbs, int64_t from, int64_t to, uint64_t *scratch);
#endif

#endif
