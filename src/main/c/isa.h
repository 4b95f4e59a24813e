/* The function table of the instruction set that runs. Internal. */
#ifndef DC_ISA_H
#define DC_ISA_H

#include "ntt.h"

#include <stdint.h>

/*
 * From how many limbs on what is faster. Measured by src/test/c/tune.c, which prints this table;
 * see there.
 */
enum {
    DC_KARATSUBA_MUL_LIMBS = 31,
    DC_KARATSUBA_SQR_LIMBS = 66,
    /* The largest product that mul_ifma makes: its buffers are on the stack. */
    DC_IFMA_LIMBS = 256,
    /* Below, no level uses transforms. */
    DC_NTT_LEAST_LIMBS = 64,
    DC_NEVER = INT32_MAX
};

typedef struct {
    int level;

    /* r[0..n) += a[0..n) * b; returns the limb that is carried out. r may equal a. */
    uint64_t (*addmul_1)(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b);

    /*
     * r[0..n + m) = a[0..n) * b[0..m), from 1 to DC_IFMA_LIMBS each, and from which sizes on; or
     * NULL, and DC_NEVER.
     */
    void (*mul_ifma)(uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b, int64_t m);
    int32_t ifma_mul_limbs, ifma_sqr_limbs;

    /* Transforms, for products and squares of at least so many limbs. */
    const dc_ntt_kernels *ntt;
    int32_t ntt_mul_limbs, ntt_sqr_limbs;
} dc_kernels;

/*
 * The table that runs now. A public function asks once and hands the answer down, so that one
 * computation uses one level from beginning to end.
 */
const dc_kernels *dc_kernels_now(void);

/* The table of a level; NULL if this machine cannot run it. */
const dc_kernels *dc_kernels_at(int level);

uint64_t dc_addmul_1_baseline(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b);
#if defined(__x86_64__)
uint64_t dc_addmul_1_adx(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b);
void dc_mul_ifma(uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b, int64_t m);
#endif

#endif
