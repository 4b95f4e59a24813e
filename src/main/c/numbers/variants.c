/*
 * Chooses variants by features. This file holds every threshold that depends on the choice.
 *
 * The thresholds were measured by src/test/c/tune.c, which prints the table below, on an AMD EPYC
 * (Zen 4) at 2.6 GHz with gcc 12.2.
 */
#include "variants.h"

#include "../cpu_features.h"
#include "addmul.h"
#include "product_ifma.h"

#include <stddef.h>

/* By addmul_1 (the general one, or that for ADX), and by the transforms. */
enum { BASELINE, AVX2, AVX512, TRANSFORMS };

static const dc_variants variants[][TRANSFORMS] = {
    {
        [BASELINE] = {dc_addmul_1_baseline, 31, 66, NULL, DC_NEVER, DC_NEVER, &dc_ntt_baseline, 468,
                      691},
#if defined(__x86_64__)
        [AVX2] = {dc_addmul_1_baseline, 31, 66, NULL, DC_NEVER, DC_NEVER, &dc_ntt_avx2, 152, 170},
        [AVX512] = {dc_addmul_1_baseline, 31, 66, dc_mul_ifma, 11, 14, &dc_ntt_avx512, 152, 112},
    },
    {
        [BASELINE] = {dc_addmul_1_adx, 31, 66, NULL, DC_NEVER, DC_NEVER, &dc_ntt_baseline, 1704,
                      1753},
        [AVX2] = {dc_addmul_1_adx, 31, 66, NULL, DC_NEVER, DC_NEVER, &dc_ntt_avx2, 152, 170},
        [AVX512] = {dc_addmul_1_adx, 31, 66, dc_mul_ifma, 11, 14, &dc_ntt_avx512, 152, 112},
#endif
    },
};

const dc_variants *dc_variants_for(long long features) {
#if defined(__x86_64__)
    int transforms = dc_has(features, DC_REQUIRES_AVX512) ? AVX512
                     : dc_has(features, DC_REQUIRES_AVX2) ? AVX2
                                                          : BASELINE;
    return &variants[dc_has(features, DC_REQUIRES_ADX)][transforms];
#else
    (void)features;
    return &variants[0][BASELINE];
#endif
}

const dc_variants *dc_variants_now(void) {
    return dc_variants_for(dc_features_now());
}
