/*
 * downcall.h - the public interface of libdowncall. The part for vectors is in downcall_vectors.h.
 *
 * These rules hold for every function:
 *
 *   - A function computes and does nothing else. It does not allocate memory, print, abort, lock,
 *     call back, or change errno.
 *   - The caller provides every buffer, including scratch space. The buffers of one call must not
 *     overlap, unless the function allows it. A pointer to limbs or words must be aligned to 8
 *     bytes.
 *   - Every function is thread-safe, as long as no thread writes to a buffer that another thread
 *     uses at the same time. The strands of one stage of a task are an exception: they share its
 *     buffers. The library has one piece of state: the set of CPU features in use. See
 *     dc_features_limit().
 *   - Results do not depend on the floating-point environment of the calling thread. A function
 *     that computes with doubles sets the rounding mode and the exception masks that it needs, and
 *     restores those of the caller before it returns. It may set exception flags.
 *   - A function that can fail returns a negative DC_ERR_ code. Any other value is a result.
 *   - Integer parameters are `int` (32 bits on every supported platform) or `long long` (64 bits),
 *     never `long`, so that one set of bindings serves every platform.
 *   - Every limit that a DC_ macro states is also returned by a function, for languages whose
 *     bindings do not include macros.
 *
 * A multi-word number is an array of 64-bit limbs, least significant limb first.
 */
#ifndef DOWNCALL_H
#define DOWNCALL_H

#include <stdint.h>

#if defined(_WIN32)
#define DC_API __declspec(dllexport)
#elif defined(__GNUC__)
#define DC_API __attribute__((visibility("default")))
#else
#define DC_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Identity ------------------------------------------------------------------------------- */

/* This number changes whenever code compiled against the previous header would break. */
#define DC_ABI_VERSION 5

/* Returns the DC_ABI_VERSION of the header that the library was compiled from. */
DC_API int dc_abi_version(void);

/*
 * Returns the first 64 bits of the SHA-256 digest of the headers that the library was compiled
 * from, downcall.h followed by downcall_vectors.h, most significant byte first. Two programs with
 * the same hash were built from identical headers.
 */
DC_API long long dc_header_hash(void);

/* Returns the release, such as "1.2.3", as a static, NUL-terminated ASCII string. */
DC_API const char *dc_version(void);

/* ---- Errors --------------------------------------------------------------------------------- */

#define DC_ERR_RANGE (-1) /* an argument is outside its documented range */
#define DC_ERR_SPACE (-2) /* a buffer is too small; nothing was written */

/* ---- CPU features --------------------------------------------------------------------------- */

/*
 * The library is compiled for the baseline of its architecture. Operations that profit from newer
 * instructions have further variants, each of which requires a set of features. An operation runs
 * its best variant whose features are all in use. All variants return the same results, bit for
 * bit.
 *
 * A feature is detected if the CPU has it and, where it needs registers of its own, the operating
 * system saves them. When the library is loaded, all detected features are in use.
 */
#define DC_FEATURE_POPCNT (1LL << 0)
#define DC_FEATURE_BMI2 (1LL << 1)
#define DC_FEATURE_ADX (1LL << 2)
#define DC_FEATURE_AVX2 (1LL << 3)
#define DC_FEATURE_FMA (1LL << 4)
#define DC_FEATURE_F16C (1LL << 5)
#define DC_FEATURE_AVXVNNI (1LL << 6)
#define DC_FEATURE_AVX512F (1LL << 7)
#define DC_FEATURE_AVX512DQ (1LL << 8)
#define DC_FEATURE_AVX512BW (1LL << 9)
#define DC_FEATURE_AVX512VL (1LL << 10)
#define DC_FEATURE_AVX512IFMA (1LL << 11)
#define DC_FEATURE_AVX512VNNI (1LL << 12)
#define DC_FEATURE_AVX512VPOPCNTDQ (1LL << 13)
#define DC_FEATURE_AVX512BF16 (1LL << 14)
#define DC_FEATURE_AVX512FP16 (1LL << 15)
#define DC_FEATURE_NEON (1LL << 16) /* every AArch64 CPU has it */

