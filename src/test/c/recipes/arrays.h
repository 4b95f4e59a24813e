/* Arrays: C gets an address and a number of elements, and believes both. */
#ifndef RECIPES_ARRAYS_H
#define RECIPES_ARRAYS_H

#include <stddef.h>

/* The sum of count values, from the first one to the last. values may be NULL if count is 0. */
double arrays_sum(const double *values, size_t count);

/* Multiplies count values by factor where they are. Keeps no pointer. */
void arrays_scale(double *values, size_t count, double factor);

/* Sets count values to value. Nothing happens if count is negative. */
void arrays_fill(int *values, int count, int value);

#endif
