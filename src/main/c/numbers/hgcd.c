/* The half-gcd: its products, and the stack of its calls. */
#include "hgcd.h"

#include "convolution.h"
#include "limbs.h"
#include "product.h"

/* ---- Products ------------------------------------------------------------------------------- */

/*
 * The limbs of scratch for products of matrices whose entries have up to `limbs` limbs together. If
 * such a product is impossible, shorter ones may be possible.
 */
static int64_t matrix_scratch(int rows, int columns, int64_t limbs) {
    int64_t most = dc_smaller(limbs, DC_MATRIX_WORDS);
    dc_matrix_convolution c = {
        .rows = rows, .columns = columns, .a_words = most / 2, .b_words = most - most / 2};
    return most >= DC_NTT_LEAST_LIMBS ? dc_matrix_convolution_scratch(&c) : 0;
}

int64_t dc_apply_scratch(int64_t cut, int64_t by_limbs) {
    int64_t t = cut + by_limbs;
    return 2 * (t + 1) + dc_larger(dc_total_scratch(t), matrix_scratch(2, 1, t));
}

/* The most limbs of an entry of each factor, together, if all entries are transformed together. */
static int64_t most_together(int64_t stride) {
    return stride + 4;
}

int64_t dc_multiply_matrix_scratch(int rows, int64_t stride, int64_t limbs, int64_t by_limbs) {
    int64_t t = limbs + by_limbs, together = most_together(stride);
    return dc_larger((2 * rows + 1) * (t + 1) + dc_total_scratch(t),
                     2 * rows * (together + 1) + matrix_scratch(rows, 2, together));
}

/* x[0..n) += y[0..m) or x[0..n) -= y[0..m), modulo B^n, for m <= n */
static void add(uint64_t *x, int64_t n, const uint64_t *y, int64_t m) {
    dc_add_1(x + m, n - m, dc_add_n(x, x, y, m));
}

static void subtract(uint64_t *x, int64_t n, const uint64_t *y, int64_t m) {
    dc_sub_1(x + m, n - m, dc_sub_n(x, x, y, m));
}

static const uint64_t *entry(const uint64_t *m, int64_t stride, int row, int column) {
    return m + (2 * row + column) * stride;
}

/*
 * Whether transforms multiply numbers of n limbs by matrices of m limbs. They take two thirds as
 * long as those of single products, for which the threshold is.
 */
static int is_long(const dc_variants *variants, int64_t n, int64_t m) {
    return n <= DC_UNEQUAL * m && m <= DC_UNEQUAL * n
           && 3 * n * m >= variants->ntt_mul_limbs * (n + m);
}

/*
 * a = a1 B^cut + a0 becomes a1' B^cut + m11 a0 - m01 b0, where a1' is there already; and b becomes
 * b1' B^cut + m00 b0 - m10 a0. Both are from 0 to B^room - 1, so sums may be modulo B^room.
 */
static void walk_apply_separately(dc_walk *walk, const dc_variants *variants,
                                  const dc_hgcd_product *p, uint64_t *scratch) {
    uint64_t *a = scratch + p->a, *b = scratch + p->b;
    const uint64_t *m = scratch + p->by;
    int64_t cut = p->cut, n = p->by_limbs, t = cut + n, room = p->room;
    uint64_t *x = scratch + p->work, *y = x + t, *products = y + t;
    dc_walk_multiply(walk, variants, x, a, cut, entry(m, p->by_stride, 1, 1), n, products);
    dc_walk_multiply(walk, variants, y, a, cut, entry(m, p->by_stride, 1, 0), n, products);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_clear(a, cut);
        add(a, room, x, t);
    }
    dc_walk_multiply(walk, variants, x, b, cut, entry(m, p->by_stride, 0, 1), n, products);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        subtract(a, room, x, t);
    }
    dc_walk_multiply(walk, variants, x, b, cut, entry(m, p->by_stride, 0, 0), n, products);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_clear(b, cut);
        add(b, room, x, t);
        subtract(b, room, y, t);
    }
}

/*
 * The same, where all numbers are transformed once. To have sums instead of differences, the
 * complement c = B^cut - 1 - b0 takes the place of b0:
 *
 *   m11 a0 - m01 b0 = (m11 a0 + m01 c) + m01 - m01 B^cut
 *   m00 b0 - m10 a0 = m00 B^cut - m00 - (m10 a0 + m00 c)
 */
