/* Pointers: values that a function reads through one, and results that it leaves behind one. */
#ifndef RECIPES_POINTERS_H
#define RECIPES_POINTERS_H

/* Adds what the two point to. */
long long pointers_sum(const long long *a, const long long *b);

/* Divides, rounding towards zero. Returns 0, or -1 if the divisor is 0, and then leaves both results as they are.
 * quotient or remainder may be NULL: that result is not wanted. INT_MIN / -1, which does not fit,
 * gives INT_MIN. */
int pointers_divide(int dividend, int divisor, int *quotient, int *remainder);

/* The first element that is greater than the limit, or NULL. The result points into the array. */
const int *pointers_find_greater(const int *array, int count, int limit);

/* Points *text to a constant of the library's own. */
void pointers_version(const char **text);

#endif
