/* Fibonacci numbers against the recurrence, and the contract of every argument. */
#include "tasks.h"

#include "numbers/convolution.h"
#include "numbers/decimal.h"
#include "numbers/fibonacci_decimal.h"
#include "numbers/limbs.h"

/* Far enough for several Karatsuba levels: F(n) has n * 0.694 / 64 limbs. */
enum { EVERY_N_UP_TO = 9000, LIMBS = EVERY_N_UP_TO * 7 / 640 + 2 };

static void exact_follows_the_recurrence(void) {
    static uint64_t previous[LIMBS], current[LIMBS];
    memset(previous, 0, sizeof previous);
    memset(current, 0, sizeof current);
    current[0] = 1; /* F(0) = current - previous: F(-1) = 1 */
    uint64_t *f = current, *g = previous;
    uint64_t *swap;
    for (int n = 0; n <= EVERY_N_UP_TO; n++) {
        /* here g = F(n), f = F(n+1) */
        int64_t length = dc_normalized(g, LIMBS);
        long long limbs = dc_fib_exact_limbs(n), scratch_limbs = dc_fib_exact_scratch_limbs(n);
        uint64_t *result = limbs_of(limbs), *scratch = limbs_of(scratch_limbs);
        long long actual = dc_fib_exact(result, limbs, scratch, scratch_limbs, n);
        CHECK(actual == length, "n=%d: %lld limbs instead of %lld", n, actual, (long long)length);
        CHECK(actual != length || memcmp(result, g, (size_t)length * 8) == 0, "n=%d", n);
        CHECK((uint64_t)dc_fib_wrapping(n) == g[0], "n=%d", n);
        CHECK((uint64_t)dc_fib_wrapping_iterative(n) == g[0], "n=%d", n);
        CHECK(n > DC_FIB_MAX_LONG_INDEX || dc_fib_long(n) == (long long)g[0], "n=%d", n);
        free_limbs(result, limbs);
        free_limbs(scratch, scratch_limbs);
        dc_add_n(g, g, f, LIMBS); /* F(n+2) */
        swap = f;
        f = g;
        g = swap;
    }
}

static void exact_agrees_with_wrapping_at_larger_indices(void) {
    static const long long indices[] = {9999, 65535, 65536, 65537, 100000, 131071, 131072, 300007};
    for (size_t i = 0; i < sizeof indices / sizeof indices[0]; i++) {
        long long n = indices[i], limbs = dc_fib_exact_limbs(n),
                  scratch_limbs = dc_fib_exact_scratch_limbs(n);
        uint64_t *result = limbs_of(limbs), *scratch = limbs_of(scratch_limbs);
        CHECK(dc_fib_exact(result, limbs, scratch, scratch_limbs, n) > 0, "n=%lld", n);
        CHECK(result[0] == (uint64_t)dc_fib_wrapping(n), "n=%lld", n);
        free_limbs(result, limbs);
        free_limbs(scratch, scratch_limbs);
    }
}

static void arguments_out_of_range(void) {
    uint64_t limb = 42;
    CHECK(dc_fib_long(-1) == DC_ERR_RANGE, "%lld", dc_fib_long(-1));
    CHECK(dc_fib_long(93) == DC_ERR_RANGE, "%lld", dc_fib_long(93));
    CHECK(dc_fib_wrapping_iterative(INT32_MIN) == 0, "INT32_MIN");
    CHECK(dc_fib_exact_limbs(-1) == DC_ERR_RANGE && dc_fib_exact_scratch_limbs(-1) == DC_ERR_RANGE,
          "-1");
    CHECK(dc_fib_exact_limbs(INT64_MAX) == DC_ERR_RANGE, "INT64_MAX");
    CHECK(dc_fib_exact_scratch_limbs(INT64_MIN) == DC_ERR_RANGE, "INT64_MIN");
    CHECK(dc_fib_exact_limbs(DC_FIB_MAX_EXACT_INDEX) > 0, "max");
    CHECK(dc_fib_exact_limbs(DC_FIB_MAX_EXACT_INDEX + 1) == DC_ERR_RANGE, "max + 1");
    CHECK(dc_fib_exact(&limb, 1, &limb, 1, -1) == DC_ERR_RANGE, "-1");
    CHECK(dc_fib_exact(&limb, 1, &limb, 1, 10) == DC_ERR_SPACE, "1 limb");
    CHECK(dc_fib_exact(&limb, dc_fib_exact_limbs(1000), &limb, dc_fib_exact_scratch_limbs(1000) - 1,
                       1000)
              == DC_ERR_SPACE,
          "scratch");
    CHECK(dc_fib_exact(&limb, dc_fib_exact_limbs(1000) - 1, &limb, dc_fib_exact_scratch_limbs(1000),
                       1000)
              == DC_ERR_SPACE,
          "result");
    CHECK(limb == 42, "written: %llu", (unsigned long long)limb);
    CHECK(dc_fib_max_long_index() == DC_FIB_MAX_LONG_INDEX, "%d", dc_fib_max_long_index());
    CHECK(dc_fib_max_exact_index() == DC_FIB_MAX_EXACT_INDEX, "%lld", dc_fib_max_exact_index());
}

