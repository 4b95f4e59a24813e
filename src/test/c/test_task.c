/*
 * Tasks: steps in any permitted order compute the same result as one call, and a call with an
 * invalid argument writes nothing.
 */
#include "tasks.h"

#include "numbers/limbs.h"

/* Tasks of each operation, from small ones to some with several stages. */
enum { OPERATIONS = DC_FROM_RADIX + 1, OPERAND = 700 };

static uint64_t *operand_a, *operand_b;

static dc_task task_of(int operation, int size) {
    static const int64_t limbs[] = {1, 3, 41, 130, OPERAND};
    static const long long indices[] = {0, 93, 5000, 70000, 400000};
    static const long long exponents[] = {1, 7, 30, 12, 5};
    dc_task task = {.operation = operation,
                    .features = dc_features(),
                    .n = indices[size],
                    .a = operand_a,
                    .a_limbs = limbs[size]};
    if (operation == DC_POWER) {
        task.n = exponents[size];
        task.a_bits = bits_of(operand_a, limbs[size]);
    } else if (operation == DC_MULTIPLY || operation == DC_GCD || operation == DC_GCD_COFACTOR) {
        task.b = operand_b;
        task.b_limbs = limbs[size] - (size > 2);
    } else if (operation == DC_DIVIDE) {
        task.b = operand_b;
        task.b_limbs = (limbs[size] + 1) / 2;
    } else if (operation == DC_MOD_POWER) {
        task.b = operand_b;
        task.b_limbs = 1;
        task.c = operand_b + 1;
        task.c_limbs = (limbs[size] + 1) / 2;
    } else if (operation == DC_TO_RADIX || operation == DC_FROM_RADIX) {
        task.n = 36 - 7 * size;
    }
    return task;
}

enum { SIZES = 5 };

static void begin(void) {
    operand_a = limbs_of(OPERAND);
    operand_b = limbs_of(OPERAND);
    for (int i = 0; i < OPERAND;
         i++) { /* words from 1 to 10^19 - 1, which every operation accepts */
        operand_a[i] = 1 + random_limb() % UINT64_C(9999999999999999999);
        operand_b[i] = random_limb();
    }
}

static void end(void) {
    free_limbs(operand_a, OPERAND);
    free_limbs(operand_b, OPERAND);
}

static void steps_compute_what_one_call_computes(void) {
    begin();
    for (int operation = 0; operation < OPERATIONS; operation++) {
        for (int size = 0; size < SIZES; size++) {
            dc_task at_once = task_of(operation, size), in_steps = at_once;
            enum way way = size % 2 ? IN_STEPS : IN_STRANDS;
            uint64_t *expected = result_of(&at_once, AT_ONCE), *actual = result_of(&in_steps, way);
            CHECK(at_once.result_limbs == in_steps.result_limbs, "operation %d size %d", operation,
                  size);
            CHECK_SAME(actual, expected, at_once.result_limbs, "operation %d size %d", operation,
                       size);
            free_limbs(expected, at_once.result_limbs);
            free_limbs(actual, in_steps.result_limbs);
        }
    }
    end();
}

static void all_levels_compute_the_same(void) {
    begin();
    for (int operation = 0; operation < OPERATIONS; operation++) {
        for (int size = 0; size < SIZES; size++) {
            dc_task here = task_of(operation, size), baseline = here;
            long long features = dc_features();
            uint64_t *actual = result_of(&here, AT_ONCE);
            dc_features_limit(0);
            uint64_t *expected = result_of(&baseline, AT_ONCE);
            dc_features_limit(features);
            CHECK(here.result_limbs == baseline.result_limbs
                      && here.scratch_limbs == baseline.scratch_limbs,
                  "operation %d size %d", operation, size);
            CHECK_SAME(actual, expected, here.result_limbs, "operation %d size %d", operation,
                       size);
            free_limbs(expected, baseline.result_limbs);
            free_limbs(actual, here.result_limbs);
        }
    }
    end();
}

