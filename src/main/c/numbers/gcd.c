/* Euclid's algorithm as a sequence of half-gcds, with Lehmer's algorithm at the end. */
#include "gcd.h"

#include "division.h"
#include "hgcd.h"
#include "limbs.h"
#include "product.h"

#include <stddef.h>

/* The work of a step, in nanoseconds with AVX-512. */
enum { STEP_COST = 3000000 };

enum phase { REDUCE, CALLED, APPLIED, MULTIPLIED, TAIL_MULTIPLIED, DONE };

/*
 * The numbers x and y, of up to n limbs, are reduced. With a cofactor, u is the lower row of the
 * product M of all matrices, (a, b) = M (x, y), so x = u1 a and y = -u0 a modulo b.
 */
typedef struct {
    int64_t phase, n, u_limbs;
    dc_hgcd hgcd;
} state;

enum { STATE_LIMBS = sizeof(state) / sizeof(int64_t) };

/* Places in scratch. x and y have `limbs` limbs. */
typedef struct {
    int64_t limbs, x, y, u, u_stride, work;
} layout;

static layout layout_for(int64_t n, int64_t m, int cofactor) {
    layout l = {.limbs = cofactor ? m : dc_smaller(n, m),
                .x = STATE_LIMBS,
                .u_stride = cofactor ? m + 2 : 0};
    l.y = l.x + l.limbs;
    l.u = l.y + l.limbs;
    l.work = l.u + 2 * l.u_stride;
    return l;
}

/* The limbs that the next half-gcd does not see. */
static int64_t cut_for(int64_t n) {
    return n / 2;
}

/* The limbs of the longer number if it is longer than x and y; otherwise 0. */
static int64_t divided_limbs(const layout *l, int64_t n, int64_t m) {
    return dc_larger(n, m) > l->limbs ? dc_larger(n, m) : 0;
}

/*
 * The limbs of the first quotient if a cofactor is computed modulo a number that is longer than a;
 * otherwise 0. That quotient may be so long that it needs steps of its own.
 */
static int64_t first_quotient_limbs(int64_t n, int64_t m, int cofactor) {
    return cofactor && n < m && m >= DC_GCD_MOST_LIMBS ? m - n + 1 : 0;
}

int64_t dc_gcd_scratch(int64_t n, int64_t m, int cofactor) {
    layout l = layout_for(n, m, cofactor);
    int64_t limbs = l.limbs, above = limbs - cut_for(limbs), longer = divided_limbs(&l, n, m);
    /* The first division; half-gcds with their matrix; Lehmer's algorithm. */
    int64_t divide = longer > 0 ? longer - limbs + 1 + dc_divide_scratch(longer, limbs) : 0;
    if (first_quotient_limbs(n, m, cofactor) > 0) {
        divide = n + dc_divide_scratch(m, n);
    }
    int64_t multiply = cofactor ? dc_multiply_matrix_scratch(1, l.u_stride, m, above) : 0;
    int64_t products = dc_larger(dc_apply_scratch(cut_for(limbs), dc_hgcd_stride(above)), multiply);
    int64_t half = 4 * dc_hgcd_stride(above) + dc_larger(dc_hgcd_scratch(above), products);
    int64_t lehmer = 4 * (DC_GCD_MOST_LIMBS + 2)
                     + dc_larger(multiply, dc_lehmer_scratch(limbs, limbs, cofactor ? m + 2 : 0));
    return l.work + dc_larger(divide, dc_larger(half, lehmer));
}

static int64_t steps_for(int64_t n, int64_t m, int cofactor) {
    int64_t cost = cofactor ? 120 * (m + DC_GCD_MOST_LIMBS) : 0; /* the last rows of cofactors */
    for (int64_t k = dc_smaller(n, m); k >= DC_GCD_LEAST_LIMBS; k = k - k / 4) {
        cost += dc_hgcd_cost(k - cut_for(k)) + 120 * k + (cofactor ? 120 * m : 0);
    }
    return 1 + 2 * cost / STEP_COST;
}

static void copy(uint64_t *to, int64_t n, const uint64_t *from, int64_t m) {
    for (int64_t i = 0; i < n; i++) {
        to[i] = i < m ? from[i] : 0;
    }
}

/* ---- The beginning and the end -------------------------------------------------------------- */

/*
 * b = q a + y. So M is (1 0; q 1), whose lower row is u. If the top limb of a is 0, the numbers are
 * divided by another divisor, and begin() does not use the result.
 */
