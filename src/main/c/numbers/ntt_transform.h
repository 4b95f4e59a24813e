/*
 * The transforms, in a form that is common to all variants. Internal: included by ntt_baseline.c,
 * ntt_doubles.h and ntt_avx512.c, which first define
 *
 *   LANES                   the number of residues in a vector: 1, 2, 4 or 8
 *   vec                     a vector of residues
 *   factor                  a constant factor, with what mulmod by it needs
 *   field                   a prime, in vectors
 *   LAZY                    1 if v_times accepts a sum of four residues, 0 if only a sum of two
 *   v_field(prime)          v_load(x)               v_store(x, v)
 *   v_factor(table, i)      v_minus_one(field)      v_from(words, field)
 *   v_plus(a, b)            v_minus(a, b, field)    v_times(a, factor, field)
 *   v_reduce(a, field)
 *
 * A transform reduces a polynomial modulo x^n - c to its remainders modulo x^8 - c_0, x^8 - c_1 and
 * so on. Each layer halves the degree: with w^2 = c,
 *
 *   x^n - c = (x^(n/2) - w) (x^(n/2) + w),   (a, b) -> (a + w b, a - w b)
 *
 * The polynomials are the nodes of a binary tree with x^n - 1 as node 0. The children of node j are
 * the nodes 2j and 2j + 1 for every n, so all layers use the same table of twiddle factors. The
 * factor w_j is the root of unity with the exponent b0/4 + b1/8 + ..., where b0, b1, ... are the
 * bits of j, lowest first. For j > 0, w_j^-1 = -w_k with k = 3 2^floor(log2 j) - 1 - j.
 *
 * Each node is finished before the next one begins, so the data in use fits into a cache of any
 * size.
 */

static inline factor v_inverse_factor(dc_ntt_table t, int64_t j, field f) {
    if (j == 0) {
        return v_minus_one(f);
    }
    return v_factor(t, (INT64_C(3) << (63 - __builtin_clzll((unsigned long long)j))) - 1 - j);
}

/*
 * The forward butterfly, (a, b) -> (a + w b, a - w b). LAZY residues are reduced only in the first
 * of the layers that run together.
 */
#define FORWARD(a, b, w, first)                            \
    do {                                                   \
        vec low = !LAZY || (first) ? v_reduce(a, f) : (a); \
        vec product = v_times(b, w, f);                    \
        (a) = v_plus(low, product);                        \
        (b) = v_minus(low, product, f);                    \
    } while (0)

/* The inverse butterfly, (a, b) -> (a + b, (b - a) w), where -w is the inverse of forward's w. */
#define INVERSE(a, b, w, reduced)                              \
    do {                                                       \
        vec sum = v_plus(a, b), difference = v_minus(b, a, f); \
        (a) = !LAZY || (reduced) ? v_reduce(sum, f) : sum;     \
        (b) = v_times(difference, w, f);                       \
    } while (0)

static inline void forward_2(uint64_t *x, int64_t n, int64_t j, dc_ntt_table t, field f) {
    int64_t q = n / 2;
    factor w = v_factor(t, j);
    for (int64_t i = 0; i < q; i += LANES) {
        vec a = v_load(x + i), b = v_load(x + q + i);
        FORWARD(a, b, w, 1);
        v_store(x + i, a);
        v_store(x + q + i, b);
    }
}

static inline void inverse_2(uint64_t *x, int64_t n, int64_t j, dc_ntt_table t, field f) {
    int64_t q = n / 2;
    factor w = v_inverse_factor(t, j, f);
    for (int64_t i = 0; i < q; i += LANES) {
        vec a = v_load(x + i), b = v_load(x + q + i);
        INVERSE(a, b, w, 1);
        v_store(x + i, a);
        v_store(x + q + i, b);
    }
}

