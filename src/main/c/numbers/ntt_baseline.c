/*
 * The transforms on one residue at a time, for every CPU. A residue is an integer below 4 p, and so
 * below 2^52. A factor comes with floor(w 2^64 / p), with which mulmod returns x w mod p or that
 * plus p, for any x.
 */
#include "ntt.h"
#include "ntt_lift.h"

#define LANES 1
#define LAZY 0

typedef uint64_t vec;
typedef dc_ntt_factor factor;
typedef struct {
    uint64_t p, p2;
} field;

static inline field v_field(const dc_ntt_prime *prime) {
    return (field){prime->p, 2 * prime->p};
}

static inline vec v_load(const uint64_t *x) {
    return *x;
}

static inline void v_store(uint64_t *x, vec v) {
    *x = v;
}

static inline factor v_factor(dc_ntt_table t, int64_t i) {
    return (factor){t.w[i], t.quotient[i]};
}

static inline factor v_minus_one(field f) {
    /* 2^64 / p is between 2^14 and 2^14 + 1 */
    return (factor){f.p - 1, UINT64_MAX - (UINT64_C(1) << 14)};
}

static inline factor v_constant(uint64_t w, const dc_ntt_prime *prime) {
    return dc_ntt_factor_of(w, prime);
}

static inline vec v_reduce(vec a, field f) {
    return dc_ntt_below(a, f.p2);
}

static inline vec v_plus(vec a, vec b) {
    return a + b;
}

static inline vec v_minus(vec a, vec b, field f) {
    return a + f.p2 - b;
}

static inline vec v_times(vec a, factor w, field f) {
    return dc_ntt_times(a, w, f.p);
}

/* 2^52 - 4 p is below 2^38, and 2^52 is congruent to it. */
static inline vec v_from(const uint64_t *words, field f) {
    uint64_t low = *words & ((UINT64_C(1) << 52) - 1);
    return v_reduce(low, f) + (*words >> 52) * ((UINT64_C(1) << 52) - 2 * f.p2);
}

#include "ntt_transform.h"

static void twiddles(dc_ntt_table t, int64_t count, const dc_ntt_prime *prime) {
    t.w[0] = 1;
    t.quotient[0] = dc_ntt_factor_of(1, prime).quotient;
    for (int64_t size = 1, k = 0; size < count; size *= 2, k++) {
        dc_ntt_factor root = prime->roots[k];
        for (int64_t i = 0; i < size && size + i < count; i++) {
            uint64_t w = dc_ntt_below(dc_ntt_times(t.w[i], root, prime->p), prime->p);
            t.w[size + i] = w;
            t.quotient[size + i] = dc_ntt_factor_of(w, prime).quotient;
        }
    }
}

/*
 * Multiplies polynomials modulo x^8 - c: a coefficient that wraps around is multiplied by c. All
 * factors, also those multiplied by c, are at most 2 p. The sum of eight products is below 2^105,
 * and Montgomery's reduction of it [Math. Comp. 44 (1985)] is below 2 p.
 */
static inline void multiply_modulo(uint64_t *x, const uint64_t *y, factor c, int negative,
                                   const dc_ntt_prime *prime, field f) {
    uint64_t a[DC_NTT_LEAF], b[DC_NTT_LEAF], cb[DC_NTT_LEAF];
    for (int i = 0; i < DC_NTT_LEAF; i++) {
        a[i] = v_reduce(x[i], f);
        b[i] = v_reduce(y[i], f);
        cb[i] = v_times(b[i], c, f);
        cb[i] = negative ? f.p2 - cb[i] : cb[i];
    }
    for (int k = 0; k < DC_NTT_LEAF; k++) {
        dc_u128 sum = 0;
        for (int i = 0; i < DC_NTT_LEAF; i++) {
            sum += (dc_u128)a[i] * (i <= k ? b[k - i] : cb[DC_NTT_LEAF + k - i]);
        }
        uint64_t q = (uint64_t)sum * prime->inverse;
        x[k] = (uint64_t)(sum >> 64) + f.p - dc_high(q, f.p);
    }
}

/* The same for a square, which computes products that occur twice only once. */
static inline void square_modulo(uint64_t *x, factor c, int negative, const dc_ntt_prime *prime,
                                 field f) {
    uint64_t a[DC_NTT_LEAF], ca[DC_NTT_LEAF], twice[DC_NTT_LEAF];
    for (int i = 0; i < DC_NTT_LEAF; i++) {
        a[i] = v_reduce(x[i], f);
        twice[i] = 2 * a[i];
        ca[i] = v_times(a[i], c, f);
        ca[i] = negative ? f.p2 - ca[i] : ca[i];
    }
    for (int k = 0; k < DC_NTT_LEAF; k++) {
        dc_u128 sum = 0;
        for (int i = 0; 2 * i < k; i++) {
            sum += (dc_u128)twice[i] * a[k - i];
        }
        for (int i = k + 1; 2 * i < DC_NTT_LEAF + k; i++) {
            sum += (dc_u128)twice[i] * ca[DC_NTT_LEAF + k - i];
        }
        if (k % 2 == 0) {
            sum += (dc_u128)a[k / 2] * a[k / 2] + (dc_u128)a[k / 2 + 4] * ca[k / 2 + 4];
        }
        uint64_t q = (uint64_t)sum * prime->inverse;
        x[k] = (uint64_t)(sum >> 64) + f.p - dc_high(q, f.p);
    }
}

static void multiply(uint64_t *x, const uint64_t *y, int64_t from, int64_t to, dc_ntt_table t,
                     const dc_ntt_prime *prime) {
    field f = v_field(prime);
    for (int64_t i = from; i < to; i += DC_NTT_LEAF) {
        int64_t node = i / DC_NTT_LEAF;
        factor c = v_factor(t, node / 2);
        if (y == x) {
            square_modulo(x + i, c, (int)(node & 1), prime, f);
        } else {
            multiply_modulo(x + i, y + i, c, (int)(node & 1), prime, f);
        }
    }
}

static void lift(uint64_t *words, int64_t stride, uint64_t *const x[DC_NTT_PRIMES], int64_t offset,
                 int64_t count, const uint64_t scale[DC_NTT_PRIMES]) {
    dc_ntt_garner garner = dc_ntt_garner_of(scale);
    for (int64_t i = 0; i < count; i++) {
        dc_ntt_lift_one(words + i, words + stride + i, words + 2 * stride + i, x[0][offset + i],
                        x[1][offset + i], x[2][offset + i], &garner);
    }
}

const dc_ntt_variant dc_ntt_baseline = {
    "baseline", 64,          twiddles,   load,     split, join, forward,
    inverse,    first_layer, last_layer, multiply, add,   lift,
};
