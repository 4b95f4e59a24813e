/*
 * Tasks of downcall.h in buffers of exactly the sizes that they ask for, all at once or piece by
 * piece.
 */
#ifndef TASKS_H
#define TASKS_H

#include "numbers.h"

#include "downcall.h"

/* Parts in order, lanes from the last to the first: they are independent. */
static inline void run_in_pieces(const dc_task *task) {
    long long stages = dc_task_stages(task);
    CHECK(stages >= 1, "operation %d: %lld stages", task->operation, stages);
    for (long long stage = 0; stage < stages; stage++) {
        long long lanes = dc_task_lanes(task, stage), parts = dc_task_parts(task, stage);
        CHECK(lanes >= 1 && parts >= 1, "operation %d, stage %lld: %lld, %lld", task->operation,
              stage, lanes, parts);
        for (long long lane = lanes - 1; lane >= 0; lane--) {
            for (long long part = 0; part < parts; part++) {
                long long status = dc_task_run(task, stage, lane, part);
                CHECK(status == 0, "operation %d, stage %lld: %lld", task->operation, stage,
                      status);
            }
        }
    }
}

enum way { AT_ONCE, IN_PIECES };

/* Runs a task, whose result is the caller's to free: task->result_limbs. */
static inline uint64_t *result_of(dc_task *task, enum way way) {
    task->isa = dc_isa();
    task->result_limbs = dc_task_result_limbs(task);
    task->scratch_limbs = dc_task_scratch_limbs(task);
    CHECK(task->result_limbs > 0 && task->scratch_limbs >= 0, "operation %d: %lld, %lld limbs",
          task->operation, task->result_limbs, task->scratch_limbs);
    task->result = limbs_of(task->result_limbs);
    task->scratch = limbs_of(task->scratch_limbs);
    if (way == AT_ONCE) {
        CHECK(dc_task_run(task, -1, 0, 0) == 0, "operation %d", task->operation);
    } else {
        memset(task->result, 0x5B, (size_t)task->result_limbs * 8); /* other content than at once */
        memset(task->scratch, 0x7E, (size_t)task->scratch_limbs * 8);
        run_in_pieces(task);
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
