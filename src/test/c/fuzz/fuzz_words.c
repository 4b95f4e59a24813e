/* Limbs from and to bytes, residues, and decimal words from and to characters. */
#include "buffers.h"
#include "downcall.h"
#include "fuzz.h"
#include "operands.h"
#include "oracle.h"

#include <string.h>

static enum side take_side(input *in) {
    return take_bit(in) ? PAGE_IN_FRONT : PAGE_BEHIND;
}

/* A count that writes nothing. */
static long long take_no_count(input *in) {
    long long count = take_number(in);
    return count > 0 ? -count : count;
}

void fuzz_big_endian(input *in) {
    enum side side = take_side(in);
    int64_t n = take_length(in, 4000);
    unsigned shift = take_byte(in) % 8; /* the alignment of the bytes */
    uint64_t *limbs = place(OPERAND_A, n, side), *copy = spare(0, n);
    take_limbs(in, limbs, n);
    memcpy(copy, limbs, (size_t)n * 8);
    uint8_t *bytes = place_bytes(BYTES, 8 * n + (int64_t)shift, side);
    if (side == PAGE_IN_FRONT) {
        memset(bytes + 8 * n, 0x5A, shift);
    } else {
        memset(bytes, 0x5A, shift);
        bytes += shift;
    }
    dc_limbs_to_big_endian(bytes, limbs, n);
    require_intact_surroundings();
    for (int64_t i = 0; i < n; i++) {
        for (int k = 0; k < 8; k++) {
            REQUIRE(bytes[8 * i + k] == (uint8_t)(copy[n - 1 - i] >> (56 - 8 * k)),
                    "dc_limbs_to_big_endian of %lld limbs: byte %lld", (long long)n,
                    (long long)(8 * i + k));
        }
    }
    uint64_t *back = place(RESULT, n, side);
    fill_with_junk(back, n, 4);
    dc_limbs_to_big_endian(bytes, limbs, take_no_count(in));
    dc_limbs_from_big_endian(back, bytes, take_no_count(in));
    require_junk(back, n, 4, "dc_limbs_from_big_endian of no limbs");
    dc_limbs_from_big_endian(back, bytes, n);
    require_intact_surroundings();
    REQUIRE(memcmp(back, copy, (size_t)n * 8) == 0, "%lld limbs as bytes and back", (long long)n);
    REQUIRE(memcmp(limbs, copy, (size_t)n * 8) == 0, "dc_limbs_to_big_endian changed its operand");
}

void fuzz_residue(input *in) {
    static const int digits[] = {0, 18, 19};
    int kind = take_below(in, 3);
    int64_t n = take_length(in, 4000);
    uint64_t *words = place(OPERAND_A, n, take_side(in));
    uint64_t base = kind == 0 ? 0 : power_of_ten(digits[kind]);
    if (kind == 0 || take_bit(in)) { /* words need not be below the base */
        take_limbs(in, words, n);
    } else {
        take_words(in, words, n, digits[kind]);
    }
    residues expected = residues_of(words, n, base);
    int64_t split = (int64_t)take_bytes(in, 2) % (n + 1);
    long long above = dc_residue(words + split, n - split, digits[kind], 0);
    REQUIRE(above >= 0 && above < (INT64_C(1) << 61) - 1, "dc_residue returned %lld", above);
    long long actual = dc_residue(words, split, digits[kind], above);
    REQUIRE(actual == (long long)expected.m61,
            "dc_residue of %lld words, %d digits: %lld, not %llu", (long long)n, digits[kind],
            actual, (unsigned long long)expected.m61);
    long long none = take_no_count(in);
    REQUIRE(dc_residue(words, none, digits[kind], above) == above, "dc_residue of %lld words",
            none);
}

void fuzz_ascii(input *in) {
    enum side side = take_side(in);
    int digits = take_bit(in) ? 18 : 19;
    int64_t n = take_length(in, 1000);
    uint64_t *words = place(OPERAND_A, n, side);
    take_words(in, words, n, digits);
    uint8_t *text = place_bytes(BYTES, n * digits, side);
    dc_decimal_to_ascii(text, words, n, digits);
    dc_decimal_to_ascii(text, words, take_no_count(in), digits);
    require_intact_surroundings();
    for (int64_t i = 0; i < n; i++) {
        uint64_t value = 0;
        for (int k = 0; k < digits; k++) {
            uint8_t c = text[(n - 1 - i) * digits + k];
            REQUIRE(c >= '0' && c <= '9', "dc_decimal_to_ascii wrote the byte %d", c);
            value = 10 * value + (uint64_t)(c - '0');
        }
        REQUIRE(value == words[i], "dc_decimal_to_ascii of word %lld of %lld: %llu, not %llu",
                (long long)i, (long long)n, (unsigned long long)value,
                (unsigned long long)words[i]);
    }

    /* Back, from any number of the characters, of which one may be none. */
    int64_t count = (int64_t)take_bytes(in, 2) % (n * digits + 1), length = (count + 18) / 19;
    uint8_t *characters = side == PAGE_BEHIND ? text + n * digits - count : text;
    uint64_t *back = place(RESULT, length, side);
    fill_with_junk(back, length, 5);
    long long none = take_no_count(in);
    REQUIRE(dc_decimal_from_ascii(back, characters, none) == 0, "dc_decimal_from_ascii of none");
    require_junk(back, length, 5, "dc_decimal_from_ascii of none");
    long long status = dc_decimal_from_ascii(back, characters, count);
    require_intact_surroundings();
    REQUIRE(status == length, "dc_decimal_from_ascii of %lld characters returned %lld",
            (long long)count, status);
    for (int64_t i = 0, end = count; i < length; i++, end -= 19) {
        uint64_t value = 0;
        for (int64_t k = end < 19 ? 0 : end - 19; k < end; k++) {
            value = 10 * value + (uint64_t)(characters[k] - '0');
        }
        REQUIRE(back[i] == value, "dc_decimal_from_ascii of %lld characters: word %lld",
                (long long)count, (long long)i);
    }
    int bad = (int)take_byte(in);
    if (count > 0 && (bad < '0' || bad > '9')) {
        characters[(int64_t)take_bytes(in, 2) % count] = (uint8_t)bad;
        status = dc_decimal_from_ascii(back, characters, count);
        REQUIRE(status == DC_ERR_RANGE, "dc_decimal_from_ascii of the byte %d returned %lld", bad,
                status);
        require_intact_surroundings();
    }
}
