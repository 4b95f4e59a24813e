/*
 * Numbers to words of every radix and back: by definition where that is fast enough, else by
 * residues and round trips. The lengths and thresholds are the subject of test_radix.c.
 */
#include "tasks.h"

/* The largest power of the radix below 2^64. */
static uint64_t base_of(int radix) {
    uint64_t base = 1;
    while (base <= UINT64_MAX / (uint64_t)radix) {
        base *= (uint64_t)radix;
    }
    return base;
}

static void check_to_radix(int radix, const uint64_t *a, int64_t n, enum way way) {
    dc_task task = {.operation = DC_TO_RADIX, .n = radix, .a = a, .a_limbs = n};
    uint64_t *words = result_of(&task, way), *value = limbs_of(n + 1), base = base_of(radix);
    for (int64_t i = 0; i < task.result_limbs; i++) {
        CHECK(words[i] < base, "radix %d, %lld limbs: word %lld", radix, (long long)n,
              (long long)i);
    }
    value_by_definition(value, n + 1, words, words_in(words, task.result_limbs), base);
    CHECK(value[n] == 0, "radix %d, %lld limbs", radix, (long long)n);
    CHECK_SAME(value, a, n, "radix %d, %lld limbs", radix, (long long)n);
    free_limbs(words, task.result_limbs);
    free_limbs(value, n + 1);
}

/* From words to limbs, which are compared, and back. */
static void check_both(int radix, const uint64_t *words, int64_t n, enum way way,
                       const char *what) {
    uint64_t base = base_of(radix);
    dc_task task = {.operation = DC_FROM_RADIX, .n = radix, .a = words, .a_limbs = n};
    uint64_t *limbs = result_of(&task, way);
    int64_t limbs_there = task.result_limbs, length = words_in(limbs, limbs_there);
    if (n <= 300) {
        uint64_t *value = limbs_of(limbs_there);
        value_by_definition(value, limbs_there, words, n, base);
        CHECK_SAME(limbs, value, limbs_there, "radix %d, %lld words, %s", radix, (long long)n,
                   what);
        free_limbs(value, limbs_there);
    } else {
        CHECK(residue_by_definition(limbs, length, 0) == residue_by_definition(words, n, base),
              "radix %d, %lld words, %s", radix, (long long)n, what);
    }
    if (length > 0) {
        dc_task back = {.operation = DC_TO_RADIX, .n = radix, .a = limbs, .a_limbs = length};
        uint64_t *again = result_of(&back, way);
        int64_t count = words_in(words, n);
        CHECK(words_in(again, back.result_limbs) == count, "radix %d, %lld words, %s: %lld", radix,
              (long long)n, what, (long long)words_in(again, back.result_limbs));
        CHECK(back.result_limbs < count || difference(again, words, count) == count,
              "radix %d, %lld words, %s: word %lld", radix, (long long)n, what,
              (long long)difference(again, words, count));
        free_limbs(again, back.result_limbs);
    }
    free_limbs(limbs, limbs_there);
}

static void word_fill(uint64_t *words, int64_t n, enum pattern pattern, uint64_t base) {
    fill(words, n, pattern);
    for (int64_t i = 0; i < n; i++) {
        words[i] = words[i] == UINT64_MAX ? base - 1 : words[i] % base;
    }
}

static void every_radix_and_length(void) {
    for (int radix = 2; radix <= 36; radix++) {
        for (int64_t n = 1; n <= 180; n += n < 24 ? 1 : 1 + n / 9 + radix % 3) {
            uint64_t *a = limbs_of(n);
            for (enum pattern p = RANDOM; p < PATTERNS; p++) {
                if ((n < 24 || is_chosen(n + radix, 2))
                    && (p <= ALL_ONES || (n + (int)p + radix) % 5 == 0)) {
                    fill(a, n, p);
                    check_to_radix(radix, a, n, (n + (int)p) % 2 ? AT_ONCE : IN_STEPS);
                    word_fill(a, n, p, base_of(radix));
                    check_both(radix, a, n, (n + (int)p) % 2 ? IN_STEPS : AT_ONCE, "a pattern");
                }
            }
            free_limbs(a, n);
        }
    }
}

/* Multiples of a power of the base, and one less, are closest to a wrong word. */
static void numbers_next_to_powers_of_the_base(void) {
    for (int radix = 2; radix <= 36; radix++) {
        uint64_t base = base_of(radix);
        for (int64_t n = 3; n <= 1400; n += n < 20 ? 1 : n / 2 + radix) {
            uint64_t *words = limbs_of(n);
            for (int64_t k = 1; k < n; k += 1 + n / 3) {
                if (!is_chosen(radix + n + k, n < 20 ? 2 : 4)) {
                    continue;
                }
                memset(words, 0, (size_t)n * 8);
                words[k] = 1;
                check_both(radix, words, n, AT_ONCE, "a power");
                words[n - 1] = base - 1;
                words[0]++;
                check_both(radix, words, n, AT_ONCE, "above a power");
                for (int64_t i = 0; i < n; i++) {
                    words[i] = i < k ? base - 1 : i == n - 1 ? 1 : 0;
                }
                check_both(radix, words, n, AT_ONCE, "below a power");
            }
            free_limbs(words, n);
        }
    }
}

