/* The comparisons of vectors for AArch64, where every CPU has NEON. */
#include "vector_variants.h"

#if defined(__aarch64__)

#include <arm_neon.h>

#define WIDTH 4
#define AT_A_TIME 2
#define QUERIES 1
#define v_keep(v) ((void)(v))
#define INT8_DOT_IS_FASTER 0
#define VARIANT dc_vectors_neon

typedef float32x4_t vf;

static inline vf v_from_half(int type, uint16x4_t halves) {
    return type == DC_FLOAT16 ? vcvt_f32_f16(vreinterpret_f16_u16(halves))
                              : vreinterpretq_f32_u32(vshll_n_u16(halves, 16));
}

/* Loads bytes, because vectors may have any alignment. */
static inline vf v_load(int type, const uint8_t *p) {
    return type == DC_FLOAT32 ? vreinterpretq_f32_u8(vld1q_u8(p))
                              : v_from_half(type, vreinterpret_u16_u8(vld1_u8(p)));
}

static inline vf v_load_some(int type, const uint8_t *p, int count) {
    if (count >= WIDTH) {
        return v_load(type, p);
    }
    uint8_t elements[16] = {0};
    for (int i = 0; i < count * (type == DC_FLOAT32 ? 4 : 2); i++) {
        elements[i] = p[i];
    }
    return v_load(type, elements);
}

static inline float v_total(const vf *s) {
    vf sum4 = ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
    return (vgetq_lane_f32(sum4, 0) + vgetq_lane_f32(sum4, 2))
           + (vgetq_lane_f32(sum4, 1) + vgetq_lane_f32(sum4, 3));
}

/* ---- Integers ------------------------------------------------------------------------------- */

static inline uint8x16_t sixteen(const uint8_t *p, int64_t count) {
    if (count >= 16) {
        return vld1q_u8(p);
    }
    uint8_t bytes[16] = {0};
    for (int64_t i = 0; i < count; i++) {
        bytes[i] = p[i];
    }
    return vld1q_u8(bytes);
}

/* The sums are below 2^31: there are at most 16384 terms of at most 255^2. */
static inline uint32x4_t plus_terms(int metric, uint32x4_t sums, int8x16_t x, int8x16_t y) {
    if (metric == DC_DOT) {
        int32x4_t signed_sums = vreinterpretq_s32_u32(sums);
        signed_sums = vpadalq_s16(signed_sums, vmull_s8(vget_low_s8(x), vget_low_s8(y)));
        signed_sums = vpadalq_s16(signed_sums, vmull_high_s8(x, y));
        return vreinterpretq_u32_s32(signed_sums);
    }
    uint8x16_t distance = vreinterpretq_u8_s8(vabdq_s8(x, y));
    sums = vpadalq_u16(sums, vmull_u8(vget_low_u8(distance), vget_low_u8(distance)));
    return vpadalq_u16(sums, vmull_high_u8(distance, distance));
}

static inline __attribute__((always_inline)) void int8_of(int metric, const uint8_t *a,
                                                          const uint8_t *const *rows, int count,
                                                          int64_t n, int32_t *values) {
    uint32x4_t sums[DC_ROWS];
    for (int r = 0; r < count; r++) {
        sums[r] = vdupq_n_u32(0);
    }
    for (int64_t i = 0; i < n; i += 16) {
        int8x16_t x = vreinterpretq_s8_u8(sixteen(a + i, n - i));
        for (int r = 0; r < count; r++) {
            int8x16_t y = vreinterpretq_s8_u8(sixteen(rows[r] + i, n - i));
            sums[r] = plus_terms(metric, sums[r], x, y);
        }
    }
    for (int r = 0; r < count; r++) {
        values[r] = vaddvq_s32(vreinterpretq_s32_u32(sums[r]));
    }
}

#include "vector_rows.h"

static inline uint64x2_t plus_bits(uint64x2_t sums, uint8x16_t bits) {
    return vpadalq_u32(sums, vpaddlq_u16(vpaddlq_u8(vcntq_u8(bits))));
}

static int64_t differing(const uint8_t *a, const uint8_t *b, int64_t n) {
    uint64x2_t sums = vdupq_n_u64(0);
    for (int64_t i = 0; i < n; i += 16) {
        sums = plus_bits(sums, veorq_u8(sixteen(a + i, n - i), sixteen(b + i, n - i)));
    }
    return (int64_t)vaddvq_u64(sums);
}

static int64_t common(const uint8_t *a, const uint8_t *b, int64_t n) {
    uint64x2_t sums = vdupq_n_u64(0);
    for (int64_t i = 0; i < n; i += 16) {
        sums = plus_bits(sums, vandq_u8(sixteen(a + i, n - i), sixteen(b + i, n - i)));
    }
    return (int64_t)vaddvq_u64(sums);
}

#include "vector_template.h"

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
