/*
 * Square roots: s^2 + r is the operand and r <= 2 s, by definition or, for long roots, by residues.
 * The operands are squares and their neighbours, and numbers of all patterns and lengths.
 */
#include "tasks.h"

#include "numbers/limbs.h"
#include "numbers/variants.h"

/* r <= 2 s, for s of n limbs and r of m limbs, where m is n or n + 1. */
static int is_remainder(const uint64_t *r, int64_t m, const uint64_t *s, int64_t n) {
    uint64_t rest = m > n ? r[n] : 0, twice = s[n - 1] >> 63;
    for (int64_t i = n - 1; rest == twice && i >= 0; i--) {
        rest = r[i];
        twice = s[i] << 1 | (i > 0 ? s[i - 1] >> 63 : 0);
    }
    return rest <= twice;
}

static void check_root(const uint64_t *a, int64_t n, enum way way, const char *what) {
    int64_t root_limbs = (n + 1) / 2, rest_limbs = n / 2 + 1;
    dc_task task = {.operation = DC_SQRT, .a = a, .a_limbs = n};
    uint64_t *s = result_of(&task, way), *r = s + root_limbs;
    CHECK(task.result_limbs == root_limbs + rest_limbs, "%lld limbs: %lld", (long long)n,
          task.result_limbs);
    CHECK(is_remainder(r, rest_limbs, s, root_limbs), "%lld limbs, %s: the remainder", (long long)n,
          what);
    if (root_limbs <= 1500) {
        uint64_t *square = limbs_of(2 * root_limbs + 1);
        multiply_by_definition(square, s, root_limbs, s, root_limbs);
        square[2 * root_limbs] = 0;
        uint64_t carry = dc_add_n(square, square, r, rest_limbs);
        dc_add_1(square + rest_limbs, 2 * root_limbs + 1 - rest_limbs, carry);
        CHECK_SAME(square, a, n, "%lld limbs, %s", (long long)n, what);
        CHECK(words_in(square + n, 2 * root_limbs + 1 - n) == 0, "%lld limbs, %s: too large",
              (long long)n, what);
        free_limbs(square, 2 * root_limbs + 1);
    } else {
        /* Modulo 2^61 - 1 and modulo 2^64: with r <= 2 s, a wrong root is noticed. */
        const uint64_t p = (UINT64_C(1) << 61) - 1;
        uint64_t root = residue_by_definition(s, root_limbs, 0),
                 rest = residue_by_definition(r, rest_limbs, 0);
        CHECK(((dc_u128)root * root + rest) % p == residue_by_definition(a, n, 0)
                  && s[0] * s[0] + r[0] == a[0],
              "%lld limbs, %s: residues", (long long)n, what);
    }
    free_limbs(s, task.result_limbs);
}

static void check_pattern(int64_t n, enum pattern p, enum way way) {
    char what[20];
    snprintf(what, sizeof what, "pattern %d", (int)p);
    uint64_t *a = filled(n, p);
    check_root(a, n, way, what);
    free_limbs(a, n);
}

/*
 * The square of a root of n limbs and its neighbours, in as many limbs as it has. An approximation
 * that is too large by one is corrected below a square.
 */
static void check_squares(int64_t n, enum pattern p, enum way way) {
    uint64_t *x = filled(n, p), *a = limbs_of(2 * n);
    if (p == RANDOM && n % 2 != 0) {
        x[n - 1] >>= random_below(64); /* squares with an odd number of limbs, too */
    }
    multiply_by_definition(a, x, n, x, n);
    int64_t length = words_in(a, 2 * n);
    if (length > 0) {
        uint64_t *exact = limbs_of(length); /* so that a read beyond the end is noticed */
        memcpy(exact, a, (size_t)length * 8);
        check_root(exact, length, way, "a square");
        dc_sub_1(exact, length, 1);
        check_root(exact, length, way, "a square less 1");
        memcpy(exact, a, (size_t)length * 8);
        if (dc_add_1(exact, length, 1) == 0) {
            check_root(exact, length, way, "a square and 1");
        }
        /* a + 2 x = (x + 1)^2 - 1 */
        memcpy(exact, a, (size_t)length * 8);
        int64_t m = words_in(x, n);
        uint64_t carry = 0;
        for (int k = 0; k < 2; k++) {
            carry += dc_add_1(exact + m, length - m, dc_add_n(exact, exact, x, m));
        }
        if (carry == 0) {
            check_root(exact, length, way, "the last number before a square");
        }
        free_limbs(exact, length);
    }
    free_limbs(x, n);
    free_limbs(a, 2 * n);
}

