/* Products and squares by the fastest algorithm: schoolbook, Karatsuba, or transforms. */
#include "product.h"

#include "../floating_point.h"
#include "convolution.h"
#include "limbs.h"
#include "product_ifma.h"
#include "words.h"

#include <stddef.h>

/*
 * Numbers of up to this many limbs are multiplied without calls of addmul_1, which take longer. The
 * compiler unrolls the loops for each number of limbs.
 */
enum { TINY_LIMBS = 7 };

#define FOR_EACH_TINY(n, CALL)                \
    switch (n) {                              \
    case 1: CALL(1); break;                   \
    case 2: CALL(2); break;                   \
    case 3: CALL(3); break;                   \
    case 4: CALL(4); break;                   \
    case 5: CALL(5); break;                   \
    case 6: CALL(6); break;                   \
    default: CALL(7); break; /* TINY_LIMBS */ \
    }

/* r[0..n) = a[0..n) * b + added[0..n); returns the limb that is carried out. */
static inline uint64_t tiny_row(uint64_t *r, const uint64_t *a, int n, uint64_t b,
                                const uint64_t *added) {
    uint64_t carry = 0;
#pragma GCC unroll 7
    for (int i = 0; i < n; i++) {
        dc_u128 sum = (dc_u128)a[i] * b + (added != NULL ? added[i] : 0) + carry;
        r[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    return carry;
}

static inline void mul_tiny_of(uint64_t *r, const uint64_t *a, int n, const uint64_t *b,
                               int64_t m) {
    r[n] = tiny_row(r, a, n, b[0], NULL);
    for (int64_t j = 1; j < m; j++) {
        r[n + j] = tiny_row(r + j, a, n, b[j], r + j);
    }
}

static void mul_tiny(uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b, int64_t m) {
#define CALL(N) mul_tiny_of(r, a, N, b, m)
    FOR_EACH_TINY(n, CALL)
#undef CALL
}

static void mul_schoolbook(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t n,
                           const uint64_t *b, int64_t m) {
    if (n <= TINY_LIMBS) {
        mul_tiny(r, a, n, b, m);
        return;
    }
    dc_clear(r, n);
    for (int64_t i = 0; i < m; i++) {
        r[n + i] = variants->addmul_1(r + i, a, n, b[i]);
    }
}

/* r[0..2n) = 2 r[0..2n) + the squares a[i]^2 at 2i */
static inline void double_and_add_squares(uint64_t *r, const uint64_t *a, int64_t n) {
    uint64_t shifted_out = 0, carry = 0;
#pragma GCC unroll 7
    for (int64_t i = 0; i < n; i++) {
        dc_u128 square = (dc_u128)a[i] * a[i];
        uint64_t low = r[2 * i] << 1 | shifted_out;
        uint64_t high = r[2 * i + 1] << 1 | r[2 * i] >> 63;
        shifted_out = r[2 * i + 1] >> 63;
        dc_u128 sum = (dc_u128)low + (uint64_t)square + carry;
        r[2 * i] = (uint64_t)sum;
        sum = (dc_u128)high + (uint64_t)(square >> 64) + (uint64_t)(sum >> 64);
        r[2 * i + 1] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
}

static inline void sqr_tiny_of(uint64_t *r, const uint64_t *a, int n) {
    r[0] = 0;
    r[n] = tiny_row(r + 1, a + 1, n - 1, a[0], NULL);
#pragma GCC unroll 7
    for (int i = 1; i < n; i++) {
        r[n + i] = tiny_row(r + 2 * i + 1, a + i + 1, n - 1 - i, a[i], r + 2 * i + 1);
    }
    double_and_add_squares(r, a, n);
}

static void sqr_tiny(uint64_t *r, const uint64_t *a, int64_t n) {
#define CALL(N) sqr_tiny_of(r, a, N)
    FOR_EACH_TINY(n, CALL)
#undef CALL
}

/* The products a[i] a[j] for i < j, which are doubled, and the squares a[i]^2. */
static void sqr_schoolbook(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t n) {
    if (n <= TINY_LIMBS) {
        sqr_tiny(r, a, n);
        return;
    }
    dc_clear(r, n);
    for (int64_t i = 0; i < n; i++) {
        r[n + i] = variants->addmul_1(r + 2 * i + 1, a + i + 1, n - 1 - i, a[i]);
    }
    double_and_add_squares(r, a, n);
}

/*
 * d[0..h) = |x0 - x1|, where x0 is x[0..h) and x1 is the n - h limbs above it; n - h is h or h - 1.
 * Returns 1 if x1 is larger than x0.
 */
static int half_difference(uint64_t *d, const uint64_t *x, int64_t n, int64_t h) {
    const uint64_t *x1 = x + h;
    int64_t n1 = n - h;
    uint64_t top = n1 < h ? x[h - 1] : 0;
    int negative = top == 0 && dc_is_below(x, x1, n1);
    uint64_t borrow = negative ? dc_sub_n(d, x1, x, n1) : dc_sub_n(d, x, x1, n1);
    if (n1 < h) {
        d[h - 1] = top - borrow;
    }
    return negative;
}

/*
 * With B = 2^(64 h), a = a0 + a1 B and b = b0 + b1 B:
 *   a b = a0 b0 + (a0 b0 + a1 b1 - (a0 - a1)(b0 - b1)) B + a1 b1 B^2
 * [Karatsuba 1962, subtractive form]. r holds a0 b0 and a1 b1; `middle` holds |(a0 - a1)(b0 - b1)|.
 * This function adds the bracket to r at B.
 */
static void karatsuba_combine(uint64_t *r, uint64_t *middle, int64_t n, int64_t h, int negative) {
    const uint64_t *r1 = r + 2 * h;
    int64_t n1 = 2 * (n - h);
    /* The bracket is a0 b1 + a1 b0 < 2 B^2, so its top limb is 0 or 1 in the end. */
    uint64_t top;
    if (negative) {
        top = dc_add_n(middle, r, middle, 2 * h);
    } else {
        top = 0 - dc_sub_n(middle, r, middle, 2 * h);
    }
    uint64_t carry = dc_add_n(middle, middle, r1, n1);
    top += dc_add_1(middle + n1, 2 * h - n1, carry);
    top += dc_add_n(r + h, r + h, middle, 2 * h);
    dc_add_1(r + 3 * h, 2 * n - 3 * h, top);
}

/*
 * Each level of Karatsuba's algorithm keeps 2h limbs, where h = ceil(n / 2), and recurses on h. The
 * sum is below 2 (n/2 + n/4 + ...), plus 2 per level.
 */
static int64_t balanced_scratch(int64_t n) {
    return 2 * n + 128;
}

/* r[0..2n) = a[0..n) * b[0..n) */
static void mul_balanced(const dc_variants *variants, uint64_t *r, const uint64_t *a,
                         const uint64_t *b, int64_t n, uint64_t *scratch) {
    if (n >= variants->ifma_mul_limbs && n <= DC_IFMA_LIMBS) {
        variants->mul_ifma(r, a, n, b, n);
        return;
    }
    if (n < variants->karatsuba_mul_limbs) {
        mul_schoolbook(variants, r, a, n, b, n);
        return;
    }
    int64_t h = (n + 1) / 2;
    int negative = half_difference(r, a, n, h) ^ half_difference(r + h, b, n, h);
    mul_balanced(variants, scratch, r, r + h, h, scratch + 2 * h);
    mul_balanced(variants, r, a, b, h, scratch + 2 * h);
    mul_balanced(variants, r + 2 * h, a + h, b + h, n - h, scratch + 2 * h);
    karatsuba_combine(r, scratch, n, h, negative);
}

static void sqr_balanced(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t n,
                         uint64_t *scratch) {
    if (n >= variants->ifma_sqr_limbs && n <= DC_IFMA_LIMBS) {
        variants->mul_ifma(r, a, n, a, n);
        return;
    }
    if (n < variants->karatsuba_sqr_limbs) {
        sqr_schoolbook(variants, r, a, n);
        return;
    }
    int64_t h = (n + 1) / 2;
    half_difference(r, a, n, h);
    sqr_balanced(variants, scratch, r, h, scratch + 2 * h);
    sqr_balanced(variants, r, a, h, scratch + 2 * h);
    sqr_balanced(variants, r + 2 * h, a + h, n - h, scratch + 2 * h);
    karatsuba_combine(r, scratch, n, h, 0);
}

void dc_square_short(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t n,
                     uint64_t *scratch) {
    sqr_balanced(variants, r, a, n, scratch);
}

/* The products of b by blocks of a that are as long as mul_ifma permits. `before`: m limbs. */
static void mul_ifma_blocks(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t n,
                            const uint64_t *b, int64_t m, uint64_t *before) {
    int64_t blocks = (n + DC_IFMA_LIMBS - 1) / DC_IFMA_LIMBS, from = 0;
    for (int64_t i = 1; i <= blocks; i++) {
        int64_t length = n * i / blocks - from;
        uint64_t *to = r + from;
        if (from > 0) {
            dc_copy(before, to, m);
        }
        variants->mul_ifma(to, a + from, length, b, m);
        if (from > 0) {
            dc_add_1(to + m, length, dc_add_n(to, to, before, m));
        }
        from += length;
    }
}

/* Multiplies b by one block of a after the other, each as long as b. */
static void mul_unbalanced(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t n,
                           const uint64_t *b, int64_t m, uint64_t *scratch) {
    if (m < variants->karatsuba_mul_limbs && m < variants->ifma_mul_limbs) {
        mul_schoolbook(variants, r, a, n, b, m);
        return;
    }
    if (m >= variants->ifma_mul_limbs && m <= DC_IFMA_LIMBS) {
        mul_ifma_blocks(variants, r, a, n, b, m, scratch);
        return;
    }
    uint64_t *block = scratch;
    scratch += 2 * m;
    mul_balanced(variants, r, a, b, m, scratch);
    int64_t i = m;
    for (; i + m <= n; i += m) {
        mul_balanced(variants, block, a + i, b, m, scratch);
        uint64_t carry = dc_add_n(r + i, r + i, block, m);
        for (int64_t k = 0; k < m; k++) {
            r[i + m + k] = block[m + k];
        }
        dc_add_1(r + i + m, m, carry);
    }
    int64_t left = n - i;
    if (left > 0) {
        mul_unbalanced(variants, block, b, m, a + i, left, scratch);
        uint64_t carry = dc_add_n(r + i, r + i, block, m);
        for (int64_t k = 0; k < left; k++) {
            r[i + m + k] = block[m + k];
        }
        dc_add_1(r + i + m, left, carry);
    }
}

void dc_multiply_short(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t n,
                       const uint64_t *b, int64_t m, uint64_t *scratch) {
    mul_unbalanced(variants, r, a, n, b, m, scratch);
}

/* r[0..n + m) = a[0..n) * b[0..m) + r[0..m), n >= m */
static void add_block(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t n,
                      const uint64_t *b, int64_t m, uint64_t *scratch) {
    uint64_t *before = scratch;
    for (int64_t i = 0; i < m; i++) {
        before[i] = r[i];
    }
    mul_unbalanced(variants, r, a, n, b, m, scratch + m);
    uint64_t carry = dc_add_n(r, r, before, m);
    dc_add_1(r + m, n, carry);
}

/* The approximate number of limb products in one step, which takes one or two milliseconds. */
enum { STEP_PRODUCTS = 1 << 22 };

/*
 * The cost of transforms grows with the sum of the lengths, and the cost of the alternative with
 * their product.
 */
static int is_long(const dc_variants *variants, int64_t n, int64_t m, int square) {
    return square ? n >= variants->ntt_sqr_limbs : 2 * n * m >= variants->ntt_mul_limbs * (n + m);
}

static dc_digits digits_for(int64_t shorter) {
    return shorter <= DC_TERMS_64 ? DC_LIMBS_64 : DC_LIMBS_62;
}

static dc_convolution convolution_of(const dc_variants *variants, uint64_t *r, const uint64_t *a,
                                     int64_t a_limbs, const uint64_t *b, int64_t b_limbs,
                                     uint64_t *scratch) {
    dc_digits digits = digits_for(a_limbs < b_limbs ? a_limbs : b_limbs);
    return (dc_convolution){variants->ntt, digits, a, b, a_limbs, b_limbs, r, scratch, 0, 0};
}

/*
 * Blocks of the longer number are up to DC_UNEQUAL - 1 times as long as the shorter number. Several
 * short blocks, of up to this many limbs in total, are one step.
 */
enum { STEP_LIMBS = 1 << 17 };

/*
 * r[0..n + m) = a[0..n) * b[0..m) + r[0..m), or without the sum if `first` is 1. `before` has room
 * for m limbs.
 */
static void walk_block(dc_walk *walk, const dc_convolution *product, int first, uint64_t *before) {
    uint64_t *r = product->r;
    int64_t n = product->a_words, m = product->b_words;
    if (!first) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            for (int64_t i = 0; i < m; i++) {
                before[i] = r[i];
            }
        }
    }
    dc_walk_convolution(walk, product);
    if (!first) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            dc_add_1(r + m, n, dc_add_n(r, r, before, m));
        }
    }
}