static void walk_apply_together(dc_walk *walk, const dc_variants *variants,
                                const dc_hgcd_product *p, uint64_t *scratch) {
    uint64_t *a = scratch + p->a, *b = scratch + p->b;
    const uint64_t *m = scratch + p->by;
    int64_t cut = p->cut, n = p->by_limbs, t = cut + n + 1, room = p->room;
    const uint64_t *m00 = entry(m, p->by_stride, 0, 0), *m01 = entry(m, p->by_stride, 0, 1);
    uint64_t *x = scratch + p->work, *y = x + t;
    dc_matrix_convolution c = {
        variants->ntt,
        2,
        1,
        {{entry(m, p->by_stride, 1, 1), m01}, {entry(m, p->by_stride, 1, 0), m00}},
        {{a}, {b}},
        n,
        cut,
        {{x}, {y}},
        y + t};
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        for (int64_t i = 0; i < cut; i++) {
            b[i] = ~b[i];
        }
    }
    dc_walk_matrix_convolution(walk, &c);
    for (dc_span s = dc_stage(walk, 2, 1); dc_next(&s);) {
        if (s.strand == 0) {
            dc_clear(a, cut);
            add(a, room, x, dc_smaller(t, room));
            add(a, room, m01, n);
            subtract(a + cut, room - cut, m01, n);
        } else {
            dc_clear(b, cut);
            subtract(b, room, y, dc_smaller(t, room));
            subtract(b, room, m00, n);
            add(b + cut, room - cut, m00, n);
        }
    }
}

static void walk_apply(dc_walk *walk, const dc_variants *variants, const dc_hgcd_product *p,
                       uint64_t *scratch) {
    dc_matrix_convolution c = {.a_words = p->by_limbs, .b_words = p->cut};
    if (is_long(variants, p->cut, p->by_limbs) && dc_matrix_convolution_is_possible(&c)) {
        walk_apply_together(walk, variants, p, scratch);
    } else {
        walk_apply_separately(walk, variants, p, scratch);
    }
}

static void walk_multiply_separately(dc_walk *walk, const dc_variants *variants,
                                     const dc_matrix_convolution *c, uint64_t *x,
                                     uint64_t *products) {
    int64_t n = c->a_words, k = c->b_words;
    for (int row = 0; row < c->rows; row++) {
        for (int column = 0; column < 2; column++) {
            uint64_t *sum = c->r[row][column];
            dc_walk_multiply(walk, variants, sum, c->a[row][0], n, c->b[0][column], k, products);
            dc_walk_multiply(walk, variants, x, c->a[row][1], n, c->b[1][column], k, products);
            for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
                sum[n + k] = dc_add_n(sum, sum, x, n + k);
            }
        }
    }
}

static void walk_multiply_matrix(dc_walk *walk, const dc_variants *variants,
                                 const dc_hgcd_product *p, uint64_t *scratch) {
    int rows = (int)p->rows;
    int64_t n = p->limbs, k = p->by_limbs, t = n + k + 1, length = dc_smaller(t, p->stride);
    uint64_t *m = scratch + p->m, *sums = scratch + p->work, *rest = sums + 2 * rows * t;
    dc_matrix_convolution c = {
        .ntt = variants->ntt, .rows = rows, .columns = 2, .a_words = n, .b_words = k};
    for (int row = 0; row < 2; row++) {
        for (int column = 0; column < 2; column++) {
            c.b[row][column] = entry(scratch + p->by, p->by_stride, row, column);
            if (row < rows) {
                c.a[row][column] = entry(m, p->stride, row, column);
                c.r[row][column] = sums + (2 * row + column) * t;
            }
        }
    }
    if (is_long(variants, n, k) && n + k <= most_together(p->stride)
        && dc_matrix_convolution_is_possible(&c)) {
        c.scratch = rest;
        dc_walk_matrix_convolution(walk, &c);
    } else {
        walk_multiply_separately(walk, variants, &c, rest, rest + t);
    }
    for (dc_span s = dc_stage(walk, 2 * rows, 1); dc_next(&s);) {
        dc_copy(m + s.strand * p->stride, sums + s.strand * t, length); /* the rest is 0 */
    }
}

void dc_begin_apply(dc_hgcd *state, int64_t a, int64_t b, int64_t room, int64_t cut, int64_t by,
                    int64_t by_stride, int64_t by_limbs, int64_t work) {
    state->product = (dc_hgcd_product){.kind = DC_APPLY,
                                       .a = a,
                                       .b = b,
                                       .room = room,
                                       .cut = cut,
                                       .by = by,
                                       .by_stride = by_stride,
                                       .by_limbs = by_limbs,
                                       .work = work};
}

void dc_begin_multiply_matrix(dc_hgcd *state, int64_t m, int64_t stride, int64_t limbs,
                              int64_t rows, int64_t by, int64_t by_stride, int64_t by_limbs,
                              int64_t work) {
    state->product = (dc_hgcd_product){.kind = DC_MULTIPLY_MATRIX,
                                       .m = m,
                                       .stride = stride,
                                       .limbs = limbs,
                                       .rows = rows,
                                       .by = by,
                                       .by_stride = by_stride,
                                       .by_limbs = by_limbs,
                                       .work = work};
}