static void known_roots(void) {
    static const uint64_t roots[][3] = {{0, 0, 0}, {1, 1, 0},  {2, 1, 1}, {3, 1, 2},
                                        {4, 2, 0}, {15, 3, 6}, {16, 4, 0}};
    for (size_t i = 0; i < sizeof roots / sizeof roots[0]; i++) {
        dc_task task = {.operation = DC_SQRT, .a = &roots[i][0], .a_limbs = 1};
        uint64_t *s = result_of(&task, AT_ONCE);
        CHECK(task.result_limbs == 2 && s[0] == roots[i][1] && s[1] == roots[i][2],
              "sqrt(%d) = %d, %d", (int)roots[i][0], (int)s[0], (int)s[1]);
        free_limbs(s, 2);
    }
    /* sqrt(2 * 10^38) = 14142135623730950488.01... [OEIS A002193] */
    uint64_t power[3] = {2, 0, 0}; /* 2 * 10^38 */
    for (int k = 0; k < 38; k++) {
        dc_u128 low = (dc_u128)power[0] * 10;
        power[0] = (uint64_t)low;
        power[1] = power[1] * 10 + (uint64_t)(low >> 64);
    }
    dc_task task = {.operation = DC_SQRT, .a = power, .a_limbs = 2};
    uint64_t *s = result_of(&task, AT_ONCE);
    CHECK(s[0] == UINT64_C(14142135623730950488), "%llu", (unsigned long long)s[0]);
    free_limbs(s, task.result_limbs);
}

/* Every length, so that every threshold and every odd and even split is among them. */
static void small_lengths(void) {
    int64_t most = UNDER_ADDRESS_SANITIZER ? 300 : 700;
    for (int64_t n = 1; n <= most; n++) {
        if (n > 300 && !is_chosen(n, 3)) {
            continue;
        }
        for (enum pattern p = RANDOM; p < PATTERNS; p++) {
            if (n <= 40 || p <= ALL_ONES || (n + (int)p) % 7 == 0) {
                check_pattern(n, p, n % 3 ? AT_ONCE : IN_STEPS);
            }
        }
        if (n <= 60 || n % 5 == 0) {
            check_squares(n, RANDOM, AT_ONCE);
            check_squares(n, n % 2 ? ALL_ONES : RUNS, AT_ONCE);
        }
    }
}

/* Single words, and words whose roots are at the limits of a word. */
static void words(void) {
    for (int bit = 0; bit < 64; bit++) {
        for (int below = -2; below <= 2; below++) {
            uint64_t a = (UINT64_C(1) << bit) + (uint64_t)(int64_t)below;
            check_root(&a, 1, AT_ONCE, "next to a power of two");
            uint64_t two[2] = {(uint64_t)(int64_t)below, a};
            check_root(two, 2, AT_ONCE, "two limbs next to a power of two");
            uint64_t square[2];
            multiply_by_definition(square, &a, 1, &a, 1);
            check_root(square, 2, AT_ONCE, "the square of a word");
        }
    }
    for (int i = 0; i < 20000; i++) {
        uint64_t x = random_limb() >> random_below(64), square[2];
        multiply_by_definition(square, &x, 1, &x, 1);
        dc_sub_1(square, 2, (uint64_t)(i % 2));
        check_root(square, 2, AT_ONCE, "the square of a random word");
    }
}

