/*
 * Montgomery's reduction [P. Montgomery, Math. Comp. 44 (1985)], limb by limb or in blocks.
 *
 * Let B = 2^64, R = B^n, and N the modulus. Multiples of N are added to T < R^2, so that its lowest
 * n limbs become 0. Their sum is below R N, so the upper limbs are below R + N in the end. If they
 * exceed R, N is subtracted once. Residues are thus below R, not necessarily below N, which is
 * sufficient for the next product.
 */
#include "montgomery.h"

#include "limbs.h"
#include "product.h"
#include "product_ifma.h"

/*
 * The longest block for products with IFMA: 26 limbs are 32 digits of 52 bits. Otherwise a modulus
 * is divided into PARTS blocks, if they are long enough for Karatsuba's algorithm.
 */
enum { IFMA_BLOCK = 26, PARTS = 4 };

int dc_montgomery_is_faster(const dc_variants *variants, int64_t n) {
    return n <= DC_MONTGOMERY_LIMBS && n < 2 * (int64_t)variants->ntt_mul_limbs;
}

static int has_ifma(const dc_variants *variants, int64_t n) {
    return n >= variants->ifma_mul_limbs && n <= DC_IFMA_LIMBS;
}

static int64_t block_of(const dc_variants *variants, int64_t n) {
    if (has_ifma(variants, n)) {
        int64_t blocks = (n + IFMA_BLOCK - 1) / IFMA_BLOCK;
        return (n + blocks - 1) / blocks;
    }
    int64_t part = (n + PARTS - 1) / PARTS;
    return part < variants->karatsuba_mul_limbs ? 1 : part;
}

/* The inverse, two products of a block, and scratch for them. No block is longer than this: */
static int64_t longest_block(int64_t n) {
    int64_t part = (n + PARTS - 1) / PARTS;
    return part < IFMA_BLOCK ? IFMA_BLOCK : part;
}

int64_t dc_montgomery_scratch(int64_t n) {
    int64_t block = longest_block(n);
    return 3 * block + n + block + dc_multiply_scratch(n, block, 0);
}

dc_montgomery dc_montgomery_in(const dc_variants *variants, const uint64_t *modulus, int64_t n,
                               uint64_t *scratch) {
    return (dc_montgomery){
        variants, modulus, n, block_of(variants, n), scratch, scratch + longest_block(n)};
}

/* -1 / x mod 2^64 for odd x. x is its own inverse mod 2^3, and each step doubles the bits. */
static uint64_t negative_inverse(uint64_t x) {
    uint64_t inverse = x;
    for (int bits = 3; bits < 64; bits *= 2) {
        inverse *= 2 - x * inverse;
    }
    return 0 - inverse;
}

/* Adds multiples of the modulus to 1 until all limbs of the sum are 0. */
void dc_montgomery_prepare(const dc_montgomery *m) {
    uint64_t inverse = negative_inverse(m->modulus[0]), *sum = m->scratch;
    for (int64_t i = 0; i < m->block; i++) {
        sum[i] = i == 0;
    }
    for (int64_t i = 0; i < m->block; i++) {
        m->inverse[i] = sum[i] * inverse;
        m->variants->addmul_1(sum + i, m->modulus, m->block - i, m->inverse[i]);
    }
}

static void multiply(const dc_montgomery *m, uint64_t *r, const uint64_t *a, int64_t a_limbs,
                     const uint64_t *b, int64_t b_limbs, uint64_t *scratch) {
    if (has_ifma(m->variants, m->n)) {
        m->variants->mul_ifma(r, a, a_limbs, b, b_limbs);
    } else {
        dc_multiply(m->variants, r, a, a_limbs, b, b_limbs, scratch);
    }
}

/* Eliminates t[0..block) and returns the carry out of t[0..n + block). */
static uint64_t eliminate(const dc_montgomery *m, uint64_t *t, int64_t block) {
    uint64_t *quotient = m->scratch, *product = quotient + 2 * m->block,
             *scratch = product + m->n + m->block;
    multiply(m, quotient, t, block, m->inverse, block, scratch);
    multiply(m, product, m->modulus, m->n, quotient, block, scratch);
    /* The lowest limbs cancel out: unless they are all 0, their sum is 2^(64 block). */
    uint64_t carry = dc_normalized(t, block) > 0;
    carry = dc_add_1(product + block, m->n, carry);
    return carry + dc_add_n(t + block, t + block, product + block, m->n);
}

void dc_montgomery_reduce(const dc_montgomery *m, uint64_t *r, uint64_t *t) {
    int64_t n = m->n;
    uint64_t top = 0;
    if (m->block == 1) {
        for (int64_t i = 0; i < n; i++) {
            /* The carry takes the place of the limb that becomes 0. */
            t[i] = m->variants->addmul_1(t + i, m->modulus, n, t[i] * m->inverse[0]);
        }
        top = dc_add_n(r, t + n, t, n);
    } else {
        for (int64_t i = 0; i < n; i += m->block) {
            int64_t block = n - i < m->block ? n - i : m->block;
            uint64_t carry = eliminate(m, t + i, block);
            top += dc_add_1(t + i + block + n, n - i - block, carry);
        }
        for (int64_t i = 0; i < n; i++) {
            r[i] = t[n + i];
        }
    }
    if (top > 0) {
        dc_sub_n(r, r, m->modulus, n);
    }
}
