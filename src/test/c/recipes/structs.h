/* Structs by pointer: padding, nesting, arrays, pointers, and attributes that change the layout. */
#ifndef RECIPES_STRUCTS_H
#define RECIPES_STRUCTS_H

#include <stdbool.h>
#include <stddef.h>

/* A field of each alignment, in an order that costs padding. */
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
    const char *title; /* never copied nor freed: it must live as long as it is used */
};

/* A list; NULL ends it. */
struct structs_node {
    int value;
    struct structs_node *next;
};

/* As it stands in a file: no padding. */
#pragma pack(push, 1)
struct structs_record {
    char tag;
    int value;
};
#pragma pack(pop)

/* Has a cache line of its own. */
struct structs_line {
    _Alignas(64) long long counter;
};

/*
 * What the compiler says: sizeof(struct structs_sample), and the offset of its field 0 (tag) to 4
 * (valid).
 */
size_t structs_sizeof_sample(void);
size_t structs_offset_of_sample(int field);

/* Adds 1 to the count, and halves the value. */
void structs_advance(struct structs_sample *sample);

/* Moves each point of an array. */
void structs_move(struct structs_point *points, int count, int dx, int dy);

/* Sets each cell to 10 times its row plus its column, and each corner to the origin. */
void structs_fill(struct structs_plot *plot);

/* The length of the title. */
size_t structs_title_length(const struct structs_plot *plot);

/* Corner 0 to 3, inside of the plot. */
struct structs_point *structs_corner(struct structs_plot *plot, int index);

/* Adds up the values of a list, which may be NULL. */
long long structs_sum(const struct structs_node *list);

/* The value of a record. */
int structs_record_value(const struct structs_record *record);

/* sizeof(struct structs_line) and _Alignof(struct structs_line). */
size_t structs_sizeof_line(void);
size_t structs_alignof_line(void);

#endif
