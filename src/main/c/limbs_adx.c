/*
 * The inner loop of every product, for x86-64 with BMI2 and ADX.
 *
 * Compilers do not emit ADCX and ADOX, and they are the point: two carry chains run through one loop, one in
 * CF (low halves onto the high halves before them), one in OF (onto r), so that neither waits for the other.
 */
#include "isa.h"

#if defined(__x86_64__)

#include "limbs.h"

#define STEP(offset, high_in, high_out)                                                                       \
    "mulx " offset "(%[a]), %[low], %[" high_out "]\n\t"                                                      \
    "adcx %[" high_in "], %[low]\n\t"                                                                         \
    "adox " offset "(%[r]), %[low]\n\t"                                                                       \
    "mov %[low], " offset "(%[r])\n\t"

/* Eight limbs of r += a * b; takes and returns the carry limb. */
static inline uint64_t addmul_8(uint64_t *r, const uint64_t *a, uint64_t b, uint64_t carry) {
    uint64_t low, other;
    __asm__("xor %k[low], %k[low]\n\t" /* clears CF and OF */
            STEP("0", "carry", "other")
            STEP("8", "other", "carry")
            STEP("16", "carry", "other")
            STEP("24", "other", "carry")
            STEP("32", "carry", "other")
            STEP("40", "other", "carry")
            STEP("48", "carry", "other")
            STEP("56", "other", "carry")
            "mov $0, %k[low]\n\t" /* leaves the flags alone */
            "adcx %[low], %[carry]\n\t"
            "adox %[low], %[carry]\n\t"
            : [low] "=&r"(low), [other] "=&r"(other), [carry] "+&r"(carry), "+m"(*(uint64_t(*)[8])r)
            : [r] "r"(r), [a] "r"(a), "d"(b), "m"(*(const uint64_t(*)[8])a)
            : "cc");
    return carry;
}

uint64_t dc_addmul_1_adx(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b) {
    uint64_t carry = 0;
    int64_t i = 0;
    for (; i + 8 <= n; i += 8) {
        carry = addmul_8(r + i, a + i, b, carry);
    }
    for (; i < n; i++) {
        dc_u128 sum = (dc_u128)a[i] * b + r[i] + carry;
        r[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    return carry;
}

#else
typedef int dc_nothing_here; /* ISO C wants a translation unit to declare something */
#endif
