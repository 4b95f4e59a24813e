/*
 * Long computations in stages, strands and steps. Internal.
 *
 * A computation is one function, from its beginning to its end. Each piece of its work is the body
 * of a loop
 *
 *     for (dc_span s = dc_stage(walk, strands, steps); dc_next(&s);) { run s.step of s.strand }
 *
 * The walk decides how much of the work a call performs: all of it, one step of one strand of one
 * stage, or none, to count stages. The function must choose its path by sizes only, never by
 * results. Going through it without performing any work takes microseconds, so nothing but the
 * numbers themselves is kept between calls.
 *
 * Stages run one after the other. The strands of a stage are independent. The steps of a strand run
 * one after the other.
 */
#ifndef DC_STAGES_H
#define DC_STAGES_H

#include <stdint.h>

enum { DC_WALK_ALL = -1, DC_WALK_NONE = -2 };

typedef struct {
    int64_t stage, strand, step; /* what to run; stage may be DC_WALK_ALL or DC_WALK_NONE */
    int divided;                 /* whether several threads run strands: there are then more */
    int64_t at;                  /* out: the number of stages so far */
    int64_t strands, steps;      /* out: the counts of the stage to run */
} dc_walk;

typedef struct {
    int64_t strand, step;
    int64_t first_step, strands, steps; /* the ends are exclusive */
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