/* 2^bits - 1, 2^bits and 2^bits + 1, in as many limbs as they have. */
static void powers_of_two(void) {
    for (int64_t bits = 1; bits <= 40000; bits += bits < 400 ? 1 : 1 + bits / 7) {
        int64_t n = bits / 64 + 1;
        for (int off = -1; off <= 1; off++) {
            uint64_t *a = filled(n, ZERO);
            a[bits / 64] = UINT64_C(1) << (bits % 64);
            if (off < 0) {
                dc_sub_1(a, n, 1);
            } else {
                dc_add_1(a, n, (uint64_t)off);
            }
            check_root(a, n, AT_ONCE, "next to a power of two");
            free_limbs(a, n);
        }
    }
}

/* Digits of a root that are all ones or all zeros make quotients of limbs as large as possible. */
static void extreme_digits(void) {
    for (int64_t n = 2; n <= 600; n += 1 + n / 5) {
        for (int64_t ones = 1; ones < n; ones += 1 + n / 4) {
            uint64_t *x = limbs_of(n), *a = limbs_of(2 * n);
            for (int64_t i = 0; i < n; i++) {
                x[i] = i >= n - ones ? UINT64_MAX : 0;
            }
            x[0] |= n % 3 == 0;
            multiply_by_definition(a, x, n, x, n);
            check_root(a, 2 * n, AT_ONCE, "ones, then zeros");
            dc_sub_1(a, 2 * n, 1);
            check_root(a, 2 * n, AT_ONCE, "ones, then zeros, less 1");
            for (int64_t i = 0; i < n; i++) {
                x[i] = i >= n - ones ? 0 : UINT64_MAX;
            }
            x[n - 1] |= UINT64_C(1) << 63;
            multiply_by_definition(a, x, n, x, n);
            check_root(a, 2 * n, AT_ONCE, "zeros, then ones");
            free_limbs(x, n);
            free_limbs(a, 2 * n);
        }
    }
}

/* Upper limbs that are zero, and all zeros. */
static void leading_zeros(void) {
    for (int64_t n = 1; n <= 1400; n += 1 + n / 4) {
        for (int64_t used = 0; used <= n; used += 1 + n / 6) {
            uint64_t *a = filled(n, RANDOM);
            memset(a + used, 0, (size_t)(n - used) * 8);
            check_root(a, n, AT_ONCE, "zeros above");
            free_limbs(a, n);
        }
    }
}

static void around(int64_t root_limbs) {
    for (int64_t n = 2 * root_limbs - 3; n <= 2 * root_limbs + 3; n++) {
        if (n >= 1 && n <= 20000) {
            check_pattern(n, RANDOM, AT_ONCE);
            check_pattern(n, n % 2 ? ALL_ONES : RUNS, IN_STEPS);
        }
    }
    if (root_limbs <= 1500) {
        check_squares(root_limbs, ALL_ONES, AT_ONCE);
        check_squares(root_limbs, RANDOM, IN_STEPS);
    }
}

static void lengths_around_every_threshold(void) {
    const dc_variants *variants = dc_variants_now();
    around(variants->newton_root_limbs);
    around(DC_NTT_LEAST_LIMBS);
    for (int times = 1; times <= 4; times *= 2) {
        around(times * variants->ntt_sqr_limbs);
        around(times * variants->ntt_mul_limbs);
    }
    for (int64_t n = 512; n <= 4096; n *= 2) { /* products modulo B^n - 1 */
        around(n);
    }
}

static void long_roots(void) {
    int64_t most = UNDER_ADDRESS_SANITIZER ? 20000 : 70000;
    for (int64_t n = 2000; n <= most; n += n / 3) {
        check_pattern(n, RANDOM, AT_ONCE);
        check_pattern(n + 1, ALL_ONES, IN_STEPS);
        check_pattern(n, TOP_BIT, AT_ONCE);
        check_pattern(n, ONE_BIT, IN_STEPS);
    }
}

