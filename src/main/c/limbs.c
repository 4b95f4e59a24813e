/* Sums, differences and the conversion of limbs: everything whose cost is linear. */
#include "limbs.h"

#include "downcall.h"

uint64_t dc_add_n(uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n) {
    uint64_t carry = 0;
    for (int64_t i = 0; i < n; i++) {
        dc_u128 sum = (dc_u128)a[i] + b[i] + carry;
        r[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    return carry;
}

uint64_t dc_sub_n(uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n) {
    uint64_t borrow = 0;
    for (int64_t i = 0; i < n; i++) {
        dc_u128 difference = (dc_u128)a[i] - b[i] - borrow;
        r[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
    }
    return borrow;
}

uint64_t dc_add_1(uint64_t *r, int64_t n, uint64_t b) {
    for (int64_t i = 0; i < n && b != 0; i++) {
        r[i] += b;
        b = r[i] < b;
    }
    return b;
}

uint64_t dc_sub_1(uint64_t *r, int64_t n, uint64_t b) {
    for (int64_t i = 0; i < n && b != 0; i++) {
        uint64_t before = r[i];
        r[i] = before - b;
        b = before < b;
    }
    return b;
}

int64_t dc_normalized(const uint64_t *a, int64_t n) {
    while (n > 0 && a[n - 1] == 0) {
        n--;
    }
    return n;
}

void dc_limbs_to_big_endian(uint8_t *bytes, const uint64_t *limbs, long long count) {
    for (long long i = 0; i < count; i++) {
        uint64_t limb = limbs[count - 1 - i];
        for (int j = 0; j < 8; j++) {
            bytes[8 * i + j] = (uint8_t)(limb >> (56 - 8 * j));
        }
    }
}

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
