/* Debugging: functions with the mistakes that one has to find. */
#ifndef RECIPES_DEBUGGING_H
#define RECIPES_DEBUGGING_H

#include <stdio.h> /* fflush is bound, too */

/* Writes to address 0, which ends the process. */
void debugging_crash(void);

/*
 * Adds up count numbers. The mistake: it reads one more, behind the end of the array, and leaves it
 * out.
 */
long long debugging_sum(const int *numbers, int count);

/* Prints the text and a line break to C's stdout, and leaves it to C when that gets out. */
void debugging_print(const char *text);

#endif
