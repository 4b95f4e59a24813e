/*
 * Numbers to decimal words and back: by definition where that is fast enough, else by residues and
 * round trips.
 */
#include "tasks.h"

#include "numbers/decimal.h"
#include "numbers/limbs.h"
#include "numbers/variants.h"

static const uint64_t BASE = UINT64_C(10000000000000000000);

/* a[0..n) to decimal: words below 10^19 whose value it is. */
static void check_to_decimal(const uint64_t *a, int64_t n, enum way way, const char *what) {
    dc_task task = {.operation = DC_TO_DECIMAL, .a = a, .a_limbs = n};
    uint64_t *words = result_of(&task, way), *value = limbs_of(n + 1);
    int64_t length = words_in(words, task.result_limbs);
    for (int64_t i = 0; i < task.result_limbs; i++) {
        CHECK(words[i] < BASE, "%lld limbs, %s: word %lld", (long long)n, what, (long long)i);
    }
    value_by_definition(value, n + 1, words, length, BASE);
    CHECK(value[n] == 0, "%lld limbs, %s", (long long)n, what);
    CHECK_SAME(value, a, n, "%lld limbs, %s", (long long)n, what);
    free_limbs(words, task.result_limbs);
    free_limbs(value, n + 1);
}

static void check_from_decimal(const uint64_t *words, int64_t n, enum way way, const char *what) {
    dc_task task = {.operation = DC_FROM_DECIMAL, .a = words, .a_limbs = n};
    uint64_t *limbs = result_of(&task, way), *value = limbs_of(task.result_limbs);
    value_by_definition(value, task.result_limbs, words, n, BASE);
    CHECK_SAME(limbs, value, task.result_limbs, "%lld words, %s", (long long)n, what);
    free_limbs(limbs, task.result_limbs);
    free_limbs(value, task.result_limbs);
}

/* A decimal number there and back. */
static void check_both(const uint64_t *words, int64_t n, const char *what) {
    dc_task task = {.operation = DC_FROM_DECIMAL, .a = words, .a_limbs = n};
    uint64_t *limbs = result_of(&task, AT_ONCE);
    int64_t limbs_there = task.result_limbs, length = words_in(limbs, limbs_there);
    if (n <= 700) {
        check_from_decimal(words, n, AT_ONCE, what);
    } else {
        CHECK(residue_by_definition(limbs, length, 0) == residue_by_definition(words, n, BASE),
              "%lld words, %s", (long long)n, what);
    }
    if (length > 0) {
        dc_task back = {.operation = DC_TO_DECIMAL, .a = limbs, .a_limbs = length};
        uint64_t *again = result_of(&back, AT_ONCE);
        int64_t digits = words_in(words, n);
        CHECK(words_in(again, back.result_limbs) == digits, "%lld words, %s: %lld", (long long)n,
              what, (long long)words_in(again, back.result_limbs));
        CHECK(back.result_limbs < digits || difference(again, words, digits) == digits,
              "%lld words, %s: word %lld", (long long)n, what,
              (long long)difference(again, words, digits));
        free_limbs(again, back.result_limbs);
    }
    free_limbs(limbs, limbs_there);
}

static void every_length_to_decimal(void) {
    for (int64_t n = 1; n <= 200; n++) {
        for (enum pattern p = RANDOM; p < PATTERNS; p++) {
            if (n <= 60 || p <= ALL_ONES || (n + (int)p) % 3 == 0) {
                char what[40];
                snprintf(what, sizeof what, "pattern %d", (int)p);
                uint64_t *a = filled(n, p);
                check_to_decimal(a, n, (enum way)((n + (int)p) % WAYS), what);
                free_limbs(a, n);
            }
        }
    }
}

static void decimal_fill(uint64_t *words, int64_t n, enum pattern pattern) {
    fill(words, n, pattern);
    for (int64_t i = 0; i < n; i++) {
        words[i] = words[i] == UINT64_MAX ? BASE - 1 : words[i] % BASE;
    }
}

static void every_length_from_decimal(void) {
    for (int64_t n = 1; n <= 200; n++) {
        uint64_t *words = limbs_of(n);
        for (enum pattern p = RANDOM; p < PATTERNS; p++) {
            if (n <= 60 || p <= ALL_ONES || (n + (int)p) % 3 == 0) {
                char what[40];
                snprintf(what, sizeof what, "pattern %d", (int)p);
                decimal_fill(words, n, p);
                check_from_decimal(words, n, (enum way)((n + (int)p) % WAYS), what);
            }
        }
        free_limbs(words, n);
    }
}

