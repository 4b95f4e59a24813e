/* Arrays: C gets an address and a number of elements, and checks neither. */
#ifndef RECIPES_ARRAYS_H
#define RECIPES_ARRAYS_H

#include <stddef.h>

/*
 * Returns the sum of count values, added from the first to the last. values may be NULL if count
 * is 0.
 */
double arrays_sum(const double *values, size_t count);

/* Multiplies count values by factor, in place. Keeps no pointer. */
void arrays_scale(double *values, size_t count, double factor);

/* Sets count values to value. Does nothing if count is negative. */
void arrays_fill(int *values, int count, int value);

#endif
