/* Finds out what the CPU can do and chooses the function table. */
#include "isa.h"

#include "downcall.h"

#include <stdatomic.h>
#include <stddef.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

static const char *const names[] = {"baseline", "adx", "avx2", "avx512"};
enum { LEVELS = sizeof names / sizeof names[0] };

static const dc_kernels tables[] = {
    {DC_ISA_BASELINE, dc_addmul_1_baseline, NULL, DC_NEVER, DC_NEVER, &dc_ntt_baseline, 468, 691},
#if defined(__x86_64__)
    {DC_ISA_ADX, dc_addmul_1_adx, NULL, DC_NEVER, DC_NEVER, &dc_ntt_baseline, 1704, 1753},
    {DC_ISA_AVX2, dc_addmul_1_adx, NULL, DC_NEVER, DC_NEVER, &dc_ntt_avx2, 152, 170},
    {DC_ISA_AVX512, dc_addmul_1_adx, dc_mul_ifma, 11, 14, &dc_ntt_avx512, 152, 112},
#endif
};

#if defined(__x86_64__)
/* Which registers the operating system saves [Intel SDM 1, 13.3]. */
static unsigned enabled_states(void) {
    unsigned low, high;
    __asm__ volatile("xgetbv" : "=a"(low), "=d"(high) : "c"(0));
    return low;
}
#endif

static int detect(void) {
#if defined(__x86_64__)
    enum { ECX_FMA = 1 << 12, ECX_OSXSAVE = 1 << 27, ECX_AVX = 1 << 28 };
    enum { EBX_AVX2 = 1 << 5, EBX_BMI2 = 1 << 8, EBX_ADX = 1 << 19 };
    enum {
        EBX_AVX512F = 1 << 16,
        EBX_AVX512DQ = 1 << 17,
        EBX_AVX512IFMA = 1 << 21,
        EBX_AVX512BW = 1 << 30
    };
    const unsigned avx512 =
        EBX_AVX512F | EBX_AVX512DQ | EBX_AVX512IFMA | EBX_AVX512BW | 1u << 31 /* AVX512VL */;
    enum { STATE_YMM = 0x6, STATE_ZMM = 0xE6 };
    unsigned eax, ebx, ecx, edx, features, states;
    if (!__get_cpuid(1, &eax, &ebx, &features, &edx)
        || !__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx)) {
        return DC_ISA_BASELINE;
    }
    /* BMI2 and ADX work on general registers, which every system saves. */
    if (!(ebx & EBX_BMI2) || !(ebx & EBX_ADX)) {
        return DC_ISA_BASELINE;
    }
    states = features & ECX_OSXSAVE ? enabled_states() : 0;
    if ((states & STATE_YMM) != STATE_YMM || !(features & ECX_AVX) || !(features & ECX_FMA)
        || !(ebx & EBX_AVX2)) {
        return DC_ISA_ADX;
    }
    return (states & STATE_ZMM) == STATE_ZMM && (ebx & avx512) == avx512 ? DC_ISA_AVX512
                                                                         : DC_ISA_AVX2;
#else
    return DC_ISA_BASELINE;
#endif
}

/* Written by the loader before any call can arrive, so the detected level needs no lock. */
static int detected = DC_ISA_BASELINE;
static _Atomic(const dc_kernels *) current = &tables[DC_ISA_BASELINE];

__attribute__((constructor)) static void choose_when_loaded(void) {
    detected = detect();
    atomic_store_explicit(&current, &tables[detected], memory_order_relaxed);
}

/* Relaxed is enough: the pointer leads to constant data. */
const dc_kernels *dc_kernels_now(void) {
    return atomic_load_explicit(&current, memory_order_relaxed);
}

const dc_kernels *dc_kernels_at(int level) {
    return level >= 0 && level <= detected ? &tables[level] : NULL;
}

int dc_isa(void) {
    return dc_kernels_now()->level;
}

int dc_isa_detected(void) {
    return detected;
}

const char *dc_isa_name(int level) {
    return level >= 0 && level < LEVELS ? names[level] : NULL;
}

int dc_isa_limit(int level) {
    if (level < 0 || level >= LEVELS) {
        return DC_ERR_RANGE;
    }
    int runs = level < detected ? level : detected;
    atomic_store_explicit(&current, &tables[runs], memory_order_relaxed);
    return runs;
}