static uint64_t ten_to(int64_t exponent) {
    uint64_t power = 1;
    for (; exponent > 0; exponent--) {
        power *= 10;
    }
    return power;
}

/*
 * Near a multiple of a power of ten, the conversion to decimal must correct its leaves by one. The
 * numbers are 10^k, 10^k - 1, 10^k + 1, the same with other digits above, and numbers with nines or
 * zeros in the middle.
 */
static void check_next_to_powers_of_ten(int64_t n, int64_t k) {
    uint64_t *words = limbs_of(n);
    memset(words, 0, (size_t)n * 8);
    words[k / 19] = ten_to(k % 19);
    check_both(words, n, "10^k");
    words[0]++;
    check_both(words, n, "10^k + 1");
    for (int64_t i = 0; i < n; i++) {
        words[i] = i < k / 19 ? BASE - 1 : i == k / 19 ? ten_to(k % 19) - 1 : 0;
    }
    check_both(words, n, "10^k - 1");
    words[0] -= words[0] > 0;
    check_both(words, n, "10^k - 2");
    for (int64_t i = k / 19 + 1; i < n; i++) {
        words[i] = random_limb() % BASE;
    }
    check_both(words, n, "nines below");
    for (int64_t i = 0; i < k / 19; i++) {
        words[i] = i < k / 38 ? random_limb() % BASE : 0;
    }
    check_both(words, n, "zeros in the middle");
    for (int64_t i = k / 38; i < k / 19; i++) {
        words[i] = BASE - 1;
    }
    check_both(words, n, "nines in the middle");
    free_limbs(words, n);
}

static void numbers_next_to_powers_of_ten(void) {
    for (int64_t n = 1; n <= 200; n += n < 45 ? 1 : 7) {
        for (int64_t k = n <= 3 ? 0 : n % 7; k < 19 * n; k += 1 + 19 * n / 4) {
            check_next_to_powers_of_ten(n, k);
        }
        check_next_to_powers_of_ten(n, 19 * n - 1);
        check_next_to_powers_of_ten(n, 19 * (n - 1));
        check_next_to_powers_of_ten(n, 19 * (n / 2));
    }
}

/*
 * A tree has one more level from DC_LEAF_WORDS 2^h + 1 words on. Numbers of up to DC_DIVIDED_WORDS
 * words are converted to decimal without a tree.
 */
static void lengths_around_every_height(void) {
    int64_t most = UNDER_ADDRESS_SANITIZER ? 16 * DC_LEAF_WORDS : 32 * DC_LEAF_WORDS;
    for (int64_t words = DC_LEAF_WORDS / 2; words <= most; words *= 2) {
        for (int64_t n = words - 2; n <= words + 3; n++) {
            uint64_t *a = limbs_of(n);
            for (enum pattern p = RANDOM; p <= ALL_ONES; p++) {
                decimal_fill(a, n, p);
                check_both(a, n, p == RANDOM ? "random" : "all nines");
            }
            check_next_to_powers_of_ten(n, 19 * (n / 2));
            check_next_to_powers_of_ten(n, 19 * (n / 2) + 7);
            fill(a, n, ALL_ONES);
            check_to_decimal(a, n < 700 ? n : 700, AT_ONCE, "all ones");
            free_limbs(a, n);
        }
    }
}

/*
 * A number is divided by 10^(19 w), where w is half of the words of its tree. Multiples of this
 * divisor, their neighbours, and quotients and remainders of 0 are next to where an estimate of the
 * quotient is wrong by 1.
 */
static void check_multiples_of_divisor(int64_t n, int64_t half) {
    uint64_t *words = limbs_of(n);
    decimal_fill(words, n, RANDOM);
    memset(words, 0, (size_t)half * 8);
    check_both(words, n, "a multiple of the divisor");
    for (int64_t i = 0; i < half; i++) {
        words[i] = BASE - 1;
    }
    check_both(words, n, "one below a multiple of the divisor");
    memset(words, 0, (size_t)half * 8);
    words[0] = 1;
    check_both(words, n, "one above a multiple of the divisor");
    for (int64_t i = half; i < n; i++) {
        words[i] = i == half;
    }
    check_both(words, n, "one above the divisor");
    free_limbs(words, n);
}

