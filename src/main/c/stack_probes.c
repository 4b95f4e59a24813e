/*
 * The stack probes of Windows, to which compilers generate calls on their own. A C runtime would
 * contain them, but the library links to none, so that the DLL depends on no other file.
 */
#if defined(_WIN32)

/*
 * Windows commits the pages of a stack one after the other, each when it is first accessed. A
 * function with a frame of more than one page (4 KB) therefore calls a probe first, which accesses
 * all pages of the frame. Probes preserve all registers that may hold arguments.
 */
#if defined(__x86_64__)

/* The size of the frame is in RAX, and remains there [LLVM, X86FrameLowering.cpp]. */
__asm__(".text\n"
        ".globl ___chkstk_ms\n"
        ".def ___chkstk_ms; .scl 2; .type 32; .endef\n"
        ".p2align 4\n"
        ".seh_proc ___chkstk_ms\n"
        "___chkstk_ms:\n\t"
        "pushq %rcx\n\t"
        ".seh_pushreg %rcx\n\t"
        "pushq %rax\n\t"
        ".seh_pushreg %rax\n\t"
        ".seh_endprologue\n\t"
        "leaq 24(%rsp), %rcx\n" /* the stack pointer of the caller */
        "1:\n\t"
        "cmpq $4096, %rax\n\t"
        "jb 2f\n\t"
        "subq $4096, %rcx\n\t"
        "orb $0, (%rcx)\n\t"
        "subq $4096, %rax\n\t"
        "jmp 1b\n"
        "2:\n\t"
        "subq %rax, %rcx\n\t"
        "orb $0, (%rcx)\n\t"
        "popq %rax\n\t"
        "popq %rcx\n\t"
        "ret\n"
        ".seh_endproc\n");

#elif defined(__aarch64__)

/*
 * A sixteenth of the size of the frame is in X15, and remains there ["Overview of ARM64 ABI
 * conventions", Stack]. X16 and X17 are scratch registers. A function that leaves SP and LR alone
 * needs no unwind information.
 */
__asm__(".text\n"
        ".globl __chkstk\n"
        ".def __chkstk; .scl 2; .type 32; .endef\n"
        ".p2align 2\n"
        "__chkstk:\n\t"
        "lsl x16, x15, #4\n\t"
        "mov x17, sp\n"
        "1:\n\t"
        "cmp x16, #1, lsl #12\n\t"
        "b.lo 2f\n\t"
        "sub x17, x17, #1, lsl #12\n\t"
        "ldr xzr, [x17]\n\t"
        "sub x16, x16, #1, lsl #12\n\t"
        "b 1b\n"
        "2:\n\t"
        "sub x17, x17, x16\n\t"
        "ldr xzr, [x17]\n\t"
        "ret\n");

#endif
#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
