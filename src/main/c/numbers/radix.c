/*
 * A word is a digit in the base B = radix^k, the largest power of the radix below 2^64. Both
 * conversions follow a tree of 2^height leaves of `leaf` words each. A node at level i has
 * w = leaf 2^i words. Its value is below B^w, so it fits in w limbs.
 */
#include "radix.h"

#include "convolution.h"
#include "decimal.h"
#include "limbs.h"
#include "product.h"
#include "reciprocal.h"
#include "short_division.h"

#include <stddef.h>

/* The approximate number of words of short nodes in a step. Each longer node has its own stages. */
enum { STEP_WORDS = 1 << 16 };

/* ---- Bases ---------------------------------------------------------------------------------- */

/* Upper bounds of two logarithms, less than one unit too large. */
static const struct {
    uint64_t bits_of_digit; /* log2(radix) 2^61 */
    uint64_t words_in_limb; /* (64 / log2(radix^k) - 1) 2^64 */
} logarithms[] = {
    [2] = {0x2000000000000000, 0x0410410410410411},
    [3] = {0x32b803473f7ad0f4, 0x026dc79c42a9754a},
    [4] = {0x4000000000000000, 0x0842108421084211},
    [5] = {0x4a4d3c25e68dc580, 0x055746428ecb5dd2},
    [6] = {0x52b803473f7ad0f4, 0x08176d9e80714d38},
    [7] = {0x59d5d9fd5010b367, 0x0946f70964ce0a48},
    [8] = {0x6000000000000000, 0x0410410410410411},
    [9] = {0x6570068e7ef5a1e8, 0x026dc79c42a9754a},
    [10] = {0x6a4d3c25e68dc580, 0x03953a235743502a},
    [11] = {0x6eb3a9f019750780, 0x071cfc8c4caf501f},
    [12] = {0x72b803473f7ad0f4, 0x0cd5da8b6005daa0},
    [13] = {0x766a008e4788cbce, 0x04722cc17e5c2c9f},
    [14] = {0x79d5d9fd5010b367, 0x0cf3ffed2d6ab958},
    [15] = {0x7d053f6d26089674, 0x0619dc46d3e14d55},
    [16] = {0x8000000000000000, 0x1111111111111112},
    [17] = {0x82cc7edf592262d0, 0x0b393ff4ad9e05fc},
    [18] = {0x8570068e7ef5a1e8, 0x05f06d049f29ae5f},
    [19] = {0x87ef05ae409a0289, 0x01211a66cfec16fc},
    [20] = {0x8a4d3c25e68dc580, 0x0ec75379456f9a6a},
    [21] = {0x8c8ddd448f8b845b, 0x0a707201f212c39a},
    [22] = {0x8eb3a9f019750780, 0x066de97d00d48070},
    [23] = {0x90c10500d63aa659, 0x02b57a2175661be8},
    [24] = {0x92b803473f7ad0f4, 0x12e0e67c0991c7dd},
    [25] = {0x949a784bcd1b8aff, 0x0f647a316ce6e16d},
    [26] = {0x966a008e4788cbce, 0x0c201ff7f317f6f2},
    [27] = {0x982809d5be7072dc, 0x090e220fdb58784c},
    [28] = {0x99d5d9fd5010b367, 0x062992e3024ea846},
    [29] = {0x9b74948f5532da4c, 0x036e2b2e4a5e0354},
    [30] = {0x9d053f6d26089674, 0x00d82ee4234b303e},
    [31] = {0x9e88c6b3626a72ab, 0x13975e88853e9fba},
    [32] = {0xa000000000000000, 0x1111111111111112},
    [33] = {0xa16bad3758efd874, 0x0ea9dab06eb0d75f},
    [34] = {0xa2cc7edf592262d0, 0x0c5f452078a1750f},
    [35] = {0xa4231623369e78e6, 0x0a2f1dfb2af42104},
    [36] = {0xa570068e7ef5a1e8, 0x08176d9e80714d38},
};

static dc_decimal base_of(int radix) {
    if (radix == 10) {
        return dc_decimal_19;
    }
    dc_decimal b = {.base = 1};
    while (dc_high(b.base, (uint64_t)radix) == 0) {
        b.base *= (uint64_t)radix;
        b.digits++;
    }
    b.shift = __builtin_clzll((unsigned long long)b.base);
    b.normalized = dc_divisor_of(b.base << b.shift);
    return b;
}

