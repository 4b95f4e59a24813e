/* Reciprocals of divisors that the conversion to decimal does not have. */
#include "numbers.h"

#include "numbers/reciprocal.h"

/*
 * d x = 1 + e, where |e| is below two units of the last limb of x. The product has m + q + 1
 * limbs, of which the upper one is 1 or 0.
 */
static void check_reciprocal(const uint64_t *d, int64_t m, int64_t q, const char *what) {
    int64_t scratch_limbs = dc_reciprocal_scratch(q);
    uint64_t *x = limbs_of(q + 1), *product = limbs_of(m + q + 1),
             *scratch = limbs_of(scratch_limbs);
    dc_walk walk = {.stage = DC_WALK_ALL};
    dc_walk_reciprocal(&walk, dc_variants_now(), x, q, d, m, scratch);
    multiply_by_definition(product, x, q + 1, d, m);
    uint64_t one = product[m + q], filled = one ? 0 : UINT64_MAX;
    CHECK(one <= 1, "%lld limbs, of %lld limbs, %s", (long long)q, (long long)m, what);
    for (int64_t i = m + 1; i < m + q; i++) {
        CHECK(product[i] == filled, "%lld limbs, of %lld limbs, %s: limb %lld is %llx",
              (long long)q, (long long)m, what, (long long)i, (unsigned long long)product[i]);
    }
    uint64_t error = one ? product[m] : ~product[m];
    CHECK(error <= 1, "%lld limbs, of %lld limbs, %s: %llx units", (long long)q, (long long)m, what,
          (unsigned long long)error);
    free_limbs(x, q + 1);
    free_limbs(product, m + q + 1);
    free_limbs(scratch, scratch_limbs);
}

/* Fractions from 1/4 to 1: exactly 1/4 and 1/2, next to them, next to 1, and others. */
static void reciprocals_of_any_divisor(void) {
    for (int64_t m = 1; m <= 40; m++) {
        for (int64_t q = 1; q <= 2 * m || q <= m + 3; q += q < m - 1 || q > m + 3 ? 1 + m / 3 : 1) {
            uint64_t *d = limbs_of(m);
            for (int top = 62; top <= 63; top++) {
                for (int64_t i = 0; i < m; i++) {
                    d[i] = 0;
                }
                d[m - 1] = UINT64_C(1) << top;
                check_reciprocal(d, m, q, "a power of two");
                d[0] |= 1;
                check_reciprocal(d, m, q, "above a power of two");
                for (int64_t i = 0; i < m; i++) {
                    d[i] = UINT64_MAX;
                }
                d[m - 1] >>= 63 - top;
                check_reciprocal(d, m, q, "below a power of two");
                for (enum pattern p = RANDOM; p < PATTERNS; p++) {
                    fill(d, m, p);
                    d[m - 1] = d[m - 1] >> 1 | UINT64_C(1) << top;
                    check_reciprocal(d, m, q, "a pattern");
                }
            }
            free_limbs(d, m);
        }
    }
}

/*
 * With B = 2^64 and b = B^j, 2 (B^p - b) is the reciprocal of (B^2p + B^p b + b^2) / 2, except for
 * b^3 / B^3p. Its product with p limbs of the reciprocal is so close to a power of B that it borrows
 * from all of its limbs modulo 2^(64 c) - 1.
 */
static void products_next_to_powers(void) {
    enum { P = 450, M = 2 * P };
    uint64_t *d = limbs_of(M);
    for (int64_t j = 1; j <= (P - 3) / 3; j += 24) {
        memset(d, 0, M * 8);
        d[M - 1] = d[P + j - 1] = d[2 * j - 1] = UINT64_C(1) << 63;
        for (int64_t q = M - 2; q <= M + 1; q++) {
            check_reciprocal(d, M, q, "next to a power");
        }
    }
    free_limbs(d, M);
}

/* All limbs of the product matter, so it is not computed modulo 2^(64 c) - 1. */
static void twice_as_long_as_the_divisor(void) {
    enum { M = 700 };
    uint64_t *d = filled(M, RANDOM);
    d[M - 1] |= UINT64_C(1) << 62;
    for (int64_t q = 2 * M - 3; q <= 2 * M; q++) {
        check_reciprocal(d, M, q, "a short divisor");
    }
    free_limbs(d, M);
}

int main(void) {
    RUN(reciprocals_of_any_divisor);
    RUN(products_next_to_powers);
    RUN(twice_as_long_as_the_divisor);
    return finish();
}
