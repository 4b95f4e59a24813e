/* Exact Fibonacci numbers in stages. Internal. */
#ifndef DC_FIBONACCI_H
#define DC_FIBONACCI_H

#include "stages.h"
#include "variants.h"

/* F(k) for 0 <= k <= DC_FIB_MAX_LONG_INDEX. */
uint64_t dc_fib_single_word(int64_t k);

/*
 * For 0 <= n <= DC_FIB_MAX_EXACT_INDEX: the limbs of the result, a few more than F(n) has, and of
 * scratch.
 */
int64_t dc_fib_limbs(int64_t n);
int64_t dc_fib_scratch(int64_t n);

/* result[0..dc_fib_limbs(n)) = F(n) */
void dc_walk_fib(dc_walk *walk, const dc_variants *variants, uint64_t *result, uint64_t *scratch,
                 int64_t n);

#endif