static void walk_first_quotient(dc_walk *walk, const dc_variants *variants, const layout *l,
                                const uint64_t *a, int64_t n, const uint64_t *b, int64_t m,
                                uint64_t *scratch) {
    uint64_t *divisor = scratch + l->work;
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        copy(divisor, n, a, n);
        divisor[n - 1] |= a[n - 1] == 0;
    }
    dc_walk_divide(walk, variants, scratch + l->u, scratch + l->y, b, m, divisor, n, divisor + n);
}

/*
 * M is the identity, or that of the first quotient. x or y is already there if it is the remainder
 * of a division.
 */
static void begin(state *st, const layout *l, const uint64_t *a, int64_t n, const uint64_t *b,
                  int64_t m, int cofactor, uint64_t *scratch) {
    int64_t q_limbs = first_quotient_limbs(n, m, cofactor);
    *st = (state){.phase = REDUCE, .u_limbs = 1};
    if (n <= l->limbs) {
        copy(scratch + l->x, l->limbs, a, n);
    }
    if (q_limbs > 0 && a[n - 1] != 0) {
        const uint64_t one = 1;
        copy(scratch + l->y, l->limbs, scratch + l->y, n);
        copy(scratch + l->u + l->u_stride, q_limbs, &one, 1);
        st->u_limbs = q_limbs;
        return;
    }
    if (m <= l->limbs) {
        copy(scratch + l->y, l->limbs, b, m);
    }
    if (cofactor) {
        scratch[l->u] = 0;
        scratch[l->u + l->u_stride] = 1;
    }
}

/*
 * Either x or y is 0, and the other is g. With determinant 1, (a, b) = M (x, y) implies: if y is 0,
 * g = u1 a modulo b, and b = u0 g; if x is 0, g = -u0 a modulo b, and b = u1 g. The last matrix is
 * (1 0; q 1) in the first case and (1 q; 0 1) in the second, so u1 <= u0 or u0 <= u1, respectively.
 * As u0 and u1 are coprime, they can be equal only if both are 1, and then b = g.
 */
static void end(const layout *l, int64_t u_limbs, uint64_t *result, int64_t n, int64_t m,
                int cofactor, const uint64_t *scratch) {
    const uint64_t *x = scratch + l->x, *y = scratch + l->y, *u0 = scratch + l->u,
                   *u1 = u0 + l->u_stride;
    int64_t limbs = l->limbs, x_limbs = dc_normalized(x, limbs);
    if (!cofactor) {
        copy(result, dc_smaller(n, m), x_limbs > 0 ? x : y, limbs);
        return;
    }
    uint64_t *u = result + m;
    copy(result, m, x_limbs > 0 ? x : y, limbs);
    int64_t length = dc_smaller(u_limbs, m);
    copy(u, m, u1, length);
    if (x_limbs == 0) {
        if (dc_normalized(u0, length) == 0) {
            copy(u, m, u0, length);
        } else {
            dc_sub_n(u, u, u0, length);
        }
    } else if (dc_normalized(u1, length) <= 1 && u1[0] == 1 && dc_normalized(u0, length) <= 1
               && u0[0] == 1) {
        u[0] = 0;
    }
}

/* ---- The reduction -------------------------------------------------------------------------- */

/* gcd(a, b) > 0 by J. Stein's binary algorithm. Both are not 0. */
static uint64_t gcd_of_words(uint64_t a, uint64_t b) {
    int twos = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b != 0) {
        b >>= __builtin_ctzll(b);
        uint64_t difference = a > b ? a - b : b - a;
        a = a < b ? a : b;
        b = difference;
    }
    return a << twos;
}

/* Lehmer's algorithm until one number is 0. */
static void reduce_to_the_end(const dc_variants *variants, state *st, const layout *l,
                              dc_matrix *matrix, uint64_t *scratch, uint64_t *work) {
    uint64_t *x = scratch + l->x, *y = scratch + l->y;
    int64_t n = st->n;
    while (n > 0) {
        if (n == 1 && matrix->rows == 0 && x[0] != 0 && y[0] != 0) {
            x[0] = gcd_of_words(x[0], y[0]);
            y[0] = 0;
            return;
        }
        n = dc_lehmer_step(variants, x, y, n, -1, matrix, work);
    }
}

/* Where long products are slow, half-gcds pay off later. */
static int64_t least_limbs(const dc_variants *variants) {
    int is_fast = variants->mul_ifma != NULL || variants->ntt_mul_limbs < DC_GCD_LEAST_LIMBS;
    return is_fast ? DC_GCD_LEAST_LIMBS : DC_GCD_MOST_LIMBS;
}