/*
 * Two ways to the same words: doubling in decimal, and doubling in binary with a conversion at the
 * end.
 */
static void check_decimal(long long n, enum way way) {
    dc_task binary = {.operation = DC_FIB, .n = n};
    uint64_t *limbs = result_of(&binary, way);
    int64_t limbs_there = binary.result_limbs, length = dc_normalized(limbs, limbs_there);
    CHECK(limbs[0] == (uint64_t)dc_fib_wrapping(n), "n=%lld", n);
    dc_task decimal = {.operation = DC_FIB_DECIMAL, .n = n};
    uint64_t *words = result_of(&decimal, way);
    if (length > 0) {
        dc_task convert = {.operation = DC_TO_DECIMAL, .a = limbs, .a_limbs = length};
        uint64_t *converted = result_of(&convert, way);
        int64_t count = words_in(converted, convert.result_limbs);
        CHECK(words_in(words, decimal.result_limbs) == count, "n=%lld: %lld words", n,
              (long long)count);
        CHECK(decimal.result_limbs < count || difference(words, converted, count) == count,
              "n=%lld: word %lld", n, (long long)difference(words, converted, count));
        free_limbs(converted, convert.result_limbs);
    } else {
        CHECK(words_in(words, decimal.result_limbs) == 0, "n=%lld", n);
    }
    free_limbs(limbs, limbs_there);
    free_limbs(words, decimal.result_limbs);
}

static void decimal_agrees_with_binary(void) {
    for (long long n = 0; n <= 2600; n++) {
        check_decimal(n, n % 2 ? AT_ONCE : IN_STEPS);
    }
    for (int power = 12; power <= (UNDER_ADDRESS_SANITIZER ? 17 : 19); power++) {
        for (long long n = (1LL << power) - 1; n <= (1LL << power) + 1; n++) {
            check_decimal(n, n % 2 ? AT_ONCE : IN_STEPS);
        }
        check_decimal((1LL << power) / 3 * 4 + 1, AT_ONCE);
    }
    check_decimal(100003, IN_STEPS); /* from 92 on bit by bit: 1, 0 and so on */
    check_decimal(174763, AT_ONCE);  /* 101010...11 */
}

/* Beyond ONE_STAGE_LIMBS and ONE_STAGE_WORDS, each doubling is several stages. */
static void exact_in_many_stages(void) {
    /* The last one has products for several threads. */
    static const long long indices[] = {600000, 777777, 1000000, 1000001, 3000000};
    for (size_t i = 0; i < (UNDER_ADDRESS_SANITIZER ? 2 : 5); i++) {
        long long n = indices[i];
        enum way way = i % 2 ? IN_STEPS : IN_STRANDS;
        dc_task at_once = {.operation = DC_FIB, .n = n}, in_steps = at_once,
                decimal = {.operation = DC_FIB_DECIMAL, .n = n};
        uint64_t *expected = result_of(&at_once, AT_ONCE), *actual = result_of(&in_steps, way);
        uint64_t *words = result_of(&decimal, way);
        CHECK_SAME(actual, expected, at_once.result_limbs, "n=%lld", n);
        CHECK(residue_by_definition(words, decimal.result_limbs, dc_decimal_19.base)
                  == residue_by_definition(expected, at_once.result_limbs, 0),
              "n=%lld", n);
        CHECK(expected[0] == (uint64_t)dc_fib_wrapping(n), "n=%lld", n);
        free_limbs(expected, at_once.result_limbs);
        free_limbs(actual, in_steps.result_limbs);
        free_limbs(words, decimal.result_limbs);
    }
}

/*
 * Words of 18 digits are used for indices from 2.6 * 10^9 on, which take minutes. This test applies
 * the same operations to smaller numbers, F(2k+1) = 4 F(k)^2 - F(k-1)^2 + 2 (-1)^k,
 * F(2k-1) = F(k)^2 + F(k-1)^2, F(2k) = F(2k+1) - F(2k-1), both in words of 18 and of 19 digits, and
 * compares the results as characters.
 */
