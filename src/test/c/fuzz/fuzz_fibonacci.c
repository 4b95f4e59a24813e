/* Fibonacci numbers of one word, and dc_fib_exact(). */
#include "buffers.h"
#include "downcall.h"
#include "fuzz.h"
#include "oracle.h"
#include "variants.h"

#include <string.h>

/* F(n) mod 2^64 by squaring the matrix ((1, 1), (1, 0)). */
__attribute__((no_sanitize("undefined"))) static uint64_t wrapping(uint64_t n) {
    uint64_t x = 1, y = 0, a = 0, b = 1; /* F(k-1), F(k) of the result, and of the square */
    for (; n > 0; n /= 2) {
        if (n % 2 != 0) {
            uint64_t next = x * b + y * a + y * b;
            x = x * a + y * b;
            y = next;
        }
        uint64_t square = a * a + b * b;
        b = b * (2 * a + b);
        a = square;
    }
    return y;
}

void fuzz_fibonacci_words(input *in) {
    for (int k = 0; k < 4; k++) {
        long long n = take_number(in);
        REQUIRE((uint64_t)dc_fib_wrapping(n) == wrapping((uint64_t)n), "dc_fib_wrapping(%lld)", n);
        int narrow = (int)n;
        long long word = dc_fib_long(narrow);
        if (narrow < 0 || narrow > DC_FIB_MAX_LONG_INDEX) {
            REQUIRE(word == DC_ERR_RANGE, "dc_fib_long(%d) is %lld", narrow, word);
        } else {
            REQUIRE((uint64_t)word == wrapping((uint64_t)narrow), "dc_fib_long(%d)", narrow);
        }
        int few = narrow > 300 ? narrow % 300 : narrow; /* the time is proportional to n */
        REQUIRE((uint64_t)dc_fib_wrapping_iterative(few) == (few > 0 ? wrapping((uint64_t)few) : 0),
                "dc_fib_wrapping_iterative(%d)", few);
        int digits = dc_fib_word_digits(n);
        if (n < 0 || n > DC_FIB_MAX_DECIMAL_INDEX) {
            REQUIRE(digits == DC_ERR_RANGE, "dc_fib_word_digits(%lld) is %d", n, digits);
        } else {
            REQUIRE(digits == 18 || digits == 19, "dc_fib_word_digits(%lld) is %d", n, digits);
        }
        int valid = n >= 0 && n <= DC_FIB_MAX_EXACT_INDEX;
        long long limbs = dc_fib_exact_limbs(n), scratch = dc_fib_exact_scratch_limbs(n);
        REQUIRE(valid ? limbs >= 1 + n * 694 / 64000 && scratch > 0
                      : limbs == DC_ERR_RANGE && scratch == DC_ERR_RANGE,
                "dc_fib_exact of %lld requires %lld and %lld limbs", n, limbs, scratch);
        if (!valid) {
            REQUIRE(dc_fib_exact(NULL, take_number(in), NULL, take_number(in), n) == DC_ERR_RANGE,
                    "dc_fib_exact(%lld)", n);
        }
    }
}

void fuzz_fibonacci_exact(input *in) {
    static const uint64_t most[] = {
        [SMALL] = 1500, [MEDIUM] = 9000, [LARGE] = 30000, [HUGE] = 200000};
    enum size size = take_size(in);
    long long n = (long long)(take_bytes(in, 3) % most[size]);
    enum side side = take_bit(in) ? PAGE_IN_FRONT : PAGE_BEHIND;
    int junk = take_below(in, 8);
    variants v = take_variants(in, n < 10000);
    long long more = take_below(in, 3);
    int64_t limbs = dc_fib_exact_limbs(n), scratch_limbs = dc_fib_exact_scratch_limbs(n);
    REQUIRE(limbs > 0 && scratch_limbs > 0, "dc_fib_exact(%lld) requires %lld and %lld limbs", n,
            (long long)limbs, (long long)scratch_limbs);
    uint64_t *expected = spare(0, limbs);
    long long length = 0;
    for (int k = 0; k < v.count; k++) {
        uint64_t *result = place(RESULT, limbs + more, side),
                 *scratch = place(SCRATCH, scratch_limbs + more, side);
        fill_with_junk(result, limbs + more, junk + k);
        fill_with_junk(scratch, scratch_limbs + more, junk + 3 * k);
        dc_features_limit(v.features[k]);
        long long status = dc_fib_exact(result, limbs + more, scratch, scratch_limbs + more, n);
        REQUIRE(status >= 0 && status <= limbs && (status == 0 || result[status - 1] != 0),
                "dc_fib_exact(%lld) returned %lld", n, status);
        require_intact_surroundings();
        if (k == 0) {
            memcpy(expected, result, (size_t)status * 8);
            length = status;
        }
        REQUIRE(status == length && memcmp(result, expected, (size_t)length * 8) == 0,
                "dc_fib_exact(%lld) differs with features %llx", n, v.features[k]);
    }
    require_residues(residues_of(expected, length, 0), residues_of_fibonacci(n), "F(n)");
    if (has_gmp()) {
        uint64_t *known = spare(1, length);
        gmp_fibonacci(known, length, n);
        REQUIRE(memcmp(known, expected, (size_t)length * 8) == 0, "dc_fib_exact(%lld), by GMP", n);
    }
    if (take_bit(in)) { /* a buffer that is too small */
        int64_t given = limbs, scratch_given = scratch_limbs;
        int64_t *less = take_bit(in) ? &given : &scratch_given;
        *less -= 1 + (int64_t)take_bytes(in, 2) % *less;
        uint64_t *result = place(RESULT, given, side),
                 *scratch = place(SCRATCH, scratch_given, side);
        fill_with_junk(result, given, junk);
        fill_with_junk(scratch, scratch_given, junk);
        if (*less == 0) {
            *less = take_number(in);
            *less = *less > 0 ? -*less : *less;
        }
        long long status = dc_fib_exact(result, given, scratch, scratch_given, n);
        REQUIRE(status == DC_ERR_SPACE, "dc_fib_exact(%lld) in %lld and %lld limbs returned %lld",
                n, (long long)given, (long long)scratch_given, status);
        require_junk(result, given > 0 ? given : 0, junk, "dc_fib_exact without space, result");
        require_junk(scratch, scratch_given > 0 ? scratch_given : 0, junk,
                     "dc_fib_exact without space, scratch");
        require_intact_surroundings();
    }
}
