/*
 * The inner loop of schoolbook products, in one variant for every CPU and one for x86-64 with BMI2
 * and ADX. Internal.
 */
#ifndef DC_ADDMUL_H
#define DC_ADDMUL_H

#include <stdint.h>

/* r[0..n) += a[0..n) * b; returns the limb that is carried out. r may equal a. */
uint64_t dc_addmul_1_baseline(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b);
#if defined(__x86_64__)
uint64_t dc_addmul_1_adx(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b);
#endif

#endif