static uint8_t *doubled(const dc_decimal *d, int steps, int64_t *length) {
    enum { ROOM = 4096 };
    uint64_t *f = limbs_of(ROOM), *g = limbs_of(ROOM), *a = limbs_of(2 * ROOM),
             *b = limbs_of(2 * ROOM);
    int64_t m = 1, k = 87;
    f[0] = (uint64_t)dc_fib_long(87);
    g[0] = (uint64_t)dc_fib_long(86);
    for (int step = 0; step < steps; step++) {
        for (int which = 0; which < 2; which++) {
            const uint64_t *x = which ? g : f;
            dc_convolution square = {dc_variants_now()->ntt,
                                     d->digits == 18 ? DC_DECIMAL_18 : DC_DECIMAL_19,
                                     x,
                                     x,
                                     m,
                                     m,
                                     which ? b : a,
                                     NULL,
                                     0,
                                     0};
            int64_t scratch_limbs = dc_convolution_scratch(&square);
            square.scratch = limbs_of(scratch_limbs);
            dc_walk walk = {.stage = DC_WALK_ALL};
            dc_walk_convolution(&walk, &square);
            free_limbs(square.scratch, scratch_limbs);
        }
        int two = k & 1 ? -2 : 2, bit = step % 3 == 1;
        a[2 * m] = b[2 * m] = 0;
        if (bit) {
            dc_decimal_combine(f, 4, a, 1, b, 2 * m + 1, two, d);
            dc_decimal_combine(g, 3, a, 2, b, 2 * m + 1, two, d);
        } else {
            dc_decimal_combine(f, 3, a, 2, b, 2 * m + 1, two, d);
            dc_decimal_sum(g, a, b, 2 * m + 1, d);
        }
        k = 2 * k + bit;
        m = words_in(f, 2 * m + 1);
    }
    uint8_t *characters = malloc((size_t)(m * d->digits));
    dc_decimal_to_ascii(characters, f, m, d->digits);
    *length = m * d->digits;
    free_limbs(f, ROOM);
    free_limbs(g, ROOM);
    free_limbs(a, 2 * ROOM);
    free_limbs(b, 2 * ROOM);
    return characters;
}

static void words_of_18_digits(void) {
    for (int steps = 0; steps <= 11; steps++) {
        int64_t length18, length19, skip18 = 0, skip19 = 0;
        uint8_t *of18 = doubled(&dc_decimal_18, steps, &length18),
                *of19 = doubled(&dc_decimal_19, steps, &length19);
        while (of18[skip18] == '0') {
            skip18++;
        }
        while (of19[skip19] == '0') {
            skip19++;
        }
        CHECK(length18 - skip18 == length19 - skip19, "%d doublings: %lld digits", steps,
              (long long)(length18 - skip18));
        CHECK(length18 - skip18 == length19 - skip19
                  && memcmp(of18 + skip18, of19 + skip19, (size_t)(length18 - skip18)) == 0,
              "%d doublings", steps);
        free(of18);
        free(of19);
    }
}

static void lengths_at_the_limits(void) {
    CHECK(dc_fib_max_decimal_index() == DC_FIB_MAX_DECIMAL_INDEX, "%lld",
          dc_fib_max_decimal_index());
    CHECK(dc_fib_word_digits(0) == 19 && dc_fib_word_digits(DC_FIB_MAX_DECIMAL_INDEX) == 18,
          "digits");
    CHECK(dc_fib_word_digits(-1) == DC_ERR_RANGE, "-1");
    CHECK(dc_fib_word_digits(DC_FIB_MAX_DECIMAL_INDEX + 1) == DC_ERR_RANGE, "max + 1");
    long long low = 0, high = DC_FIB_MAX_DECIMAL_INDEX;
    while (high - low > 1) {
        long long middle = low + (high - low) / 2;
        if (dc_fib_word_digits(middle) == 19) {
            low = middle;
        } else {
            high = middle;
        }
    }
    CHECK(low > 2590000000 && low < 2600000000, "18 digits from %lld on", high);
    for (int i = 0; i < 2; i++) {
        long long n = i ? high : low;
        CHECK(dc_fib_decimal_words(n) / 2 <= (i ? DC_TERMS_DECIMAL_18 : DC_TERMS_DECIMAL_19),
              "n=%lld", n);
        dc_task task = {.operation = DC_FIB_DECIMAL, .n = n};
        CHECK(dc_task_result_limbs(&task) > 0 && dc_task_scratch_limbs(&task) > 0, "n=%lld", n);
    }
}

int main(void) {
    RUN(exact_follows_the_recurrence);
    RUN(exact_agrees_with_wrapping_at_larger_indices);
    RUN(arguments_out_of_range);
    RUN(decimal_agrees_with_binary);
    RUN(exact_in_many_stages);
    RUN(words_of_18_digits);
    RUN_ONCE(lengths_at_the_limits);
    return finish();
}
