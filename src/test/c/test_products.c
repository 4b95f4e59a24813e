/* Products and squares against the definition, of all lengths and kinds of numbers. */
#include "tasks.h"

#include "numbers/convolution.h"
#include "numbers/decimal.h"
#include "numbers/limbs.h"
#include "numbers/product.h"
#include "numbers/product_ifma.h"
#include "numbers/radix.h"

/* ---- The operations in products ------------------------------------------------------------- */

static void addmul_carries(void) {
    for (int64_t n = 0; n <= 40; n++) {
        uint64_t *r = limbs_of(n), *a = limbs_of(n), *expected = limbs_of(n + 1);
        for (int i = 0; i < 50 && n > 0; i++) {
            fill(r, n, i == 0 ? ALL_ONES : i % 2 ? RANDOM : SPARSE);
            fill(a, n, i == 0 ? ALL_ONES : RANDOM);
            uint64_t b = i == 0 ? UINT64_MAX : random_limb();
            multiply_by_definition(expected, a, n, &b, 1);
            expected[n] += dc_add_n(expected, expected, r, n);
            CHECK(dc_variants_now()->addmul_1(r, a, n, b) == expected[n], "n=%lld round %d",
                  (long long)n, i);
            CHECK_SAME(r, expected, n, "n=%lld round %d", (long long)n, i);

            memcpy(r, a, (size_t)n * 8); /* r may be a */
            multiply_by_definition(expected, a, n, &b, 1);
            expected[n] += dc_add_n(expected, expected, r, n);
            CHECK(dc_variants_now()->addmul_1(r, r, n, b) == expected[n],
                  "n=%lld round %d in place", (long long)n, i);
            CHECK_SAME(r, expected, n, "n=%lld round %d in place", (long long)n, i);
        }
        CHECK(n > 0 || dc_variants_now()->addmul_1(r, a, 0, 7) == 0, "n=%lld", (long long)n);
        free_limbs(a, n);
        free_limbs(r, n);
        free_limbs(expected, n + 1);
    }
}

static void sums_and_differences(void) {
    for (int64_t n = 1; n <= 20; n++) {
        uint64_t *a = limbs_of(n), *b = limbs_of(n), *sum = limbs_of(n);
        for (enum pattern p = RANDOM; p < PATTERNS; p++) {
            fill(a, n, p);
            fill(b, n, n % 2 ? ALL_ONES : RANDOM);
            uint64_t carry = 0;
            for (int64_t i = 0; i < n; i++) {
                dc_u128 s = (dc_u128)a[i] + b[i] + carry;
                sum[i] = (uint64_t)s;
                carry = (uint64_t)(s >> 64);
            }
            uint64_t *c = limbs_of(n);
            CHECK(dc_add_n(c, a, b, n) == carry, "n=%lld pattern %d", (long long)n, (int)p);
            CHECK_SAME(c, sum, n, "n=%lld pattern %d", (long long)n, (int)p);
            CHECK(dc_sub_n(c, c, b, n) == carry, "n=%lld pattern %d", (long long)n, (int)p);
            CHECK_SAME(c, a, n, "n=%lld pattern %d", (long long)n, (int)p);
            uint64_t out = dc_add_1(c, n, 3);
            CHECK(dc_sub_1(c, n, 3) == out, "n=%lld pattern %d", (long long)n, (int)p);
            CHECK_SAME(c, a, n, "n=%lld pattern %d", (long long)n, (int)p);
            free_limbs(c, n);
        }
        free_limbs(a, n);
        free_limbs(b, n);
        free_limbs(sum, n);
    }
    CHECK(dc_add_n(NULL, NULL, NULL, 0) == 0 && dc_sub_n(NULL, NULL, NULL, 0) == 0, "of nothing");
}

static void big_endian_bytes(void) {
    const uint64_t limbs[] = {0x0807060504030201u, 0x100F0E0D0C0B0A09u, UINT64_MAX};
    uint64_t back[3] = {0};
    unsigned char *bytes = malloc(25);
    bytes[0] = 7;
    dc_limbs_to_big_endian(bytes + 1, limbs, 3); /* unaligned on purpose */
    CHECK(bytes[0] == 7, "byte before the buffer: %d", bytes[0]);
    for (int i = 0; i < 8; i++) {
        CHECK(bytes[1 + i] == 0xFF, "byte %d is %d", i, bytes[1 + i]);
    }
    for (int i = 8; i < 24; i++) {
        CHECK(bytes[1 + i] == 24 - i, "byte %d is %d", i, bytes[1 + i]);
    }
    dc_limbs_from_big_endian(back, bytes + 1, 3);
    CHECK_SAME(back, limbs, 3, "%s", "and back");
    dc_limbs_to_big_endian(bytes, NULL, 0);
    dc_limbs_to_big_endian(bytes, NULL, -1);
    dc_limbs_from_big_endian(NULL, bytes, 0);
    dc_limbs_from_big_endian(NULL, bytes, -1);
    CHECK(bytes[0] == 7, "a count of 0 or -1 wrote %d", bytes[0]);
    free(bytes);
}

/* ---- Products ------------------------------------------------------------------------------- */

/* a * b at the level that runs, where each buffer has exactly the required size. */
static void check_product(const uint64_t *a, int64_t n, const uint64_t *b, int64_t m,
                          const char *what) {
    int square = a == b && n == m;
    int64_t scratch_limbs = dc_multiply_scratch(n, m, square);
    uint64_t *expected = limbs_of(n + m), *actual = limbs_of(n + m),
             *scratch = limbs_of(scratch_limbs);
    multiply_by_definition(expected, a, n, b, m);
    dc_multiply(dc_variants_now(), actual, a, n, b, m, scratch);
    CHECK_SAME(actual, expected, n + m, "%lld by %lld limbs, %s", (long long)n, (long long)m, what);
    free_limbs(expected, n + m);
    free_limbs(actual, n + m);
    free_limbs(scratch, scratch_limbs);
}

static void check_products(int64_t n, int64_t m, enum pattern p, enum pattern q) {
    char what[40];
    snprintf(what, sizeof what, "patterns %d and %d", (int)p, (int)q);
    uint64_t *a = filled(n, p), *b = filled(m, q);
    check_product(a, n, b, m, what);
    free_limbs(a, n);
    free_limbs(b, m);
}

static void products_of_all_small_lengths(void) {
    const int64_t all_patterns = 28;
    for (int64_t n = 1; n <= 300; n++) {
        if (n <= all_patterns) {
            for (enum pattern p = RANDOM; p < PATTERNS; p++) {
                for (enum pattern q = RANDOM; q < PATTERNS; q++) {
                    check_products(n, n, p, q);
                }
            }
        }
        /* The pairs take turns. */
        check_products(n, n, RANDOM, RANDOM);
        check_products(n, n, ALL_ONES, ALL_ONES);
        check_products(n, n, (enum pattern)(n % PATTERNS), (enum pattern)(n / PATTERNS % PATTERNS));
        check_products(n, n, (enum pattern)(n % 7 % PATTERNS), RUNS);
    }
}

