/* The upper halves of the vector registers at the beginning of a critical call. Internal. */
#ifndef DC_UPPER_HALVES_H
#define DC_UPPER_HALVES_H

/*
 * HotSpot compiles Java to AVX instructions and clears the upper halves of the vector registers
 * before a call of C, but not before a critical one (JDK 25). If they are not clear, some CPUs stop
 * for more than a hundred cycles at the first instruction without the VEX prefix that uses a vector
 * register [Intel 64 and IA-32 Architectures Optimization Reference Manual, "Mixing AVX Code with
 * SSE Code"], which compilers generate even to copy memory. To fill a new array with zeros is
 * enough. On an Intel Xeon (Sapphire Rapids), F(10) took 181 ns instead of 47 ns for this reason.
 *
 * Each function that is called critically and contains such instructions therefore begins with
 * this.
 */
#if defined(__x86_64__)

/* Whether the CPU has AVX, and the operating system saves its registers. */
extern __attribute__((visibility("hidden"))) int dc_has_avx;

#if defined(_WIN32)
/* A function would save the others first, with SSE instructions. Their lower halves stay. */
#define DC_VECTOR_REGISTERS "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5"
#else
#define DC_VECTOR_REGISTERS                                                                  \
    "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7", "xmm8", "xmm9", "xmm10", \
        "xmm11", "xmm12", "xmm13", "xmm14", "xmm15"
#endif

static inline void dc_clear_upper_halves(void) {
    if (dc_has_avx) {
        /* With these registers listed, no use of one moves in front of the instruction. */
        __asm__ volatile("vzeroupper" : : : "memory", DC_VECTOR_REGISTERS);
    }
}

#else

static inline void dc_clear_upper_halves(void) {
}

#endif

#endif
