/* Changes the state of a thread, as careless native code does. x86-64 only. */

unsigned control_word(void) {
    return __builtin_ia32_stmxcsr();
}

void set_control_word(unsigned word) {
    __builtin_ia32_ldmxcsr(word);
}

__attribute__((target("avx"))) static void make_dirty(void) {
    __asm__ volatile("vcmptrueps %%ymm0, %%ymm0, %%ymm0\n\t"
                     "vmovaps %%ymm0, %%ymm3\n\t"
                     "vmovaps %%ymm0, %%ymm7\n\t"
                     "vmovaps %%ymm0, %%ymm12\n\t"
                     "vmovaps %%ymm0, %%ymm15"
                     :
                     :
                     : "xmm0", "xmm3", "xmm7", "xmm12", "xmm15");
}

/*
 * Leaves the upper halves of the vector registers dirty, which slows down SSE instructions. Does
 * nothing on a CPU without AVX, such as the default models of QEMU.
 */
void make_upper_halves_dirty(void) {
    if (__builtin_cpu_supports("avx")) {
        make_dirty();
    }
}
