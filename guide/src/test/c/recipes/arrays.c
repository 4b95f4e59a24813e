#include "arrays.h"

double arrays_sum(const double *values, size_t count) {
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += values[i];
    }
    return sum;
}

void arrays_scale(double *values, size_t count, double factor) {
    for (size_t i = 0; i < count; i++) {
        values[i] *= factor;
    }
}

void arrays_fill(int *values, int count, int value) {
    for (int i = 0; i < count; i++) {
        values[i] = value;
    }
}
