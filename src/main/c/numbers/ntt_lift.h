/* Scalar arithmetic modulo the primes, and the CRT for one number at a time. Internal. */
#ifndef DC_NTT_LIFT_H
#define DC_NTT_LIFT_H

#include "ntt.h"
#include "words.h"

/* Returns x w mod p or that plus p, for any x. */
static inline uint64_t dc_ntt_times(uint64_t x, dc_ntt_factor by, uint64_t p) {
    return x * by.w - dc_high(x, by.quotient) * p;
}

static inline uint64_t dc_ntt_below(uint64_t x, uint64_t p) {
    return x < p ? x : x - p;
}

/* w < p */
static inline dc_ntt_factor dc_ntt_factor_of(uint64_t w, const dc_ntt_prime *prime) {
    uint64_t remainder;
    dc_divisor by = {prime->p << 14, prime->reciprocal};
    return (dc_ntt_factor){w, dc_divide(w << 14, 0, by, &remainder)};
}

/*
 * Garner's algorithm: the number is r0 + p0 (k1 + p1 k2), where k1 = (r1 - r0) / p0 mod p1 and
 * k2 = ((r2 - r0) / p0 - k1) / p1 mod p2 [D. Knuth, TAOCP 2, 4.3.2]. The factors include the scale
 * of each prime.
 */
typedef struct {
    dc_ntt_factor scale0;              /* modulo p0 */
    dc_ntt_factor scale1, p0_inverse1; /* modulo p1: scale / p0, 1 / p0 */
    dc_ntt_factor scale2, p0p1_inverse2,
        p1_inverse2; /* modulo p2: scale / (p0 p1), 1 / (p0 p1), 1 / p1 */
} dc_ntt_garner;

dc_ntt_garner dc_ntt_garner_of(const uint64_t scale[DC_NTT_PRIMES]);

/* p0 p1 = DC_NTT_P0P1_HIGH 2^64 + DC_NTT_P0P1_LOW */
#define DC_NTT_P0P1_LOW UINT64_C(0x7807ffeca0000001)
#define DC_NTT_P0P1_HIGH UINT64_C(0xfffb28054)

static inline void dc_ntt_lift_one(uint64_t *word0, uint64_t *word1, uint64_t *word2, uint64_t x0,
                                   uint64_t x1, uint64_t x2, const dc_ntt_garner *g) {
    uint64_t p0 = dc_ntt_primes[0].p, p1 = dc_ntt_primes[1].p, p2 = dc_ntt_primes[2].p;
    uint64_t r0 = dc_ntt_below(dc_ntt_times(x0, g->scale0, p0), p0);
    uint64_t k1 = dc_ntt_times(x1, g->scale1, p1) + 2 * p1 - dc_ntt_times(r0, g->p0_inverse1, p1);
    k1 = dc_ntt_below(dc_ntt_below(k1, 2 * p1), p1);
    uint64_t k2 = dc_ntt_times(x2, g->scale2, p2) + 4 * p2 - dc_ntt_times(r0, g->p0p1_inverse2, p2)
                  - dc_ntt_times(k1, g->p1_inverse2, p2);
    k2 = dc_ntt_below(dc_ntt_below(dc_ntt_below(k2, 4 * p2), 2 * p2), p2);
    /* p0 p1 p2 < 2^150: no sum below overflows. */
    dc_u128 low = (dc_u128)DC_NTT_P0P1_LOW * k2 + (dc_u128)p0 * k1 + r0;
    dc_u128 high = (dc_u128)DC_NTT_P0P1_HIGH * k2 + (uint64_t)(low >> 64);
    *word0 = (uint64_t)low;
    *word1 = (uint64_t)high;
    *word2 = (uint64_t)(high >> 64);
}

#endif
