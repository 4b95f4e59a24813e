/*
 * Tasks: every operation, in one call and step by step, in every order that the header permits; and
 * what dc_task_run() must reject.
 */
#include "buffers.h"
#include "downcall.h"
#include "fuzz.h"
#include "operands.h"
#include "oracle.h"
#include "variants.h"

#include <stdlib.h>
#include <string.h>

enum { OPERATIONS = DC_FROM_RADIX + 1 };

/* ---- Tasks ---------------------------------------------------------------------------------- */

static int64_t bits_of(const uint64_t *a, int64_t n) {
    return 64 * n - __builtin_clzll(a[n - 1]);
}

/* A power of at most about `most` bits. */
static void take_power(input *in, dc_task *task, uint64_t *a, enum side side) {
    static const int64_t most[] = {[SMALL] = 700, [MEDIUM] = 4000, [LARGE] = 20000, [HUGE] = 60000};
    int64_t n = task->a_limbs, bits;
    take_limbs(in, a, n);
    while (n > 1 && a[n - 1] == 0) {
        n--;
    }
    if (a[n - 1] == 0) {
        a[0] = 1;
    }
    if (n < task->a_limbs) {
        uint64_t *copy = spare(1, n);
        memcpy(copy, a, (size_t)n * 8);
        a = place(OPERAND_A, n, side);
        memcpy(a, copy, (size_t)n * 8);
    }
    task->a = a;
    task->a_limbs = n;
    task->a_bits = bits = bits_of(a, n);
    int64_t largest = most[take_size(in)] / bits;
    task->n = 1 + (int64_t)take_bytes(in, 2) % (largest < 1 ? 1 : largest);
}

/*
 * A divisor whose top limb is not 0, and a dividend that is not shorter. One dividend of four is a
 * multiple of the divisor or next to one.
 */
static void take_division(input *in, dc_task *task, enum side side) {
    int64_t m = take_length(in, 1500), n = m + take_length(in, 1500) - 1;
    uint64_t *b = place(OPERAND_B, m, side), *a = place(OPERAND_A, n, side);
    take_limbs(in, b, m);
    if (b[m - 1] == 0) {
        b[m - 1] = 1;
    }
    take_limbs(in, a, n);
    int near = take_below(in, 8);
    if (near < 2 && n > m) {
        uint64_t *q = spare(1, n - m);
        memcpy(q, a, (size_t)(n - m) * 8);
        product_by_definition(a, q, n - m, b, m);
        for (int64_t i = 0; near == 1 && i < n && a[i]-- == 0; i++) {
            ;
        }
    }
    task->a = a;
    task->a_limbs = n;
    task->b = b;
    task->b_limbs = m;
}

/* A modulus whose top limb is not 0, and an exponent that is short, because its bits cost the time. */
static void take_mod_power(input *in, dc_task *task, enum side side) {
    int64_t n = take_length(in, 400);
    task->a_limbs = take_length(in, 600);
    task->b_limbs = n > 40 ? 1 : take_length(in, n > 8 ? 2 : 6);
    task->c_limbs = n;
    uint64_t *a = place(OPERAND_A, task->a_limbs, side), *b = place(OPERAND_B, task->b_limbs, side),
             *c = place(OPERAND_C, n, side);
    take_limbs(in, a, task->a_limbs);
    take_limbs(in, b, task->b_limbs);
    take_limbs(in, c, n);
    if (n > 40) {
        b[0] >>= take_below(in, 64);
    }
    if (c[n - 1] == 0) {
        c[n - 1] = 1;
    }
    task->a = a;
    task->b = b;
    task->c = c;
}

static long long take_index(input *in) {
    static const uint64_t most[] = {
        [SMALL] = 1000, [MEDIUM] = 5000, [LARGE] = 20000, [HUGE] = 150000};
    enum size size = take_size(in);
    return (long long)(take_bytes(in, 3) % most[size]);
}

static int has_divisor(const dc_task *task) {
    return task->operation == DC_GCD || task->operation == DC_GCD_COFACTOR;
}