/* The bits of radix^(k words), or one more. */
static int64_t bits_of_power(int radix, int64_t words) {
    dc_u128 digits = (dc_u128)base_of(radix).digits * (uint64_t)words;
    return (int64_t)(digits * logarithms[radix].bits_of_digit >> 61) + 1;
}

/* ---- Trees ---------------------------------------------------------------------------------- */

typedef struct {
    int64_t leaf, words; /* the words of a leaf, and of the root */
    int height;
} tree;

static tree tree_for(int64_t words, int least_height) {
    int height = least_height;
    while ((words - 1) >> height >= DC_LEAF_WORDS) {
        height++;
    }
    int64_t leaf = (words + (INT64_C(1) << height) - 1) >> height;
    return (tree){leaf, leaf << height, height};
}

/* r[0..n) = a[0..n) * b + carry; returns the limb that is carried out. r may be a. */
static uint64_t multiply_1(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b, uint64_t carry) {
    for (int64_t i = 0; i < n; i++) {
        dc_u128 sum = (dc_u128)a[i] * b + carry;
        r[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    return carry;
}

/* ---- Powers of the base --------------------------------------------------------------------- */

/* A power of B without `zeros` of its lowest limbs, which are 0. Its top limb may be 0, too. */
typedef struct {
    const uint64_t *limbs;
    int64_t length, zeros;
} power_of_base;

static int64_t limbs_of_power(int radix, int64_t words) {
    return (bits_of_power(radix, words) + 63) / 64;
}

/*
 * How many of the lowest limbs of B^words are 0, because the radix has factors of two; but at most
 * a third of all limbs, because a reciprocal is at most twice as long as its divisor.
 */
static int64_t zeros_of_power(int radix, int64_t words) {
    int64_t twos = words * base_of(radix).digits * __builtin_ctz((unsigned)radix);
    return dc_smaller(twos / 64, limbs_of_power(radix, words) / 3);
}

/*
 * B^(leaf 2^level). `powers` has room for leaf 2^i limbs for each level i, one after the other.
 * These are leaf (2^levels - 1) limbs in total.
 */
static power_of_base power(const uint64_t *powers, int radix, tree t, int level) {
    int64_t words = t.leaf << level, zeros = zeros_of_power(radix, words);
    const uint64_t *limbs = powers + t.leaf * ((INT64_C(1) << level) - 1) + zeros;
    return (power_of_base){limbs, limbs_of_power(radix, words) - zeros, zeros};
}

static void walk_powers(dc_walk *walk, const dc_variants *variants, uint64_t *powers, int radix,
                        tree t, int levels, uint64_t *scratch) {
    if (levels == 0) {
        return;
    }
    uint64_t base = base_of(radix).base;
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        powers[0] = base;
        for (int64_t i = 1; i < t.leaf; i++) {
            powers[i] = multiply_1(powers, powers, i, base, 0);
        }
    }
    for (int level = 1; level < levels; level++) {
        power_of_base p = power(powers, radix, t, level - 1);
        uint64_t *square = powers + t.leaf * ((INT64_C(1) << level) - 1);
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            dc_clear(square, 2 * p.zeros);
        }
        dc_walk_multiply(walk, variants, square + 2 * p.zeros, p.limbs, p.length, p.limbs, p.length,
                         scratch);
    }
}

/* ---- Products of a level, all by the same power --------------------------------------------- */

/*
 * Whether transforms compute some products by the same number of this many limbs. As it is
 * transformed once, they take two transforms for each product and one more, where single products,
 * for which the threshold is, take three each.
 */
static int is_long(int64_t threshold, int64_t limbs, int64_t products) {
    return limbs >= DC_NTT_LEAST_LIMBS && 3 * products * limbs >= (2 * products + 1) * threshold;
}

/*
 * r[0..a_limbs + p.length) = a * p without the zeros. If `wanted` is not 0, only the lowest
 * `wanted` limbs are needed. The limbs above are then unspecified, and the number above them is
 * added to the lowest limbs. r may overlap a. `repeated` is 1 for all products of a level except
 * the first.
 */