static void check_around_divisor(int64_t n) {
    for (int64_t words = n; words <= n + 1; words++) { /* as C estimates them from the limbs */
        int64_t height = 1;
        while ((words - 1) >> height >= DC_LEAF_WORDS) {
            height++;
        }
        int64_t leaf = (words + (INT64_C(1) << height) - 1) >> height;
        check_multiples_of_divisor(n, leaf << (height - 1));
    }
}

static void multiples_of_the_divisor(void) {
    for (int64_t n = DC_DIVIDED_WORDS + 1; n <= 300; n += n < 80 ? 1 : 37) {
        check_around_divisor(n);
        /* Limbs of 0 at the top leave a quotient of 0, or fewer limbs than the divisor has. */
        uint64_t *a = limbs_of(n);
        for (int64_t length = 0; length <= n; length += 1 + n / 9) {
            fill(a, n, RANDOM);
            memset(a + length, 0, (size_t)(n - length) * 8);
            check_to_decimal(a, n, AT_ONCE, "zeros at the top");
        }
        free_limbs(a, n);
    }
    /* Transforms compute the products, with many leaves of every length. */
    int64_t most = UNDER_ADDRESS_SANITIZER ? 2000 : DC_SHORT_WORDS - 1;
    for (int64_t n = 420; n <= most; n += n / 7) {
        if (is_chosen(n, 4)) {
            check_around_divisor(n);
        }
    }
}

static void check_long(int64_t n) {
    uint64_t *words = limbs_of(n);
    decimal_fill(words, n, RANDOM);
    check_both(words, n, "random");
    decimal_fill(words, n, ALL_ONES);
    check_both(words, n, "all nines");
    decimal_fill(words, n, RUNS);
    check_both(words, n, "runs");
    memset(words, 0, (size_t)n * 8);
    words[n - 1] = 1;
    check_both(words, n, "a power of ten");
    check_next_to_powers_of_ten(n, 19 * (n / 2) + 7);
    free_limbs(words, n);
}

/*
 * walk_halves() and walk_join() with transforms, at lengths for which the definition takes too
 * long.
 */
static void long_numbers(void) {
    static const int64_t thresholds[] = {
        1151, 1153, 4607, 4609, DC_SHORT_WORDS - 1, DC_SHORT_WORDS + 1,
        /* Half of their words have a power of ten that fills its limbs: no shift. */
        7600, 15300};
    static const int64_t others[] = {1000, 2000, 3333, 8000, 12345};
    int64_t most = UNDER_ADDRESS_SANITIZER ? 3000 : INT64_MAX;
    for (size_t i = 0; i < sizeof thresholds / sizeof thresholds[0]; i++) {
        if (thresholds[i] <= most) {
            check_long(thresholds[i]);
        }
    }
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (others[i] <= most && is_chosen((int64_t)i, 3)) {
            check_long(others[i]);
        }
    }
}

/*
 * Lengths at which the short nodes of a level are steps of one stage, of 65536 words each, and
 * longer nodes have stages of their own.
 */
static void nodes_as_long_as_a_step(void) {
    if (UNDER_ADDRESS_SANITIZER || dc_level() < dc_level_detected() - is_long_run()
        || dc_level() < DC_LEVEL_NEON) {
        return;
    }
    static const int64_t lengths[] = {65535, 65537, 81921, 131073};
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        int64_t n = lengths[i];
        uint64_t *words = limbs_of(n);
        decimal_fill(words, n, i % 2 ? ALL_ONES : RANDOM);
        dc_task task = {.operation = DC_FROM_DECIMAL, .a = words, .a_limbs = n};
        uint64_t *limbs = result_of(&task, i % 2 ? IN_STEPS : IN_STRANDS);
        int64_t limbs_there = task.result_limbs, length = words_in(limbs, limbs_there);
        CHECK(residue_by_definition(limbs, length, 0) == residue_by_definition(words, n, BASE),
              "%lld words", (long long)n);
        dc_task back = {.operation = DC_TO_DECIMAL, .a = limbs, .a_limbs = length};
        uint64_t *again = result_of(&back, i % 2 ? IN_STEPS : IN_STRANDS);
        CHECK(words_in(again, back.result_limbs) == n, "%lld words", (long long)n);
        CHECK_SAME(again, words, n, "%lld words", (long long)n);
        free_limbs(again, back.result_limbs);
        free_limbs(limbs, limbs_there);
        free_limbs(words, n);
    }
}

