/* Critical calls: two functions that are short enough for one, and two that are not fit for it. */
#ifndef RECIPES_CRITICAL_H
#define RECIPES_CRITICAL_H

/*
 * The sum of count numbers. Reads only. Takes about as many clock cycles as there are numbers, or a
 * few times that.
 */
double critical_sum(const double *values, int count);

/* Adds the count numbers at values to those at sums. The two do not overlap. */
void critical_add(double *sums, const double *values, int count);

/* What a caller of critical_spin sees, and its way to end it: read and written atomically. */
struct critical_watch {
    int entered; /* set to 1 when critical_spin has begun */
    int stop;    /* not 0: critical_spin is to end */
    int left;    /* set to 1 when critical_spin is about to return */
};

/* Does nothing, on the processor, until watch->stop is set or millis have passed. Returns 0; or -1 at once, with EINVAL
 * in errno, if millis is not in 0..60000. */
int critical_spin(struct critical_watch *watch, int millis);

/* Calls back, in the thread that calls it. */
void critical_call_back(void (*back)(void));

#endif
