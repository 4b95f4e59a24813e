/*
 * Number-theoretic transforms modulo three primes below 2^50, and exact convolutions made of them.
 * Internal.
 *
 * The three primes are fixed, and so is the order in which a transform leaves its values. What
 * differs between instruction sets is how a residue is held in its 64 bits and how it is
 * multiplied; see ntt_transform.h. docs/big-numbers.md explains the method and proves that no sum
 * here can overflow.
 */
#ifndef DC_NTT_H
#define DC_NTT_H

#include <stdint.h>

enum { DC_NTT_PRIMES = 3, DC_NTT_ROOTS = 27 };

/*
 * The part of a polynomial product that is not transformed: transforms end at polynomials modulo
 * x^8 - c, which are multiplied as such. DC_NTT_BLOCK values, eight such polynomials, are what is
 * multiplied at a time.
 */
enum { DC_NTT_LEAF = 8, DC_NTT_BLOCK = 64 };

/*
 * A constant factor w modulo p, with floor(w 2^64 / p) [V. Shoup, NTL; D. Harvey, arXiv:1205.2926].
 */
typedef struct {
    uint64_t w, quotient;
} dc_ntt_factor;

typedef struct {
    uint64_t p;
    uint64_t inverse;                  /* p^-1 mod 2^64, and so mod 2^52 */
    uint64_t reciprocal;               /* of p 2^14; see words.h */
    dc_ntt_factor half;                /* 1/2 */
    dc_ntt_factor roots[DC_NTT_ROOTS]; /* roots[k] has order 2^(k+2), and roots[k+1]^2 = roots[k] */
} dc_ntt_prime;

extern const dc_ntt_prime dc_ntt_primes[DC_NTT_PRIMES];

/* Factors as an instruction set wants them: w, and what its multiplication needs besides. */
typedef struct {
    uint64_t *w, *quotient;
} dc_ntt_table;

/*
 * One instruction set's transforms. n: a power of two >= 64, or where it says so a multiple of 64.
 */
typedef struct {
    /* multiply() divides its products by 2^this. */
    int montgomery_bits;

    /* The first `count` twiddle factors, in bit-reversed order; count is a multiple of 8. */
    void (*twiddles)(dc_ntt_table t, int64_t count, const dc_ntt_prime *prime);

    /* x[0..n) = a[0..count) mod p, and zeros. n: a multiple of 64. */
    void (*load)(uint64_t *x, int64_t n, const uint64_t *a, int64_t count,
                 const dc_ntt_prime *prime);

    /*
     * A polynomial of n1 + n2 coefficients, n2 = n1 / ratio, modulo x^n1 - 1 (in x[0..n1)) and
     * modulo the polynomial x^n2 - c of node `ratio` (in x[n1..n1 + n2)); and back, from both as
     * inverse() leaves them to the polynomial times n1 / 8. See ntt_transform.h for nodes. Only
     * what goes into the coefficients from..to of the second is done; both are multiples of 64, and
     * 0 and n2 if it is all.
     */
    void (*split)(uint64_t *x, int64_t n1, int64_t n2, int64_t from, int64_t to, dc_ntt_table t,
                  const dc_ntt_prime *prime);
    void (*join)(uint64_t *x, int64_t n1, int64_t n2, int64_t from, int64_t to, dc_ntt_table t,
                 const dc_ntt_prime *prime);

    /*
     * The transform of x[0..n), a polynomial modulo that of `node`, in place; and back, times n /
     * 8.
     */
    void (*forward)(uint64_t *x, int64_t n, int64_t node, dc_ntt_table t,
                    const dc_ntt_prime *prime);
    void (*inverse)(uint64_t *x, int64_t n, int64_t node, dc_ntt_table t,
                    const dc_ntt_prime *prime);

    /*
     * The first step of forward(), which leaves eight transforms of n / 8 to do, from node 8 node
     * on; and the last.
     */
    void (*first_layer)(uint64_t *x, int64_t n, int64_t node, dc_ntt_table t,
                        const dc_ntt_prime *prime);
    void (*last_layer)(uint64_t *x, int64_t n, int64_t node, dc_ntt_table t,
                       const dc_ntt_prime *prime);

    /* x[from..to) times y[from..to), modulo x^8 - c each; y may be x. from, to: multiples of 64. */
    void (*multiply)(uint64_t *x, const uint64_t *y, int64_t from, int64_t to, dc_ntt_table t,
                     const dc_ntt_prime *prime);

    /*
     * The numbers below p0 p1 p2 that leave these residues, times scale[k] modulo prime k, as three
     * words each: words[i], words[stride + i], words[2 stride + i]. count: a multiple of 8.
     */
    void (*lift)(uint64_t *words, int64_t stride, uint64_t *const x[DC_NTT_PRIMES], int64_t offset,
                 int64_t count, const uint64_t scale[DC_NTT_PRIMES]);
} dc_ntt_variant;

extern const dc_ntt_variant dc_ntt_baseline;
#if defined(__x86_64__)
extern const dc_ntt_variant dc_ntt_avx2, dc_ntt_avx512;
#endif

#endif
