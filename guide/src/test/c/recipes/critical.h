/* Critical calls: two functions that are short enough for one, and two that must not be one. */
#ifndef RECIPES_CRITICAL_H
#define RECIPES_CRITICAL_H

/*
 * Returns the sum of count numbers, which it only reads. Takes a few clock cycles per number.
 */
double critical_sum(const double *values, int count);

/* Adds the count numbers at values to those at sums. The two must not overlap. */
void critical_add(double *sums, const double *values, int count);

/* Lets a caller observe and end critical_spin. Both sides read and write it atomically. */
struct critical_watch {
    int entered; /* critical_spin sets this to 1 when it begins */
    int stop;    /* critical_spin ends when this is not 0 */
    int left;    /* critical_spin sets this to 1 when it is about to return */
};

/*
 * Keeps the processor busy until watch->stop is not 0 or millis milliseconds have passed. Returns
 * 0; or -1 at once, with EINVAL in errno, if millis is not in 0..60000.
 */
int critical_spin(struct critical_watch *watch, int millis);

/* Calls back in the thread of its caller. */
void critical_call_back(void (*back)(void));

#endif
