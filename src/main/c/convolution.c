/* Products by transforms: how long they are, in which order what is done, and the carries. */
#include "convolution.h"

#include "decimal.h"
#include "ntt_lift.h"

/*
 * Up to this length a transform is one part: some milliseconds with AVX-512, some ten without any
 * vectors.
 */
enum { LONGEST_PART = 1 << 20 };

/* Coefficients lifted and carried at a time, and in one part. */
enum { LIFTED = 256, CARRY_PART = 1 << 18 };

static int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* ---- Lengths -------------------------------------------------------------------------------- */

/* n1 is a power of two >= 64; n2 is 0, or n1 / 2, / 4 or / 8, and at least 64. */
typedef struct {
    int64_t n1, n2;
} length;

/*
 * What a length costs, in layers of a transform for one coefficient: its layers, some 7 for all
 * that is done once, and some 3 for each coefficient of the first piece that is folded into the
 * second, and back. Counted in instructions.
 */
static int64_t cost(length l) {
    int layers = 63 - __builtin_clzll((unsigned long long)l.n1) + 7;
    return (l.n1 + l.n2) * layers + (l.n2 > 0 ? 3 * l.n1 : 0);
}

/* The cheapest length of at least n. */
static length length_for(int64_t n) {
    length best = {DC_NTT_BLOCK, 0};
    while (best.n1 < n) {
        best.n1 *= 2;
    }
    int64_t half = best.n1 / 2;
    for (int64_t n2 = half / 8; n2 < half; n2 *= 2) {
        length l = {half, n2};
        if (n2 >= DC_NTT_BLOCK && half + n2 >= n && cost(l) < cost(best)) {
            best = l;
        }
    }
    return best;
}

static int64_t coefficients_in(dc_digits digits, int64_t words) {
    return digits == DC_LIMBS_62 ? (64 * words + 61) / 62 : words;
}

static length length_of(const dc_convolution *c) {
    if (c->cyclic > 0) {
        return (length){c->cyclic, 0};
    }
    /* The last of the n + m coefficients is zero, and need not be there. */
    return length_for(coefficients_in(c->digits, c->a_words)
                      + coefficients_in(c->digits, c->b_words) - 1);
}

/* ---- What is where -------------------------------------------------------------------------- */

/*
 * For each prime: x, y unless it is a square, and a table of twiddle factors. Then what is carried
 * between parts.
 */
enum { CARRY_WORDS = 8 };

/*
 * A factor for each two leaves, and whole levels of the tree, because inverses are at their other
 * end.
 */
static int64_t table_words(length l) {
    int64_t count = (l.n2 > 0 ? 2 : 1) * l.n1 / (2 * DC_NTT_LEAF);
    return count > 8 ? count : 8;
}

static int64_t lane_words(length l, int square) {
    return (square ? 1 : 2) * (l.n1 + l.n2) + 2 * table_words(l);
}

static int is_square(const dc_convolution *c) {
    return c->a == c->b && c->a_words == c->b_words;
}

int64_t dc_convolution_scratch(const dc_convolution *c) {
    return DC_NTT_PRIMES * lane_words(length_of(c), is_square(c)) + CARRY_WORDS;
}

int64_t dc_cyclic_length(int64_t wanted, int64_t all) {
    length l = length_for(wanted);
    while (l.n1 < wanted) {
        l.n1 *= 2;
    }
    l.n2 = 0;
    return cost(l) < cost(length_for(all)) ? l.n1 : 0;
}

static uint64_t *lane_of(const dc_convolution *c, length l, int64_t lane) {
    return c->scratch + lane * lane_words(l, is_square(c));
}

/* ---- Transforms ----------------------------------------------------------------------------- */

/* x[from..to) = these digits of a as residues, and zeros beyond its last. */
static void load_digits(const dc_convolution *c, uint64_t *x, int64_t from, int64_t to,
                        const uint64_t *a, int64_t words, const dc_ntt_prime *prime) {
    int64_t count = coefficients_in(c->digits, words);
    if (c->digits != DC_LIMBS_62) {
        int64_t begin = smaller(from, count);
        c->kernels->load(x + from, to - from, a + begin, smaller(to, count) - begin, prime);
        return;
    }
    enum { AT_ONCE = 512 };
    for (int64_t i = from; i < to; i += AT_ONCE) {
        uint64_t digits[AT_ONCE];
        int64_t here = smaller(count - i, AT_ONCE);
        for (int64_t k = 0; k < here; k++) {
            int64_t bit = 62 * (i + k), word = bit / 64;
            int shift = (int)(bit % 64);
            uint64_t digit = a[word] >> shift;
            if (shift > 2 && word + 1 < words) {
                digit |= a[word + 1] << (64 - shift);
            }
            digits[k] = digit & ((UINT64_C(1) << 62) - 1);
        }
        c->kernels->load(x + i, smaller(to - i, AT_ONCE), digits, here > 0 ? here : 0, prime);
    }
}

