/*
 * The public side of products and long computations: which operation a task is, and whether it can
 * be done.
 */
#include "decimal.h"
#include "downcall.h"
#include "fibonacci.h"
#include "isa.h"
#include "power.h"
#include "product.h"
#include "radix.h"
#include "stages.h"

#include <stddef.h>

long long dc_fib_max_decimal_index(void) {
    return DC_FIB_MAX_DECIMAL_INDEX;
}

int dc_fib_word_digits(long long n) {
    return n >= 0 && n <= DC_FIB_MAX_DECIMAL_INDEX ? dc_fib_digits_per_word(n) : DC_ERR_RANGE;
}

static int is_length(long long limbs) {
    return limbs >= 1 && limbs <= DC_MAX_LIMBS;
}

/* Of a number whose top limb is not zero. */
static int64_t bits_of(const uint64_t *a, int64_t limbs) {
    return 64 * limbs - __builtin_clzll(a[limbs - 1]);
}

static int is_possible(const dc_task *t) {
    switch (t->operation) {
    case DC_MULTIPLY: return is_length(t->a_limbs) && is_length(t->b_limbs);
    case DC_POWER:
        return is_length(t->a_limbs) && t->a[t->a_limbs - 1] != 0 && t->n >= 1
               && t->n <= ((INT64_C(1) << 32) - 1) / bits_of(t->a, t->a_limbs);
    case DC_FIB: return t->n >= 0 && t->n <= DC_FIB_MAX_EXACT_INDEX;
    case DC_FIB_DECIMAL: return t->n >= 0 && t->n <= DC_FIB_MAX_DECIMAL_INDEX;
    case DC_TO_DECIMAL:
    case DC_FROM_DECIMAL: return is_length(t->a_limbs);
    default: return 0;
    }
}

static int64_t result_limbs(const dc_task *t) {
    switch (t->operation) {
    case DC_MULTIPLY: return t->a_limbs + t->b_limbs;
    case DC_POWER: return dc_power_limbs(bits_of(t->a, t->a_limbs), t->n);
    case DC_FIB: return dc_fib_limbs(t->n);
    case DC_FIB_DECIMAL: return dc_fib_decimal_words(t->n);
    case DC_TO_DECIMAL: return dc_to_decimal_words(t->a_limbs);
    default: return dc_from_decimal_limbs(t->a_limbs);
    }
}

static int64_t scratch_limbs(const dc_task *t) {
    switch (t->operation) {
    case DC_MULTIPLY:
        return dc_multiply_scratch(t->a_limbs, t->b_limbs,
                                   t->a == t->b && t->a_limbs == t->b_limbs);
    case DC_POWER: return dc_power_scratch(bits_of(t->a, t->a_limbs), t->n);
    case DC_FIB: return dc_fib_scratch(t->n);
    case DC_FIB_DECIMAL: return dc_fib_decimal_scratch(t->n);
    case DC_TO_DECIMAL: return dc_to_decimal_scratch(t->a_limbs);
    default: return dc_from_decimal_scratch(t->a_limbs);
    }
}

static void walk_task(dc_walk *walk, const dc_task *t, const dc_kernels *kernels) {
    switch (t->operation) {
    case DC_MULTIPLY:
        dc_walk_multiply(walk, kernels, t->result, t->a, t->a_limbs, t->b, t->b_limbs, t->scratch);
        break;
    case DC_POWER:
        dc_walk_power(walk, kernels, t->result, t->a, bits_of(t->a, t->a_limbs), t->n, t->scratch);
        break;
    case DC_FIB: dc_walk_fib(walk, kernels, t->result, t->scratch, t->n); break;
    case DC_FIB_DECIMAL: dc_walk_fib_decimal(walk, kernels, t->result, t->scratch, t->n); break;
    case DC_TO_DECIMAL:
        dc_walk_to_decimal(walk, kernels, t->result, t->a, t->a_limbs, t->scratch);
        break;
    default: dc_walk_from_decimal(walk, kernels, t->result, t->a, t->a_limbs, t->scratch); break;
    }
}

