/*
 * Greatest common divisors and cofactors. Short numbers are compared with the definition. For long
 * ones, the numbers are constructed from the quotients of Euclid's algorithm and the divisor, so the
 * results are known.
 */
#include "tasks.h"

#include "numbers/convolution.h"
#include "numbers/hgcd.h"
#include "numbers/variants.h"

/* ---- By definition -------------------------------------------------------------------------- */

DEFINITION void subtract(uint64_t *a, const uint64_t *b, int64_t n) {
    uint64_t borrow = 0;
    for (int64_t i = 0; i < n; i++) {
        dc_u128 difference = (dc_u128)a[i] - b[i] - borrow;
        a[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
}

/* Returns by how many bits a[0..n) is shifted right to make it odd, and shifts it. a is not 0. */
DEFINITION int64_t make_odd(uint64_t *a, int64_t n) {
    int64_t limbs = 0;
    while (a[limbs] == 0) {
        limbs++;
    }
    int bits = __builtin_ctzll(a[limbs]);
    for (int64_t i = 0; i < n; i++) {
        uint64_t limb = i + limbs < n ? a[i + limbs] : 0,
                 above = i + limbs + 1 < n ? a[i + limbs + 1] : 0;
        a[i] = bits == 0 ? limb : limb >> bits | above << (64 - bits);
    }
    return 64 * limbs + bits;
}

/* g[0..limbs) = gcd(a[0..n), b[0..m)) by the binary algorithm. */
static void gcd_by_definition(uint64_t *g, int64_t limbs, const uint64_t *a, int64_t n,
                              const uint64_t *b, int64_t m) {
    int64_t room = n > m ? n : m;
    uint64_t *x = filled(room, ZERO), *y = filled(room, ZERO);
    memcpy(x, a, (size_t)n * 8);
    memcpy(y, b, (size_t)m * 8);
    memset(g, 0, (size_t)limbs * 8);
    int64_t twos = 0;
    if (words_in(x, room) > 0 && words_in(y, room) > 0) {
        int64_t twos_x = make_odd(x, room), twos_y = make_odd(y, room);
        twos = twos_x < twos_y ? twos_x : twos_y;
        for (int64_t length = room; difference(x, y, length) < length;) {
            if (is_below(x, y, length)) {
                uint64_t *swap = x;
                x = y;
                y = swap;
            }
            subtract(x, y, length);
            make_odd(x, length);
            while (x[length - 1] == 0 && y[length - 1] == 0) {
                length--;
            }
        }
    } else if (words_in(x, room) == 0) {
        memcpy(x, y, (size_t)room * 8);
    }
    int64_t length = words_in(x, room), up = twos / 64;
    for (int64_t i = 0; i < length; i++) {
        int bits = (int)(twos % 64);
        g[i + up] |= x[i] << bits;
        if (bits > 0 && x[i] >> (64 - bits) != 0) {
            g[i + up + 1] |= x[i] >> (64 - bits);
        }
    }
    free_limbs(x, room);
    free_limbs(y, room);
}

/* ---- Checks --------------------------------------------------------------------------------- */

/* The divisor, where both top limbs are not 0. */
static void check_divisor(const uint64_t *a, int64_t n, const uint64_t *b, int64_t m,
                          const uint64_t *g, enum way way, const char *what) {
    dc_task task = {.operation = DC_GCD, .a = a, .a_limbs = n, .b = b, .b_limbs = m};
    uint64_t *result = result_of(&task, way);
    int64_t limbs = n < m ? n : m;
    CHECK(task.result_limbs == limbs, "%s: %lld limbs", what, task.result_limbs);
    CHECK_SAME(result, g, limbs, "%s: gcd of %lld and %lld limbs", what, (long long)n,
               (long long)m);
    free_limbs(result, task.result_limbs);
}

/* The divisor and the cofactor; known if `u` is not NULL. */
static void check_cofactor(const uint64_t *a, int64_t n, const uint64_t *b, int64_t m,
                           const uint64_t *g, const uint64_t *u, enum way way, const char *what) {
    dc_task task = {.operation = DC_GCD_COFACTOR, .a = a, .a_limbs = n, .b = b, .b_limbs = m};
    uint64_t *result = result_of(&task, way), *cofactor = result + m;
    CHECK(task.result_limbs == 2 * m, "%s: %lld limbs", what, task.result_limbs);
    CHECK_SAME(result, g, m, "%s: divisor of %lld and %lld limbs", what, (long long)n,
               (long long)m);
    if (u != NULL) {
        CHECK_SAME(cofactor, u, m, "%s: cofactor of %lld and %lld limbs", what, (long long)n,
                   (long long)m);
    } else {
        /* u a = g modulo b, and u g < b */
        uint64_t *product = limbs_of(n + m), *known = limbs_of(m + 1), *other = limbs_of(2 * m);
        multiply_by_definition(product, cofactor, m, a, n);
        remainder_by_definition(known, product, n + m, b, m);
        int same = difference(known, g, m) == m;
        if (!same) { /* g = b is 0 modulo b */
            same = difference(g, b, m) == m && words_in(known, m) == 0;
        }
        CHECK(same, "%s: cofactor of %lld and %lld limbs", what, (long long)n, (long long)m);
        multiply_by_definition(other, cofactor, m, g, m);
        CHECK(words_in(other + m, m) == 0 && is_below(other, b, m),
              "%s: the cofactor of %lld and %lld limbs is too large", what, (long long)n,
              (long long)m);
        free_limbs(product, n + m);
        free_limbs(known, m + 1);
        free_limbs(other, 2 * m);
    }
    free_limbs(result, task.result_limbs);
}

static void check(const uint64_t *a, int64_t n, const uint64_t *b, int64_t m, enum way way,
                  const char *what) {
    uint64_t *g = limbs_of(m + n);
    gcd_by_definition(g, m + n, a, n, b, m);
    if (a[n - 1] != 0 && b[m - 1] != 0) {
        check_divisor(a, n, b, m, g, way, what);
    }
    if (b[m - 1] != 0) {
        check_cofactor(a, n, b, m, g, NULL, way, what);
    }
    free_limbs(g, m + n);
}

/* ---- Short numbers -------------------------------------------------------------------------- */

static void every_short_length(void) {
    for (int64_t n = 1; n <= 12; n++) {
        for (int64_t m = 1; m <= 12; m++) {
            for (int k = 0; k < 4; k++) {
                uint64_t *a = filled(n, k == 0 ? RANDOM : (enum pattern)random_below(PATTERNS));
                uint64_t *b = filled(m, k <= 1 ? RANDOM : (enum pattern)random_below(PATTERNS));
                check(a, n, b, m, (enum way)(k & 1), "short");
                free_limbs(a, n);
                free_limbs(b, m);
            }
        }
    }
    for (int64_t n = 13; n <= 60; n++) {
        int64_t m = n - random_below(4);
        uint64_t *a = filled(n, RANDOM), *b = filled(m, RANDOM);
        check(a, n, b, m, AT_ONCE, "middle");
        check(b, m, a, n, IN_STEPS, "middle");
        free_limbs(a, n);
        free_limbs(b, m);
    }
}

static void small_numbers(void) {
    for (uint64_t a = 0; a <= 40; a++) {
        for (uint64_t b = 1; b <= 40; b++) {
            check(&a, 1, &b, 1, AT_ONCE, "one limb");
            uint64_t high_a[3] = {0, 0, a}, high_b[2] = {0, b};
            check(high_a, 3, high_b, 2, AT_ONCE, "multiples of B");
            uint64_t ones_a[2] = {UINT64_MAX - a, UINT64_MAX},
                     ones_b[2] = {UINT64_MAX - b, UINT64_MAX};
            check(ones_a, 2, ones_b, 2, AT_ONCE, "close to B^2");
        }
    }
}

/* All pairs of 2^i - 1, 2^i and 2^i + 1. */
static void next_to_powers_of_two(void) {
    enum { LIMBS = 4 };
    for (int i = 1; i < 64 * LIMBS; i += i < 70 ? 3 : 17) {
        for (int k = 1; k < 64 * LIMBS; k += k < 70 ? 7 : 13) {
            for (int difference = 0; difference < 9; difference++) {
                uint64_t a[LIMBS] = {0}, b[LIMBS] = {0};
                const uint64_t change_a[LIMBS] = {(uint64_t)(difference % 3 == 0)},
                               change_b[LIMBS] = {(uint64_t)(difference / 3 == 0)};
                a[i / 64] = UINT64_C(1) << (i % 64);
                b[k / 64] = UINT64_C(1) << (k % 64);
                a[0] |= difference % 3 == 2;
                b[0] |= difference / 3 == 2;
                subtract(a, change_a, LIMBS);
                subtract(b, change_b, LIMBS);
                int64_t n = words_in(a, LIMBS), m = words_in(b, LIMBS);
                check(a, n, b, m, AT_ONCE, "powers of two");
            }
        }
    }
}

static void special_operands(void) {
    static const int64_t lengths[] = {1, 2, 3, 20, 115, 310};
    for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
        int64_t n = lengths[k];
        uint64_t *a = filled(n, RANDOM), *twice = limbs_of(2 * n), *zero = filled(n, ZERO);
        uint64_t *none = filled(2 * n, ZERO), *g = filled(2 * n, ZERO);
        a[n - 1] |= 1;
        memcpy(g, a, (size_t)n * 8);
        /* equal operands, in one array or in two */
        check_divisor(a, n, a, n, g, AT_ONCE, "the same");
        check_cofactor(a, n, a, n, g, zero, IN_STEPS, "the same");
        check_divisor(a, n, g, n, g, IN_STEPS, "equal");
        check_cofactor(a, n, g, n, g, none, AT_ONCE, "equal");
        /* one divides the other */
        uint64_t *factor = filled(n, RANDOM);
        factor[n - 1] |= 1;
        multiply_by_definition(twice, a, n, factor, n);
        int64_t m = words_in(twice, 2 * n);
        check_divisor(a, n, twice, m, g, AT_ONCE, "a multiple");
        check_divisor(twice, m, a, n, g, AT_ONCE, "a multiple");
        check_cofactor(twice, m, a, n, g, none, AT_ONCE, "a multiple");
        uint64_t *u = filled(2 * n, ZERO);
        u[0] = n > 1 || factor[0] != 1; /* the modulus is the factor */
        check_cofactor(a, n, twice, m, g, u, AT_ONCE, "a multiple");
        /* a is 0, or its upper limbs are */
        check_cofactor(zero, n, a, n, g, none, AT_ONCE, "zero");
        check_cofactor(zero, 1, a, n, g, none, IN_STEPS, "zero");
        check_cofactor(none, 2 * n, a, n, g, none, AT_ONCE, "zero");
        none[0] = 1;
        g[0] = 1;
        memset(g + 1, 0, (size_t)(2 * n - 1) * 8);
        u[0] = n > 1 || a[0] != 1;
        check_cofactor(none, 2 * n, a, n, g, u, AT_ONCE, "one");
        check_cofactor(none, n, a, n, g, u, IN_STEPS, "one");
        uint64_t *padded = filled(n + 2, ZERO);
        memcpy(padded, factor, (size_t)n * 8);
        uint64_t *r = limbs_of(n);
        gcd_by_definition(r, n, factor, n, a, n);
        check_cofactor(padded, n + 2, a, n, r, NULL, AT_ONCE, "leading zeros");
        free_limbs(r, n);
        free_limbs(padded, n + 2);
        free_limbs(u, 2 * n);
        free_limbs(factor, n);
        free_limbs(none, 2 * n);
        free_limbs(g, 2 * n);
        free_limbs(zero, n);
        free_limbs(twice, 2 * n);
        free_limbs(a, n);
    }
}

/*
 * The first quotient of a short number modulo a long one is long. A single step of the reduction
 * computed it once, and took seconds for millions of limbs.
 */
static void short_numbers_modulo_long_ones(void) {
    static const int64_t lengths[][2] = {{1, 399},   {1, 400},   {2, 401},
                                         {150, 400}, {399, 400}, {400, 620}};
    for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
        int64_t n = lengths[k][0], m = lengths[k][1];
        for (int i = 0; i < 5; i++) {
            uint64_t *a = filled(n, i == 0 ? RANDOM : (enum pattern)random_below(PATTERNS));
            uint64_t *b = filled(m, i == 0 ? RANDOM : (enum pattern)random_below(PATTERNS));
            b[m - 1] |= 1;
            if (i == 3) {
                a[n - 1] = 0;
            } else if (i == 4) {
                memset(a, 0, (size_t)n * 8);
            }
            check(a, n, b, m, (enum way)(i % 2), "modulo a long number");
            dc_task task = {.operation = DC_GCD_COFACTOR, .a_limbs = n, .b_limbs = m};
            CHECK(m < 400 || dc_task_stages(&task) > 1, "%lld and %lld limbs are one stage",
                  (long long)n, (long long)m);
            free_limbs(a, n);
            free_limbs(b, m);
        }
    }
}