static void squares_of_all_small_lengths(void) {
    for (int64_t n = 1; n <= 300; n++) {
        for (enum pattern p = RANDOM; p < PATTERNS; p++) {
            if (n <= 64 || p <= ALL_ONES || (n + (int)p) % 4 == 0) {
                uint64_t *a = filled(n, p);
                char what[40];
                snprintf(what, sizeof what, "the square of pattern %d", (int)p);
                check_product(a, n, a, n, what);
                free_limbs(a, n);
            }
        }
    }
}

static void equal_numbers_at_different_addresses(void) {
    for (int64_t n = 1; n <= 300; n += n < 60 ? 1 : 13) {
        uint64_t *a = filled(n, RANDOM), *b = limbs_of(n);
        memcpy(b, a, (size_t)n * 8);
        check_product(a, n, b, n, "equal");
        free_limbs(a, n);
        free_limbs(b, n);
    }
}

static void operands_that_overlap(void) {
    for (int64_t n = 2; n <= 420; n += n < 40 ? 3 : 37) {
        uint64_t *a = filled(n, RANDOM);
        check_product(a, n, a, n - 1, "the same place, one limb less");
        check_product(a, n / 2, a, n, "the same place, half as long");
        check_product(a, n - n / 3, a + n / 3, n - n / 3, "overlapping");
        free_limbs(a, n);
    }
}

static void products_of_unequal_lengths(void) {
    static const int64_t shorter[] = {1, 2, 3, 7, 11, 12, 13, 14, 26, 27, 28, 29, 40, 57, 64, 100};
    for (size_t i = 0; i < sizeof shorter / sizeof shorter[0]; i++) {
        int64_t m = shorter[i];
        for (int64_t n = m + 1; n <= 6 * m + 5; n += 1 + n / 12) {
            enum pattern p = (enum pattern)(n % PATTERNS), q = (enum pattern)((n + m) % PATTERNS);
            check_products(n, m, p, RANDOM);
            check_products(m, n, RANDOM, q);
            check_products(n, m, ALL_ONES, ALL_ONES);
        }
        check_products(2000 + m, m, RUNS, RANDOM);
    }
    /* The longer number has blocks of up to DC_IFMA_LIMBS. */
    static const int64_t in_blocks[] = {12, 27, 78, DC_IFMA_LIMBS - 1, DC_IFMA_LIMBS};
    for (size_t i = 0; i < sizeof in_blocks / sizeof in_blocks[0]; i++) {
        for (int64_t blocks = 1; blocks <= 3; blocks++) {
            for (int64_t n = blocks * DC_IFMA_LIMBS - 1; n <= blocks * DC_IFMA_LIMBS + 1; n++) {
                check_products(n, in_blocks[i], ALL_ONES, ALL_ONES);
                check_products(n, in_blocks[i], RUNS, RANDOM);
            }
        }
    }
    /* Lengths whose remainders are as many as can be, each of which takes scratch: Fibonacci's. */
    check_products(987, 610, RANDOM, ALL_ONES);
    check_products(610, 377, ALL_ONES, RUNS);
    check_products(377, 233, RANDOM, RANDOM);
    check_products(233, 144, ALL_ONES, ALL_ONES);
    check_products(144, 89, RANDOM, RUNS);
    check_products(467, 289, ALL_ONES, ALL_ONES); /* 2.6 times as much in all */
    check_products(467, 288, ALL_ONES, ALL_ONES);
}

/* The shorter number is just long enough for transforms of blocks of the longer one. */
static void products_in_transformed_blocks(void) {
    int64_t m = dc_variants_now()->ntt_mul_limbs * 4 / 7 + 1;
    if (m > 300) {
        return;
    }
    for (int64_t n = 8 * m + 1; n <= 30 * m; n += m / 3 + 1) {
        if (is_chosen(n, 3)) {
            check_products(n, m, RANDOM, ALL_ONES);
            check_products(n, m + 5, ALL_ONES, RUNS);
        }
    }
}

/*
 * Long operands are processed in steps of a few million products of limbs each. The last step is up
 * to twice as long.
 */
static void very_unequal_lengths_are_many_steps(void) {
    static const int64_t shorter[] = {2, 27, 28, 60};
    for (size_t i = 0; i < sizeof shorter / sizeof shorter[0]; i++) {
        int64_t m = shorter[i], block = m * ((1 << 22) / (m * m) + 1);
        for (int64_t n = 2 * block - 1; n <= 3 * block + 1;
             n = n < 2 * block ? n + 1 : n + block + 1) {
            /* The longest at full speed only, and once. */
            if (n > 310000
                && (UNDER_ADDRESS_SANITIZER || n > 5000000 || dc_level() < dc_level_detected())) {
                continue;
            }
            uint64_t *a = filled(n, i % 2 ? RUNS : ALL_ONES), *b = filled(m, ALL_ONES);
            dc_task task = {.operation = DC_MULTIPLY,
                            .features = dc_features(),
                            .a = b,
                            .a_limbs = m,
                            .b = a,
                            .b_limbs = n};
            uint64_t *expected = limbs_of(n + m), *r = result_of(&task, IN_STEPS);
            CHECK(dc_task_steps(&task, 0) == n / block, "%lld by %lld limbs: %lld steps",
                  (long long)n, (long long)m, dc_task_steps(&task, 0));
            multiply_by_definition(expected, a, n, b, m);
            CHECK_SAME(r, expected, n + m, "%lld by %lld limbs", (long long)n, (long long)m);
            free_limbs(a, n);
            free_limbs(b, m);
            free_limbs(expected, n + m);
            free_limbs(r, n + m);
        }
    }
}

static void around(int64_t n) {
    for (int64_t k = n - 2; k <= n + 2; k++) {
        if (k >= 1 && k <= 4000) {
            check_products(k, k, RANDOM, RANDOM);
            check_products(k, k, ALL_ONES, k % 2 ? ALL_ONES : RUNS);
            check_products(k + 1, k, RANDOM, ALL_BUT_A_BIT);
            uint64_t *a = filled(k, k % 2 ? RANDOM : ALL_ONES);
            check_product(a, k, a, k, "a square");
            free_limbs(a, k);
        }
    }
}

static void lengths_around_every_threshold(void) {
    const dc_variants *variants = dc_variants_now();
    for (int times = 1; times <= 8; times *= 2) {
        around(times * variants->karatsuba_mul_limbs);
        around(times * variants->karatsuba_sqr_limbs);
    }
    around(DC_NTT_LEAST_LIMBS);
    around(variants->ntt_mul_limbs);
    around(variants->ntt_sqr_limbs);
    if (variants->mul_ifma != NULL) {
        around(DC_IFMA_LIMBS);
        around(2 * DC_IFMA_LIMBS);
        around(variants->ifma_mul_limbs);
        around(variants->ifma_sqr_limbs);
    }
    /* Transforms run if 2 n m >= threshold * (n + m). */
    int64_t threshold = variants->ntt_mul_limbs;
    for (int64_t n = threshold; n <= 4 * threshold && n <= 4000; n += threshold) {
        int64_t m = threshold * n / (2 * n - threshold);
        for (int64_t k = m - 2; k <= m + 2; k++) {
            check_products(n, k, RANDOM, ALL_ONES);
        }
    }
    /* dc_multiply_scratch() has no room for transforms of shorter operands. */
    CHECK(variants->ntt_mul_limbs >= 2 * DC_NTT_LEAST_LIMBS
              && variants->ntt_sqr_limbs >= DC_NTT_LEAST_LIMBS,
          "%d, %d", variants->ntt_mul_limbs, variants->ntt_sqr_limbs);
}