/* A product of n and m limbs, by transforms with AVX-512. */
static int64_t product_cost(int64_t limbs) {
    return 30 * limbs + 100;
}

/* Products with less work than this are not interrupted. */
enum { WHOLE_PRODUCT = 2000000 };

static void walk_product(dc_walk *walk, const dc_variants *variants, const dc_hgcd_product *p,
                         uint64_t *scratch) {
    if (p->kind == DC_APPLY) {
        walk_apply(walk, variants, p, scratch);
    } else {
        walk_multiply_matrix(walk, variants, p, scratch);
    }
}

/* The limbs of the larger of two numbers, without leading zeros. Not both of them are 0. */
static int64_t normalized(const uint64_t *a, const uint64_t *b, int64_t n) {
    while ((a[n - 1] | b[n - 1]) == 0) {
        n--;
    }
    return n;
}

/* What has become known when a product is complete: the limbs of its result. */
static void finish_product(dc_hgcd *state, const uint64_t *scratch) {
    dc_hgcd_product *p = &state->product;
    if (p->kind == DC_APPLY) {
        state->n = normalized(scratch + p->a, scratch + p->b, p->room);
    } else {
        int64_t n = dc_smaller(p->limbs + p->by_limbs + 1, p->stride), limbs = 1;
        for (int64_t row = 0; row < p->rows; row++) {
            const uint64_t *x = scratch + p->m + 2 * row * p->stride;
            limbs = dc_larger(limbs, normalized(x, x + p->stride, n));
        }
        state->limbs = limbs;
    }
    p->kind = DC_NO_PRODUCT;
}

static int continue_product(dc_hgcd *state, dc_hgcd_run *run) {
    dc_hgcd_product *p = &state->product;
    int64_t shape =
        p->kind == DC_APPLY ? 4 * (p->cut + p->by_limbs) : 4 * p->rows * (p->limbs + p->by_limbs);
    int64_t cost = product_cost(shape);
    if (cost <= WHOLE_PRODUCT) {
        dc_walk all = {.stage = DC_WALK_ALL};
        walk_product(&all, run->variants, p, run->scratch);
        run->budget -= cost;
        finish_product(state, run->scratch);
        return 1;
    }
    while (run->budget > 0) {
        dc_walk walk = {.stage = p->stage, .strand = p->strand, .step = p->step};
        walk_product(&walk, run->variants, p, run->scratch);
        /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): there are stages, strands and steps */
        run->budget -= cost / (walk.at * walk.strands * walk.steps) + 1;
        if (++p->step == walk.steps) {
            p->step = 0;
            if (++p->strand == walk.strands) {
                p->strand = 0;
                if (++p->stage == walk.at) {
                    finish_product(state, run->scratch);
                    return 1;
                }
            }
        }
    }
    return 0;
}

/* ---- Calls ---------------------------------------------------------------------------------- */

enum phase { ENTER, FIRST, FIRST_APPLIED, BETWEEN, SECOND, SECOND_APPLIED, MULTIPLIED, LAST };

static void call(dc_hgcd *state, int64_t a, int64_t b, int64_t n, int64_t m, int64_t stride,
                 int64_t work) {
    state->frames[state->depth++] = (dc_hgcd_frame){.phase = ENTER,
                                                    .a = a,
                                                    .b = b,
                                                    .n = n,
                                                    .n0 = n,
                                                    .least = n / 2 + 1,
                                                    .m = m,
                                                    .stride = stride,
                                                    .work = work};
}

void dc_hgcd_call(dc_hgcd *state, int64_t a, int64_t b, int64_t n, int64_t m, int64_t work) {
    call(state, a, b, n, m, dc_hgcd_stride(n), work);
}

/*
 * With c = ceil(n / 2), the first call has c limbs, and the second at most c. Entries of a matrix
 * are below B^(n - least), so they have at most c - 1 limbs. The matrices of second calls are kept
 * for all levels at the same time. The other space is that of the topmost call.
 */
int64_t dc_hgcd_scratch(int64_t n) {
    int64_t c = (n + 1) / 2, matrices = 0;
    int64_t products = dc_larger(dc_apply_scratch(n / 2, dc_hgcd_stride(c)),
                                 dc_multiply_matrix_scratch(2, dc_hgcd_stride(n), c, c));
    for (int64_t i = n; i >= DC_HGCD_LIMBS; i = (i + 1) / 2) {
        matrices += 4 * dc_hgcd_stride((i + 1) / 2);
    }
    return matrices + dc_larger(products, dc_lehmer_scratch(n, c, c));
}

