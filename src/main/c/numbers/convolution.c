/* Products by transforms: their lengths, their steps, and the carries. */
#include "convolution.h"

#include "decimal.h"
#include "limbs.h"
#include "ntt_lift.h"

/*
 * The most coefficients in one step, which takes some milliseconds with AVX-512 and tens of
 * milliseconds without vectors; and in a tree, which should fit into a cache.
 */
enum { LONGEST_STEP = 1 << 20, LONGEST_TREE = 1 << 17 };

/*
 * From the length LEAST_FUSED on, FUSED coefficients of each eighth are loaded, split and passed
 * through the first layer at a time, and likewise at the end. More of them would not stay in the L1
 * cache between these passes: the eighths are powers of two apart, and so in the same few sets.
 */
enum { LEAST_FUSED = 1 << 15, FUSED = 64 };

/* From this length on, and with several threads, the transforms modulo one prime are divided. */
enum { LEAST_DIVIDED = 1 << 14 };

/* How many coefficients are lifted and carried at a time, and how many in one step. */
enum { LIFTED = 256, CARRY_STEP = 1 << 18 };

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
 * then the state of the carries between two steps, or those of CARRY_STRANDS strands. It begins at
 * the next cache line, as do all of its arrays, because transforms take a tenth longer elsewhere.
 */
enum { CARRY_WORDS = 8, CARRY_STRANDS = 16, LINE_WORDS = 8 };

static uint64_t *next_line(uint64_t *scratch) {
    return scratch + (0 - (uintptr_t)scratch / sizeof *scratch) % LINE_WORDS;
}

static int64_t carry_words(length l) {
    return l.n1 < LEAST_DIVIDED ? CARRY_WORDS : CARRY_STRANDS * CARRY_WORDS;
}

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
    length l = length_of(c);
    return LINE_WORDS - 1 + DC_NTT_PRIMES * strand_words(l, is_square(c)) + carry_words(l);
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
    return next_line(c->scratch) + strand * strand_words(l, is_square(c));
}

/* ---- Transforms ----------------------------------------------------------------------------- */

/* x[from..to) = the digits from..to of a as residues, and zeros beyond its last digit. */
static void load_digits(const dc_convolution *c, uint64_t *x, int64_t from, int64_t to,
                        const uint64_t *a, int64_t words, const dc_ntt_prime *prime) {
    int64_t count = coefficients_in(c->digits, words);
    if (c->digits != DC_LIMBS_62) {
        int64_t begin = dc_smaller(from, count);
        c->ntt->load(x + from, to - from, a + begin, dc_smaller(to, count) - begin, prime);
        return;
    }
    enum { AT_ONCE = 512 };
    for (int64_t i = from; i < to; i += AT_ONCE) {
        uint64_t digits[AT_ONCE];
        int64_t here = dc_smaller(dc_smaller(count, to) - i, AT_ONCE);
        for (int64_t k = 0; k < here; k++) {
            digits[k] = dc_digit(a, words, i + k, 62);
        }
        c->ntt->load(x + i, dc_smaller(to - i, AT_ONCE), digits, here > 0 ? here : 0, prime);
    }
}

/* ---- The pieces of the transforms ----------------------------------------------------------- */

/*
 * The transforms modulo one prime run in phases. A phase consists of pieces, which are independent
 * of each other, and requires the phases before it:
 *
 *   TABLE    the twiddle factors
 *   FIRST    the residues of the digits, the split into components, and the first layer of the
 *            first component. A layer combines eight coefficients at a distance of an eighth of the
 *            length, and both components have whole numbers of such eighths. A piece is therefore
 *            the same range of all eighths.
 *   layers   the other layers of both components, as long as they pass over more than a tree
 *   trees    what is left. Each tree is transformed for both operands, multiplied and transformed
 *            back, while it is in a cache
 *   layers   in the opposite order
 *   last     the last layer of the first component, and the join
 */
enum { TABLE, FIRST, LAYERS };