#if defined(__x86_64__)
static void check_ifma(int64_t n, int64_t m, enum pattern p, enum pattern q) {
    uint64_t *a = filled(n, p), *b = filled(m, q), *expected = limbs_of(n + m),
             *actual = limbs_of(n + m);
    multiply_by_definition(expected, a, n, b, m);
    dc_variants_now()->mul_ifma(actual, a, n, b, m);
    CHECK_SAME(actual, expected, n + m, "%lld by %lld limbs, patterns %d and %d", (long long)n,
               (long long)m, (int)p, (int)q);
    if (n == m) {
        multiply_by_definition(expected, a, n, a, n);
        dc_variants_now()->mul_ifma(actual, a, n, a, n);
        CHECK_SAME(actual, expected, 2 * n, "the square of %lld limbs, pattern %d", (long long)n,
                   (int)p);
    }
    free_limbs(a, n);
    free_limbs(b, m);
    free_limbs(expected, n + m);
    free_limbs(actual, n + m);
}
#endif

static void products_of_52_bit_digits(void) {
#if defined(__x86_64__)
    if (dc_variants_now()->mul_ifma == NULL) {
        return;
    }
    for (int64_t n = 1; n <= DC_IFMA_LIMBS; n++) {
        for (enum pattern p = RANDOM; p < PATTERNS; p++) {
            if (n <= 40 || p <= ALL_ONES || (n + (int)p) % 6 == 0) {
                check_ifma(n, n, p, (enum pattern)((n + 3 * (int)p) % PATTERNS));
            }
        }
        check_ifma(n, n, ALL_ONES, ALL_ONES);
        static const int64_t others[] = {1,  2,   6,   7,   12,  13,  14, 26,
                                         27, 100, 127, 128, 129, 255, 256};
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
            check_ifma(n, others[i], ALL_ONES, (n + (int)i) % 2 ? ALL_ONES : RANDOM);
        }
        check_ifma(n, 1 + random_below(DC_IFMA_LIMBS), RANDOM, RUNS);
    }
#endif
}

/*
 * Limbs from..to of a product. They are too small by one if the limb below them is 0 and what is
 * cut off carries into it.
 */
static void check_part(int64_t n, int64_t m, enum pattern p, enum pattern q, int64_t from,
                       int64_t to) {
    const dc_variants *variants = dc_variants_now();
    int64_t needed = dc_multiply_scratch(n, m, 0), count = to - from;
    uint64_t *a = filled(n, p), *b = filled(m, q), *r = filled(n + m, ALL_ONES),
             *scratch = limbs_of(needed), *expected = limbs_of(n + m);
    multiply_by_definition(expected, a, n, b, m);
    dc_walk all = {.stage = DC_WALK_ALL};
    dc_walk_multiply_part(&all, variants, r, a, n, b, m, from, to, scratch);
    if (from > 0 && expected[from - 1] == 0
        && difference(r + from, expected + from, count) < count) {
        dc_sub_1(expected + from, count, 1);
    }
    CHECK_SAME(r + from, expected + from, count, "%lld by %lld limbs, from %lld to %lld",
               (long long)n, (long long)m, (long long)from, (long long)to);
    for (int64_t i = to; i < n + m && dc_has_parts(variants, n, m); i++) {
        CHECK(r[i] == UINT64_MAX, "%lld by %lld limbs, to %lld: limb %lld is written", (long long)n,
              (long long)m, (long long)to, (long long)i);
    }
    free_limbs(a, n);
    free_limbs(b, m);
    free_limbs(r, n + m);
    free_limbs(scratch, needed);
    free_limbs(expected, n + m);
}

/* The longest parts, whose columns come closest to 2^63. */
static void longest_parts(void) {
#if defined(__x86_64__)
    int64_t n = DC_IFMA_PART_LIMBS, needed = dc_multiply_scratch(n, n, 0);
    if (dc_variants_now()->mul_ifma_part == NULL) {
        return;
    }
    uint64_t *a = filled(n, ALL_ONES), *b = filled(n, ALL_ONES), *r = limbs_of(2 * n),
             *scratch = limbs_of(needed), *expected = limbs_of(2 * n);
    multiply_by_definition(expected, a, n, b, n);
    dc_variants_now()->mul_ifma_part(r, a, n, b, n, 0, 2 * n, scratch);
    CHECK_SAME(r, expected, 2 * n, "%lld limbs", (long long)n);
    dc_variants_now()->mul_ifma_part(r, a, n, b, n, n + 1, 2 * n, scratch);
    CHECK_SAME(r + n + 1, expected + n + 1, n - 1, "%lld limbs", (long long)n);
    free_limbs(a, n);
    free_limbs(b, n);
    free_limbs(r, 2 * n);
    free_limbs(scratch, needed);
    free_limbs(expected, 2 * n);
#endif
}

/* Any part of a product, the upper half, the lower half, and the middle. */
static void check_parts(int64_t n, int64_t m, enum pattern p, enum pattern q) {
    int64_t all = n + m, from = random_below(all), count = 1 + random_below(all - from);
    check_part(n, m, p, q, from, from + count);
    check_part(m, n, q, p, m - 1, all);
    check_part(n, m, p, q, 0, m + (n > 1));
    check_part(n, m, ALL_ONES, ALL_ONES, n / 2, n / 2 + m);
}

static void parts_of_products(void) {
    for (int64_t n = 1; n <= 420; n += n < 60 ? 1 : 1 + random_below(30)) {
        int64_t others[] = {n, n + 1, n + n / 3, 2 * n + 1, 4 * n, 4 * n + 1};
        for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
            int64_t m = others[i];
            for (enum pattern p = RANDOM; p < PATTERNS; p++) {
                enum pattern q = (enum pattern)((n + (int)i + (int)p) % PATTERNS);
                if (n > 40 && p > ALL_ONES && !is_chosen(n + m + (int)p, 3)) {
                    continue;
                }
                check_parts(n, m, p, q);
            }
        }
    }
}

/* From this length on, a part is cut from a product by transforms. */
static void parts_around_the_threshold_of_transforms(void) {
    const dc_variants *variants = dc_variants_now();
    int64_t threshold = variants->ntt_part_limbs;
    for (int64_t n = threshold - 1; n <= threshold + 1 && variants->mul_ifma_part != NULL; n++) {
        for (int64_t m = n - 1; m <= n + 1; m++) {
            check_parts(n, m, RANDOM, RUNS);
            check_parts(n, m, ALL_ONES, SPARSE);
        }
    }
}