/* Whether products of b by blocks of two lengths have transforms of the same length. */
static int same_transforms(int64_t length, int64_t other, int64_t m) {
    return length == other
           || (m <= DC_TERMS_64
               && dc_transform_cost(length + m - 1) == dc_transform_cost(other + m - 1));
}

/* The cost of blocks of a length, and a last one that may be shorter. b is transformed once. */
static int64_t cost_of_blocks(int64_t n, int64_t m, int64_t length) {
    int64_t each = dc_transform_cost(length + m - 1), last = n % length;
    int64_t cost = (2 * (n / length) + 1) * each;
    if (last > 0) {
        cost += same_transforms(length, last, m) ? 2 * each : 3 * dc_transform_cost(last + m - 1);
    }
    return cost;
}

/* The length of a block: the longest one, or that of a few more blocks of the same length. */
static int64_t block_for(int64_t n, int64_t m) {
    int64_t longest = (DC_UNEQUAL - 1) * m, best = longest, least = cost_of_blocks(n, m, best);
    int64_t count = (n + longest - 1) / longest;
    for (int64_t more = 0; more < 4; more++) {
        int64_t length = (n + count + more - 1) / (count + more);
        int64_t cost = cost_of_blocks(n, m, length);
        if (cost < least) {
            least = cost;
            best = length;
        }
    }
    return best;
}

