/*
 * Steps of Euclid's algorithm, many at a time, in matrices of single words. Internal.
 *
 * A pair (a, b) of non-negative numbers is replaced by a pair (a', b') with the same greatest
 * common divisor, where
 *
 *   (a, b) = M (a', b')
 *
 * and M is a product of the matrices (1 q; 0 1) and (1 0; q 1) with q >= 1. The entries of M are
 * therefore not negative, and its determinant is 1.
 */
#ifndef DC_LEHMER_H
#define DC_LEHMER_H

#include "variants.h"

/*
 * A matrix of `rows` rows and two columns. Entry (i, j) has `n` limbs at m + (2 i + j) * stride, of
 * which the upper ones may be 0. With one row, it is the lower row of M; with none, no matrix is
 * computed.
 */
typedef struct {
    uint64_t *m;
    int64_t stride, n;
    int rows;
} dc_matrix;

static inline uint64_t *dc_entry(const dc_matrix *matrix, int row, int column) {
    return matrix->m + (2 * row + column) * matrix->stride;
}

/* Sets the matrix to the identity, or to the lower row of it. */
void dc_matrix_begin(dc_matrix *matrix);

/*
 * Reduces a[0..n) and b[0..n), one of whose top limbs is not 0, and multiplies the matrix by that
 * of the reduction. Both numbers stay larger than B^least - 1, where B = 2^64. If least is -1, one
 * may become 0. Returns the limbs of the larger one, or 0 if no reduction is possible: then b or a
 * is 0, or has at most `least` limbs, or |a - b| < B^least.
 *
 * scratch has dc_lehmer_scratch(n, q_limbs, entry_limbs) limbs if no quotient has more than q_limbs
 * limbs and no entry more than entry_limbs. If least >= 0, q_limbs is n - least.
 */
int64_t dc_lehmer_step(const dc_variants *variants, uint64_t *a, uint64_t *b, int64_t n,
                       int64_t least, dc_matrix *matrix, uint64_t *scratch);
int64_t dc_lehmer_scratch(int64_t n, int64_t q_limbs, int64_t entry_limbs);

/* At least the scratch space of a product of numbers with `limbs` limbs in total, or fewer. */
int64_t dc_total_scratch(int64_t limbs);

#endif