/* Returns the set of features in use, as the sum of DC_FEATURE_ bits. O(1). */
DC_API long long dc_features(void);

/* Returns the set of features that this machine has. O(1). */
DC_API long long dc_features_detected(void);

/*
 * Returns the name of the feature with value 1LL << bit, such as "avx512ifma", as a static,
 * NUL-terminated ASCII string; NULL if there is no such feature. Bits are numbered from 0 without
 * gaps.
 */
DC_API const char *dc_feature_name(int bit);

/*
 * Sets the features in use to those that are in `features` and have been detected, and returns
 * them. A value of -1 permits everything that was detected. Any thread may call this function at
 * any time. A computation under way keeps the features that it began with.
 */
DC_API long long dc_features_limit(long long features);

/*
 * A level is a name for a cap on the set of features. Each level contains those below it:
 *
 *   0  "baseline"  no features
 *   1  "adx"       POPCNT, BMI2 and ADX, which use the general-purpose registers only
 *   2  "neon"      all features with vectors of up to 128 bits
 *   3  "avx2"      all features with vectors of up to 256 bits
 *   4  "avx512"    all features
 *
 * Every level is a valid cap on every architecture. On x86-64, "neon" permits the same features as
 * "adx". On AArch64, "adx" permits no features, and "avx2" permits NEON.
 */
#define DC_LEVEL_BASELINE 0
#define DC_LEVEL_ADX 1
#define DC_LEVEL_NEON 2
#define DC_LEVEL_AVX2 3
#define DC_LEVEL_AVX512 4

/*
 * Returns the lowest level that contains every feature that the chosen variants require. It may be
 * lower than the level that was passed as a cap: with AVX-512 but without IFMA, for example, the
 * AVX2 variants run, and the level is DC_LEVEL_AVX2. O(1).
 */
DC_API int dc_level(void);

/* Returns what dc_level() returns when all detected features are in use. O(1). */
DC_API int dc_level_detected(void);

/*
 * Returns the name of a level as a static, NUL-terminated ASCII string; NULL if there is no such
 * level. Levels are numbered from 0 without gaps.
 */
DC_API const char *dc_level_name(int level);

/*
 * Returns the features that a level contains, for dc_features_limit(). Every bit belongs to the
 * highest level. If there is no such level, returns 0, which permits the baseline only.
 */
DC_API long long dc_level_features(int level);

/*
 * Returns the name of the variant that runs, such as "avx512", as a static, NUL-terminated ASCII
 * string. Operation 0 is the inner loop of schoolbook products, operation 1 the transforms. Returns
 * NULL if there is no such operation. The name is for reports. O(1).
 */
DC_API const char *dc_variant_name(int operation);

/* ---- Fibonacci numbers: F(0) = 0, F(1) = 1, F(n) = F(n-1) + F(n-2) -------------------------- */

/* The largest n for which F(n) fits a signed 64-bit integer. */
#define DC_FIB_MAX_LONG_INDEX 92
DC_API int dc_fib_max_long_index(void);

/* Returns F(n) for 0 <= n <= DC_FIB_MAX_LONG_INDEX; otherwise DC_ERR_RANGE. O(1). */
DC_API long long dc_fib_long(int n);

/*
 * Returns F(n) mod 2^64, where n is interpreted as an unsigned integer. O(log n): at most 64
 * doublings of about 2 ns each.
 */
DC_API long long dc_fib_wrapping(long long n);

/*
 * Returns F(n) mod 2^64, computed by n - 1 dependent additions; 0 for n <= 0. O(n): one clock cycle
 * per addition.
 */
DC_API long long dc_fib_wrapping_iterative(int n);

/* The largest n for which dc_fib_exact() and DC_FIB compute F(n). */
#define DC_FIB_MAX_EXACT_INDEX 4294967295LL
DC_API long long dc_fib_max_exact_index(void);

