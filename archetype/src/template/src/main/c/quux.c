#include "quux.h"

int quux_hamming(long long a, long long b) {
    /* Sums of 2, 4 and 8 neighbouring bits, and then of all bytes [Warren, Hacker's Delight, 5-1]. */
    unsigned long long x = (unsigned long long)a ^ (unsigned long long)b;
    x -= (x >> 1) & 0x5555555555555555;
    x = (x & 0x3333333333333333) + ((x >> 2) & 0x3333333333333333);
    x = (x + (x >> 4)) & 0x0f0f0f0f0f0f0f0f;
    return (int)((x * 0x0101010101010101) >> 56);
}

int quux_power(long long base, int exponent, long long *result) {
    if (exponent < 0) {
        return QUUX_ERR_RANGE;
    }
    long long power = 1;
    for (long long square = base;; exponent >>= 1) {
        if ((exponent & 1) != 0 && __builtin_mul_overflow(power, square, &power)) {
            return QUUX_ERR_OVERFLOW;
        }
        if (exponent <= 1) {
            *result = power;
            return QUUX_OK;
        }
        if (__builtin_mul_overflow(square, square, &square)) {
            return QUUX_ERR_OVERFLOW;
        }
    }
}

/* The sum of this many differences fits an unsigned int. */
enum { BLOCK = 1 << 24 };

long long quux_distance(const unsigned char *a, const unsigned char *b, long long n) {
    long long sum = 0;
    for (long long start = 0; start < n; start += BLOCK) {
        long long end = n - start < BLOCK ? n : start + BLOCK;
        unsigned block = 0; /* compilers have an instruction for such a sum, but not in 64 bits */
        for (long long i = start; i < end; i++) {
            int difference = a[i] - b[i];
            block += (unsigned)(difference < 0 ? -difference : difference);
        }
        sum += block;
    }
    return sum;
}
