/*
 * Compares powers modulo a number with repeated squaring and long division by definition. Where
 * these take too long, theorems and closed forms are compared.
 */
#include "tasks.h"

#include "numbers/barrett.h"
#include "numbers/montgomery.h"
#include "numbers/montgomery_ifma.h"

/* x[0..n) = t[0..2n) mod c[0..n) */
static void reduce_by_definition(uint64_t *x, const uint64_t *t, const uint64_t *c, int64_t n) {
    uint64_t *r = limbs_of(n + 1);
    remainder_by_definition(r, t, 2 * n, c, n);
    memcpy(x, r, (size_t)n * 8);
    free_limbs(r, n + 1);
}

/* r[0..n) = a^b mod c, where a has n limbs */
static void power_by_definition(uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t b_limbs,
                                const uint64_t *c, int64_t n) {
    uint64_t *t = limbs_of(2 * n);
    memset(t, 0, (size_t)n * 16);
    t[0] = 1;
    reduce_by_definition(r, t, c, n);
    int64_t limbs = words_in(b, b_limbs), bits = limbs == 0 ? 0 : bits_of(b, limbs);
    for (int64_t bit = bits - 1; bit >= 0; bit--) {
        multiply_by_definition(t, r, n, r, n);
        reduce_by_definition(r, t, c, n);
        if (b[bit / 64] >> (bit % 64) & 1) {
            multiply_by_definition(t, r, n, a, n);
            reduce_by_definition(r, t, c, n);
        }
    }
    free_limbs(t, 2 * n);
}

static dc_task task_of(const uint64_t *a, int64_t a_limbs, const uint64_t *b, int64_t b_limbs,
                       const uint64_t *c, int64_t c_limbs) {
    return (dc_task){.operation = DC_MOD_POWER,
                     .a = a,
                     .a_limbs = a_limbs,
                     .b = b,
                     .b_limbs = b_limbs,
                     .c = c,
                     .c_limbs = c_limbs};
}

static void check_power(const uint64_t *a, const uint64_t *b, int64_t b_limbs, const uint64_t *c,
                        int64_t n, enum way way) {
    uint64_t *expected = limbs_of(n);
    power_by_definition(expected, a, b, b_limbs, c, n);
    dc_task task = task_of(a, n, b, b_limbs, c, n);
    uint64_t *actual = result_of(&task, way);
    CHECK(task.result_limbs == n, "%lld limbs: %lld", (long long)n, task.result_limbs);
    CHECK_SAME(actual, expected, n, "%lld limbs, modulus ...%llx, exponent ...%llx", (long long)n,
               (unsigned long long)c[0], (unsigned long long)b[0]);
    free_limbs(actual, n);
    free_limbs(expected, n);
}

/* A modulus whose top limb is not 0. */
static uint64_t *modulus_of(int64_t n, enum pattern pattern, int is_odd) {
    uint64_t *c = filled(n, pattern);
    c[0] = is_odd ? c[0] | 1 : c[0] & ~UINT64_C(1);
    if (c[n - 1] == 0) {
        c[n - 1] = 1 + random_limb() % 1000;
        if (!is_odd) {
            c[n - 1] *= 2;
        }
    }
    return c;
}

static void every_short_length(void) {
    for (int64_t n = 1; n <= 24; n++) {
        for (int pattern = 0; pattern < PATTERNS; pattern++) {
            for (int is_odd = 0; is_odd < 2; is_odd++) {
                int64_t b_limbs = 1 + (n + pattern) % 2;
                uint64_t *a = filled(n, (enum pattern)random_below(PATTERNS)),
                         *b = filled(b_limbs, (enum pattern)random_below(PATTERNS)),
                         *c = modulus_of(n, (enum pattern)pattern, is_odd);
                check_power(a, b, b_limbs, c, n, (n + pattern) % 2 ? AT_ONCE : IN_STEPS);
                free_limbs(a, n);
                free_limbs(b, b_limbs);
                free_limbs(c, n);
            }
        }
    }
}

static void every_small_number(void) {
    for (uint64_t c = 1; c <= 40; c++) {
        for (uint64_t a = 0; a <= 20; a++) {
            uint64_t expected = 1 % c;
            for (uint64_t b = 0; b <= 20; b++) {
                dc_task task = task_of(&a, 1, &b, 1, &c, 1);
                uint64_t *actual = result_of(&task, AT_ONCE);
                CHECK(actual[0] == expected, "%d^%d mod %d: %llu", (int)a, (int)b, (int)c,
                      (unsigned long long)actual[0]);
                free_limbs(actual, 1);
                expected = expected * a % c;
            }
        }
    }
}

