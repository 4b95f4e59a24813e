/* Products by transforms: their lengths, their steps, and the carries. */
#include "convolution.h"

#include "decimal.h"
#include "ntt_lift.h"

/*
 * Transforms of up to this length are one step, which takes some milliseconds with AVX-512 and tens
 * of milliseconds without vectors.
 */
enum { LONGEST_STEP = 1 << 20 };

/* How many coefficients are lifted and carried at a time, and how many in one step. */
enum { LIFTED = 256, CARRY_STEP = 1 << 18 };

static int64_t smaller(int64_t a, int64_t b) {
    return a < b ? a : b;
}

/* ---- Lengths -------------------------------------------------------------------------------- */

/* n1 is a power of two >= 64; n2 is 0, or n1 / 2, / 4 or / 8, and at least 64. */
typedef struct {
    int64_t n1, n2;
} length;

/*
 * The cost of a length, in units of one layer of a transform for one coefficient. Apart from the
 * layers, work that is done once per coefficient costs about 7, and to split and join costs about 3
 * for each coefficient of the first component. Derived from counts of instructions.
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
    /* The last of the n + m coefficients is 0 and needs no room. */
    return length_for(coefficients_in(c->digits, c->a_words)
                      + coefficients_in(c->digits, c->b_words) - 1);
}

/* ---- Scratch -------------------------------------------------------------------------------- */

/*
 * Scratch holds for each prime x, y unless the product is a square, and a table of twiddle factors;
 * then the state of the carries between two steps.
 */
enum { CARRY_WORDS = 8 };

/*
 * One factor serves two leaves. The table contains whole levels of the tree, because the inverse of
 * a factor is at the other end of its level.
 */
static int64_t table_words(length l) {
    int64_t count = (l.n2 > 0 ? 2 : 1) * l.n1 / (2 * DC_NTT_LEAF);
    return count > 8 ? count : 8;
}

static int64_t strand_words(length l, int square) {
    return (square ? 1 : 2) * (l.n1 + l.n2) + 2 * table_words(l);
}

static int is_square(const dc_convolution *c) {
    return c->a == c->b && c->a_words == c->b_words;
}

int64_t dc_convolution_scratch(const dc_convolution *c) {
    return DC_NTT_PRIMES * strand_words(length_of(c), is_square(c)) + CARRY_WORDS;
}

int64_t dc_transform_cost(int64_t n) {
    return cost(length_for(n));
}

int64_t dc_cyclic_length(int64_t wanted, int64_t all) {
    length l = length_for(wanted);
    while (l.n1 < wanted) {
        l.n1 *= 2;
    }
    l.n2 = 0;
    return cost(l) < cost(length_for(all)) ? l.n1 : 0;
}

static uint64_t *strand_of(const dc_convolution *c, length l, int64_t strand) {
    return c->scratch + strand * strand_words(l, is_square(c));
}

/* ---- Transforms ----------------------------------------------------------------------------- */

/* x[from..to) = the digits from..to of a as residues, and zeros beyond its last digit. */
static void load_digits(const dc_convolution *c, uint64_t *x, int64_t from, int64_t to,
                        const uint64_t *a, int64_t words, const dc_ntt_prime *prime) {
    int64_t count = coefficients_in(c->digits, words);
    if (c->digits != DC_LIMBS_62) {
        int64_t begin = smaller(from, count);
        c->ntt->load(x + from, to - from, a + begin, smaller(to, count) - begin, prime);
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
        c->ntt->load(x + i, smaller(to - i, AT_ONCE), digits, here > 0 ? here : 0, prime);
    }
}

/* A transform is 8^d steps, none of them longer than LONGEST_STEP. */
static int depth_of(int64_t n) {
    int depth = 0;
    for (; n > LONGEST_STEP; n /= 8) {
        depth++;
    }
    return depth;
}

static int64_t transform_steps(int64_t n) {
    return n == 0 ? 0 : INT64_C(1) << (3 * depth_of(n));
}

/*
 * One step of a transform, in the order of a walk down the tree. The first layer of a node comes
 * before its first child.
 */