static dc_matrix matrix_of(const dc_hgcd_frame *f, uint64_t *scratch) {
    return (dc_matrix){scratch + f->m, f->stride, f->limbs, 2};
}

/* Steps of Lehmer's algorithm until n <= until. Returns 0 if none is possible before. */
static int reduce(dc_hgcd_frame *f, dc_hgcd_run *run, int64_t until) {
    uint64_t *s = run->scratch;
    dc_matrix matrix = matrix_of(f, s);
    while (f->n > until) {
        int64_t n =
            dc_lehmer_step(run->variants, s + f->a, s + f->b, f->n, f->least, &matrix, s + f->work);
        run->budget -= 2 * f->n + 200;
        f->limbs = matrix.n;
        if (n == 0) {
            return 0;
        }
        f->changed = 1;
        f->n = n;
    }
    return 1;
}

static void end_call(dc_hgcd *state) {
    const dc_hgcd_frame *f = &state->frames[--state->depth];
    state->changed = f->changed;
    state->n = f->n;
    state->limbs = f->limbs;
}

/* Where the matrix of the second call is, and what is free behind it. */
static int64_t second_stride(const dc_hgcd_frame *f) {
    return dc_hgcd_stride((f->n0 + 1) / 2);
}

static int64_t behind_second(const dc_hgcd_frame *f) {
    return f->work + 4 * second_stride(f);
}

static void continue_call(dc_hgcd *state, dc_hgcd_run *run) {
    dc_hgcd_frame *f = &state->frames[state->depth - 1];
    switch ((enum phase)f->phase) {
    case ENTER: {
        dc_matrix matrix = matrix_of(f, run->scratch);
        dc_matrix_begin(&matrix);
        f->limbs = matrix.n;
        if (f->n < DC_HGCD_LIMBS) {
            f->phase = LAST;
            return;
        }
        f->cut = f->n / 2;
        f->phase = FIRST;
        call(state, f->a + f->cut, f->b + f->cut, f->n - f->cut, f->m, f->stride, f->work);
        return;
    }
    case FIRST:
        f->limbs = state->limbs;
        f->changed = state->changed;
        f->phase = f->changed ? FIRST_APPLIED : BETWEEN;
        if (f->changed) {
            dc_begin_apply(state, f->a, f->b, f->n0, f->cut, f->m, f->stride, f->limbs, f->work);
        }
        return;
    case FIRST_APPLIED:
        f->n = state->n;
        f->phase = BETWEEN;
        return;
    case BETWEEN:
        if (!reduce(f, run, 3 * f->n0 / 4 + 1)) {
            end_call(state);
            return;
        }
        if (f->n <= f->least + 2) {
            f->phase = LAST;
            return;
        }
        f->cut = 2 * f->least - f->n + 1;
        f->phase = SECOND;
        call(state, f->a + f->cut, f->b + f->cut, f->n - f->cut, f->work, second_stride(f),
             behind_second(f));
        return;
    case SECOND:
        f->phase = state->changed ? SECOND_APPLIED : LAST;
        if (state->changed) {
            f->changed = 1;
            dc_begin_apply(state, f->a, f->b, f->n, f->cut, f->work, second_stride(f), state->limbs,
                           behind_second(f));
        }
        return;
    case SECOND_APPLIED:
        f->n = state->n;
        f->phase = MULTIPLIED;
        dc_begin_multiply_matrix(state, f->m, f->stride, f->limbs, 2, f->work, second_stride(f),
                                 state->product.by_limbs, behind_second(f));
        return;
    case MULTIPLIED:
        f->limbs = state->limbs;
        f->phase = LAST;
        return;
    case LAST:
        reduce(f, run, 0);
        end_call(state);
        return;
    }
}

int dc_hgcd_continue(dc_hgcd *state, dc_hgcd_run *run) {
    for (;;) {
        if (state->product.kind != DC_NO_PRODUCT && !continue_product(state, run)) {
            return 0;
        }
        if (state->depth == 0) {
            return 1;
        }
        if (run->budget <= 0) {
            return 0;
        }
        continue_call(state, run);
    }
}

/*
 * Each level of the recursion has products of a total length of 9 n: 4 of 3 n / 4 limbs, 4 of
 * n / 2, and 8 of n / 2; below it, Lehmer's algorithm takes about 1.2 DC_HGCD_LIMBS ns for a limb.
 */
int64_t dc_hgcd_cost(int64_t n) {
    int64_t cost = 2 * DC_HGCD_LIMBS * n, all = n;
    for (; n >= DC_HGCD_LIMBS; n = (n + 1) / 2) {
        cost += product_cost(9 * all);
    }
    return cost;
}
