/* Structs by pointer: padding, nesting, arrays, pointers, and attributes that change the layout. */
#ifndef RECIPES_STRUCTS_H
#define RECIPES_STRUCTS_H

#include <stdbool.h>
#include <stddef.h>

/* Fields of each alignment, in an order that requires padding. */
struct structs_sample {
    char tag;
    int count;
    short flags;
    double value;
    bool valid;
};

struct structs_point {
    int x;
    int y;
};

/* A struct, arrays and a pointer inside a struct. */
struct structs_plot {
    struct structs_point origin;
    short cells[2][3];
    struct structs_point corners[4];
    const char *title; /* neither copied nor freed; must be valid while the plot is in use */
};

/* A node of a linked list. next is NULL in the last one. */
struct structs_node {
    int value;
    struct structs_node *next;
};

/* A record in a file: no padding. */
#pragma pack(push, 1)
struct structs_record {
    char tag;
    int value;
};
#pragma pack(pop)

/* Occupies a whole cache line. */
struct structs_line {
    _Alignas(64) long long counter;
};

/* Returns the size of struct structs_sample, and the offset of its field 0 (tag) to 4 (valid). */
size_t structs_sizeof_sample(void);
size_t structs_offset_of_sample(int field);

/* Adds 1 to the count and halves the value. */
void structs_advance(struct structs_sample *sample);

/* Moves each of `count` points. */
void structs_move(struct structs_point *points, int count, int dx, int dy);

/* Sets each cell to 10 times its row plus its column, and each corner to the origin. */
void structs_fill(struct structs_plot *plot);

/* Returns the length of the title. */
size_t structs_title_length(const struct structs_plot *plot);

/* Returns a pointer to the corner 0 to 3 inside the plot. */
struct structs_point *structs_corner(struct structs_plot *plot, int index);

/* Returns the sum of the values of a list, which may be NULL. */
long long structs_sum(const struct structs_node *list);

/* Returns the value of a record. */
int structs_record_value(const struct structs_record *record);

/* Return the size and the alignment of struct structs_line. */
size_t structs_sizeof_line(void);
size_t structs_alignof_line(void);

#endif