/* ---- Known quotients ------------------------------------------------------------------------ */

enum quotients { ONES, SMALL, WORDS, LONGER, MIXED, QUOTIENTS };

/*
 * The lower row (m10, m11) and the upper row (m00, m01) of a product of matrices (1 q; 0 1) and
 * (1 0; q 1), in turn.
 */
typedef struct {
    uint64_t *m[2][2];
    int64_t n, room;
} matrix;

/* Column `to` += q[0..k) times the other column. */
static void multiply_by_quotient(matrix *x, int to, const uint64_t *q, int64_t k) {
    int64_t n = x->n, longest = 1;
    uint64_t *product = limbs_of(n + k);
    for (int row = 0; row < 2; row++) {
        uint64_t *sum = x->m[row][to];
        multiply_by_definition(product, x->m[row][1 - to], n, q, k);
        uint64_t carry = 0;
        for (int64_t i = 0; i < n + k; i++) {
            dc_u128 limb = (dc_u128)sum[i] + product[i] + carry;
            sum[i] = (uint64_t)limb;
            carry = (uint64_t)(limb >> 64);
        }
        sum[n + k] += carry;
        int64_t limbs = words_in(sum, n + k + 1);
        longest = limbs > longest ? limbs : longest;
    }
    x->n = longest > n ? longest : n;
    free_limbs(product, n + k);
}

