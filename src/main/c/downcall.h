/*
 * downcall.h: the whole public ABI of libdowncall.
 *
 * Rules that hold for every function:
 *   - It computes and nothing else. It does not allocate, print, abort, lock, call back or touch errno.
 *   - The caller owns every buffer, scratch included. Buffers of one call must not overlap unless the
 *     function says so. Pointers to limbs are aligned to 8 bytes.
 *   - It is re-entrant: any number of threads may call it at once on buffers of their own. The one piece
 *     of state in the library is the choice of instruction set; see dc_isa_limit.
 *   - Floating point rounds to nearest, as it does when a program begins; the vectors of doubles rely on it.
 *   - It returns a value that cannot fail, or a count >= 0 or one of the negative DC_ERR_ codes.
 *   - Integers that cross the boundary are `int` (32 bits on every supported platform) or `long long`
 *     (64 bits), never `long`, so that one set of bindings serves every platform.
 *   - Every limit is also a function, because not every binding generator sees macros.
 *
 * A number of many words is an array of 64-bit limbs, least significant limb first.
 */
#ifndef DOWNCALL_H
#define DOWNCALL_H

#include <stdint.h>

#if defined(__GNUC__)
#define DC_API __attribute__((visibility("default")))
#else
#define DC_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Which library is this? ----------------------------------------------------------------- */

/* Changes whenever a caller compiled against the former header would break. */
#define DC_ABI_VERSION 2

/* DC_ABI_VERSION of the header that the library was compiled from. */
DC_API int dc_abi_version(void);

/*
 * The first 64 bits of the SHA-256 of the header that the library was compiled from, most
 * significant byte first. Two sides that agree on it were built from the same header, to the byte.
 */
DC_API long long dc_header_hash(void);

/* The release, such as "1.2.3": static, NUL-terminated ASCII. */
DC_API const char *dc_version(void);

/* ---- Instruction sets ----------------------------------------------------------------------- */

/*
 * The code is compiled for the baseline of its architecture. Where a newer instruction set pays, a
 * second version stands beside the baseline one, and the level chosen when the library is loaded
 * says which runs: the highest that the CPU has and the operating system saves the registers of.
 * Levels are ordered; each includes those below. All levels return the same results, bit for bit.
 */
#define DC_ISA_BASELINE 0 /* what every CPU of the architecture has */
#define DC_ISA_ADX 1      /* x86-64 with BMI2 and ADX: MULX, ADCX, ADOX */
#define DC_ISA_AVX2 2     /* and AVX2 with FMA */
#define DC_ISA_AVX512 3   /* and AVX-512 F, DQ, VL, BW and IFMA */

/* The level that runs. */
DC_API int dc_isa(void);

/* The highest level that this machine can run. */
DC_API int dc_isa_detected(void);

/*
 * The name of a level ("baseline", "adx", "avx2", "avx512"): static, NUL-terminated ASCII; NULL for
 * a level that does not exist.
 */
DC_API const char *dc_isa_name(int level);

/*
 * Caps the level: from now on min(level, dc_isa_detected()) runs, and is returned. DC_ERR_RANGE,
 * with nothing changed, for a level that does not exist. Any thread may call it at any time: a
 * computation under way finishes at the level it began with.
 */
DC_API int dc_isa_limit(int level);

/* ---- Errors --------------------------------------------------------------------------------- */

#define DC_ERR_RANGE (-1) /* an argument is outside the range that the function states */
#define DC_ERR_SPACE (-2) /* a buffer is smaller than the function needs; nothing was written */

/* ---- Fibonacci numbers: F(0) = 0, F(1) = 1, F(n) = F(n-1) + F(n-2) -------------------------- */

/* The largest n for which F(n) fits a signed 64-bit integer. */
#define DC_FIB_MAX_LONG_INDEX 92
DC_API int dc_fib_max_long_index(void);

/* F(n) for 0 <= n <= 92; DC_ERR_RANGE otherwise. O(1). */
DC_API long long dc_fib_long(int n);

/* F(n) mod 2^64. n is read as unsigned. O(log n): at most 64 doublings, about 2 ns each. */
DC_API long long dc_fib_wrapping(long long n);

/*
 * F(n) mod 2^64 by n - 1 additions, one after the other. 0 for n <= 0. O(n): a clock cycle per
 * addition.
 */
DC_API long long dc_fib_wrapping_iterative(int n);

