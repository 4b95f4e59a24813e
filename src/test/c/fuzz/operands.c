#include "operands.h"

#include "numbers/words.h"

/* Sets bit `bit` of a, or all bits from `bit` on. */
static void set_bit(uint64_t *a, int64_t bit) {
    a[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static void set_bits_from(uint64_t *a, int64_t n, int64_t bit) {
    a[bit / 64] |= UINT64_MAX << (bit % 64);
    for (int64_t i = bit / 64 + 1; i < n; i++) {
        a[i] = UINT64_MAX;
    }
}

static uint64_t next_random(uint64_t *state) { /* splitmix64 [Vigna 2015] */
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return z ^ z >> 31;
}

/* Subtracts 1, modulo 2^(64 n). */
static void decrement(uint64_t *a, int64_t n) {
    for (int64_t i = 0; i < n && a[i]-- == 0; i++) {
    }
}

static void multiply_by(uint64_t *a, int64_t n, uint64_t by) {
    uint64_t carry = 0;
    for (int64_t i = 0; i < n; i++) {
        dc_u128 sum = (dc_u128)a[i] * by + carry;
        a[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
}

/* The largest power of ten that fits, or a smaller one. It takes O(n^2), so only up to a length. */
static void set_power_of_ten(uint64_t *a, int64_t n, int64_t exponent) {
    int64_t most = (n < 64 ? n : 64) * 19;
    a[0] = 1;
    for (exponent %= most + 1; exponent > 0; exponent -= 19) {
        multiply_by(a, n < 64 ? n : 64, power_of_ten(exponent < 19 ? (int)exponent : 19));
    }
}

void take_limbs(input *in, uint64_t *a, int64_t n) {
    unsigned kind = take_byte(in);
    int64_t bit = (int64_t)(take_bytes(in, 2) * (uint64_t)n * 64 >> 16);
    uint64_t state = (uint64_t)bit;
    for (int64_t i = 0; i < n; i++) {
        a[i] = 0;
    }
    switch (kind & 15) {
    case 0: /* the bytes of the input, and zeros */
        for (int64_t i = 0; i < n && in->next < in->end; i++) {
            a[i] = take_bytes(in, 8);
        }
        break;
    case 1: set_bits_from(a, n, 0); break; /* 2^(64 n) - 1 */
    case 2: set_bit(a, bit); break;        /* 2^k */
    case 3:                                /* 2^k - 1 */
        set_bit(a, bit);
        decrement(a, n);
        break;
    case 4: set_bits_from(a, n, bit); break; /* 2^(64 n) - 2^k */
    case 5:                                  /* 2^k + 1 */
        set_bit(a, bit);
        a[0] |= 1;
        break;
    case 6: /* all bits but one */
        set_bits_from(a, n, 0);
        a[bit / 64] &= ~(UINT64_C(1) << (bit % 64));
        break;
    case 7: set_power_of_ten(a, n, bit); break;
    case 8:
        set_power_of_ten(a, n, bit);
        decrement(a, n);
        break;
    case 9: /* random limbs */
        for (int64_t i = 0; i < n; i++) {
            a[i] = next_random(&state);
        }
        break;
    case 10: /* mostly zeros */
        for (int64_t i = 0; i < n; i++) {
            a[i] = next_random(&state) % 4 == 0 ? next_random(&state) : 0;
        }
        break;
    case 11: /* limbs of zeros, ones, 2^63 and 2^64 - 1 */
        for (int64_t i = 0; i < n; i++) {
            static const uint64_t extremes[] = {0, UINT64_MAX, 1, UINT64_C(1) << 63};
            a[i] = extremes[next_random(&state) % 4];
        }
        break;
    case 12: { /* runs of ones and zeros */
        int64_t run = 0;
        uint64_t value = 0;
        for (int64_t i = 0; i < 64 * n; i++, run--) {
            if (run == 0) {
                run = 1 + (int64_t)(next_random(&state) % 200);
                value = 1 - value;
            }
            a[i / 64] |= value << (i % 64);
        }
        break;
    }
    case 13: /* one limb, repeated */
        for (int64_t i = 0, limb = (int64_t)take_bytes(in, 8); i < n; i++) {
            a[i] = (uint64_t)limb;
        }
        break;
    case 14: /* both ends */
        a[0] = take_bytes(in, 8);
        a[n - 1] = take_bytes(in, 8);
        break;
    default: /* the digits of 62 bits that transforms of long operands use */
        for (int64_t i = 61; i < 64 * n; i += 62) {
            set_bit(a, i);
        }
        break;
    }
    if (kind & 16) { /* the upper half is 0 */
        for (int64_t i = (n + 1) / 2; i < n; i++) {
            a[i] = 0;
        }
    }
    if (kind & 32) {
        a[0] ^= take_byte(in);
        a[n - 1] ^= take_bytes(in, 1) << 56;
    }
}

uint64_t power_of_ten(int k) {
    uint64_t power = 1;
    for (int i = 0; i < k; i++) {
        power *= 10;
    }
    return power;
}

void take_words(input *in, uint64_t *words, int64_t n, int digits) {
    unsigned kind = take_byte(in);
    int64_t at = (int64_t)take_byte(in) % n;
    uint64_t base = power_of_ten(digits), state = kind;
    for (int64_t i = 0; i < n; i++) {
        uint64_t word = 0;
        switch (kind & 7) {
        case 0: word = take_bytes(in, 8); break;
        case 1: word = base - 1; break;
        case 2: word = i == at; break;
        case 3: word = i == at ? base - 1 : 0; break;
        case 4: word = i == at ? 0 : base - 1; break;
        case 5: word = power_of_ten((int)(i + at) % digits); break;
        case 6: word = next_random(&state); break;
        default: word = next_random(&state) % 2 ? base - 1 : 0; break;
        }
        words[i] = word % base;
    }
    if (kind & 16) { /* leading zeros */
        words[n - 1] = 0;
    }
}
