/*
 * What results must be: residues by definition, and numbers computed by GMP. GMP is opened at run
 * time. Where it is not installed, the residues alone are compared.
 */
#ifndef ORACLE_H
#define ORACLE_H

#include <stdint.h>

/*
 * The residues of a number modulo two primes, 2^61 - 1, as dc_residue() uses, and 2^64 - 59, in
 * which limbs at no two places have the same weight.
 */
typedef struct {
    uint64_t m61, m64;
} residues;

/* Of words of a base, least significant first. The base is 2^64 if it is 0. */
residues residues_of(const uint64_t *words, int64_t count, uint64_t base);
residues residues_of_product(residues a, residues b);
residues residues_of_sum(residues a, residues b);
residues residues_of_power(residues a, int64_t exponent);
residues residues_of_fibonacci(int64_t n);

/* Fails if the residues differ. */
void require_residues(residues actual, residues expected, const char *what);

/* Whether GMP is installed. The functions below need it. */
int has_gmp(void);

/* r[0..n + m) = a[0..n) * b[0..m) */
void gmp_product(uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b, int64_t m);

/* q[0..n - m + 1) = floor(a[0..n) / b[0..m)), and r[0..m) = the remainder. b[m - 1] is not 0. */
void gmp_quotient(uint64_t *q, uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b,
                  int64_t m);

/* r[0..limbs) = F(n), with zeros above it */
void gmp_fibonacci(uint64_t *r, int64_t limbs, int64_t n);

/*
 * words[0..count) = a[0..n) in decimal words of `digits` digits, with zeros above it. Changes a.
 * Returns 0 if the words are too few.
 */
int gmp_to_decimal(uint64_t *words, int64_t count, uint64_t *a, int64_t n, int digits);

/* r[0..n + 1) = the decimal words[0..n), of 19 digits each */
void gmp_from_decimal(uint64_t *r, const uint64_t *words, int64_t n);

/* r[0..n + m) = a[0..n) * b[0..m) by definition, for short numbers. */
void product_by_definition(uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b, int64_t m);

#endif