/* A task keeps its features, whatever other threads set in the meantime. */
static void a_limit_does_not_affect_a_task_under_way(void) {
    begin();
    for (int operation = 0; operation < OPERATIONS; operation++) {
        long long features = dc_features();
        dc_task task = task_of(operation, SIZES - 1), at_once = task;
        uint64_t *expected = result_of(&at_once, AT_ONCE);
        task.result_limbs = at_once.result_limbs;
        task.scratch_limbs = at_once.scratch_limbs;
        task.result = limbs_of(task.result_limbs);
        task.scratch = limbs_of(task.scratch_limbs);
        long long calls = 0;
        for (long long stage = 0; stage < dc_task_stages(&task); stage++) {
            for (long long strand = 0; strand < dc_task_strands(&task, stage); strand++) {
                for (long long step = 0; step < dc_task_steps(&task, stage); step++) {
                    dc_features_limit(calls++ % 2 == 0 ? 0 : -1);
                    CHECK(dc_task_run(&task, stage, strand, step) == 0, "operation %d", operation);
                }
            }
        }
        dc_features_limit(features);
        CHECK_SAME(task.result, expected, task.result_limbs, "operation %d", operation);
        free_limbs(expected, at_once.result_limbs);
        free_limbs(task.result, task.result_limbs);
        free_limbs(task.scratch, task.scratch_limbs);
    }
    end();
}

/* a and b are the same array of the same length. */
static void a_square_is_a_task_of_its_own(void) {
    begin();
    for (int size = 0; size < SIZES; size++) {
        dc_task square = task_of(DC_MULTIPLY, size);
        square.b = square.a;
        square.b_limbs = square.a_limbs;
        int64_t n = square.a_limbs;
        uint64_t *expected = limbs_of(2 * n), *actual = result_of(&square, IN_STEPS);
        multiply_by_definition(expected, operand_a, n, operand_a, n);
        CHECK_SAME(actual, expected, 2 * n, "size %d", size);
        free_limbs(expected, 2 * n);
        free_limbs(actual, square.result_limbs);
    }
    end();
}

/* ---- Invalid arguments ---------------------------------------------------------------------- */

/* A task with buffers that must stay unchanged. */
typedef struct {
    dc_task task;
    uint64_t *result, *scratch;
    int64_t result_limbs, scratch_limbs;
} watched;

static watched watch(dc_task task) {
    watched w = {task, NULL, NULL, dc_task_result_limbs(&task), dc_task_scratch_limbs(&task)};
    CHECK(w.result_limbs > 0 && w.scratch_limbs >= 0, "operation %d", task.operation);
    w.task.result = w.result = limbs_of(w.result_limbs);
    w.task.scratch = w.scratch = limbs_of(w.scratch_limbs);
    w.task.result_limbs = w.result_limbs;
    w.task.scratch_limbs = w.scratch_limbs;
    return w;
}

static int is_untouched(const watched *w) {
    int same = 1;
    for (int64_t i = 0; i < w->result_limbs; i++) {
        same &= w->result[i] == UINT64_C(0xA5A5A5A5A5A5A5A5);
    }
    for (int64_t i = 0; i < w->scratch_limbs; i++) {
        same &= w->scratch[i] == UINT64_C(0xA5A5A5A5A5A5A5A5);
    }
    return same;
}

static void release(watched w) {
    free_limbs(w.result, w.result_limbs);
    free_limbs(w.scratch, w.scratch_limbs);
}

/* Every function that runs or counts steps returns `error`. */
static void check_rejected(const watched *w, const dc_task *task, long long error,
                           const char *what) {
    CHECK(dc_task_run(task, -1, 0, 0) == error, "operation %d, %s: all", task->operation, what);
    CHECK(dc_task_run(task, 0, 0, 0) == error, "operation %d, %s: first", task->operation, what);
    if (error == DC_ERR_RANGE) {
        CHECK(dc_task_stages(task) == error && dc_task_strands(task, 0) == error
                  && dc_task_steps(task, 0) == error,
              "operation %d, %s: stages", task->operation, what);
    }
    CHECK(is_untouched(w), "operation %d, %s: written", task->operation, what);
}

/* So do the functions that return lengths. */
static void check_impossible(const watched *w, const dc_task *task, const char *what) {
    check_rejected(w, task, DC_ERR_RANGE, what);
    CHECK(dc_task_result_limbs(task) == DC_ERR_RANGE, "operation %d, %s", task->operation, what);
    CHECK(dc_task_scratch_limbs(task) == DC_ERR_RANGE, "operation %d, %s", task->operation, what);
}

static const long long odd_lengths[] = {
    0, -1, DC_MAX_LIMBS + 1, INT32_MIN, INT64_C(1) << 58, INT64_C(1) << 61, INT64_MIN, INT64_MAX};
