/*
 * downcall.h: the whole public ABI of libdowncall.
 *
 * Rules that hold for every function:
 *   - It computes and nothing else. It does not allocate, print, abort, lock, call back or touch errno.
 *   - The caller owns every buffer, scratch included. Buffers of one call must not overlap unless the
 *     function says so. Pointers to limbs are aligned to 8 bytes.
 *   - It is re-entrant: any number of threads may call it at once on buffers of their own. The one piece
 *     of state in the library is the choice of instruction set; see dc_isa_limit.
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

/* ---- Which library is this? ------------------------------------------------------------------- */

/* Changes whenever a caller compiled against the former header would break. */
#define DC_ABI_VERSION 1

/* DC_ABI_VERSION of the header that the library was compiled from. */
DC_API int dc_abi_version(void);

/*
 * The first 64 bits of the SHA-256 of the header that the library was compiled from, most significant
 * byte first. Two sides that agree on it were built from the same header, to the byte.
 */
DC_API long long dc_header_hash(void);

/* The release, such as "1.2.3": static, NUL-terminated ASCII. */
DC_API const char *dc_version(void);

/* ---- Instruction sets ------------------------------------------------------------------------- */

/*
 * The code is compiled for the baseline of its architecture. Where a newer instruction set pays, a second
 * version stands beside the baseline one, and the level chosen when the library is loaded says which runs:
 * the highest that the CPU has and the operating system saves the registers of. Levels are ordered; each
 * includes those below. All levels return the same results, bit for bit.
 */
#define DC_ISA_BASELINE 0 /* what every CPU of the architecture has */
#define DC_ISA_ADX 1      /* x86-64 with BMI2 and ADX: MULX, ADCX, ADOX */

/* The level that runs. */
DC_API int dc_isa(void);

/* The highest level that this machine can run. */
DC_API int dc_isa_detected(void);

/* The name of a level ("baseline", "adx"): static, NUL-terminated ASCII; NULL for a level that does not exist. */
DC_API const char *dc_isa_name(int level);

/*
 * Caps the level: from now on min(level, dc_isa_detected()) runs, and is returned. DC_ERR_RANGE, with
 * nothing changed, for a level that does not exist. Any thread may call it at any time: a computation
 * under way finishes at the level it began with.
 */
DC_API int dc_isa_limit(int level);

/* ---- Errors ----------------------------------------------------------------------------------- */

#define DC_ERR_RANGE (-1) /* an argument is outside the range that the function states */
#define DC_ERR_SPACE (-2) /* a buffer is smaller than the function needs; nothing was written */

/* ---- Fibonacci numbers: F(0) = 0, F(1) = 1, F(n) = F(n-1) + F(n-2) ---------------------------- */

/* The largest n for which F(n) fits a signed 64-bit integer. */
#define DC_FIB_MAX_LONG_INDEX 92
DC_API int dc_fib_max_long_index(void);

/* F(n) for 0 <= n <= 92; DC_ERR_RANGE otherwise. O(1). */
DC_API long long dc_fib_long(int n);

/* F(n) mod 2^64. n is read as unsigned. O(log n): at most 64 doublings, about 2 ns each. */
DC_API long long dc_fib_wrapping(long long n);

/* F(n) mod 2^64 by n - 1 additions, one after the other. 0 for n <= 0. O(n): a clock cycle per addition. */
DC_API long long dc_fib_wrapping_iterative(int n);

/* The largest n that dc_fib_exact takes: the limit of its 64-bit size arithmetic, with room to spare. */
#define DC_FIB_MAX_EXACT_INDEX 4294967295LL
DC_API long long dc_fib_max_exact_index(void);

/*
 * How many limbs dc_fib_exact(n) wants in `result` (a few more than F(n) has), and in `scratch`
 * (about three times as many). 0 <= n <= DC_FIB_MAX_EXACT_INDEX; DC_ERR_RANGE otherwise. O(1).
 */
DC_API long long dc_fib_exact_limbs(long long n);
DC_API long long dc_fib_exact_scratch_limbs(long long n);

/*
 * Writes F(n) to `result` and returns how many limbs it has (the top one is not zero; none for F(0)).
 * The limbs of `result` beyond that count, and all of `scratch`, are left with unspecified content.
 *
 *   result, result_limbs    at least dc_fib_exact_limbs(n) limbs
 *   scratch, scratch_limbs  at least dc_fib_exact_scratch_limbs(n) limbs
 *   n                       0 <= n <= DC_FIB_MAX_EXACT_INDEX
 *
 * DC_ERR_RANGE, DC_ERR_SPACE. O(n^1.59).
 */
DC_API long long dc_fib_exact(uint64_t *result, long long result_limbs, uint64_t *scratch, long long scratch_limbs,
                              long long n);

/* ---- Limbs ------------------------------------------------------------------------------------ */

/*
 * Writes `count` limbs as 8 * count bytes, most significant byte first: the magnitude that
 * java.math.BigInteger takes. `bytes` needs no alignment. Nothing for count <= 0. O(count): about 0.6 ns per limb.
 */
DC_API void dc_limbs_to_big_endian(uint8_t *bytes, const uint64_t *limbs, long long count);

#ifdef __cplusplus
}
#endif

#endif