/* Windows begin and end at every bit; the last window may be short. */
static void exponents_of_every_length(void) {
    enum { MOST = 5 };
    uint64_t *a = filled(3, RANDOM);
    for (int is_odd = 0; is_odd < 2; is_odd++) {
        uint64_t *c = modulus_of(3, RANDOM, is_odd);
        for (int64_t bits = 0; bits <= 64 * MOST; bits += 1 + bits / 9) {
            for (int pattern = 0; pattern < 4; pattern++) {
                static const enum pattern patterns[] = {ALL_ONES, ZERO, RUNS, RANDOM};
                uint64_t *b = filled(MOST, patterns[pattern]);
                for (int64_t bit = bits; bit < 64 * MOST; bit++) { /* leading zeros */
                    b[bit / 64] &= ~(UINT64_C(1) << (bit % 64));
                }
                if (bits > 0) {
                    b[(bits - 1) / 64] |= UINT64_C(1) << ((bits - 1) % 64);
                }
                check_power(a, b, MOST, c, 3, bits % 2 ? AT_ONCE : IN_STEPS);
                free_limbs(b, MOST);
            }
        }
        free_limbs(c, 3);
    }
    free_limbs(a, 3);
}

/* The base has more or fewer limbs than the modulus, or is a multiple of it. */
static void bases_of_every_length(void) {
    enum { N = 4 };
    for (int is_odd = 0; is_odd < 2; is_odd++) {
        uint64_t *c = modulus_of(N, RANDOM, is_odd), three = 3;
        for (int64_t length = 1; length <= 4 * N + 1; length++) {
            uint64_t *a = filled(length, RANDOM), *expected = limbs_of(N), *reduced = limbs_of(N),
                     *t = limbs_of(2 * N);
            memset(reduced, 0, N * 8);
            for (int64_t i = length - 1; i >= 0; i--) { /* reduced = reduced 2^64 + a[i] */
                memset(t, 0, N * 16);
                memcpy(t + 1, reduced, N * 8);
                t[0] = a[i];
                reduce_by_definition(reduced, t, c, N);
            }
            power_by_definition(expected, reduced, &three, 1, c, N);
            dc_task task = task_of(a, length, &three, 1, c, N);
            uint64_t *actual = result_of(&task, length % 2 ? AT_ONCE : IN_STEPS);
            CHECK_SAME(actual, expected, N, "a base of %d limbs", (int)length);
            free_limbs(actual, N);

            uint64_t *multiple = limbs_of(length + N);
            multiply_by_definition(multiple, a, length, c, N);
            task = task_of(multiple, length + N, &three, 1, c, N);
            actual = result_of(&task, AT_ONCE);
            CHECK(words_in(actual, N) == 0, "a multiple of %d limbs", (int)length + N);
            free_limbs(actual, N);
            free_limbs(multiple, length + N);
            free_limbs(a, length);
            free_limbs(t, 2 * N);
            free_limbs(reduced, N);
            free_limbs(expected, N);
        }
        free_limbs(c, N);
    }
}

/*
 * The first length of a modulus that Montgomery's method is not used for, that of transforms, and
 * the longest one for Montgomery's method with digits.
 */
static int64_t threshold(int index) {
    const dc_variants *now = dc_variants_for(dc_features());
    int64_t n = 1;
    if (index == 2) {
        return DC_MONTGOMERY_IFMA_LIMBS;
    }
    while (index == 1 ? dc_barrett_way_for(now, n) != DC_BARRETT_TRANSFORMS
                      : dc_montgomery_is_faster(now, n)) {
        n++;
    }
    return n;
}

static void lengths_around_thresholds(void) {
    for (int index = 0; index < 3; index++) {
        int64_t around = threshold(index);
        for (int64_t n = around - 1; n <= around + 1; n++) {
            for (int is_odd = 0; is_odd < 2; is_odd++) {
                uint64_t *a = filled(n, RUNS), *c = modulus_of(n, RANDOM, is_odd);
                uint64_t b = n > 1000 ? 3 : 13; /* the definition takes a second for long moduli */
                check_power(a, &b, 1, c, n, IN_STEPS);
                free_limbs(a, n);
                free_limbs(c, n);
            }
        }
    }
}

/*
 * Modulo 2^(64 n) - 1, and modulo 2^(64 n) / 2, reduction is simple. These moduli are the largest
 * and the smallest of their length after the shift.
 */
