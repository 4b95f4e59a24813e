/* CPU features: what was detected, and what is in use. Internal. */
#ifndef DC_CPU_FEATURES_H
#define DC_CPU_FEATURES_H

#include "downcall.h"

#include <stdatomic.h>

/*
 * The sets of features that variants require. A new variant with another set adds it here. A
 * compiler option for AVX-512 also permits AVX2 and FMA, so the set contains them.
 */
#define DC_REQUIRES_ADX (DC_FEATURE_BMI2 | DC_FEATURE_ADX)
#define DC_REQUIRES_NEON DC_FEATURE_NEON
#define DC_REQUIRES_AVX2 (DC_FEATURE_AVX2 | DC_FEATURE_FMA)
#define DC_REQUIRES_AVX512                                                             \
    (DC_REQUIRES_AVX2 | DC_FEATURE_AVX512F | DC_FEATURE_AVX512DQ | DC_FEATURE_AVX512BW \
     | DC_FEATURE_AVX512VL | DC_FEATURE_AVX512IFMA)

/* These contain the sets above, so the level of a set of features depends on those alone. */
#define DC_REQUIRES_VECTORS_AVX2 (DC_REQUIRES_AVX2 | DC_FEATURE_F16C | DC_FEATURE_POPCNT)
#define DC_REQUIRES_VECTORS_AVX512 \
    (DC_REQUIRES_AVX512 | DC_FEATURE_F16C | DC_FEATURE_AVX512VNNI | DC_FEATURE_AVX512VPOPCNTDQ)

/* Whether the set `features` contains all of the set `required`. */
static inline int dc_has(long long features, long long required) {
    return (features & required) == required;
}

/*
 * What an x86-64 CPU and its operating system report: registers after CPUID, by leaf and subleaf,
 * and the low half of XCR0, which is read only if OSXSAVE is set. A leaf that the CPU does not have
 * is 0.
 */
typedef struct {
    unsigned leaf1_ecx;
    unsigned leaf7_0_ebx, leaf7_0_ecx, leaf7_0_edx;
    unsigned leaf7_1_eax;
    unsigned xcr0;
} dc_x86;

/*
 * The features of such a machine, without those of other architectures. A pure function, so that
 * tests can describe any machine.
 */
long long dc_features_of(const dc_x86 *machine);

/* Detects the features and puts all of them in use. Runs once, when the library is loaded. */
void dc_features_detect(void);

/* What dc_features() returns. It selects among constant tables and guards no other data. */
extern __attribute__((visibility("hidden"))) _Atomic(long long) dc_features_in_use;

/* dc_features(). Inline, because a call took a tenth of the time of a dot product of 128 elements. */
static inline long long dc_features_now(void) {
    return atomic_load_explicit(&dc_features_in_use, memory_order_relaxed);
}

/* The level of a set of features; see dc_level(). */
int dc_level_of(long long features);

#endif
