/*
 * Compares powers with repeated products by definition. Where these take too long, residues and
 * closed forms are compared.
 */
#include "tasks.h"

static void check_power(const uint64_t *a, int64_t n, long long exponent, enum way way) {
    int64_t room = n * exponent + 1;
    uint64_t *expected = limbs_of(room), *product = limbs_of(room);
    memset(expected, 0, (size_t)room * 8);
    expected[0] = 1;
    int64_t length = 1;
    for (long long k = 0; k < exponent; k++) {
        multiply_by_definition(product, expected, length, a, n);
        length = words_in(product, length + n);
        memcpy(expected, product, (size_t)length * 8);
    }
    memset(expected + length, 0, (size_t)(room - length) * 8);
    dc_task task = {
        .operation = DC_POWER, .a = a, .a_limbs = n, .a_bits = bits_of(a, n), .n = exponent};
    uint64_t *result = result_of(&task, way);
    int64_t actual = words_in(result, task.result_limbs);
    CHECK(actual == length, "%lld limbs to the %lld: %lld limbs", (long long)n, exponent,
          (long long)actual);
    CHECK(actual != length || difference(result, expected, length) == length,
          "%lld limbs to the %lld", (long long)n, exponent);
    free_limbs(result, task.result_limbs);
    free_limbs(expected, room);
    free_limbs(product, room);
}

/* Of n limbs, and the top one not zero. */
static uint64_t *base_filled(int64_t n, enum pattern pattern) {
    uint64_t *a = filled(n, pattern);
    if (a[n - 1] == 0) {
        a[n - 1] = pattern == ZERO ? 1 : 1 + random_limb() % 9;
    }
    return a;
}

static void small_powers(void) {
    for (int64_t n = 1; n <= 12; n++) {
        for (enum pattern p = RANDOM; p < PATTERNS; p++) {
            for (long long exponent = 1; exponent <= 40; exponent += exponent < 18 ? 1 : 7) {
                if (n <= 2 || (exponent + (int)p) % 3 == 0) {
                    uint64_t *a = base_filled(n, p);
                    check_power(a, n, exponent, exponent % 2 ? AT_ONCE : IN_STEPS);
                    free_limbs(a, n);
                }
            }
        }
    }
}

static void small_bases_and_large_exponents(void) {
    for (uint64_t a = 1; a <= 17; a++) {
        for (long long exponent = 1; exponent <= 600; exponent += 1 + exponent / 9) {
            check_power(&a, 1, exponent, AT_ONCE);
        }
    }
    const uint64_t one = 1;
    check_power(&one, 1, 1000, IN_STEPS);
    dc_task task = {.operation = DC_POWER, .a = &one, .a_limbs = 1, .a_bits = 1, .n = 4294967295};
    CHECK(dc_task_result_limbs(&task) > 0, "1 to the 2^32 - 1 is accepted");
}

static void check_long_power(const uint64_t *a, int64_t n, long long exponent, enum way way) {
    const uint64_t p = (UINT64_C(1) << 61) - 1;
    uint64_t expected = 1, base = residue_by_definition(a, n, 0), low = 1;
    for (int bit = 62; bit >= 0; bit--) {
        expected = (uint64_t)((dc_u128)expected * expected % p);
        low *= low;
        if (exponent >> bit & 1) {
            expected = (uint64_t)((dc_u128)expected * base % p);
            low *= a[0];
        }
    }
    dc_task task = {
        .operation = DC_POWER, .a = a, .a_limbs = n, .a_bits = bits_of(a, n), .n = exponent};
    uint64_t *result = result_of(&task, way);
    CHECK(residue_by_definition(result, task.result_limbs, 0) == expected && result[0] == low,
          "%lld limbs to the %lld", (long long)n, exponent);
    free_limbs(result, task.result_limbs);
}

static void long_powers(void) {
    for (int64_t n = 1; n <= 3000; n = 3 * n + 1) {
        for (enum pattern p = RANDOM; p <= ALL_ONES; p++) {
            uint64_t *a = base_filled(n, p);
            long long most = (UNDER_ADDRESS_SANITIZER ? 4000 : 9000) / n;
            check_long_power(a, n, most > 0 ? most : 1, AT_ONCE);
            check_long_power(a, n, 2, IN_STEPS);
            check_long_power(a, n, 3, IN_STEPS);
            free_limbs(a, n);
        }
    }
}

/* These powers have many bit lengths, also those next to a multiple of 64. */
static void powers_of_two(void) {
    for (int shift = 0; shift < 64; shift++) {
        uint64_t a = UINT64_C(1) << shift;
        for (long long exponent = 1; exponent <= 130; exponent += 1 + exponent / 3) {
            dc_task task = {
                .operation = DC_POWER, .a = &a, .a_limbs = 1, .a_bits = shift + 1, .n = exponent};
            uint64_t *result = result_of(&task, AT_ONCE);
            int64_t bit = shift * exponent, length = words_in(result, task.result_limbs);
            CHECK(length == bit / 64 + 1 && result[length - 1] == UINT64_C(1) << (bit % 64)
                      && words_in(result, length - 1) == 0,
                  "2^%d to the %lld", shift, exponent);
            free_limbs(result, task.result_limbs);
        }
    }
}

int main(void) {
    RUN(small_powers);
    RUN(small_bases_and_large_exponents);
    RUN(powers_of_two);
    RUN(long_powers);
    return finish();
}