/*
 * The largest n that dc_fib_exact takes: the limit of its 64-bit size arithmetic, with room to
 * spare.
 */
#define DC_FIB_MAX_EXACT_INDEX 4294967295LL
DC_API long long dc_fib_max_exact_index(void);

/*
 * How many limbs dc_fib_exact(n) wants in `result` (a few more than F(n) has), and in `scratch`
 * (about ten times as many). 0 <= n <= DC_FIB_MAX_EXACT_INDEX; DC_ERR_RANGE otherwise. O(1).
 */
DC_API long long dc_fib_exact_limbs(long long n);
DC_API long long dc_fib_exact_scratch_limbs(long long n);

/*
 * Writes F(n) to `result` and returns how many limbs it has (the top one is not zero; none for
 * F(0)). The limbs of `result` beyond that count, and all of `scratch`, are left with unspecified
 * content.
 *
 *   result, result_limbs    at least dc_fib_exact_limbs(n) limbs
 *   scratch, scratch_limbs  at least dc_fib_exact_scratch_limbs(n) limbs
 *   n                       0 <= n <= DC_FIB_MAX_EXACT_INDEX
 *
 * DC_ERR_RANGE, DC_ERR_SPACE. O(n log n). For large n, DC_FIB does the same in pieces.
 */
DC_API long long dc_fib_exact(uint64_t *result, long long result_limbs, uint64_t *scratch,
                              long long scratch_limbs, long long n);

/* ---- Limbs ---------------------------------------------------------------------------------- */

/*
 * How many limbs of scratch dc_mul wants. DC_ERR_RANGE for lengths outside of 1 to DC_MAX_LIMBS.
 * O(1).
 */
DC_API long long dc_mul_scratch_limbs(long long a_limbs, long long b_limbs);

/*
 * r = a * b in one call, for numbers so short that this is no matter; DC_MULTIPLY does the same in
 * pieces. a and b may be the same, which is then a square and made in less time.
 *
 *   r, r_limbs              at least a_limbs + b_limbs limbs, of which all are written
 *   scratch, scratch_limbs  at least dc_mul_scratch_limbs(a_limbs, b_limbs) limbs
 *
 * Returns a_limbs + b_limbs. DC_ERR_RANGE, DC_ERR_SPACE. About 3 us for 100 by 100 limbs, 6 ms for
 * 100 000 by 100 000.
 */
DC_API long long dc_mul(uint64_t *r, long long r_limbs, const uint64_t *a, long long a_limbs,
                        const uint64_t *b, long long b_limbs, uint64_t *scratch,
                        long long scratch_limbs);

/*
 * Writes `count` limbs as 8 * count bytes, most significant byte first: the magnitude that
 * java.math.BigInteger takes. `bytes` needs no alignment. Nothing for count <= 0. O(count): about
 * 0.6 ns per limb.
 */
DC_API void dc_limbs_to_big_endian(uint8_t *bytes, const uint64_t *limbs, long long count);

/*
 * Reads 8 * count bytes, most significant byte first, into `count` limbs: the way back. `bytes`
 * needs no alignment. Nothing for count <= 0. O(count): about 0.6 ns per limb.
 */
DC_API void dc_limbs_from_big_endian(uint64_t *limbs, const uint8_t *bytes, long long count);

/* ---- Long computations ---------------------------------------------------------------------- */

/*
 * What takes from a microsecond to minutes is described by a dc_task, and done by dc_task_run: all
 * at once, or in pieces of some milliseconds (some ten on a CPU without vectors), between which the
 * caller may give up, or let others run.
 *
 * A task has stages, which follow each other. A stage has lanes, which are independent: different
 * threads may run them at the same time. A lane has parts, which follow each other. Nothing is kept
 * between calls but what is in the buffers: whoever has run all parts of all lanes of all stages,
 * in that order, has the result.
 *
 * The caller fills in the operation, the isa, the operands and n; asks for the lengths of result
 * and scratch; provides them (64-byte alignment is fastest); and leaves all of it as it is until
 * the last part is done.
 *
 *   operation       operands            result_limbs limbs of result, the upper ones perhaps zero
 *   DC_MULTIPLY     a, b                a * b; a square, in less time, if a and b are the same pointer and length
 *   DC_POWER        a, n >= 1           a^n; the top limb of a is not 0, and a^n has less than 2^32 bits
 *   DC_FIB          n                   F(n), 0 <= n <= DC_FIB_MAX_EXACT_INDEX
 *   DC_FIB_DECIMAL  n                   F(n) in decimal words of dc_fib_word_digits(n) digits, 0 <= n <=
 *   DC_FIB_MAX_DECIMAL_INDEX
 *   DC_TO_DECIMAL   a                   a in decimal words of 19 digits
 *   DC_FROM_DECIMAL a, decimal words    a
 *
 * Operands have from 1 to DC_MAX_LIMBS limbs. They and the buffers may not overlap, but a may be b.
 */
