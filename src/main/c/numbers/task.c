/* Tasks: what each operation requires, and how a step of it runs. */
#include "../cpu_features.h"
#include "../downcall.h"
#include "../floating_point.h"
#include "division.h"
#include "fibonacci.h"
#include "fibonacci_decimal.h"
#include "gcd.h"
#include "mod_power.h"
#include "power.h"
#include "product.h"
#include "product_tree.h"
#include "radix.h"
#include "root.h"
#include "stages.h"
#include "variants.h"

#include <stddef.h>

/* ---- The operations ------------------------------------------------------------------------- */

/* Only `is_valid_now` and `walk` may read the operands, and `walk` only in its steps. */
typedef struct {
    int (*is_possible)(const dc_task *t);
    int (*is_valid_now)(const dc_task *t); /* with the operands filled; NULL if they may be any */
    int64_t (*result_limbs)(const dc_task *t);
    int64_t (*scratch_limbs)(const dc_task *t);
    void (*walk)(dc_walk *walk, const dc_variants *variants, const dc_task *t);
} operation;

static int has_length(const dc_task *t) {
    return dc_is_length(t->a_limbs);
}

static int multiply_is_possible(const dc_task *t) {
    return dc_is_length(t->a_limbs) && dc_is_length(t->b_limbs);
}

static int64_t multiply_limbs(const dc_task *t) {
    return t->a_limbs + t->b_limbs;
}

static int64_t multiply_scratch(const dc_task *t) {
    return dc_multiply_scratch(t->a_limbs, t->b_limbs, t->a == t->b && t->a_limbs == t->b_limbs);
}

static void walk_multiply(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_walk_multiply(walk, variants, t->result, t->a, t->a_limbs, t->b, t->b_limbs, t->scratch);
}

static int power_is_possible(const dc_task *t) {
    return dc_is_length(t->a_limbs) && t->a_bits > 64 * (t->a_limbs - 1)
           && t->a_bits <= 64 * t->a_limbs && t->n >= 1 && t->n <= DC_MAX_POWER_BITS / t->a_bits;
}

/* The lengths of all buffers depend on a_bits. */
static int power_is_valid(const dc_task *t) {
    uint64_t top = t->a[t->a_limbs - 1];
    return top != 0 && t->a_bits == 64 * t->a_limbs - __builtin_clzll(top);
}

static int64_t power_limbs(const dc_task *t) {
    return dc_power_limbs(t->a_bits, t->n);
}

static int64_t power_scratch(const dc_task *t) {
    return dc_power_scratch(t->a_bits, t->n);
}

static void walk_power(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_walk_power(walk, variants, t->result, t->a, t->a_bits, t->n, t->scratch);
}

static int mod_power_is_possible(const dc_task *t) {
    return dc_is_length(t->a_limbs) && dc_is_length(t->b_limbs) && dc_is_length(t->c_limbs);
}

static int mod_power_is_valid(const dc_task *t) {
    return t->c[t->c_limbs - 1] != 0;
}

static int64_t mod_power_limbs(const dc_task *t) {
    return t->c_limbs;
}

static dc_mod_power mod_power_of(const dc_task *t) {
    return (dc_mod_power){t->a, t->b, t->c, t->a_limbs, t->b_limbs, t->c_limbs};
}

static int64_t mod_power_scratch(const dc_task *t) {
    dc_mod_power p = mod_power_of(t);
    return dc_mod_power_scratch(&p);
}

static void walk_mod_power(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_mod_power p = mod_power_of(t);
    dc_walk_mod_power(walk, variants, t->result, &p, t->scratch);
}

static int fib_is_possible(const dc_task *t) {
    return t->n >= 0 && t->n <= DC_FIB_MAX_EXACT_INDEX;
}

static int64_t fib_limbs(const dc_task *t) {
    return dc_fib_limbs(t->n);
}

static int64_t fib_scratch(const dc_task *t) {
    return dc_fib_scratch(t->n);
}

static void walk_fib(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_walk_fib(walk, variants, t->result, t->scratch, t->n);
}

static int fib_decimal_is_possible(const dc_task *t) {
    return t->n >= 0 && t->n <= DC_FIB_MAX_DECIMAL_INDEX;
}

static int64_t fib_decimal_words(const dc_task *t) {
    return dc_fib_decimal_words(t->n);
}

static int64_t fib_decimal_scratch(const dc_task *t) {
    return dc_fib_decimal_scratch(t->n);
}

static void walk_fib_decimal(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_walk_fib_decimal(walk, variants, t->result, t->scratch, t->n);
}

static int radix_is_possible(const dc_task *t) {
    return dc_is_length(t->a_limbs) && t->n >= DC_MIN_RADIX && t->n <= DC_MAX_RADIX;
}

