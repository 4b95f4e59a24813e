/* Finds out what the CPU can do and chooses the function table. */
#include "isa.h"

#include "downcall.h"

#include <stdatomic.h>
#include <stddef.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

static const char *const names[] = {"baseline", "adx"};
enum { LEVELS = sizeof names / sizeof names[0] };

static const dc_kernels tables[LEVELS] = {
    {DC_ISA_BASELINE, dc_addmul_1_baseline},
#if defined(__x86_64__)
    {DC_ISA_ADX, dc_addmul_1_adx},
#else
    {DC_ISA_BASELINE, dc_addmul_1_baseline},
#endif
};

static int detect(void) {
#if defined(__x86_64__)
    /* BMI2 and ADX work on general registers, which every system saves: no XCR0 check, unlike AVX. */
    enum { LEAF_7_EBX_BMI2 = 1 << 8, LEAF_7_EBX_ADX = 1 << 19 };
    unsigned eax, ebx, ecx, edx;
    if (__get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (ebx & LEAF_7_EBX_BMI2) && (ebx & LEAF_7_EBX_ADX)) {
        return DC_ISA_ADX;
    }
#endif
    return DC_ISA_BASELINE;
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