static inline void forward_4(uint64_t *x, int64_t n, int64_t j, dc_ntt_table t, field f) {
    int64_t q = n / 4;
    factor w = v_factor(t, j), w0 = v_factor(t, 2 * j), w1 = v_factor(t, 2 * j + 1);
    for (int64_t i = 0; i < q; i += LANES) {
        vec a = v_load(x + i), b = v_load(x + q + i), c = v_load(x + 2 * q + i),
            d = v_load(x + 3 * q + i);
        FORWARD(a, c, w, 1);
        FORWARD(b, d, w, 1);
        FORWARD(a, b, w0, 0);
        FORWARD(c, d, w1, 0);
        v_store(x + i, a);
        v_store(x + q + i, b);
        v_store(x + 2 * q + i, c);
        v_store(x + 3 * q + i, d);
    }
}

static inline void inverse_4(uint64_t *x, int64_t n, int64_t j, dc_ntt_table t, field f) {
    int64_t q = n / 4;
    factor w = v_inverse_factor(t, j, f);
    factor w0 = v_inverse_factor(t, 2 * j, f), w1 = v_inverse_factor(t, 2 * j + 1, f);
    for (int64_t i = 0; i < q; i += LANES) {
        vec a = v_load(x + i), b = v_load(x + q + i), c = v_load(x + 2 * q + i),
            d = v_load(x + 3 * q + i);
        INVERSE(a, b, w0, 0);
        INVERSE(c, d, w1, 0);
        INVERSE(a, c, w, 1);
        INVERSE(b, d, w, 1);
        v_store(x + i, a);
        v_store(x + q + i, b);
        v_store(x + 2 * q + i, c);
        v_store(x + 3 * q + i, d);
    }
}

static inline void forward_8(uint64_t *x, int64_t n, int64_t j, int64_t from, int64_t to,
                             dc_ntt_table t, field f) {
    int64_t q = n / 8;
    factor w = v_factor(t, j), w0 = v_factor(t, 2 * j), w1 = v_factor(t, 2 * j + 1);
    factor w00 = v_factor(t, 4 * j), w01 = v_factor(t, 4 * j + 1);
    factor w10 = v_factor(t, 4 * j + 2), w11 = v_factor(t, 4 * j + 3);
    for (int64_t i = from; i < to; i += LANES) {
        uint64_t *p = x + i;
        vec a = v_load(p), b = v_load(p + q), c = v_load(p + 2 * q), d = v_load(p + 3 * q);
        vec e = v_load(p + 4 * q), g = v_load(p + 5 * q), h = v_load(p + 6 * q),
            k = v_load(p + 7 * q);
        FORWARD(a, e, w, 1);
        FORWARD(b, g, w, 1);
        FORWARD(c, h, w, 1);
        FORWARD(d, k, w, 1);
        FORWARD(a, c, w0, 0);
        FORWARD(b, d, w0, 0);
        FORWARD(e, h, w1, 0);
        FORWARD(g, k, w1, 0);
        FORWARD(a, b, w00, 0);
        FORWARD(c, d, w01, 0);
        FORWARD(e, g, w10, 0);
        FORWARD(h, k, w11, 0);
        v_store(p, a);
        v_store(p + q, b);
        v_store(p + 2 * q, c);
        v_store(p + 3 * q, d);
        v_store(p + 4 * q, e);
        v_store(p + 5 * q, g);
        v_store(p + 6 * q, h);
        v_store(p + 7 * q, k);
    }
}

