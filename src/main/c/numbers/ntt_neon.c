/* The transforms on two doubles at a time, for AArch64, where NEON has FMA. */
#include "ntt.h"

#if defined(__aarch64__)

#include "ntt_lift.h"

#include <arm_neon.h>

#define LANES 2

typedef float64x2_t vec;
typedef struct {
    vec upper, lower;
} halves;

static inline vec broadcast(double a) {
    return vdupq_n_f64(a);
}

static inline vec broadcast_bits(const uint64_t *x) {
    return vreinterpretq_f64_u64(vld1q_dup_u64(x));
}

static inline vec v_load(const uint64_t *x) {
    return vreinterpretq_f64_u64(vld1q_u64(x));
}

static inline void v_store(uint64_t *x, vec v) {
    vst1q_u64(x, vreinterpretq_u64_f64(v));
}

static inline vec v_plus(vec a, vec b) {
    return vaddq_f64(a, b);
}

static inline vec difference(vec a, vec b) {
    return vsubq_f64(a, b);
}

static inline vec product(vec a, vec b) {
    return vmulq_f64(a, b);
}

static inline vec ratio(vec a, vec b) {
    return vdivq_f64(a, b);
}

static inline vec product_plus(vec a, vec b, vec c) {
    return vfmaq_f64(c, a, b);
}

static inline vec minus_product(vec c, vec a, vec b) {
    return vfmsq_f64(c, a, b);
}

/* Rounded twice. This takes one instruction less than to round by adding 1.5 2^52. */
static inline vec rounded_product(vec a, vec b) {
    return vrndnq_f64(vmulq_f64(a, b));
}

static inline vec rounded_large_product(vec a, vec b) {
    return rounded_product(a, b);
}

/* NEON has no instruction for a b - h. */
static inline vec product_error(vec a, vec b, vec h) {
    return vfmsq_f64(h, a, b);
}

static inline vec plus_error(vec c, vec e) {
    return vsubq_f64(c, e);
}

static inline halves halves_of(const uint64_t *words) {
    uint64x2_t x = vld1q_u64(words), low = vdupq_n_u64(UINT32_MAX);
    return (halves){vcvtq_f64_u64(vbicq_u64(x, low)), vcvtq_f64_u64(vandq_u64(x, low))};
}

static inline vec where_negative(vec a, vec b) {
    return vreinterpretq_f64_u64(vandq_u64(vreinterpretq_u64_f64(b), vcltzq_f64(a)));
}

static inline void store_integers(uint64_t *x, vec a) {
    vst1q_u64(x, vcvtq_u64_f64(a));
}

static inline vec first_lane(double a) {
    return vsetq_lane_f64(a, vdupq_n_f64(0), 0);
}

/* n is 1. */
static inline vec appended(vec a, vec b, int64_t n) {
    (void)n;
    return vzip1q_f64(a, b);
}

/*
 * Eight coefficients of two polynomials, in memory one polynomial after the other. v[i] = x^i of
 * each.
 */
static inline void load_polynomials(vec v[DC_NTT_LEAF], const uint64_t *x) {
    for (int i = 0; i < DC_NTT_LEAF; i += 2) {
        vec p0 = v_load(x + i), p1 = v_load(x + 8 + i);
        v[i] = vzip1q_f64(p0, p1);
        v[i + 1] = vzip2q_f64(p0, p1);
    }
}

static inline void store_polynomials(uint64_t *x, const vec v[DC_NTT_LEAF]) {
    for (int i = 0; i < DC_NTT_LEAF; i += 2) {
        v_store(x + i, vzip1q_f64(v[i], v[i + 1]));
        v_store(x + 8 + i, vzip2q_f64(v[i], v[i + 1]));
    }
}

static inline vec signed_pairs(const uint64_t *table) {
    vec w = broadcast_bits(table);
    return vsetq_lane_f64(-vgetq_lane_f64(w, 0), w, 1);
}

#include "ntt_doubles.h"

const dc_ntt_variant dc_ntt_neon = {
    "neon",  0,           twiddles,   load,     split, join, forward,
    inverse, first_layer, last_layer, multiply, add,   lift,
};

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