static void arguments_of_dc_mul(void) {
    uint64_t a[3] = {UINT64_MAX, 1, 2}, b[2] = {UINT64_MAX, 3}, expected[5], r[5];
    long long scratch_limbs = dc_mul_scratch_limbs(3, 2);
    uint64_t *scratch = limbs_of(scratch_limbs);
    multiply_by_definition(expected, a, 3, b, 2);
    memset(r, 0xA5, sizeof r);
    uint64_t untouched[5];
    memcpy(untouched, r, sizeof r);
    static const long long bad[] = {0, -1, DC_MAX_LIMBS + 1, INT64_MIN, INT64_MAX};
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        CHECK(dc_mul_scratch_limbs(bad[i], 2) == DC_ERR_RANGE, "%lld", bad[i]);
        CHECK(dc_mul_scratch_limbs(2, bad[i]) == DC_ERR_RANGE, "%lld", bad[i]);
        CHECK(dc_mul(r, INT64_MAX, a, bad[i], b, 2, scratch, INT64_MAX) == DC_ERR_RANGE, "%lld",
              bad[i]);
        CHECK(dc_mul(r, INT64_MAX, a, 3, b, bad[i], scratch, INT64_MAX) == DC_ERR_RANGE, "%lld",
              bad[i]);
        CHECK(bad[i] > 4 || dc_mul(r, bad[i], a, 3, b, 2, scratch, scratch_limbs) == DC_ERR_SPACE,
              "%lld", bad[i]);
        CHECK(bad[i] > 4 || dc_mul(r, 5, a, 3, b, 2, scratch, bad[i]) == DC_ERR_SPACE, "%lld",
              bad[i]);
    }
    CHECK(dc_mul(r, 4, a, 3, b, 2, scratch, scratch_limbs) == DC_ERR_SPACE,
          "the result is one limb too short");
    CHECK(dc_mul(r, 5, a, 3, b, 2, scratch, scratch_limbs - 1) == DC_ERR_SPACE,
          "scratch is one limb too short");
    CHECK_SAME(r, untouched, 5, "%s", "written in spite of an error");
    CHECK(dc_mul(r, 5, a, 3, b, 2, scratch, scratch_limbs) == 5, "%s", "valid arguments");
    CHECK_SAME(r, expected, 5, "%s", "valid arguments");
    CHECK(dc_mul_scratch_limbs(DC_MAX_LIMBS, DC_MAX_LIMBS) > 2 * DC_MAX_LIMBS, "the largest");
    free_limbs(scratch, scratch_limbs);
}

static void a_square_by_dc_mul(void) {
    for (int64_t n = 1; n <= 1000; n = 3 * n + 1) {
        long long scratch_limbs = dc_mul_scratch_limbs(n, n);
        uint64_t *a = filled(n, RANDOM), *r = limbs_of(2 * n), *expected = limbs_of(2 * n);
        uint64_t *scratch = limbs_of(scratch_limbs);
        multiply_by_definition(expected, a, n, a, n);
        CHECK(dc_mul(r, 2 * n, a, n, a, n, scratch, scratch_limbs) == 2 * n, "n=%lld",
              (long long)n);
        CHECK_SAME(r, expected, 2 * n, "n=%lld", (long long)n);
        free_limbs(a, n);
        free_limbs(r, 2 * n);
        free_limbs(expected, 2 * n);
        free_limbs(scratch, scratch_limbs);
    }
}

/* ---- Convolutions --------------------------------------------------------------------------- */

static uint64_t base_of(dc_digits digits) {
    return digits == DC_DECIMAL_19   ? dc_decimal_19.base
           : digits == DC_DECIMAL_18 ? dc_decimal_18.base
                                     : 0;
}

/* Returns n digits of a kind, filled with a pattern. */
static uint64_t *digits_filled(int64_t n, dc_digits digits, enum pattern pattern) {
    uint64_t *a = filled(n, pattern), base = base_of(digits);
    for (int64_t i = 0; i < n && base > 0; i++) {
        a[i] = a[i] == UINT64_MAX ? base - 1 : a[i] % base;
    }
    return a;
}

/*
 * r[0..cyclic) = the sum of a_i b_j base^((i + j) mod cyclic) modulo base^cyclic, which is the
 * product if `cyclic` is n + m. Not for digits of 62 bits, whose products are compared as limbs.
 */
DEFINITION void convolve_by_definition(uint64_t *r, int64_t cyclic, const uint64_t *a, int64_t n,
                                       const uint64_t *b, int64_t m, uint64_t base) {
    uint64_t *columns = calloc((size_t)cyclic * 3, 8), carry[3] = {0, 0, 0};
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < m; j++) {
            uint64_t *column = columns + 3 * ((i + j) % cyclic);
            dc_u128 product = (dc_u128)a[i] * b[j];
            dc_u128 sum = (dc_u128)column[0] + (uint64_t)product;
            column[0] = (uint64_t)sum;
            sum = (dc_u128)column[1] + (uint64_t)(product >> 64) + (uint64_t)(sum >> 64);
            column[1] = (uint64_t)sum;
            column[2] += (uint64_t)(sum >> 64);
        }
    }
    for (int64_t i = 0; i < cyclic; i++) {
        uint64_t *column = columns + 3 * i;
        dc_u128 sum = (dc_u128)column[0] + carry[0];
        column[0] = (uint64_t)sum;
        sum = (dc_u128)column[1] + carry[1] + (uint64_t)(sum >> 64);
        column[1] = (uint64_t)sum;
        column[2] += carry[2] + (uint64_t)(sum >> 64);
        if (base == 0) {
            r[i] = column[0];
            carry[0] = column[1];
            carry[1] = column[2];
            continue;
        }
        uint64_t rest = 0;
        for (int k = 2; k >= 0; k--) {
            dc_u128 dividend = (dc_u128)rest << 64 | column[k];
            carry[k] = (uint64_t)(dividend / base);
            rest = (uint64_t)(dividend % base);
        }
        r[i] = rest;
    }
    free(columns);
}

enum { ALIAS_NONE, ALIAS_A, ALIAS_B, ALIAS_ABOVE_A, ALIASES };

/* Checks a product and, if `repeated` is 1, a second one that uses the transform of b again. */
static void check_convolution(dc_digits digits, int64_t n, int64_t m, int64_t cyclic,
                              enum pattern p, enum pattern q, int repeated, int alias) {
    int64_t length = cyclic > 0 ? cyclic : n + m, room = length > n ? length : n;
    uint64_t *a = digits_filled(n, digits, p), *b = digits_filled(m, digits, q),
             *expected = limbs_of(length);
    dc_convolution c = {dc_variants_now()->ntt, digits, a, b, n, m, NULL, NULL, cyclic, 0};
    int64_t scratch_limbs = dc_convolution_scratch(&c);
    c.scratch = limbs_of(scratch_limbs);
    for (int round = 0; round <= repeated; round++) {
        uint64_t *r = limbs_of(room + 1);
        if (round > 0) {
            uint64_t *other = digits_filled(n, digits, RANDOM);
            memcpy(a, other, (size_t)n * 8);
            free_limbs(other, n);
        }
        convolve_by_definition(expected, length, a, n, b, m, base_of(digits));
        c.a = a;
        c.b = b;
        c.r = r + 1;
        c.repeated = round;
        uint64_t *moved = alias == ALIAS_A ? r + 1 : alias == ALIAS_ABOVE_A ? r : NULL;
        if (moved != NULL) {
            memcpy(moved, a, (size_t)n * 8);
            c.a = moved;
        } else if (alias == ALIAS_B && m <= room) {
            memcpy(r + 1, b, (size_t)m * 8);
            c.b = r + 1;
        }
        dc_walk walk = {.stage = DC_WALK_ALL};
        dc_walk_convolution(&walk, &c);
        CHECK_SAME(r + 1, expected, length,
                   "digits %d, %lld by %lld, cyclic %lld, patterns %d and %d, time %d, alias %d",
                   (int)digits, (long long)n, (long long)m, (long long)cyclic, (int)p, (int)q,
                   round, alias);
        free_limbs(r, room + 1);
    }
    free_limbs(a, n);
    free_limbs(b, m);
    free_limbs(expected, length);
    free_limbs(c.scratch, scratch_limbs);
}

