/*
 * Quotients and remainders. A result is right exactly if q b + r = a and r < b. The product is
 * computed by definition, or for long numbers compared by residues.
 */
#include "tasks.h"

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
    RUN(small_lengths);
    RUN(powers_of_two);
    RUN(middle_lengths);
    RUN(equal_operands);
    RUN_OF_LONG_NUMBERS(long_lengths);
    RUN(many_steps);
    return finish();
}