/* Block i. `repeated` is whether the scratch space is that of the block before. */
static void walk_block_at(dc_walk *walk, const dc_variants *variants, uint64_t *r,
                          const uint64_t *a, int64_t n, const uint64_t *b, int64_t m, int64_t block,
                          int64_t i, int repeated, uint64_t *scratch) {
    int64_t at = i * block, length = n - at < block ? n - at : block;
    dc_convolution product = convolution_of(variants, r + at, a + at, length, b, m, scratch + m);
    product.repeated = repeated && same_transforms(block, length, m);
    walk_block(walk, &product, i == 0, scratch);
}

/* b is transformed once, or once per step if blocks are short. */
static void walk_blocks(dc_walk *walk, const dc_variants *variants, uint64_t *r, const uint64_t *a,
                        int64_t n, const uint64_t *b, int64_t m, uint64_t *scratch) {
    int64_t block = block_for(n, m), blocks = (n + block - 1) / block, in_step = STEP_LIMBS / block;
    if (in_step == 0) {
        for (int64_t i = 0; i < blocks; i++) {
            walk_block_at(walk, variants, r, a, n, b, m, block, i, i > 0, scratch);
        }
        return;
    }
    for (dc_span s = dc_stage(walk, 1, (blocks + in_step - 1) / in_step); dc_next(&s);) {
        dc_walk all = {.stage = DC_WALK_ALL};
        int64_t first = s.step * in_step;
        for (int64_t i = first; i < blocks && i < first + in_step; i++) {
            walk_block_at(&all, variants, r, a, n, b, m, block, i, i > first, scratch);
        }
    }
}

