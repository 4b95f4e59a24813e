/* Unions: one piece of memory, several types. */
#ifndef RECIPES_UNIONS_H
#define RECIPES_UNIONS_H

#include <stddef.h>
#include <stdint.h>

/* The same 4 bytes, as a number and as its bits. */
union unions_float {
    float value;
    uint32_t bits;
};

/*
 * Members of several sizes and alignments: as long as the longest, rounded up to the strictest
 * alignment.
 */
union unions_mixed {
    char text[13];
    double number;
    short flag;
};

/* Which member of a shape holds. */
enum unions_kind { UNIONS_CIRCLE = 1, UNIONS_RECTANGLE = 2, UNIONS_TRIANGLE = 3 };

struct unions_rectangle {
    double width;
    double height;
};

/* A tagged union: kind says which member holds. */
struct unions_shape {
    int kind;
    union {
        double radius;
        struct unions_rectangle rectangle;
        double sides[3];
    };
};

/* The float with its sign bit cleared. */
union unions_float unions_absolute(union unions_float number);

/* The size and the alignment of union unions_mixed. */
size_t unions_sizeof_mixed(void);
size_t unions_alignof_mixed(void);

/* The perimeter of a shape; -1 if its kind is unknown. */
double unions_perimeter(const struct unions_shape *shape);

/* A shape of that kind, whose lengths are all 1. The kind is not checked. */
struct unions_shape unions_unit(int kind);

#endif