/*
 * Two numbers whose top limbs are not 0. One of them may be a multiple of the other with a short
 * remainder, for which the quotients of Euclid's algorithm have many limbs.
 */
static void take_divided(input *in, dc_task *task, enum side side) {
    int64_t n = take_length(in, 700), m = take_below(in, 4) == 0 ? n : take_length(in, 700);
    uint64_t *a = place(OPERAND_A, n, side), *b = place(OPERAND_B, m, side);
    take_limbs(in, a, n);
    take_limbs(in, b, m);
    a[n - 1] += a[n - 1] == 0;
    b[m - 1] += b[m - 1] == 0;
    if (n >= 2 * m && take_bit(in)) {
        uint64_t *multiple = spare(1, n);
        product_by_definition(multiple, a, n - m, b, m);
        multiple[n - 1] += multiple[n - 1] == 0;
        multiple[0] += take_byte(in);
        memcpy(a, multiple, (size_t)n * 8);
    }
    *task = (dc_task){.operation = task->operation, .a = a, .a_limbs = n, .b = b, .b_limbs = m};
}

/* The largest power of a radix below 2^64. */
static uint64_t base_of(long long radix) {
    uint64_t base = 1;
    while (base <= UINT64_MAX / (uint64_t)radix) {
        base *= (uint64_t)radix;
    }
    return base;
}

/* A task with its operands, but without its buffers. */
static dc_task take_task(input *in, enum side side) {
    dc_task task = {.operation = take_below(in, OPERATIONS)};
    int same_array = take_below(in, 4);
    uint64_t *a;
    switch (task.operation) {
    case DC_MULTIPLY:
        task.a_limbs = take_length(in, 1500);
        task.b_limbs = same_array == 0 ? task.a_limbs : take_length(in, 1500);
        a = place(OPERAND_A, task.a_limbs > task.b_limbs ? task.a_limbs : task.b_limbs, side);
        take_limbs(in, a, task.a_limbs > task.b_limbs ? task.a_limbs : task.b_limbs);
        task.a = task.b = a;
        if (same_array >= 2) {
            uint64_t *b = place(OPERAND_B, task.b_limbs, side);
            take_limbs(in, b, task.b_limbs);
            task.b = b;
        }
        break;
    case DC_POWER:
        task.a_limbs = take_length(in, 200);
        take_power(in, &task, place(OPERAND_A, task.a_limbs, side), side);
        break;
    case DC_FIB:
    case DC_FIB_DECIMAL: task.n = take_index(in); break;
    case DC_GCD:
    case DC_GCD_COFACTOR: take_divided(in, &task, side); break;
    case DC_TO_DECIMAL:
        task.a_limbs = take_length(in, 1200);
        task.a = a = place(OPERAND_A, task.a_limbs, side);
        take_limbs(in, a, task.a_limbs);
        break;
    case DC_DIVIDE: take_division(in, &task, side); break;
    case DC_SQRT:
        task.a_limbs = take_length(in, 1500);
        task.a = a = place(OPERAND_A, task.a_limbs, side);
        take_limbs(in, a, task.a_limbs);
        if (same_array == 3) { /* the square of the lower half, or its neighbour below */
            int64_t half = task.a_limbs / 2;
            uint64_t *square = spare(1, 2 * half);
            product_by_definition(square, a, half, a, half);
            memcpy(a, square, (size_t)half * 16);
            for (int64_t i = 0, borrow = take_bit(in); i < 2 * half && borrow; i++) {
                borrow = a[i]-- == 0;
            }
        }
        break;
    case DC_MOD_POWER: take_mod_power(in, &task, side); break;
    case DC_PRODUCT:
        task.a_limbs = take_length(in, 3000);
        task.a = a = place(OPERAND_A, task.a_limbs, side);
        take_limbs(in, a, task.a_limbs);
        for (int64_t i = 0; i < task.a_limbs && same_array > 0; i++) { /* few products are 0 */
            a[i] += a[i] == 0;
        }
        break;
    case DC_TO_RADIX:
    case DC_FROM_RADIX:
        task.n = 2 + take_below(in, 35);
        task.a_limbs = take_length(in, 1200);
        task.a = a = place(OPERAND_A, task.a_limbs, side);
        take_limbs(in, a, task.a_limbs);
        for (int64_t i = 0; i < task.a_limbs && task.operation == DC_FROM_RADIX; i++) {
            a[i] = a[i] == UINT64_MAX ? base_of(task.n) - 1 : a[i] % base_of(task.n);
        }
        break;
    case DC_FROM_DECIMAL:
    default:
        task.a_limbs = take_length(in, 1200);
        task.a = a = place(OPERAND_A, task.a_limbs, side);
        take_words(in, a, task.a_limbs, 19);
        break;
    }
    return task;
}

