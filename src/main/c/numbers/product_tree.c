/*
 * The tree halves the array of factors until a part has at most DC_PRODUCT_LEAF_LIMBS limbs. Level
 * 0 has 2^height leaves, and level i has 2^(height - i) nodes. The lengths of the nodes of a level
 * differ by at most one. The product of n limbs has at most n limbs, so each product fits into the
 * part of the array whose product it is.
 */
#include "product_tree.h"

#include "product.h"
#include "words.h"

/*
 * A subtree of up to SUBTREE_LIMBS is computed in one step, while it is in the cache. Above it, a
 * product of up to STEP_LIMBS is one step, and a longer product has its own stages.
 */
enum { SUBTREE_LIMBS = 1 << 13, STEP_LIMBS = 1 << 16 };

/* Steps of short products are divided among this many strands. Each strand has its own scratch. */
enum { STRANDS = 16 };

typedef struct {
    int64_t limbs;
    int height, subtree; /* the level of the root, and of the subtrees that are one step each */
} tree;

/* The length of the longest node of a level. */
static int64_t longest(tree t, int level) {
    return ((t.limbs - 1) >> (t.height - level)) + 1;
}

static tree tree_for(int64_t limbs) {
    tree t = {.limbs = limbs};
    while (longest(t, 0) > DC_PRODUCT_LEAF_LIMBS) {
        t.height++;
    }
    while (t.subtree < t.height && longest(t, t.subtree + 1) <= SUBTREE_LIMBS) {
        t.subtree++;
    }
    return t;
}

/* The first limb of node k, which is the end of node k - 1. */
static int64_t start(tree t, int level, int64_t k) {
    return k * t.limbs >> (t.height - level);
}

static int64_t strands_of(tree t, int level) {
    int64_t nodes = INT64_C(1) << (t.height - level);
    return nodes < STRANDS ? nodes : STRANDS;
}

static int64_t products_scratch(tree t, int level) {
    int64_t factor = longest(t, level - 1);
    return dc_multiply_scratch(factor, factor, 0);
}

static int is_short(tree t, int level) {
    return longest(t, level) <= STEP_LIMBS;
}

/* A second array for the products of every other level, and scratch for the products of a level. */
int64_t dc_product_scratch(int64_t n) {
    tree t = tree_for(n);
    int64_t most = 0;
    for (int level = 1; level <= t.height; level++) {
        int64_t strands = level >= t.subtree && is_short(t, level) ? strands_of(t, level) : 1;
        int64_t limbs = strands * products_scratch(t, level);
        most = limbs > most ? limbs : most;
    }
    return n + most;
}

static void multiply_leaf(uint64_t *x, const uint64_t *a, int64_t n) {
    x[0] = a[0];
    for (int64_t i = 1; i < n; i++) {
        uint64_t carry = 0;
        for (int64_t k = 0; k < i; k++) {
            dc_u128 product = (dc_u128)x[k] * a[i] + carry;
            x[k] = (uint64_t)product;
            carry = (uint64_t)(product >> 64);
        }
        x[i] = carry;
    }
}

/* Multiplies the two children of a node. The products of level i are in levels[i % 2]. */
static void walk_node(dc_walk *walk, const dc_variants *variants, tree t, int level, int64_t k,
                      uint64_t *const levels[2], uint64_t *scratch) {
    const uint64_t *x = levels[(level - 1) % 2];
    int64_t from = start(t, level, k), middle = start(t, level - 1, 2 * k + 1),
            to = start(t, level, k + 1);
    dc_walk_multiply(walk, variants, levels[level % 2] + from, x + from, middle - from, x + middle,
                     to - middle, scratch);
}

/* Computes node k of the level of subtrees from its leaves. */
static void multiply_subtree(const dc_variants *variants, tree t, int64_t k,
                             uint64_t *const levels[2], const uint64_t *a, uint64_t *scratch) {
    int64_t leaves = INT64_C(1) << t.subtree;
    for (int64_t i = k * leaves; i < (k + 1) * leaves; i++) {
        int64_t from = start(t, 0, i);
        multiply_leaf(levels[0] + from, a + from, start(t, 0, i + 1) - from);
    }
    for (int level = 1; level <= t.subtree; level++) {
        int64_t nodes = leaves >> level;
        for (int64_t i = k * nodes; i < (k + 1) * nodes; i++) {
            dc_walk all = {.stage = DC_WALK_ALL};
            walk_node(&all, variants, t, level, i, levels, scratch);
        }
    }
}

void dc_walk_product(dc_walk *walk, const dc_variants *variants, uint64_t *r, const uint64_t *a,
                     int64_t n, uint64_t *scratch) {
    tree t = tree_for(n);
    uint64_t *const levels[2] = {t.height % 2 == 0 ? r : scratch, t.height % 2 == 0 ? scratch : r};
    uint64_t *products = scratch + n;
    for (int level = t.subtree; level <= t.height; level++) {
        int64_t nodes = INT64_C(1) << (t.height - level), strands = strands_of(t, level);
        if (level > t.subtree && !is_short(t, level)) {
            for (int64_t k = 0; k < nodes; k++) {
                walk_node(walk, variants, t, level, k, levels, products);
            }
            continue;
        }
        int64_t own = level > 0 ? products_scratch(t, level) : 0;
        for (dc_span s = dc_stage(walk, strands, nodes / strands); dc_next(&s);) {
            int64_t k = s.strand * (nodes / strands) + s.step;
            uint64_t *of_strand = products + s.strand * own;
            if (level == t.subtree) {
                multiply_subtree(variants, t, k, levels, a, of_strand);
            } else {
                dc_walk all = {.stage = DC_WALK_ALL};
                walk_node(&all, variants, t, level, k, levels, of_strand);
            }
        }
    }
}