static void check_square_convolution(dc_digits digits, int64_t n, int64_t cyclic, enum pattern p,
                                     int in_place) {
    int64_t length = cyclic > 0 ? cyclic : 2 * n;
    uint64_t *a = digits_filled(n, digits, p), *expected = limbs_of(length), *r = limbs_of(length);
    convolve_by_definition(expected, length, a, n, a, n, base_of(digits));
    const uint64_t *operand = a;
    if (in_place) {
        memcpy(r, a, (size_t)n * 8);
        operand = r;
    }
    dc_convolution c = {dc_variants_now()->ntt, digits, operand, operand, n, n, r, NULL, cyclic, 0};
    int64_t scratch_limbs = dc_convolution_scratch(&c);
    c.scratch = limbs_of(scratch_limbs);
    dc_walk walk = {.stage = DC_WALK_ALL};
    dc_walk_convolution(&walk, &c);
    CHECK_SAME(r, expected, length, "digits %d, the square of %lld, cyclic %lld, pattern %d",
               (int)digits, (long long)n, (long long)cyclic, (int)p);
    free_limbs(a, n);
    free_limbs(expected, length);
    free_limbs(r, length);
    free_limbs(c.scratch, scratch_limbs);
}

static const dc_digits all_digits[] = {DC_LIMBS_64, DC_LIMBS_62, DC_DECIMAL_19, DC_DECIMAL_18};
enum { KINDS = 4 };

/* Calls the convolution directly, because products of these lengths do not use transforms. */
static void convolutions_of_all_small_lengths(void) {
    for (int k = 0; k < KINDS; k++) {
        for (int64_t n = 1; n <= 140; n++) {
            enum pattern p = (enum pattern)(n % PATTERNS),
                         q = (enum pattern)(n / PATTERNS % PATTERNS);
            check_convolution(all_digits[k], n, n, 0, p, q, n % 2 != 0, (int)(n % ALIASES));
            check_convolution(all_digits[k], n, n, 0, ALL_ONES, ALL_ONES, 0, ALIAS_NONE);
            check_square_convolution(all_digits[k], n, 0, n % 2 ? ALL_ONES : p, n % 3 == 0);
            check_convolution(all_digits[k], n, 1 + random_below(300), 0, ALL_ONES, RANDOM, 0,
                              ALIAS_NONE);
            check_convolution(all_digits[k], 1, n, 0, ALL_ONES, q, 1, ALIAS_NONE);
        }
    }
}

/*
 * The length of a transform is 2^k, plus an eighth, a quarter or a half of it, or nothing. Carries
 * are propagated through 256 coefficients at a time.
 */
static void convolutions_around_every_length_of_a_transform(void) {
    for (int64_t n1 = 64; n1 <= (UNDER_ADDRESS_SANITIZER ? 512 : 1024); n1 *= 2) {
        for (int64_t eighths = 0; eighths <= 4; eighths = eighths == 0 ? 1 : 2 * eighths) {
            for (int64_t all = n1 + n1 * eighths / 8 - 2; all <= n1 + n1 * eighths / 8 + 3; all++) {
                int64_t n = all / 2, m = all - n, few = 1 + all % 5;
                check_convolution(DC_LIMBS_64, n, m, 0, RANDOM, ALL_ONES, 0, ALIAS_NONE);
                check_convolution(DC_DECIMAL_19, n, m, 0, ALL_ONES, ALL_ONES, 0, ALIAS_NONE);
                check_convolution(DC_DECIMAL_18, all - few, few, 0, RUNS, RANDOM, 0, ALIAS_ABOVE_A);
                check_convolution(DC_LIMBS_64, all - few, few, 0, ALL_ONES, ALL_ONES, 0, ALIAS_A);
                check_square_convolution(DC_LIMBS_64, m, 0, all % 2 ? ALL_ONES : RANDOM, 0);
                /* 31 limbs are 32 digits of 62 bits. */
                int64_t limbs = all * 31 / 32;
                check_convolution(DC_LIMBS_62, limbs / 2, limbs - limbs / 2, 0, ALL_ONES, RANDOM, 0,
                                  ALIAS_NONE);
                check_convolution(DC_LIMBS_62, limbs - few, few, 0, RANDOM, ALL_ONES, 1,
                                  ALIAS_NONE);
                check_square_convolution(DC_LIMBS_62, (limbs + 1) / 2, 0, ALL_ONES, 0);
            }
        }
    }
}

static void cyclic_convolutions(void) {
    static const dc_digits kinds[] = {DC_LIMBS_64, DC_DECIMAL_19, DC_DECIMAL_18};
    for (int k = 0; k < 3; k++) {
        for (int64_t cyclic = 64; cyclic <= 512; cyclic *= 2) {
            const int64_t lengths[] = {
                1, 2, cyclic / 2 - 1, cyclic / 2, cyclic / 2 + 1, cyclic - 1, cyclic};
            for (int i = 0; i < 7; i++) {
                for (int j = 0; j < 7; j++) {
                    if (UNDER_ADDRESS_SANITIZER && cyclic >= 512 && (i + j) % 3 != 0) {
                        continue;
                    }
                    enum pattern p = (enum pattern)((i + 7 * j) % PATTERNS);
                    check_convolution(kinds[k], lengths[i], lengths[j], cyclic, p, RANDOM,
                                      (i + j) % 2, (i + j) % ALIASES);
                }
                check_convolution(kinds[k], lengths[i], cyclic, cyclic, ALL_ONES, ALL_ONES, 1,
                                  ALIAS_NONE);
                check_square_convolution(kinds[k], lengths[i], cyclic, i % 2 ? ALL_ONES : RANDOM,
                                         0);
            }
        }
    }
}

/* 0, or a power of two that is long enough and shorter than all. */
static void cyclic_lengths(void) {
    for (int64_t wanted = 1; wanted <= 3000; wanted++) {
        for (int64_t all = wanted; all <= 2 * wanted + 200; all += 1 + all / 20) {
            int64_t length = dc_cyclic_length(wanted, all);
            CHECK(length == 0 || (length >= wanted && length >= 64 && (length & (length - 1)) == 0),
                  "%lld of %lld: %lld", (long long)wanted, (long long)all, (long long)length);
        }
    }
}

/*
 * Shorter numbers never require more scratch space, so that the space for the longest numbers of a
 * computation is enough for all.
 */
static void scratch_grows_with_lengths(void) {
    for (int square = 0; square <= 1; square++) {
        int64_t before = 0;
        for (int64_t n = 1; n <= DC_MAX_LIMBS; n += n < 3000 ? 1 : n / 50) {
            int64_t scratch = dc_multiply_scratch(n, n, square);
            CHECK(scratch >= before, "n=%lld", (long long)n);
            CHECK(dc_multiply_scratch(n, (n + 1) / 2, 0) <= dc_multiply_scratch(n, n, 0), "n=%lld",
                  (long long)n);
            CHECK(dc_multiply_scratch(n, n, 1) <= dc_multiply_scratch(n, n, 0), "n=%lld",
                  (long long)n);
            before = scratch;
        }
    }
}

