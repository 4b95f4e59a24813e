/* Sums of decimal words, and decimal words from and to ASCII digits. */
#include "decimal.h"

#include "../downcall.h"
#include "../upper_halves.h"

void dc_decimal_combine(uint64_t *r, int p, const uint64_t *a, int q, const uint64_t *b, int64_t n,
                        int carry, const dc_decimal *d) {
    /* 3 * base is added, so that each sum is from 0 to below 8 * base. Comparisons divide it. */
    uint64_t carried = (uint64_t)carry + 3;
    for (int64_t i = 0; i < n; i++) {
        dc_u128 sum =
            (dc_u128)a[i] * (unsigned)p + (dc_u128)(d->base - b[i]) * (unsigned)q + carried;
        sum += (dc_u128)d->base * (unsigned)(3 - q) - 3;
        uint64_t times = 0;
        for (unsigned k = 1; k <= 7; k++) {
            times += sum >= (dc_u128)d->base * k;
        }
        r[i] = (uint64_t)sum - times * d->base;
        carried = times; /* 3 more than the carry */
    }
}

void dc_decimal_sum(uint64_t *r, const uint64_t *a, const uint64_t *b, int64_t n,
                    const dc_decimal *d) {
    uint64_t carry = 0;
    for (int64_t i = 0; i < n; i++) {
        uint64_t carried = 0;
        uint64_t sum = dc_decimal_add(a[i], b[i], d->base, &carried);
        r[i] = dc_decimal_add(sum, carry, d->base, &carried);
        carry = carried;
    }
}

void dc_decimal_add_signed(uint64_t *a, int64_t n, int x, const dc_decimal *d) {
    uint64_t by = x < 0 ? (uint64_t)-x : (uint64_t)x;
    for (int64_t i = 0; i < n && by != 0; i++) {
        if (x < 0) {
            int lent = a[i] < by;
            a[i] = (lent ? a[i] + d->base : a[i]) - by;
            by = (uint64_t)lent;
        } else {
            uint64_t carry = 0;
            a[i] = dc_decimal_add(a[i], by, d->base, &carry);
            by = carry;
        }
    }
}

/*
 * The eight digits of a number below 10^8 as characters, the first in the lowest byte. The number
 * is divided into halves, quarters and digits, all in one register.
 */
static inline uint64_t eight_characters(uint64_t x) {
    uint64_t high = x / 10000, halves = high | (x - high * 10000) << 32;
    uint64_t hundreds = ((halves * 10486) >> 20) & 0x7F0000007F; /* x / 100 for x < 10^4 */
    uint64_t quarters = hundreds | (halves - 100 * hundreds) << 16;
    uint64_t tens = ((quarters * 103) >> 10) & 0x0F000F000F000F; /* x / 10 for x < 100 */
    return (tens | (quarters - 10 * tens) << 8) + 0x3030303030303030;
}

/* Every supported platform is little-endian. gcc 12 would not join stores of single bytes here. */
static inline void store_little_endian(uint8_t *to, uint64_t bytes) {
    __builtin_memcpy(to, &bytes, sizeof bytes);
}

/* The compiler specializes it for each number of digits. */
static inline void to_ascii(uint8_t *characters, const uint64_t *words, long long count,
                            int digits) {
    for (long long i = count; i > 0; i--) {
        uint64_t word = words[i - 1], high = word / 100000000;
        uint64_t top = high / 100000000, tens = top / 10, hundreds = top / 100;
        if (digits == 19) {
            characters[0] = (uint8_t)('0' + hundreds);
        }
        characters[digits - 18] = (uint8_t)('0' + (tens - 10 * hundreds));
        characters[digits - 17] = (uint8_t)('0' + (top - 10 * tens));
        store_little_endian(characters + digits - 16, eight_characters(high - top * 100000000));
        store_little_endian(characters + digits - 8, eight_characters(word - high * 100000000));
        characters += digits;
    }
}

void dc_decimal_to_ascii(uint8_t *characters, const uint64_t *words, long long count, int digits) {
    dc_clear_upper_halves();
    if (digits == 19) {
        to_ascii(characters, words, count, 19);
    } else {
        to_ascii(characters, words, count, 18);
    }
}

static inline uint64_t load_little_endian(const uint8_t *from) {
    uint64_t bytes;
    __builtin_memcpy(&bytes, from, sizeof bytes);
    return bytes;
}

/*
 * Returns the value of eight digits, the first of which is in the lowest byte. Sets the top bit of
 * a byte of *bad if a character is not a digit. Neighbours are joined: digits to numbers of two
 * digits, then of four, then of eight. Each multiplication computes all sums at once, of which the
 * upper one of each pair is used.
 */
static inline uint64_t value_of_eight(uint64_t characters, uint64_t *bad) {
    uint64_t digits = characters - 0x3030303030303030; /* borrows only if a character is bad */
    *bad |= characters | (characters + 0x4646464646464646) | digits;
    digits = (digits * (10 * 256 + 1)) >> 8 & 0x00FF00FF00FF00FF;
    digits = (digits * (100 * 65536 + 1)) >> 16 & 0x0000FFFF0000FFFF;
    return (digits * (10000 * UINT64_C(4294967296) + 1)) >> 32;
}

/* Returns the value of up to 19 digits. Sets the top bit of a byte of *bad as above. */
static inline uint64_t value_of(const uint8_t *digits, long long count, uint64_t *bad) {
    uint64_t value = 0;
    for (long long i = 0; i < count; i++) {
        unsigned digit = (unsigned)digits[i] - '0';
        *bad |= digit > 9 ? 128 : 0;
        value = value * 10 + digit;
    }
    return value;
}

static inline uint64_t value_of_word(const uint8_t *digits, uint64_t *bad) {
    uint64_t top = value_of(digits, 3, bad),
             high = value_of_eight(load_little_endian(digits + 3), bad),
             low = value_of_eight(load_little_endian(digits + 11), bad);
    return top * UINT64_C(10000000000000000) + high * 100000000 + low;
}

long long dc_decimal_from_ascii(uint64_t *words, const uint8_t *characters, long long count) {
    dc_clear_upper_halves();
    uint64_t bad = 0;
    for (long long end = count; end > 0; end -= 19) {
        *words++ = end >= 19 ? value_of_word(characters + end - 19, &bad)
                             : value_of(characters, end, &bad);
    }
    return bad & 0x8080808080808080 ? DC_ERR_RANGE : count <= 0 ? 0 : (count + 18) / 19;
}
