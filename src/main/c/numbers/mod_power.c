/*
 * Powers modulo a number, by a sliding window over the exponent [H. Cohen, "A Course in
 * Computational Algebraic Number Theory", 1.2].
 *
 * The algorithm is a sequence of operations. Each operation is a product of residues and its
 * reduction. Which residues are multiplied depends on the bits of the exponent, but the number of
 * stages must not. The scratch space holds the state between two steps. For a short modulus, one
 * stage performs all operations, and each of its steps performs several. For a long modulus, every
 * operation has the same number of stages. There are enough operations for any exponent of the
 * given length. Operations that are left over do nothing.
 */
#include "mod_power.h"

#include "barrett.h"
#include "limbs.h"
#include "montgomery.h"
#include "montgomery_ifma.h"
#include "product.h"

#include <stddef.h>

/* ---- The window ----------------------------------------------------------------------------- */

/* The longest windows, for moduli of up to LONG_LIMBS limbs and for longer ones. */
enum { LONGEST_WINDOW = 8, LONGEST_WINDOW_OF_LONG = 5, WINDOWS = 8 };

/*
 * For moduli of more limbs, each operation has stages of its own, so that they can be interrupted,
 * or divided among several threads. All of them are reduced by Barrett's method on transforms.
 */
enum { LONG_LIMBS = 1 << 15, DIVIDED_LIMBS = 1 << 14 };

/*
 * A window of w bits takes 2^(w-1) products for the table of odd powers and about one product for
 * each w + 1 bits of the exponent. A window of w bits is best for up to this many bits.
 */
static const int64_t most_bits[WINDOWS] = {0, 7, 25, 81, 241, 673, 1793, 4609};

static int longest_window(int64_t n) {
    return n <= LONG_LIMBS ? LONGEST_WINDOW : LONGEST_WINDOW_OF_LONG;
}

static int window_for(int64_t bits, int longest) {
    int w = 1;
    while (w < longest && bits > most_bits[w]) {
        w++;
    }
    return w;
}

/*
 * The most operations for an exponent of up to `bits` bits: the table, the squares, the products.
 */
static int64_t most_operations(int64_t bits, int longest) {
    int64_t most = 0;
    for (int w = 1; w <= window_for(bits, longest); w++) {
        int64_t e = w < longest && bits > most_bits[w] ? most_bits[w] : bits,
                operations = (INT64_C(1) << (w - 1)) + e + (e + w - 1) / w;
        most = operations > most ? operations : most;
    }
    return most;
}

/* ---- The state ------------------------------------------------------------------------------ */

typedef enum {
    BEGIN,    /* nothing is initialized yet */
    REDUCE,   /* take the next block of the base into x */
    ENTER,    /* turn x into a residue of Montgomery's method */
    TABLE,    /* compute the next odd power; before the first one, the square of the base */
    SQUARE,   /* square x `squares` times */
    MULTIPLY, /* multiply x by a power of the table */
    LEAVE,    /* turn x into the result */
    END       /* the result is complete */
} operation;

/* How products are reduced: of Montgomery's methods, one for limbs and one for 52-bit digits. */
enum { BARRETT, LIMBS, DIGITS };

typedef struct {
    uint64_t next;       /* the operation */
    int64_t index;       /* REDUCE: the block; TABLE and MULTIPLY: the place in the table */
    int64_t bit;         /* how many bits of the exponent are left, from the lowest one on */
    int64_t squares;     /* how many squares are left before the next product */
    int64_t has_reduced; /* whether a reduction has been performed */
    int64_t has_squared; /* whether the last product was a square of residues */
    int64_t multiplies;  /* whether a product follows after the squares */
    int64_t method;
} state;

typedef struct {
    const dc_variants *variants;
    const dc_mod_power *p;
    uint64_t *result;
    state *state;
    uint64_t *x, *square, *table; /* of `room` limbs each; the table has one for each odd power */
    int64_t room;
    dc_barrett barrett;
} machine;

enum { STATE_LIMBS = 16 };
_Static_assert(sizeof(state) <= STATE_LIMBS * sizeof(uint64_t), "the state fits its place");

static int longest_window_of(const dc_mod_power *p) {
    return window_for(64 * p->exponent_limbs, longest_window(p->n));
}