/* The matrix of quotients, the larger of whose entries has about `limbs` limbs. */
static matrix matrix_of(enum quotients quotients, int64_t limbs) {
    matrix x = {.n = 1, .room = 2 * limbs + 10};
    for (int i = 0; i < 4; i++) {
        x.m[i / 2][i % 2] = filled(x.room, i == 0 || i == 3 ? ONE : ZERO);
    }
    for (int to = 1; x.n < limbs; to = 1 - to) {
        enum quotients kind = quotients == MIXED ? (enum quotients)random_below(MIXED) : quotients;
        int64_t k = kind == LONGER ? 1 + random_below(limbs / 3 + 1) : 1;
        k = k > limbs - x.n + 1 ? limbs - x.n + 1 : k;
        uint64_t *q = filled(k, random_below(3) == 0 ? ALL_ONES : RANDOM);
        if (kind == ONES || kind == SMALL) {
            q[0] = kind == ONES ? 1 : 1 + random_limb() % 5;
        }
        q[0] |= 1;
        multiply_by_quotient(&x, to, q, k);
        free_limbs(q, k);
    }
    /* The last quotient of Euclid's algorithm is at least 2. */
    const uint64_t two = 2;
    multiply_by_quotient(&x, 0, &two, 1);
    return x;
}

static void free_matrix(matrix *x) {
    for (int i = 0; i < 4; i++) {
        free_limbs(x->m[i / 2][i % 2], x->room);
    }
}