enum { ODD_LENGTHS = sizeof odd_lengths / sizeof odd_lengths[0] };

static void fields_out_of_range(void) {
    begin();
    for (int operation = 0; operation < OPERATIONS; operation++) {
        for (int size = 0; size < SIZES; size++) {
            watched w = watch(task_of(operation, size));
            dc_task task = w.task;
            for (int k = 0; k < ODD_LENGTHS; k++) {
                if (operation != DC_FIB && operation != DC_FIB_DECIMAL) {
                    task.a_limbs = odd_lengths[k];
                    check_impossible(&w, &task, "a_limbs");
                    task = w.task;
                }
                if (operation == DC_MULTIPLY || operation == DC_DIVIDE || operation == DC_GCD
                    || operation == DC_GCD_COFACTOR || operation == DC_MOD_POWER) {
                    task.b_limbs = odd_lengths[k];
                    check_impossible(&w, &task, "b_limbs");
                    task = w.task;
                }
                if (task.operation == DC_MOD_POWER) {
                    task.c_limbs = odd_lengths[k];
                    check_impossible(&w, &task, "c_limbs");
                    task = w.task;
                }
            }
            for (int bit = 0; bit < 64; bit++) { /* each feature that was not detected */
                task.features = (long long)(UINT64_C(1) << bit);
                if ((task.features & dc_features_detected()) == 0) {
                    check_rejected(&w, &task, DC_ERR_RANGE, "features");
                }
                task = w.task;
            }
            task.features = -1;
            check_rejected(&w, &task, DC_ERR_RANGE, "all features");
            task = w.task;
            static const int unknown[] = {-1, OPERATIONS, INT32_MIN, INT32_MAX};
            for (int k = 0; k < 4; k++) {
                task.operation = unknown[k];
                check_impossible(&w, &task, "unknown");
                task = w.task;
            }
            release(w);
        }
    }
    end();
}

static void numbers_out_of_range(void) {
    begin();
    static const struct {
        int operation;
        long long n;
    } cases[] = {
        {DC_FIB, -1},
        {DC_FIB, INT64_MIN},
        {DC_FIB, DC_FIB_MAX_EXACT_INDEX + 1},
        {DC_FIB, INT64_MAX},
        {DC_FIB_DECIMAL, -1},
        {DC_FIB_DECIMAL, INT64_MIN},
        {DC_FIB_DECIMAL, DC_FIB_MAX_DECIMAL_INDEX + 1},
        {DC_FIB_DECIMAL, INT64_MAX},
        {DC_POWER, 0},
        {DC_POWER, -1},
        {DC_POWER, INT64_MIN},
        {DC_POWER, INT64_MAX},
        {DC_POWER, INT64_C(1) << 32},
        {DC_TO_RADIX, 1},
        {DC_TO_RADIX, 37},
        {DC_FROM_RADIX, 0},
        {DC_FROM_RADIX, INT64_C(10) << 32},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        watched w = watch(task_of(cases[k].operation, 2));
        dc_task task = w.task;
        task.n = cases[k].n;
        check_impossible(&w, &task, "n");
        release(w);
    }
    end();
}