static inline void inverse_8(uint64_t *x, int64_t n, int64_t j, int64_t from, int64_t to,
                             dc_ntt_table t, field f) {
    int64_t q = n / 8;
    factor w = v_inverse_factor(t, j, f);
    factor w0 = v_inverse_factor(t, 2 * j, f), w1 = v_inverse_factor(t, 2 * j + 1, f);
    factor w00 = v_inverse_factor(t, 4 * j, f), w01 = v_inverse_factor(t, 4 * j + 1, f);
    factor w10 = v_inverse_factor(t, 4 * j + 2, f), w11 = v_inverse_factor(t, 4 * j + 3, f);
    for (int64_t i = from; i < to; i += LANES) {
        uint64_t *p = x + i;
        vec a = v_load(p), b = v_load(p + q), c = v_load(p + 2 * q), d = v_load(p + 3 * q);
        vec e = v_load(p + 4 * q), g = v_load(p + 5 * q), h = v_load(p + 6 * q),
            k = v_load(p + 7 * q);
        INVERSE(a, b, w00, 0);
        INVERSE(c, d, w01, 0);
        INVERSE(e, g, w10, 0);
        INVERSE(h, k, w11, 0);
        INVERSE(a, c, w0, 1);
        INVERSE(b, d, w0, 0);
        INVERSE(e, h, w1, 1);
        INVERSE(g, k, w1, 0);
        INVERSE(a, e, w, 1);
        INVERSE(b, g, w, 1);
        INVERSE(c, h, w, 1);
        INVERSE(d, k, w, 1);
        v_store(p, a);
        v_store(p + q, b);
        v_store(p + 2 * q, c);
        v_store(p + 3 * q, d);
        v_store(p + 4 * q, e);
        v_store(p + 5 * q, g);
        v_store(p + 6 * q, h);
        v_store(p + 7 * q, k);
    }
}

/*
 * For n / 8 that is a power of 8: a walk down or up the tree, block by block. The largest node that
 * begins, or ends, where the block does has 64 * 8^level coefficients. A recursive function would
 * keep the pointers to the twiddle factors in memory and load them at each node.
 */
static inline int level_at(int64_t n, int64_t i) {
    return __builtin_ctzll((unsigned long long)((n | i) / DC_NTT_BLOCK)) / 3;
}

static inline void forward_all(uint64_t *x, int64_t n, int64_t j, dc_ntt_table t, field f) {
    for (int64_t i = 0; i < n; i += DC_NTT_BLOCK) {
        for (int level = level_at(n, i); level >= 0; level--) {
            int64_t size = (int64_t)DC_NTT_BLOCK << (3 * level);
            forward_8(x + i, size, (j * n + i) / DC_NTT_BLOCK >> (3 * level), 0, size / 8, t, f);
        }
    }
}

static inline void inverse_all(uint64_t *x, int64_t n, int64_t j, dc_ntt_table t, field f) {
    for (int64_t end = DC_NTT_BLOCK; end <= n; end += DC_NTT_BLOCK) {
        for (int level = 0; level <= level_at(n, end); level++) {
            int64_t size = (int64_t)DC_NTT_BLOCK << (3 * level), i = end - size;
            inverse_8(x + i, size, (j * n + i) / DC_NTT_BLOCK >> (3 * level), 0, size / 8, t, f);
        }
    }
}

/* The radix of the first layers, after which n / 8 is a power of 8: 8 if it is one, else 2 or 4. */
static inline int64_t first_radix(int64_t n) {
    int odd = __builtin_ctzll((unsigned long long)(n / DC_NTT_LEAF)) % 3;
    return odd == 0 ? 8 : 1 << odd;
}

static void forward(uint64_t *x, int64_t n, int64_t node, dc_ntt_table t,
                    const dc_ntt_prime *prime) {
    field f = v_field(prime);
    int64_t radix = first_radix(n);
    if (radix == 8) {
        forward_all(x, n, node, t, f);
        return;
    }
    if (radix == 2) {
        forward_2(x, n, node, t, f);
    } else {
        forward_4(x, n, node, t, f);
    }
    for (int64_t k = 0; k < radix; k++) {
        forward_all(x + k * (n / radix), n / radix, radix * node + k, t, f);
    }
}

static void inverse(uint64_t *x, int64_t n, int64_t node, dc_ntt_table t,
                    const dc_ntt_prime *prime) {
    field f = v_field(prime);
    int64_t radix = first_radix(n);
    if (radix == 8) {
        inverse_all(x, n, node, t, f);
        return;
    }
    for (int64_t k = 0; k < radix; k++) {
        inverse_all(x + k * (n / radix), n / radix, radix * node + k, t, f);
    }
    if (radix == 2) {
        inverse_2(x, n, node, t, f);
    } else {
        inverse_4(x, n, node, t, f);
    }
}