/* 8^d parts, so that each is no longer than LONGEST_PART. */
static int depth_of(int64_t n) {
    int depth = 0;
    for (; n > LONGEST_PART; n /= 8) {
        depth++;
    }
    return depth;
}

static int64_t transform_parts(int64_t n) {
    return n == 0 ? 0 : INT64_C(1) << (3 * depth_of(n));
}

/*
 * Part `part` of a transform, in the order of a walk down the tree: each node's step before its
 * first child.
 */
static void forward_part(const dc_ntt_kernels *kernels, uint64_t *x, int64_t n, int64_t node,
                         int64_t part, dc_ntt_table t, const dc_ntt_prime *prime) {
    int depth = depth_of(n);
    for (int level = 0; level < depth; level++) {
        int below = 3 * (depth - level);
        if ((part & ((INT64_C(1) << below) - 1)) == 0) {
            int64_t size = n >> (3 * level), i = part >> below;
            kernels->forward_step(x + i * size, size, (node << (3 * level)) + i, t, prime);
        }
    }
    int64_t size = n >> (3 * depth);
    kernels->forward(x + part * size, size, (node << (3 * depth)) + part, t, prime);
}

static void inverse_part(const dc_ntt_kernels *kernels, uint64_t *x, int64_t n, int64_t node,
                         int64_t part, dc_ntt_table t, const dc_ntt_prime *prime) {
    int depth = depth_of(n);
    int64_t size = n >> (3 * depth);
    kernels->inverse(x + part * size, size, (node << (3 * depth)) + part, t, prime);
    for (int level = depth - 1; level >= 0; level--) {
        int below = 3 * (depth - level);
        if (((part + 1) & ((INT64_C(1) << below) - 1)) == 0) {
            int64_t i = part >> below;
            size = n >> (3 * level);
            kernels->inverse_step(x + i * size, size, (node << (3 * level)) + i, t, prime);
        }
    }
}

/* Whether part `*part` is among the next `count`; counts it down to them. */
static int among(int64_t *part, int64_t count) {
    if (*part < count) {
        return 1;
    }
    *part -= count;
    return 0;
}

/* What goes through all coefficients once. */
static int64_t linear_parts(length l) {
    return (l.n1 + l.n2 + LONGEST_PART - 1) / LONGEST_PART;
}

static int64_t piece_parts(length l) {
    return l.n2 > 0 ? linear_parts(l) : 0;
}

/* Part `part` of the split or the join of both pieces. */
static int64_t piece_from(length l, int64_t part) {
    int64_t parts = piece_parts(l), blocks = l.n2 / DC_NTT_BLOCK;
    return blocks * part / parts * DC_NTT_BLOCK;
}

static int64_t convolution_parts(const dc_convolution *c, length l) {
    int64_t transform = piece_parts(l) + transform_parts(l.n1) + transform_parts(l.n2);
    int64_t forward = linear_parts(l) + transform;
    return 1 + forward * (is_square(c) || c->repeated ? 1 : 2) + linear_parts(l) + transform;
}

static void transform_part(const dc_convolution *c, length l, int64_t lane, int64_t part) {
    const dc_ntt_kernels *kernels = c->kernels;
    const dc_ntt_prime *prime = &dc_ntt_primes[lane];
    int64_t n = l.n1 + l.n2, node = l.n2 > 0 ? l.n1 / l.n2 : 0;
    int64_t parts1 = transform_parts(l.n1), parts2 = transform_parts(l.n2);
    uint64_t *x = lane_of(c, l, lane), *y = is_square(c) ? x : x + n;
    dc_ntt_table t = {y + n, y + n + table_words(l)};

    if (among(&part, 1)) {
        if (!c->repeated) {
            kernels->twiddles(t, table_words(l), prime);
        }
        return;
    }
    for (int operand = 0; operand < (x == y || c->repeated ? 1 : 2); operand++) {
        uint64_t *z = operand == 0 ? x : y;
        if (among(&part, linear_parts(l))) {
            int64_t from = part * LONGEST_PART, to = smaller(from + LONGEST_PART, n);
            load_digits(c, z, from, to, operand == 0 ? c->a : c->b,
                        operand == 0 ? c->a_words : c->b_words, prime);
            return;
        }
        if (among(&part, piece_parts(l))) {
            kernels->split(z, l.n1, l.n2, piece_from(l, part), piece_from(l, part + 1), t, prime);
            return;
        }
        if (among(&part, parts1)) {
            forward_part(kernels, z, l.n1, 0, part, t, prime);
            return;
        }
        if (among(&part, parts2)) {
            forward_part(kernels, z + l.n1, l.n2, node, part, t, prime);
            return;
        }
    }
    if (among(&part, linear_parts(l))) {
        int64_t from = part * LONGEST_PART;
        kernels->multiply(x, y, from, smaller(from + LONGEST_PART, n), t, prime);
        return;
    }
    if (among(&part, parts1)) {
        inverse_part(kernels, x, l.n1, 0, part, t, prime);
        return;
    }
    if (among(&part, parts2)) {
        inverse_part(kernels, x + l.n1, l.n2, node, part, t, prime);
        return;
    }
    if (l.n2 > 0) {
        kernels->join(x, l.n1, l.n2, piece_from(l, part), piece_from(l, part + 1), t, prime);
    }
}