static dc_convolution product_by_power(const dc_variants *variants, uint64_t *r, const uint64_t *a,
                                       int64_t a_limbs, power_of_base p, int64_t wanted,
                                       int repeated, uint64_t *scratch) {
    dc_digits digits = dc_smaller(a_limbs, p.length) <= DC_TERMS_64 ? DC_LIMBS_64 : DC_LIMBS_62;
    int64_t cyclic =
        wanted > 0 && digits == DC_LIMBS_64 ? dc_cyclic_length(wanted, a_limbs + p.length) : 0;
    return (dc_convolution){variants->ntt, digits, a,       p.limbs, a_limbs,
                            p.length,      r,      scratch, cyclic,  repeated};
}

/* ---- Strands of a level --------------------------------------------------------------------- */

/* The most strands into which the short nodes of a level are divided. */
enum { MOST_STRANDS = 16 };

/*
 * The strands of a level of `nodes` short nodes. Each strand needs a part of the scratch space of
 * its own, which has room for one product that is as long as the whole number.
 */
typedef struct {
    int64_t strands, nodes, each, in_step, steps;
} level_strands;

static level_strands strands_for(const dc_walk *walk, int64_t nodes, int64_t words,
                                 int64_t available, int64_t required) {
    level_strands l = {1, nodes, nodes, STEP_WORDS / words, 0};
    if (walk->divided) {
        int64_t most = available / required < nodes ? available / required : nodes;
        l.strands = most > MOST_STRANDS ? MOST_STRANDS : most > 1 ? most : 1;
        l.each = (nodes + l.strands - 1) / l.strands;
        /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): each strand has at least one node */
        l.strands = (nodes + l.each - 1) / l.each;
    }
    l.steps = (l.each + l.in_step - 1) / l.in_step;
    return l;
}

/* The nodes that a step runs begin here... */
static int64_t first_node(const level_strands *l, dc_span s) {
    return s.strand * l->each + s.step * l->in_step;
}

/* ... and end before this one. */
static int64_t end_of_nodes(const level_strands *l, dc_span s) {
    int64_t end = dc_smaller((s.strand + 1) * l->each, l->nodes);
    return dc_smaller(first_node(l, s) + l->in_step, end);
}

/* ---- From words ----------------------------------------------------------------------------- */

int64_t dc_from_radix_limbs(int64_t n) {
    return tree_for(n, 0).words;
}

/* The powers below that of the root, half of a node twice, and scratch for a product. */
int64_t dc_from_radix_scratch(int64_t n) {
    tree t = tree_for(n, 0);
    int64_t half = t.words / 2 + 1;
    return t.words + 2 * half + dc_multiply_scratch(half, half, 0);
}

/*
 * x[0..leaf) = words[0..n), for n up to `leaf`, most significant first. Two products with B, which
 * carry independently, run side by side.
 */
static void leaf_limbs(uint64_t *x, int64_t leaf, const uint64_t *words, int64_t n, uint64_t base) {
    int64_t length = n % 2;
    if (length > 0) {
        x[0] = words[n - 1];
    }
    for (int64_t k = n - length; k > 0; k -= 2, length += 2) {
        uint64_t carry = words[k - 1], next_carry = words[k - 2];
        for (int64_t i = 0; i < length; i++) {
            dc_u128 sum = (dc_u128)x[i] * base + carry;
            carry = (uint64_t)(sum >> 64);
            sum = (dc_u128)(uint64_t)sum * base + next_carry;
            next_carry = (uint64_t)(sum >> 64);
            x[i] = (uint64_t)sum;
        }
        dc_u128 top = (dc_u128)carry * base + next_carry;
        x[length] = (uint64_t)top;
        x[length + 1] = (uint64_t)(top >> 64);
    }
    for (; length < leaf; length++) {
        x[length] = 0;
    }
}

