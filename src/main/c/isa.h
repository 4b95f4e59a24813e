/* The function table of the instruction set that runs. Internal. */
#ifndef DC_ISA_H
#define DC_ISA_H

#include <stdint.h>

/* r[0..n) += a[0..n) * b; returns the limb that is carried out. r may equal a. */
typedef uint64_t (*dc_addmul_1_fn)(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b);

typedef struct {
    int level;
    dc_addmul_1_fn addmul_1;
} dc_kernels;

/*
 * The table that runs now. A public function asks once and hands the answer down, so that one computation
 * uses one level from beginning to end.
 */
const dc_kernels *dc_kernels_now(void);

uint64_t dc_addmul_1_baseline(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b);
#if defined(__x86_64__)
uint64_t dc_addmul_1_adx(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b);
#endif

#endif