/* The limbs of a residue, which may consist of digits. */
static int64_t room_of(const dc_mod_power *p) {
    return p->n <= DC_MONTGOMERY_IFMA_LIMBS ? dc_montgomery_words(p->n) : p->n;
}

static int64_t table_limbs(const dc_mod_power *p) {
    return room_of(p) << (longest_window_of(p) - 1);
}

/* The limbs in front of those of Barrett's reduction. */
static int64_t own_limbs(const dc_mod_power *p) {
    return STATE_LIMBS + 2 * room_of(p) + table_limbs(p);
}

int64_t dc_mod_power_scratch(const dc_mod_power *p) {
    return own_limbs(p) + dc_barrett_scratch(p->n);
}

static machine machine_in(const dc_variants *variants, uint64_t *result, const dc_mod_power *p,
                          uint64_t *scratch) {
    machine m = {.variants = variants, .p = p, .result = result};
    m.state = (state *)(void *)scratch;
    m.x = scratch + STATE_LIMBS;
    m.room = room_of(p);
    m.square = m.x + m.room;
    m.table = m.square + m.room;
    m.barrett = dc_barrett_in(variants, p->n, scratch + own_limbs(p));
    return m;
}

/* ---- Operations ----------------------------------------------------------------------------- */

static int64_t blocks_of(const dc_mod_power *p) {
    return (p->base_limbs + p->n - 1) / p->n;
}

/* product = x 2^(64 n) + low[0..length) */
static void append(const machine *m, const uint64_t *low, int64_t length) {
    int64_t n = m->p->n;
    dc_copy(m->barrett.product + n, m->x, n);
    for (int64_t i = 0; i < n; i++) {
        m->barrett.product[i] = i < length ? low[i] : 0;
    }
}

/*
 * With digits, the places of Barrett's reduction for numbers, which only the first operations need,
 * hold the modulus and -1 / c modulo 2^52. From the product on, there are 5 n + 2 limbs, enough for
 * the digits of n >= 2 limbs.
 */
static uint64_t *digits_of_modulus(const machine *m) {
    return m->barrett.product;
}

static uint64_t *inverse_of_digits(const machine *m) {
    return m->barrett.modulus;
}

/* to = the digits of a[0..n), which may be the same place. */
static void to_digits(const machine *m, uint64_t *to, const uint64_t *a) {
    for (int64_t i = m->room - 1; i >= 0; i--) {
        to[i] = dc_digit(a, m->p->n, i, DC_DIGIT_BITS);
    }
}

static void from_digits(uint64_t *to, int64_t n, const uint64_t *digits, int64_t count) {
    dc_clear(to, n);
    for (int64_t i = 0; i < count; i++) {
        int64_t bit = DC_DIGIT_BITS * i, limb = bit / 64;
        int shift = (int)(bit % 64);
        if (limb < n) {
            to[limb] |= digits[i] << shift;
        }
        if (64 - shift < DC_DIGIT_BITS && limb + 1 < n) {
            to[limb + 1] |= digits[i] >> (64 - shift);
        }
    }
}

/* product = x 2^shift */
static void shift_residue(const machine *m, int shift) {
    int64_t n = m->p->n;
    uint64_t *product = m->barrett.product;
    product[n] = dc_shift_left(product, m->x, n, shift);
    dc_clear(product + n + 1, n - 1);
}

/*
 * x is the base times 2^(64 n) modulo c. It becomes the base times 2^(52 D): it is shifted by the
 * missing bits, at most 53, and reduced again.
 */
static void enter_digits(const machine *m) {
    int64_t n = m->p->n;
    shift_residue(m, (int)(DC_DIGIT_BITS * dc_montgomery_digits(n) - 64 * n));
    dc_walk all = {.stage = DC_WALK_ALL};
    dc_walk_barrett_reduce(&all, &m->barrett, m->x, 1);
    to_digits(m, m->x, m->x);
    to_digits(m, digits_of_modulus(m), m->p->modulus);
    *inverse_of_digits(m) =
        dc_montgomery_inverse(m->p->modulus[0]) & ((UINT64_C(1) << DC_DIGIT_BITS) - 1);
}