/*
 * Return how many limbs dc_fib_exact(n) requires in `result`, which is a few more than F(n) has,
 * and in `scratch`, which is about ten times as many for a long F(n). DC_ERR_RANGE unless 0 <= n <=
 * DC_FIB_MAX_EXACT_INDEX. O(1).
 */
DC_API long long dc_fib_exact_limbs(long long n);
DC_API long long dc_fib_exact_scratch_limbs(long long n);

/*
 * Writes F(n) to `result` and returns its number of limbs. The top limb is not 0; F(0) has no
 * limbs. The content of the remaining limbs of `result` and of `scratch` is then unspecified.
 *
 *   result, result_limbs    at least dc_fib_exact_limbs(n) limbs
 *   scratch, scratch_limbs  at least dc_fib_exact_scratch_limbs(n) limbs
 *   n                       0 <= n <= DC_FIB_MAX_EXACT_INDEX
 *
 * Errors: DC_ERR_RANGE, DC_ERR_SPACE. O(n log n). For a large n, a DC_FIB task does the same in
 * short steps.
 */
DC_API long long dc_fib_exact(uint64_t *result, long long result_limbs, uint64_t *scratch,
                              long long scratch_limbs, long long n);

/* ---- Limbs ---------------------------------------------------------------------------------- */

/*
 * The largest number of limbs of an operand, 3 * 2^30 bits. java.math.BigInteger holds 2^31 - 1
 * bits. The shorter operand of a transform can have up to 65003683 limbs.
 */
#define DC_MAX_LIMBS 50331648LL
DC_API long long dc_max_limbs(void);

/*
 * Returns how many limbs of scratch dc_mul() requires. DC_ERR_RANGE unless both lengths are from 1
 * to DC_MAX_LIMBS. O(1).
 */
DC_API long long dc_mul_scratch_limbs(long long a_limbs, long long b_limbs);

/*
 * Writes a * b to `r` in one call and returns a_limbs + b_limbs. The operands may be the same
 * array; if their lengths are equal too, the faster algorithm for squares runs.
 *
 *   r, r_limbs              at least a_limbs + b_limbs limbs, which are all written
 *   scratch, scratch_limbs  at least dc_mul_scratch_limbs(a_limbs, b_limbs) limbs
 *
 * Errors: DC_ERR_RANGE, DC_ERR_SPACE. About 3 us for 100 by 100 limbs and 6 ms for 100 000 by
 * 100 000. For long operands, a DC_MULTIPLY task does the same in short steps.
 */
DC_API long long dc_mul(uint64_t *r, long long r_limbs, const uint64_t *a, long long a_limbs,
                        const uint64_t *b, long long b_limbs, uint64_t *scratch,
                        long long scratch_limbs);

/*
 * Writes `count` limbs as 8 * count bytes, most significant byte first, which is the format of
 * java.math.BigInteger. `bytes` may have any alignment. Writes nothing if count <= 0. O(count):
 * about 0.4 ns per limb.
 */
DC_API void dc_limbs_to_big_endian(uint8_t *bytes, const uint64_t *limbs, long long count);

/*
 * Reads 8 * count bytes, most significant byte first, into `count` limbs. `bytes` may have any
 * alignment. Writes nothing if count <= 0. O(count): about 0.4 ns per limb.
 */
DC_API void dc_limbs_from_big_endian(uint64_t *limbs, const uint8_t *bytes, long long count);

/* ---- Tasks: long computations in short steps ------------------------------------------------ */