typedef struct {
    length l;
    int operands;         /* to be transformed */
    int depth1, depth2;   /* how many layers of the two components are above the trees */
    int64_t eighth, part; /* of FIRST; without layers, both are n1 */
    int64_t grain;        /* the most coefficients of a piece of a layer */
} plan;

static int depth_of(int64_t n, int64_t tree) {
    int depth = 0;
    for (; n > tree; n /= 8) {
        depth++;
    }
    return depth;
}

static plan plan_for(const dc_convolution *c, int divided) {
    length l = length_of(c);
    int64_t tree = dc_smaller(LONGEST_TREE, divided ? l.n1 / 8 : l.n1);
    plan p = {.l = l, .operands = is_square(c) || c->repeated ? 1 : 2};
    p.depth1 = (int)dc_larger(depth_of(l.n1, tree), l.n1 >= LEAST_FUSED);
    p.depth2 = depth_of(l.n2, 2 * (l.n1 >> (3 * p.depth1)));
    p.grain = divided ? dc_smaller(LONGEST_STEP, l.n1 / 8) : LONGEST_STEP;
    p.eighth = p.depth1 > 0 ? l.n1 / 8 : l.n1;
    p.part = p.depth1 > 0 ? dc_smaller(p.eighth, p.grain / 8) : p.eighth;
    return p;
}

static int trees_phase(const plan *p) {
    return LAYERS + p->depth1;
}

static int last_phase(const plan *p) {
    return LAYERS + 2 * p->depth1 + 1;
}

/* The pieces of a layer of one component: parts of a long node, or whole nodes. */
static int64_t layer_pieces(int64_t n, int depth, int level, int64_t grain) {
    int64_t size = n >> (3 * level);
    return level >= depth ? 0 : size <= grain ? INT64_C(1) << (3 * level) : n / grain;
}

/* FIRST contains layer 0 of the first component. */
static int64_t pieces1(const plan *p, int level) {
    return level == 0 ? 0 : layer_pieces(p->l.n1, p->depth1, level, p->grain);
}

static int64_t pieces2(const plan *p, int level) {
    return layer_pieces(p->l.n2, p->depth2, level, p->grain);
}

static int64_t trees1(const plan *p) {
    return INT64_C(1) << (3 * p->depth1);
}

static int64_t trees2(const plan *p) {
    return p->l.n2 > 0 ? INT64_C(1) << (3 * p->depth2) : 0;
}

/* The layer that a phase between FIRST and the last one runs. */
static int level_of(const plan *p, int phase) {
    return phase < trees_phase(p) ? phase - LAYERS : last_phase(p) - 1 - phase;
}

static int64_t pieces_of(const plan *p, int phase) {
    if (phase == TABLE) {
        return 1;
    }
    if (phase == FIRST) {
        return p->operands * (p->eighth / p->part);
    }
    if (phase == last_phase(p)) {
        return p->depth1 > 0 || p->l.n2 > 0 ? p->eighth / p->part : 0;
    }
    if (phase == trees_phase(p)) {
        return trees1(p) + trees2(p);
    }
    int level = level_of(p, phase);
    return (pieces1(p, level) + pieces2(p, level)) * (phase < trees_phase(p) ? p->operands : 1);
}

/* How many pieces of a phase are one step, if the steps of a strand run one after the other. */
static int64_t pieces_in_step(const plan *p, int phase) {
    if (phase < LAYERS || phase == last_phase(p)) {
        return 1;
    }
    int level = phase == trees_phase(p) ? p->depth1 : level_of(p, phase);
    /* NOLINTNEXTLINE(clang-analyzer-core.BitwiseShift): a level is not negative */
    int64_t size = p->l.n1 >> (3 * level);
    return size < LONGEST_STEP ? LONGEST_STEP / size : 1;
}

static int64_t steps_of(const plan *p, int phase) {
    int64_t in_step = pieces_in_step(p, phase);
    return (pieces_of(p, phase) + in_step - 1) / in_step;
}

/* What the pieces of one prime work on. */
typedef struct {
    const dc_ntt_variant *ntt;
    const dc_ntt_prime *prime;
    dc_ntt_table t;
    uint64_t *x, *y; /* the operands; the same array for a square */
} strand_data;