/* ---- Decimal words and characters ----------------------------------------------------------- */

static void sums_of_decimal_words(void) {
    const dc_decimal *kinds[] = {&dc_decimal_19, &dc_decimal_18};
    for (int kind = 0; kind < 2; kind++) {
        const dc_decimal *d = kinds[kind];
        CHECK(d->base == ten_to(d->digits) && d->normalized.d == d->base << d->shift, "digits %d",
              d->digits);
        CHECK((dc_u128)d->normalized.reciprocal + ((dc_u128)1 << 64)
                  == ~(dc_u128)0 / d->normalized.d,
              "digits %d", d->digits);
        for (int round = 0; round < 4000; round++) {
            uint64_t high = round % 5 == 0 ? d->base - 1 : random_limb() % d->base;
            uint64_t low = round % 7 == 0 ? UINT64_MAX : round % 7 == 1 ? 0 : random_limb(), rest;
            dc_u128 dividend = (dc_u128)high << 64 | low;
            uint64_t q = dc_decimal_divide(high, low, d, &rest);
            CHECK(q == (uint64_t)(dividend / d->base) && rest == (uint64_t)(dividend % d->base),
                  "digits %d: %d", d->digits, round);
        }
        /* p a - q b + carry, which is checked as q b + result = p a + carry. */
        enum { N = 6 };
        for (int round = 0; round < 3000; round++) {
            uint64_t a[N], b[N], r[N], left[N + 1], right[N + 1];
            int p = round % 4 + 1, q = round / 4 % 3, carry = round / 12 % 8 - 3;
            for (int i = 0; i < N; i++) {
                a[i] = random_limb() % 3 == 0   ? d->base - 1
                       : random_limb() % 3 == 0 ? 0
                                                : random_limb() % d->base;
                b[i] = random_limb() % 3 == 0   ? d->base - 1
                       : random_limb() % 3 == 0 ? 0
                                                : random_limb() % d->base;
            }
            /* So that the result has N words and is not negative. */
            a[N - 1] = 3 + random_limb() % (d->base / 8);
            b[N - 1] = a[N - 1] / 3;
            if (p * 3 <= q) {
                continue;
            }
            dc_decimal_combine(r, p, a, q, b, N, carry, d);
            int all_below = 1;
            uint64_t x[N + 1], y[N + 1];
            for (int i = 0; i < N; i++) {
                all_below &= r[i] < d->base;
            }
            CHECK(all_below, "digits %d: %d a - %d b + %d", d->digits, p, q, carry);
            value_by_definition(left, N + 1, r, N, d->base);
            value_by_definition(x, N + 1, b, N, d->base);
            value_by_definition(right, N + 1, a, N, d->base);
            value_by_definition(y, N + 1, a, N, d->base);
            for (int k = 0; k < q; k++) {
                dc_add_n(left, left, x, N + 1);
            }
            for (int k = 1; k < p; k++) {
                dc_add_n(right, right, y, N + 1);
            }
            if (carry < 0) {
                dc_add_1(left, N + 1, (uint64_t)-carry);
            } else {
                dc_add_1(right, N + 1, (uint64_t)carry);
            }
            CHECK_SAME(left, right, N + 1, "digits %d: %d a - %d b + %d", d->digits, p, q, carry);

            a[N - 1] = d->base - 1 - b[N - 1] - 1;
            dc_decimal_sum(r, a, b, N, d);
            value_by_definition(left, N + 1, r, N, d->base);
            value_by_definition(right, N + 1, a, N, d->base);
            dc_add_n(right, right, x, N + 1);
            CHECK_SAME(left, right, N + 1, "digits %d: a + b", d->digits);

            int by = round % 7 - 3;
            value_by_definition(right, N + 1, a, N, d->base);
            dc_decimal_add_signed(a, N, by, d);
            value_by_definition(left, N + 1, a, N, d->base);
            if (by < 0) {
                dc_sub_1(right, N + 1, (uint64_t)-by);
            } else {
                dc_add_1(right, N + 1, (uint64_t)by);
            }
            CHECK_SAME(left, right, N + 1, "digits %d: a + %d", d->digits, by);
        }
    }
}

