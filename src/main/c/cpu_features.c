/* Detects the features of the CPU and holds the set of those in use. */
#include "cpu_features.h"

#include "upper_halves.h"

#include <stddef.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#if __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "Downcall requires a little-endian platform."
#endif

/* ---- Detection ------------------------------------------------------------------------------ */

/*
 * Bits of CPUID [Intel SDM 2, CPUID; AMD APM 3, appendix E] and of XCR0, whose bits are set for the
 * registers that the operating system saves [Intel SDM 1, 13.3].
 */
#define BIT(n) (1u << (n))
#define LEAF1_ECX_OSXSAVE BIT(27)
#define LEAF1_ECX_AVX BIT(28)
#define XCR0_YMM (BIT(1) | BIT(2))                     /* the lower and the upper halves of YMM */
#define XCR0_ZMM (XCR0_YMM | BIT(5) | BIT(6) | BIT(7)) /* and opmask, and both parts of ZMM */

/*
 * The word and the bit in which CPUID reports a feature, and the registers that it needs besides
 * the general ones. No bit of the word ELSEWHERE is set.
 */
enum registers { GENERAL, YMM, ZMM };
enum word { LEAF1_ECX, LEAF7_0_EBX, LEAF7_0_ECX, LEAF7_0_EDX, LEAF7_1_EAX, ELSEWHERE };

static const struct {
    const char *name;
    unsigned char word, bit, registers;
} features_known[] = {
    {"popcnt", LEAF1_ECX, 23, GENERAL},   {"bmi2", LEAF7_0_EBX, 8, GENERAL},
    {"adx", LEAF7_0_EBX, 19, GENERAL},    {"avx2", LEAF7_0_EBX, 5, YMM},
    {"fma", LEAF1_ECX, 12, YMM},          {"f16c", LEAF1_ECX, 29, YMM},
    {"avxvnni", LEAF7_1_EAX, 4, YMM},     {"avx512f", LEAF7_0_EBX, 16, ZMM},
    {"avx512dq", LEAF7_0_EBX, 17, ZMM},   {"avx512bw", LEAF7_0_EBX, 30, ZMM},
    {"avx512vl", LEAF7_0_EBX, 31, ZMM},   {"avx512ifma", LEAF7_0_EBX, 21, ZMM},
    {"avx512vnni", LEAF7_0_ECX, 11, ZMM}, {"avx512vpopcntdq", LEAF7_0_ECX, 14, ZMM},
    {"avx512bf16", LEAF7_1_EAX, 5, ZMM},  {"avx512fp16", LEAF7_0_EDX, 23, ZMM},
    {"neon", ELSEWHERE, 0, GENERAL},
};
enum { FEATURES = sizeof features_known / sizeof features_known[0] };

/* Whether there is AVX, and the operating system saves the registers up to these. */
static int has_registers(const dc_x86 *machine, unsigned xcr0) {
    return (machine->leaf1_ecx & LEAF1_ECX_OSXSAVE) != 0
           && (machine->leaf1_ecx & LEAF1_ECX_AVX) != 0 && (machine->xcr0 & xcr0) == xcr0;
}

long long dc_features_of(const dc_x86 *machine) {
    const unsigned words[] = {machine->leaf1_ecx,   machine->leaf7_0_ebx, machine->leaf7_0_ecx,
                              machine->leaf7_0_edx, machine->leaf7_1_eax, 0};
    int usable[] = {
        [GENERAL] = 1, /* every operating system saves them */
        [YMM] = has_registers(machine, XCR0_YMM),
        [ZMM] = has_registers(machine, XCR0_ZMM),
    };
    long long features = 0;
    for (int i = 0; i < FEATURES; i++) {
        int reported = (words[features_known[i].word] & BIT(features_known[i].bit)) != 0;
        if (reported && usable[features_known[i].registers]) {
            features |= 1LL << i;
        }
    }
    return features;
}