static int radix_of(const dc_task *t) {
    return t->operation == DC_TO_DECIMAL || t->operation == DC_FROM_DECIMAL ? 10 : (int)t->n;
}

static int64_t to_radix_words(const dc_task *t) {
    return dc_to_radix_words(radix_of(t), t->a_limbs);
}

static int64_t to_radix_scratch(const dc_task *t) {
    return dc_to_radix_scratch(radix_of(t), t->a_limbs);
}

static void walk_to_radix(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_walk_to_radix(walk, variants, radix_of(t), t->result, t->a, t->a_limbs, t->scratch);
}

static int64_t from_radix_limbs(const dc_task *t) {
    return dc_from_radix_limbs(t->a_limbs);
}

static int64_t from_radix_scratch(const dc_task *t) {
    return dc_from_radix_scratch(t->a_limbs);
}

static void walk_from_radix(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_walk_from_radix(walk, variants, radix_of(t), t->result, t->a, t->a_limbs, t->scratch);
}

static int64_t product_limbs(const dc_task *t) {
    return t->a_limbs;
}

static int64_t product_scratch(const dc_task *t) {
    return dc_product_scratch(t->a_limbs);
}

static void walk_product(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_walk_product(walk, variants, t->result, t->a, t->a_limbs, t->scratch);
}

/* The shorter operand has room for the divisor only if both top limbs are not 0. */
static int gcd_is_valid(const dc_task *t) {
    return t->a[t->a_limbs - 1] != 0 && t->b[t->b_limbs - 1] != 0;
}

static int64_t gcd_limbs(const dc_task *t) {
    return t->a_limbs < t->b_limbs ? t->a_limbs : t->b_limbs;
}

static int64_t gcd_scratch(const dc_task *t) {
    return dc_gcd_scratch(t->a_limbs, t->b_limbs, 0);
}

static void walk_gcd(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_walk_gcd(walk, variants, t->result, t->a, t->a_limbs, t->b, t->b_limbs, 0, t->scratch);
}

static int gcd_cofactor_is_valid(const dc_task *t) {
    return t->b[t->b_limbs - 1] != 0;
}

static int64_t gcd_cofactor_limbs(const dc_task *t) {
    return 2 * t->b_limbs;
}

static int64_t gcd_cofactor_scratch(const dc_task *t) {
    return dc_gcd_scratch(t->a_limbs, t->b_limbs, 1);
}

static void walk_gcd_cofactor(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_walk_gcd(walk, variants, t->result, t->a, t->a_limbs, t->b, t->b_limbs, 1, t->scratch);
}

static int divide_is_possible(const dc_task *t) {
    return dc_is_length(t->a_limbs) && dc_is_length(t->b_limbs) && t->a_limbs >= t->b_limbs;
}

static int divide_is_valid(const dc_task *t) {
    return t->b[t->b_limbs - 1] != 0;
}

static int64_t divide_limbs(const dc_task *t) {
    return t->a_limbs + 1;
}

static int64_t divide_scratch(const dc_task *t) {
    return dc_divide_scratch(t->a_limbs, t->b_limbs);
}

static void walk_divide(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    uint64_t *remainder = t->result + (t->a_limbs - t->b_limbs + 1);
    dc_walk_divide(walk, variants, t->result, remainder, t->a, t->a_limbs, t->b, t->b_limbs,
                   t->scratch);
}

static int64_t sqrt_limbs(const dc_task *t) {
    return dc_sqrt_limbs(t->a_limbs);
}

static int64_t sqrt_scratch(const dc_task *t) {
    return dc_sqrt_scratch(t->a_limbs);
}

static void walk_sqrt(dc_walk *walk, const dc_variants *variants, const dc_task *t) {
    dc_walk_sqrt(walk, variants, t->result, t->a, t->a_limbs, t->scratch);
}