/* ---- Order ---------------------------------------------------------------------------------- */

static uint64_t next(uint64_t *state) { /* xorshift64 [Marsaglia 2003] */
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    return *state;
}

/*
 * Runs a task step by step. Strands are interleaved at random. What other threads set as the
 * features in use changes in the meantime.
 */
static void run_in_steps(const dc_task *task, uint64_t order) {
    uint64_t state = order | 1;
    long long stages = dc_task_stages(task);
    REQUIRE(stages >= 1, "operation %d has %lld stages", task->operation, stages);
    for (long long stage = 0; stage < stages; stage++) {
        long long strands = dc_task_strands(task, stage), steps = dc_task_steps(task, stage);
        REQUIRE(strands >= 1 && steps >= 1, "operation %d, stage %lld: %lld strands of %lld steps",
                task->operation, stage, strands, steps);
        long long *done = calloc((size_t)strands, sizeof *done), open = strands;
        REQUIRE(done != NULL, "no memory for %lld strands", strands);
        while (open > 0) {
            long long strand = (long long)(next(&state) % (uint64_t)strands);
            while (done[strand] == steps) {
                strand = (strand + 1) % strands;
            }
            long long run = 1 + (long long)(next(&state) % 3); /* some steps in a row */
            for (; run > 0 && done[strand] < steps; run--) {
                dc_features_limit((long long)next(&state));
                long long status = dc_task_run(task, stage, strand, done[strand]++);
                REQUIRE(status == 0, "operation %d, stage %lld, strand %lld: %lld", task->operation,
                        stage, strand, status);
            }
            open -= done[strand] == steps;
        }
        free(done);
    }
}

/* ---- Results -------------------------------------------------------------------------------- */

static void require_same(const uint64_t *actual, const uint64_t *known, int64_t n,
                         const dc_task *task, const char *by) {
    REQUIRE(memcmp(actual, known, (size_t)n * 8) == 0,
            "operation %d of %lld and %lld limbs, n = %lld, differs from %s", task->operation,
            task->a_limbs, task->b_limbs, task->n, by);
}

static void require_words(const uint64_t *words, int64_t n, int digits) {
    uint64_t base = power_of_ten(digits);
    for (int64_t i = 0; i < n; i++) {
        REQUIRE(words[i] < base, "word %lld is not below 10^%d", (long long)i, digits);
    }
}

/* q b + r = a and r < b, by residues, and by GMP. */
static void check_division(const dc_task *task, const uint64_t *q) {
    int64_t n = task->a_limbs, m = task->b_limbs, k = n - m + 1, i = m - 1;
    const uint64_t *r = q + k;
    residues product = residues_of_product(residues_of(q, k, 0), residues_of(task->b, m, 0));
    require_residues(residues_of_sum(product, residues_of(r, m, 0)), residues_of(task->a, n, 0),
                     "q b + r");
    while (i > 0 && r[i] == task->b[i]) {
        i--;
    }
    REQUIRE(r[i] < task->b[i], "the remainder of %lld by %lld limbs is not below the divisor",
            (long long)n, (long long)m);
    if (has_gmp()) {
        uint64_t *known = spare(3, n + 1);
        gmp_quotient(known, known + k, task->a, n, task->b, m);
        require_same(q, known, n + 1, task, "GMP's");
    }
}