/*
 * With (a, b) = M (g, 0): a = m00 g, b = m10 g, and m11 a - m01 b = g, where 0 < m11 < m10. So
 * (m00 - m01) b = g modulo a, because m00 b = m10 a.
 */
static void check_quotients(enum quotients quotients, int64_t limbs, int64_t g_limbs, enum way way,
                            const char *what) {
    matrix x = matrix_of(quotients, limbs);
    uint64_t *g = filled(x.n + g_limbs, RANDOM);
    memset(g + g_limbs, 0, (size_t)x.n * 8);
    g[g_limbs - 1] |= 1;
    int64_t room = x.n + g_limbs;
    uint64_t *a = limbs_of(room), *b = limbs_of(room);
    multiply_by_definition(a, x.m[0][0], x.n, g, g_limbs);
    multiply_by_definition(b, x.m[1][0], x.n, g, g_limbs);
    int64_t n = words_in(a, room), m = words_in(b, room);
    uint64_t *u = filled(m + n, ZERO);
    check_divisor(a, n, b, m, g, way, what);
    check_divisor(b, m, a, n, g, way, what);
    memcpy(u, x.m[1][1], (size_t)words_in(x.m[1][1], x.n) * 8);
    check_cofactor(a, n, b, m, g, u, way, what);
    /* b (m00 - m01) = g modulo a. If m01 is 0, m00 is 1, and a is g. */
    memset(u, 0, (size_t)(m + n) * 8);
    if (words_in(x.m[0][1], x.n) > 0) {
        memcpy(u, x.m[0][0], (size_t)words_in(x.m[0][0], x.n) * 8);
        subtract(u, x.m[0][1], words_in(x.m[0][0], x.n));
    }
    check_cofactor(b, m, a, n, g, u, way, what);
    free_limbs(u, m + n);
    free_limbs(a, room);
    free_limbs(b, room);
    free_limbs(g, x.n + g_limbs);
    free_matrix(&x);
}