/*
 * A computation that may take from microseconds to minutes is described by a dc_task and performed
 * by dc_task_run(), either in one call or in short steps. Most steps take some milliseconds, or
 * tens of milliseconds on a CPU without vector variants. Longer ones are sums of gigabits, which
 * take 100 milliseconds or more, and divisions within DC_GCD and DC_GCD_COFACTOR whose quotient has
 * millions of limbs. Between two steps, the caller may cancel the computation or yield to other
 * work.
 *
 * A task has stages, which run one after the other. A stage has strands, which are independent:
 * different threads may run them at the same time. If `threads` is greater than 1, long products
 * have at least 24 strands instead of 3 in most stages. A strand has steps, which run one after the
 * other. The result is complete when all steps of all strands of all stages have run. All
 * intermediate state is in the caller's buffers.
 *
 * To run a task:
 *   1. Set operation, features and threads, and those of n, a_limbs, b_limbs, c_limbs and a_bits
 *      that the operation uses. For DC_MULTIPLY, also set a and b. At this point, only whether they
 *      are equal matters. They must be equal for a square and for nothing else.
 *   2. Call dc_task_result_limbs() and dc_task_scratch_limbs() for the lengths of the buffers.
 *   3. Set a, b, c, result, result_limbs, scratch and scratch_limbs. Buffers aligned to 64 bytes
 *      are fastest.
 *   4. Call dc_task_run(). Until the last step has returned, do not change the task, the operands
 *      or the buffers.
 *
 *   operation        operands           result, whose upper limbs may be 0
 *   DC_MULTIPLY      a, b               a * b; faster if a == b and a_limbs == b_limbs
 *   DC_POWER         a, a_bits, n >= 1  a^n, where a_bits * n <= DC_MAX_POWER_BITS
 *   DC_FIB           n                  F(n), 0 <= n <= DC_FIB_MAX_EXACT_INDEX
 *   DC_FIB_DECIMAL   n                  F(n) in decimal words of dc_fib_word_digits(n) digits,
 *                                       0 <= n <= DC_FIB_MAX_DECIMAL_INDEX
 *   DC_TO_DECIMAL    a                  a in decimal words of 19 digits
 *   DC_FROM_DECIMAL  a                  the number whose decimal words of 19 digits are in a
 *   DC_DIVIDE        a, b               floor(a / b) in a_limbs - b_limbs + 1 limbs, followed by
 *                                       a mod b in b_limbs limbs, where a_limbs >= b_limbs
 *   DC_SQRT          a                  s = floor(sqrt(a)) in (a_limbs + 1) / 2 limbs, followed by
 *                                       a - s^2 in a_limbs / 2 + 1 limbs
 *   DC_GCD           a, b               gcd(a, b), in as many limbs as the shorter operand
 *   DC_GCD_COFACTOR  a, b               g = gcd(a, b) in b_limbs limbs, followed by the u for which
 *                                       u a = g modulo b and 0 <= u < b / g, in b_limbs limbs
 *   DC_MOD_POWER     a, b, c            a^b mod c, in c_limbs limbs. The time depends on the
 *                                       operands, so it may reveal them
 *   DC_PRODUCT       a                  the product of all limbs of a, each taken as a number
 *   DC_TO_RADIX      a, n               a in words of radix n, from 2 to 36. A word is a digit in
 *                                       the base n^k, the largest power of n below 2^64
 *   DC_FROM_RADIX    a, n               the number whose words of radix n are in a
 *
 * An operand has from 1 to DC_MAX_LIMBS limbs. Operands and buffers must not overlap, but a may
 * equal b. Only dc_task_run() reads the operands. The top limb of b must not be 0 for DC_DIVIDE and
 * DC_GCD_COFACTOR. The top limb of c must not be 0 for DC_MOD_POWER, and the top limbs of a and b
 * must not be 0 for DC_GCD. Words of DC_FROM_DECIMAL and DC_FROM_RADIX must be below their base.
 * That is not checked: otherwise, the result is unspecified.
 */
#define DC_MULTIPLY 0
#define DC_POWER 1
#define DC_FIB 2
#define DC_FIB_DECIMAL 3
#define DC_TO_DECIMAL 4
#define DC_FROM_DECIMAL 5
#define DC_DIVIDE 6
#define DC_SQRT 7
#define DC_GCD 8
#define DC_GCD_COFACTOR 9
#define DC_MOD_POWER 10
#define DC_PRODUCT 11
#define DC_TO_RADIX 12
#define DC_FROM_RADIX 13

