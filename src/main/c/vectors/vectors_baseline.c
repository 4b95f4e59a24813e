/* The comparisons of vectors in portable C. GCC and clang compile vector types for any CPU. */
#include "vector_variants.h"

#define WIDTH 4
#define AT_A_TIME 1
#define QUERIES 1
#define v_keep(v) ((void)(v))
#define INT8_DOT_IS_FASTER 0
#define VARIANT dc_vectors_baseline

typedef float vf __attribute__((vector_size(4 * WIDTH)));

/*
 * The exponent and the fraction of a binary16 become those of a binary32 whose exponent is too
 * small by 112. The product with 2^112 corrects that, and is exact for subnormal numbers, too.
 * Infinities and NaNs get the largest exponent instead.
 */
static inline float from_float16(uint16_t half) {
    uint32_t magnitude = half & 0x7FFFu, bits = magnitude << 13;
    float value;
    __builtin_memcpy(&value, &bits, 4);
    value *= 0x1p112f;
    __builtin_memcpy(&bits, &value, 4);
    bits = magnitude >= 0x7C00 ? magnitude << 13 | 0x7F800000u : bits;
    bits |= (uint32_t)(half & 0x8000u) << 16;
    __builtin_memcpy(&value, &bits, 4);
    return value;
}

static inline float element(int type, const uint8_t *p) {
    float value;
    if (type == DC_FLOAT32) {
        __builtin_memcpy(&value, p, 4);
        return value;
    }
    uint16_t half;
    __builtin_memcpy(&half, p, 2);
    if (type == DC_FLOAT16) {
        return from_float16(half);
    }
    uint32_t bits = (uint32_t)half << 16;
    __builtin_memcpy(&value, &bits, 4);
    return value;
}

static inline vf v_load(int type, const uint8_t *p) {
    vf v = {0};
    if (type == DC_FLOAT32) {
        __builtin_memcpy(&v, p, sizeof v);
        return v;
    }
    for (int i = 0; i < WIDTH; i++) {
        v[i] = element(type, p + 2 * i);
    }
    return v;
}

static inline vf v_load_some(int type, const uint8_t *p, int count) {
    vf v = {0};
    for (int i = 0; i < count && i < WIDTH; i++) {
        v[i] = element(type, p + i * (type == DC_FLOAT32 ? 4 : 2));
    }
    return v;
}

static inline float v_total(const vf *s) {
    vf sum4 = ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
    return (sum4[0] + sum4[2]) + (sum4[1] + sum4[3]);
}

/* ---- Integers ------------------------------------------------------------------------------- */

static inline __attribute__((always_inline)) void int8_of(int metric, const uint8_t *a,
                                                          const uint8_t *const *rows, int count,
                                                          int64_t n, int32_t *values) {
    for (int r = 0; r < count; r++) {
        int32_t sum = 0; /* of at most 16384 squares of numbers below 2^8 */
        for (int64_t i = 0; i < n; i++) {
            int x = (int8_t)a[i], y = (int8_t)rows[r][i];
            sum += metric == DC_DOT ? x * y : (x - y) * (x - y);
        }
        values[r] = sum;
    }
}

#include "vector_rows.h"

/* Sums of 2, 4 and 8 bits in parallel, and then of all bytes [Warren, Hacker's Delight, 5-1]. */
static inline int64_t popcount(uint64_t x) {
    x -= x >> 1 & UINT64_C(0x5555555555555555);
    x = (x & UINT64_C(0x3333333333333333)) + (x >> 2 & UINT64_C(0x3333333333333333));
    x = (x + (x >> 4)) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    return (int64_t)(x * UINT64_C(0x0101010101010101) >> 56);
}

#define POPCOUNT(word) popcount(word)
#include "vector_bits.h"

#include "vector_template.h"