static void invalid_powers(void) {
    uint64_t a[3] = {5, 7, 0};
    dc_task task = {.operation = DC_POWER,
                    .features = dc_features(),
                    .n = 2,
                    .a = a,
                    .a_limbs = 2,
                    .a_bits = 67};
    watched w = watch(task);
    task = w.task;
    static const long long odd_bits[] = {0, -1, 64, 129, INT64_MIN, INT64_MAX};
    for (int k = 0; k < 6; k++) {
        task.a_bits = odd_bits[k];
        check_impossible(&w, &task, "a_bits do not fit a_limbs");
    }
    /* Bit lengths that fit a_limbs but not the limbs of a are rejected when the task runs. */
    for (task.a_bits = 65; task.a_bits <= 128; task.a_bits++) {
        if (task.a_bits != 67) {
            CHECK(dc_task_run(&task, -1, 0, 0) == DC_ERR_RANGE, "%lld bits", task.a_bits);
            CHECK(dc_task_run(&task, 0, 0, 0) == DC_ERR_RANGE, "%lld bits", task.a_bits);
        }
    }
    CHECK(is_untouched(&w), "written");
    task.a_limbs = 3;
    for (task.a_bits = 129; task.a_bits <= 192; task.a_bits++) {
        CHECK(dc_task_run(&task, -1, 0, 0) == DC_ERR_RANGE, "the top limb is 0");
    }
    CHECK(is_untouched(&w), "written");
    task = w.task;
    /* Counts and lengths do not read a. */
    task.a = NULL;
    CHECK(dc_task_result_limbs(&task) == w.result_limbs
              && dc_task_scratch_limbs(&task) == w.scratch_limbs && dc_task_stages(&task) > 0
              && dc_task_strands(&task, 0) > 0 && dc_task_steps(&task, 0) > 0,
          "without a");
    task = w.task;
    /* 2^32 - 1 bits are the most: 67 bits of a fit 64103989 times, and one bit 2^32 - 1 times. */
    task.a_limbs = 2;
    task.n = 64103989;
    CHECK(dc_task_result_limbs(&task) >= 67108862, "%lld", dc_task_result_limbs(&task));
    task.n++;
    check_impossible(&w, &task, "2^32 bits");
    release(w);
    const uint64_t one = 1;
    dc_task ones = {.operation = DC_POWER,
                    .features = dc_features(),
                    .n = (INT64_C(1) << 32) - 1,
                    .a = &one,
                    .a_limbs = 1,
                    .a_bits = 1};
    CHECK(dc_task_result_limbs(&ones) > 0, "1 to the 2^32 - 1");
    ones.n++;
    CHECK(dc_task_result_limbs(&ones) == DC_ERR_RANGE, "1 to the 2^32");
}

static void buffers_too_small(void) {
    begin();
    for (int operation = 0; operation < OPERATIONS; operation++) {
        for (int size = 0; size < SIZES; size++) {
            watched w = watch(task_of(operation, size));
            static const long long less[] = {0, -1, INT64_MIN};
            for (int k = 0; k < 4; k++) {
                dc_task task = w.task;
                task.result_limbs = k < 3 ? less[k] : w.result_limbs - 1;
                check_rejected(&w, &task, DC_ERR_SPACE, "result");
                task = w.task;
                task.scratch_limbs = k < 3 ? less[k] : w.scratch_limbs - 1;
                if (task.scratch_limbs < w.scratch_limbs) {
                    check_rejected(&w, &task, DC_ERR_SPACE, "scratch");
                }
            }
            release(w);
        }
    }
    end();
}

/* Under UndefinedBehaviorSanitizer, arithmetic with a null pointer ends the program. */
static void stages_are_counted_before_the_buffers_exist(void) {
    begin();
    for (int operation = 0; operation < OPERATIONS; operation++) {
        for (int size = 0; size < SIZES; size++) {
            watched w = watch(task_of(operation, size));
            dc_task task = w.task;
            task.result = task.scratch = NULL;
            if (operation != DC_MULTIPLY) { /* whose operands are compared */
                task.a = NULL;
            }
            long long stages = dc_task_stages(&task);
            CHECK(stages == dc_task_stages(&w.task), "operation %d", operation);
            for (long long stage = 0; stage < stages; stage++) {
                CHECK(dc_task_strands(&task, stage) == dc_task_strands(&w.task, stage)
                          && dc_task_steps(&task, stage) == dc_task_steps(&w.task, stage),
                      "operation %d, stage %lld", operation, stage);
            }
            release(w);
        }
    }
    end();
}