static void check_simple_modulus(int64_t n, int is_odd, enum pattern pattern, enum way way) {
    uint64_t *a = filled(n, pattern), *c = filled(n, is_odd ? ALL_ONES : TOP_BIT), b = 3;
    uint64_t *expected = limbs_of(n), *t = limbs_of(2 * n);
    memcpy(expected, a, (size_t)n * 8);
    for (int k = 0; k < 2; k++) {
        dc_task product = {
            .operation = DC_MULTIPLY, .a = expected, .a_limbs = n, .b = a, .b_limbs = n};
        uint64_t *result = result_of(&product, AT_ONCE);
        memcpy(t, result, (size_t)n * 16);
        free_limbs(result, product.result_limbs);
        uint64_t carry = 0;
        for (int64_t i = 0; i < n; i++) {
            dc_u128 sum = (dc_u128)t[i] + (is_odd ? t[n + i] : 0) + carry;
            expected[i] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        for (int64_t i = 0; i < n && carry != 0; i++) {
            carry = ++expected[i] == 0;
        }
        if (!is_odd) {
            expected[n - 1] &= UINT64_MAX >> 1;
        }
    }
    int64_t ones = 0;
    while (ones < n && expected[ones] == UINT64_MAX) {
        ones++;
    }
    if (is_odd && ones == n) {
        memset(expected, 0, (size_t)n * 8);
    }
    dc_task task = task_of(a, n, &b, 1, c, n);
    uint64_t *actual = result_of(&task, way);
    CHECK_SAME(actual, expected, n, "%lld limbs, odd %d, pattern %d", (long long)n, is_odd,
               (int)pattern);
    free_limbs(actual, n);
    free_limbs(expected, n);
    free_limbs(t, 2 * n);
    free_limbs(a, n);
    free_limbs(c, n);
}

static void moduli_of_ones_and_powers_of_two(void) {
    static const int64_t lengths[] = {1,  2,  3,   4,   15,  16,   63,   64,  65,
                                      84, 85, 128, 256, 500, 1024, 1025, 2048};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        for (int is_odd = 0; is_odd < 2; is_odd++) {
            check_simple_modulus(lengths[i], is_odd, RANDOM, AT_ONCE);
            check_simple_modulus(lengths[i], is_odd, ALL_ONES, IN_STEPS);
            check_simple_modulus(lengths[i], is_odd, RUNS, IN_STEPS);
        }
    }
}

/*
 * Squares modulo even numbers whose length is that of a transform, for which the remainder is
 * computed modulo 2^(64 n) - 1. They are compared with products and divisions.
 */
static void squares_modulo_lengths_of_transforms(void) {
    for (int64_t n = 256; n <= 4096; n *= 4) {
        for (int k = 0; k < 4; k++) {
            uint64_t *a = filled(n, RANDOM), *c = modulus_of(n, k % 2 ? RUNS : RANDOM, 0), b = 2;
            dc_task square = {.operation = DC_MULTIPLY, .a = a, .a_limbs = n, .b = a, .b_limbs = n};
            uint64_t *product = result_of(&square, AT_ONCE);
            dc_task division = {
                .operation = DC_DIVIDE, .a = product, .a_limbs = 2 * n, .b = c, .b_limbs = n};
            uint64_t *quotient = result_of(&division, AT_ONCE);
            dc_task task = task_of(a, n, &b, 1, c, n);
            uint64_t *actual = result_of(&task, k < 2 ? AT_ONCE : IN_STEPS);
            CHECK_SAME(actual, quotient + n + 1, n, "%lld limbs", (long long)n);
            free_limbs(actual, n);
            free_limbs(quotient, division.result_limbs);
            free_limbs(product, square.result_limbs);
            free_limbs(a, n);
            free_limbs(c, n);
        }
    }
}

/* With an exponent of one limb, whose table of powers is short. */
static void scratch_is_proportional_to_the_modulus(void) {
    for (int64_t n = 100; n <= 1000000; n *= 10) {
        dc_task task = {.operation = DC_MOD_POWER, .a_limbs = n, .b_limbs = 1, .c_limbs = n};
        long long limbs = dc_task_scratch_limbs(&task);
        CHECK(limbs > 0 && limbs <= 100 * n, "%lld limbs require %lld", (long long)n, limbs);
    }
}

/* A step is a part of an operation. */
static void moduli_of_more_than_a_step(void) {
    check_simple_modulus(32769, 1, RANDOM, IN_STEPS);
    check_simple_modulus(32769, 0, RUNS, IN_STEPS);
    check_simple_modulus(32769, 1, ALL_ONES, AT_ONCE);
    check_simple_modulus(16385, 1, RANDOM, IN_STRANDS);
    check_simple_modulus(16385, 0, RUNS, IN_STRANDS);
}