static void reduce(state *st, const layout *l, int cofactor, dc_hgcd_run *run) {
    uint64_t *s = run->scratch, *x = s + l->x, *y = s + l->y;
    int64_t x_limbs = dc_normalized(x, l->limbs), y_limbs = dc_normalized(y, l->limbs);
    st->n = dc_larger(x_limbs, y_limbs);
    dc_matrix direct = {s + l->u, l->u_stride, st->u_limbs, cofactor};
    if (x_limbs == 0 || y_limbs == 0) {
        st->phase = DONE;
    } else if (st->n >= least_limbs(run->variants)) {
        int64_t cut = cut_for(st->n), above = st->n - cut;
        st->phase = CALLED;
        dc_hgcd_call(&st->hgcd, l->x + cut, l->y + cut, above, l->work,
                     l->work + 4 * dc_hgcd_stride(above));
    } else if (!cofactor || st->u_limbs <= DC_GCD_LEAST_LIMBS) {
        reduce_to_the_end(run->variants, st, l, &direct, s, s + l->work);
        st->u_limbs = direct.n;
        st->phase = DONE;
    } else {
        /* The cofactor is long, so it is multiplied only once. */
        int64_t stride = DC_GCD_MOST_LIMBS + 2, work = l->work + 4 * stride;
        dc_matrix matrix = {s + l->work, stride, 1, 2};
        dc_matrix_begin(&matrix);
        reduce_to_the_end(run->variants, st, l, &matrix, s, s + work);
        st->phase = TAIL_MULTIPLIED;
        dc_begin_multiply_matrix(&st->hgcd, l->u, l->u_stride, st->u_limbs, 1, l->work, stride,
                                 matrix.n, work);
    }
}

/* What follows when the half-gcd or the product that was begun is complete. */
static void go_on(state *st, const layout *l, int cofactor, dc_hgcd_run *run) {
    uint64_t *s = run->scratch;
    int64_t cut = cut_for(st->n), stride = dc_hgcd_stride(st->n - cut), work = l->work + 4 * stride;
    switch ((enum phase)st->phase) {
    case REDUCE: reduce(st, l, cofactor, run); return;
    case CALLED:
        if (st->hgcd.changed) {
            st->phase = APPLIED;
            dc_begin_apply(&st->hgcd, l->x, l->y, st->n, cut, l->work, stride, st->hgcd.limbs,
                           work);
        } else {
            dc_matrix direct = {s + l->u, l->u_stride, st->u_limbs, cofactor};
            dc_lehmer_step(run->variants, s + l->x, s + l->y, st->n, -1, &direct, s + l->work);
            st->u_limbs = direct.n;
            st->phase = REDUCE;
        }
        return;
    case APPLIED:
        st->phase = cofactor ? MULTIPLIED : REDUCE;
        if (cofactor) {
            dc_begin_multiply_matrix(&st->hgcd, l->u, l->u_stride, st->u_limbs, 1, l->work, stride,
                                     st->hgcd.limbs, work);
        }
        return;
    case MULTIPLIED:
    case TAIL_MULTIPLIED:
        st->u_limbs = st->hgcd.limbs;
        st->phase = st->phase == MULTIPLIED ? REDUCE : DONE;
        return;
    case DONE: return;
    }
}

void dc_walk_gcd(dc_walk *walk, const dc_variants *variants, uint64_t *result, const uint64_t *a,
                 int64_t n, const uint64_t *b, int64_t m, int cofactor, uint64_t *scratch) {
    layout l = layout_for(n, m, cofactor);
    state *st = (state *)(void *)scratch;
    int64_t steps = steps_for(n, m, cofactor), longer = divided_limbs(&l, n, m);
    if (longer > 0) {
        uint64_t *q = scratch + l.work, *products = q + (longer - l.limbs + 1);
        uint64_t *rest = scratch + (n > m ? l.x : l.y);
        dc_walk_divide(walk, variants, q, rest, n > m ? a : b, longer, n > m ? b : a, l.limbs,
                       products);
    }
    if (first_quotient_limbs(n, m, cofactor) > 0) {
        walk_first_quotient(walk, variants, &l, a, n, b, m, scratch);
    }
    for (dc_span s = dc_stage(walk, 1, steps); dc_next(&s);) {
        int last = s.step == steps - 1;
        dc_hgcd_run run = {variants, scratch, last ? INT64_MAX : STEP_COST};
        if (s.step == 0) {
            begin(st, &l, a, n, b, m, cofactor, scratch);
        }
        while (st->phase != DONE && run.budget > 0) {
            if (dc_hgcd_continue(&st->hgcd, &run)) {
                go_on(st, &l, cofactor, &run);
            }
        }
        if (last) {
            end(&l, st->u_limbs, result, n, m, cofactor, scratch);
        }
    }
}
