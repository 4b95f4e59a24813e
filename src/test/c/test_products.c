/* Products and squares against the definition, at every size around the thresholds. */
#include "check.h"

#include "downcall.h"
#include "limbs.h"

enum { LARGEST = 4 * DC_KARATSUBA_SQR_LIMBS + 3 };

static uint64_t random_state = 0x9E3779B97F4A7C15u;

static uint64_t random_limb(void) { /* xorshift64* [Vigna 2014] */
    random_state ^= random_state >> 12;
    random_state ^= random_state << 25;
    random_state ^= random_state >> 27;
    return random_state * 0x2545F4914F6CDD1Du;
}

enum pattern { RANDOM, ALL_ONES, ONE_BIT, ZERO, HIGH_HALF, LOW_HALF, SPARSE, PATTERNS };

static void fill(uint64_t *a, int64_t n, enum pattern pattern) {
    for (int64_t i = 0; i < n; i++) {
        uint64_t limb = 0;
        switch (pattern) {
        case RANDOM: limb = random_limb(); break;
        case ALL_ONES: limb = UINT64_MAX; break;
        case ONE_BIT: limb = i == n - 1 ? UINT64_C(1) << 63 : 0; break;
        case HIGH_HALF: limb = i >= n / 2 ? UINT64_MAX : 0; break;
        case LOW_HALF: limb = i < n / 2 ? UINT64_MAX : 0; break;
        case SPARSE: limb = random_limb() % 4 == 0 ? random_limb() : 0; break;
        case ZERO:
        case PATTERNS: break;
        }
        a[i] = limb;
    }
}

static void multiply_by_definition(uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n) {
    memset(r, 0, (size_t)(2 * n) * sizeof *r);
    for (int64_t i = 0; i < n; i++) {
        uint64_t carry = 0;
        for (int64_t j = 0; j < n; j++) {
            dc_u128 sum = (dc_u128)a[i] * b[j] + r[i + j] + carry;
            r[i + j] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        r[i + n] = carry;
    }
}

static int64_t next_size(int64_t n) {
    return n < 2 * DC_KARATSUBA_SQR_LIMBS + 2 ? n + 1 : n + 7;
}

static void products_and_squares(void) {
    for (int64_t n = 1; n <= LARGEST; n = next_size(n)) {
        uint64_t *a = limbs_of(n), *b = limbs_of(n), *expected = limbs_of(2 * n), *actual = limbs_of(2 * n);
        uint64_t *scratch = limbs_of(dc_product_scratch_limbs(n));
        for (enum pattern p = RANDOM; p < PATTERNS; p++) {
            for (enum pattern q = RANDOM; q < PATTERNS; q++) {
                fill(a, n, p);
                fill(b, n, q);
                multiply_by_definition(expected, a, b, n);
                dc_mul_n(dc_kernels_now(), actual, a, b, n, scratch);
                CHECK(memcmp(expected, actual, (size_t)(2 * n) * 8) == 0, "n=%lld patterns %d and %d", (long long)n,
                      (int)p, (int)q);
            }
            multiply_by_definition(expected, a, a, n);
            dc_sqr_n(dc_kernels_now(), actual, a, n, scratch);
            CHECK(memcmp(expected, actual, (size_t)(2 * n) * 8) == 0, "n=%lld pattern %d", (long long)n, (int)p);
            dc_mul_n(dc_kernels_now(), actual, a, a, n, scratch);
            CHECK(memcmp(expected, actual, (size_t)(2 * n) * 8) == 0, "n=%lld pattern %d, aliased", (long long)n,
                  (int)p);
        }
        free_limbs(a, n);
        free_limbs(b, n);
        free_limbs(expected, 2 * n);
        free_limbs(actual, 2 * n);
        free_limbs(scratch, dc_product_scratch_limbs(n));
    }
}

static void addmul_carries(void) {
    for (int64_t n = 0; n <= 40; n++) {
        uint64_t *r = limbs_of(n), *a = limbs_of(n), *expected = limbs_of(n);
        for (int i = 0; i < 50; i++) {
            fill(r, n, i == 0 ? ALL_ONES : i % 2 ? RANDOM : SPARSE);
            fill(a, n, i == 0 ? ALL_ONES : RANDOM);
            uint64_t b = i == 0 ? UINT64_MAX : random_limb();
            memcpy(expected, r, (size_t)n * 8);
            uint64_t carry = dc_addmul_1_baseline(expected, a, n, b);
            CHECK(dc_kernels_now()->addmul_1(r, a, n, b) == carry, "n=%lld round %d", (long long)n, i);
            CHECK(memcmp(expected, r, (size_t)n * 8) == 0, "n=%lld round %d", (long long)n, i);
        }
        free_limbs(r, n);
        free_limbs(a, n);
        free_limbs(expected, n);
    }
}

static void sums_and_differences(void) {
    for (int64_t n = 0; n <= 20; n++) {
        uint64_t *a = limbs_of(n), *b = limbs_of(n), *sum = limbs_of(n);
        for (enum pattern p = RANDOM; p < PATTERNS; p++) {
            fill(a, n, p);
            fill(b, n, n % 2 ? ALL_ONES : RANDOM);
            uint64_t carry = dc_add_n(sum, a, b, n);
            CHECK(dc_sub_n(sum, sum, b, n) == carry, "n=%lld pattern %d", (long long)n, (int)p);
            CHECK(memcmp(sum, a, (size_t)n * 8) == 0, "n=%lld pattern %d", (long long)n, (int)p);
            uint64_t out = dc_add_1(sum, n, 3);
            CHECK(dc_sub_1(sum, n, 3) == out, "n=%lld pattern %d", (long long)n, (int)p);
            CHECK(memcmp(sum, a, (size_t)n * 8) == 0, "n=%lld pattern %d", (long long)n, (int)p);
        }
        free_limbs(a, n);
        free_limbs(b, n);
        free_limbs(sum, n);
    }
}

static void big_endian_bytes(void) {
    const uint64_t limbs[] = {0x0807060504030201u, 0x100F0E0D0C0B0A09u, UINT64_MAX};
    unsigned char *bytes = malloc(25);
    bytes[0] = 7;
    dc_limbs_to_big_endian(bytes + 1, limbs, 3); /* unaligned on purpose */
    CHECK(bytes[0] == 7, "byte before the buffer: %d", bytes[0]);
    for (int i = 0; i < 8; i++) {
        CHECK(bytes[1 + i] == 0xFF, "byte %d is %d", i, bytes[1 + i]);
    }
    for (int i = 8; i < 24; i++) {
        CHECK(bytes[1 + i] == 24 - i, "byte %d is %d", i, bytes[1 + i]);
    }
    dc_limbs_to_big_endian(bytes, NULL, 0);
    dc_limbs_to_big_endian(bytes, NULL, -1);
    CHECK(bytes[0] == 7, "a count of 0 or -1 wrote %d", bytes[0]);
    free(bytes);
}

int main(void) {
    RUN(addmul_carries);
    RUN(sums_and_differences);
    RUN(products_and_squares);
    RUN(big_endian_bytes);
    return finish();
}