static void long_squares(void) {
    for (int64_t n = 2000; n <= (UNDER_ADDRESS_SANITIZER ? 3000 : 9000); n += n / 2) {
        uint64_t *x = filled(n, n % 3 ? RANDOM : ALL_ONES), *a = limbs_of(2 * n);
        dc_task square = {.operation = DC_MULTIPLY, .a = x, .a_limbs = n, .b = x, .b_limbs = n};
        uint64_t *product = result_of(&square, AT_ONCE);
        memcpy(a, product, (size_t)n * 16);
        dc_task task = {.operation = DC_SQRT, .a = a, .a_limbs = 2 * n};
        uint64_t *s = result_of(&task, AT_ONCE);
        CHECK_SAME(s, x, n, "%lld limbs: the root of a square", (long long)n);
        CHECK(words_in(s + n, n + 1) == 0, "%lld limbs: the remainder of a square", (long long)n);
        free_limbs(s, task.result_limbs);
        dc_sub_1(a, 2 * n, 1);
        s = result_of(&task, IN_STEPS);
        dc_sub_1(x, n, 1);
        CHECK_SAME(s, x, n, "%lld limbs: the root below a square", (long long)n);
        free_limbs(s, task.result_limbs);
        free_limbs(product, 2 * n);
        free_limbs(x, n);
        free_limbs(a, 2 * n);
    }
}

static void lengths_and_refusals(void) {
    uint64_t a[4] = {1, 2, 3, 4}, result[5], scratch[64];
    dc_task task = {.operation = DC_SQRT, .features = dc_features(), .a = a, .a_limbs = 4};
    CHECK(dc_task_result_limbs(&task) == 5, "%lld", dc_task_result_limbs(&task));
    CHECK(dc_task_scratch_limbs(&task) <= 64, "%lld", dc_task_scratch_limbs(&task));
    task.result = result;
    task.result_limbs = 4;
    task.scratch = scratch;
    task.scratch_limbs = 64;
    CHECK(dc_task_run(&task, -1, 0, 0) == DC_ERR_SPACE, "a result of 4 limbs");
    task.result_limbs = 5;
    task.scratch_limbs = dc_task_scratch_limbs(&task) - 1;
    CHECK(dc_task_run(&task, -1, 0, 0) == DC_ERR_SPACE, "scratch that is one limb short");
    task.scratch_limbs++;
    CHECK(dc_task_run(&task, -1, 0, 0) == 0, "enough scratch");
    CHECK(dc_task_run(&task, dc_task_stages(&task), 0, 0) == DC_ERR_RANGE, "no such stage");
    static const int64_t none[] = {0, -1, DC_MAX_LIMBS + 1};
    for (size_t i = 0; i < sizeof none / sizeof none[0]; i++) {
        task.a_limbs = none[i];
        CHECK(dc_task_result_limbs(&task) == DC_ERR_RANGE, "%lld limbs", (long long)none[i]);
        CHECK(dc_task_scratch_limbs(&task) == DC_ERR_RANGE, "%lld limbs", (long long)none[i]);
        CHECK(dc_task_stages(&task) == DC_ERR_RANGE, "%lld limbs", (long long)none[i]);
        CHECK(dc_task_run(&task, -1, 0, 0) == DC_ERR_RANGE, "%lld limbs", (long long)none[i]);
    }
    /* A walk is walked from its start for each step, so it must have few stages. */
    for (int64_t n = 1; n <= DC_MAX_LIMBS; n = 2 * n + 1) {
        task.a_limbs = n;
        CHECK(dc_task_stages(&task) <= 300, "%lld limbs: %lld stages", (long long)n,
              dc_task_stages(&task));
        CHECK(dc_task_scratch_limbs(&task) <= 16 * n + 800, "%lld limbs: %lld limbs of scratch",
              (long long)n, dc_task_scratch_limbs(&task));
    }
}

int main(void) {
    RUN(known_roots);
    RUN(words);
    RUN(small_lengths);
    RUN(powers_of_two);
    RUN(extreme_digits);
    RUN(leading_zeros);
    RUN_WITHOUT_ADX(lengths_around_every_threshold);
    RUN_OF_LONG_NUMBERS(long_roots);
    RUN(long_squares);
    RUN_ONCE(lengths_and_refusals);
    return finish();
}