/* ---- Carries -------------------------------------------------------------------------------- */

/* scale / (p0 ...) for each prime; see ntt_lift.h. */
dc_ntt_garner dc_ntt_garner_of(const uint64_t scale[DC_NTT_PRIMES]) {
    static const dc_ntt_factor p0_inverse1 = {0x1a1f058d0539a, 0x687d6343c14e5e0a};
    static const dc_ntt_factor p0p1_inverse2 = {0x1696edc9b9c06, 0x5a5cdcd4b4b4b4b4};
    static const dc_ntt_factor p1_inverse2 = {0x3fff2fff00035, 0xfffffffc00000000};
    const dc_ntt_prime *p = dc_ntt_primes;
    uint64_t scale1 = dc_ntt_below(dc_ntt_times(scale[1], p0_inverse1, p[1].p), p[1].p);
    uint64_t scale2 = dc_ntt_below(dc_ntt_times(scale[2], p0p1_inverse2, p[2].p), p[2].p);
    return (dc_ntt_garner){
        dc_ntt_factor_of(scale[0], &p[0]),
        dc_ntt_factor_of(scale1, &p[1]),
        p0_inverse1,
        dc_ntt_factor_of(scale2, &p[2]),
        p0p1_inverse2,
        p1_inverse2,
    };
}

/* What undoes the n1 / 8 of the inverse transform and the 2^-montgomery_bits of the products. */
static void scales_of(const dc_ntt_kernels *kernels, length l, uint64_t scale[DC_NTT_PRIMES]) {
    int exponent =
        kernels->montgomery_bits - __builtin_ctzll((unsigned long long)(l.n1 / DC_NTT_LEAF));
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        uint64_t p = dc_ntt_primes[k].p, power = 1;
        for (int i = 0; i < exponent; i++) {
            power = dc_ntt_below(2 * power, p);
        }
        for (int i = 0; i > exponent; i--) {
            power = (power + (power & 1) * p) / 2;
        }
        scale[k] = power;
    }
}

/* What the digits before have left for those that follow. */
typedef struct {
    uint64_t words[4];
} carry_state;

_Static_assert(sizeof(carry_state) <= CARRY_WORDS * 8,
               "the state has its place in the scratch space");
_Static_assert(LIFTED * 62 % 64 == 0, "between two calls of carry_62, no limb is half written");

/*
 * Numbers of three words each, words[i], words[LIFTED + i] and words[2 LIFTED + i], added up at one
 * limb's distance.
 */
static void carry_64(uint64_t *r, const uint64_t *words, int64_t count, carry_state *state) {
    uint64_t low = state->words[0], high = state->words[1];
    for (int64_t i = 0; i < count; i++) {
        dc_u128 sum = (dc_u128)words[i] + low;
        r[i] = (uint64_t)sum;
        sum = (dc_u128)words[LIFTED + i] + high + (uint64_t)(sum >> 64);
        low = (uint64_t)sum;
        high = words[2 * LIFTED + i] + (uint64_t)(sum >> 64);
    }
    state->words[0] = low;
    state->words[1] = high;
}

