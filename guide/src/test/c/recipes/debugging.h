/* Debugging: functions with mistakes to find. */
#ifndef RECIPES_DEBUGGING_H
#define RECIPES_DEBUGGING_H

#include <stdio.h> /* for fflush, which is bound too */

/* Writes to address 0, which crashes the process. */
void debugging_crash(void);

/*
 * Returns the sum of count numbers. The mistake: it also reads the number after the last one, and
 * ignores it.
 */
long long debugging_sum(const int *numbers, int count);

/* Prints the text and a line break to stdout of C, and does not flush it. */
void debugging_print(const char *text);

#endif
