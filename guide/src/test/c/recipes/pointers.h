/* Pointers: values that a function reads through them, and results that it stores through them. */
#ifndef RECIPES_POINTERS_H
#define RECIPES_POINTERS_H

/* Returns *a + *b. */
long long pointers_sum(const long long *a, const long long *b);

/*
 * Divides, rounding towards zero, and returns 0. If the divisor is 0, stores nothing and returns
 * -1. If quotient or remainder is NULL, that result is not stored. INT_MIN / -1 does not fit into
 * an int and gives INT_MIN.
 */
int pointers_divide(int dividend, int divisor, int *quotient, int *remainder);

/* Returns a pointer to the first element of the array that is greater than limit, or NULL. */
const int *pointers_find_greater(const int *array, int count, int limit);

/* Stores in *text a pointer to a constant of the library. */
void pointers_version(const char **text);

#endif