/* Fermat: a^(p-1) = 1 modulo the prime p = 2^e - 1, and a^p = a. */
static void fermat(void) {
    static const int exponents[] = {61, 127, 521, 2203, 4423};
    for (int i = 0; i < 5; i++) {
        int64_t n = (exponents[i] + 63) / 64;
        uint64_t *p = filled(n, ALL_ONES), *a = filled(n, RANDOM), *less = limbs_of(n);
        p[n - 1] >>= 64 * n - exponents[i];
        a[n - 1] &= p[n - 1] >> 1;
        memcpy(less, p, (size_t)n * 8);
        less[0]--;
        dc_task task = task_of(a, n, less, n, p, n);
        uint64_t *power = result_of(&task, IN_STEPS);
        CHECK(power[0] == 1 && words_in(power, n) == 1, "2^%d - 1", exponents[i]);
        free_limbs(power, n);
        task = task_of(a, n, p, n, p, n);
        power = result_of(&task, AT_ONCE);
        CHECK_SAME(power, a, n, "2^%d - 1", exponents[i]);
        free_limbs(power, n);
        free_limbs(less, n);
        free_limbs(a, n);
        free_limbs(p, n);
    }
}

/* Euler: a^phi = 1 modulo 2^k (2^61 - 1), where phi = 2^(k-1) (2^61 - 2), for an odd a. */
static void euler(void) {
    for (int64_t k = 1; k < 40 * 64; k += 1 + k / 2) {
        int64_t n = (k + 61 + 63) / 64;
        uint64_t *c = limbs_of(n), *phi = limbs_of(n), *a = filled(n, RANDOM);
        memset(c, 0, (size_t)n * 8);
        memset(phi, 0, (size_t)n * 8);
        for (int64_t bit = 0; bit < 61; bit++) {
            c[(k + bit) / 64] |= UINT64_C(1) << ((k + bit) % 64);
            if (bit > 0) {
                phi[(k - 1 + bit) / 64] |= UINT64_C(1) << ((k - 1 + bit) % 64);
            }
        }
        a[0] |= 1;
        dc_task task = task_of(a, n, phi, n, c, n);
        uint64_t *power = result_of(&task, k % 2 ? AT_ONCE : IN_STEPS);
        CHECK(power[0] == 1 && words_in(power, n) == 1, "2^%lld (2^61 - 1)", (long long)k);
        free_limbs(power, n);
        free_limbs(a, n);
        free_limbs(phi, n);
        free_limbs(c, n);
    }
}

/* The exponents are added: a^x a^y = a^(x+y), for exponents that need the longest window. */
static void long_exponents(void) {
    enum { N = 2, LIMBS = 90 };
    for (int is_odd = 0; is_odd < 2; is_odd++) {
        uint64_t *a = filled(N, RANDOM), *c = modulus_of(N, RANDOM, is_odd),
                 *x = filled(LIMBS, RANDOM), *ones = filled(LIMBS, ALL_ONES), *y = limbs_of(LIMBS),
                 *t = limbs_of(2 * N), *product = limbs_of(N);
        for (int64_t i = 0; i < LIMBS; i++) {
            y[i] = ~x[i];
        }
        dc_task task = task_of(a, N, x, LIMBS, c, N);
        uint64_t *first = result_of(&task, IN_STEPS);
        task = task_of(a, N, y, LIMBS, c, N);
        uint64_t *second = result_of(&task, AT_ONCE);
        task = task_of(a, N, ones, LIMBS, c, N);
        uint64_t *both = result_of(&task, AT_ONCE);
        multiply_by_definition(t, first, N, second, N);
        reduce_by_definition(product, t, c, N);
        CHECK_SAME(product, both, N, "odd %d", is_odd);
        free_limbs(first, N);
        free_limbs(second, N);
        free_limbs(both, N);
        free_limbs(product, N);
        free_limbs(t, 2 * N);
        free_limbs(x, LIMBS);
        free_limbs(y, LIMBS);
        free_limbs(ones, LIMBS);
        free_limbs(a, N);
        free_limbs(c, N);
    }
}

int main(void) {
    RUN(every_small_number);
    RUN(every_short_length);
    RUN(exponents_of_every_length);
    RUN(bases_of_every_length);
    RUN_WITHOUT_ADX(lengths_around_thresholds);
    RUN(moduli_of_ones_and_powers_of_two);
    RUN_TRANSFORMS(squares_modulo_lengths_of_transforms);
    RUN_TRANSFORMS(moduli_of_more_than_a_step);
    RUN_ONCE(scratch_is_proportional_to_the_modulus);
    RUN(fermat);
    RUN(euler);
    RUN(long_exponents);
    return finish();
}
