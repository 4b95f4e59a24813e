/* The inner loop of schoolbook products, in portable C. */
#include "addmul.h"

#include "words.h"

uint64_t dc_addmul_1_baseline(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b) {
    uint64_t carry = 0;
    for (int64_t i = 0; i < n; i++) {
        /* (2^64-1)^2 + 2 (2^64-1) = 2^128 - 1: the sum fits. */
        dc_u128 sum = (dc_u128)a[i] * b + r[i] + carry;
        r[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    return carry;
}