static int64_t digits_of_62_bits(int64_t limbs) {
    return (64 * limbs + 61) / 62;
}

/*
 * The number of digits of the shorter operand is limited, because the sum of that many products of
 * digits must be below the product of the primes. The longest operands are those of conversions to
 * decimal, and they are not longer than the result.
 */
static void the_longest_products_fit_the_primes(void) {
    CHECK(digits_of_62_bits(DC_MAX_LIMBS) <= DC_TERMS_62, "%lld limbs", DC_MAX_LIMBS);
    for (int64_t n = DC_MAX_LIMBS / 2; n <= DC_MAX_LIMBS; n += DC_MAX_LIMBS / 2000) {
        int64_t words = dc_to_radix_words(10, n);
        CHECK(digits_of_62_bits(words) <= DC_TERMS_62, "%lld limbs to %lld words", (long long)n,
              (long long)words);
    }
    int64_t words = dc_to_radix_words(10, DC_MAX_LIMBS);
    CHECK(digits_of_62_bits(words) <= DC_TERMS_62, "%lld words", (long long)words);
}

/* ---- Long products -------------------------------------------------------------------------- */

static void check_long(int64_t n, int64_t m, enum pattern p, enum pattern q, int against_baseline) {
    int64_t scratch_limbs = dc_multiply_scratch(n, m, 0);
    uint64_t *a = filled(n, p), *b = filled(m, q), *r = limbs_of(n + m),
             *scratch = limbs_of(scratch_limbs);
    const uint64_t prime = (UINT64_C(1) << 61) - 1;
    dc_multiply(dc_variants_now(), r, a, n, b, m, scratch);
    uint64_t x = residue_by_definition(a, n, 0), y = residue_by_definition(b, m, 0);
    uint64_t product = (uint64_t)((dc_u128)x * y % prime);
    CHECK(residue_by_definition(r, n + m, 0) == product, "%lld by %lld limbs, patterns %d and %d",
          (long long)n, (long long)m, (int)p, (int)q);
    CHECK((uint64_t)dc_residue(r, n + m, 0, 0) == product, "%lld by %lld limbs", (long long)n,
          (long long)m);
    CHECK(r[0] == a[0] * b[0], "%lld by %lld limbs, patterns %d and %d", (long long)n, (long long)m,
          (int)p, (int)q);
    if (p == ALL_ONES && q == ALL_ONES) {
        uint64_t *expected = limbs_of(n + m);
        product_of_all_ones(expected, n, m);
        CHECK_SAME(r, expected, n + m, "%lld by %lld limbs, all ones", (long long)n, (long long)m);
        free_limbs(expected, n + m);
    } else if (against_baseline) {
        uint64_t *expected = limbs_of(n + m);
        dc_multiply(dc_variants_for(0), expected, a, n, b, m, scratch);
        CHECK_SAME(r, expected, n + m, "%lld by %lld limbs, patterns %d and %d", (long long)n,
                   (long long)m, (int)p, (int)q);
        free_limbs(expected, n + m);
    }
    free_limbs(a, n);
    free_limbs(b, m);
    free_limbs(r, n + m);
    free_limbs(scratch, scratch_limbs);
}

static void long_products(void) {
    static const int64_t lengths[] = {1023, 1024, 1537, 2048, 3001, 4096, 6143, 8191, 12289, 20000};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        int64_t n = lengths[i];
        if (n > 5000 && !is_chosen((int64_t)i, 2)) {
            continue;
        }
        check_long(n, n, RANDOM, RANDOM, 1);
        check_long(n, n, ALL_ONES, ALL_ONES, 0);
        check_long(n, n / 3, RUNS, SPARSE, 1);
        check_long(n + 5, n - 5, ALL_BUT_A_BIT, ALL_ONES, 1);
    }
    check_long(40000, 1100, RANDOM, ALL_ONES, 1);
    check_long(1501, 9000, RANDOM, RANDOM, 1);
    if (!UNDER_ADDRESS_SANITIZER) {
        check_long(49152, 49152, RANDOM, RANDOM, 1);
        check_long(98304, 98303, ALL_ONES, ALL_ONES, 0);
        check_long(98305, 98303, ALL_ONES, ALL_ONES, 0);
        check_long(100003, 80021, RANDOM, RUNS, 1);
        /* Blocks of the longer operand: many in a step, and one that is longer than a step. */
        check_long(140001, 150, RANDOM, RUNS, 1);
        check_long(150001, 18750, ALL_ONES, ALL_ONES, 0);
        check_long(300001, 18750, RANDOM, RUNS, 0);
    }
}

static void run_convolution_in_steps(const dc_convolution *c, int divided) {
    dc_walk count = {.stage = DC_WALK_NONE, .divided = divided};
    dc_walk_convolution(&count, c);
    CHECK(divided ? count.at > 2 : count.at == 2, "%lld stages", (long long)count.at);
    for (int64_t stage = 0; stage < count.at; stage++) {
        dc_walk walk = {.stage = stage, .strand = -1, .divided = divided};
        dc_walk_convolution(&walk, c);
        CHECK(divided || walk.steps > 1, "stage %lld: %lld steps", (long long)stage,
              (long long)walk.steps);
        for (int64_t strand = walk.strands - 1; strand >= 0; strand--) {
            for (int64_t step = 0; step < walk.steps; step++) {
                dc_walk one = {.stage = stage, .strand = strand, .step = step, .divided = divided};
                dc_walk_convolution(&one, c);
            }
        }
    }
}

static void square_all_ones_in_steps(dc_digits digits, int64_t n) {
    uint64_t *a = filled(n, ALL_ONES), *r = limbs_of(2 * n), *expected = limbs_of(2 * n);
    dc_convolution c = {dc_variants_now()->ntt, digits, a, a, n, n, r, NULL, 0, 0};
    int64_t scratch_limbs = dc_convolution_scratch(&c);
    c.scratch = limbs_of(scratch_limbs);
    run_convolution_in_steps(&c, 0);
    product_of_all_ones(expected, n, n);
    CHECK_SAME(r, expected, 2 * n, "digits %d, %lld limbs", (int)digits, (long long)n);
    free_limbs(c.scratch, scratch_limbs);
    free_limbs(a, n);
    free_limbs(r, 2 * n);
    free_limbs(expected, 2 * n);
}

/*
 * Transforms of more than 2^20 coefficients have several steps: of 2^21, with both kinds of digits,
 * and of 2^22 + 2^21, whose components both have several. At the fastest level, and in a long run
 * at the one below it, too.
 */