static void multiply_digits(const machine *m, uint64_t *r, const uint64_t *x, const uint64_t *y) {
    m->variants->montgomery_ifma(r, x, y, digits_of_modulus(m), dc_montgomery_digits(m->p->n),
                                 *inverse_of_digits(m));
}

/* result = x / 2^(52 D) modulo c */
static void leave_digits(const machine *m) {
    for (int64_t i = 0; i < m->room; i++) {
        m->square[i] = i == 0;
    }
    multiply_digits(m, m->x, m->x, m->square);
    from_digits(m->result, m->p->n, m->x, dc_montgomery_digits(m->p->n));
}

/* The last reduction, of x, leaves at most the modulus. */
static void finish_montgomery(const machine *m) {
    int64_t i = m->p->n;
    while (i > 0 && m->result[i - 1] == m->p->modulus[i - 1]) {
        i--;
    }
    for (int64_t k = 0; i == 0 && k < m->p->n; k++) {
        m->result[k] = 0;
    }
}

/* result = x / 2^shift, where the shift is that of the modulus */
static void shift_back(const machine *m) {
    int64_t n = m->p->n;
    int shift = __builtin_clzll(m->p->modulus[n - 1]);
    for (int64_t i = 0; i < n; i++) {
        uint64_t above = i + 1 < n && shift > 0 ? m->x[i + 1] << (64 - shift) : 0;
        m->result[i] = m->x[i] >> shift | above;
    }
}

/* An operation multiplies x by y, unless they are NULL, and reduces the product to r. */
typedef struct {
    const uint64_t *x, *y;
    uint64_t *r;
} factors;

static factors factors_of(const machine *m, const state *s) {
    uint64_t *element = m->table + s->index * m->room;
    switch ((operation)s->next) {
    case TABLE:
        return s->index == 0 ? (factors){m->x, m->x, m->square}
                             : (factors){element - m->room, m->square, element};
    case SQUARE: return (factors){m->x, m->x, m->x};
    case MULTIPLY: return (factors){m->x, element, m->x};
    case LEAVE: return (factors){NULL, NULL, s->method == LIMBS ? m->result : m->x};
    default: return (factors){NULL, NULL, m->x};
    }
}

/* product = what is reduced, if it is not a product */
static void prepare(const machine *m, const state *s) {
    int64_t n = m->p->n, from = s->index * n, left = m->p->base_limbs - from;
    switch ((operation)s->next) {
    case REDUCE: append(m, m->p->base + from, left < n ? left : n); break;
    case ENTER: append(m, NULL, 0); break;
    case LEAVE:
        if (s->method == LIMBS) {
            dc_copy(m->barrett.product, m->x, n);
            dc_clear(m->barrett.product + n, n);
        } else if (s->method == BARRETT) {
            shift_residue(m, __builtin_clzll(m->p->modulus[m->p->n - 1]));
        }
        break;
    default: break;
    }
}

static void multiply_montgomery(const machine *m, int64_t method, factors f) {
    int64_t n = m->p->n;
    if (method == DIGITS) {
        if (f.x != NULL) {
            multiply_digits(m, f.r, f.x, f.y);
        } else {
            leave_digits(m);
        }
        return;
    }
    uint64_t *product = m->barrett.product;
    if (f.x != NULL && f.x == f.y) {
        dc_square_short(m->variants, product, f.x, n, m->barrett.products);
    } else if (f.x != NULL) {
        dc_multiply_short(m->variants, product, f.x, n, f.y, n, m->barrett.products);
    }
    dc_montgomery_reduce(m->variants, f.r, product, m->p->modulus, n);
}

/*
 * One operation. With Barrett's reduction, all operations have the same number of stages, and a
 * product, with the longest scratch, has the most strands and steps.
 */