/* s^2 + r is the operand, and r <= 2 s. */
static void check_square_root(const dc_task *task, const uint64_t *result) {
    int64_t m = task->a_limbs, n = (m + 1) / 2, rest_limbs = m / 2 + 1;
    const uint64_t *rest = result + n;
    uint64_t *sum = spare(3, 2 * n + 1), carry = 0;
    product_by_definition(sum, result, n, result, n);
    sum[2 * n] = 0;
    for (int64_t i = 0; i < 2 * n + 1; i++) {
        uint64_t with_carry = (i < rest_limbs ? rest[i] : 0) + carry;
        carry = with_carry < carry;
        sum[i] += with_carry;
        carry += sum[i] < with_carry;
    }
    for (int64_t i = 0; i < 2 * n + 1; i++) {
        REQUIRE(sum[i] == (i < m ? task->a[i] : 0), "limb %lld of the square and the remainder",
                (long long)i);
    }
    /* Find the first limb from the top in which the remainder and twice the root differ. */
    int64_t i = n;
    uint64_t limb = rest_limbs > n ? rest[n] : 0, twice = result[n - 1] >> 63;
    while (limb == twice && i > 0) {
        i--;
        limb = rest[i];
        twice = result[i] << 1 | (i > 0 ? result[i - 1] >> 63 : 0);
    }
    REQUIRE(limb <= twice, "the remainder of %lld limbs is more than twice the root", (long long)m);
}

/*
 * A greatest common divisor by GMP. A cofactor satisfies (u a - g) mod b = 0 and u g < b, or is 0
 * if b = g.
 */
static void check_divisor(const dc_task *task, const uint64_t *result) {
    int64_t n = task->a_limbs, m = task->b_limbs,
            limbs = task->operation == DC_GCD ? task->result_limbs : m;
    if (!has_gmp()) {
        return;
    }
    uint64_t *known = spare(3, limbs);
    gmp_gcd(known, limbs, task->a, n, task->b, m);
    require_same(result, known, limbs, task, "GMP's");
    if (task->operation == DC_GCD) {
        return;
    }
    uint64_t *product = spare(4, n + m + 1);
    gmp_product(product, result + m, m, known, m);
    int64_t above = 2 * m;
    while (above > 0 && product[above - 1] == (above <= m ? task->b[above - 1] : 0)) {
        above--;
    }
    REQUIRE(above > 0 && above <= m && product[above - 1] < task->b[above - 1],
            "the cofactor of %lld and %lld limbs is too large", (long long)n, (long long)m);
    gmp_product(product, task->a, n, result + m, m);
    for (int64_t i = 0, borrow = 0; i < n + m; i++) { /* it may be -g, if a = 0 modulo b */
        uint64_t limb = i < m ? known[i] : 0, before = product[i];
        product[i] = before - limb - (uint64_t)borrow;
        borrow = before < limb || (before == limb && borrow);
        if (i == n + m - 1 && borrow) {
            gmp_product(product, task->a, n, result + m, m);
            REQUIRE(memcmp(known, task->b, (size_t)m * 8) == 0, "u a < g");
            memset(product, 0, (size_t)(n + m) * 8);
        }
    }
    REQUIRE(gmp_divides(task->b, m, product, n + m), "the cofactor of %lld and %lld limbs is wrong",
            (long long)n, (long long)m);
}

/* The power is below the modulus, and is GMP's. */
static void check_mod_power(const dc_task *task, const uint64_t *power) {
    int64_t n = task->c_limbs, i = n - 1;
    while (i > 0 && power[i] == task->c[i]) {
        i--;
    }
    REQUIRE(power[i] < task->c[i], "a power modulo %lld limbs is not below the modulus",
            (long long)n);
    if (has_gmp()) {
        uint64_t *known = spare(3, n);
        gmp_mod_power(known, task->a, task->a_limbs, task->b, task->b_limbs, task->c, n);
        require_same(power, known, n, task, "GMP's");
    }
}

static void check_words_below(const uint64_t *words, int64_t n, uint64_t base) {
    for (int64_t i = 0; i < n; i++) {
        REQUIRE(words[i] < base, "word %lld is not below the base", (long long)i);
    }
}