static const char *const names[] = {"ones", "small", "words", "long", "mixed"};

/* With g = 1, the numbers of ONES are multiples of consecutive Fibonacci numbers, or close to them. */
static void known_quotients_of_every_length(void) {
    for (int kind = ONES; kind < QUOTIENTS; kind++) {
        for (int64_t limbs = 1; limbs <= 40; limbs += kind == ONES ? 3 : 1) {
            check_quotients((enum quotients)kind, limbs, 1, AT_ONCE, names[kind]);
            check_quotients((enum quotients)kind, limbs, 1 + random_below(2 * limbs), IN_STEPS,
                            names[kind]);
        }
    }
}

static void known_quotients_around_the_thresholds(void) {
    static const int64_t lengths[] = {DC_HGCD_LIMBS, DC_GCD_LEAST_LIMBS, DC_GCD_MOST_LIMBS, 600};
    for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
        for (int kind = SMALL; kind < QUOTIENTS; kind++) {
            for (int64_t d = -2; d <= 2; d += 1 + (kind == SMALL)) {
                if (is_chosen(kind + d, 2)) {
                    check_quotients((enum quotients)kind, lengths[k] + d, 1, AT_ONCE, names[kind]);
                }
            }
            check_quotients((enum quotients)kind, lengths[k] / 2, lengths[k] / 2, IN_STEPS,
                            names[kind]);
        }
    }
}

static void known_quotients_of_long_numbers(void) {
    for (int kind = WORDS; kind < QUOTIENTS; kind++) {
        if (is_chosen(kind, 2)) {
            check_quotients((enum quotients)kind, 2500, 1, AT_ONCE, names[kind]);
            check_quotients((enum quotients)kind, 1200, 700, IN_STEPS, names[kind]);
        }
    }
}