long long dc_task_result_limbs(const dc_task *task) {
    return is_possible(task) ? result_limbs(task) : DC_ERR_RANGE;
}

long long dc_task_scratch_limbs(const dc_task *task) {
    return is_possible(task) ? scratch_limbs(task) : DC_ERR_RANGE;
}

/* Goes through the task without doing anything; returns whether there is such a stage. */
static int look_at(const dc_task *task, dc_walk *walk) {
    const dc_kernels *kernels = dc_kernels_at(task->isa);
    if (kernels == NULL || !is_possible(task)) {
        return 0;
    }
    walk->lane = -1;
    walk_task(walk, task, kernels);
    return walk->lanes > 0;
}

long long dc_task_stages(const dc_task *task) {
    dc_walk walk = {.stage = DC_WALK_NONE};
    look_at(task, &walk);
    return walk.at > 0 ? walk.at : DC_ERR_RANGE;
}

long long dc_task_lanes(const dc_task *task, long long stage) {
    dc_walk walk = {.stage = stage < 0 ? DC_WALK_NONE : stage};
    return look_at(task, &walk) ? walk.lanes : DC_ERR_RANGE;
}

long long dc_task_parts(const dc_task *task, long long stage) {
    dc_walk walk = {.stage = stage < 0 ? DC_WALK_NONE : stage};
    return look_at(task, &walk) ? walk.parts : DC_ERR_RANGE;
}

long long dc_task_run(const dc_task *task, long long stage, long long lane, long long part) {
    const dc_kernels *kernels = dc_kernels_at(task->isa);
    if (kernels == NULL || !is_possible(task) || stage < -1) {
        return DC_ERR_RANGE;
    }
    if (task->result_limbs < result_limbs(task) || task->scratch_limbs < scratch_limbs(task)) {
        return DC_ERR_SPACE;
    }
    dc_walk walk = {.stage = stage < 0 ? DC_WALK_ALL : stage, .lane = lane, .part = part};
    walk_task(&walk, task, kernels);
    int done = stage < 0 || (lane >= 0 && lane < walk.lanes && part >= 0 && part < walk.parts);
    return done ? 0 : DC_ERR_RANGE;
}

long long dc_mul_scratch_limbs(long long a_limbs, long long b_limbs) {
    return is_length(a_limbs) && is_length(b_limbs) ? dc_multiply_scratch(a_limbs, b_limbs, 0)
                                                    : DC_ERR_RANGE;
}

long long dc_mul(uint64_t *r, long long r_limbs, const uint64_t *a, long long a_limbs,
                 const uint64_t *b, long long b_limbs, uint64_t *scratch, long long scratch_limbs) {
    if (!is_length(a_limbs) || !is_length(b_limbs)) {
        return DC_ERR_RANGE;
    }
    if (r_limbs < a_limbs + b_limbs || scratch_limbs < dc_multiply_scratch(a_limbs, b_limbs, 0)) {
        return DC_ERR_SPACE;
    }
    dc_multiply(dc_kernels_now(), r, a, a_limbs, b, b_limbs, scratch);
    return a_limbs + b_limbs;
}

long long dc_residue(const uint64_t *words, long long count, int digits, long long above) {
    const uint64_t p = (UINT64_C(1) << 61) - 1;
    /* 2^64 = 8 2^61 */
    uint64_t base = digits == 0    ? 8
                    : digits == 18 ? dc_decimal_18.base % p
                                   : dc_decimal_19.base % p;
    uint64_t residue = (uint64_t)above;
    for (long long i = count - 1; i >= 0; i--) {
        dc_u128 sum = (dc_u128)residue * base + words[i];              /* below 2^123 */
        uint64_t folded = ((uint64_t)sum & p) + (uint64_t)(sum >> 61); /* below 2^63 */
        folded = (folded & p) + (folded >> 61);
        residue = folded < p ? folded : folded - p;
    }
    return (long long)residue;
}
