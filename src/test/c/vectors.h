/* Random vectors, which end at an inaccessible page, and their elements. */
#ifndef VECTORS_H
#define VECTORS_H

#include "check.h"

#include "downcall_vectors.h"

#include <math.h>

static uint64_t state = 1;

static inline uint32_t random_bits(void) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(state >> 32);
}

typedef struct {
    uint64_t *limbs;
    int64_t count;
    uint8_t *bytes;
} vector;

static inline int64_t size_of(int type) {
    return type == DC_FLOAT32 ? 4 : type == DC_INT8 || type == DC_BITS ? 1 : 2;
}

static inline vector new_vector(int64_t bytes) {
    vector v;
    v.count = (bytes + 7) / 8;
    v.limbs = limbs_of(v.count);
    v.bytes = (uint8_t *)v.limbs + (8 * v.count - bytes);
    return v;
}

static inline void free_vector(vector v) {
    free_limbs(v.limbs, v.count);
}

static inline float from_bits(uint32_t bits) {
    float value;
    memcpy(&value, &bits, 4);
    return value;
}

/* The definition of IEEE 754. */
static inline double from_float16(unsigned half) {
    int exponent = (int)(half >> 10 & 31);
    double fraction = (double)(half & 1023);
    double magnitude = exponent == 31  ? (half & 1023 ? (double)NAN : (double)INFINITY)
                       : exponent == 0 ? ldexp(fraction, -24)
                                       : ldexp(1024 + fraction, exponent - 25);
    return half & 0x8000 ? -magnitude : magnitude;
}

static inline double element(int type, const uint8_t *v, int64_t i) {
    uint16_t half;
    float value;
    switch (type) {
    case DC_FLOAT32: memcpy(&value, v + 4 * i, 4); return (double)value;
    case DC_FLOAT16: memcpy(&half, v + 2 * i, 2); return from_float16(half);
    case DC_BFLOAT16: memcpy(&half, v + 2 * i, 2); return (double)from_bits((uint32_t)half << 16);
    default: return (double)(int8_t)v[i];
    }
}

/* Numbers of many magnitudes, whose products and sums must be rounded. */
static inline void randomize(int type, uint8_t *v, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        uint32_t bits = random_bits();
        uint16_t half;
        switch (type) {
        case DC_FLOAT32:
            bits = (bits & 0x807FFFFFu) | (120 + bits % 12) << 23;
            memcpy(v + 4 * i, &bits, 4);
            break;
        case DC_FLOAT16:
            half = (uint16_t)((bits & 0x83FF) | (12 + (bits >> 16) % 6) << 10);
            memcpy(v + 2 * i, &half, 2);
            break;
        case DC_BFLOAT16:
            half = (uint16_t)((bits & 0x807F) | (122 + (bits >> 16) % 8) << 7);
            memcpy(v + 2 * i, &half, 2);
            break;
        default: v[i] = (uint8_t)bits; break;
        }
    }
}

#endif