/* x[0..2w) = x[w..2w) B^w + x[0..w), where p is B^w. */
static void walk_join(dc_walk *walk, const dc_variants *variants, uint64_t *x, power_of_base p,
                      int64_t w, int by_transforms, int repeated, uint64_t *spare,
                      uint64_t *scratch) {
    int64_t z = p.zeros, length = p.length, end = w + z + length;
    if (!by_transforms) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            dc_multiply(variants, spare, x + w, w, p.limbs, length, scratch);
            uint64_t carry = dc_add_n(x + z, x + z, spare, w - z);
            dc_copy(x + w, spare + (w - z), z + length);
            dc_clear(x + end, 2 * w - end);
            dc_add_1(x + w, w, carry);
        }
        return;
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_copy(spare, x + z, w - z);
    }
    dc_convolution product = product_by_power(variants, x + z, x + w, w, p, 0, repeated, scratch);
    dc_walk_convolution(walk, &product);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_clear(x + end, 2 * w - end);
        uint64_t carry = dc_add_n(x + z, x + z, spare, w - z);
        dc_add_1(x + w, w, carry);
    }
}

void dc_walk_from_radix(dc_walk *walk, const dc_variants *variants, int radix, uint64_t *limbs,
                        const uint64_t *words, int64_t n, uint64_t *scratch) {
    uint64_t base = base_of(radix).base;
    tree t = tree_for(n, 0);
    uint64_t *powers = scratch, *spare = powers + t.words,
             *products = spare + 2 * (t.words / 2 + 1);
    walk_powers(walk, variants, powers, radix, t, t.height, products);
    int64_t in_step = STEP_WORDS / t.leaf, nodes = INT64_C(1) << t.height;
    for (dc_span s = dc_stage(walk, (nodes + in_step - 1) / in_step, 1); dc_next(&s);) {
        for (int64_t i = s.strand * in_step; i < nodes && i < (s.strand + 1) * in_step; i++) {
            int64_t from = dc_smaller(i * t.leaf, n), to = dc_smaller(from + t.leaf, n);
            leaf_limbs(limbs + i * t.leaf, t.leaf, words + from, to - from, base);
        }
    }
    for (int level = 0; level < t.height; level++) {
        int64_t w = t.leaf << level;
        power_of_base p = power(powers, radix, t, level);
        nodes /= 2;
        int by_transforms =
            is_long(variants->ntt_mul_limbs, 2 * w * p.length / (w + p.length), nodes);
        if (2 * w > STEP_WORDS) {
            for (int64_t i = 0; i < nodes; i++) {
                walk_join(walk, variants, limbs + 2 * w * i, p, w, by_transforms, i > 0, spare,
                          products);
            }
            continue;
        }
        /* `spare` and `products` are adjacent. */
        int64_t required = 2 * w + dc_multiply_scratch(w, w, 0);
        level_strands l =
            strands_for(walk, nodes, 2 * w, dc_from_radix_scratch(n) - t.words, required);
        for (dc_span s = dc_stage(walk, l.strands, l.steps); dc_next(&s);) {
            dc_walk all = {.stage = DC_WALK_ALL};
            uint64_t *own = spare + s.strand * required;
            int64_t from = first_node(&l, s), to = end_of_nodes(&l, s);
            for (int64_t i = from; i < to; i++) {
                walk_join(&all, variants, limbs + 2 * w * i, p, w, by_transforms, i > from, own,
                          own + 2 * w);
            }
        }
    }
}

/* ---- To words: sizes ------------------------------------------------------------------------ */

/* At least as many words as 2^(64 n) has. */
int64_t dc_to_radix_words(int radix, int64_t n) {
    int64_t words = n + (int64_t)dc_high((uint64_t)n, logarithms[radix].words_in_limb) + 1;
    return words <= DC_DIVIDED_WORDS ? words : tree_for(words, 1).words;
}

/* Sizes, and where the numbers begin in the scratch space. The powers of the base come first. */
typedef struct {
    tree t;
    int64_t w, m;   /* half of the words, and the limbs of B^w */
    int64_t q;      /* the limbs of the reciprocal after the point */
    int shift;      /* makes B^w, in m limbs, a fraction of at least 1/4 */
    int64_t length; /* of the numbers that are multiplied by the reciprocal */
    int64_t cyclic; /* of the product of the quotient and B^w, or 0 */
    int64_t reciprocal, shifted, level, next, spare;
    int64_t products, by_divisor; /* scratch for all products, and for that by B^w */
    int64_t end;
} layout;

