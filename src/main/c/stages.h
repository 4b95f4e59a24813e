/*
 * Long computations in stages. Internal.
 *
 * A computation is written as one function from beginning to end, in which each piece of work
 * stands in
 *
 *     for (dc_span s = dc_stage(walk, lanes, parts); dc_next(&s);) { the work of s.lane, s.part }
 *
 * The walk decides how much of it a call does: everything, or one part of one lane of one stage, or
 * nothing but count. The function may not depend on results in what it does next, only on sizes.
 * Going through it without any work takes microseconds, so that nothing has to be kept between
 * calls but the numbers themselves.
 *
 * Stages follow each other; the lanes of a stage are independent; the parts of a lane follow each
 * other.
 */
#ifndef DC_STAGES_H
#define DC_STAGES_H

#include <stdint.h>

enum { DC_WALK_ALL = -1, DC_WALK_NONE = -2 };

typedef struct {
    int64_t stage, lane, part; /* what is wanted: stage may be DC_WALK_ALL or DC_WALK_NONE */
    int64_t at;                /* the stages so far */
    int64_t lanes, parts;      /* of the stage that is wanted */
} dc_walk;

typedef struct {
    int64_t lane, part;
    int64_t first_part, lanes, parts; /* the ends, exclusive */
} dc_span;

static inline dc_span dc_stage(dc_walk *walk, int64_t lanes, int64_t parts) {
    int64_t stage = walk->at++;
    if (walk->stage == DC_WALK_ALL) {
        return (dc_span){0, -1, 0, lanes, parts};
    }
    if (walk->stage == stage) {
        walk->lanes = lanes;
        walk->parts = parts;
        if (walk->lane >= 0 && walk->lane < lanes && walk->part >= 0 && walk->part < parts) {
            return (dc_span){walk->lane, walk->part - 1, walk->part, walk->lane + 1,
                             walk->part + 1};
        }
    }
    return (dc_span){0, -1, 0, 0, 0};
}

static inline int dc_next(dc_span *span) {
    if (++span->part >= span->parts) {
        span->part = span->first_part;
        span->lane++;
    }
    return span->lane < span->lanes;
}

#endif