static void products_in_steps(void) {
    enum { LIMBS = 800000 };
    if (UNDER_ADDRESS_SANITIZER || dc_level() < dc_level_detected() - is_long_run()
        || dc_level() < DC_LEVEL_NEON) {
        return;
    }
    square_all_ones_in_steps(DC_LIMBS_62, LIMBS);
    square_all_ones_in_steps(DC_LIMBS_64, 3000000);
    uint64_t *a = filled(LIMBS, ALL_ONES), *r = limbs_of(2 * LIMBS),
             *expected = limbs_of(2 * LIMBS);
    uint64_t *b = filled(LIMBS, RANDOM);
    dc_convolution c = {dc_variants_now()->ntt, DC_LIMBS_64, a, b, LIMBS, LIMBS, r, NULL, 0, 0};
    int64_t scratch_limbs = dc_convolution_scratch(&c);
    c.scratch = limbs_of(scratch_limbs);
    run_convolution_in_steps(&c, 0);
    uint64_t x = (uint64_t)dc_residue(a, LIMBS, 0, 0), y = (uint64_t)dc_residue(b, LIMBS, 0, 0);
    uint64_t product = (uint64_t)((dc_u128)x * y % ((UINT64_C(1) << 61) - 1));
    CHECK((uint64_t)dc_residue(r, 2 * LIMBS, 0, 0) == product, "by a random number");
    /* By 2^(64 n) - 1: below are the digits of -b, above those of b - 1. */
    CHECK(dc_add_n(expected, r, b, LIMBS) == 1 && dc_normalized(expected, LIMBS) == 0,
          "lower half");
    dc_sub_1(b, LIMBS, 1);
    CHECK_SAME(r + LIMBS, b, LIMBS, "%s", "upper half");
    free_limbs(c.scratch, scratch_limbs);
    free_limbs(a, LIMBS);
    free_limbs(b, LIMBS);
    free_limbs(r, 2 * LIMBS);
    free_limbs(expected, 2 * LIMBS);
}

/* ---- Strands for several threads ------------------------------------------------------------ */

static uint64_t largest_digit(dc_digits digits) {
    return digits == DC_DECIMAL_19   ? UINT64_C(9999999999999999999)
           : digits == DC_DECIMAL_18 ? UINT64_C(999999999999999999)
                                     : UINT64_MAX;
}

/* Compares strands for several threads, from the last to the first, with a single call. */
static void check_divided(dc_digits digits, const uint64_t *a, int64_t n, const uint64_t *b,
                          int64_t m, int64_t cyclic, const char *what) {
    int64_t length = cyclic > 0 ? cyclic : n + m;
    uint64_t *r = limbs_of(length), *expected = limbs_of(length);
    dc_convolution c = {dc_variants_now()->ntt, digits, a, b, n, m, expected, NULL, cyclic, 0};
    int64_t scratch_limbs = dc_convolution_scratch(&c);
    c.scratch = limbs_of(scratch_limbs);
    dc_walk all = {.stage = DC_WALK_ALL};
    dc_walk_convolution(&all, &c);
    for (int repeated = 0; repeated < (a == b ? 1 : 2); repeated++) {
        c.r = r;
        c.repeated = repeated;
        memset(r, 0x5B, (size_t)length * 8);
        run_convolution_in_steps(&c, 1);
        CHECK_SAME(r, expected, length, "%s: digits %d, %lld and %lld words, repeated %d", what,
                   (int)digits, (long long)n, (long long)m, repeated);
    }
    free_limbs(c.scratch, scratch_limbs);
    free_limbs(r, length);
    free_limbs(expected, length);
}

/* Long products take minutes without wide vectors, under sanitizers, and under an emulator. */
static int is_fastest_level(void) {
    return !UNDER_ADDRESS_SANITIZER && dc_level() == dc_level_detected()
           && dc_level() >= DC_LEVEL_AVX2;
}

/* Lengths of one and of two components, and the shortest with two layers before the trees. */
static void products_for_several_threads(void) {
    static const int64_t lengths[] = {8193, 10001, 12288, 16384, 20001, 28001, 65536};
    static const dc_digits digits[] = {DC_LIMBS_64, DC_LIMBS_62, DC_DECIMAL_19, DC_DECIMAL_18};
    int64_t most = is_fastest_level() ? 65536 : 20001;
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0] && lengths[i] <= most; i++) {
        for (size_t d = 0; d < sizeof digits / sizeof digits[0]; d++) {
            if (!is_chosen((int64_t)(i + d), UNDER_ADDRESS_SANITIZER ? 3 : 2)) {
                continue;
            }
            int64_t n = lengths[i], m = n - (int64_t)(i % 3) * 1777;
            uint64_t top = largest_digit(digits[d]), *a = limbs_of(n), *b = limbs_of(n);
            for (int64_t k = 0; k < n; k++) {
                a[k] = b[k] = top;
            }
            check_divided(digits[d], a, n, a, n, 0, "largest digits, squared");
            check_divided(digits[d], a, n, b, m, 0, "largest digits");
            /*
             * By base^(m - 1) + 1. A carry enters the upper m - 1 digits, which are the largest
             * ones without it, and passes through all strands.
             */
            memset(b, 0, (size_t)m * 8);
            b[0] = b[m - 1] = 1;
            check_divided(digits[d], a, n, b, m, 0, "long carry");
            for (int64_t k = 0; k < n; k++) {
                a[k] = random_limb() % (top / 2) * 2 + (uint64_t)(k & 1);
                b[k] = random_limb() % (top / 2);
            }
            check_divided(digits[d], a, n, b, m, 0, "random");
            if (digits[d] != DC_LIMBS_62) {
                int64_t cyclic = 16384;
                while (cyclic < n) {
                    cyclic *= 2;
                }
                check_divided(digits[d], a, n, b, m, cyclic, "cyclic");
            }
            free_limbs(a, n);
            free_limbs(b, n);
        }
    }
}

/*
 * The digits are divided among 16 strands, and the last one has a single digit, or, of 62 bits, only
 * bits that are above the product.
 */
static void the_last_strand_has_one_digit(void) {
    static const dc_digits digits[] = {DC_LIMBS_64, DC_LIMBS_62, DC_DECIMAL_19, DC_DECIMAL_18};
    for (size_t d = 0; d < sizeof digits / sizeof digits[0]; d++) {
        int64_t n = 7441, m = digits[d] == DC_LIMBS_62 ? 7439 : 7920;
        uint64_t *a = limbs_of(n), *b = limbs_of(m);
        for (int64_t k = 0; k < n; k++) {
            a[k] = largest_digit(digits[d]);
        }
        for (int64_t k = 0; k < m; k++) {
            b[k] = largest_digit(digits[d]);
        }
        check_divided(digits[d], a, n, b, m, 0, "largest digits");
        free_limbs(a, n);
        free_limbs(b, m);
    }
}

/* Two layers before the trees, and two components of several trees. */
static void long_products_for_several_threads(void) {
    if (!is_fastest_level()) {
        return;
    }
    for (int64_t n = 1000001; n <= 1600001; n += 600000) {
        uint64_t *a = filled(n, RANDOM), *b = filled(n, RUNS);
        check_divided(DC_LIMBS_64, a, n, b, n, 0, "long");
        free_limbs(a, n);
        free_limbs(b, n);
    }
}

/* ---- Residues ------------------------------------------------------------------------------- */

/* In one call, or every strand of every stage, the last strand first. */
static void run_matrices(const dc_matrix_convolution *c, int way) {
    if (way == 0) {
        dc_walk all = {.stage = DC_WALK_ALL};
        dc_walk_matrix_convolution(&all, c);
        return;
    }
    dc_walk none = {.stage = DC_WALK_NONE, .divided = way - 1};
    dc_walk_matrix_convolution(&none, c);
    for (int64_t stage = 0; stage < none.at; stage++) {
        dc_walk counts = {.stage = stage, .strand = -1, .divided = way - 1};
        dc_walk_matrix_convolution(&counts, c);
        for (int64_t strand = counts.strands - 1; strand >= 0; strand--) {
            for (int64_t step = 0; step < counts.steps; step++) {
                dc_walk one = {.stage = stage, .strand = strand, .step = step, .divided = way - 1};
                dc_walk_matrix_convolution(&one, c);
            }
        }
    }
}

