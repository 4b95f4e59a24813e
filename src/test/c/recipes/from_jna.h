/* Functions that a program called through JNA: of the C library, and two of its own. */
#ifndef RECIPES_FROM_JNA_H
#define RECIPES_FROM_JNA_H

#include <stdio.h>  /* snprintf */
#include <stdlib.h> /* labs, qsort */
#include <string.h> /* strlen */
#include <unistd.h> /* close */

/*
 * What qsort wants for its last parameter. The C libraries have different names for this type, or
 * none.
 */
typedef int (*from_jna_comparison)(const void *a, const void *b);

struct from_jna_point {
    int id;
    double x, y;
};

/* Moves the point. */
void from_jna_move(struct from_jna_point *point, double dx, double dy);

/* Divides. Returns the quotient and *remainder. The divisor must be positive. */
int from_jna_divide(int dividend, int divisor, int *remainder);

#endif