static void run_first(const dc_convolution *c, const plan *p, const strand_data *d, int64_t piece) {
    int64_t pieces = p->eighth / p->part, n1 = p->l.n1, n2 = p->l.n2, n = n1 + n2;
    int second = piece >= pieces;
    uint64_t *z = second ? d->y : d->x;
    int64_t from = (second ? piece - pieces : piece) * p->part, to = from + p->part;
    if (p->depth1 == 0) { /* a single piece */
        load_digits(c, z, 0, n, second ? c->b : c->a, second ? c->b_words : c->a_words, d->prime);
        if (n2 > 0) {
            d->ntt->split(z, n1, n2, 0, n2, d->t, d->prime);
        }
        return;
    }
    for (int64_t end; from < to; from = end) {
        end = dc_smaller(from + FUSED, to);
        for (int64_t i = 0; i < n; i += p->eighth) {
            load_digits(c, z, i + from, i + end, second ? c->b : c->a,
                        second ? c->b_words : c->a_words, d->prime);
        }
        for (int64_t i = 0; i < n2; i += p->eighth) {
            d->ntt->split(z, n1, n2, i + from, i + end, d->t, d->prime);
        }
        d->ntt->first_layer(z, n1, 0, from, end, d->t, d->prime);
    }
}

static void run_last(const plan *p, const strand_data *d, int64_t piece) {
    int64_t n1 = p->l.n1, n2 = p->l.n2, from = piece * p->part, to = from + p->part;
    if (p->depth1 == 0) {
        d->ntt->join(d->x, n1, n2, 0, n2, d->t, d->prime);
        return;
    }
    for (int64_t end; from < to; from = end) {
        end = dc_smaller(from + FUSED, to);
        d->ntt->last_layer(d->x, n1, 0, from, end, d->t, d->prime);
        for (int64_t i = 0; i < n2; i += p->eighth) {
            d->ntt->join(d->x, n1, n2, i + from, i + end, d->t, d->prime);
        }
    }
}

/* One piece of a layer of a component of n coefficients, which is the polynomial of `node`. */
static void run_layer(const strand_data *d, int inverse, uint64_t *x, int64_t n, int64_t node,
                      int level, int64_t grain, int64_t piece) {
    int64_t size = n >> (3 * level), parts = size <= grain ? 1 : size / grain;
    int64_t i = piece / parts, part = piece % parts, count = size / 8 / parts;
    (inverse ? d->ntt->last_layer : d->ntt->first_layer)(x + i * size, size,
                                                         (node << (3 * level)) + i, part * count,
                                                         (part + 1) * count, d->t, d->prime);
}

/* Those of the second component come first, because they may be longer. */
static void run_tree(const plan *p, const strand_data *d, int64_t ratio, int64_t tree) {
    int64_t size = p->l.n2 >> (3 * p->depth2), node = (ratio << (3 * p->depth2)) + tree;
    int64_t at = p->l.n1 + tree * size;
    if (tree >= trees2(p)) {
        size = p->l.n1 >> (3 * p->depth1);
        node = tree - trees2(p);
        at = node * size;
    }
    d->ntt->forward(d->x + at, size, node, d->t, d->prime);
    if (p->operands == 2) {
        d->ntt->forward(d->y + at, size, node, d->t, d->prime);
    }
    d->ntt->multiply(d->x, d->y, at, at + size, d->t, d->prime);
    d->ntt->inverse(d->x + at, size, node, d->t, d->prime);
}