/* Long nodes are multiplied by transforms and omit a limb, whose error is largest for 30^13. */
static void long_numbers(void) {
    static const int radices[] = {3, 7, 19, 24, 30, 31, 36};
    /* With radix 24, 4200 words have nodes that are longer than their cyclic products. */
    static const int64_t lengths[] = {1279, 2561, 3333, 4200, 5121, 12345};
    for (size_t k = 0; k < sizeof radices / sizeof radices[0]; k++) {
        int radix = radices[k];
        for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
            int64_t n = lengths[i];
            if ((UNDER_ADDRESS_SANITIZER && n > 3000)
                || (radix != 30 && n != 4200 && !is_chosen((int64_t)(k + i), 3))) {
                continue;
            }
            uint64_t *words = limbs_of(n), base = base_of(radix);
            word_fill(words, n, RANDOM, base);
            check_both(radix, words, n, AT_ONCE, "random");
            for (int64_t j = 0; j < n; j++) {
                words[j] = base - 1;
            }
            check_both(radix, words, n, IN_STEPS, "the largest digits");
            for (int64_t j = 0; j < n; j++) {
                words[j] = j < n / 2 ? base - 1 : j == n - 1 ? 1 : 0;
            }
            check_both(radix, words, n, IN_STEPS, "zeros above the largest digits");
            memset(words, 0, (size_t)n * 8);
            words[n - 1] = 1;
            check_both(radix, words, n, AT_ONCE, "a power");
            free_limbs(words, n);
        }
    }
}

/*
 * If the power of the base that divides has a few limbs less than a power of two, its product with
 * the quotient is not cyclic. With the thresholds in variants.c, transforms multiply such numbers
 * with AVX2 only.
 */
static void halves_next_to_powers_of_two(void) {
    static const int radices[] = {3, 7, 19, 24, 35};
    int64_t most = UNDER_ADDRESS_SANITIZER ? 500 : 2000;
    for (int64_t length = 250; length <= most; length *= 2) {
        for (int64_t n = length - length / 50; n <= length + 12; n += 1 + length / 200) {
            for (size_t k = 0; k < sizeof radices / sizeof radices[0]; k++) {
                if (is_chosen(n + (int64_t)k, 2)) {
                    uint64_t *a = filled(n, n % 2 ? RANDOM : ALL_ONES);
                    check_to_radix(radices[k], a, n, n % 4 ? AT_ONCE : IN_STEPS);
                    free_limbs(a, n);
                }
            }
        }
    }
}

static void radix_10_is_decimal(void) {
    for (int64_t n = 1; n <= 1000; n += 1 + n / 2) {
        uint64_t *a = filled(n, RANDOM);
        dc_task task = {.operation = DC_TO_RADIX, .n = 10, .a = a, .a_limbs = n},
                decimal = {.operation = DC_TO_DECIMAL, .a = a, .a_limbs = n};
        uint64_t *actual = result_of(&task, AT_ONCE), *expected = result_of(&decimal, AT_ONCE);
        CHECK(task.result_limbs == decimal.result_limbs
                  && task.scratch_limbs == decimal.scratch_limbs,
              "%lld limbs", (long long)n);
        CHECK_SAME(actual, expected, task.result_limbs, "%lld limbs", (long long)n);
        free_limbs(actual, task.result_limbs);
        free_limbs(expected, decimal.result_limbs);
        free_limbs(a, n);
    }
}

static void a_radix_out_of_range(void) {
    static const long long radices[] = {INT64_MIN, -10, -1, 0, 1, 37, INT64_C(1) << 32, INT64_MAX};
    for (int k = 0; k < 8; k++) {
        for (int operation = DC_TO_RADIX; operation <= DC_FROM_RADIX; operation++) {
            const uint64_t a = 7;
            uint64_t result[8] = {5}, scratch[64];
            dc_task task = {.operation = operation,
                            .n = radices[k],
                            .a = &a,
                            .a_limbs = 1,
                            .result = result,
                            .result_limbs = 8,
                            .scratch = scratch,
                            .scratch_limbs = 64};
            CHECK(dc_task_result_limbs(&task) == DC_ERR_RANGE
                      && dc_task_scratch_limbs(&task) == DC_ERR_RANGE
                      && dc_task_stages(&task) == DC_ERR_RANGE
                      && dc_task_run(&task, -1, 0, 0) == DC_ERR_RANGE && result[0] == 5,
                  "operation %d, radix %lld", operation, radices[k]);
        }
    }
}

int main(void) {
    RUN(every_radix_and_length);
    RUN(numbers_next_to_powers_of_the_base);
    RUN_OF_LONG_NUMBERS(long_numbers);
    RUN(halves_next_to_powers_of_two);
    RUN(radix_10_is_decimal);
    RUN_ONCE(a_radix_out_of_range);
    return finish();
}