/* The largest a_bits * n of DC_POWER. */
#define DC_MAX_POWER_BITS 4294967295LL
DC_API long long dc_max_power_bits(void);

/* The largest n of DC_FIB_DECIMAL, 2^34. F(n) then has 3.6 * 10^9 digits. */
#define DC_FIB_MAX_DECIMAL_INDEX 17179869184LL
DC_API long long dc_fib_max_decimal_index(void);

typedef struct dc_task {
    int operation;      /* one of the constants above */
    int threads;        /* how many threads will run strands; 0 means one */
    long long features; /* which may be used, such as dc_features(); all must be present */
    long long n;        /* the exponent, index or radix; other operations ignore it */
    const uint64_t *a;
    long long a_limbs;
    const uint64_t *b;
    long long b_limbs;
    const uint64_t *c;
    long long c_limbs;
    long long a_bits; /* DC_POWER: the bit length of a, whose top limb is not 0 */
    uint64_t *result;
    long long result_limbs;
    uint64_t *scratch;
    long long scratch_limbs;
} dc_task;

/*
 * Return how many limbs the task requires in `result` and in `scratch`. DC_ERR_RANGE if the
 * operation does not exist or does not accept the operands. The operands need not be filled yet;
 * pointers are compared, not dereferenced. O(1).
 */
DC_API long long dc_task_result_limbs(const dc_task *task);
DC_API long long dc_task_scratch_limbs(const dc_task *task);

/*
 * Return the number of stages of the task, of strands of a stage, and of steps of each strand of a
 * stage. DC_ERR_RANGE if there is no such stage or the task is invalid. The operands need not be
 * filled yet. These functions take microseconds.
 */
DC_API long long dc_task_stages(const dc_task *task);
DC_API long long dc_task_strands(const dc_task *task, long long stage);
DC_API long long dc_task_steps(const dc_task *task, long long stage);

/*
 * Runs one step, or the whole task if stage is -1; strand and step are then ignored. Returns 0.
 * DC_ERR_RANGE if there is no such step, if the task is invalid, or if an operand does not meet a
 * condition of its operation, such as that a_bits of DC_POWER is the bit length of a; DC_ERR_SPACE
 * if a buffer is too small. Nothing is written in case of an error.
 */
DC_API long long dc_task_run(const dc_task *task, long long stage, long long strand,
                             long long step);

/*
 * Returns how many digits each word of the result of DC_FIB_DECIMAL has: 19, or 18 from about n =
 * 2.6 * 10^9 on. DC_ERR_RANGE unless 0 <= n <= DC_FIB_MAX_DECIMAL_INDEX. O(1).
 */
DC_API int dc_fib_word_digits(long long n);

/*
 * Returns (above * base^count + words) mod 2^61 - 1, where `words` is a number of `count` words,
 * least significant word first. The base is 2^64 if digits is 0, 10^18 if digits is 18, and 10^19
 * otherwise. `above`, from 0 to 2^61 - 2, is the residue of the words above these, or 0 if there
 * are none. A long number can thus be processed in pieces, from its top. O(count): about 2 ns per
 * word.
 */
DC_API long long dc_residue(const uint64_t *words, long long count, int digits, long long above);

/* ---- Decimal words: 18 or 19 digits each, least significant word first ---------------------- */

/*
 * Writes `count` words below 10^digits as count * digits ASCII characters, most significant digit
 * first, with leading zeros. digits must be 18 or 19. Writes nothing if count <= 0. O(count): about
 * 8 ns per word.
 */
DC_API void dc_decimal_to_ascii(uint8_t *characters, const uint64_t *words, long long count,
                                int digits);

/*
 * Reads `count` ASCII digits, most significant digit first, into (count + 18) / 19 words below
 * 10^19, and returns the number of words; 0 if count <= 0. DC_ERR_RANGE if a character is not a
 * digit; the content of `words` is then unspecified. O(count): about 5 ns per word.
 */
DC_API long long dc_decimal_from_ascii(uint64_t *words, const uint8_t *characters, long long count);

#ifdef __cplusplus
}
#endif

#endif
