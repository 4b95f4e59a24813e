#include "unions.h"

union unions_float unions_absolute(union unions_float number) {
    number.bits &= 0x7fffffffu;
    return number;
}

size_t unions_sizeof_mixed(void) {
    return sizeof(union unions_mixed);
}

size_t unions_alignof_mixed(void) {
    return _Alignof(union unions_mixed);
}

double unions_perimeter(const struct unions_shape *shape) {
    switch (shape->kind) {
    case UNIONS_CIRCLE: return 2 * 3.141592653589793 * shape->radius;
    case UNIONS_RECTANGLE: return 2 * (shape->rectangle.width + shape->rectangle.height);
    case UNIONS_TRIANGLE: return shape->sides[0] + shape->sides[1] + shape->sides[2];
    default: return -1;
    }
}

struct unions_shape unions_unit(int kind) {
    struct unions_shape shape = {.kind = kind, .sides = {1, 1, 1}};
    return shape;
}