static layout layout_for(int radix, int64_t words, int64_t n) {
    layout l = {.t = tree_for(words, 1)};
    l.w = l.t.words / 2;
    l.m = limbs_of_power(radix, l.w);
    l.q = l.m + 2;
    l.shift = (int)(64 * l.m - bits_of_power(radix, l.w));
    l.length = dc_larger(l.m, n - l.m + 3);
    int64_t s = l.m - zeros_of_power(radix, l.w);
    int64_t by_reciprocal = dc_multiply_scratch(l.length, l.q + 1, 0);
    int64_t by_divisor = dc_multiply_scratch(l.m, s, 0);
    if (l.length >= DC_NTT_LEAST_LIMBS && s <= DC_TERMS_64) {
        l.cyclic = dc_cyclic_length(s + 2, l.m + s);
    }
    if (l.cyclic > 0) {
        const uint64_t x = 0, y = 0; /* only their addresses matter, which are different */
        dc_convolution c = {.a = &x, .b = &y, .cyclic = l.cyclic};
        by_divisor = dc_convolution_scratch(&c);
    }
    int64_t fractions = l.t.words + (INT64_C(1) << l.t.height); /* of a level */
    l.reciprocal = l.t.words;
    l.shifted = l.reciprocal + l.q + 1;
    l.level = l.shifted + l.length;
    l.next = l.level + fractions;
    l.spare = l.next + fractions;
    l.products = l.spare + dc_larger(l.length + l.q + 1, 2 * l.w + 1);
    l.by_divisor = l.products + by_reciprocal;
    l.end = l.products + dc_larger(dc_reciprocal_scratch(l.q), by_reciprocal + by_divisor);
    return l;
}

int64_t dc_to_radix_scratch(int radix, int64_t n) {
    int64_t words = dc_to_radix_words(radix, n);
    return words <= DC_DIVIDED_WORDS ? n : layout_for(radix, words, n).end;
}

/* ---- To words: two halves ------------------------------------------------------------------- */

/* to[0..m) = a[0..n) 2^shift */
static void shift_left(uint64_t *to, int64_t m, const uint64_t *a, int64_t n, int shift) {
    uint64_t out = dc_shift_left(to, a, dc_smaller(m, n), shift);
    if (n < m) {
        to[n] = out;
        dc_clear(to + n + 1, m - n - 1);
    }
}

/* Whether transforms compute the three products by the reciprocal. */
static int has_long_halves(const dc_variants *variants, const layout *l) {
    return is_long(variants->ntt_part_limbs, l->length, 3);
}

/*
 * spare[from..to) = these limbs of the number in `shifted`, of n limbs, times the reciprocal. If
 * transforms compute it, the number has zeros up to the length of all these products, so that the
 * reciprocal is transformed once.
 */
static void walk_by_reciprocal(dc_walk *walk, const dc_variants *variants, const layout *l,
                               int64_t n, int64_t from, int64_t to, int repeated,
                               uint64_t *scratch) {
    uint64_t *r = scratch + l->spare, *products = scratch + l->products;
    const uint64_t *x = scratch + l->shifted, *reciprocal = scratch + l->reciprocal;
    if (has_long_halves(variants, l)) {
        power_of_base by = {reciprocal, l->q + 1, 0};
        dc_convolution c = product_by_power(variants, r, x, l->length, by, 0, repeated, products);
        dc_walk_convolution(walk, &c);
    } else {
        dc_walk_multiply_part(walk, variants, r, x, n, reciprocal, l->q + 1, from, to, products);
    }
}

/* r[0..m) += a[0..n) modulo 2^(64 m) - 1; returns how many carries were dropped. */
static uint64_t add_folded(uint64_t *r, int64_t m, const uint64_t *a, int64_t n) {
    uint64_t dropped = 0;
    for (int64_t i = 0; i < n; i += m) {
        int64_t here = dc_smaller(n - i, m);
        dropped += dc_add_1(r + here, m - here, dc_add_n(r, r, a + i, here));
    }
    return dropped;
}

/*
 * spare[0..s] = a[0..n) - quotient[0..m) p, where p has s limbs and the difference s + 1. A long
 * product is computed modulo 2^(64 c) - 1, and the lowest limbs of the factors tell which of the
 * numbers that are congruent to it is the product.
 */
