/* Unions: the same memory with several types. */
#ifndef RECIPES_UNIONS_H
#define RECIPES_UNIONS_H

#include <stddef.h>
#include <stdint.h>

/* The same 4 bytes as a number and as its bits. */
union unions_float {
    float value;
    uint32_t bits;
};

/*
 * Members of different sizes and alignments. The union has the size of its largest member, rounded
 * up to the strictest alignment.
 */
union unions_mixed {
    char text[13];
    double number;
    short flag;
};

/* The member of a shape that is in use. */
enum unions_kind { UNIONS_CIRCLE = 1, UNIONS_RECTANGLE = 2, UNIONS_TRIANGLE = 3 };

struct unions_rectangle {
    double width;
    double height;
};

/* A tagged union: kind selects the member that is in use. */
struct unions_shape {
    int kind;
    union {
        double radius;
        struct unions_rectangle rectangle;
        double sides[3];
    };
};

/* Returns the float with its sign bit cleared. */
union unions_float unions_absolute(union unions_float number);

/* Return the size and the alignment of union unions_mixed. */
size_t unions_sizeof_mixed(void);
size_t unions_alignof_mixed(void);

/* Returns the perimeter of a shape, or -1 if its kind is unknown. */
double unions_perimeter(const struct unions_shape *shape);

/* Returns a shape of this kind with all lengths 1. The kind is not checked. */
struct unions_shape unions_unit(int kind);

#endif
