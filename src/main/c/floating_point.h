/* The floating-point environment that the transforms need. Internal. */
#ifndef DC_FLOATING_POINT_H
#define DC_FLOATING_POINT_H

/*
 * The transforms with AVX2 and AVX-512 compute with doubles. Their error bounds require that the
 * CPU rounds to nearest. Other code in the process may have set another mode for this thread, so
 * each function that may run a transform sets the environment and restores it. This takes a few
 * clock cycles.
 */
#if defined(__x86_64__)
enum {
    /* Rounding, masks, flush to zero, denormals are zero; without the flags of past exceptions. */
    DC_MXCSR_CONTROL = 0xFFC0,
    /* Round to nearest, all exceptions masked, subnormal numbers are kept. */
    DC_MXCSR_DEFAULT = 0x1F80
};
#endif

/* Sets the environment for this thread and returns the previous one. */
static inline unsigned dc_floating_point_begin(void) {
#if defined(__x86_64__)
    unsigned previous = __builtin_ia32_stmxcsr();
    if ((previous & DC_MXCSR_CONTROL) != DC_MXCSR_DEFAULT) {
        __builtin_ia32_ldmxcsr(DC_MXCSR_DEFAULT);
    }
    return previous;
#else
    return 0;
#endif
}

/*
 * Restores an environment. If it is the default one, the flags of exceptions that the computation
 * raised remain set.
 */
static inline void dc_floating_point_end(unsigned previous) {
#if defined(__x86_64__)
    if ((previous & DC_MXCSR_CONTROL) != DC_MXCSR_DEFAULT) {
        __builtin_ia32_ldmxcsr(previous);
    }
#else
    (void)previous;
#endif
}

#endif