static void walk_subtract_product(dc_walk *walk, const dc_variants *variants, const layout *l,
                                  const uint64_t *quotient, power_of_base p, const uint64_t *a,
                                  int64_t n, uint64_t *scratch) {
    int64_t s = p.length, m = l->m, c = l->cyclic, length = dc_smaller(m, c);
    uint64_t *r = scratch + l->spare, *folded = scratch + l->shifted;
    int is_transformed = has_long_halves(variants, l);
    if (!is_transformed || c == 0) {
        dc_walk_multiply_part(walk, variants, r, quotient, m, p.limbs, s, 0, s + 1,
                              scratch + (is_transformed ? l->by_divisor : l->products));
        for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
            dc_sub_n(r, a, r, s + 1);
        }
        return;
    }
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        dc_clear(folded, length);
        dc_add_1(folded, length, add_folded(folded, length, quotient, m));
    }
    dc_convolution product = {variants->ntt,           DC_LIMBS_64, folded, p.limbs, length, s, r,
                              scratch + l->by_divisor, c,           0};
    dc_walk_convolution(walk, &product);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        uint64_t carry[2];
        dc_cyclic_carry(&product, carry);
        for (int64_t i = 0; i < c; i++) {
            r[i] = ~r[i]; /* the negative number modulo 2^(64 c) - 1 */
        }
        add_folded(r, c, a, n);
        dc_sub_1(r, c, carry[0]);
        dc_sub_1(r + 1, c - 1, carry[1]);
        /* r is too small by how many carries were dropped. */
        dc_add_1(r, c, a[0] - quotient[0] * p.limbs[0] - r[0]);
    }
}

/*
 * quotient[0..m) and rest[0..m) = a[0..n) / B^w and the remainder, where p is B^w. The remainder
 * has as many of the lowest limbs of a as p has zeros.
 */
static void walk_divide(dc_walk *walk, const dc_variants *variants, const layout *l,
                        uint64_t *quotient, uint64_t *rest, power_of_base p, const uint64_t *a,
                        int64_t n, uint64_t *scratch) {
    int64_t s = p.length, z = p.zeros, m = l->m, length = n - m + 3, from = l->q + 2;
    int64_t known = dc_smaller(length - 1, m);
    uint64_t *shifted = scratch + l->shifted, *spare = scratch + l->spare;
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        /* What is left out, and the error of the reciprocal, make the quotient too small by 1
         * at most. */
        shift_left(shifted, l->length, a + (m - 2), n - (m - 2), l->shift);
        shifted[0] |= l->shift > 0 ? a[m - 3] >> (64 - l->shift) : 0;
    }
    walk_by_reciprocal(walk, variants, l, length, from, from + known, 0, scratch);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        dc_copy(quotient, spare + from, known);
        dc_clear(quotient + known, m - known);
    }
    walk_subtract_product(walk, variants, l, quotient, p, a + z, n - z, scratch);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        uint64_t *low = rest + z, above = spare[s];
        dc_copy(rest, a, z);
        dc_copy(low, spare, s);
        if (above != 0 || !dc_is_below(low, p.limbs, s)) {
            dc_sub_n(low, low, p.limbs, s);
            dc_add_1(quotient, m, 1);
        }
    }
}

/* y[0..w] = the limbs after the point of x[0..m) / B^w. The upper m + 1 of them are computed. */
static void walk_fraction(dc_walk *walk, const dc_variants *variants, const layout *l, uint64_t *y,
                          const uint64_t *x, uint64_t *scratch) {
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        shift_left(scratch + l->shifted, l->length, x, l->m, l->shift);
    }
    int64_t from = l->q - 1, zeros = l->w - l->m;
    walk_by_reciprocal(walk, variants, l, l->m, from, from + l->m + 1, 1, scratch);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_clear(y, zeros);
        dc_copy(y + zeros, scratch + l->spare + from, l->m + 1);
    }
}

/* ---- To words: the tree --------------------------------------------------------------------- */

/*
 * Splits a node of 2w words. Its value is B^(2w) y, where y[0..2w + 1) are the limbs after the
 * point. Each half has w + 1 limbs. The upper half is y with fewer limbs; the lower half is the
 * fractional part of B^w y, where p is B^w.
 */
