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

/* floor((2^128 - 1) / d) - 2^64, where the top bit of d is set, bit by bit. */
static uint64_t reciprocal_of(uint64_t d) {
    uint64_t rest = ~d, quotient = 0;
    for (int bit = 63; bit >= 0; bit--) {
        int out = (int)(rest >> 63);
        rest = rest << 1 | 1;
        quotient <<= 1;
        if (out || rest >= d) {
            rest -= d;
            quotient |= 1;
        }
    }
    return quotient;
}

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
    b.normalized.d = b.base << b.shift;
    b.normalized.reciprocal = reciprocal_of(b.normalized.d);
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

static tree tree_for(int64_t words) {
    int height = 0;
    while ((words - 1) >> height >= DC_LEAF_WORDS) {
        height++;
    }
    int64_t leaf = (words + (INT64_C(1) << height) - 1) >> height;
    return (tree){leaf, leaf << height, height};
}

/* The tree of a number of more than DC_DIVIDED_WORDS words, and up to DC_SHORT_WORDS words. */
static tree short_tree_for(int64_t words) {
    int height = 1;
    while ((words - 1) >> height >= DC_SHORT_LEAF_WORDS) {
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

/*
 * `powers` holds B^(leaf 2^i), in leaf 2^i limbs, for all i below `levels`, one after the
 * other. These are leaf (2^levels - 1) limbs in total.
 */
static const uint64_t *power(const uint64_t *powers, tree t, int level) {
    return powers + t.leaf * ((INT64_C(1) << level) - 1);
}

static void walk_powers(dc_walk *walk, const dc_variants *variants, uint64_t *powers, tree t,
                        uint64_t base, int levels, uint64_t *scratch) {
    if (levels == 0) {
        return;
    }
    int64_t limbs = t.leaf;
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        for (int64_t i = 0; i < t.leaf; i++) {
            powers[i] = 0;
        }
        powers[0] = 1;
        for (int64_t i = 0; i < t.leaf; i++) {
            multiply_1(powers, powers, t.leaf, base, 0);
        }
    }
    for (int level = 1; level < levels; level++, limbs *= 2) {
        const uint64_t *p = power(powers, t, level - 1);
        dc_walk_multiply(walk, variants, powers + t.leaf * ((INT64_C(1) << level) - 1), p, limbs, p,
                         limbs, scratch);
    }
}

/* ---- Products of a level, all by the same power --------------------------------------------- */

/*
 * Whether transforms compute some products by the same number of this many limbs. As it is
 * transformed once, they take two transforms for each product and one more, where single products,
 * for which the threshold is, take three each.
 */
static int is_long(const dc_variants *variants, int64_t limbs, int64_t products) {
    return limbs >= DC_NTT_LEAST_LIMBS
           && 3 * products * limbs >= (2 * products + 1) * variants->ntt_mul_limbs;
}

/*
 * r[0..a_limbs + w) = a * p[0..w). If `wanted` is not 0, only the lowest `wanted` limbs are
 * needed. The limbs above are then unspecified, and the number above them is added to the lowest
 * limbs. r may overlap a. `repeated` is 1 for all products of a level except the first.
 */
static dc_convolution product_by_power(const dc_variants *variants, uint64_t *r, const uint64_t *a,
                                       int64_t a_limbs, const uint64_t *p, int64_t w,
                                       int64_t wanted, int repeated, uint64_t *scratch) {
    dc_digits digits = w <= DC_TERMS_64 ? DC_LIMBS_64 : DC_LIMBS_62;
    int64_t cyclic =
        wanted > 0 && digits == DC_LIMBS_64 ? dc_cyclic_length(wanted, a_limbs + w) : 0;
    return (dc_convolution){variants->ntt, digits, a, p, a_limbs, w, r, scratch, cyclic, repeated};
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

/* Transforms are fastest if they begin at a cache line. */
static int64_t whole_lines(int64_t limbs) {
    return (limbs + 7) / 8 * 8;
}

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
    return tree_for(n).words;
}

/* The powers below that of the root, half of a node twice, and scratch for a product. */
int64_t dc_from_radix_scratch(int64_t n) {
    tree t = tree_for(n);
    int64_t half = t.words / 2 + 1;
    return t.words + 2 * half + dc_multiply_scratch(half, half, 0);
}

/* x[0..2w) = x[w..2w) B^w + x[0..w) */
static void walk_join(dc_walk *walk, const dc_variants *variants, uint64_t *x, const uint64_t *p,
                      int64_t w, int by_transforms, int repeated, uint64_t *spare,
                      uint64_t *scratch) {
    if (!by_transforms) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            dc_multiply(variants, spare, x + w, w, p, w, scratch);
            uint64_t carry = dc_add_n(x, x, spare, w);
            dc_copy(x + w, spare + w, w);
            dc_add_1(x + w, w, carry);
        }
        return;
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_copy(spare, x, w);
    }
    dc_convolution product = product_by_power(variants, x, x + w, w, p, w, 0, repeated, scratch);
    dc_walk_convolution(walk, &product);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        uint64_t carry = dc_add_n(x, x, spare, w);
        dc_add_1(x + w, w, carry);
    }
}

