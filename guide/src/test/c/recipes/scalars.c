#include "scalars.h"

#include <limits.h>

double scalars_sum(bool a, signed char b, short c, int d, long e, long long f, float g, double h) {
    return (double)a + (double)b + (double)c + (double)d + (double)e + (double)f + (double)g + h;
}

void scalars_sizes(size_t sizes[11]) {
    const size_t all[11] = {
        sizeof(bool),   sizeof(char),      sizeof(short),  sizeof(int),
        sizeof(long),   sizeof(long long), sizeof(float),  sizeof(double),
        sizeof(size_t), sizeof(wchar_t),   sizeof(void *),
    };
    for (int i = 0; i < 11; i++) {
        sizes[i] = all[i];
    }
}

uint8_t scalars_reduce_u8(uint8_t x) {
    return (uint8_t)(x - x / 4);
}

uint16_t scalars_reduce_u16(uint16_t x) {
    return (uint16_t)(x - x / 4);
}

uint32_t scalars_reduce_u32(uint32_t x) {
    return x - x / 4;
}

uint64_t scalars_reduce_u64(uint64_t x) {
    return x - x / 4;
}

bool scalars_char_is_signed(void) {
    return CHAR_MIN < 0;
}

int scalars_code(char c) {
    return c;
}

bool scalars_not(bool x) {
    return !x;
}

int scalars_has(int flags, int flag) {
    return flags & flag;
}

double _Complex scalars_twice(double _Complex z) {
    return z + z;
}
