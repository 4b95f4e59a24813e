/* The constants of Garner's algorithm. */
#include "ntt_lift.h"

dc_ntt_garner dc_ntt_garner_of(const uint64_t scale[DC_NTT_PRIMES]) {
    static const dc_ntt_factor p0_inverse1 = {0x1a1f058d0539a, 0x687d6343c14e5e0a};
    static const dc_ntt_factor p0p1_inverse2 = {0x1696edc9b9c06, 0x5a5cdcd4b4b4b4b4};
    static const dc_ntt_factor p1_inverse2 = {0x3fff2fff00035, 0xfffffffc00000000};
    const dc_ntt_prime *p = dc_ntt_primes;
    uint64_t scale1 = dc_ntt_below(dc_ntt_times(scale[1], p0_inverse1, p[1].p), p[1].p);
    uint64_t scale2 = dc_ntt_below(dc_ntt_times(scale[2], p0p1_inverse2, p[2].p), p[2].p);
    return (dc_ntt_garner){
        dc_ntt_factor_of(scale[0], &p[0]),
        dc_ntt_factor_of(scale1, &p[1]),
        p0_inverse1,
        dc_ntt_factor_of(scale2, &p[2]),
        p0p1_inverse2,
        p1_inverse2,
    };
}
