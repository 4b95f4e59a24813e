/*
 * Powers modulo a number, by a sliding window over the exponent [H. Cohen, "A Course in
 * Computational Algebraic Number Theory", 1.2].
 *
 * Which residues are multiplied depends on the bits of the exponent, so the number of stages cannot
 * depend on it. One stage performs a sequence of operations. Each operation is a product of
 * residues and its reduction. The scratch space holds the state between two steps. A step of a
 * short modulus performs several operations, and a step of a long modulus one step of one
 * operation. There are enough steps for any exponent of the given length. Those that are left over
 * do nothing.
 */
#include "mod_power.h"

#include "barrett.h"
#include "limbs.h"
#include "montgomery.h"
#include "product.h"

/* ---- The window ----------------------------------------------------------------------------- */

/* The longest windows, for moduli of up to LONG_LIMBS limbs and for longer ones. */
enum { LONGEST_WINDOW = 8, LONGEST_WINDOW_OF_LONG = 5, WINDOWS = 8 };

/*
 * Moduli of more limbs take several steps for each operation. All of them are reduced by Barrett's
 * method on transforms.
 */
enum { LONG_LIMBS = 1 << 15 };

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

typedef struct {
    uint64_t next;       /* the operation */
    int64_t step;        /* the next step of it, if the modulus is long */
    int64_t index;       /* REDUCE: the block; TABLE and MULTIPLY: the place in the table */
    int64_t bit;         /* how many bits of the exponent are left, from the lowest one on */
    int64_t squares;     /* how many squares are left before the next product */
    int64_t has_reduced; /* whether a reduction has been performed */
    int64_t has_squared; /* whether the last product was a square of residues */
    int64_t multiplies;  /* whether a product follows after the squares */
    int64_t is_montgomery;
} state;

typedef struct {
    const dc_variants *variants;
    const dc_mod_power *p;
    uint64_t *result;
    state *state;
    uint64_t *x, *square, *table; /* of n limbs each; the table has an element per odd power */
    dc_barrett barrett;
} machine;

enum { STATE_LIMBS = 16 };
_Static_assert(sizeof(state) <= STATE_LIMBS * sizeof(uint64_t), "the state fits its place");

static int longest_window_of(const dc_mod_power *p) {
    return window_for(64 * p->exponent_limbs, longest_window(p->n));
}

static int64_t table_limbs(const dc_mod_power *p) {
    return p->n << (longest_window_of(p) - 1);
}

/* The limbs in front of those of Barrett's reduction, up to a multiple of 64 bytes. */
static int64_t own_limbs(const dc_mod_power *p) {
    return (STATE_LIMBS + 2 * p->n + table_limbs(p) + 7) / 8 * 8;
}

int64_t dc_mod_power_scratch(const dc_mod_power *p) {
    return own_limbs(p) + dc_barrett_scratch(p->n);
}

static machine machine_in(const dc_variants *variants, uint64_t *result, const dc_mod_power *p,
                          uint64_t *scratch) {
    machine m = {.variants = variants, .p = p, .result = result};
    m.state = (state *)(void *)scratch;
    m.x = scratch + STATE_LIMBS;
    m.square = m.x + p->n;
    m.table = m.square + p->n;
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

/* r = x y modulo the modulus */
static void walk_product(dc_walk *walk, const machine *m, uint64_t *r, const uint64_t *x,
                         const uint64_t *y) {
    if (m->state->is_montgomery) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            int64_t n = m->p->n;
            dc_multiply(m->variants, m->barrett.product, x, n, y, n, m->barrett.products);
            dc_montgomery_reduce(m->variants, r, m->barrett.product, m->p->modulus, n);
        }
        return;
    }
    dc_walk_barrett_multiply(walk, &m->barrett, x, y, x == y && m->state->has_squared);
    dc_walk_barrett_reduce(walk, &m->barrett, r, 1);
}

static void leave_montgomery(const machine *m) {
    int64_t n = m->p->n;
    dc_copy(m->barrett.product, m->x, n);
    for (int64_t i = 0; i < n; i++) {
        m->barrett.product[n + i] = 0;
    }
    dc_montgomery_reduce(m->variants, m->result, m->barrett.product, m->p->modulus, n);
    int64_t i = n;
    while (i > 0 && m->result[i - 1] == m->p->modulus[i - 1]) {
        i--;
    }
    for (int64_t k = 0; i == 0 && k < n; k++) {
        m->result[k] = 0;
    }
}

/* product = x 2^shift, where the shift is that of the modulus */
static void shift_residue(const machine *m) {
    int64_t n = m->p->n;
    int shift = __builtin_clzll(m->p->modulus[n - 1]);
    uint64_t *product = m->barrett.product, out = 0;
    for (int64_t i = 0; i < n; i++) {
        product[i] = m->x[i] << shift | out;
        out = shift > 0 ? m->x[i] >> (64 - shift) : 0;
    }
    for (int64_t i = n; i < 2 * n; i++) {
        product[i] = i == n ? out : 0;
    }
}

