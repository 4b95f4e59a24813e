/*
 * The inner loop of schoolbook products, for x86-64 with BMI2 and ADX.
 *
 * It is in assembly because compilers do not generate ADCX and ADOX. With them, two independent
 * carry chains run through one loop: CF carries the sums of low halves and previous high halves, OF
 * the sums with r.
 */
#include "addmul.h"

#if defined(__x86_64__)

#include "words.h"

#define STEP(offset, high_in, high_out)                  \
    "mulx " offset "(%[a]), %[low], %[" high_out "]\n\t" \
    "adcx %[" high_in "], %[low]\n\t"                    \
    "adox " offset "(%[r]), %[low]\n\t"                  \
    "mov %[low], " offset "(%[r])\n\t"

#define FOUR_STEPS(o0, o1, o2, o3) \
    STEP(o0, "carry", "other")     \
    STEP(o1, "other", "carry") STEP(o2, "carry", "other") STEP(o3, "other", "carry")

/* r[0..LIMBS) += a[0..LIMBS) * b + carry; carry = the limb that is carried out. */
#define ADDMUL(LIMBS, STEPS)                                                        \
    do {                                                                            \
        uint64_t low, other;                                                        \
        __asm__("xor %k[low], %k[low]\n\t"  /* clears CF and OF */                  \
                STEPS "mov $0, %k[low]\n\t" /* keeps the flags */                   \
                "adcx %[low], %[carry]\n\t"                                         \
                "adox %[low], %[carry]\n\t"                                         \
                : [low] "=&r"(low), [other] "=&r"(other), [carry] "+&r"(carry),     \
                  "+m"(*(uint64_t(*)[LIMBS])r)                                      \
                : [r] "r"(r), [a] "r"(a), "d"(b), "m"(*(const uint64_t(*)[LIMBS])a) \
                : "cc");                                                            \
    } while (0)

uint64_t dc_addmul_1_adx(uint64_t *r, const uint64_t *a, int64_t n, uint64_t b) {
    uint64_t carry = 0;
    for (; n >= 8; n -= 8, r += 8, a += 8) {
        ADDMUL(8, FOUR_STEPS("0", "8", "16", "24") FOUR_STEPS("32", "40", "48", "56"));
    }
    if (n & 4) {
        ADDMUL(4, FOUR_STEPS("0", "8", "16", "24"));
        r += 4;
        a += 4;
    }
    if (n & 2) {
        ADDMUL(2, STEP("0", "carry", "other") STEP("8", "other", "carry"));
        r += 2;
        a += 2;
    }
    if (n & 1) {
        dc_u128 sum = (dc_u128)a[0] * b + r[0] + carry;
        r[0] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    return carry;
}

#else
typedef int dc_nothing_here; /* ISO C requires a declaration */
#endif