static void walk_halves(dc_walk *walk, const dc_variants *variants, uint64_t *halves,
                        const uint64_t *y, power_of_base p, int64_t w, int by_transforms,
                        int repeated, uint64_t *spare, uint64_t *scratch) {
    int64_t from = w - p.zeros;
    const uint64_t *low = spare + from;
    if (by_transforms) {
        /* A long node does not need its lowest limb, because a word is shorter than a limb. */
        int64_t wanted = 2 * w - p.zeros;
        dc_convolution product =
            product_by_power(variants, spare, y + 1, 2 * w, p, wanted, repeated, scratch);
        if (product.cyclic > 0) { /* limbs of y that change only those above `wanted` */
            product.a_words = dc_smaller(product.a_words, product.cyclic);
        }
        dc_walk_convolution(walk, &product);
        low--;
    } else {
        dc_walk_multiply_part(walk, variants, spare, y, 2 * w + 1, p.limbs, p.length, from,
                              from + w + 1, scratch);
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_copy(halves, low, w + 1);
        dc_copy(halves + w + 1, y + w, w + 1);
    }
}

/* The nodes of a level, of 2w words each, where p is B^w. */
static void walk_level(dc_walk *walk, const dc_variants *variants, const layout *l, uint64_t *next,
                       const uint64_t *level, power_of_base p, int64_t w, uint64_t *scratch) {
    int64_t nodes = l->t.words / (2 * w);
    uint64_t *spare = scratch + l->spare, *products = scratch + l->products;
    int by_transforms = is_long(variants->ntt_part_limbs, w, nodes);
    if (2 * w > STEP_WORDS) {
        for (int64_t k = 0; k < nodes; k++) {
            walk_halves(walk, variants, next + 2 * k * (w + 1), level + k * (2 * w + 1), p, w,
                        by_transforms, k > 0, spare, products);
        }
        return;
    }
    int64_t room = 3 * w + 1, required = room + dc_multiply_scratch(2 * w + 1, w, 0);
    level_strands ls = strands_for(walk, nodes, 2 * w, l->end - l->products, required);
    for (dc_span s = dc_stage(walk, ls.strands, ls.steps); dc_next(&s);) {
        dc_walk all = {.stage = DC_WALK_ALL};
        uint64_t *own = products + s.strand * required;
        int64_t from = first_node(&ls, s), to = end_of_nodes(&ls, s);
        for (int64_t k = from; k < to; k++) {
            walk_halves(&all, variants, next + 2 * k * (w + 1), level + k * (2 * w + 1), p, w,
                        by_transforms, k > from, ls.strands > 1 ? own : spare,
                        ls.strands > 1 ? own + room : products);
        }
    }
}

/*
 * Computes the words of a leaf, most significant first, by products with B. Stores the top limb
 * of the remaining fraction in *after. Two products, which carry independently, run side by side.
 */
static void leaf_words(uint64_t *words, uint64_t *y, int64_t leaf, uint64_t base, uint64_t *after) {
    int64_t k = leaf % 2;
    if (k > 0) {
        words[leaf - 1] = multiply_1(y, y, leaf + 1, base, 0);
    }
    for (; k < leaf; k += 2) {
        uint64_t carry = dc_high(y[k], base), next_carry = 0;
        for (int64_t i = k + 1; i <= leaf; i++) {
            dc_u128 sum = (dc_u128)y[i] * base + carry;
            carry = (uint64_t)(sum >> 64);
            sum = (dc_u128)(uint64_t)sum * base + next_carry;
            next_carry = (uint64_t)(sum >> 64);
            y[i] = (uint64_t)sum;
        }
        words[leaf - 1 - k] = carry;
        words[leaf - 2 - k] = next_carry;
    }
    *after = y[leaf];
}

/*
 * Corrects the leaves of a half. Their errors are below 1/4, so only a value close to an integer
 * can have the words of the integer below or above it. The true fraction of a leaf follows from the
 * leaf below, which is corrected first.
 */
static void settle(uint64_t *words, const uint64_t *after, int64_t length, int64_t leaves,
                   const dc_decimal *base) {
    uint64_t expected = 0;
    for (int64_t i = 0; i < leaves; i++) {
        uint64_t *leaf = words + i * length;
        uint64_t actual = after[i * (length + 1)];
        if (actual >= expected && actual - expected > UINT64_C(1) << 63) {
            dc_decimal_add_signed(leaf, length, 1, base);
        } else if (actual < expected && expected - actual > UINT64_C(1) << 63) {
            dc_decimal_add_signed(leaf, length, -1, base);
        }
        uint64_t rest;
        expected = dc_decimal_divide(leaf[length - 1], 0, base, &rest);
    }
}

