/*
 * Long computations in stages. Internal.
 *
 * A computation is written as one function from beginning to end, in which each piece of work
 * stands in
 *
 *     for (dc_span s = dc_stage(walk, strands, steps); dc_next(&s);) { the work of s.strand, s.step }
 *
 * The walk decides how much of it a call does: everything, or one step of one strand of one stage, or
 * nothing but count. The function may not depend on results in what it does next, only on sizes.
 * Going through it without any work takes microseconds, so that nothing has to be kept between
 * calls but the numbers themselves.
 *
 * Stages follow each other; the strands of a stage are independent; the steps of a strand follow each
 * other.
 */
#ifndef DC_STAGES_H
#define DC_STAGES_H

#include <stdint.h>

enum { DC_WALK_ALL = -1, DC_WALK_NONE = -2 };

typedef struct {
    int64_t stage, strand, step; /* what is wanted: stage may be DC_WALK_ALL or DC_WALK_NONE */
    int64_t at;                  /* the stages so far */
    int64_t strands, steps;      /* of the stage that is wanted */
} dc_walk;

typedef struct {
    int64_t strand, step;
    int64_t first_step, strands, steps; /* the ends, exclusive */
} dc_span;

static inline dc_span dc_stage(dc_walk *walk, int64_t strands, int64_t steps) {
    int64_t stage = walk->at++;
    if (walk->stage == DC_WALK_ALL) {
        return (dc_span){0, -1, 0, strands, steps};
    }
    if (walk->stage == stage) {
        walk->strands = strands;
        walk->steps = steps;
        if (walk->strand >= 0 && walk->strand < strands && walk->step >= 0 && walk->step < steps) {
            return (dc_span){walk->strand, walk->step - 1, walk->step, walk->strand + 1,
                             walk->step + 1};
        }
    }
    return (dc_span){0, -1, 0, 0, 0};
}

static inline int dc_next(dc_span *span) {
    if (++span->step >= span->steps) {
        span->step = span->first_step;
        span->strand++;
    }
    return span->strand < span->strands;
}

#endif