/* Products of limbs and conversions in any radix, by residues. */
static void check_by_residues(const dc_task *task, const uint64_t *result) {
    int64_t n = task->result_limbs, m = task->a_limbs;
    residues expected = residues_of(task->a, 1, 0);
    switch (task->operation) {
    case DC_PRODUCT:
        for (int64_t i = 1; i < m; i++) {
            expected = residues_of_product(expected, residues_of(task->a + i, 1, 0));
        }
        require_residues(residues_of(result, n, 0), expected, "the product of limbs");
        break;
    case DC_TO_RADIX:
        check_words_below(result, n, base_of(task->n));
        require_residues(residues_of(result, n, base_of(task->n)), residues_of(task->a, m, 0),
                         "the words");
        break;
    default:
        require_residues(residues_of(result, n, 0), residues_of(task->a, m, base_of(task->n)),
                         "the number");
        break;
    }
}

/* The result of a task by residues, and by GMP. */
static void check_result(const dc_task *task, const uint64_t *result) {
    if (task->operation == DC_DIVIDE) {
        check_division(task, result);
        return;
    }
    if (has_divisor(task)) {
        check_divisor(task, result);
        return;
    }
    if (task->operation == DC_MOD_POWER) {
        check_mod_power(task, result);
        return;
    }
    if (task->operation >= DC_PRODUCT) {
        check_by_residues(task, result);
        return;
    }
    int64_t n = task->result_limbs, m = task->a_limbs;
    residues a = residues_of(task->a, task->operation == DC_FIB ? 0 : m, 0), expected;
    uint64_t base = 0;
    int digits = 19;
    switch (task->operation) {
    case DC_MULTIPLY:
        expected = residues_of_product(a, residues_of(task->b, task->b_limbs, 0));
        break;
    case DC_POWER: expected = residues_of_power(a, task->n); break;
    case DC_FIB: expected = residues_of_fibonacci(task->n); break;
    case DC_FIB_DECIMAL:
        expected = residues_of_fibonacci(task->n);
        digits = dc_fib_word_digits(task->n);
        base = power_of_ten(digits);
        break;
    case DC_TO_DECIMAL:
        expected = a;
        base = power_of_ten(19);
        break;
    case DC_SQRT: check_square_root(task, result); return;
    default: expected = residues_of(task->a, m, power_of_ten(19)); break;
    }
    if (base != 0) {
        require_words(result, n, digits);
    }
    require_residues(residues_of(result, n, base), expected, "the result");
    if (!has_gmp()) {
        return;
    }
    uint64_t *known = spare(3, n + m + 2), *other;
    switch (task->operation) {
    case DC_MULTIPLY: gmp_product(known, task->a, m, task->b, task->b_limbs); break;
    case DC_POWER:
        other = spare(4, n + m + 2);
        memcpy(known, task->a, (size_t)m * 8);
        for (int64_t e = 1, limbs = m; e < task->n; e++) {
            if (e > 40) { /* GMP's products of equal lengths have been compared above */
                return;
            }
            gmp_product(other, known, limbs, task->a, m);
            limbs += m;
            while (other[limbs - 1] == 0) {
                limbs--;
            }
            REQUIRE(limbs <= n, "the power has more than %lld limbs", (long long)n);
            memset(known, 0, (size_t)n * 8);
            memcpy(known, other, (size_t)limbs * 8);
        }
        if (task->n == 1) {
            memset(known + m, 0, (size_t)(n - m) * 8);
        }
        break;
    case DC_FIB: gmp_fibonacci(known, n, task->n); break;
    case DC_FIB_DECIMAL:
        other = spare(4, n);
        gmp_fibonacci(other, n, task->n);
        REQUIRE(gmp_to_decimal(known, n, other, n, digits), "too few words for F(%lld)", task->n);
        break;
    case DC_TO_DECIMAL:
        other = spare(4, m);
        memcpy(other, task->a, (size_t)m * 8);
        REQUIRE(gmp_to_decimal(known, n, other, m, 19), "too few words for %lld limbs",
                task->a_limbs);
        break;
    default: {
        gmp_from_decimal(known, task->a, m);
        for (int64_t i = m + 1; i < n; i++) {
            known[i] = 0;
        }
        break;
    }
    }
    require_same(result, known, n, task, "GMP's");
}