/* ---- To words: the conversion --------------------------------------------------------------- */

static void divide_out(uint64_t *words, int64_t count, const uint64_t *a, int64_t n, uint64_t *rest,
                       const dc_decimal *base) {
    dc_copy(rest, a, n);
    for (int64_t i = 0; i < count; i++) {
        uint64_t word = 0;
        for (int64_t k = n - 1; k >= 0; k--) {
            rest[k] = dc_decimal_divide(word, rest[k], base, &word);
        }
        words[i] = word;
        n = dc_normalized(rest, n);
    }
}

/*
 * One division by B^w, where w is half of the words, splits the number into two halves, and each of
 * them divided by B^w is a fraction below 1. Its words are found without further divisions: the
 * upper half of a node is the fraction with fewer limbs, and the lower half is the fraction
 * multiplied by a power of B. [The idea is that of D. Bernstein, "Scaled remainder trees".] Errors,
 * in units of a node's last digit: the reciprocal and the products by it cause less than 2^-60 at
 * both roots. If B = 10^19, each level adds less than 2^-60, so the error of every leaf is below
 * 2^-50. The error is largest if B is close to 2^64, which is 30^13. Then the level of the shortest
 * long nodes adds less than 2^-17, and all levels together less than 2^-16.
 */
static void walk_tree(dc_walk *walk, const dc_variants *variants, int radix, uint64_t *words,
                      int64_t count, const uint64_t *a, int64_t n, uint64_t *scratch) {
    const dc_decimal base = base_of(radix);
    layout l = layout_for(radix, count, n);
    tree t = l.t;
    uint64_t *powers = scratch, *divisor = scratch + l.shifted, *products = scratch + l.products;
    uint64_t *level = scratch + l.level, *next = scratch + l.next;
    uint64_t *quotient = next, *rest = quotient + l.m;

    walk_powers(walk, variants, powers, radix, t, t.height, products);
    power_of_base p = power(powers, radix, t, t.height - 1);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        shift_left(divisor, p.length, p.limbs, p.length, l.shift);
    }
    dc_walk_reciprocal(walk, variants, scratch + l.reciprocal, l.q, divisor, p.length, products);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_sub_1(scratch + l.reciprocal, l.q + 1, 8); /* so that it is not too large */
    }
    walk_divide(walk, variants, &l, quotient, rest, p, a, n, scratch);
    walk_fraction(walk, variants, &l, level, rest, scratch);
    walk_fraction(walk, variants, &l, level + l.w + 1, quotient, scratch);

    for (int i = t.height - 2; i >= 0; i--) {
        walk_level(walk, variants, &l, next, level, power(powers, radix, t, i), t.leaf << i,
                   scratch);
        uint64_t *swap = level;
        level = next;
        next = swap;
    }
    int64_t leaves = INT64_C(1) << t.height, in_step = STEP_WORDS / t.leaf;
    for (dc_span s = dc_stage(walk, (leaves + in_step - 1) / in_step, 1); dc_next(&s);) {
        for (int64_t k = s.strand * in_step; k < leaves && k < (s.strand + 1) * in_step; k++) {
            uint64_t *y = level + k * (t.leaf + 1);
            leaf_words(words + k * t.leaf, y, t.leaf, base.base, y);
        }
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        /* Both halves are integers, so the fraction below the upper half is 0, too. */
        settle(words, level, t.leaf, leaves / 2, &base);
        settle(words + l.w, level + (t.leaf + 1) * (leaves / 2), t.leaf, leaves / 2, &base);
    }
}

void dc_walk_to_radix(dc_walk *walk, const dc_variants *variants, int radix, uint64_t *words,
                      const uint64_t *a, int64_t n, uint64_t *scratch) {
    int64_t count = dc_to_radix_words(radix, n);
    if (count > DC_SHORT_WORDS) {
        walk_tree(walk, variants, radix, words, count, a, n, scratch);
        return;
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        if (count > DC_DIVIDED_WORDS) {
            dc_walk all = {.stage = DC_WALK_ALL};
            walk_tree(&all, variants, radix, words, count, a, n, scratch);
        } else {
            const dc_decimal base = base_of(radix);
            divide_out(words, count, a, n, scratch, &base);
        }
    }
}