static void forward_step(const dc_ntt_variant *ntt, uint64_t *x, int64_t n, int64_t node,
                         int64_t step, dc_ntt_table t, const dc_ntt_prime *prime) {
    int depth = depth_of(n);
    for (int level = 0; level < depth; level++) {
        int below = 3 * (depth - level);
        if ((step & ((INT64_C(1) << below) - 1)) == 0) {
            int64_t size = n >> (3 * level), i = step >> below;
            ntt->first_layer(x + i * size, size, (node << (3 * level)) + i, t, prime);
        }
    }
    int64_t size = n >> (3 * depth);
    ntt->forward(x + step * size, size, (node << (3 * depth)) + step, t, prime);
}

static void inverse_step(const dc_ntt_variant *ntt, uint64_t *x, int64_t n, int64_t node,
                         int64_t step, dc_ntt_table t, const dc_ntt_prime *prime) {
    int depth = depth_of(n);
    int64_t size = n >> (3 * depth);
    ntt->inverse(x + step * size, size, (node << (3 * depth)) + step, t, prime);
    for (int level = depth - 1; level >= 0; level--) {
        int below = 3 * (depth - level);
        if (((step + 1) & ((INT64_C(1) << below) - 1)) == 0) {
            int64_t i = step >> below;
            size = n >> (3 * level);
            ntt->last_layer(x + i * size, size, (node << (3 * level)) + i, t, prime);
        }
    }
}

/* Returns whether *step is one of the next `count` steps; otherwise skips them. */
static int among(int64_t *step, int64_t count) {
    if (*step < count) {
        return 1;
    }
    *step -= count;
    return 0;
}

/* The steps of an operation that passes over all coefficients once. */
static int64_t linear_steps(length l) {
    return (l.n1 + l.n2 + LONGEST_STEP - 1) / LONGEST_STEP;
}

static int64_t component_steps(length l) {
    return l.n2 > 0 ? linear_steps(l) : 0;
}

/* Where step `step` of split() or join() begins in the second component. */
static int64_t component_offset(length l, int64_t step) {
    int64_t steps = component_steps(l), blocks = l.n2 / DC_NTT_BLOCK;
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): if there are no steps, this is not called */
    return blocks * step / steps * DC_NTT_BLOCK;
}

static int64_t strand_steps(const dc_convolution *c, length l) {
    int64_t transform = component_steps(l) + transform_steps(l.n1) + transform_steps(l.n2);
    int64_t forward = linear_steps(l) + transform;
    return 1 + forward * (is_square(c) || c->repeated ? 1 : 2) + linear_steps(l) + transform;
}

static void transform_step(const dc_convolution *c, length l, int64_t strand, int64_t step) {
    const dc_ntt_variant *ntt = c->ntt;
    const dc_ntt_prime *prime = &dc_ntt_primes[strand];
    int64_t n = l.n1 + l.n2, node = l.n2 > 0 ? l.n1 / l.n2 : 0;
    int64_t steps1 = transform_steps(l.n1), steps2 = transform_steps(l.n2);
    uint64_t *x = strand_of(c, l, strand), *y = is_square(c) ? x : x + n;
    dc_ntt_table t = {y + n, y + n + table_words(l)};

    if (among(&step, 1)) {
        if (!c->repeated) {
            ntt->twiddles(t, table_words(l), prime);
        }
        return;
    }
    for (int operand = 0; operand < (x == y || c->repeated ? 1 : 2); operand++) {
        uint64_t *z = operand == 0 ? x : y;
        if (among(&step, linear_steps(l))) {
            int64_t from = step * LONGEST_STEP, to = smaller(from + LONGEST_STEP, n);
            load_digits(c, z, from, to, operand == 0 ? c->a : c->b,
                        operand == 0 ? c->a_words : c->b_words, prime);
            return;
        }
        if (among(&step, component_steps(l))) {
            ntt->split(z, l.n1, l.n2, component_offset(l, step), component_offset(l, step + 1), t,
                       prime);
            return;
        }
        if (among(&step, steps1)) {
            forward_step(ntt, z, l.n1, 0, step, t, prime);
            return;
        }
        if (among(&step, steps2)) {
            forward_step(ntt, z + l.n1, l.n2, node, step, t, prime);
            return;
        }
    }
    if (among(&step, linear_steps(l))) {
        int64_t from = step * LONGEST_STEP;
        ntt->multiply(x, y, from, smaller(from + LONGEST_STEP, n), t, prime);
        return;
    }
    if (among(&step, steps1)) {
        inverse_step(ntt, x, l.n1, 0, step, t, prime);
        return;
    }
    if (among(&step, steps2)) {
        inverse_step(ntt, x + l.n1, l.n2, node, step, t, prime);
        return;
    }
    /* Only two components need further steps. */
    ntt->join(x, l.n1, l.n2, component_offset(l, step), component_offset(l, step + 1), t, prime);
}

