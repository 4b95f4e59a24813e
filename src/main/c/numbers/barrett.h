/*
 * Products modulo a number of any length, by Barrett's reduction, in stages. Internal.
 *
 * The modulus is shifted left, so that its top bit is 1. Residues are below the shifted modulus and
 * have as many limbs.
 */
#ifndef DC_BARRETT_H
#define DC_BARRETT_H

#include "product.h"
#include "stages.h"
#include "variants.h"

typedef struct {
    const dc_variants *variants;
    int64_t n; /* limbs of the modulus and of residues */
    /* Below, all in the scratch space. */
    uint64_t *modulus;    /* n limbs, shifted */
    uint64_t *reciprocal; /* n limbs; see barrett.c */
    uint64_t *product;    /* 2n limbs: the number to be reduced */
    uint64_t *quotient;   /* n limbs */
    uint64_t *estimate;   /* 2n + 2 limbs */
    /*
     * Scratch for the products of residues, and for those by the reciprocal and by the modulus. If
     * these are computed by transforms, they are apart, so that transforms can be kept.
     */
    uint64_t *products, *by_reciprocal, *by_modulus;
} dc_barrett;

/* How the products for a modulus are computed. */
typedef enum {
    DC_BARRETT_WHOLE,     /* one after the other */
    DC_BARRETT_PARTS,     /* halves of those by the reciprocal and by the modulus */
    DC_BARRETT_TRANSFORMS /* those of the reciprocal and of the modulus are kept */
} dc_barrett_way;

/*
 * The way for a modulus of n limbs. Transforms pay for shorter numbers than they do for a single
 * product, because some are kept, and one of the products is cyclic.
 */
static inline dc_barrett_way dc_barrett_way_for(const dc_variants *variants, int64_t n) {
    if (n < variants->ntt_mul_limbs && dc_has_parts(variants, n, n)) {
        return DC_BARRETT_PARTS;
    }
    return n >= DC_NTT_LEAST_LIMBS && 2 * n >= (int64_t)variants->ntt_mul_limbs
               ? DC_BARRETT_TRANSFORMS
               : DC_BARRETT_WHOLE;
}

/* The limbs of all buffers of a modulus of n limbs, with any variants. */
int64_t dc_barrett_scratch(int64_t n);

/* The buffers of a modulus of n limbs. */
dc_barrett dc_barrett_in(const dc_variants *variants, int64_t n, uint64_t *scratch);

/* Prepares reductions modulo c[0..n), whose top limb is not 0. */
void dc_walk_barrett_prepare(dc_walk *walk, const dc_barrett *b, const uint64_t *c);

/*
 * b->product = x[0..n) * y[0..n), or a square if x == y. `repeated` is 1 if both this product and
 * the one before it are squares.
 */
void dc_walk_barrett_multiply(dc_walk *walk, const dc_barrett *b, const uint64_t *x,
                              const uint64_t *y, int repeated);

/*
 * r[0..n) = b->product modulo the shifted modulus. The upper n limbs of the product must be below
 * the modulus. `repeated` is 1 except for the first reduction. r must not be a part of b's buffers.
 */
void dc_walk_barrett_reduce(dc_walk *walk, const dc_barrett *b, uint64_t *r, int repeated);

#endif
