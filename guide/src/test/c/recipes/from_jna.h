/* Functions that a program called through JNA: some of the C library, and two of its own. */
#ifndef RECIPES_FROM_JNA_H
#define RECIPES_FROM_JNA_H

#include <stdio.h>  /* snprintf */
#include <stdlib.h> /* labs, qsort */
#include <string.h> /* strlen */
#include <unistd.h> /* close */

/* The type of qsort's last parameter. C libraries have different names for it, or none. */
typedef int (*from_jna_comparison)(const void *a, const void *b);

struct from_jna_point {
    int id;
    double x, y;
};

/* Adds dx and dy to the coordinates. */
void from_jna_move(struct from_jna_point *point, double dx, double dy);

/* Returns the quotient and stores the remainder in *remainder. The divisor must be positive. */
int from_jna_divide(int dividend, int divisor, int *remainder);

#endif
