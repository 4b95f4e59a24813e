/*
 * Number-theoretic transforms modulo three primes below 2^50. Internal.
 *
 * The primes and the order of the values after a transform are the same in all variants. Variants
 * differ in how a residue is represented in 64 bits and in how residues are multiplied; see
 * ntt_transform.h. docs/big-numbers.md explains the method and proves that no sum overflows.
 */
#ifndef DC_NTT_H
#define DC_NTT_H

#include <stdint.h>

enum { DC_NTT_PRIMES = 3, DC_NTT_ROOTS = 27 };

/*
 * Transforms end at polynomials of DC_NTT_LEAF coefficients, modulo x^8 - c, which are multiplied
 * by definition. DC_NTT_BLOCK coefficients, eight such polynomials, are multiplied at a time.
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

/* Factors w in the representation of a variant, each with the quotient that mulmod needs. */
typedef struct {
    uint64_t *w, *quotient;
} dc_ntt_table;

/*
 * One variant of the transforms. n is a power of two >= 64, unless stated otherwise. See
 * ntt_transform.h for nodes.
 */
typedef struct {
    /* See dc_variant_name(). */
    const char *name;

    /* multiply() divides its products by 2^montgomery_bits. */
    int montgomery_bits;

    /* t = the first `count` twiddle factors in bit-reversed order. count is a multiple of 8. */
    void (*twiddles)(dc_ntt_table t, int64_t count, const dc_ntt_prime *prime);

    /* x[0..n) = a[0..count) mod p, then zeros. n is a multiple of 64. */
    void (*load)(uint64_t *x, int64_t n, const uint64_t *a, int64_t count,
                 const dc_ntt_prime *prime);

    /*
     * split() reduces a polynomial of n1 + n2 coefficients, where n2 = n1 / ratio, to its two
     * components: modulo x^n1 - 1, in x[0..n1), and modulo the polynomial x^n2 - c of node `ratio`,
     * in x[n1..n1 + n2). join() goes back, from the components as inverse() leaves them to the
     * polynomial times n1 / 8. One call processes what belongs to the coefficients from..to of the
     * second component; both are multiples of 64. All of it is from 0 to n2.
     */
    void (*split)(uint64_t *x, int64_t n1, int64_t n2, int64_t from, int64_t to, dc_ntt_table t,
                  const dc_ntt_prime *prime);
    void (*join)(uint64_t *x, int64_t n1, int64_t n2, int64_t from, int64_t to, dc_ntt_table t,
                 const dc_ntt_prime *prime);

    /*
     * forward() transforms x[0..n), a polynomial modulo that of `node`, in place. inverse() goes
     * back and multiplies by n / 8.
     */
    void (*forward)(uint64_t *x, int64_t n, int64_t node, dc_ntt_table t,
                    const dc_ntt_prime *prime);
    void (*inverse)(uint64_t *x, int64_t n, int64_t node, dc_ntt_table t,
                    const dc_ntt_prime *prime);

    /*
     * The first layer of forward(), after which eight transforms of n / 8 coefficients remain, from
     * node 8 * node on; and the last layer of inverse(). One call processes what belongs to the
     * coefficients from..to of each of the eight; both are multiples of 8. All of it is from 0 to
     * n / 8.
     */
    void (*first_layer)(uint64_t *x, int64_t n, int64_t node, int64_t from, int64_t to,
                        dc_ntt_table t, const dc_ntt_prime *prime);
    void (*last_layer)(uint64_t *x, int64_t n, int64_t node, int64_t from, int64_t to,
                       dc_ntt_table t, const dc_ntt_prime *prime);

    /*
     * x[from..to) *= y[from..to), as polynomials modulo x^8 - c. y may be x. from and to are
     * multiples of 64.
     */
    void (*multiply)(uint64_t *x, const uint64_t *y, int64_t from, int64_t to, dc_ntt_table t,
                     const dc_ntt_prime *prime);

    /* x[from..to) += y[from..to), for values as multiply() leaves them; so are the sums. */
    void (*add)(uint64_t *x, const uint64_t *y, int64_t from, int64_t to,
                const dc_ntt_prime *prime);

    /*
     * The CRT: the numbers below p0 p1 p2 with the residues x[k][offset + i] * scale[k] modulo
     * prime k. Number i has three words: words[i], words[stride + i] and words[2 stride + i]. count
     * is a multiple of 8.
     */
    void (*lift)(uint64_t *words, int64_t stride, uint64_t *const x[DC_NTT_PRIMES], int64_t offset,
                 int64_t count, const uint64_t scale[DC_NTT_PRIMES]);
} dc_ntt_variant;

extern const dc_ntt_variant dc_ntt_baseline;
#if defined(__x86_64__)
extern const dc_ntt_variant dc_ntt_avx2, dc_ntt_avx512;
#elif defined(__aarch64__)
extern const dc_ntt_variant dc_ntt_neon;
#endif

#endif
