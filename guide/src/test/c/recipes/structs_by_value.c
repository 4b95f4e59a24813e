#include "structs_by_value.h"

struct structs_by_value_range structs_by_value_hull(struct structs_by_value_range a,
                                                    struct structs_by_value_range b) {
    struct structs_by_value_range hull = {
        .low = a.low < b.low ? a.low : b.low,
        .high = a.high > b.high ? a.high : b.high,
    };
    return hull;
}

struct structs_by_value_complex structs_by_value_multiply(struct structs_by_value_complex a,
                                                          struct structs_by_value_complex b) {
    struct structs_by_value_complex product = {
        .re = a.re * b.re - a.im * b.im,
        .im = a.re * b.im + a.im * b.re,
    };
    return product;
}

struct structs_by_value_item structs_by_value_promote(struct structs_by_value_item item) {
    item.grade++;
    return item;
}

struct structs_by_value_box structs_by_value_grow(struct structs_by_value_box box, double by) {
    box.min_x -= by;
    box.min_y -= by;
    box.max_x += by;
    box.max_y += by;
    return box;
}