static void first_layer(uint64_t *x, int64_t n, int64_t node, int64_t from, int64_t to,
                        dc_ntt_table t, const dc_ntt_prime *prime) {
    forward_8(x, n, node, from, to, t, v_field(prime));
}

static void last_layer(uint64_t *x, int64_t n, int64_t node, int64_t from, int64_t to,
                       dc_ntt_table t, const dc_ntt_prime *prime) {
    inverse_8(x, n, node, from, to, t, v_field(prime));
}

static void load(uint64_t *x, int64_t n, const uint64_t *a, int64_t count,
                 const dc_ntt_prime *prime) {
    field f = v_field(prime);
    int64_t i = 0;
    for (; i + LANES <= count; i += LANES) {
        v_store(x + i, v_from(a + i, f));
    }
    if (i < count) {
        uint64_t last[LANES] = {0};
        for (int64_t k = 0; i + k < count; k++) {
            last[k] = a[i + k];
        }
        v_store(x + i, v_from(last, f));
        i += LANES;
    }
    for (; i < n; i++) {
        x[i] = 0; /* 0 in every representation */
    }
}

/*
 * With r = n1 / n2, the polynomial of node r is x^n2 - c with c^r = -1. Let a_0 ... a_r be the
 * blocks of n2 coefficients. Modulo x^n2 - c they add up to a_0 - a_r + c a_1 + c^2 a_2 ...; modulo
 * x^n1 - 1, the remainder is a_0 + a_r, a_1, a_2 ...
 */
static void split(uint64_t *x, int64_t n1, int64_t n2, int64_t from, int64_t to, dc_ntt_table t,
                  const dc_ntt_prime *prime) {
    field f = v_field(prime);
    int64_t r = n1 / n2;
    factor c = v_factor(t, r / 2);
    for (int64_t i = from; i < to; i += LANES) {
        vec sum = v_load(x + (r - 1) * n2 + i);
        for (int64_t k = r - 2; k >= 0; k--) {
            sum = v_plus(v_times(sum, c, f), v_reduce(v_load(x + k * n2 + i), f));
        }
        vec low = v_reduce(v_load(x + i), f), high = v_reduce(v_load(x + n1 + i), f);
        v_store(x + i, v_plus(low, high));
        v_store(x + n1 + i, v_minus(v_reduce(sum, f), high, f));
    }
}

/*
 * u modulo x^n1 - 1 and v modulo x^n2 - c are the remainders of u + (x^n1 - 1) s, where s = (u - v)
 * / 2 modulo x^n2 - c, because x^n1 = -1 there. inverse() returns u times n1 / 8 and v times n2 /
 * 8, and s has to be times n1 / 8.
 */
static void join(uint64_t *x, int64_t n1, int64_t n2, int64_t from, int64_t to, dc_ntt_table t,
                 const dc_ntt_prime *prime) {
    field f = v_field(prime);
    int64_t r = n1 / n2;
    factor c = v_factor(t, r / 2), half = v_constant(prime->half.w, prime);
    factor half_r = v_constant((uint64_t)r / 2, prime);
    for (int64_t i = from; i < to; i += LANES) {
        vec sum = v_load(x + (r - 1) * n2 + i);
        for (int64_t k = r - 2; k >= 0; k--) {
            sum = v_plus(v_times(sum, c, f), v_reduce(v_load(x + k * n2 + i), f));
        }
        vec v = v_times(v_load(x + n1 + i), half_r, f);
        vec s = v_reduce(v_minus(v_times(sum, half, f), v, f), f);
        v_store(x + i, v_reduce(v_minus(v_reduce(v_load(x + i), f), s, f), f));
        v_store(x + n1 + i, s);
    }
}

static void add(uint64_t *x, const uint64_t *y, int64_t from, int64_t to,
                const dc_ntt_prime *prime) {
    field f = v_field(prime);
    for (int64_t i = from; i < to; i += LANES) {
        v_store(x + i, v_reduce(v_plus(v_load(x + i), v_load(y + i)), f));
    }
}
