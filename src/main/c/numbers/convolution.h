/*
 * Products of long numbers by transforms, in steps. Internal.
 *
 * A number is an array of digits, least significant digit first. The product of two numbers is the
 * convolution of their digits. Its coefficients are below the product of the primes. Propagating
 * their carries turns them into digits again.
 */
#ifndef DC_CONVOLUTION_H
#define DC_CONVOLUTION_H

#include "ntt.h"
#include "stages.h"

/*
 * The digits that are used as coefficients. Larger digits need shorter transforms, but also limit
 * the length of a product more.
 */
typedef enum {
    DC_LIMBS_64,   /* a limb of 64 bits */
    DC_LIMBS_62,   /* 62 bits of an array of 64-bit limbs */
    DC_DECIMAL_19, /* a word below 10^19 */
    DC_DECIMAL_18  /* a word below 10^18 */
} dc_digits;

/*
 * The largest number of digits of the shorter operand, for which this number * (base - 1)^2 is
 * still below the product of the primes.
 */
#define DC_TERMS_64 INT64_C(4193786)
#define DC_TERMS_62 INT64_C(67100576)
#define DC_TERMS_DECIMAL_19 INT64_C(14270714)
#define DC_TERMS_DECIMAL_18 INT64_C(1427071433)

/*
 * A product. If a and b are the same array of the same length, the cheaper algorithm for squares
 * runs. r may overlap a and b in any way.
 */
typedef struct {
    const dc_ntt_variant *ntt;
    dc_digits digits;
    const uint64_t *a, *b;
    int64_t a_words, b_words; /* both >= 1 */
    uint64_t *r;              /* a_words + b_words, or `cyclic` */
    uint64_t *scratch;        /* dc_convolution_scratch() */
    /*
     * If not 0, the product is computed modulo base^cyclic - 1, except that a carry out of the last
     * digit is dropped. A power of two, at least 64 and at least both lengths. Not for DC_LIMBS_62.
     */
    int64_t cyclic;
    /*
     * Whether `scratch` is unchanged since a product with the same b, lengths and variant. b is
     * then not transformed again.
     */
    int repeated;
} dc_convolution;

/* Returns the words of scratch, from digits, the lengths, cyclic, and whether a equals b. */
int64_t dc_convolution_scratch(const dc_convolution *c);

/*
 * Returns the best value of `cyclic` if at least `wanted` digits of a product of `all` digits are
 * needed; 0 if the whole product is cheaper.
 */
int64_t dc_cyclic_length(int64_t wanted, int64_t all);

/* Returns the cost of a transform of the cheapest length of at least n, to compare algorithms. */
int64_t dc_transform_cost(int64_t n);

/*
 * Two stages: the transforms, in DC_NTT_PRIMES strands, and the carries. If the walk is divided, a
 * long product has about ten stages, most of which have three times eight strands or more. A step
 * takes some milliseconds with AVX-512 and tens of milliseconds without vectors.
 */
void dc_walk_convolution(dc_walk *walk, const dc_convolution *c);

/*
 * carry = what the last cyclic product of DC_LIMBS_64 in this scratch space dropped: the carry out
 * of its last digit.
 */
void dc_cyclic_carry(const dc_convolution *c, uint64_t carry[2]);

/*
 * The product of two matrices of numbers in limbs, r = a b, where a has two columns and b has two
 * rows. Each entry of the result is the sum of two products, and each entry of a and b is
 * transformed once.
 */
typedef struct {
    const dc_ntt_variant *ntt;
    int rows, columns; /* of r; 1 or 2 */
    const uint64_t *a[2][2], *b[2][2];
    int64_t a_words, b_words; /* of each entry; both >= 1 */
    uint64_t *r[2][2];        /* a_words + b_words + 1 each; may overlap a and b */
    uint64_t *scratch;        /* dc_matrix_convolution_scratch() */
} dc_matrix_convolution;

/* The most words of an entry of a and one of b. Each transform is one step. */
enum { DC_MATRIX_WORDS = 1 << 22 };

/* Returns whether the lengths are possible. */
int dc_matrix_convolution_is_possible(const dc_matrix_convolution *c);

/* Returns the limbs of scratch, from rows, columns, and a_words + b_words. It grows with them. */
int64_t dc_matrix_convolution_scratch(const dc_matrix_convolution *c);

/*
 * Two stages: the transforms, in DC_NTT_PRIMES strands, and the carries, in one strand for each
 * entry. If the walk is divided, five stages, most of which have a strand for each prime and entry.
 */
void dc_walk_matrix_convolution(dc_walk *walk, const dc_matrix_convolution *c);

#endif
