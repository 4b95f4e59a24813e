/*
 * Chooses the variants for a set of features. This file holds every threshold that depends on them,
 * and variants.h those that do not.
 *
 * The thresholds were measured on an AMD EPYC (Zen 4), with gcc 12.2, by src/test/c/tune.c, which
 * prints the rows of the table below. They depend on the combination: with a slower addmul_1,
 * faster algorithms pay off earlier. The thresholds of transforms with NEON are not measured; from
 * these lengths on, transforms take fewer instructions than the alternatives. The thresholds of
 * division and square roots with NEON are those of AVX2. The least lengths for Montgomery's
 * products of digits were found by computing powers of each length with both methods. The
 * thresholds of AVX-512 from those of transforms on were measured on an Intel Xeon (Sapphire
 * Rapids).
 */
#include "variants.h"

#include "../cpu_features.h"
#include "addmul.h"
#include "montgomery_ifma.h"
#include "product_ifma.h"

#include <stddef.h>

/* The columns of the table. */
enum { BASELINE, NEON, AVX2, AVX512, TRANSFORMS };

/* Rows: addmul_1 for every CPU, and for ADX. Columns: the transforms. */
static const dc_variants variants[][TRANSFORMS] = {
    {
        [BASELINE] = {dc_addmul_1_baseline, 16, 26, NULL, DC_NEVER, DC_NEVER, &dc_ntt_baseline, 456,
                      624, NULL, 456, 150, 742, 624, NULL, DC_NEVER},
#if defined(__aarch64__)
        [NEON] = {dc_addmul_1_baseline, 16, 26, NULL, DC_NEVER, DC_NEVER, &dc_ntt_neon, 128, 160,
                  NULL, 128, 72, 108, 310, NULL, DC_NEVER},
#elif defined(__x86_64__)
        [AVX2] = {dc_addmul_1_baseline, 16, 26, NULL, DC_NEVER, DC_NEVER, &dc_ntt_avx2, 128, 104,
                  NULL, 128, 72, 180, 310, NULL, DC_NEVER},
        [AVX512] = {dc_addmul_1_baseline, 16, 26, dc_mul_ifma, 6, 8, &dc_ntt_avx512, 444, 470,
                    dc_mul_ifma_part, 700, 96, 40, 86, dc_montgomery_ifma, 2},
    },
    {
        [BASELINE] = {dc_addmul_1_adx, 31, 66, NULL, DC_NEVER, DC_NEVER, &dc_ntt_baseline, 1704,
                      1753, NULL, 1704, 600, 605, 765, NULL, DC_NEVER},
        [AVX2] = {dc_addmul_1_adx, 31, 66, NULL, DC_NEVER, DC_NEVER, &dc_ntt_avx2, 206, 208, NULL,
                  206, 308, 206, 372, NULL, DC_NEVER},
        [AVX512] = {dc_addmul_1_adx, 31, 66, dc_mul_ifma, 11, 12, &dc_ntt_avx512, 444, 470,
                    dc_mul_ifma_part, 700, 140, 40, 130, dc_montgomery_ifma, 3},
#endif
    },
};

const dc_variants *dc_variants_for(long long features) {
#if defined(__x86_64__)
    int transforms = dc_has(features, DC_REQUIRES_AVX512) ? AVX512
                     : dc_has(features, DC_REQUIRES_AVX2) ? AVX2
                                                          : BASELINE;
    return &variants[dc_has(features, DC_REQUIRES_ADX)][transforms];
#elif defined(__aarch64__)
    return &variants[0][dc_has(features, DC_REQUIRES_NEON) ? NEON : BASELINE];
#else
    (void)features;
    return &variants[0][BASELINE];
#endif
}

const dc_variants *dc_variants_now(void) {
    return dc_variants_for(dc_features_now());
}

const char *dc_variant_name(int operation) {
    const dc_variants *now = dc_variants_now();
    switch (operation) {
    case 0: return now->addmul_1 == dc_addmul_1_baseline ? "baseline" : "adx";
    case 1: return now->ntt->name;
    default: return NULL;
    }
}