int64_t dc_multiply_scratch(int64_t a_limbs, int64_t b_limbs, int square) {
    int64_t shorter = a_limbs < b_limbs ? a_limbs : b_limbs;
    /*
     * add_block keeps `shorter` limbs. Each call of mul_unbalanced keeps twice its shorter operand.
     * These operands are the remainders of Euclid's algorithm: with the last one counted twice,
     * because Karatsuba's algorithm needs 2n + 128 limbs for it, their sum is at most 3 `shorter`.
     * The total is 7 `shorter` + 128.
     */
    int64_t without = 5 * shorter + balanced_scratch(shorter);
    if (shorter < DC_NTT_LEAST_LIMBS) {
        return without;
    }
    /* Transforms of the operands, or of blocks, which also keep `shorter` limbs. */
    int64_t longer = a_limbs < b_limbs ? b_limbs : a_limbs, most = DC_UNEQUAL * shorter;
    const uint64_t *a = NULL, *b = square ? a : &(const uint64_t){0};
    int64_t length = longer < most ? longer : most;
    dc_convolution c = convolution_of(dc_variants_for(0), NULL, a, length, b, shorter, NULL);
    int64_t with = dc_convolution_scratch(&c) + (longer > most ? shorter : 0);
    return with > without ? with : without;
}

