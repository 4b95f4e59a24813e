/* Structs by value: parameters and results that are structs, not pointers to them. */
#ifndef RECIPES_STRUCTS_BY_VALUE_H
#define RECIPES_STRUCTS_BY_VALUE_H

/* 8 bytes: passed in one register. */
struct structs_by_value_range {
    int low;
    int high;
};

/* Two floats: passed in floating-point registers. */
struct structs_by_value_complex {
    float re;
    float im;
};

/* 16 bytes, of which the last 6 are padding: passed in two registers. */
struct structs_by_value_item {
    long long id;
    short grade;
};

/* 40 bytes: passed in memory. */
struct structs_by_value_box {
    long long id;
    double min_x;
    double min_y;
    double max_x;
    double max_y;
};

/* Returns the smallest range that contains both. */
struct structs_by_value_range structs_by_value_hull(struct structs_by_value_range a,
                                                    struct structs_by_value_range b);

/* Returns the product of two complex numbers. */
struct structs_by_value_complex structs_by_value_multiply(struct structs_by_value_complex a,
                                                          struct structs_by_value_complex b);

/* Returns the item with its grade increased by 1. */
struct structs_by_value_item structs_by_value_promote(struct structs_by_value_item item);

/*
 * Returns the box with every side moved outwards. The function changes its parameter, which is a
 * copy of the caller's box.
 */
struct structs_by_value_box structs_by_value_grow(struct structs_by_value_box box, double by);

#endif