/* The same at a distance of 62 bits. At most `limbs` limbs are written: what is beyond is zero. */
static void carry_62(uint64_t *r, int64_t limbs, const uint64_t *words, int64_t count,
                     carry_state *state) {
    uint64_t low = state->words[0], high = state->words[1], limb = 0;
    int64_t written = 0;
    int bits = 0; /* of the limb that is being written */
    for (int64_t i = 0; i < count; i++) {
        dc_u128 sum = (dc_u128)words[i] + low;
        uint64_t digit = (uint64_t)sum & ((UINT64_C(1) << 62) - 1), rest = (uint64_t)sum >> 62;
        sum = (dc_u128)words[LIFTED + i] + high + (uint64_t)(sum >> 64);
        uint64_t top = words[2 * LIFTED + i] + (uint64_t)(sum >> 64);
        low = rest | (uint64_t)sum << 2;
        high = (uint64_t)sum >> 62 | top << 2;
        limb |= digit << bits;
        bits += 62;
        if (bits >= 64) {
            if (written < limbs) {
                r[written++] = limb;
            }
            bits -= 64;
            limb = digit >> (62 - bits);
        }
    }
    state->words[0] = low;
    state->words[1] = high;
}

/*
 * Each number is below 2^150, so it has three digits, the uppermost below 2^31. They are taken from
 * all numbers alike; only the sums of three, which are quickly made, wait for those before.
 */
static inline void carry_decimal(uint64_t *r, const uint64_t *words, int64_t count,
                                 carry_state *state, const dc_decimal *by) {
    /*
     * The second digit of the number before, the third of that and of the one before it, and the
     * carry.
     */
    uint64_t second = state->words[0], third = state->words[1], former_third = state->words[2];
    uint64_t carry = state->words[3];
    for (int64_t i = 0; i < count; i++) {
        uint64_t first, next, high, low;
        high = dc_decimal_divide(words[2 * LIFTED + i], words[LIFTED + i], by, &first);
        low = dc_decimal_divide(first, words[i], by, &first);
        uint64_t top = dc_decimal_divide(high, low, by, &next);
        uint64_t carried = 0;
        first = dc_decimal_add(first, second, by->base, &carried);
        r[i] = dc_decimal_add(first, former_third + carry, by->base, &carried);
        second = next;
        former_third = third;
        third = top;
        carry = carried;
    }
    state->words[0] = second;
    state->words[1] = third;
    state->words[2] = former_third;
    state->words[3] = carry;
}

static int64_t carried_digits(const dc_convolution *c) {
    if (c->cyclic > 0) {
        return c->cyclic;
    }
    return coefficients_in(c->digits, c->a_words) + coefficients_in(c->digits, c->b_words);
}

static void carry_part(const dc_convolution *c, length l, int64_t part) {
    int64_t n = l.n1 + l.n2, total = carried_digits(c);
    uint64_t scale[DC_NTT_PRIMES], *x[DC_NTT_PRIMES];
    scales_of(c->kernels, l, scale);
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        x[k] = lane_of(c, l, k);
    }
    carry_state *state = (carry_state *)(void *)lane_of(c, l, DC_NTT_PRIMES);
    if (part == 0) {
        *state = (carry_state){{0, 0, 0, 0}};
    }
    int64_t to = smaller((part + 1) * CARRY_PART, total);
    for (int64_t i = part * CARRY_PART; i < to; i += LIFTED) {
        uint64_t words[3 * LIFTED];
        int64_t count = smaller(to - i, LIFTED);
        int64_t lifted =
            smaller(n - i, LIFTED); /* a multiple of 64; the last coefficient may not be there */
        c->kernels->lift(words, LIFTED, x, i, lifted, scale);
        for (int64_t k = lifted; k < count; k++) {
            words[k] = words[LIFTED + k] = words[2 * LIFTED + k] = 0;
        }
        switch (c->digits) {
        case DC_LIMBS_64: carry_64(c->r + i, words, count, state); break;
        case DC_LIMBS_62: {
            int64_t done = 62 * i / 64;
            carry_62(c->r + done, c->a_words + c->b_words - done, words, count, state);
            break;
        }
        case DC_DECIMAL_19: carry_decimal(c->r + i, words, count, state, &dc_decimal_19); break;
        case DC_DECIMAL_18: carry_decimal(c->r + i, words, count, state, &dc_decimal_18); break;
        }
    }
}

/* ---- All of it ------------------------------------------------------------------------------ */

void dc_walk_convolution(dc_walk *walk, const dc_convolution *c) {
    length l = length_of(c);
    int64_t parts = convolution_parts(c, l);
    int together = l.n1 + l.n2 <= LONGEST_PART;
    for (dc_span s = dc_stage(walk, DC_NTT_PRIMES, together ? 1 : parts); dc_next(&s);) {
        for (int64_t part = s.part; part < (together ? parts : s.part + 1); part++) {
            transform_part(c, l, s.lane, part);
        }
    }
    for (dc_span s = dc_stage(walk, 1, (carried_digits(c) + CARRY_PART - 1) / CARRY_PART);
         dc_next(&s);) {
        carry_part(c, l, s.part);
    }
}
