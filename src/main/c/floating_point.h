/* The floating-point environment that transforms and comparisons of vectors need. Internal. */
#ifndef DC_FLOATING_POINT_H
#define DC_FLOATING_POINT_H

#include "upper_halves.h"

#include <stdint.h>

/*
 * The transforms with vectors compute with doubles, and comparisons of vectors compute with floats.
 * Their error bounds require that the CPU rounds to nearest. Other code in the process may have set
 * another mode for this thread. Each function that may compute in this way therefore sets the
 * environment and restores it, which takes a few clock cycles.
 */
#if defined(__x86_64__)
enum {
    /* Rounding, masks, flush to zero, denormals are zero; without the flags of past exceptions. */
    DC_MXCSR_CONTROL = 0xFFC0,
    /* Round to nearest, all exceptions masked, subnormal numbers are kept. */
    DC_MXCSR_DEFAULT = 0x1F80
};
#elif defined(__aarch64__)
/*
 * FPCR has only control bits [Arm Architecture Reference Manual, FPCR]. The default is 0: round to
 * nearest, no exception traps, subnormal numbers and NaNs are kept, no alternate behaviour. The
 * upper half is reserved.
 */
static inline unsigned dc_fpcr(void) {
    uint64_t fpcr;
    __asm__ volatile("mrs %0, fpcr" : "=r"(fpcr) : : "memory");
    return (unsigned)fpcr;
}

static inline void dc_set_fpcr(unsigned fpcr) {
    __asm__ volatile("msr fpcr, %0" : : "r"((uint64_t)fpcr) : "memory");
}
#elif defined(__riscv)
/*
 * The field frm of fcsr is the rounding mode, and 0 is to nearest. There is no other control: no
 * exception traps, and subnormal numbers are kept [RISC-V Instruction Set Manual, fcsr].
 */
static inline unsigned dc_frm(void) {
    unsigned long frm;
    __asm__ volatile("frrm %0" : "=r"(frm) : : "memory");
    return (unsigned)frm;
}

static inline void dc_set_frm(unsigned frm) {
    __asm__ volatile("fsrm %0" : : "r"((unsigned long)frm) : "memory");
}
#endif

/* Sets the environment for this thread and returns the previous one. */
static inline unsigned dc_floating_point_begin(void) {
#if defined(__x86_64__)
    dc_clear_upper_halves(); /* before an instruction without the VEX prefix */
    unsigned previous = __builtin_ia32_stmxcsr();
    if ((previous & DC_MXCSR_CONTROL) != DC_MXCSR_DEFAULT) {
        __builtin_ia32_ldmxcsr(DC_MXCSR_DEFAULT);
    }
    return previous;
#elif defined(__aarch64__)
    unsigned previous = dc_fpcr();
    if (previous != 0) {
        dc_set_fpcr(0);
    }
    return previous;
#elif defined(__riscv)
    unsigned previous = dc_frm();
    if (previous != 0) {
        dc_set_frm(0);
    }
    return previous;
#else
    return 0;
#endif
}

/*
 * Restores an environment. The flags of exceptions that the computation raised remain set, except
 * on x86-64 if the environment is not the default one.
 */
static inline void dc_floating_point_end(unsigned previous) {
#if defined(__x86_64__)
    if ((previous & DC_MXCSR_CONTROL) != DC_MXCSR_DEFAULT) {
        __builtin_ia32_ldmxcsr(previous);
    }
#elif defined(__aarch64__)
    if (previous != 0) {
        dc_set_fpcr(previous);
    }
#elif defined(__riscv)
    if (previous != 0) {
        dc_set_frm(previous);
    }
#else
    (void)previous;
#endif
}

#endif
