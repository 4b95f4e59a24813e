/*
 * Quotients and remainders. A result is right exactly if q b + r = a and r < b. The product is
 * computed by definition, or for long numbers compared by residues.
 */
#include "tasks.h"

#include "numbers/short_division.h"
#include "numbers/variants.h"

/* r[0..n) += a[0..m), where m <= n; returns the carry. */
DEFINITION uint64_t add_by_definition(uint64_t *r, int64_t n, const uint64_t *a, int64_t m) {
    uint64_t carry = 0;
    for (int64_t i = 0; i < n; i++) {
        dc_u128 sum = (dc_u128)r[i] + (i < m ? a[i] : 0) + carry;
        r[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    return carry;
}

/* Numbers of up to this many limbs, or a short quotient or divisor, are multiplied. */
enum { MULTIPLIED = 1500 };

static void check_division(const uint64_t *a, int64_t n, const uint64_t *b, int64_t m, enum way way,
                           const char *what) {
    dc_task task = {.operation = DC_DIVIDE, .a = a, .a_limbs = n, .b = b, .b_limbs = m};
    uint64_t *q = result_of(&task, way), *r = q + (n - m + 1);
    CHECK(task.result_limbs == n + 1, "%lld by %lld limbs, %s: %lld limbs", (long long)n,
          (long long)m, what, task.result_limbs);
    CHECK(is_below(r, b, m), "%lld by %lld limbs, %s: the remainder is too large", (long long)n,
          (long long)m, what);
    if (n <= MULTIPLIED || m < 30 || n - m < 30) {
        uint64_t *product = limbs_of(n + 1);
        multiply_by_definition(product, b, m, q, n - m + 1);
        uint64_t carry = add_by_definition(product, n + 1, r, m);
        CHECK(carry == 0 && product[n] == 0, "%lld by %lld limbs, %s: too large", (long long)n,
              (long long)m, what);
        CHECK_SAME(product, a, n, "%lld by %lld limbs, %s", (long long)n, (long long)m, what);
        free_limbs(product, n + 1);
    } else {
        const uint64_t p = (UINT64_C(1) << 61) - 1;
        dc_u128 sum =
            (dc_u128)residue_by_definition(q, n - m + 1, 0) * residue_by_definition(b, m, 0)
            + residue_by_definition(r, m, 0);
        CHECK((uint64_t)(sum % p) == residue_by_definition(a, n, 0) && q[0] * b[0] + r[0] == a[0],
              "%lld by %lld limbs, %s", (long long)n, (long long)m, what);
    }
    free_limbs(q, task.result_limbs);
}

/* b[0..m) of a pattern, with a top limb that is not 0 and has from 1 to 64 bits. */
static void fill_divisor(uint64_t *b, int64_t m, enum pattern pattern) {
    fill(b, m, pattern);
    if (b[m - 1] == 0) {
        b[m - 1] = 1;
    }
    if (random_limb() % 4 == 0) {
        b[m - 1] = b[m - 1] >> (random_limb() % 64) | 1;
    }
}

/* a = b q + r in n limbs, where q has n - m limbs, and r is 0, 1, b - 1 or b - 2. */
static void fill_multiple(uint64_t *a, int64_t n, const uint64_t *b, int64_t m,
                          enum pattern pattern, int which) {
    if (n == m) {
        memcpy(a, b, (size_t)n * 8);
    } else {
        uint64_t *q = filled(n - m, pattern);
        multiply_by_definition(a, b, m, q, n - m);
        free_limbs(q, n - m);
    }
    uint64_t carry;
    switch (which) {
    case 0: break;
    case 1:
        carry = 1;
        add_by_definition(a, n, &carry, 1);
        break;
    default: /* a - 1 or a - 2, unless a is 0 */
        for (int k = 1; k < which; k++) {
            for (int64_t i = 0; i < n; i++) {
                if (a[i]-- != 0) {
                    break;
                }
            }
        }
        break;
    }
}

/* Every pair of a few patterns for the dividend, divisor and quotient. */
static void check_lengths(int64_t n, int64_t m, int cases) {
    uint64_t *a = limbs_of(n), *b = limbs_of(m);
    for (int k = 0; k < cases; k++) {
        enum pattern p = (enum pattern)random_below(PATTERNS),
                     q = (enum pattern)random_below(PATTERNS);
        enum way way = k % 4 == 0 ? IN_STEPS : AT_ONCE;
        fill_divisor(b, m, p);
        fill(a, n, q);
        check_division(a, n, b, m, way, "patterns");
        for (int which = 0; which < 4; which++) {
            fill_multiple(a, n, b, m, (enum pattern)(random_limb() % 2 ? q : ALL_ONES), which);
            check_division(a, n, b, m, way, "next to a multiple");
        }
        /* The upper limbs of both are equal, so the digits of the quotient are all ones. */
        for (int64_t i = 0; i < n; i++) {
            a[i] = i >= n - m ? b[i - (n - m)] : UINT64_MAX;
        }
        check_division(a, n, b, m, way, "equal upper limbs");
        for (int64_t i = 0; i < n; i++) {
            if (a[i]-- != 0) {
                break;
            }
        }
        for (int64_t i = n - m; i < n && i >= 0; i++) {
            if (a[i]-- != 0) {
                break;
            }
        }
        check_division(a, n, b, m, way, "less by one unit");
    }
    free_limbs(a, n);
    free_limbs(b, m);
}

static void small_lengths(void) {
    for (int64_t m = 1; m <= 40; m++) {
        for (int64_t n = m; n <= m + 44; n++) {
            check_lengths(n, m, UNDER_ADDRESS_SANITIZER ? 1 : 3);
        }
    }
}

static void middle_lengths(void) {
    for (int64_t m = 41; m <= 700;
         m += 1 + random_below(UNDER_ADDRESS_SANITIZER || !is_long_run() ? 120 : 40)) {
        for (int64_t k = 0; k <= 1200; k += 1 + random_below(UNDER_ADDRESS_SANITIZER ? 800 : 400)) {
            check_lengths(m + k, m, 1);
        }
        check_lengths(2 * m - 2, m, 1);
        check_lengths(2 * m - 1, m, 1);
        check_lengths(2 * m, m, 1);
        check_lengths(3 * m, m, 1);
    }
}

/*
 * Quotients and divisors next to the lengths from which on a variant divides recursively, and by a
 * reciprocal.
 */
static void lengths_around_every_threshold(void) {
    const dc_variants *variants = dc_variants_now();
    const int64_t thresholds[] = {variants->recursive_division_limbs,
                                  variants->reciprocal_division_limbs};
    for (int i = 0; i < 2; i++) {
        int64_t threshold = thresholds[i];
        for (int64_t m = threshold - 1; m <= threshold + 1; m++) {
            for (int64_t quotient = threshold - 1; quotient <= threshold + 1; quotient++) {
                check_lengths(m + quotient - 1, m, 1);
            }
            check_lengths(3 * m, m, 1);
        }
    }
}

/* Quotients and divisors next to lengths of transforms. */
static void long_lengths(void) {
    static const int64_t lengths[] = {500, 511, 512, 513, 1000, 1023, 1025, 2048, 3000, 4097};
    enum { LENGTHS = sizeof lengths / sizeof lengths[0] };
    for (int i = 0; i < LENGTHS; i++) {
        for (int j = 0; j < LENGTHS; j++) {
            if (is_chosen(3 * i + j, UNDER_ADDRESS_SANITIZER ? 7 : 4)) {
                check_lengths(lengths[i] + lengths[j] - 1, lengths[i], 1);
            }
        }
    }
}

/* Powers of two and their neighbours as dividends and divisors. */
static void powers_of_two(void) {
    static const int64_t lengths[] = {1, 2, 3, 30, 64, 130, 700, 1024, 2100};
    for (int i = 0; i < 9; i++) {
        for (int j = 0; j < 9; j++) {
            int64_t m = lengths[i], n = m + lengths[j] - 1;
            uint64_t *a = limbs_of(n), *b = limbs_of(m);
            for (int bit = 0; bit < 64; bit += UNDER_ADDRESS_SANITIZER ? 63 : 21) {
                for (int near = 0; near < 9; near++) {
                    if (!is_chosen(i + j + near, 2)) {
                        continue;
                    }
                    memset(a, near % 3 == 1 ? 0xFF : 0, (size_t)n * 8);
                    memset(b, near / 3 == 1 ? 0xFF : 0, (size_t)m * 8);
                    a[n - 1] = near % 3 == 1 ? UINT64_MAX >> bit : UINT64_C(1) << bit;
                    b[m - 1] = near / 3 == 1 ? UINT64_MAX >> bit : UINT64_C(1) << bit;
                    a[0] |= near % 3 == 2;
                    b[0] |= near / 3 == 2;
                    check_division(a, n, b, m, near % 2 ? IN_STEPS : AT_ONCE, "powers of two");
                }
            }
            free_limbs(a, n);
            free_limbs(b, m);
        }
    }
}

/* Divisors of few limbs, and a dividend whose division takes many steps. */
static void many_steps(void) {
    static const int64_t lengths[] = {1, 2, 3, 17, 65, 1000, 1, 9001};
    int64_t n = UNDER_ADDRESS_SANITIZER ? 100000 : 600000;
    uint64_t *a = filled(n, RANDOM);
    for (int i = 0; i < 8; i++) {
        if (!is_chosen(i / 2, 2)) {
            continue;
        }
        uint64_t *b = limbs_of(lengths[i]);
        fill_divisor(b, lengths[i], RANDOM);
        check_division(a, n, b, lengths[i], i % 2 ? AT_ONCE : IN_STEPS, "many steps");
        free_limbs(b, lengths[i]);
    }
    /* A quotient of few limbs. */
    for (int64_t k = 0; k < 4; k++) {
        if (!is_chosen(k, 2)) {
            continue;
        }
        uint64_t *b = filled(n - k, RUNS);
        b[n - k - 1] |= 1;
        check_division(a, n, b, n - k, IN_STEPS, "a short quotient");
        free_limbs(b, n - k);
    }
    free_limbs(a, n);
}

/* Blocks of the quotient that are so long that each has stages of its own. */
static void long_blocks(void) {
    enum { M = 16500, N = 2 * M + 700 };
    uint64_t *a = filled(N, RANDOM), *b = filled(M, RUNS);
    b[M - 1] |= 1;
    check_division(a, N, b, M, AT_ONCE, "long blocks");
    check_division(a, N, b, M, IN_STEPS, "long blocks");
    free_limbs(a, N);
    free_limbs(b, M);
}

/* The reciprocal is the largest v for which (2^64 + v) d is below 2^128. */
static void check_divisor(uint64_t d) {
    uint64_t v = dc_divisor_of(d).reciprocal;
    dc_u128 product = (dc_u128)v * d, shifted = (dc_u128)d << 64;
    CHECK(product <= ~shifted && ~(shifted + product) < d, "%llx: %llx", (unsigned long long)d,
          (unsigned long long)v);
}

/* The reciprocal is the largest v for which (2^64 + v) (d1 2^64 + d0) is below 2^192. */
static void check_long_divisor(uint64_t d1, uint64_t d0) {
    const uint64_t v[2] = {dc_long_divisor_of(d1, d0).reciprocal, 1}, d[2] = {d0, d1};
    uint64_t product[4];
    multiply_by_definition(product, v, 2, d, 2);
    const uint64_t rest[2] = {~product[0], ~product[1]};
    CHECK(product[3] == 0 && ~product[2] == 0 && is_below(rest, d, 2), "%llx %llx: %llx",
          (unsigned long long)d1, (unsigned long long)d0, (unsigned long long)v[0]);
}

static void reciprocals_of_words(void) {
    /* Of the last five, the remainder after the first digit is so large that the second digit is
     * estimated as 2^32 or more. Of random divisors, one of 2^33 has this property. */
    static const uint64_t divisors[] = {UINT64_C(1) << 63,
                                        (UINT64_C(1) << 63) + 1,
                                        UINT64_MAX,
                                        UINT64_MAX - 1,
                                        UINT64_C(0xFFFFFFFF00000000),
                                        UINT64_C(0x80000000FFFFFFFF),
                                        UINT64_C(0xE1AD54829BCA2C27),
                                        UINT64_C(0x8A9212C8FE79E938),
                                        UINT64_C(0x8E0B2178BE7AD296),
                                        UINT64_C(0xF0CDBBC8CB2C7E13),
                                        UINT64_C(0xB09D1C5D6FEE71C3)};
    enum { DIVISORS = sizeof divisors / sizeof divisors[0] };
    for (int i = 0; i < DIVISORS; i++) {
        check_divisor(divisors[i]);
        for (int j = 0; j < DIVISORS; j++) {
            check_long_divisor(divisors[i], divisors[j]);
            check_long_divisor(divisors[i], ~divisors[j]);
        }
    }
    /* The last of the comparisons finds equal upper words: the lower words are larger, or not. */
    check_long_divisor(UINT64_C(0x83B27030E7F524F3), UINT64_C(0xE6DC2C742366B948));
    check_long_divisor(UINT64_C(0x815CEA36FDDCCADA), UINT64_C(0xD0AB8152D0DBF215));
    check_long_divisor(UINT64_C(0x80000000000001F3), UINT64_C(0xC000000000079F2C));
    check_long_divisor(UINT64_C(0x80000000000003C1), UINT64_C(0xC0000000001C3A46));
    for (int i = 0; i < 300; i++) {
        uint64_t d = random_limb() | UINT64_C(1) << 63;
        check_divisor(d);
        check_long_divisor(d, i % 3 == 0 ? random_limb() >> (i % 64) : random_limb());
    }
}

static void equal_operands(void) {
    for (int64_t n = 1; n <= 3000; n = 3 * n + 1) {
        uint64_t *a = filled(n, RANDOM);
        a[n - 1] |= 1;
        check_division(a, n, a, n, IN_STEPS, "equal operands");
        free_limbs(a, n);
    }
}

static void invalid_divisions(void) {
    const uint64_t a[3] = {1, 2, 3}, b[2] = {7, 0};
    uint64_t result[5], scratch[64];
    dc_task task = {.operation = DC_DIVIDE,
                    .a = a,
                    .a_limbs = 3,
                    .b = b,
                    .b_limbs = 2,
                    .result = result,
                    .result_limbs = 4,
                    .scratch = scratch};
    task.scratch_limbs = dc_task_scratch_limbs(&task);
    CHECK(task.scratch_limbs > 0 && task.scratch_limbs <= 64, "%lld limbs", task.scratch_limbs);
    CHECK(dc_task_run(&task, -1, 0, 0) == DC_ERR_RANGE, "the top limb of the divisor is 0");
    task.b_limbs = 1;
    CHECK(dc_task_run(&task, -1, 0, 0) == 0, "one limb");
    task.b_limbs = 4;
    CHECK(dc_task_run(&task, -1, 0, 0) == DC_ERR_RANGE, "the divisor has more limbs");
    CHECK(dc_task_result_limbs(&task) == DC_ERR_RANGE && dc_task_stages(&task) == DC_ERR_RANGE,
          "the divisor has more limbs");
}

int main(void) {
    RUN_ONCE(invalid_divisions);
    RUN_ONCE(reciprocals_of_words);
    RUN(small_lengths);
    RUN(powers_of_two);
    RUN(middle_lengths);
    RUN_WITHOUT_ADX(lengths_around_every_threshold);
    RUN(equal_operands);
    RUN_OF_LONG_NUMBERS(long_lengths);
    RUN(many_steps);
    RUN_TRANSFORMS(long_blocks);
    return finish();
}