static void decimal_words_as_characters(void) {
    for (int digits = 18; digits <= 19; digits++) {
        for (int64_t n = 0; n <= 40; n++) {
            uint64_t words[41];
            size_t length = (size_t)(n * digits);
            uint8_t *characters = malloc(length + (length == 0)), expected[41 * 19 + 1];
            for (int64_t i = 0; i < n; i++) {
                uint64_t below = ten_to(digits);
                words[i] = i % 4 == 0   ? below - 1
                           : i % 4 == 1 ? random_limb() % 1000
                                        : random_limb() % below;
            }
            for (int64_t i = n - 1; i >= 0; i--) {
                snprintf((char *)expected + (n - 1 - i) * digits, 20, "%0*llu", digits,
                         (unsigned long long)words[i]);
            }
            dc_decimal_to_ascii(characters, words, n, digits);
            CHECK(memcmp(characters, expected, length) == 0, "%lld words of %d digits",
                  (long long)n, digits);
            free(characters);
        }
        for (int round = 0; round < 20000; round++) { /* each of the steps to eight digits */
            uint64_t word = (random_limb() >> (round % 60)) % ten_to(digits);
            char characters[20] = {0}, expected[20];
            dc_decimal_to_ascii((uint8_t *)characters, &word, 1, digits);
            snprintf(expected, sizeof expected, "%0*llu", digits, (unsigned long long)word);
            CHECK(strcmp(characters, expected) == 0, "%s", expected);
        }
    }
    uint8_t untouched = 7;
    dc_decimal_to_ascii(&untouched, NULL, 0, 19);
    dc_decimal_to_ascii(&untouched, NULL, -1, 19);
    dc_decimal_to_ascii(&untouched, NULL, INT64_MIN, 19);
    CHECK(untouched == 7, "%d", untouched);
}

static void characters_as_decimal_words(void) {
    for (int64_t count = 1; count <= 100; count++) {
        int64_t n = (count + 18) / 19;
        uint8_t *characters = malloc((size_t)count);
        uint64_t *words = limbs_of(n), *expected = limbs_of(n);
        memset(expected, 0, (size_t)n * 8);
        for (int64_t i = 0; i < count; i++) {
            unsigned digit = count % 3 == 0 ? 9 : (unsigned)random_below(10);
            characters[i] = (uint8_t)('0' + digit);
            uint64_t *word = expected + (count - 1 - i) / 19;
            *word = *word * 10 + digit;
        }
        CHECK(dc_decimal_from_ascii(words, characters, count) == n, "%lld digits",
              (long long)count);
        CHECK_SAME(words, expected, n, "%lld digits", (long long)count);
        static const uint8_t bad[] = {'0' - 1, '9' + 1, 0,    ' ',  '-', '+',
                                      '.',     'a',     0x80, 0xB0, 0xFF};
        for (int64_t i = 0; i < count; i++) {
            uint8_t good = characters[i];
            for (size_t k = 0; k < sizeof bad; k++) {
                characters[i] = bad[k];
                CHECK(dc_decimal_from_ascii(words, characters, count) == DC_ERR_RANGE,
                      "character %d at %lld of %lld", bad[k], (long long)i, (long long)count);
            }
            characters[i] = good;
        }
        free(characters);
        free_limbs(words, n);
        free_limbs(expected, n);
    }
    CHECK(dc_decimal_from_ascii(NULL, NULL, 0) == 0 && dc_decimal_from_ascii(NULL, NULL, -5) == 0
              && dc_decimal_from_ascii(NULL, NULL, INT64_MIN) == 0,
          "of nothing");
}

int main(void) {
    RUN_ONCE(sums_of_decimal_words);
    RUN_ONCE(decimal_words_as_characters);
    RUN_ONCE(characters_as_decimal_words);
    RUN(every_length_to_decimal);
    RUN(every_length_from_decimal);
    RUN(numbers_next_to_powers_of_ten);
    RUN(lengths_around_every_height);
    RUN(multiples_of_the_divisor);
    RUN_OF_LONG_NUMBERS(long_numbers);
    RUN(nodes_as_long_as_a_step);
    return finish();
}