void dc_walk_from_radix(dc_walk *walk, const dc_variants *variants, int radix, uint64_t *limbs,
                        const uint64_t *words, int64_t n, uint64_t *scratch) {
    uint64_t base = base_of(radix).base;
    tree t = tree_for(n);
    uint64_t *powers = scratch, *spare = powers + t.words,
             *products = spare + 2 * (t.words / 2 + 1);
    walk_powers(walk, variants, powers, t, base, t.height, products);
    int64_t in_step = STEP_WORDS / t.leaf, nodes = INT64_C(1) << t.height;
    for (dc_span s = dc_stage(walk, (nodes + in_step - 1) / in_step, 1); dc_next(&s);) {
        for (int64_t i = s.strand * in_step; i < nodes && i < (s.strand + 1) * in_step; i++) {
            uint64_t *x = limbs + i * t.leaf;
            int64_t from = i * t.leaf, to = from + t.leaf < n ? from + t.leaf : n, length = 0;
            for (int64_t k = to - 1; k >= from; k--) {
                uint64_t carry = multiply_1(x, x, length, base, words[k]);
                x[length++] = carry;
            }
            for (; length < t.leaf; length++) {
                x[length] = 0;
            }
        }
    }
    for (int level = 0; level < t.height; level++) {
        int64_t w = t.leaf << level;
        const uint64_t *p = power(powers, t, level);
        nodes /= 2;
        int by_transforms = is_long(variants, w, nodes);
        if (2 * w > STEP_WORDS) {
            for (int64_t i = 0; i < nodes; i++) {
                walk_join(walk, variants, limbs + 2 * w * i, p, w, by_transforms, i > 0, spare,
                          products);
            }
            continue;
        }
        /* `spare` and `products` are adjacent. */
        int64_t required = whole_lines(2 * w + dc_multiply_scratch(w, w, 0));
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

/* ---- To words ------------------------------------------------------------------------------- */

/* Whether more than DC_DIVIDED_WORDS words are computed in one step, by short_to_decimal(). */
static int is_short(int radix, int64_t words) {
    return radix == 10 && words <= DC_SHORT_WORDS;
}

/* At least as many words as 2^(64 n) has. */
int64_t dc_to_radix_words(int radix, int64_t n) {
    int64_t words = n + (int64_t)dc_high((uint64_t)n, logarithms[radix].words_in_limb) + 1;
    return words <= DC_DIVIDED_WORDS ? words
           : is_short(radix, words)  ? short_tree_for(words).words
                                     : tree_for(words).words;
}

typedef struct {
    tree t;
    int64_t m, q;  /* limbs of B^words, and of its reciprocal after the point */
    int shift;     /* makes the divisor a fraction of at least 1/4 */
    int64_t level; /* limbs of all fractions of a level; each node has one more than words */
    int64_t powers, spare;
} layout;

static layout layout_for(int radix, int64_t words) {
    layout l = {.t = tree_for(words)};
    int64_t bits = bits_of_power(radix, l.t.words);
    l.m = (bits + 63) / 64;
    l.q = l.m + 2;
    l.shift = (int)(64 * l.m - bits);
    l.level = l.t.words + (INT64_C(1) << l.t.height);
    l.powers = 2 * l.t.words;
    l.spare = 3 * (l.q + 3); /* more than a product of m and q + 1 limbs */
    return l;
}

/* The long products of short_to_decimal(), for n limbs, and their scratch, in this order. */
typedef struct {
    int64_t length;                    /* of the numbers that are multiplied by the reciprocal */
    int64_t cyclic;                    /* of the product of the quotient and the divisor */
    int64_t by_reciprocal, by_divisor; /* for transforms; 0 if the numbers are too short */
} short_products;

static short_products short_products_for(int64_t w, int64_t n) {
    /* 10^(19 w) has at most `limbs` limbs, one less perhaps, and the lower ones are 0. */
    int64_t q = w + 2, limbs = (bits_of_power(10, w) + 63) / 64, upper = limbs - 19 * w / 64;
    short_products p = {.length = dc_larger(limbs, n - limbs + 4)};
    if (p.length < DC_NTT_LEAST_LIMBS) {
        return p;
    }
    const uint64_t x = 0, y = 0; /* only their addresses matter, which are different */
    p.cyclic = dc_cyclic_length(upper + 2, w + 1 + upper);
    dc_convolution c = {.a = &x, .b = &y, .a_words = p.length, .b_words = q + 1};
    p.by_reciprocal = whole_lines(dc_convolution_scratch(&c));
    c.cyclic = p.cyclic;
    p.by_divisor = dc_convolution_scratch(&c);
    return p;
}

/* The numbers of short_layout, and scratch for the reciprocal or for products. */
static int64_t short_scratch(int64_t words, int64_t n) {
    tree t = short_tree_for(words);
    int64_t w = t.words / 2, q = w + 2, nodes = t.words + (INT64_C(1) << t.height);
    int64_t numbers = t.words + w + (q + 1) + 2 * nodes + 2 * (w + 4) + 2 * (w + 1) + 2 * w + 4;
    short_products p = short_products_for(w, n);
    return numbers + dc_larger(dc_reciprocal_scratch(q), p.by_reciprocal + p.by_divisor);
}

/*
 * The powers, the divisor, its reciprocal, and then a product, the fractions of two levels, and
 * scratch for products. The reciprocal is computed in the same space.
 */
int64_t dc_to_radix_scratch(int radix, int64_t n) {
    int64_t words = dc_to_radix_words(radix, n);
    if (words <= DC_DIVIDED_WORDS) {
        return n;
    }
    if (is_short(radix, words)) {
        return short_scratch(words, n);
    }
    layout l = layout_for(radix, words);
    int64_t nodes = l.spare + 2 * l.level + dc_multiply_scratch(l.q + 1, l.q + 1, 0);
    return l.powers + l.m + l.q + 1 + nodes;
}

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

/* to[0..m) = a[0..n) 2^shift */
static void shift_left(uint64_t *to, int64_t m, const uint64_t *a, int64_t n, int shift) {
    uint64_t out = 0;
    for (int64_t i = 0; i < m; i++) {
        uint64_t limb = i < n ? a[i] : 0;
        to[i] = limb << shift | out;
        out = shift > 0 ? limb >> (64 - shift) : 0;
    }
}

/*
 * Splits a node of 2w words. Its value is B^(2w) y, where y[0..2w + 1) are the limbs after the
 * point. Each half has w + 1 limbs. The upper half is y with fewer limbs; the lower half is the
 * fractional part of B^w y.
 */
static void walk_halves(dc_walk *walk, const dc_variants *variants, uint64_t *low, uint64_t *high,
                        const uint64_t *y, const uint64_t *p, int64_t w, int by_transforms,
                        int repeated, uint64_t *spare, uint64_t *scratch) {
    /* A long node does not need its lowest limb, because a word is shorter than a limb. */
    int64_t n = by_transforms ? 2 * w : 2 * w + 1;
    const uint64_t *from = y + (2 * w + 1 - n);
    if (by_transforms) {
        dc_convolution product =
            product_by_power(variants, spare, from, n, p, w, n, repeated, scratch);
        dc_walk_convolution(walk, &product);
    } else {
        dc_walk_multiply(walk, variants, spare, from, n, p, w, scratch);
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_copy(low, spare + (n - w - 1), w + 1);
        dc_copy(high, y + w, w + 1);
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
 * Corrects the leaves. Their errors are below 1/4, so only a value close to an integer can have the
 * words of the integer below or above it. The true fraction of a leaf follows from the leaf below,
 * which is corrected first.
 */
static void settle(uint64_t *words, const uint64_t *after, tree t, const dc_decimal *base) {
    uint64_t expected = 0;
    /* NOLINTNEXTLINE(clang-analyzer-core.BitwiseShift): a height is not negative */
    for (int64_t i = 0; i < INT64_C(1) << t.height; i++) {
        uint64_t *leaf = words + i * t.leaf;
        uint64_t actual = after[i * (t.leaf + 1)];
        if (actual >= expected && actual - expected > UINT64_C(1) << 63) {
            dc_decimal_add_signed(leaf, t.leaf, 1, base);
        } else if (actual < expected && expected - actual > UINT64_C(1) << 63) {
            dc_decimal_add_signed(leaf, t.leaf, -1, base);
        }
        uint64_t rest;
        expected = dc_decimal_divide(leaf[t.leaf - 1], 0, base, &rest);
    }
}

/* ---- To decimal, short numbers -------------------------------------------------------------- */

/*
 * A short number is converted in one step, with half of the reciprocal: one division by 10^(19 w),
 * where w is half of the words, splits it into two halves. Each of them is converted as a fraction
 * of 10^(19 w), as long numbers are. A power of ten has many factors of two, and its limbs that are
 * 0 for this reason are left out, which is three tenths of all limbs.
 */
enum { MOST_SHORT_LEVELS = 8 };

typedef struct {
    const uint64_t *limbs; /* of the power / 2^(64 zeros); neither end is 0 */
    int64_t length, zeros;
} short_power;

/* Where the numbers are in the scratch space. */
typedef struct {
    tree t;
    int64_t w, q; /* half of the words, and the limbs of the reciprocal after the point */
    uint64_t *powers, *divisor, *reciprocal, *level, *next, *spare, *shifted, *quotient, *rest;
    uint64_t *products;
    short_products sizes;
} short_layout;

static short_layout short_layout_for(int64_t words, int64_t n, uint64_t *scratch) {
    short_layout l = {.t = short_tree_for(words)};
    int64_t nodes = l.t.words + (INT64_C(1) << l.t.height);
    l.w = l.t.words / 2;
    l.q = l.w + 2;
    l.powers = scratch;
    l.divisor = l.powers + l.t.words;
    l.reciprocal = l.divisor + l.w;
    l.level = l.reciprocal + l.q + 1;
    l.next = l.level + nodes;
    l.spare = l.next + nodes;
    l.shifted = l.spare + 2 * (l.w + 4);
    l.quotient = l.shifted + 2 * (l.w + 1);
    l.rest = l.quotient + l.w + 3;
    l.products = l.rest + l.w + 1;
    l.sizes = short_products_for(l.w, n);
    return l;
}

/* p[i] = 10^(19 leaf 2^i) for all i below the height. */
static void short_powers(const dc_variants *variants, short_power *p, const short_layout *l) {
    uint64_t *x = l->powers;
    int64_t n = 1, zeros = 0;
    x[0] = 1;
    for (int64_t i = 0; i < l->t.leaf; i++) {
        uint64_t carry = multiply_1(x, x, n, dc_decimal_19.base, 0);
        if (carry != 0) {
            x[n++] = carry;
        }
    }
    for (int i = 0;; i++) {
        int64_t from = 0;
        while (x[from] == 0) {
            from++;
        }
        zeros += from;
        p[i] = (short_power){x + from, n - from, zeros};
        if (i == l->t.height - 1) {
            return;
        }
        x += n;
        n = 2 * p[i].length;
        dc_multiply(variants, x, p[i].limbs, p[i].length, p[i].limbs, p[i].length, l->products);
        n = dc_normalized(x, n);
        zeros *= 2;
    }
}

/* The products by the reciprocal. */
enum { BY_RECIPROCAL = 3 };

/*
 * spare = x[0..n) times the reciprocal. If transforms compute it, x has zeros up to the length of
 * all these products, so that the reciprocal is transformed once.
 */
static void by_reciprocal(const dc_variants *variants, const short_layout *l, const uint64_t *x,
                          int64_t n, int repeated) {
    int64_t length = l->sizes.length;
    if (is_long(variants, length, BY_RECIPROCAL)) {
        dc_convolution c = {variants->ntt, DC_LIMBS_64, x, l->reciprocal, length, l->q + 1,
                            l->spare,      l->products, 0, repeated};
        dc_walk all = {.stage = DC_WALK_ALL};
        dc_walk_convolution(&all, &c);
    } else {
        dc_multiply(variants, l->spare, x, n, l->reciprocal, l->q + 1, l->products);
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
 * spare[0..s] = a[0..n) - quotient p in two's complement, where p has s limbs, and the difference
 * is below 2^(64 s + 1). The product is computed modulo 2^(64 c) - 1, and the lowest limbs of the
 * factors tell which of the numbers that are congruent to it is the product.
 */
static void subtract_product(const dc_variants *variants, const short_layout *l, short_power p,
                             const uint64_t *a, int64_t n) {
    int64_t s = p.length, c = l->sizes.cyclic, length = dc_smaller(l->w + 1, c);
    uint64_t *r = l->spare, *scratch = l->products + l->sizes.by_reciprocal, *folded = l->shifted;
    if (!is_long(variants, l->sizes.length, BY_RECIPROCAL)) {
        dc_multiply(variants, r, l->quotient, l->w + 1, p.limbs, s, l->products);
        dc_sub_n(r, a, r, s + 1);
        return;
    }
    for (int64_t i = 0; i < length; i++) {
        folded[i] = 0;
    }
    dc_add_1(folded, length, add_folded(folded, length, l->quotient, l->w + 1));
    dc_convolution product = {variants->ntt, DC_LIMBS_64, folded, p.limbs, length, s, r,
                              scratch,       c,           0};
    dc_walk all = {.stage = DC_WALK_ALL};
    dc_walk_convolution(&all, &product);
    uint64_t carry[2];
    dc_cyclic_carry(&product, carry);
    for (int64_t i = 0; i < c; i++) {
        r[i] = ~r[i]; /* the negative number modulo 2^(64 c) - 1 */
    }
    add_folded(r, c, a, n);
    dc_sub_1(r, c, carry[0]);
    dc_sub_1(r + 1, c - 1, carry[1]);
    /* r is too small by how many carries were dropped. */
    dc_add_1(r, c, a[0] - l->quotient[0] * p.limbs[0] - r[0]);
}

/*
 * quotient[0..w] and rest[0..p.length + p.zeros) = a / 10^(19 w) and the remainder, where p is
 * 10^(19 w), and a has more limbs, which may be 0. Both operands are shifted so that the top bit of
 * p is set, and p's reciprocal is known.
 */
static void short_divide(const dc_variants *variants, const short_layout *l, short_power p,
                         int shift, const uint64_t *a, int64_t n) {
    int64_t w = l->w, s = p.length, z = p.zeros, length = n - z + 1 - (s - 2);
    uint64_t *quotient = l->quotient, *low = l->rest + z;
    for (int64_t i = 0; i <= w; i++) {
        quotient[i] = 0;
    }
    /* The limbs of a that are dropped, and the errors of the reciprocal, change it by 1 at most. */
    shift_left(l->shifted, s - 2 + l->sizes.length, a + z, n - z, shift);
    by_reciprocal(variants, l, l->shifted + (s - 2), length, 0);
    dc_copy(quotient, l->spare + l->q + 2, dc_smaller(length - 1, w + 1));
    subtract_product(variants, l, p, a + z, n - z);
    dc_copy(l->rest, a, z);
    dc_copy(low, l->spare, s);
    /* The limb above is 0 or, if the quotient is too large, -1: 2 p may have more than s limbs, but
     * the remainder exceeds p only by its error, and no power of ten here is so close to B^s. */
    if (l->spare[s] != 0) {
        dc_add_n(low, low, p.limbs, s);
        dc_sub_1(quotient, w + 1, 1);
    } else if (!dc_is_below(low, p.limbs, s)) {
        dc_sub_n(low, low, p.limbs, s);
        dc_add_1(quotient, w + 1, 1);
    }
}

/* y[0..w] = the limbs after the point of the number x[0..full) divided by 10^(19 w) */
static void short_fraction(const dc_variants *variants, const short_layout *l, uint64_t *y,
                           const uint64_t *x, int64_t full, int shift) {
    shift_left(l->shifted, l->sizes.length, x, full, shift);
    by_reciprocal(variants, l, l->shifted, full, 1);
    dc_copy(y, l->spare + (full + l->q - l->w - 1), l->w + 1);
}

/* halves[0..2w + 2) = both halves of a node of 2w words, as walk_halves() splits it. */
static void short_halves(const dc_variants *variants, const short_layout *l, uint64_t *halves,
                         const uint64_t *y, short_power p, int64_t w, int by_transforms,
                         int repeated) {
    const uint64_t *product = l->spare + (w - p.zeros);
    if (by_transforms) {
        dc_convolution c = product_by_power(variants, l->spare, y + 1, 2 * w, p.limbs, p.length,
                                            w + p.length + p.zeros, repeated, l->products);
        dc_walk all = {.stage = DC_WALK_ALL};
        dc_walk_convolution(&all, &c);
        product--;
    } else {
        dc_multiply(variants, l->spare, y, 2 * w + 1, p.limbs, p.length, l->products);
    }
    dc_copy(halves, product, w + 1);
    dc_copy(halves + w + 1, y + w, w + 1);
}

static void short_to_decimal(const dc_variants *variants, uint64_t *words, int64_t count,
                             const uint64_t *a, int64_t n, uint64_t *scratch) {
    short_layout l = short_layout_for(count, n, scratch);
    short_power p[MOST_SHORT_LEVELS];
    short_powers(variants, p, &l);
    tree t = l.t;
    short_power half = p[t.height - 1];
    int64_t full = half.length + half.zeros;
    int shift = __builtin_clzll((unsigned long long)half.limbs[half.length - 1]);
    shift_left(l.divisor, half.length, half.limbs, half.length, shift);
    dc_walk all = {.stage = DC_WALK_ALL};
    dc_walk_reciprocal(&all, variants, l.reciprocal, l.q, l.divisor, half.length, l.products);
    short_divide(variants, &l, half, shift, a, n);
    short_fraction(variants, &l, l.level, l.rest, full, shift);
    short_fraction(variants, &l, l.level + l.w + 1, l.quotient, full, shift);

    uint64_t *level = l.level, *next = l.next;
    for (int i = t.height - 2; i >= 0; i--) {
        int64_t w = t.leaf << i, nodes = INT64_C(1) << (t.height - 1 - i);
        int by_transforms = is_long(variants, w, nodes);
        for (int64_t k = 0; k < nodes; k++) {
            short_halves(variants, &l, next + 2 * k * (w + 1), level + k * (2 * w + 1), p[i], w,
                         by_transforms, k > 0);
        }
        uint64_t *swap = level;
        level = next;
        next = swap;
    }
    for (int64_t k = 0; k < INT64_C(1) << t.height; k++) {
        uint64_t *y = level + k * (t.leaf + 1);
        leaf_words(words + k * t.leaf, y, t.leaf, dc_decimal_19.base, y);
    }
    /* Both halves are integers, so the fraction below the upper half is 0, too. */
    t.height--;
    settle(words, level, t, &dc_decimal_19);
    settle(words + l.w, level + (t.leaf + 1) * (INT64_C(1) << t.height), t, &dc_decimal_19);
}

/* ---- To decimal, all numbers ---------------------------------------------------------------- */

/*
 * The number divided by B^words is a fraction below 1. Its words are found without further
 * divisions: the upper half of a node is the fraction with fewer limbs, and the lower half is the
 * fraction multiplied by a power of B. [The idea is that of D. Bernstein, "Scaled remainder
 * trees".] Errors, in units of a node's last digit: the reciprocal and the root's product cause
 * less than 2^-60 at the root. If B = 10^19, each level adds less than 2^-60, so the error of every
 * leaf is below 2^-50. The error is largest if B is close to 2^64, which is 30^13. Then the level
 * of the shortest long nodes adds less than 2^-17, and all levels together less than 2^-16.
 */
void dc_walk_to_radix(dc_walk *walk, const dc_variants *variants, int radix, uint64_t *words,
                      const uint64_t *a, int64_t n, uint64_t *scratch) {
    const dc_decimal base = base_of(radix);
    int64_t count = dc_to_radix_words(radix, n);
    if (count <= DC_DIVIDED_WORDS) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            divide_out(words, count, a, n, scratch, &base);
        }
        return;
    }
    if (is_short(radix, count)) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            short_to_decimal(variants, words, count, a, n, scratch);
        }
        return;
    }
    layout l = layout_for(radix, count);
    tree t = l.t;
    uint64_t *powers = scratch, *divisor = powers + l.powers, *reciprocal = divisor + l.m;
    uint64_t *spare = reciprocal + l.q + 1, *level = spare + l.spare, *next = level + l.level;
    uint64_t *products = next + l.level;

    walk_powers(walk, variants, powers, t, base.base, t.height + 1, products);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        shift_left(divisor, l.m, power(powers, t, t.height), dc_smaller(t.words, l.m), l.shift);
    }
    dc_walk_reciprocal(walk, variants, reciprocal, l.q, divisor, l.m, spare);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        shift_left(divisor, l.m, a, n, l.shift);
    }
    dc_walk_multiply(walk, variants, spare, divisor, l.m, reciprocal, l.q + 1, products);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        for (int64_t i = 0; i < t.words - l.m; i++) {
            level[i] = 0;
        }
        dc_copy(level + t.words - l.m, spare + l.q - 1, l.m + 1);
    }

    for (int i = t.height - 1; i >= 0; i--) {
        int64_t w = t.leaf << i, nodes = INT64_C(1) << (t.height - 1 - i);
        const uint64_t *p = power(powers, t, i);
        int by_transforms = is_long(variants, w, nodes);
        if (2 * w > STEP_WORDS) {
            for (int64_t k = 0; k < nodes; k++) {
                uint64_t *low = next + 2 * k * (w + 1);
                walk_halves(walk, variants, low, low + w + 1, level + k * (2 * w + 1), p, w,
                            by_transforms, k > 0, spare, products);
            }
        } else {
            int64_t room = 3 * w + 1,
                    required = whole_lines(room + dc_multiply_scratch(2 * w + 1, w, 0));
            level_strands ls =
                strands_for(walk, nodes, 2 * w, dc_multiply_scratch(l.q + 1, l.q + 1, 0), required);
            for (dc_span s = dc_stage(walk, ls.strands, ls.steps); dc_next(&s);) {
                dc_walk all = {.stage = DC_WALK_ALL};
                uint64_t *own = products + s.strand * required;
                int64_t from = first_node(&ls, s), to = end_of_nodes(&ls, s);
                for (int64_t k = from; k < to; k++) {
                    uint64_t *low = next + 2 * k * (w + 1);
                    walk_halves(&all, variants, low, low + w + 1, level + k * (2 * w + 1), p, w,
                                by_transforms, k > from, ls.strands > 1 ? own : spare,
                                ls.strands > 1 ? own + room : products);
                }
            }
        }
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
        settle(words, level, t, &base);
    }
}
