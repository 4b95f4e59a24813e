#include "from_jna.h"

void from_jna_move(struct from_jna_point *point, double dx, double dy) {
    point->x += dx;
    point->y += dy;
}

int from_jna_divide(int dividend, int divisor, int *remainder) {
    *remainder = dividend % divisor;
    return dividend / divisor;
}