static void run_piece(const dc_convolution *c, const plan *p, int64_t strand, int phase,
                      int64_t piece) {
    length l = p->l;
    int64_t n = l.n1 + l.n2, ratio = l.n2 > 0 ? l.n1 / l.n2 : 0;
    uint64_t *x = strand_of(c, l, strand), *y = is_square(c) ? x : x + n;
    strand_data d = {c->ntt, &dc_ntt_primes[strand], {y + n, y + n + table_words(l)}, x, y};
    if (phase == TABLE) {
        if (!c->repeated) {
            c->ntt->twiddles(d.t, table_words(l), d.prime);
        }
    } else if (phase == FIRST) {
        run_first(c, p, &d, piece);
    } else if (phase == trees_phase(p)) {
        run_tree(p, &d, ratio, piece);
    } else if (phase == last_phase(p)) {
        run_last(p, &d, piece);
    } else {
        int level = level_of(p, phase), inverse = phase > trees_phase(p);
        int64_t in1 = pieces1(p, level), in2 = pieces2(p, level), second = piece >= in1 + in2;
        uint64_t *z = second ? y : x;
        piece -= second ? in1 + in2 : 0;
        if (piece < in1) {
            run_layer(&d, inverse, z, l.n1, 0, level, p->grain, piece);
        } else {
            run_layer(&d, inverse, z + l.n1, l.n2, ratio, level, p->grain, piece - in1);
        }
    }
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

static carry_state *state_of(const dc_convolution *c, length l, int64_t strand) {
    return (carry_state *)(void *)(strand_of(c, l, DC_NTT_PRIMES) + strand * CARRY_WORDS);
}

/*
 * Lifts the coefficients from..to, whose residues are in x, and turns them into digits. `from` is a
 * multiple of LIFTED.
 */
static void carry_residues(const dc_convolution *c, length l, uint64_t *const x[DC_NTT_PRIMES],
                           int64_t from, int64_t to, carry_state *state) {
    int64_t n = l.n1 + l.n2;
    uint64_t scale[DC_NTT_PRIMES];
    scales_of(c->ntt, l, scale);
    for (int64_t i = from; i < to; i += LIFTED) {
        uint64_t words[3 * LIFTED];
        int64_t count = dc_smaller(to - i, LIFTED);
        /* A multiple of 64. The last coefficients may be missing. */
        int64_t lifted = dc_smaller(n - i, LIFTED);
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

static void carry_range(const dc_convolution *c, length l, int64_t from, int64_t to,
                        carry_state *state) {
    uint64_t *x[DC_NTT_PRIMES];
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        x[k] = strand_of(c, l, k);
    }
    carry_residues(c, l, x, from, to, state);
}

/* r[0..n) += the two limbs in the state; returns the carry. If n is 1, it is dropped. */
static uint64_t add_limbs(uint64_t *r, int64_t n, const carry_state *state) {
    uint64_t low = state->words[0], high = state->words[1];
    r[0] += low;
    if (n == 1) {
        return 0;
    }
    dc_u128 sum = (dc_u128)r[1] + high + (r[0] < low);
    r[1] = (uint64_t)sum;
    return dc_add_1(r + 2, n - 2, (uint64_t)(sum >> 64));
}

/* The same in decimal, as carry_decimal() adds its state to the next two digits. */
static uint64_t add_decimal(uint64_t *r, int64_t n, const carry_state *state,
                            const dc_decimal *by) {
    uint64_t carry = 0, next = 0;
    r[0] = dc_decimal_add(r[0], state->words[0], by->base, &carry);
    r[0] = dc_decimal_add(r[0], state->words[2] + state->words[3], by->base, &carry);
    if (n == 1) {
        return 0;
    }
    r[1] = dc_decimal_add(r[1], state->words[1] + carry, by->base, &next);
    for (int64_t i = 2; i < n && next != 0; i++) {
        carry = next;
        next = 0;
        r[i] = dc_decimal_add(r[i], carry, by->base, &next);
    }
    return next;
}

/* The digits of each strand of the carries, except for the last one, which has the rest. */
static int64_t digits_of_strand(const dc_convolution *c) {
    int64_t blocks = (carried_digits(c) + LIFTED - 1) / LIFTED;
    return (blocks + CARRY_STRANDS - 1) / CARRY_STRANDS * LIFTED;
}

/* Carries from each strand into the next one. Few of these carries reach the end of a strand. */
static void join_carries(const dc_convolution *c, length l, int64_t digits, int64_t strands) {
    int64_t total = carried_digits(c);
    for (int64_t k = 1; k < strands; k++) {
        const carry_state *before = state_of(c, l, k - 1);
        carry_state *state = state_of(c, l, k);
        int64_t from = k * digits, to = dc_smaller(from + digits, total);
        uint64_t carry = 0;
        switch (c->digits) {
        case DC_LIMBS_64: carry = add_limbs(c->r + from, to - from, before); break;
        case DC_LIMBS_62: {
            int64_t first = 62 * from / 64;
            int64_t end = k + 1 < strands ? 62 * to / 64 : c->a_words + c->b_words;
            carry = end > first ? add_limbs(c->r + first, end - first, before) : 0;
            break;
        }
        case DC_DECIMAL_19:
            carry = add_decimal(c->r + from, to - from, before, &dc_decimal_19);
            break;
        case DC_DECIMAL_18:
            carry = add_decimal(c->r + from, to - from, before, &dc_decimal_18);
            break;
        }
        if (c->digits == DC_DECIMAL_19 || c->digits == DC_DECIMAL_18) {
            state->words[3] += carry;
        } else {
            state->words[0] += carry;
            state->words[1] += state->words[0] < carry;
        }
    }
}

/* ---- The product ---------------------------------------------------------------------------- */

static void walk_divided(dc_walk *walk, const dc_convolution *c) {
    plan p = plan_for(c, 1);
    for (int phase = 0; phase <= last_phase(&p); phase++) {
        int64_t pieces = pieces_of(&p, phase);
        if (pieces > 0) {
            for (dc_span s = dc_stage(walk, DC_NTT_PRIMES * pieces, 1); dc_next(&s);) {
                run_piece(c, &p, s.strand / pieces, phase, s.strand % pieces);
            }
        }
    }
    int64_t total = carried_digits(c), digits = digits_of_strand(c);
    int64_t strands = (total + digits - 1) / digits;
    for (dc_span s = dc_stage(walk, strands, 1); dc_next(&s);) {
        carry_state *state = state_of(c, p.l, s.strand);
        *state = (carry_state){{0, 0, 0, 0}};
        carry_range(c, p.l, s.strand * digits, dc_smaller((s.strand + 1) * digits, total), state);
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        join_carries(c, p.l, digits, strands);
        *state_of(c, p.l, 0) = *state_of(c, p.l, strands - 1); /* for dc_cyclic_carry() */
    }
}

/* One step of a strand that runs all phases. */
static void run_step(const dc_convolution *c, const plan *p, int64_t strand, int64_t step) {
    int phase = 0;
    for (int64_t steps; step >= (steps = steps_of(p, phase)); phase++) {
        step -= steps;
    }
    int64_t in_step = pieces_in_step(p, phase), from = step * in_step;
    int64_t to = dc_smaller(from + in_step, pieces_of(p, phase));
    for (int64_t piece = from; piece < to; piece++) {
        run_piece(c, p, strand, phase, piece);
    }
}

void dc_walk_convolution(dc_walk *walk, const dc_convolution *c) {
    plan p = plan_for(c, 0);
    if (walk->divided && p.l.n1 >= LEAST_DIVIDED) {
        walk_divided(walk, c);
        return;
    }
    if (p.l.n1 + p.l.n2 <= LONGEST_STEP) {
        for (dc_span s = dc_stage(walk, DC_NTT_PRIMES, 1); dc_next(&s);) {
            for (int phase = 0; phase <= last_phase(&p); phase++) {
                int64_t pieces = pieces_of(&p, phase);
                for (int64_t piece = 0; piece < pieces; piece++) {
                    run_piece(c, &p, s.strand, phase, piece);
                }
            }
        }
    } else {
        int64_t steps = 0;
        for (int phase = 0; phase <= last_phase(&p); phase++) {
            steps += steps_of(&p, phase);
        }
        for (dc_span s = dc_stage(walk, DC_NTT_PRIMES, steps); dc_next(&s);) {
            run_step(c, &p, s.strand, s.step);
        }
    }
    int64_t total = carried_digits(c);
    for (dc_span s = dc_stage(walk, 1, (total + CARRY_STEP - 1) / CARRY_STEP); dc_next(&s);) {
        carry_state *state = state_of(c, p.l, 0);
        if (s.step == 0) {
            *state = (carry_state){{0, 0, 0, 0}};
        }
        carry_range(c, p.l, s.step * CARRY_STEP, dc_smaller((s.step + 1) * CARRY_STEP, total),
                    state);
    }
}

void dc_cyclic_carry(const dc_convolution *c, uint64_t carry[2]) {
    const carry_state *state = state_of(c, length_of(c), 0);
    carry[0] = state->words[0];
    carry[1] = state->words[1];
}

/* ---- Products of matrices ------------------------------------------------------------------- */

/*
 * The arrays for one prime: those of the entries of a and b, row by row; with two columns, copies
 * of the transforms of a; and the table of twiddle factors. The sums replace the first entries of
 * the rows of a and of its copies.
 */
enum {
    TRANSFORM_TABLE,
    TRANSFORM_FORWARD,
    TRANSFORM_MULTIPLY,
    TRANSFORM_INVERSE,
    TRANSFORM_PHASES
};

/* How many coefficients are multiplied at a time, so that they stay in a cache. */
enum { MULTIPLIED = 1024 };

static int operands_of(const dc_matrix_convolution *c) {
    return 2 * c->rows + 2 * c->columns;
}

static int arrays_of(const dc_matrix_convolution *c) {
    return operands_of(c) + (c->columns == 2 ? 2 * c->rows : 0);
}

static length length_of_matrix(const dc_matrix_convolution *c) {
    return length_for(c->a_words + c->b_words - 1);
}

static int64_t matrix_strand_words(const dc_matrix_convolution *c, length l) {
    return arrays_of(c) * (l.n1 + l.n2) + 2 * table_words(l);
}

int64_t dc_matrix_convolution_scratch(const dc_matrix_convolution *c) {
    return LINE_WORDS - 1 + DC_NTT_PRIMES * matrix_strand_words(c, length_of_matrix(c));
}

int dc_matrix_convolution_is_possible(const dc_matrix_convolution *c) {
    /* Two products are added, so half as many terms are possible. */
    return c->a_words + c->b_words <= DC_MATRIX_WORDS
           && dc_smaller(c->a_words, c->b_words) <= DC_TERMS_64 / 2;
}

static int pieces_of_matrix(const dc_matrix_convolution *c, int phase) {
    switch (phase) {
    case TRANSFORM_FORWARD: return operands_of(c);
    case TRANSFORM_MULTIPLY: return c->rows;
    case TRANSFORM_INVERSE: return c->rows * c->columns;
    default: return 1;
    }
}

static uint64_t *sum_array(const dc_matrix_convolution *c, length l, int64_t prime, int row,
                           int column) {
    int array = column == 0 ? 2 * row : operands_of(c) + 2 * row;
    return next_line(c->scratch) + prime * matrix_strand_words(c, l) + array * (l.n1 + l.n2);
}

/* The rows of a times the columns of b, for one row and one prime. */
static void multiply_row(const dc_matrix_convolution *c, int64_t n, uint64_t *x, int row,
                         dc_ntt_table t, const dc_ntt_prime *prime) {
    uint64_t *a = x + 2 * row * n, *b = x + 2 * c->rows * n;
    uint64_t *copy = x + (operands_of(c) + 2 * row) * n;
    for (int64_t from = 0; from < n; from += MULTIPLIED) {
        int64_t to = dc_smaller(from + MULTIPLIED, n);
        for (int column = c->columns - 1; column >= 0; column--) {
            uint64_t *to_a = a;
            if (column == 1) {
                to_a = copy;
                dc_copy(copy + from, a + from, to - from);
                dc_copy(copy + n + from, a + n + from, to - from);
            }
            c->ntt->multiply(to_a, b + column * n, from, to, t, prime);
            c->ntt->multiply(to_a + n, b + (c->columns + column) * n, from, to, t, prime);
            c->ntt->add(to_a, to_a + n, from, to, prime);
        }
    }
}

static void run_matrix_piece(const dc_matrix_convolution *c, length l, int64_t strand, int phase,
                             int piece) {
    int64_t n = l.n1 + l.n2, ratio = l.n2 > 0 ? l.n1 / l.n2 : 0;
    const dc_ntt_prime *prime = &dc_ntt_primes[strand];
    uint64_t *x = next_line(c->scratch) + strand * matrix_strand_words(c, l);
    uint64_t *table = x + arrays_of(c) * n;
    dc_ntt_table t = {table, table + table_words(l)};
    if (phase == TRANSFORM_TABLE) {
        c->ntt->twiddles(t, table_words(l), prime);
    } else if (phase == TRANSFORM_FORWARD) {
        int of_b = piece >= 2 * c->rows, entry = of_b ? piece - 2 * c->rows : piece;
        int columns = of_b ? c->columns : 2;
        const uint64_t *from =
            of_b ? c->b[entry / columns][entry % columns] : c->a[entry / columns][entry % columns];
        uint64_t *z = x + piece * n;
        c->ntt->load(z, n, from, of_b ? c->b_words : c->a_words, prime);
        if (l.n2 > 0) {
            c->ntt->split(z, l.n1, l.n2, 0, l.n2, t, prime);
            c->ntt->forward(z + l.n1, l.n2, ratio, t, prime);
        }
        c->ntt->forward(z, l.n1, 0, t, prime);
    } else if (phase == TRANSFORM_MULTIPLY) {
        multiply_row(c, n, x, piece, t, prime);
    } else {
        uint64_t *z = sum_array(c, l, strand, piece / c->columns, piece % c->columns);
        c->ntt->inverse(z, l.n1, 0, t, prime);
        if (l.n2 > 0) {
            c->ntt->inverse(z + l.n1, l.n2, ratio, t, prime);
            c->ntt->join(z, l.n1, l.n2, 0, l.n2, t, prime);
        }
    }
}

static void run_matrix_carry(const dc_matrix_convolution *c, length l, int row, int column) {
    /* The sum has one limb more than a product. */
    dc_convolution sum = {.ntt = c->ntt,
                          .digits = DC_LIMBS_64,
                          .a_words = c->a_words + 1,
                          .b_words = c->b_words,
                          .r = c->r[row][column]};
    carry_state state = {{0, 0, 0, 0}};
    uint64_t *x[DC_NTT_PRIMES];
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        x[k] = sum_array(c, l, k, row, column);
    }
    carry_residues(&sum, l, x, 0, carried_digits(&sum), &state);
}

void dc_walk_matrix_convolution(dc_walk *walk, const dc_matrix_convolution *c) {
    length l = length_of_matrix(c);
    if (walk->divided) {
        for (int phase = 0; phase < TRANSFORM_PHASES; phase++) {
            int pieces = pieces_of_matrix(c, phase);
            for (dc_span s = dc_stage(walk, DC_NTT_PRIMES * pieces, 1); dc_next(&s);) {
                run_matrix_piece(c, l, s.strand / pieces, phase, (int)(s.strand % pieces));
            }
        }
    } else {
        int steps = 0;
        for (int phase = 0; phase < TRANSFORM_PHASES; phase++) {
            steps += pieces_of_matrix(c, phase);
        }
        for (dc_span s = dc_stage(walk, DC_NTT_PRIMES, steps); dc_next(&s);) {
            int phase = 0, piece = (int)s.step;
            for (; piece >= pieces_of_matrix(c, phase); phase++) {
                piece -= pieces_of_matrix(c, phase);
            }
            run_matrix_piece(c, l, s.strand, phase, piece);
        }
    }
    for (dc_span s = dc_stage(walk, c->rows * c->columns, 1); dc_next(&s);) {
        run_matrix_carry(c, l, (int)s.strand / c->columns, (int)s.strand % c->columns);
    }
}