/* Compares a product of matrices with sums of products. */
static void check_matrices(int rows, int columns, int64_t n, int64_t m, enum pattern pattern,
                           int way) {
    int64_t t = n + m, scratch_limbs = dc_multiply_scratch(n, m, 0);
    uint64_t *a[2][2], *b[2][2], *r[2][2], *scratch = limbs_of(scratch_limbs);
    dc_matrix_convolution c = {.ntt = dc_variants_now()->ntt,
                               .rows = rows,
                               .columns = columns,
                               .a_words = n,
                               .b_words = m};
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            c.a[i][j] = a[i][j] = filled(n, pattern);
            c.b[i][j] = b[i][j] = filled(m, pattern);
            c.r[i][j] = r[i][j] = limbs_of(t + 1);
        }
    }
    int64_t matrix_limbs = dc_matrix_convolution_scratch(&c);
    c.scratch = limbs_of(matrix_limbs);
    CHECK(dc_matrix_convolution_is_possible(&c), "%lld x %lld", (long long)n, (long long)m);
    run_matrices(&c, way);
    uint64_t *sum = limbs_of(t + 1), *product = limbs_of(t);
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
            dc_multiply(dc_variants_now(), sum, a[i][0], n, b[0][j], m, scratch);
            dc_multiply(dc_variants_now(), product, a[i][1], n, b[1][j], m, scratch);
            sum[t] = dc_add_n(sum, sum, product, t);
            CHECK_SAME(r[i][j], sum, t + 1, "%d rows, %d columns, %lld x %lld, entry %d %d, way %d",
                       rows, columns, (long long)n, (long long)m, i, j, way);
        }
    }
    for (int i = 0; i < 2; i++) {
        for (int j = 0; j < 2; j++) {
            free_limbs(a[i][j], n);
            free_limbs(b[i][j], m);
            free_limbs(r[i][j], t + 1);
        }
    }
    free_limbs(sum, t + 1);
    free_limbs(product, t);
    free_limbs(c.scratch, matrix_limbs);
    free_limbs(scratch, scratch_limbs);
}

static void products_of_matrices(void) {
    /* 32 + 33 and 129 + 384 leave no room for the last coefficients; 256 + 257 end a block. */
    static const int64_t lengths[][2] = {{1, 1},    {5, 60},     {32, 33},   {64, 65},
                                         {100, 29}, {256, 257},  {129, 384}, {700, 325},
                                         {1500, 1}, {3000, 2000}};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        for (int shape = 0; shape < 4; shape++) {
            for (int way = 0; way < 3; way++) {
                check_matrices(1 + shape / 2, 1 + shape % 2, lengths[i][0], lengths[i][1],
                               shape == way ? RANDOM : ALL_ONES, way);
            }
        }
    }
    dc_matrix_convolution c = {.rows = 2, .columns = 2, .a_words = DC_MATRIX_WORDS, .b_words = 1};
    CHECK(!dc_matrix_convolution_is_possible(&c), "%d", DC_MATRIX_WORDS);
    c.a_words--;
    CHECK(dc_matrix_convolution_is_possible(&c), "%d", DC_MATRIX_WORDS);
    c.a_words = c.b_words = DC_TERMS_64 / 2 + 1;
    CHECK(!dc_matrix_convolution_is_possible(&c), "%lld", (long long)DC_TERMS_64);
}

static void residues_by_definition_and_in_pieces(void) {
    static const struct {
        int digits;
        uint64_t base;
    } kinds[] = {{0, 0}, {18, UINT64_C(1000000000000000000)}, {19, UINT64_C(10000000000000000000)}};
    const long long largest = (INT64_C(1) << 61) - 2;
    for (int k = 0; k < 3; k++) {
        for (int64_t n = 1; n <= 60; n++) {
            for (enum pattern p = RANDOM; p < PATTERNS; p++) {
                uint64_t *a = filled(n, p);
                uint64_t expected = residue_by_definition(a, n, kinds[k].base);
                CHECK((uint64_t)dc_residue(a, n, kinds[k].digits, 0) == expected,
                      "n=%lld pattern %d", (long long)n, (int)p);
                int64_t middle = n / 3;
                long long above = dc_residue(a + middle, n - middle, kinds[k].digits, 0);
                CHECK((uint64_t)dc_residue(a, middle, kinds[k].digits, above) == expected,
                      "n=%lld in two calls", (long long)n);
                free_limbs(a, n);
            }
        }
        CHECK(dc_residue(NULL, 0, kinds[k].digits, largest) == largest, "%d", k);
        CHECK(dc_residue(NULL, -1, kinds[k].digits, 5) == 5, "%d", k);
        CHECK(dc_residue(NULL, INT64_MIN, kinds[k].digits, 5) == 5, "%d", k);
        const uint64_t multiples[] = {(UINT64_C(1) << 61) - 1, ((UINT64_C(1) << 61) - 1) * 8, 1,
                                      UINT64_MAX};
        for (int i = 0; i < 4; i++) {
            const uint64_t words[2] = {multiples[i], (uint64_t)largest};
            CHECK((uint64_t)dc_residue(multiples + i, 1, kinds[k].digits, largest)
                      == residue_by_definition(words, 2, kinds[k].base),
                  "%d above %d", i, k);
        }
    }
}

int main(void) {
    RUN(addmul_carries);
    RUN_ONCE(sums_and_differences);
    RUN_ONCE(big_endian_bytes);
    RUN_ONCE(residues_by_definition_and_in_pieces);
    RUN(products_of_all_small_lengths);
    RUN(squares_of_all_small_lengths);
    RUN(equal_numbers_at_different_addresses);
    RUN(operands_that_overlap);
    RUN(products_of_unequal_lengths);
    RUN(products_in_transformed_blocks);
    RUN(very_unequal_lengths_are_many_steps);
    RUN_WITHOUT_ADX(lengths_around_every_threshold);
    RUN(products_of_52_bit_digits);
    RUN(parts_of_products);
    RUN(parts_around_the_threshold_of_transforms);
    RUN(longest_parts);
    RUN(arguments_of_dc_mul);
    RUN(a_square_by_dc_mul);
    RUN_TRANSFORMS(convolutions_of_all_small_lengths);
    RUN_TRANSFORMS(convolutions_around_every_length_of_a_transform);
    RUN_TRANSFORMS(cyclic_convolutions);
    RUN_ONCE(cyclic_lengths);
    RUN_ONCE(scratch_grows_with_lengths);
    RUN_ONCE(the_longest_products_fit_the_primes);
    RUN_TRANSFORMS(products_of_matrices);
    RUN_OF_LONG_NUMBERS(long_products);
    RUN(products_in_steps);
    RUN_OF_LONG_NUMBERS(products_for_several_threads);
    RUN_TRANSFORMS(the_last_strand_has_one_digit);
    RUN(long_products_for_several_threads);
    return finish();
}