/* ---- Carries -------------------------------------------------------------------------------- */

/* The scales that cancel the n1 / 8 of inverse() and the 2^-montgomery_bits of multiply(). */
static void scales_of(const dc_ntt_variant *ntt, length l, uint64_t scale[DC_NTT_PRIMES]) {
    int exponent = ntt->montgomery_bits - __builtin_ctzll((unsigned long long)(l.n1 / DC_NTT_LEAF));
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

/* What is carried from one digit to the next. */
typedef struct {
    uint64_t words[4];
} carry_state;

_Static_assert(sizeof(carry_state) <= CARRY_WORDS * 8,
               "the state fits its place in the scratch space");
_Static_assert(LIFTED * 62 % 64 == 0, "no limb is half written between two calls of carry_62");

/*
 * Adds up numbers of three words each, words[i], words[LIFTED + i] and words[2 LIFTED + i], each
 * shifted by one limb from the one before.
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

/* The same, shifted by 62 bits. Writes at most `limbs` limbs; what is beyond them is 0. */
static void carry_62(uint64_t *r, int64_t limbs, const uint64_t *words, int64_t count,
                     carry_state *state) {
    uint64_t low = state->words[0], high = state->words[1], limb = 0;
    int64_t written = 0;
    int bits = 0; /* how many bits of `limb` are complete */
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
 * Each number is below 2^150 and so has three digits, of which the top one is below 2^31. The
 * divisions of different numbers are independent. Only the sums depend on the numbers before.
 */
static inline void carry_decimal(uint64_t *r, const uint64_t *words, int64_t count,
                                 carry_state *state, const dc_decimal *by) {
    /* The second digit of the previous number, the third digits of the two previous, the carry. */
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

static carry_state *carry_state_of(const dc_convolution *c, length l) {
    return (carry_state *)(void *)strand_of(c, l, DC_NTT_PRIMES);
}

static void carry_step(const dc_convolution *c, length l, int64_t step) {
    int64_t n = l.n1 + l.n2, total = carried_digits(c);
    uint64_t scale[DC_NTT_PRIMES], *x[DC_NTT_PRIMES];
    scales_of(c->ntt, l, scale);
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        x[k] = strand_of(c, l, k);
    }
    carry_state *state = carry_state_of(c, l);
    if (step == 0) {
        *state = (carry_state){{0, 0, 0, 0}};
    }
    int64_t to = smaller((step + 1) * CARRY_STEP, total);
    for (int64_t i = step * CARRY_STEP; i < to; i += LIFTED) {
        uint64_t words[3 * LIFTED];
        int64_t count = smaller(to - i, LIFTED);
        int64_t lifted =
            smaller(n - i, LIFTED); /* a multiple of 64; the last coefficient may be missing */
        c->ntt->lift(words, LIFTED, x, i, lifted, scale);
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

/* ---- The product ---------------------------------------------------------------------------- */

void dc_walk_convolution(dc_walk *walk, const dc_convolution *c) {
    length l = length_of(c);
    int64_t steps = strand_steps(c, l);
    int together = l.n1 + l.n2 <= LONGEST_STEP;
    for (dc_span s = dc_stage(walk, DC_NTT_PRIMES, together ? 1 : steps); dc_next(&s);) {
        for (int64_t step = s.step; step < (together ? steps : s.step + 1); step++) {
            transform_step(c, l, s.strand, step);
        }
    }
    for (dc_span s = dc_stage(walk, 1, (carried_digits(c) + CARRY_STEP - 1) / CARRY_STEP);
         dc_next(&s);) {
        carry_step(c, l, s.step);
    }
}

void dc_cyclic_carry(const dc_convolution *c, uint64_t carry[2]) {
    const carry_state *state = carry_state_of(c, length_of(c));
    carry[0] = state->words[0];
    carry[1] = state->words[1];
}
