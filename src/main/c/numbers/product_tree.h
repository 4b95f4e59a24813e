/* Products of many limbs, as a tree, in stages. Internal. */
#ifndef DC_PRODUCT_TREE_H
#define DC_PRODUCT_TREE_H

#include "stages.h"
#include "variants.h"

/* The limbs of scratch for a product of n >= 1 limbs. */
int64_t dc_product_scratch(int64_t n);

/* r[0..n) = the product of a[0], a[1], ..., a[n - 1]. r, a and scratch must not overlap. */
void dc_walk_product(dc_walk *walk, const dc_variants *variants, uint64_t *r, const uint64_t *a,
                     int64_t n, uint64_t *scratch);

#endif
