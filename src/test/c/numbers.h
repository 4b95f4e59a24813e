/*
 * Numbers to test with, and operations on them by definition, in plain code that uses nothing of
 * the library under test.
 */
#ifndef NUMBERS_H
#define NUMBERS_H

#include "check.h"

#include "numbers/words.h"

/* The definitions take most of the time and are not under test, so they are not sanitized. */
#define DEFINITION __attribute__((no_sanitize("address", "undefined"))) static inline

static uint64_t random_state = 0x9E3779B97F4A7C15u;

static inline uint64_t random_limb(void) { /* xorshift64* [Vigna 2014] */
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 0x2545F4914F6CDD1Du;
}

static inline int64_t random_below(int64_t n) {
    return (int64_t)(random_limb() >> 1) % n; /* NOLINT(clang-analyzer-core.*): n is not 0 */
}

enum pattern {
    RANDOM,
    ALL_ONES,
    ZERO,
    ONE,
    TOP_BIT,
    ONE_BIT, /* anywhere */
    ALL_BUT_A_BIT,
    LOW_HALF, /* all ones in the lower half */
    HIGH_HALF,
    SPARSE, /* three limbs of four are zero */
    RUNS,   /* of ones and zeros, up to 200 bits each */
    PATTERNS
};

static inline void fill(uint64_t *a, int64_t n, enum pattern pattern) {
    int64_t bit = random_below(64 * n), run = 0;
    uint64_t value = 0;
    for (int64_t i = 0; i < n; i++) {
        uint64_t limb = 0, at = i == bit / 64 ? UINT64_C(1) << (bit % 64) : 0;
        switch (pattern) {
        case RANDOM: limb = random_limb(); break;
        case ALL_ONES: limb = UINT64_MAX; break;
        case ONE: limb = i == 0; break;
        case TOP_BIT: limb = i == n - 1 ? UINT64_C(1) << 63 : 0; break;
        case ONE_BIT: limb = at; break;
        case ALL_BUT_A_BIT: limb = ~at; break;
        case LOW_HALF: limb = i < n / 2 ? UINT64_MAX : 0; break;
        case HIGH_HALF: limb = i >= n / 2 ? UINT64_MAX : 0; break;
        case SPARSE: limb = random_limb() % 4 == 0 ? random_limb() : 0; break;
        case RUNS:
            for (int k = 0; k < 64; k++, run--) {
                if (run == 0) {
                    run = 1 + random_below(200);
                    value = 1 - value;
                }
                limb |= value << k;
            }
            break;
        case ZERO:
        case PATTERNS: break;
        }
        a[i] = limb;
    }
}

static inline uint64_t *filled(int64_t n, enum pattern pattern) {
    uint64_t *a = limbs_of(n);
    fill(a, n, pattern);
    return a;
}

/* Returns the first limb in which two numbers differ; n if they are equal. */
static inline int64_t difference(const uint64_t *a, const uint64_t *b, int64_t n) {
    int64_t i = 0;
    if (memcmp(a, b, (size_t)n * 8) == 0) {
        return n;
    }
    while (i < n && a[i] == b[i]) {
        i++;
    }
    return i;
}

/* Checks that two numbers are equal. The message begins with the first limb that differs. */
#define CHECK_SAME(actual, expected, n, format, ...)                    \
    CHECK(difference(actual, expected, n) == (n), "limb %lld: " format, \
          (long long)difference(actual, expected, n), __VA_ARGS__)

/* r[0..n + m) = a[0..n) * b[0..m) */
DEFINITION void multiply_by_definition(uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b,
                                       int64_t m) {
    for (int64_t i = 0; i < n + m; i++) {
        r[i] = 0;
    }
    for (int64_t i = 0; i < m; i++) {
        uint64_t carry = 0, by = b[i];
        for (int64_t j = 0; j < n && by != 0; j++) {
            dc_u128 sum = (dc_u128)a[j] * by + r[i + j] + carry;
            r[i + j] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        r[i + n] = carry;
    }
}

/* r[0..n) -= a[0..m) * by, where m <= n. The difference is not negative. */
DEFINITION void subtract_by_definition(uint64_t *r, int64_t n, const uint64_t *a, int64_t m,
                                       uint64_t by) {
    uint64_t carry = 0;
    for (int64_t i = 0; i < n && (i < m || carry != 0); i++) {
        dc_u128 product = (i < m ? (dc_u128)a[i] * by : 0) + carry;
        carry = (uint64_t)(product >> 64) + (r[i] < (uint64_t)product);
        r[i] -= (uint64_t)product;
    }
}

/* Whether a[0..n) < b[0..n) */
DEFINITION int is_below(const uint64_t *a, const uint64_t *b, int64_t n) {
    int64_t i = n;
    while (i > 0 && a[i - 1] == b[i - 1]) {
        i--;
    }
    return i > 0 && a[i - 1] < b[i - 1];
}

/*
 * r[0..m) = a[0..n) mod b[0..m), where b[m - 1] is not 0. r has m + 1 limbs. Subtracts multiples
 * that cannot be too large until the rest is less than b.
 */
DEFINITION void remainder_by_definition(uint64_t *r, const uint64_t *a, int64_t n,
                                        const uint64_t *b, int64_t m) {
    for (int64_t i = 0; i <= m; i++) {
        r[i] = 0;
    }
    for (int64_t k = n - 1; k >= 0; k--) {
        for (int64_t i = m; i > 0; i--) {
            r[i] = r[i - 1];
        }
        r[0] = a[k];
        while (r[m] != 0 || !is_below(r, b, m)) {
            dc_u128 top = (dc_u128)r[m] << 64 | r[m - 1];
            uint64_t q = (uint64_t)(top / ((dc_u128)b[m - 1] + 1));
            subtract_by_definition(r, m + 1, b, m, q == 0 ? 1 : q);
        }
    }
}

/* r[0..n) = the words[0..m) of base `base` as a number, modulo 2^(64 n) */
DEFINITION void value_by_definition(uint64_t *r, int64_t n, const uint64_t *words, int64_t m,
                                    uint64_t base) {
    int64_t length = 0;
    for (int64_t i = 0; i < n; i++) {
        r[i] = 0;
    }
    for (int64_t k = m - 1; k >= 0; k--) {
        uint64_t carry = words[k];
        for (int64_t i = 0; i < length; i++) {
            dc_u128 sum = (dc_u128)r[i] * base + carry;
            r[i] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        if (carry != 0 && length < n) {
            r[length++] = carry;
        }
    }
}

/* words, least significant first, of base `base` (0 for 2^64) modulo the prime 2^61 - 1 */
DEFINITION uint64_t residue_by_definition(const uint64_t *words, int64_t n, uint64_t base) {
    const uint64_t p = (UINT64_C(1) << 61) - 1;
    uint64_t residue = 0, factor = base == 0 ? 8 : base % p;
    for (int64_t i = n - 1; i >= 0; i--) {
        residue = (uint64_t)(((dc_u128)residue * factor + words[i] % p) % p);
    }
    return residue;
}

/* r = (2^(64 n) - 1) (2^(64 m) - 1) = 2^(64 (n+m)) - 2^(64 n) - 2^(64 m) + 1 */
static inline void product_of_all_ones(uint64_t *r, int64_t n, int64_t m) {
    for (int64_t i = 0; i < n + m; i++) {
        r[i] = i == 0;
    }
    for (int k = 0; k < 2; k++) {
        for (int64_t i = k == 0 ? n : m, borrow = 1; i < n + m && borrow; i++) {
            borrow = r[i]-- == 0;
        }
    }
}

#endif