void dc_walk_multiply(dc_walk *walk, const dc_variants *variants, uint64_t *r, const uint64_t *a,
                      int64_t a_limbs, const uint64_t *b, int64_t b_limbs, uint64_t *scratch) {
    if (a_limbs < b_limbs) {
        dc_walk_multiply(walk, variants, r, b, b_limbs, a, a_limbs, scratch);
        return;
    }
    int square = a == b && a_limbs == b_limbs;
    if (a_limbs > DC_UNEQUAL * b_limbs) {
        if (is_long(variants, (DC_UNEQUAL - 1) * b_limbs, b_limbs, 0)) {
            walk_blocks(walk, variants, r, a, a_limbs, b, b_limbs, scratch);
            return;
        }
    } else if (is_long(variants, a_limbs, b_limbs, square)) {
        dc_convolution c = convolution_of(variants, r, a, a_limbs, b, b_limbs, scratch);
        dc_walk_convolution(walk, &c);
        return;
    }
    /*
     * The longer operand may be millions of times as long as the other. Each step multiplies a
     * block of it. The last block is up to twice as long as the others.
     */
    int64_t block = b_limbs * (STEP_PRODUCTS / (b_limbs * b_limbs) + 1),
            blocks = a_limbs / block + (a_limbs < block);
    for (dc_span s = dc_stage(walk, 1, blocks); dc_next(&s);) {
        int64_t from = s.step * block, n = s.step + 1 < blocks ? block : a_limbs - from;
        if (square) {
            sqr_balanced(variants, r, a, a_limbs, scratch);
        } else if (from == 0) {
            mul_unbalanced(variants, r, a, n, b, b_limbs, scratch);
        } else {
            add_block(variants, r + from, a + from, n, b, b_limbs, scratch);
        }
    }
}

void dc_multiply(const dc_variants *variants, uint64_t *r, const uint64_t *a, int64_t a_limbs,
                 const uint64_t *b, int64_t b_limbs, uint64_t *scratch) {
    dc_walk walk = {.stage = DC_WALK_ALL};
    dc_walk_multiply(&walk, variants, r, a, a_limbs, b, b_limbs, scratch);
}

int dc_has_parts(const dc_variants *variants, int64_t a_limbs, int64_t b_limbs) {
    int64_t shorter = dc_smaller(a_limbs, b_limbs), longer = dc_larger(a_limbs, b_limbs);
    /* With this ratio, the scratch of the product suffices. */
    return variants->mul_ifma_part != NULL && shorter >= variants->ifma_mul_limbs
           && shorter <= DC_IFMA_PART_LIMBS && longer <= 4 * shorter
           && 2 * a_limbs * b_limbs < variants->ntt_part_limbs * (a_limbs + b_limbs);
}

void dc_walk_multiply_part(dc_walk *walk, const dc_variants *variants, uint64_t *r,
                           const uint64_t *a, int64_t a_limbs, const uint64_t *b, int64_t b_limbs,
                           int64_t from, int64_t to, uint64_t *scratch) {
    int is_square = a == b && a_limbs == b_limbs; /* a whole square is faster */
    if (is_square || !dc_has_parts(variants, a_limbs, b_limbs)) {
        dc_walk_multiply(walk, variants, r, a, a_limbs, b, b_limbs, scratch);
        return;
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        variants->mul_ifma_part(r, a, a_limbs, b, b_limbs, from, to, scratch);
    }
}

/* ---- The public functions ------------------------------------------------------------------- */

long long dc_max_limbs(void) {
    return DC_MAX_LIMBS;
}

long long dc_mul_scratch_limbs(long long a_limbs, long long b_limbs) {
    dc_clear_upper_halves(); /* compilers store the members of a convolution with vectors */
    return dc_is_length(a_limbs) && dc_is_length(b_limbs) ? dc_multiply_scratch(a_limbs, b_limbs, 0)
                                                          : DC_ERR_RANGE;
}

long long dc_mul(uint64_t *r, long long r_limbs, const uint64_t *a, long long a_limbs,
                 const uint64_t *b, long long b_limbs, uint64_t *scratch, long long scratch_limbs) {
    dc_clear_upper_halves();
    if (!dc_is_length(a_limbs) || !dc_is_length(b_limbs)) {
        return DC_ERR_RANGE;
    }
    if (r_limbs < a_limbs + b_limbs || scratch_limbs < dc_multiply_scratch(a_limbs, b_limbs, 0)) {
        return DC_ERR_SPACE;
    }
    unsigned environment = dc_floating_point_begin();
    dc_multiply(dc_variants_now(), r, a, a_limbs, b, b_limbs, scratch);
    dc_floating_point_end(environment);
    return a_limbs + b_limbs;
}
