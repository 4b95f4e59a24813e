/*
 * Products of long numbers by transforms, cut into steps. Internal.
 *
 * A number is an array of digits, least significant first. Its product with another is the
 * convolution of both, whose coefficients, below DC_NTT_PRIMES primes' product, are then carried to
 * digits again.
 */
#ifndef DC_CONVOLUTION_H
#define DC_CONVOLUTION_H

#include "ntt.h"
#include "stages.h"

/*
 * What a coefficient is. The larger it is the fewer there are, and the shorter the longest product.
 */
typedef enum {
    DC_LIMBS_64,   /* a limb of 64 bits */
    DC_LIMBS_62,   /* 62 bits of an array of 64-bit limbs */
    DC_DECIMAL_19, /* a word below 10^19 */
    DC_DECIMAL_18  /* a word below 10^18 */
} dc_digits;

/*
 * The most digits that the shorter operand may have: terms (base - 1)^2 stays below the product of
 * the primes.
 */
#define DC_TERMS_64 INT64_C(4193786)
#define DC_TERMS_62 INT64_C(67100576)
#define DC_TERMS_DECIMAL_19 INT64_C(14270714)
#define DC_TERMS_DECIMAL_18 INT64_C(1427071433)

/*
 * A product to be made. a may be b, of the same length, which is cheaper. r may be a or b, or
 * overlap them in any way.
 */
typedef struct {
    const dc_ntt_variant *ntt;
    dc_digits digits;
    const uint64_t *a, *b;
    int64_t a_words, b_words; /* both >= 1 */
    uint64_t *r;              /* a_words + b_words, or `cyclic` */
    uint64_t *scratch;        /* dc_convolution_scratch() */
    /*
     * If not 0, a power of two >= 64 and >= both lengths: the digits of the product from this one
     * on are added to those from 0 on; a carry out of the last is dropped. Not with DC_LIMBS_62.
     */
    int64_t cyclic;
    /*
     * `scratch` is as the last product left it, of the same b, lengths and ntt: b is not
     * transformed again.
     */
    int repeated;
} dc_convolution;

/* Words of scratch; of the fields, only digits, lengths, cyclic, and whether a is b matter. */
int64_t dc_convolution_scratch(const dc_convolution *c);

/*
 * The cyclic length for a product of `all` digits, wanted modulo at least `wanted`; 0 if all of it
 * is cheaper.
 */
int64_t dc_cyclic_length(int64_t wanted, int64_t all);

/*
 * Two stages: transforms, in DC_NTT_PRIMES strands, and carries. Most steps take some milliseconds
 * with AVX-512, some ten without vectors. What goes once through all coefficients - loading an
 * operand, the first steps of its transform - is one step, and takes as long as the memory takes.
 */
void dc_walk_convolution(dc_walk *walk, const dc_convolution *c);

#endif