static void walk_operation(dc_walk *walk, const machine *m, const state *s) {
    factors f = factors_of(m, s);
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        prepare(m, s);
    }
    if (s->method != BARRETT && s->next != ENTER) {
        for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
            multiply_montgomery(m, s->method, f);
        }
    } else {
        if (f.x != NULL) {
            int repeated = f.x == f.y && s->has_squared;
            dc_walk_barrett_multiply(walk, &m->barrett, f.x, f.y, repeated);
        } else if (walk->stage != DC_WALK_ALL) {
            dc_walk skipped = {.stage = DC_WALK_NONE, .divided = walk->divided};
            dc_walk_barrett_multiply(&skipped, &m->barrett, m->x, m->x, 0);
            walk->at += skipped.at;
        }
        dc_walk_barrett_reduce(walk, &m->barrett, f.r, (int)s->has_reduced);
    }
    for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
        if (s->next == LEAVE && s->method != BARRETT) {
            finish_montgomery(m);
        } else if (s->next == LEAVE) {
            shift_back(m);
        } else if (s->next == ENTER && s->method == DIGITS) {
            enter_digits(m);
        }
    }
}

/* ---- Which operation comes next ------------------------------------------------------------- */

static int has_bit(const dc_mod_power *p, int64_t bit) {
    return (int)(p->exponent[bit / 64] >> (bit % 64) & 1);
}

static int64_t bits_of_exponent(const dc_mod_power *p) {
    int64_t limbs = dc_normalized(p->exponent, p->exponent_limbs);
    return limbs == 0 ? 0 : 64 * limbs - __builtin_clzll(p->exponent[limbs - 1]);
}

static int window_of(const machine *m) {
    return window_for(bits_of_exponent(m->p), longest_window_of(m->p));
}

/*
 * Takes bits from the top of those that are left: a run of up to `window` bits that begins and ends
 * with a one. Each bit is a square, and the run is a product by the power that it selects.
 */
static void take_window(const machine *m, int window) {
    state *s = m->state;
    int64_t low = s->bit > window ? s->bit - window : 0;
    while (!has_bit(m->p, low)) {
        low++;
    }
    int64_t power = 0;
    for (int64_t bit = s->bit - 1; bit >= low; bit--) {
        power = 2 * power + has_bit(m->p, bit);
    }
    s->squares = s->bit - low;
    s->multiplies = 1;
    s->index = power / 2;
    s->bit = low;
}

/* After the table, or after a product: the next squares, or the end. */
static void take_bits(const machine *m) {
    state *s = m->state;
    int64_t zeros = 0;
    while (s->bit > 0 && !has_bit(m->p, s->bit - 1)) {
        int whole_limb = s->bit % 64 == 0 && m->p->exponent[s->bit / 64 - 1] == 0;
        zeros += whole_limb ? 64 : 1;
        s->bit -= whole_limb ? 64 : 1;
    }
    s->squares = 0;
    s->multiplies = 0;
    if (s->bit > 0) {
        take_window(m, window_of(m));
    }
    s->squares += zeros;
    s->next = s->squares > 0 ? SQUARE : LEAVE;
}

/* The first window selects the power that x is at first. */
static void begin_power(const machine *m) {
    take_window(m, window_of(m));
    dc_copy(m->x, m->table + m->state->index * m->room, m->room);
    take_bits(m);
}

static void set_one(const machine *m) {
    int is_one = m->p->modulus[0] == 1 && m->p->n == 1;
    for (int64_t i = 0; i < m->p->n; i++) {
        m->result[i] = i == 0 && !is_one;
    }
}

static void begin(const machine *m) {
    *m->state =
        (state){.next = REDUCE, .index = blocks_of(m->p) - 1, .bit = bits_of_exponent(m->p)};
    dc_clear(m->x, m->p->n);
    if (m->state->bit == 0) {
        set_one(m);
        m->state->next = END;
    }
}

static void begin_table(const machine *m) {
    m->state->index = 0;
    dc_copy(m->table, m->x, m->room);
    if (window_of(m) == 1) {
        begin_power(m);
    } else {
        m->state->next = TABLE;
    }
}

static int method_for(const machine *m) {
    int64_t n = m->p->n;
    if ((m->p->modulus[0] & 1) == 0) {
        return BARRETT;
    }
    if (n >= m->variants->montgomery_ifma_limbs && n <= DC_MONTGOMERY_IFMA_LIMBS) {
        return DIGITS;
    }
    return dc_montgomery_is_faster(m->variants, n) ? LIMBS : BARRETT;
}