static void fibonacci_numbers(void) {
    enum { LIMBS = 330 };
    uint64_t *a = filled(LIMBS, ONE), *b = filled(LIMBS, ONE), *g = filled(LIMBS, ONE);
    int64_t done = 0;
    while (a[LIMBS - 1] == 0) { /* (a, b) = (F(k + 1), F(k)) */
        uint64_t carry = 0;
        for (int64_t i = 0; i < LIMBS; i++) {
            dc_u128 sum = (dc_u128)a[i] + b[i] + carry;
            b[i] = a[i];
            a[i] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        int64_t n = words_in(a, LIMBS), m = words_in(b, LIMBS);
        if (n > done && (n < 20 || n % 31 == 0 || n == LIMBS)) {
            check_divisor(a, n, b, m, g, AT_ONCE, "Fibonacci");
            check_divisor(b, m, a, n, g, IN_STEPS, "Fibonacci");
            if (n < 20) {
                check_cofactor(a, n, b, m, g, NULL, AT_ONCE, "Fibonacci");
                check_cofactor(b, m, a, n, g, NULL, IN_STEPS, "Fibonacci");
            }
            done = n;
        }
    }
    free_limbs(a, LIMBS);
    free_limbs(b, LIMBS);
    free_limbs(g, LIMBS);
}

/*
 * Multiples of neighbouring Fibonacci numbers, which have no common divisor. They are so long that
 * the products of a half-gcd are interrupted, too.
 */
static void products_of_more_than_a_step(void) {
    enum { LIMBS = 20000 };
    uint64_t *g = filled(LIMBS, RANDOM), *multiples[2];
    g[LIMBS - 1] |= 1;
    dc_task tasks[2];
    for (int i = 0; i < 2; i++) {
        dc_task fibonacci = {.operation = DC_FIB, .n = LIMBS * 92 + i};
        uint64_t *f = result_of(&fibonacci, AT_ONCE);
        tasks[i] = (dc_task){.operation = DC_MULTIPLY,
                             .a = f,
                             .a_limbs = words_in(f, fibonacci.result_limbs),
                             .b = g,
                             .b_limbs = LIMBS};
        multiples[i] = result_of(&tasks[i], AT_ONCE);
        free_limbs(f, fibonacci.result_limbs);
    }
    int64_t n = words_in(multiples[1], tasks[1].result_limbs),
            m = words_in(multiples[0], tasks[0].result_limbs);
    uint64_t *expected = limbs_of(m);
    memset(expected, 0, (size_t)m * 8);
    memcpy(expected, g, LIMBS * 8);
    check_divisor(multiples[1], n, multiples[0], m, expected, IN_STEPS, "Fibonacci");
    free_limbs(expected, m);
    free_limbs(multiples[0], tasks[0].result_limbs);
    free_limbs(multiples[1], tasks[1].result_limbs);
    free_limbs(g, LIMBS);
}

/* ---- Invalid operands ----------------------------------------------------------------------- */

static void check_status(dc_task task, long long status, const char *what) {
    task.features = dc_features();
    task.result_limbs = dc_task_result_limbs(&task);
    task.scratch_limbs = dc_task_scratch_limbs(&task);
    task.result = limbs_of(task.result_limbs);
    task.scratch = limbs_of(task.scratch_limbs);
    CHECK(dc_task_run(&task, -1, 0, 0) == status, "operation %d: %s", task.operation, what);
    CHECK(dc_task_run(&task, 0, 0, 0) == status, "operation %d: %s", task.operation, what);
    for (int64_t i = 0; i < task.result_limbs && status != 0; i++) {
        CHECK(task.result[i] == UINT64_C(0xA5A5A5A5A5A5A5A5), "operation %d: %s", task.operation,
              what);
    }
    task.result_limbs--;
    CHECK(dc_task_run(&task, -1, 0, 0) == (status != 0 ? status : DC_ERR_SPACE), "operation %d: %s",
          task.operation, what);
    free_limbs(task.result, task.result_limbs + 1);
    free_limbs(task.scratch, task.scratch_limbs);
}

static void top_limbs_of_zero(void) {
    const uint64_t zero[2] = {0, 0}, one[2] = {1, 0}, high[2] = {0, 1};
    dc_task task = {.operation = DC_GCD, .a = high, .a_limbs = 2, .b = high, .b_limbs = 2};
    check_status(task, 0, "valid");
    task.a = one;
    check_status(task, DC_ERR_RANGE, "a");
    task.b = one;
    check_status(task, DC_ERR_RANGE, "a and b");
    task.a = high;
    check_status(task, DC_ERR_RANGE, "b");
    task.operation = DC_GCD_COFACTOR;
    check_status(task, DC_ERR_RANGE, "b");
    task.b = zero;
    check_status(task, DC_ERR_RANGE, "b");
    task.b = high;
    task.a = zero;
    check_status(task, 0, "a may be 0");
    task.a = one;
    check_status(task, 0, "the top limb of a may be 0");
}

static void lengths_out_of_range(void) {
    static const long long odd[] = {0, -1, DC_MAX_LIMBS + 1, INT64_MIN, INT64_MAX};
    for (int operation = DC_GCD; operation <= DC_GCD_COFACTOR; operation++) {
        for (int k = 0; k < 5; k++) {
            dc_task task = {.operation = operation, .a_limbs = odd[k], .b_limbs = 3};
            CHECK(dc_task_result_limbs(&task) == DC_ERR_RANGE
                      && dc_task_scratch_limbs(&task) == DC_ERR_RANGE
                      && dc_task_stages(&task) == DC_ERR_RANGE,
                  "a_limbs = %lld", odd[k]);
            task.a_limbs = 3;
            task.b_limbs = odd[k];
            CHECK(dc_task_result_limbs(&task) == DC_ERR_RANGE
                      && dc_task_scratch_limbs(&task) == DC_ERR_RANGE
                      && dc_task_stages(&task) == DC_ERR_RANGE,
                  "b_limbs = %lld", odd[k]);
        }
        static const long long lengths[] = {1, 1000, DC_MAX_LIMBS};
        for (int k = 0; k < 9; k++) {
            dc_task task = {
                .operation = operation, .a_limbs = lengths[k % 3], .b_limbs = lengths[k / 3]};
            long long scratch = dc_task_scratch_limbs(&task);
            CHECK(scratch > 0 && scratch < INT64_C(1) << 32, "%lld limbs of scratch", scratch);
            CHECK(dc_task_stages(&task) >= 1, "%lld stages", dc_task_stages(&task));
        }
    }
}

/* Numbers become shorter in the course of a gcd, and later products use the same space. */
static void scratch_grows_with_the_lengths(void) {
    int64_t apply = 0, multiply[3] = {0, 0, 0};
    for (int64_t limbs = 100; limbs < DC_MAX_LIMBS; limbs += limbs / 100 + 1) {
        int64_t next = dc_apply_scratch(limbs - limbs / 4, limbs / 4);
        CHECK(next >= apply, "%lld limbs: %lld", (long long)limbs, (long long)next);
        apply = next;
        for (int rows = 1; rows <= 2; rows++) {
            next = dc_multiply_matrix_scratch(rows, limbs, limbs - limbs / 2, limbs / 2);
            CHECK(next >= multiply[rows], "%d rows, %lld limbs: %lld", rows, (long long)limbs,
                  (long long)next);
            multiply[rows] = next;
        }
    }
    /* The longest product by transforms of a gcd of 5.8 million limbs, which is not the first. */
    dc_matrix_convolution c = {.rows = 2, .columns = 1, .a_words = 1087500, .b_words = 2175000};
    CHECK(dc_matrix_convolution_is_possible(&c), "possible");
    CHECK(dc_apply_scratch(2900000, 1450004) >= dc_apply_scratch(2175000, 1087504), "the first");
    CHECK(dc_apply_scratch(2175000, 1087504) >= dc_matrix_convolution_scratch(&c), "the second");
}

int main(void) {
    RUN(small_numbers);
    RUN(every_short_length);
    RUN(next_to_powers_of_two);
    RUN(special_operands);
    RUN(short_numbers_modulo_long_ones);
    RUN(known_quotients_of_every_length);
    RUN(known_quotients_around_the_thresholds);
    RUN(known_quotients_of_long_numbers);
    RUN(fibonacci_numbers);
    RUN_ONCE(products_of_more_than_a_step);
    RUN_ONCE(top_limbs_of_zero);
    RUN_ONCE(lengths_out_of_range);
    RUN_ONCE(scratch_grows_with_the_lengths);
    return finish();
}