static const operation operations[] = {
    [DC_MULTIPLY] = {multiply_is_possible, NULL, multiply_limbs, multiply_scratch, walk_multiply},
    [DC_POWER] = {power_is_possible, power_is_valid, power_limbs, power_scratch, walk_power},
    [DC_FIB] = {fib_is_possible, NULL, fib_limbs, fib_scratch, walk_fib},
    [DC_FIB_DECIMAL] = {fib_decimal_is_possible, NULL, fib_decimal_words, fib_decimal_scratch,
                        walk_fib_decimal},
    [DC_TO_DECIMAL] = {has_length, NULL, to_radix_words, to_radix_scratch, walk_to_radix},
    [DC_FROM_DECIMAL] = {has_length, NULL, from_radix_limbs, from_radix_scratch, walk_from_radix},
    [DC_PRODUCT] = {has_length, NULL, product_limbs, product_scratch, walk_product},
    [DC_TO_RADIX] = {radix_is_possible, NULL, to_radix_words, to_radix_scratch, walk_to_radix},
    [DC_FROM_RADIX] = {radix_is_possible, NULL, from_radix_limbs, from_radix_scratch,
                       walk_from_radix},
    [DC_GCD] = {multiply_is_possible, gcd_is_valid, gcd_limbs, gcd_scratch, walk_gcd},
    [DC_GCD_COFACTOR] = {multiply_is_possible, gcd_cofactor_is_valid, gcd_cofactor_limbs,
                         gcd_cofactor_scratch, walk_gcd_cofactor},
    [DC_MOD_POWER] = {mod_power_is_possible, mod_power_is_valid, mod_power_limbs, mod_power_scratch,
                      walk_mod_power},
    [DC_DIVIDE] = {divide_is_possible, divide_is_valid, divide_limbs, divide_scratch, walk_divide},
    [DC_SQRT] = {has_length, NULL, sqrt_limbs, sqrt_scratch, walk_sqrt},
};
enum { OPERATIONS = sizeof operations / sizeof operations[0] };

/* The operation of a task that it accepts; NULL if there is none. */
static const operation *operation_of(const dc_task *task) {
    if (task->operation < 0 || task->operation >= OPERATIONS) {
        return NULL;
    }
    const operation *o = &operations[task->operation];
    return o->is_possible(task) ? o : NULL;
}

static int features_are_detected(const dc_task *task) {
    return dc_has(dc_features_detected(), task->features);
}

/* ---- The public functions ------------------------------------------------------------------- */

long long dc_task_result_limbs(const dc_task *task) {
    const operation *o = operation_of(task);
    return o != NULL ? o->result_limbs(task) : DC_ERR_RANGE;
}

long long dc_task_scratch_limbs(const dc_task *task) {
    const operation *o = operation_of(task);
    return o != NULL ? o->scratch_limbs(task) : DC_ERR_RANGE;
}

/*
 * Walks through the task and runs nothing. The counts stay 0 if the task is invalid. A walk
 * computes addresses that it does not use. UndefinedBehaviorSanitizer reports that for null
 * pointers, so those are replaced.
 */
static dc_walk counts_of(const dc_task *task, long long stage) {
    dc_walk walk = {
        .stage = stage < 0 ? DC_WALK_NONE : stage, .strand = -1, .divided = task->threads > 1};
    const operation *o = operation_of(task);
    if (o != NULL && features_are_detected(task)) {
        uint64_t nothing;
        dc_task counted = *task;
        counted.a = task->a != NULL ? task->a : &nothing;
        counted.b = task->b != NULL ? task->b : &nothing;
        counted.c = task->c != NULL ? task->c : &nothing;
        counted.result = task->result != NULL ? task->result : &nothing;
        counted.scratch = task->scratch != NULL ? task->scratch : &nothing;
        o->walk(&walk, dc_variants_for(task->features), &counted);
    }
    return walk;
}

long long dc_task_stages(const dc_task *task) {
    int64_t stages = counts_of(task, DC_WALK_NONE).at;
    return stages > 0 ? stages : DC_ERR_RANGE;
}

long long dc_task_strands(const dc_task *task, long long stage) {
    int64_t strands = counts_of(task, stage).strands;
    return strands > 0 ? strands : DC_ERR_RANGE;
}

long long dc_task_steps(const dc_task *task, long long stage) {
    int64_t steps = counts_of(task, stage).steps;
    return steps > 0 ? steps : DC_ERR_RANGE;
}

long long dc_task_run(const dc_task *task, long long stage, long long strand, long long step) {
    const operation *o = operation_of(task);
    if (o == NULL || !features_are_detected(task) || stage < -1) {
        return DC_ERR_RANGE;
    }
    if (o->is_valid_now != NULL && !o->is_valid_now(task)) {
        return DC_ERR_RANGE;
    }
    if (task->result_limbs < o->result_limbs(task)
        || task->scratch_limbs < o->scratch_limbs(task)) {
        return DC_ERR_SPACE;
    }
    dc_walk walk = {.stage = stage < 0 ? DC_WALK_ALL : stage,
                    .strand = strand,
                    .step = step,
                    .divided = task->threads > 1};
    unsigned environment = dc_floating_point_begin();
    o->walk(&walk, dc_variants_for(task->features), task);
    dc_floating_point_end(environment);
    int has_run =
        stage < 0 || (strand >= 0 && strand < walk.strands && step >= 0 && step < walk.steps);
    return has_run ? 0 : DC_ERR_RANGE;
}