static long long detect(void) {
#if defined(__x86_64__)
    dc_x86 machine = {0};
    unsigned eax, ebx, ecx, edx;
    if (__get_cpuid(1, &eax, &ebx, &ecx, &edx)) {
        machine.leaf1_ecx = ecx;
    }
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) {
        unsigned subleaves = eax;
        machine.leaf7_0_ebx = ebx;
        machine.leaf7_0_ecx = ecx;
        machine.leaf7_0_edx = edx;
        if (subleaves >= 1 && __get_cpuid_count(7, 1, &eax, &ebx, &ecx, &edx)) {
            machine.leaf7_1_eax = eax;
        }
    }
    if (machine.leaf1_ecx & LEAF1_ECX_OSXSAVE) {
        __asm__ volatile("xgetbv" : "=a"(machine.xcr0), "=d"(edx) : "c"(0));
    }
#if defined(__APPLE__)
    /*
     * macOS sets the bits of AVX-512 only for threads that have used it, and before 12.2 changes
     * the mask registers when a signal handler returns [golang.org/x/sys/cpu, cpu_darwin_x86.go].
     */
    machine.xcr0 &= XCR0_YMM;
#endif
    dc_has_avx = has_registers(&machine, XCR0_YMM);
    return dc_features_of(&machine);
#elif defined(__aarch64__)
    return DC_FEATURE_NEON; /* part of the ABI [AAPCS64, 6.1.2] */
#else
    return 0;
#endif
}

/* ---- The set in use ------------------------------------------------------------------------- */

/* The loader writes these before any other call can arrive, so the others need no lock. */
#if defined(__x86_64__)
int dc_has_avx = 0;
#endif
static long long detected = 0;
_Atomic(long long) dc_features_in_use = 0;

/* Windows calls no constructors: see windows.c. */
__attribute__((constructor)) void dc_features_detect(void) {
    detected = detect();
    atomic_store_explicit(&dc_features_in_use, detected, memory_order_relaxed);
}

long long dc_features(void) {
    return dc_features_now();
}

long long dc_features_detected(void) {
    return detected;
}

const char *dc_feature_name(int bit) {
    return bit >= 0 && bit < FEATURES ? features_known[bit].name : NULL;
}

long long dc_features_limit(long long features) {
    features &= detected;
    atomic_store_explicit(&dc_features_in_use, features, memory_order_relaxed);
    return features;
}

/* ---- Levels --------------------------------------------------------------------------------- */

#define ADX_FEATURES (DC_FEATURE_POPCNT | DC_FEATURE_BMI2 | DC_FEATURE_ADX)
#define NEON_FEATURES (ADX_FEATURES | DC_FEATURE_NEON)
#define AVX2_FEATURES \
    (NEON_FEATURES | DC_FEATURE_AVX2 | DC_FEATURE_FMA | DC_FEATURE_F16C | DC_FEATURE_AVXVNNI)

static const struct {
    const char *name;
    long long features;
} levels[] = {
    [DC_LEVEL_BASELINE] = {"baseline", 0},     [DC_LEVEL_ADX] = {"adx", ADX_FEATURES},
    [DC_LEVEL_NEON] = {"neon", NEON_FEATURES}, [DC_LEVEL_AVX2] = {"avx2", AVX2_FEATURES},
    [DC_LEVEL_AVX512] = {"avx512", INT64_MAX},
};
enum { LEVELS = sizeof levels / sizeof levels[0] };

int dc_level_of(long long features) {
    static const long long required[] = {DC_REQUIRES_ADX, DC_REQUIRES_NEON, DC_REQUIRES_AVX2,
                                         DC_REQUIRES_AVX512};
    long long used = 0;
    for (size_t i = 0; i < sizeof required / sizeof required[0]; i++) {
        used |= dc_has(features, required[i]) ? required[i] : 0;
    }
    int level = 0;
    while (!dc_has(levels[level].features, used)) {
        level++;
    }
    return level;
}

int dc_level(void) {
    return dc_level_of(dc_features_now());
}

int dc_level_detected(void) {
    return dc_level_of(detected);
}

const char *dc_level_name(int level) {
    return level >= 0 && level < LEVELS ? levels[level].name : NULL;
}

long long dc_level_features(int level) {
    return level >= 0 && level < LEVELS ? levels[level].features : 0;
}
