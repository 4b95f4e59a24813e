/* Numbers that are hard on carries, chosen by the bytes of an input. */
#ifndef OPERANDS_H
#define OPERANDS_H

#include "input.h"

#include <stdint.h>

/* Fills a with a number of n >= 1 limbs; the top limb may be 0. */
void take_limbs(input *in, uint64_t *a, int64_t n);

/* Fills words with n >= 1 decimal words below 10^digits, where digits is 18 or 19. */
void take_words(input *in, uint64_t *words, int64_t n, int digits);

/* 10^k for 0 <= k <= 19 */
uint64_t power_of_ten(int k);

#endif
