/* Tasks of downcall.h in buffers of exactly the required lengths, in one call or step by step. */
#ifndef TASKS_H
#define TASKS_H

#include "numbers.h"

#include "downcall.h"

/* Steps in order, strands from the last to the first, because they are independent. */
static inline void run_in_steps(const dc_task *task) {
    long long stages = dc_task_stages(task);
    CHECK(stages >= 1, "operation %d: %lld stages", task->operation, stages);
    for (long long stage = 0; stage < stages; stage++) {
        long long strands = dc_task_strands(task, stage), steps = dc_task_steps(task, stage);
        CHECK(strands >= 1 && steps >= 1, "operation %d, stage %lld: %lld, %lld", task->operation,
              stage, strands, steps);
        for (long long strand = strands - 1; strand >= 0; strand--) {
            for (long long step = 0; step < steps; step++) {
                long long status = dc_task_run(task, stage, strand, step);
                CHECK(status == 0, "operation %d, stage %lld: %lld", task->operation, stage,
                      status);
            }
        }
    }
}

/* IN_STRANDS is IN_STEPS with the strands for several threads. */
enum way { AT_ONCE, IN_STEPS, IN_STRANDS, WAYS };

/* The bit length of a number whose top limb is not 0. */
static inline long long bits_of(const uint64_t *a, int64_t n) {
    return 64 * n - __builtin_clzll(a[n - 1]);
}

/*
 * Runs a task and returns its result of task->result_limbs limbs, which the caller frees.
 */
static inline uint64_t *result_of(dc_task *task, enum way way) {
    task->features = dc_features();
    task->threads = way == IN_STRANDS ? 2 : 0;
    task->result_limbs = dc_task_result_limbs(task);
    task->scratch_limbs = dc_task_scratch_limbs(task);
    CHECK(task->result_limbs > 0 && task->scratch_limbs >= 0, "operation %d: %lld, %lld limbs",
          task->operation, task->result_limbs, task->scratch_limbs);
    task->result = limbs_of(task->result_limbs);
    task->scratch = limbs_of(task->scratch_limbs);
    if (way == AT_ONCE) {
        CHECK(dc_task_run(task, -1, 0, 0) == 0, "operation %d", task->operation);
    } else {
        /* The content differs from that before a single call. */
        memset(task->result, 0x5B, (size_t)task->result_limbs * 8);
        memset(task->scratch, 0x7E, (size_t)task->scratch_limbs * 8);
        run_in_steps(task);
    }
    free_limbs(task->scratch, task->scratch_limbs);
    return task->result;
}

/* How many words are left without leading zeros. */
static inline int64_t words_in(const uint64_t *words, int64_t n) {
    while (n > 0 && words[n - 1] == 0) {
        n--;
    }
    return n;
}

#endif