/* ---- Refusals ------------------------------------------------------------------------------- */

/* Calls that must return an error and write nothing. */
static void check_refusals(input *in, dc_task task, enum side side) {
    dc_task valid = task;
    int junk = take_below(in, 8);
    long long error = DC_ERR_RANGE, stage = -1, strand = 0, step = 0, any = take_number(in);
    int64_t result_limbs = task.result_limbs, scratch_limbs = task.scratch_limbs;
    switch (take_below(in, 9)) {
    case 0:
        result_limbs -= 1 + (int64_t)take_bytes(in, 2) % result_limbs;
        task.result_limbs = result_limbs;
        error = DC_ERR_SPACE;
        break;
    case 1:
        if (scratch_limbs == 0) {
            return;
        }
        scratch_limbs -= 1 + (int64_t)take_bytes(in, 2) % scratch_limbs;
        task.scratch_limbs = scratch_limbs;
        error = DC_ERR_SPACE;
        break;
    case 2:
        if (any >= result_limbs) {
            return;
        }
        task.result_limbs = any;
        error = DC_ERR_SPACE;
        break;
    case 3: /* a stage, strand or step that does not exist */
        stage = any;
        if (stage == -1 || (stage >= 0 && stage < dc_task_stages(&task))) {
            stage = (long long)(take_byte(in) % (unsigned)dc_task_stages(&task));
            strand = take_number(in);
            if (strand >= 0 && strand < dc_task_strands(&task, stage)) {
                step = take_number(in);
                if (step >= 0 && step < dc_task_steps(&task, stage)) {
                    return;
                }
            }
        } else {
            REQUIRE(dc_task_strands(&task, stage) == DC_ERR_RANGE
                        && dc_task_steps(&task, stage) == DC_ERR_RANGE,
                    "operation %d has a stage %lld", task.operation, stage);
        }
        break;
    case 4:
        if ((any & ~dc_features_detected()) == 0) {
            return;
        }
        task.features = any;
        break;
    case 5:
        task.operation = (int)any;
        if (task.operation >= 0 && task.operation <= DC_FROM_RADIX) {
            return;
        }
        break;
    case 6: /* a bit length that is not that of a */
        if (task.operation != DC_POWER || any == task.a_bits) {
            return;
        }
        if (take_bit(in)) {
            any = 64 * (task.a_limbs - 1) + 1 + (any & 63);
        }
        task.a_bits = any;
        if (any == valid.a_bits) {
            return;
        }
        if (dc_task_result_limbs(&task) > result_limbs
            || dc_task_scratch_limbs(&task) > scratch_limbs) {
            return; /* then either error is right */
        }
        break;
    case 7:
        if (task.operation == DC_FIB || task.operation == DC_FIB_DECIMAL
            || (task.operation != DC_DIVIDE && any >= 1 && any <= DC_MAX_LIMBS)) {
            return;
        }
        if (task.operation == DC_DIVIDE) { /* a divisor that is longer than the dividend, too */
            task.b_limbs = any < 1 || any > DC_MAX_LIMBS ? any : task.a_limbs + 1;
        } else if ((task.operation == DC_MULTIPLY || task.operation == DC_MOD_POWER
                    || has_divisor(&task))
                   && take_bit(in)) {
            task.b_limbs = any;
        } else if (task.operation == DC_MOD_POWER && take_bit(in)) {
            task.c_limbs = any;
        } else {
            task.a_limbs = any;
        }
        break;
    default:
        if (task.operation == DC_TO_RADIX || task.operation == DC_FROM_RADIX) {
            if (any >= 2 && any <= 36) {
                return;
            }
        } else if ((task.operation != DC_FIB && task.operation != DC_FIB_DECIMAL) || any >= 0) {
            return;
        }
        task.n = any;
        break;
    }
    task.result = place(RESULT, result_limbs, side);
    task.scratch = place(SCRATCH, scratch_limbs, side);
    fill_with_junk(task.result, result_limbs, junk);
    fill_with_junk(task.scratch, scratch_limbs, junk);
    long long status = dc_task_run(&task, stage, strand, step);
    REQUIRE(status == error, "operation %d returned %lld, but must return %lld", task.operation,
            status, error);
    require_junk(task.result, result_limbs, junk, "a refused task, result");
    require_junk(task.scratch, scratch_limbs, junk, "a refused task, scratch");
    require_intact_surroundings();
}

