/* The variants of the large-number operations that run, and their thresholds. Internal. */
#ifndef DC_VARIANTS_H
#define DC_VARIANTS_H

#include "ntt.h"

#include <stdint.h>

/*
 * Thresholds that do not depend on variants. tune.c measured DC_DIVIDED_WORDS on the first machine
 * that variants.c names. A comment states how any other threshold was measured; the rest were
 * chosen. The lengths of steps, which bound the time of a step, are in the files that divide work
 * into steps.
 */
enum {
    /* Conversion to decimal divides numbers of up to this many words by 10^19 repeatedly. */
    DC_DIVIDED_WORDS = 36,
    /*
     * The longest leaf of the trees of both conversions, in words. Values from 28 to 44 give times
     * that differ by less than 5 % on average.
     */
    DC_LEAF_WORDS = 36,
    /* The longest number whose words are computed in one step. */
    DC_SHORT_WORDS = 9216,
    /*
     * The longest leaf of a tree of products, whose limbs are multiplied one after the other. With
     * 12 instead, products of 24 to 1000 limbs take 4 % to 16 % longer on the first machine
     * that variants.c names.
     */
    DC_PRODUCT_LEAF_LIMBS = 32,
    /*
     * Transforms multiply no shorter operands, with any variant. The shorter operand of a product
     * may be only a little more than half as long as the threshold, because is_long() compares the
     * threshold with the harmonic mean of the lengths.
     */
    DC_NTT_LEAST_LIMBS = 64,
    /*
     * A number that is more than this many times as long as the other is multiplied in blocks. The
     * product of a block is at most this many times as long as the shorter number.
     */
    DC_UNEQUAL = 8,
    /* The longest odd modulus that is reduced limb by limb, with any variants. */
    DC_MONTGOMERY_LIMBS = 384,
    /* Bounds of recursive_division_limbs and reciprocal_division_limbs of all variants. */
    DC_RECURSIVE_LEAST_LIMBS = 64,
    DC_RECIPROCAL_LEAST_LIMBS = 40,
    DC_RECIPROCAL_MOST_LIMBS = 2048,
    /*
     * Greatest common divisors: Lehmer's algorithm alone reduces shorter numbers. DC_HGCD_LIMBS
     * applies within half-gcds. The threshold outside them depends on the variant and is from
     * DC_GCD_LEAST_LIMBS to DC_GCD_MOST_LIMBS. Measured on the first machine that variants.c names,
     * with random numbers of equal lengths. For DC_HGCD_LIMBS, the times with values from 60 to 200
     * differ by less than 3 %.
     */
    DC_HGCD_LIMBS = 110,
    DC_GCD_LEAST_LIMBS = 200,
    DC_GCD_MOST_LIMBS = 400,
    /* A threshold that no length reaches. */
    DC_NEVER = INT32_MAX
};

typedef struct {
    /* r[0..n) += a[0..n) * b; returns the limb that is carried out. r may equal a. */
    uint64_t (*addmul_1)(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b);

    /* Karatsuba's algorithm, for products and squares of at least this many limbs. */
    int32_t karatsuba_mul_limbs, karatsuba_sqr_limbs;

    /*
     * r[0..n + m) = a[0..n) * b[0..m), for n and m from 1 to DC_IFMA_LIMBS, and its thresholds; or
     * NULL and DC_NEVER.
     */
    void (*mul_ifma)(uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b, int64_t m);
    int32_t ifma_mul_limbs, ifma_sqr_limbs;

    /* Transforms, for products and squares of at least this many limbs. */
    const dc_ntt_variant *ntt;
    int32_t ntt_mul_limbs, ntt_sqr_limbs;

    /*
     * Limbs from..to of a product, as dc_walk_multiply_part() computes them; or NULL. Transforms,
     * for products of at least this many limbs of which half is needed.
     */
    void (*mul_ifma_part)(uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b, int64_t m,
                          int64_t from, int64_t to, uint64_t *scratch);
    int32_t ntt_part_limbs;

    /*
     * Division, by the lengths of quotient and divisor: recursively, and by a reciprocal.
     */
    int32_t recursive_division_limbs, reciprocal_division_limbs;

    /* Newton's iteration, for square roots of at least this many limbs. */
    int32_t newton_root_limbs;

    /* Montgomery's products of 52-bit digits, for this many limbs or more; or NULL and DC_NEVER. */
    void (*montgomery_ifma)(uint64_t *r, const uint64_t *x, const uint64_t *y, const uint64_t *c,
                            int64_t digits, uint64_t inverse);
    int32_t montgomery_ifma_limbs;
} dc_variants;

/*
 * Returns the best variants for a set of features, which must have been detected. A public function
 * calls this once and passes the result down, so that a computation uses the same variants from
 * beginning to end.
 */
const dc_variants *dc_variants_for(long long features);

/* The best variants for the features in use. */
const dc_variants *dc_variants_now(void);

#endif