/* result = x / 2^shift */
static void shift_back(const machine *m) {
    int64_t n = m->p->n;
    int shift = __builtin_clzll(m->p->modulus[n - 1]);
    for (int64_t i = 0; i < n; i++) {
        uint64_t above = i + 1 < n && shift > 0 ? m->x[i + 1] << (64 - shift) : 0;
        m->result[i] = m->x[i] >> shift | above;
    }
}

static void walk_operation(dc_walk *walk, const machine *m) {
    const state *s = m->state;
    int64_t n = m->p->n;
    switch ((operation)s->next) {
    case REDUCE:
    case ENTER:
        for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
            int64_t from = s->index * n, left = m->p->base_limbs - from;
            append(m, m->p->base + from, s->next == ENTER ? 0 : left < n ? left : n);
        }
        dc_walk_barrett_reduce(walk, &m->barrett, m->x, (int)s->has_reduced);
        break;
    case TABLE:
        if (s->index == 0) {
            walk_product(walk, m, m->square, m->x, m->x);
        } else {
            uint64_t *to = m->table + s->index * n;
            walk_product(walk, m, to, to - n, m->square);
        }
        break;
    case SQUARE: walk_product(walk, m, m->x, m->x, m->x); break;
    case MULTIPLY: walk_product(walk, m, m->x, m->x, m->table + s->index * n); break;
    case LEAVE:
        if (s->is_montgomery) {
            for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
                leave_montgomery(m);
            }
            break;
        }
        for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
            shift_residue(m);
        }
        dc_walk_barrett_reduce(walk, &m->barrett, m->x, 1);
        for (dc_span span = dc_stage(walk, 1, 1); dc_next(&span);) {
            shift_back(m);
        }
        break;
    case BEGIN:
    case END: break;
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
 * with a one. They are as many squares, and a product by the power that they select.
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
        zeros++;
        s->bit--;
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
    dc_copy(m->x, m->table + m->state->index * m->p->n, m->p->n);
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
    for (int64_t i = 0; i < m->p->n; i++) {
        m->x[i] = 0;
    }
    if (m->state->bit == 0) {
        set_one(m);
        m->state->next = END;
    }
}

static void begin_table(const machine *m) {
    m->state->index = 0;
    dc_copy(m->table, m->x, m->p->n);
    if (window_of(m) == 1) {
        begin_power(m);
    } else {
        m->state->next = TABLE;
    }
}

/* Changes the state after an operation is complete. */
static void proceed(const machine *m) {
    state *s = m->state;
    s->step = 0;
    switch ((operation)s->next) {
    case BEGIN: begin(m); break;
    case REDUCE:
        s->has_reduced = 1;
        if (s->index-- == 0) {
            s->is_montgomery =
                (m->p->modulus[0] & 1) != 0 && dc_montgomery_is_faster(m->variants, m->p->n);
            if (s->is_montgomery) {
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
    walk_operation(&all, m);
    proceed(m);
}

/* Runs one step of the next operation, which is a step of one strand of one of its stages. */
static void run_part_of_operation(const machine *m) {
    int64_t step = m->state->step;
    dc_walk walk = {.stage = 0};
    for (;; walk.stage++) {
        walk.strand = -1;
        walk.at = walk.strands = walk.steps = 0;
        walk_operation(&walk, m);
        if (walk.stage >= walk.at) {
            proceed(m); /* there are no further steps */
            return;
        }
        int64_t steps = walk.strands * walk.steps;
        if (step < steps) {
            /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): a stage with steps has no 0 of them */
            int64_t strand = step / walk.steps, step_of_strand = step % walk.steps;
            dc_walk one = {.stage = walk.stage, .strand = strand, .step = step_of_strand};
            walk_operation(&one, m);
            m->state->step++;
            return;
        }
        step -= steps;
    }
}

/* The most steps of an operation, with the one that finds that there are no further ones. */
static int64_t most_steps(const machine *m) {
    int64_t steps = 1;
    dc_walk walk = {.stage = 0};
    for (;; walk.stage++) {
        walk.strand = -1;
        walk.at = walk.strands = walk.steps = 0;
        for (dc_span s = dc_stage(&walk, 1, 2); dc_next(&s);) { /* before and after reductions */
        }
        dc_walk_barrett_multiply(&walk, &m->barrett, m->x, m->square, 0);
        dc_walk_barrett_reduce(&walk, &m->barrett, m->x, 0);
        if (walk.stage >= walk.at) {
            return steps;
        }
        steps += walk.strands * walk.steps;
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
    if (p->n <= LONG_LIMBS) {
        int64_t in_step = operations_in_step(p->n);
        for (dc_span s = dc_stage(walk, 1, (operations + in_step - 1) / in_step); dc_next(&s);) {
            for (int64_t i = 0; i < in_step && m.state->next != END; i++) {
                run_operation(&m);
            }
        }
        return;
    }
    for (dc_span s = dc_stage(walk, 1, operations * most_steps(&m)); dc_next(&s);) {
        if (m.state->next != END) {
            run_part_of_operation(&m);
        }
    }
}