/* ---- One task ------------------------------------------------------------------------------- */

void fuzz_task(input *in) {
    enum side side = take_bit(in) ? PAGE_IN_FRONT : PAGE_BEHIND;
    int ways = (int)take_byte(in), junk = take_below(in, 8), more = take_below(in, 3);
    uint64_t order = take_bytes(in, 2) + 1;
    dc_task task = take_task(in, side);
    int64_t a_limbs = task.a != NULL ? task.a_limbs : 0,
            b_limbs = task.b != NULL ? task.b_limbs : 0,
            c_limbs = task.c != NULL ? task.c_limbs : 0;
    uint64_t *a_before = spare(1, a_limbs), *b_before = spare(2, b_limbs),
             *c_before = spare(3, c_limbs);
    if (task.a != NULL) {
        memcpy(a_before, task.a, (size_t)a_limbs * 8);
    }
    if (task.b != NULL) {
        memcpy(b_before, task.b, (size_t)b_limbs * 8);
    }
    if (task.c != NULL) {
        memcpy(c_before, task.c, (size_t)c_limbs * 8);
    }
    int64_t n = dc_task_result_limbs(&task), scratch_limbs = dc_task_scratch_limbs(&task);
    REQUIRE(n > 0 && scratch_limbs >= 0, "operation %d requires %lld and %lld limbs",
            task.operation, (long long)n, (long long)scratch_limbs);
    variants v = take_variants(in, n < (task.operation == DC_MOD_POWER ? 6 : 200));
    uint64_t *expected = spare(0, n);
    for (int k = 0; k < v.count; k++) {
        task.features = v.features[k];
        REQUIRE(dc_task_result_limbs(&task) == n && dc_task_scratch_limbs(&task) == scratch_limbs,
                "the lengths for operation %d depend on features %llx", task.operation,
                task.features);
        task.result_limbs = n + more;
        task.scratch_limbs = scratch_limbs + more;
        task.result = place(RESULT, task.result_limbs, side);
        task.scratch = place(SCRATCH, task.scratch_limbs, side);
        fill_with_junk(task.result, task.result_limbs, junk + k);
        fill_with_junk(task.scratch, task.scratch_limbs, junk + 3 * k);
        if (ways >> k & 1) {
            run_in_steps(&task, order + (uint64_t)k);
        } else {
            long long status = dc_task_run(&task, -1, take_number(in), take_number(in));
            REQUIRE(status == 0, "operation %d returned %lld", task.operation, status);
        }
        require_intact_surroundings();
        if (k == 0) {
            memcpy(expected, task.result, (size_t)n * 8);
        } else {
            require_same(task.result, expected, n, &task, "the baseline's");
        }
    }
    task.result_limbs = n;
    task.scratch_limbs = scratch_limbs;
    REQUIRE(task.a == NULL || memcmp(task.a, a_before, (size_t)a_limbs * 8) == 0,
            "operation %d changed a", task.operation);
    REQUIRE(task.b == NULL || memcmp(task.b, b_before, (size_t)b_limbs * 8) == 0,
            "operation %d changed b", task.operation);
    REQUIRE(task.c == NULL || memcmp(task.c, c_before, (size_t)c_limbs * 8) == 0,
            "operation %d changed c", task.operation);
    check_result(&task, expected);
    if (take_byte(in) >= 0x60) {
        check_refusals(in, task, side);
    }
}
