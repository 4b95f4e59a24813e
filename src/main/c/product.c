/* Products and squares: schoolbook below a threshold, Karatsuba above. */
#include "limbs.h"

static void mul_schoolbook(const dc_kernels *kernels, uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        r[i] = 0;
    }
    for (int64_t i = 0; i < n; i++) {
        r[n + i] = kernels->addmul_1(r + i, a, n, b[i]);
    }
}

/* Half the products of mul_schoolbook: a[i] a[j] for i < j, doubled, and the squares a[i]^2. */
static void sqr_schoolbook(const dc_kernels *kernels, uint64_t *r, const uint64_t *a, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        r[i] = 0;
    }
    for (int64_t i = 0; i < n; i++) {
        r[n + i] = kernels->addmul_1(r + 2 * i + 1, a + i + 1, n - 1 - i, a[i]);
    }
    uint64_t shifted_out = 0, carry = 0;
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

/*
 * d[0..h) = |x0 - x1|, where x0 is x[0..h) and x1 the n - h limbs above it, n - h being h or h - 1.
 * Returns 1 if x1 was the larger.
 */
static int half_difference(uint64_t *d, const uint64_t *x, int64_t n, int64_t h) {
    const uint64_t *x1 = x + h;
    int64_t n1 = n - h;
    uint64_t top = n1 < h ? x[h - 1] : 0;
    int negative = 0;
    if (top == 0) {
        int64_t i = n1;
        while (i > 0 && x[i - 1] == x1[i - 1]) {
            i--;
        }
        negative = i > 0 && x[i - 1] < x1[i - 1];
    }
    uint64_t borrow = negative ? dc_sub_n(d, x1, x, n1) : dc_sub_n(d, x, x1, n1);
    if (n1 < h) {
        d[h - 1] = top - borrow;
    }
    return negative;
}

/*
 * With B = 2^(64 h), a = a0 + a1 B and likewise b:
 *   a b = a0 b0 + (a0 b0 + a1 b1 - (a0 - a1)(b0 - b1)) B + a1 b1 B^2   [Karatsuba 1962, subtractive form]
 * r holds a0 b0 and a1 b1; `middle` holds |(a0 - a1)(b0 - b1)|. This adds the bracket into the middle of r.
 */
static void karatsuba_combine(uint64_t *r, uint64_t *middle, int64_t n, int64_t h, int negative) {
    const uint64_t *r1 = r + 2 * h;
    int64_t n1 = 2 * (n - h);
    /* The top limb of the sum: the bracket is a0 b1 + a1 b0 < 2 B^2, so 0 or 1 in the end. */
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

int64_t dc_product_scratch_limbs(int64_t n) {
    /* Each level keeps 2h limbs, h = ceil(n / 2), and recurses on h: 2 (n/2 + n/4 + ...) + 2 per level. */
    return 2 * n + 128;
}

void dc_mul_n(const dc_kernels *kernels, uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n,
              uint64_t *scratch) {
    if (n < DC_KARATSUBA_MUL_LIMBS) {
        mul_schoolbook(kernels, r, a, b, n);
        return;
    }
    int64_t h = (n + 1) / 2;
    int negative = half_difference(r, a, n, h) ^ half_difference(r + h, b, n, h);
    dc_mul_n(kernels, scratch, r, r + h, h, scratch + 2 * h);
    dc_mul_n(kernels, r, a, b, h, scratch + 2 * h);
    dc_mul_n(kernels, r + 2 * h, a + h, b + h, n - h, scratch + 2 * h);
    karatsuba_combine(r, scratch, n, h, negative);
}

void dc_sqr_n(const dc_kernels *kernels, uint64_t *r, const uint64_t *a, int64_t n, uint64_t *scratch) {
    if (n < DC_KARATSUBA_SQR_LIMBS) {
        sqr_schoolbook(kernels, r, a, n);
        return;
    }
    int64_t h = (n + 1) / 2;
    half_difference(r, a, n, h);
    dc_sqr_n(kernels, scratch, r, h, scratch + 2 * h);
    dc_sqr_n(kernels, r, a, h, scratch + 2 * h);
    dc_sqr_n(kernels, r + 2 * h, a + h, n - h, scratch + 2 * h);
    karatsuba_combine(r, scratch, n, h, 0);
}
