#include "allocators.h"

struct allocators_range allocators_range_of(const int *values, int count) {
    struct allocators_range range = {values[0], values[0]};
    for (int i = 1; i < count; i++) {
        if (values[i] < range.least) {
            range.least = values[i];
        }
        if (values[i] > range.greatest) {
            range.greatest = values[i];
        }
    }
    return range;
}