static void steps_that_do_not_exist(void) {
    begin();
    for (int operation = 0; operation < OPERATIONS; operation++) {
        for (int size = 0; size < SIZES; size++) {
            watched w = watch(task_of(operation, size));
            const dc_task *task = &w.task;
            long long stages = dc_task_stages(task);
            const long long none[] = {stages, stages + 1, -2, -3, INT64_MIN, INT64_MAX};
            for (int k = 0; k < 6; k++) {
                CHECK(dc_task_run(task, none[k], 0, 0) == DC_ERR_RANGE, "operation %d, stage %lld",
                      operation, none[k]);
                CHECK(dc_task_strands(task, none[k]) == DC_ERR_RANGE, "operation %d, stage %lld",
                      operation, none[k]);
                CHECK(dc_task_steps(task, none[k]) == DC_ERR_RANGE, "operation %d, stage %lld",
                      operation, none[k]);
            }
            CHECK(dc_task_strands(task, -1) == DC_ERR_RANGE
                      && dc_task_steps(task, -1) == DC_ERR_RANGE,
                  "operation %d", operation);
            for (long long stage = 0; stage < stages; stage++) {
                long long strands = dc_task_strands(task, stage),
                          steps = dc_task_steps(task, stage);
                const long long no_strand[] = {strands, -1, INT64_MIN, INT64_MAX},
                                no_step[] = {steps, -1, INT64_MIN, INT64_MAX};
                for (int k = 0; k < 4; k++) {
                    CHECK(dc_task_run(task, stage, no_strand[k], 0) == DC_ERR_RANGE,
                          "operation %d, stage %lld, strand %lld", operation, stage, no_strand[k]);
                    CHECK(dc_task_run(task, stage, 0, no_step[k]) == DC_ERR_RANGE,
                          "operation %d, stage %lld, step %lld", operation, stage, no_step[k]);
                }
            }
            CHECK(is_untouched(&w), "operation %d: written", operation);
            release(w);
        }
    }
    end();
}

/* Lengths can be computed without buffers, also for the largest operands. */
static void lengths_of_the_largest(void) {
    const dc_task largest[] = {
        {.operation = DC_MULTIPLY, .a_limbs = DC_MAX_LIMBS, .b_limbs = DC_MAX_LIMBS},
        {.operation = DC_MULTIPLY, .a_limbs = DC_MAX_LIMBS, .b_limbs = 1},
        {.operation = DC_POWER, .a_limbs = 1, .a_bits = 64, .n = 67108863},
        {.operation = DC_FIB, .n = DC_FIB_MAX_EXACT_INDEX},
        {.operation = DC_FIB_DECIMAL, .n = DC_FIB_MAX_DECIMAL_INDEX},
        {.operation = DC_TO_DECIMAL, .a_limbs = DC_MAX_LIMBS},
        {.operation = DC_FROM_DECIMAL, .a_limbs = DC_MAX_LIMBS},
        {.operation = DC_SQRT, .a_limbs = DC_MAX_LIMBS},
        {.operation = DC_DIVIDE, .a_limbs = DC_MAX_LIMBS, .b_limbs = DC_MAX_LIMBS},
        {.operation = DC_DIVIDE, .a_limbs = DC_MAX_LIMBS, .b_limbs = DC_MAX_LIMBS / 2},
        {.operation = DC_DIVIDE, .a_limbs = DC_MAX_LIMBS, .b_limbs = 1000},
        {.operation = DC_DIVIDE, .a_limbs = DC_MAX_LIMBS, .b_limbs = 1},
        {.operation = DC_GCD, .a_limbs = DC_MAX_LIMBS, .b_limbs = DC_MAX_LIMBS},
        {.operation = DC_GCD_COFACTOR, .a_limbs = DC_MAX_LIMBS, .b_limbs = DC_MAX_LIMBS},
        {.operation = DC_PRODUCT, .a_limbs = DC_MAX_LIMBS},
        {.operation = DC_TO_RADIX, .n = 31, .a_limbs = DC_MAX_LIMBS},
        {.operation = DC_FROM_RADIX, .n = 30, .a_limbs = DC_MAX_LIMBS},
    };
    for (size_t k = 0; k < sizeof largest / sizeof largest[0]; k++) {
        long long result = dc_task_result_limbs(&largest[k]),
                  scratch = dc_task_scratch_limbs(&largest[k]);
        CHECK(result > 0 && result < INT64_C(1) << 32, "operation %d: %lld", largest[k].operation,
              result);
        CHECK(scratch >= 0 && scratch < INT64_C(1) << 34, "operation %d: %lld",
              largest[k].operation, scratch);
    }
}

int main(void) {
    RUN(steps_compute_what_one_call_computes);
    RUN_WITHOUT_ADX(all_levels_compute_the_same);
    RUN(a_limit_does_not_affect_a_task_under_way);
    RUN(a_square_is_a_task_of_its_own);
    RUN(fields_out_of_range);
    RUN(numbers_out_of_range);
    RUN(invalid_powers);
    RUN(buffers_too_small);
    RUN(stages_are_counted_before_the_buffers_exist);
    RUN(steps_that_do_not_exist);
    RUN_ONCE(lengths_of_the_largest);
    return finish();
}
