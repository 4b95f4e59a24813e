/*
 * Half of Euclid's algorithm in less than quadratic time, in steps. Internal.
 *
 * For numbers of n limbs, with B = 2^64, a half-gcd finds a reduction (see lehmer.h) to numbers
 * that are both at least B^(n / 2 + 1), but differ by less than that. It calls itself twice for
 * numbers of about n / 2 limbs [N. Moeller, "On Schoenhage's algorithm and subquadratic integer GCD
 * computation", Math. Comp. 77 (2008)]. docs/big-numbers.md has the proof.
 *
 * Calls are frames of a stack in scratch, so that the computation can stop after each product and
 * continue in the next step.
 */
#ifndef DC_HGCD_H
#define DC_HGCD_H

#include "lehmer.h"
#include "stages.h"

/* Places in scratch are offsets in limbs. A frame is one call. */
typedef struct {
    int64_t phase, changed;
    int64_t a, b, n;          /* the numbers, and the limbs of the larger one */
    int64_t n0, least;        /* n in the beginning; both numbers stay at least B^least */
    int64_t cut;              /* the limbs below those that the called half-gcd sees */
    int64_t m, stride, limbs; /* the matrix */
    int64_t work;             /* free space */
} dc_hgcd_frame;

/* More than log2(DC_MAX_LIMBS / DC_HGCD_LIMBS) + 2 */
enum { DC_HGCD_DEPTH = 24 };

/* A product of which some steps have been done. */
typedef struct {
    int64_t kind, stage, strand, step;
    int64_t a, b, room, cut;               /* DC_APPLY */
    int64_t m, stride, limbs, rows;        /* DC_MULTIPLY_MATRIX: the left factor */
    int64_t by, by_stride, by_limbs, work; /* the matrix, or the right factor */
} dc_hgcd_product;

enum { DC_NO_PRODUCT, DC_APPLY, DC_MULTIPLY_MATRIX };

/* The state between two steps. It is kept in scratch, so it consists of 64-bit integers only. */
typedef struct {
    int64_t depth, changed, n, limbs; /* `changed`, `n` and `limbs`: of the call that ended last */
    dc_hgcd_product product;
    dc_hgcd_frame frames[DC_HGCD_DEPTH];
} dc_hgcd;

typedef struct {
    const dc_variants *variants;
    uint64_t *scratch;
    int64_t budget; /* how much work is left for this step, in nanoseconds with AVX-512 */
} dc_hgcd_run;

/* The limbs of `work` for numbers of n limbs, and an estimate of the work. */
int64_t dc_hgcd_scratch(int64_t n);
int64_t dc_hgcd_cost(int64_t n);

/* The stride of the matrix for numbers of n limbs. */
static inline int64_t dc_hgcd_stride(int64_t n) {
    return n / 2 + 4;
}

/*
 * Calls a half-gcd of the numbers of n limbs at a and b, one of whose top limbs is not 0. The state
 * has no other call or product.
 */
void dc_hgcd_call(dc_hgcd *state, int64_t a, int64_t b, int64_t n, int64_t m, int64_t work);

/*
 * Begins a product. (a, b) = M^-1 (a, b), where the numbers have `room` limbs and M comes from a
 * half-gcd of the limbs from `cut` on. `work` has dc_apply_scratch(cut, by_limbs) limbs.
 */
void dc_begin_apply(dc_hgcd *state, int64_t a, int64_t b, int64_t room, int64_t cut, int64_t by,
                    int64_t by_stride, int64_t by_limbs, int64_t work);
int64_t dc_apply_scratch(int64_t cut, int64_t by_limbs);

/* M = M by. `work` has dc_multiply_matrix_scratch() limbs. */
void dc_begin_multiply_matrix(dc_hgcd *state, int64_t m, int64_t stride, int64_t limbs,
                              int64_t rows, int64_t by, int64_t by_stride, int64_t by_limbs,
                              int64_t work);
int64_t dc_multiply_matrix_scratch(int rows, int64_t stride, int64_t limbs, int64_t by_limbs);

/* Continues the product or the call until it is complete (1) or the budget is used up (0). */
int dc_hgcd_continue(dc_hgcd *state, dc_hgcd_run *run);

#endif
