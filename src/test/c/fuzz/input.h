/* Takes values from the bytes of an input. An input that has ended continues with zeros. */
#ifndef INPUT_H
#define INPUT_H

#include <stdint.h>

typedef struct {
    const uint8_t *next, *end;
} input;

static inline unsigned take_byte(input *in) {
    return in->next < in->end ? *in->next++ : 0;
}

static inline uint64_t take_bytes(input *in, int count) {
    uint64_t value = 0;
    for (int i = 0; i < count; i++) {
        value = value << 8 | take_byte(in);
    }
    return value;
}

/* From 0 to below n, which is at most 256. */
static inline int take_below(input *in, int n) {
    return (int)take_byte(in) % n;
}

static inline int take_bit(input *in) {
    return (int)(take_byte(in) & 1);
}

/*
 * How large a case is. Small ones are common, because they take the least time. The bytes of large
 * ones are no extremes, such as 255, which fuzzers prefer.
 */
enum size { SMALL, MEDIUM, LARGE, HUGE };

static inline enum size take_size(input *in) {
    unsigned kind = take_byte(in);
    return kind == 0x4D ? HUGE : kind % 32 == 11 ? LARGE : kind % 4 == 2 ? MEDIUM : SMALL;
}

/* A length from 1 to `most`. */
static inline int64_t take_length(input *in, int64_t most) {
    int64_t length = 1;
    switch (take_size(in)) {
    case SMALL: length += take_byte(in) % 12; break;
    case MEDIUM: length += take_byte(in) % 80; break;
    case LARGE: length += (int64_t)take_bytes(in, 2) % 500; break;
    case HUGE: length += (int64_t)take_bytes(in, 2); break;
    }
    return length <= most ? length : 1 + length % most;
}

/* Any number, but often one next to a power of two, to a limit of downcall.h, or to zero. */
static inline long long take_number(input *in) {
    unsigned kind = take_byte(in);
    int64_t near = (int64_t)(kind >> 4) - 8; /* from -8 to 7 */
    switch (kind & 15) {
    case 0: return near;
    case 1: return near + (INT64_C(1) << take_below(in, 63));
    case 2: return near - (INT64_C(1) << take_below(in, 63));
    case 3: return INT64_MAX - (near + 8);
    case 4: return INT64_MIN + (near + 8);
    case 5: return near + INT64_C(50331648);    /* DC_MAX_LIMBS */
    case 6: return near + INT64_C(4294967295);  /* DC_FIB_MAX_EXACT_INDEX, DC_MAX_POWER_BITS */
    case 7: return near + INT64_C(17179869184); /* DC_FIB_MAX_DECIMAL_INDEX */
    case 8: return (int64_t)take_bytes(in, 1);
    case 9: return (int64_t)take_bytes(in, 2);
    case 10: return (int64_t)take_bytes(in, 3);
    case 11: return (int64_t)take_bytes(in, 4);
    case 12: return (int64_t)take_bytes(in, 5);
    default: return (int64_t)take_bytes(in, 8);
    }
}

#endif
