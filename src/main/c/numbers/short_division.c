/* Division of short numbers: schoolbook, and Burnikel-Ziegler above it. */
#include "short_division.h"

#include "limbs.h"
#include "product.h"

/* ---- Division of two or three words --------------------------------------------------------- */

/*
 * Returns floor((high 2^64 + low) / d), where high < d and the top bit of d is set, by two digits
 * of 32 bits [Knuth, "The Art of Computer Programming", volume 2, 4.3.1, algorithm D].
 */
static uint64_t divide_2_by_1(uint64_t high, uint64_t low, uint64_t d) {
    const uint64_t base = UINT64_C(1) << 32;
    uint64_t d1 = d >> 32, d0 = d & (base - 1), quotient = 0;
    for (int shift = 32; shift >= 0; shift -= 32) {
        uint64_t next = low >> shift & (base - 1);
        uint64_t digit = high / d1, rest = high % d1;
        while (digit >= base || digit * d0 > (rest << 32 | next)) {
            digit--;
            rest += d1;
            if (rest >= base) {
                break;
            }
        }
        high = (high << 32 | next) - digit * d;
        quotient = quotient << 32 | digit;
    }
    return quotient;
}

dc_divisor dc_divisor_of(uint64_t d) {
    return (dc_divisor){d, divide_2_by_1(~d, UINT64_MAX, d)};
}

/* Algorithm 6 of Moeller and Granlund (see words.h). */
dc_long_divisor dc_long_divisor_of(uint64_t d1, uint64_t d0) {
    uint64_t v = dc_divisor_of(d1).reciprocal, p = d1 * v + d0;
    if (p < d0) {
        v--;
        if (p >= d1) {
            v--;
            p -= d1;
        }
        p -= d1;
    }
    dc_u128 t = (dc_u128)v * d0;
    p += (uint64_t)(t >> 64);
    if (p < (uint64_t)(t >> 64)) {
        v--;
        if (p > d1 || (p == d1 && (uint64_t)t >= d0)) {
            v--;
        }
    }
    return (dc_long_divisor){d1, d0, v};
}

/* ---- Schoolbook ----------------------------------------------------------------------------- */

/* Returns the limb of the quotient above q, which is 0 or 1, and subtracts it times d. */
static uint64_t top_of_quotient(uint64_t *upper, const uint64_t *d, int64_t m) {
    if (dc_is_below(upper, d, m)) {
        return 0;
    }
    dc_sub_n(upper, upper, d, m);
    return 1;
}

/*
 * Like dc_divide_short(), but the upper limbs of a may be any number; returns the top of the
 * quotient. The numerator is kept as its complement, because ~a + q d = ~(a - q d): the inner loop
 * is that of a product. The two upper limbs are kept in registers, not complemented.
 */
static uint64_t divide_schoolbook(const dc_variants *variants, uint64_t *q, uint64_t *a, int64_t k,
                                  const uint64_t *d, int64_t m) {
    uint64_t top = top_of_quotient(a + k, d, m);
    dc_long_divisor by = dc_long_divisor_of(d[m - 1], d[m - 2]);
    dc_u128 d_upper = (dc_u128)by.d1 << 64 | by.d0;
    uint64_t n1 = a[m + k - 1];
    dc_complement(a, m + k);
    for (int64_t i = k - 1; i >= 0; i--) {
        uint64_t *r = a + i; /* m limbs, and n1 above them */
        dc_u128 upper = (dc_u128)n1 << 64 | ~r[m - 1];
        if (upper == d_upper) {
            q[i] = UINT64_MAX;
            variants->addmul_1(r, d, m, UINT64_MAX);
            n1 = ~r[m - 1];
            continue;
        }
        q[i] = dc_divide_3_by_2(upper, ~r[m - 2], by, &upper);
        uint64_t carry = m > 2 ? variants->addmul_1(r, d, m - 2, q[i]) : 0;
        int too_large = upper < carry;
        upper -= carry;
        if (too_large) {
            q[i]--;
            upper += d_upper + dc_sub_n(r, r, d, m - 2);
        }
        n1 = (uint64_t)(upper >> 64);
        r[m - 2] = ~(uint64_t)upper;
    }
    dc_complement(a, m - 1);
    a[m - 1] = n1;
    return top;
}

/* ---- Burnikel-Ziegler ----------------------------------------------------------------------- */

/*
 * Subtracts q d[0..low) from the remainder a[0..m) of the upper limbs of a by those of d; `top` is
 * the limb above q[0..k). Then q may be too large, by no more than two [C. Burnikel, J. Ziegler,
 * "Fast Recursive Division", MPI-I-98-1-022 (1998)]. Returns the corrected top.
 */
static uint64_t subtract_lower(const dc_variants *variants, uint64_t *q, uint64_t top, int64_t k,
                               uint64_t *a, const uint64_t *d, int64_t m, int64_t low,
                               uint64_t *scratch) {
    uint64_t *product = scratch;
    dc_multiply(variants, product, q, k, d, low, scratch + m);
    uint64_t borrow = dc_sub_n(a, a, product, m);
    if (top != 0) {
        borrow += dc_sub_n(a + k, a + k, d, low);
    }
    while (borrow > 0) {
        top -= dc_sub_1(q, k, 1);
        borrow -= dc_add_n(a, a, d, m);
    }
    return top;
}

/* The same contract as divide_schoolbook(), for k <= m. */
static uint64_t divide_recursively(const dc_variants *variants, uint64_t *q, uint64_t *a, int64_t k,
                                   const uint64_t *d, int64_t m, uint64_t *scratch) {
    if (k < variants->recursive_division_limbs) {
        return divide_schoolbook(variants, q, a, k, d, m);
    }
    if (k < m) {
        int64_t low = m - k;
        uint64_t top = divide_recursively(variants, q, a + low, k, d + low, k, scratch);
        return subtract_lower(variants, q, top, k, a, d, m, low, scratch);
    }
    int64_t low = k / 2, high = k - low;
    uint64_t top = divide_recursively(variants, q + low, a + low, high, d, m, scratch);
    divide_recursively(variants, q, a, low, d, m, scratch);
    return top;
}

/*
 * A product of m limbs, and scratch for it. Of all products whose factors have m limbs together,
 * that of equal lengths needs the most scratch, except for the limbs that blocks keep.
 */
int64_t dc_divide_short_scratch(int64_t k, int64_t m) {
    if (k < DC_RECURSIVE_LEAST_LIMBS || m < DC_RECURSIVE_LEAST_LIMBS) {
        return 0;
    }
    return 2 * m + dc_multiply_scratch((m + 1) / 2, (m + 1) / 2, 0);
}

void dc_divide_short(const dc_variants *variants, uint64_t *q, uint64_t *a, int64_t k,
                     const uint64_t *d, int64_t m, uint64_t *scratch) {
    if (m < variants->recursive_division_limbs) {
        divide_schoolbook(variants, q, a, k, d, m);
        return;
    }
    while (k > 0) {
        int64_t below = (k - 1) / m * m;
        divide_recursively(variants, q + below, a + below, k - below, d, m, scratch);
        k = below;
    }
}