/* Changes the state after an operation is complete. */
static void proceed(const machine *m) {
    state *s = m->state;
    switch ((operation)s->next) {
    case BEGIN: begin(m); break;
    case REDUCE:
        s->has_reduced = 1;
        if (s->index-- == 0) {
            s->method = method_for(m);
            if (s->method != BARRETT) {
                s->index = 0;
                s->next = ENTER;
            } else {
                begin_table(m);
            }
        }
        break;
    case ENTER: begin_table(m); break;
    case TABLE:
        s->has_squared = s->index == 0;
        if (++s->index == INT64_C(1) << (window_of(m) - 1)) {
            begin_power(m);
        }
        break;
    case SQUARE:
        s->has_squared = 1;
        if (--s->squares == 0) {
            if (s->multiplies) {
                s->next = MULTIPLY;
            } else {
                s->next = LEAVE;
            }
        }
        break;
    case MULTIPLY:
        s->has_squared = 0;
        take_bits(m);
        break;
    case LEAVE: s->next = END; break;
    case END: break;
    }
}

/* ---- Steps ---------------------------------------------------------------------------------- */

static void run_operation(const machine *m) {
    dc_walk all = {.stage = DC_WALK_ALL};
    if (m->state->next != BEGIN) {
        walk_operation(&all, m, m->state);
    }
    proceed(m);
}

/* All operations for a long modulus. Which one is next becomes known when a step of it runs. */
static void walk_long_operations(dc_walk *walk, const machine *m, int64_t operations) {
    const state longest = {.next = MULTIPLY};
    dc_walk shape = {.stage = DC_WALK_NONE, .divided = walk->divided};
    walk_operation(&shape, m, &longest);
    int64_t stages = shape.at, first = walk->at;
    walk->at += operations * stages;
    if (walk->stage == DC_WALK_ALL) {
        while (m->state->next != END) {
            run_operation(m);
        }
        return;
    }
    if (walk->stage < first || walk->stage >= walk->at) {
        return;
    }
    int64_t stage = (walk->stage - first) % stages;
    shape = (dc_walk){.stage = stage, .strand = -1, .divided = walk->divided};
    walk_operation(&shape, m, &longest);
    walk->strands = shape.strands;
    walk->steps = shape.steps;
    if (walk->strand >= 0 && walk->strand < shape.strands && walk->step >= 0
        && walk->step < shape.steps && m->state->next != END) {
        dc_walk one = {
            .stage = stage, .strand = walk->strand, .step = walk->step, .divided = walk->divided};
        walk_operation(&one, m, m->state);
        if (stage == stages - 1) {
            proceed(m);
        }
    }
}

/*
 * How many operations of a short modulus are one step, which takes some milliseconds. An operation
 * costs up to about 3 n^2 products of limbs, or less with transforms, and a constant.
 */
static int64_t operations_in_step(int64_t n) {
    enum { STEP_PRODUCTS = 1 << 23, MOST_PER_LIMB = 512, CONSTANT = 300 };
    return STEP_PRODUCTS / (3 * n * (n < MOST_PER_LIMB ? n : MOST_PER_LIMB) + CONSTANT) + 1;
}

/* BEGIN, ENTER, LEAVE */
enum { OTHER_OPERATIONS = 3 };

void dc_walk_mod_power(dc_walk *walk, const dc_variants *variants, uint64_t *result,
                       const dc_mod_power *p, uint64_t *scratch) {
    machine m = machine_in(variants, result, p, scratch);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        *m.state = (state){.next = BEGIN};
    }
    dc_walk_barrett_prepare(walk, &m.barrett, p->modulus);
    int64_t operations = blocks_of(p) + OTHER_OPERATIONS
                         + most_operations(64 * p->exponent_limbs, longest_window(p->n));
    if (p->n <= (walk->divided ? DIVIDED_LIMBS : LONG_LIMBS)) {
        int64_t in_step = operations_in_step(p->n);
        for (dc_span s = dc_stage(walk, 1, (operations + in_step - 1) / in_step); dc_next(&s);) {
            for (int64_t i = 0; i < in_step && m.state->next != END; i++) {
                run_operation(&m);
            }
        }
        return;
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        proceed(&m);
    }
    walk_long_operations(walk, &m, operations);
}