#define DC_MULTIPLY 0
#define DC_POWER 1
#define DC_FIB 2
#define DC_FIB_DECIMAL 3
#define DC_TO_DECIMAL 4
#define DC_FROM_DECIMAL 5

/*
 * 3 * 2^30 bits: half as many again as java.math.BigInteger can hold. A conversion to decimal makes
 * products of numbers a tenth longer, and 65003683 limbs are the most that the transforms can take
 * of both operands.
 */
#define DC_MAX_LIMBS 50331648LL

/* The largest n of DC_FIB_DECIMAL, 2^34: a number of 3.6 * 10^9 digits. */
#define DC_FIB_MAX_DECIMAL_INDEX 17179869184LL
DC_API long long dc_fib_max_decimal_index(void);

typedef struct dc_task {
    int operation;
    int isa; /* the level that runs, from DC_ISA_BASELINE to dc_isa_detected(): the same in all pieces */
    long long n;
    const uint64_t *a;
    long long a_limbs;
    const uint64_t *b;
    long long b_limbs;
    uint64_t *result;
    long long result_limbs;
    uint64_t *scratch;
    long long scratch_limbs;
} dc_task;

/*
 * How many limbs `result` and `scratch` want. DC_ERR_RANGE for operands that the operation does not
 * take; an a of DC_POWER is read, no other. O(1).
 */
DC_API long long dc_task_result_limbs(const dc_task *task);
DC_API long long dc_task_scratch_limbs(const dc_task *task);

/*
 * The stages of a task that has its buffers; the lanes of one, and the parts of a lane.
 * DC_ERR_RANGE. Microseconds.
 */
DC_API long long dc_task_stages(const dc_task *task);
DC_API long long dc_task_lanes(const dc_task *task, long long stage);
DC_API long long dc_task_parts(const dc_task *task, long long stage);

/*
 * Runs one part, or with stage -1 everything. Returns 0; DC_ERR_RANGE if there is no such part, or
 * the task is none that can be done; DC_ERR_SPACE if a buffer is too short. Nothing was written
 * then.
 */
DC_API long long dc_task_run(const dc_task *task, long long stage, long long lane, long long part);

/*
 * The digits of a word of DC_FIB_DECIMAL's result: 19, or 18 from about n = 2.6 * 10^9 on;
 * DC_ERR_RANGE.
 */
DC_API int dc_fib_word_digits(long long n);

/*
 * (above * base^count + words) mod 2^61 - 1, for words least significant first, of base 2^64
 * (digits = 0), 10^18 (digits = 18) or 10^19 (digits = 19; any other is taken for it). `above`,
 * from 0 to 2^61 - 2, is the residue of the words above, so that a long number can be done piece by
 * piece, from the top; 0 for none. O(count): about 2 ns per word.
 */
DC_API long long dc_residue(const uint64_t *words, long long count, int digits, long long above);

/* ---- Decimal words: 18 or 19 digits each, least significant word first ---------------------- */

/*
 * Writes `count` words below 10^digits as count * digits ASCII characters, most significant digit
 * first, with leading zeros. digits is 18 or 19; other values are undefined. Nothing for count <=
 * 0. O(count): about 20 ns per word.
 */
DC_API void dc_decimal_to_ascii(uint8_t *characters, const uint64_t *words, long long count,
                                int digits);

/*
 * Reads `count` ASCII digits, most significant first, into (count + 18) / 19 words below 10^19, and
 * returns how many words that are. DC_ERR_RANGE if a character is not a digit; the words are then
 * unspecified. 0 for count <= 0. O(count): about 20 ns per word.
 */
DC_API long long dc_decimal_from_ascii(uint64_t *words, const uint8_t *characters, long long count);

#ifdef __cplusplus
}
#endif

#endif
