/*
 * The assumptions of the proof in docs/big-numbers.md: each constant equals its definition, and
 * each function of each variant computes remainders and products of polynomials, also for the
 * largest residues.
 */
#include "numbers.h"

#include "downcall.h"
#include "numbers/convolution.h"
#include "numbers/ntt.h"
#include "numbers/ntt_lift.h"
#include "numbers/variants.h"

/* ---- Arithmetic modulo p, by definition ----------------------------------------------------- */

DEFINITION uint64_t times(uint64_t a, uint64_t b, uint64_t p) {
    return (uint64_t)((dc_u128)a * b % p);
}

DEFINITION uint64_t raised(uint64_t a, uint64_t exponent, uint64_t p) {
    uint64_t power = 1;
    for (; exponent > 0; exponent >>= 1, a = times(a, a, p)) {
        power = exponent & 1 ? times(power, a, p) : power;
    }
    return power;
}

DEFINITION uint64_t negated(uint64_t a, uint64_t p) {
    return a == 0 ? 0 : p - a;
}

/* floor(w 2^64 / p) */
static uint64_t quotient(uint64_t w, uint64_t p) {
    return (uint64_t)(((dc_u128)w << 64) / p);
}

/*
 * Miller and Rabin's test; these bases decide for all n < 2^64 [J. Sorenson, J. Webster, Math.
 * Comp. 86 (2017)].
 */
static int is_prime(uint64_t n) {
    static const uint64_t bases[] = {2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37};
    int twos = __builtin_ctzll(n - 1);
    for (size_t i = 0; i < sizeof bases / sizeof bases[0]; i++) {
        uint64_t x = raised(bases[i], (n - 1) >> twos, n);
        int passes = x == 1 || x == n - 1;
        for (int k = 1; k < twos && !passes; k++) {
            x = times(x, x, n);
            passes = x == n - 1;
        }
        if (!passes) {
            return 0;
        }
    }
    return 1;
}

/* ---- Constants ------------------------------------------------------------------------------ */

static void the_primes_are_the_largest_of_their_form(void) {
    int found = 0;
    for (uint64_t k = 1; k <= 104; k++) {
        uint64_t n = (UINT64_C(1) << 50) - (k << 29) + 1;
        if (is_prime(n)) {
            CHECK(found < DC_NTT_PRIMES && dc_ntt_primes[found].p == n, "k=%d", (int)k);
            found++;
        }
    }
    CHECK(found == DC_NTT_PRIMES, "%d", found);
    CHECK(is_prime(65537) && !is_prime(65537 * UINT64_C(65539)) && !is_prime(3215031751),
          "the test itself");
}

static void constants_of_each_prime(void) {
    static const uint64_t generators[DC_NTT_PRIMES] = {7, 3, 5};
    for (int i = 0; i < DC_NTT_PRIMES; i++) {
        const dc_ntt_prime *prime = &dc_ntt_primes[i];
        uint64_t p = prime->p;
        CHECK(p * prime->inverse == 1, "prime %d", i);
        dc_u128 all = ~(dc_u128)0;
        CHECK((dc_u128)prime->reciprocal + ((dc_u128)1 << 64) == all / (p << 14), "prime %d", i);
        CHECK(p << 14 >> 63 == 1, "prime %d: the top bit must be set", i);
        CHECK(prime->half.w == (p + 1) / 2 && prime->half.quotient == quotient(prime->half.w, p),
              "prime %d", i);

        /* g is the least whose power has order 2^29. */
        uint64_t g = 2;
        while (raised(raised(g, (p - 1) >> 29, p), UINT64_C(1) << 28, p) != p - 1) {
            g++;
        }
        CHECK(g == generators[i], "prime %d: g is %d", i, (int)g);
        for (int k = 0; k < DC_NTT_ROOTS; k++) {
            uint64_t w = prime->roots[k].w;
            CHECK(w == raised(g, (p - 1) >> (k + 2), p), "prime %d root %d", i, k);
            CHECK(prime->roots[k].quotient == quotient(w, p), "prime %d root %d", i, k);
            CHECK(raised(w, UINT64_C(1) << (k + 1), p) == p - 1, "prime %d root %d: order", i, k);
            CHECK(times(w, w, p) == (k == 0 ? p - 1 : prime->roots[k - 1].w),
                  "prime %d root %d: square", i, k);
        }
    }
}

static void factors_come_with_their_quotients(void) {
    for (int i = 0; i < DC_NTT_PRIMES; i++) {
        const dc_ntt_prime *prime = &dc_ntt_primes[i];
        uint64_t p = prime->p;
        for (int k = 0; k < 3000; k++) {
            uint64_t w = k < 10 ? (uint64_t)k : k < 20 ? p - (uint64_t)k + 9 : random_limb() % p;
            dc_ntt_factor by = dc_ntt_factor_of(w, prime);
            CHECK(by.w == w && by.quotient == quotient(w, p), "prime %d, w=%llu", i,
                  (unsigned long long)w);
            uint64_t x = k % 7 == 0 ? UINT64_MAX : random_limb();
            uint64_t product = dc_ntt_times(x, by, p);
            CHECK(product < 2 * p && product % p == times(x % p, w, p), "prime %d, w=%llu", i,
                  (unsigned long long)w);
        }
    }
}

static void the_constants_of_the_lift(void) {
    uint64_t p[DC_NTT_PRIMES];
    for (int i = 0; i < DC_NTT_PRIMES; i++) {
        p[i] = dc_ntt_primes[i].p;
    }
    dc_u128 product = (dc_u128)p[0] * p[1];
    CHECK((uint64_t)product == DC_NTT_P0P1_LOW && (uint64_t)(product >> 64) == DC_NTT_P0P1_HIGH,
          "p0 p1");
    const uint64_t scale[DC_NTT_PRIMES] = {1, 1, 1};
    dc_ntt_garner g = dc_ntt_garner_of(scale);
    CHECK(times(g.p0_inverse1.w, p[0] % p[1], p[1]) == 1, "1 / p0");
    CHECK(times(g.p0p1_inverse2.w, (uint64_t)(product % p[2]), p[2]) == 1, "1 / (p0 p1)");
    CHECK(times(g.p1_inverse2.w, p[1] % p[2], p[2]) == 1, "1 / p1");
    CHECK(g.scale0.w == 1 && g.scale1.w == g.p0_inverse1.w && g.scale2.w == g.p0p1_inverse2.w,
          "scales");
    CHECK(g.p0_inverse1.quotient == quotient(g.p0_inverse1.w, p[1]), "quotient");
    CHECK(g.p0p1_inverse2.quotient == quotient(g.p0p1_inverse2.w, p[2]), "quotient");
    CHECK(g.p1_inverse2.quotient == quotient(g.p1_inverse2.w, p[2]), "quotient");
    CHECK(g.scale0.quotient == quotient(1, p[0]) && g.scale1.quotient == g.p0_inverse1.quotient,
          "quotient");
    CHECK(g.scale2.quotient == g.p0p1_inverse2.quotient, "quotient");
}

/* Three words by one; returns whether there is a fourth. */
static int times_word(uint64_t x[3], uint64_t by) {
    uint64_t carry = 0;
    for (int i = 0; i < 3; i++) {
        dc_u128 sum = (dc_u128)x[i] * by + carry;
        x[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    return carry != 0;
}

static void limits_of_the_number_of_terms(void) {
    static const struct {
        int64_t terms;
        uint64_t largest;
    } digits[] = {
        {DC_TERMS_64, UINT64_MAX},
        {DC_TERMS_62, (UINT64_C(1) << 62) - 1},
        {DC_TERMS_DECIMAL_19, UINT64_C(9999999999999999999)},
        {DC_TERMS_DECIMAL_18, UINT64_C(999999999999999999)},
    };
    uint64_t primes[3] = {1, 0, 0};
    for (int i = 0; i < DC_NTT_PRIMES; i++) {
        CHECK(!times_word(primes, dc_ntt_primes[i].p), "p0 p1 p2");
    }
    CHECK(primes[2] >> 22 == 0, "below 2^150");
    for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++) {
        for (int more = 0; more <= 1; more++) {
            uint64_t sum[3] = {(uint64_t)digits[i].terms + (uint64_t)more, 0, 0};
            CHECK(!times_word(sum, digits[i].largest) && !times_word(sum, digits[i].largest),
                  "digits %d", (int)i);
            CHECK(is_below(sum, primes, 3) == !more, "digits %d: %lld terms and %d", (int)i,
                  (long long)digits[i].terms, more);
        }
    }
}

/* ---- How each variant represents a residue -------------------------------------------------- */

static const dc_ntt_variant *ntt(void) {
    return dc_variants_now()->ntt;
}

static int in_doubles(void) {
#if defined(__x86_64__)
    return ntt() == &dc_ntt_avx2;
#elif defined(__aarch64__)
    return ntt() == &dc_ntt_neon;
#else
    return 0;
#endif
}

static double double_of(uint64_t bits) {
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

/* The representation of a residue x, |x| below 2^53, which is negative only in doubles. */
static uint64_t held(int64_t x) {
    double d = (double)x;
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    return in_doubles() ? bits : (uint64_t)x;
}

static uint64_t residue(uint64_t bits, uint64_t p) {
    if (!in_doubles()) {
        return bits % p;
    }
    int64_t x = (int64_t)double_of(bits) % (int64_t)p;
    return (uint64_t)(x < 0 ? x + (int64_t)p : x);
}

/* Whether it is an integer from 0, or in doubles from -limit p, to limit p. */
static int is_within(uint64_t bits, double limit, uint64_t p) {
    if (!in_doubles()) {
        return (double)bits <= limit * (double)p;
    }
    double x = double_of(bits);
    return x == (double)(int64_t)x && x <= limit * (double)p && x >= -limit * (double)p;
}

/*
 * Residues of up to `limit` p, 2 or 4, in one of several arrangements: all largest; largest and
 * smallest alternating; either of them at random; one largest and all others smallest; all random.
 */
enum { ARRANGEMENTS = 5 };

static void fill_residues(uint64_t *x, int64_t n, int limit, int arrangement, uint64_t p) {
    int64_t most = limit * (int64_t)p - !in_doubles(), least = in_doubles() ? -most : 0;
    for (int64_t i = 0; i < n; i++) {
        int64_t r = least + random_below(most - least + 1);
        switch (arrangement) {
        case 0: r = most; break;
        case 1: r = i % 2 ? least : most; break;
        case 2: r = random_limb() & 1 ? least : most; break;
        case 3: r = i == 0 ? most : least; break;
        default: break;
        }
        x[i] = held(r);
    }
}

typedef struct {
    dc_ntt_table t;
    int64_t count;
} twiddle_table;

/* As long as in convolution.c: a factor for two leaves of n1 values, and twice if there are two
 * components. */
static twiddle_table table_for(int64_t n1, int two_components, const dc_ntt_prime *prime) {
    int64_t count = (two_components ? 2 : 1) * n1 / (2 * DC_NTT_LEAF);
    count = count > 8 ? count : 8;
    twiddle_table table = {{limbs_of(count), limbs_of(count)}, count};
    ntt()->twiddles(table.t, count, prime);
    return table;
}

static void free_table(twiddle_table table) {
    free_limbs(table.t.w, table.count);
    free_limbs(table.t.quotient, table.count);
}

/* Node j's polynomial is x^n - c_j. */
static uint64_t c_of(twiddle_table table, int64_t j, uint64_t p) {
    uint64_t w = residue(table.t.w[j / 2], p);
    return j % 2 ? negated(w, p) : w;
}

/* ---- Functions of each level ---------------------------------------------------------------- */

static void twiddle_factors_are_square_roots_of_earlier_ones(void) {
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        const dc_ntt_prime *prime = &dc_ntt_primes[k];
        uint64_t p = prime->p;
        /* 24, because the count need not be a power of two. */
        static const int64_t counts[] = {8, 16, 24, 64, 4096};
        for (size_t i = 0; i < sizeof counts / sizeof counts[0]; i++) {
            int64_t count = counts[i];
            twiddle_table table = {{limbs_of(count), limbs_of(count)}, count};
            ntt()->twiddles(table.t, count, prime);
            for (int64_t j = 0; j < count; j++) {
                uint64_t w = residue(table.t.w[j], p), q = table.t.quotient[j];
                CHECK(is_within(table.t.w[j], in_doubles() ? 0.5 : 1, p), "prime %d, w %lld", k,
                      (long long)j);
                CHECK(j == 0 ? w == 1 : times(w, w, p) == c_of(table, j, p), "prime %d, w %lld", k,
                      (long long)j);
                if (in_doubles()) {
                    CHECK(double_of(q) == double_of(table.t.w[j]) / (double)p,
                          "prime %d, quotient %lld", k, (long long)j);
                } else {
                    CHECK(q == quotient(w, p) >> (ntt()->montgomery_bits == 52 ? 12 : 0),
                          "prime %d, quotient %lld", k, (long long)j);
                }
                if (j > 0) {
                    /* What inverse() takes for the inverse: w_j w_k = -1. */
                    int64_t other =
                        (INT64_C(3) << (63 - __builtin_clzll((unsigned long long)j))) - 1 - j;
                    CHECK(other >= count || times(w, residue(table.t.w[other], p), p) == p - 1,
                          "prime %d, w %lld", k, (long long)j);
                }
            }
            free_table(table);
        }
    }
}

static void words_become_residues_and_zeros(void) {
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        const dc_ntt_prime *prime = &dc_ntt_primes[k];
        uint64_t p = prime->p;
        for (int64_t count = 0; count <= 130; count++) {
            int64_t n = (count + 63) / 64 * 64 + (count % 3 == 0 ? 64 : 0);
            uint64_t *a = limbs_of(count), *x = limbs_of(n);
            for (int64_t i = 0; i < count; i++) {
                static const uint64_t others[] = {UINT64_MAX,
                                                  0,
                                                  1,
                                                  UINT64_C(1) << 52,
                                                  UINT64_C(0xFFFFFFFF00000000),
                                                  (UINT64_C(1) << 52) - 1,
                                                  UINT64_C(1) << 63};
                uint64_t near = p * (random_limb() % 16000) + random_limb() % 3 - 1;
                a[i] = i % 3 == 0 ? others[random_limb() % 7] : i % 3 == 1 ? near : random_limb();
            }
            ntt()->load(x, n, a, count, prime);
            for (int64_t i = 0; i < n; i++) {
                CHECK(residue(x[i], p) == (i < count ? a[i] % p : 0), "prime %d, word %lld of %lld",
                      k, (long long)i, (long long)count);
                CHECK(is_within(x[i], 4, p), "prime %d, word %lld of %lld", k, (long long)i,
                      (long long)count);
            }
            free_limbs(a, count);
            free_limbs(x, n);
        }
    }
}

/* The coefficient of x^i of the polynomial x[0..n) modulo x^8 - c */
DEFINITION uint64_t coefficient_modulo(const uint64_t *residues, int64_t n, int64_t i, uint64_t c,
                                       uint64_t p) {
    uint64_t sum = 0;
    for (int64_t k = n - DC_NTT_LEAF + i; k >= 0; k -= DC_NTT_LEAF) {
        sum = (times(sum, c, p) + residues[k]) % p;
    }
    return sum;
}

static uint64_t *residues_of(const uint64_t *x, int64_t n, uint64_t p) {
    uint64_t *r = limbs_of(n);
    for (int64_t i = 0; i < n; i++) {
        r[i] = residue(x[i], p);
    }
    return r;
}

static void forward_transforms_compute_remainders(void) {
    const int64_t longest = UNDER_ADDRESS_SANITIZER ? 512 : 4096;
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        const dc_ntt_prime *prime = &dc_ntt_primes[k];
        uint64_t p = prime->p;
        for (int64_t n = 64; n <= longest; n *= 2) {
            /* Node 0, and 2, 4 or 8 for a second component. */
            for (int64_t node = 0; node <= 8; node += node < 2 ? 2 : node) {
                twiddle_table table = table_for((node ? node : 1) * n, node > 0, prime);
                for (int arrangement = 0; arrangement < (n <= 512 ? ARRANGEMENTS : 1);
                     arrangement++) {
                    uint64_t *x = limbs_of(n);
                    fill_residues(x, n, 4, arrangement, p);
                    uint64_t *before = residues_of(x, n, p);
                    ntt()->forward(x, n, node, table.t, prime);
                    for (int64_t i = 0; i < n; i++) {
                        uint64_t c = c_of(table, node * (n / DC_NTT_LEAF) + i / DC_NTT_LEAF, p);
                        uint64_t expected =
                            n <= 512 || i % 17 == 0
                                ? coefficient_modulo(before, n, i % DC_NTT_LEAF, c, p)
                                : residue(x[i], p);
                        CHECK(residue(x[i], p) == expected,
                              "prime %d, n=%lld, node %lld, arrangement %d: %lld", k, (long long)n,
                              (long long)node, arrangement, (long long)i);
                        CHECK(is_within(x[i], 4, p),
                              "prime %d, n=%lld, node %lld, arrangement %d: %lld", k, (long long)n,
                              (long long)node, arrangement, (long long)i);
                    }
                    free_limbs(x, n);
                    free_limbs(before, n);
                }
                free_table(table);
            }
        }
    }
}

/* inverse(), for values in the range of multiply(), and then forward() multiply by n / 8. */
static void inverse_transforms_invert_forward_transforms(void) {
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        const dc_ntt_prime *prime = &dc_ntt_primes[k];
        uint64_t p = prime->p;
        for (int64_t n = 64; n <= 8192; n *= 2) {
            for (int64_t node = 0; node <= 8; node += node < 2 ? 2 : node) {
                twiddle_table table = table_for((node ? node : 1) * n, node > 0, prime);
                for (int arrangement = 0; arrangement < ARRANGEMENTS; arrangement++) {
                    uint64_t *x = limbs_of(n);
                    /* As large as multiply() leaves it: 2 p, or in doubles p. */
                    fill_residues(x, n, in_doubles() ? 1 : 2, arrangement, p);
                    uint64_t *before = residues_of(x, n, p);
                    ntt()->inverse(x, n, node, table.t, prime);
                    int within = 1;
                    for (int64_t i = 0; i < n; i++) {
                        within &= is_within(x[i], in_doubles() ? 1 : 2, p);
                    }
                    CHECK(within, "prime %d, n=%lld, node %lld, arrangement %d", k, (long long)n,
                          (long long)node, arrangement);
                    ntt()->forward(x, n, node, table.t, prime);
                    for (int64_t i = 0; i < n; i++) {
                        uint64_t expected = times(before[i], (uint64_t)n / DC_NTT_LEAF, p);
                        CHECK(residue(x[i], p) == expected,
                              "prime %d, n=%lld, node %lld, arrangement %d: %lld", k, (long long)n,
                              (long long)node, arrangement, (long long)i);
                    }
                    free_limbs(x, n);
                    free_limbs(before, n);
                }
                free_table(table);
            }
        }
    }
}

/* The first layer, then eight transforms, as the steps of long transforms do it. */
static void layers_of_eight_are_a_transform(void) {
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        const dc_ntt_prime *prime = &dc_ntt_primes[k];
        uint64_t p = prime->p;
        for (int64_t n = 512; n <= 4096; n *= 2) {
            for (int64_t node = 0; node <= 8; node += node < 2 ? 2 : node) {
                twiddle_table table = table_for((node ? node : 1) * n, node > 0, prime);
                for (int arrangement = 0; arrangement < ARRANGEMENTS; arrangement++) {
                    uint64_t *x = limbs_of(n), *y = limbs_of(n), *z = limbs_of(n);
                    fill_residues(x, n, 4, arrangement, p);
                    memcpy(y, x, (size_t)n * 8);
                    ntt()->forward(x, n, node, table.t, prime);
                    ntt()->first_layer(y, n, node, 0, n / 8, table.t, prime);
                    for (int64_t i = 0; i < 8; i++) {
                        ntt()->forward(y + i * (n / 8), n / 8, 8 * node + i, table.t, prime);
                    }
                    fill_residues(z, n, in_doubles() ? 1 : 2, arrangement, p);
                    uint64_t *all = limbs_of(n);
                    memcpy(all, z, (size_t)n * 8);
                    ntt()->inverse(all, n, node, table.t, prime);
                    for (int64_t i = 0; i < 8; i++) {
                        ntt()->inverse(z + i * (n / 8), n / 8, 8 * node + i, table.t, prime);
                    }
                    ntt()->last_layer(z, n, node, 0, n / 8, table.t, prime);
                    for (int64_t i = 0; i < n; i++) {
                        CHECK(residue(x[i], p) == residue(y[i], p),
                              "prime %d, n=%lld, node %lld: %lld", k, (long long)n, (long long)node,
                              (long long)i);
                        CHECK(residue(z[i], p) == residue(all[i], p),
                              "prime %d, n=%lld, node %lld: %lld", k, (long long)n, (long long)node,
                              (long long)i);
                        CHECK(is_within(y[i], 4, p) && is_within(z[i], 2, p),
                              "prime %d, n=%lld, node %lld: %lld", k, (long long)n, (long long)node,
                              (long long)i);
                    }
                    free_limbs(x, n);
                    free_limbs(y, n);
                    free_limbs(z, n);
                    free_limbs(all, n);
                }
                free_table(table);
            }
        }
    }
}

/*
 * Residues that are largest after multiply() has reduced them: p - 1 and 2 p - 1, or in doubles p /
 * 2 and -p / 2. For kind 1, their products with c are.
 */
enum { LARGE = 4, ALL_KINDS = ARRANGEMENTS + LARGE };

static void fill_large_when_reduced(uint64_t *x, int64_t n, int kind, twiddle_table table,
                                    uint64_t p) {
    for (int64_t i = 0; i < n; i++) {
        uint64_t c = c_of(table, i / DC_NTT_LEAF, p);
        int64_t half = (int64_t)(p / 2), large = in_doubles() ? half : (int64_t)p - 1;
        int64_t r = kind == 1 ? (int64_t)times(raised(c, p - 2, p), (uint64_t)large, p) : large;
        if (in_doubles()) {
            r = r > half ? r - (int64_t)p : r;
            r = kind == 2 ? -r : kind == 3 && i % 2 ? half - (int64_t)p : r;
        } else if (kind == 2 || (kind == 3 && i % 2)) {
            r += (int64_t)p;
        }
        x[i] = held(r);
    }
}

/* Modulo x^8 - c, and by 2^-montgomery_bits. */
DEFINITION void multiply_leaf(uint64_t r[8], const uint64_t *a, const uint64_t *b, uint64_t c,
                              uint64_t scale, uint64_t p) {
    for (int k = 0; k < 8; k++) {
        uint64_t sum = 0;
        for (int i = 0; i < 8; i++) {
            uint64_t product = times(a[i], b[(8 + k - i) % 8], p);
            sum = (sum + (i <= k ? product : times(product, c, p))) % p;
        }
        r[k] = times(sum, scale, p);
    }
}

static void products_of_leaves(void) {
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        const dc_ntt_prime *prime = &dc_ntt_primes[k];
        uint64_t p = prime->p, scale = 1;
        for (int i = 0; i < ntt()->montgomery_bits; i++) {
            scale = times(scale, (p + 1) / 2, p);
        }
        for (int64_t n1 = 64; n1 <= (UNDER_ADDRESS_SANITIZER ? 128 : 512); n1 *= 2) {
            for (int64_t ratio = 1; ratio <= 8; ratio *= 2) { /* 1: one component */
                int64_t n2 = ratio > 1 ? n1 / ratio : 0, n = n1 + n2;
                if (ratio > 1 && n2 < 64) {
                    continue;
                }
                twiddle_table table = table_for(n1, n2 > 0, prime);
                for (int arrangement = 0; arrangement < ALL_KINDS * ALL_KINDS; arrangement++) {
                    uint64_t *x = limbs_of(n), *y = limbs_of(n), *z = limbs_of(n);
                    for (int operand = 0; operand < 2; operand++) {
                        int kind = operand ? arrangement / ALL_KINDS : arrangement % ALL_KINDS;
                        if (kind < ARRANGEMENTS) {
                            fill_residues(operand ? y : x, n, 4, kind, p);
                        } else {
                            fill_large_when_reduced(operand ? y : x, n, kind - ARRANGEMENTS, table,
                                                    p);
                        }
                    }
                    memcpy(z, x, (size_t)n * 8);
                    uint64_t *a = residues_of(x, n, p), *b = residues_of(y, n, p), square[8],
                             product[8];
                    /* In two calls, as steps do it. */
                    int64_t middle = n / 128 * 64;
                    ntt()->multiply(x, y, 0, middle, table.t, prime);
                    ntt()->multiply(x, y, middle, n, table.t, prime);
                    ntt()->multiply(z, z, 0, n, table.t, prime);
                    for (int64_t i = 0; i < n; i += 8) {
                        uint64_t c = c_of(table, i / 8, p);
                        multiply_leaf(product, a + i, b + i, c, scale, p);
                        multiply_leaf(square, a + i, a + i, c, scale, p);
                        for (int j = 0; j < 8; j++) {
                            CHECK(residue(x[i + j], p) == product[j],
                                  "prime %d, n=%lld + %lld, arrangement %d: %lld", k, (long long)n1,
                                  (long long)n2, arrangement, (long long)i + j);
                            CHECK(residue(z[i + j], p) == square[j],
                                  "prime %d, n=%lld + %lld, arrangement %d: %lld", k, (long long)n1,
                                  (long long)n2, arrangement, (long long)i + j);
                            CHECK(is_within(x[i + j], in_doubles() ? 1 : 2, p)
                                      && is_within(z[i + j], in_doubles() ? 1 : 2, p),
                                  "prime %d, n=%lld + %lld, arrangement %d: %lld", k, (long long)n1,
                                  (long long)n2, arrangement, (long long)i + j);
                        }
                    }
                    free_limbs(x, n);
                    free_limbs(y, n);
                    free_limbs(z, n);
                    free_limbs(a, n);
                    free_limbs(b, n);
                }
                free_table(table);
            }
        }
    }
}

/* Sums of products, which are from 0 to 2 p, or in doubles from -p / 2 to p / 2. */
static void products_are_added(void) {
    enum { N = 192 };
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        const dc_ntt_prime *prime = &dc_ntt_primes[k];
        uint64_t p = prime->p;
        for (int arrangement = 0; arrangement < ARRANGEMENTS * ARRANGEMENTS; arrangement++) {
            uint64_t *x = limbs_of(N), *y = limbs_of(N);
            fill_residues(x, N, in_doubles() ? 1 : 2, arrangement % ARRANGEMENTS, p);
            fill_residues(y, N, in_doubles() ? 1 : 2, arrangement / ARRANGEMENTS, p);
            uint64_t *a = residues_of(x, N, p), *b = residues_of(y, N, p);
            uint64_t first = x[0];
            ntt()->add(x, y, 64, N, prime);
            CHECK(x[0] == first, "prime %d, arrangement %d", k, arrangement);
            for (int64_t i = 64; i < N; i++) {
                CHECK(residue(x[i], p) == (a[i] + b[i]) % p, "prime %d, arrangement %d: %lld", k,
                      arrangement, (long long)i);
                CHECK(is_within(x[i], in_doubles() ? 1 : 2, p), "prime %d, arrangement %d: %lld", k,
                      arrangement, (long long)i);
            }
            free_limbs(x, N);
            free_limbs(y, N);
            free_limbs(a, N);
            free_limbs(b, N);
        }
    }
}

static void two_components_are_split_and_joined(void) {
    for (int k = 0; k < DC_NTT_PRIMES; k++) {
        const dc_ntt_prime *prime = &dc_ntt_primes[k];
        uint64_t p = prime->p;
        for (int64_t n1 = 128; n1 <= 2048; n1 *= 2) {
            for (int64_t ratio = 2; ratio <= 8 && n1 / ratio >= 64; ratio *= 2) {
                int64_t n2 = n1 / ratio, n = n1 + n2;
                twiddle_table table = table_for(n1, 1, prime);
                for (int arrangement = 0; arrangement < ARRANGEMENTS; arrangement++) {
                    uint64_t *x = limbs_of(n);
                    fill_residues(x, n, 4, arrangement, p);
                    uint64_t *before = residues_of(x, n, p);
                    ntt()->split(x, n1, n2, 0, n2 / 128 * 64, table.t, prime);
                    ntt()->split(x, n1, n2, n2 / 128 * 64, n2, table.t, prime);
                    uint64_t c = c_of(table, ratio, p);
                    CHECK(raised(c, (uint64_t)ratio, p) == p - 1, "prime %d, ratio %lld", k,
                          (long long)ratio);
                    for (int64_t i = 0; i < n; i++) {
                        uint64_t expected = 0;
                        if (i < n1) {
                            expected = (before[i] + (i < n2 ? before[n1 + i] : 0)) % p;
                        } else {
                            for (int64_t j = ratio; j >= 0; j--) {
                                expected = (times(expected, c, p) + before[j * n2 + i - n1]) % p;
                            }
                        }
                        CHECK(residue(x[i], p) == expected,
                              "prime %d, %lld + %lld, arrangement %d: %lld", k, (long long)n1,
                              (long long)n2, arrangement, (long long)i);
                        CHECK(is_within(x[i], 4, p), "prime %d, %lld + %lld, arrangement %d: %lld",
                              k, (long long)n1, (long long)n2, arrangement, (long long)i);
                        /*
                         * As inverse() leaves them: times n1 / 8 and n2 / 8, and as large as can
                         * be.
                         */
                        uint64_t scaled = times(expected, (uint64_t)(i < n1 ? n1 : n2) / 8, p);
                        int64_t beyond = in_doubles() ? (arrangement % 2 ? -1 : 0) : 1;
                        x[i] = held((int64_t)scaled + beyond * (int64_t)p);
                    }
                    ntt()->join(x, n1, n2, 0, n2 / 128 * 64, table.t, prime);
                    ntt()->join(x, n1, n2, n2 / 128 * 64, n2, table.t, prime);
                    for (int64_t i = 0; i < n; i++) {
                        CHECK(residue(x[i], p) == times(before[i], (uint64_t)n1 / 8, p),
                              "prime %d, %lld + %lld, arrangement %d: %lld", k, (long long)n1,
                              (long long)n2, arrangement, (long long)i);
                        CHECK(is_within(x[i], 2, p), "prime %d, %lld + %lld, arrangement %d: %lld",
                              k, (long long)n1, (long long)n2, arrangement, (long long)i);
                    }
                    free_limbs(x, n);
                    free_limbs(before, n);
                }
                free_table(table);
            }
        }
    }
}

/* A number below p0 p1 p2 that has the right residues is the right number. */
static void lifts_have_the_right_residues(void) {
    enum { COUNT = 64, STRIDE = 72, OFFSET = 8 };
    uint64_t primes[3] = {1, 0, 0};
    for (int i = 0; i < DC_NTT_PRIMES; i++) {
        times_word(primes, dc_ntt_primes[i].p);
    }
    for (int round = 0; round < 60; round++) {
        uint64_t *x[DC_NTT_PRIMES], *words = limbs_of(2 * STRIDE + COUNT), scale[DC_NTT_PRIMES];
        for (int k = 0; k < DC_NTT_PRIMES; k++) {
            uint64_t p = dc_ntt_primes[k].p;
            x[k] = limbs_of(OFFSET + COUNT);
            scale[k] = round % 4 == 0 ? 1 : round % 4 == 1 ? p - 1 : 1 + random_limb() % (p - 1);
            fill_residues(x[k], OFFSET + COUNT, 2,
                          (round + k * (round / ARRANGEMENTS)) % ARRANGEMENTS, p);
            if (round % 7 == 0) { /* the number 0, and p0 p1 p2 - 1 */
                for (int i = 0; i < OFFSET + COUNT; i++) {
                    uint64_t inverse = raised(scale[k], p - 2, p);
                    x[k][i] = held((int64_t)(i % 2 ? 0 : negated(inverse, p)));
                }
            }
        }
        ntt()->lift(words, STRIDE, x, OFFSET, COUNT, scale);
        for (int i = 0; i < COUNT; i++) {
            const uint64_t number[3] = {words[i], words[STRIDE + i], words[2 * STRIDE + i]};
            CHECK(is_below(number, primes, 3), "round %d, number %d", round, i);
            for (int k = 0; k < DC_NTT_PRIMES; k++) {
                uint64_t p = dc_ntt_primes[k].p, r = 0;
                for (int j = 2; j >= 0; j--) {
                    r = (uint64_t)(((dc_u128)r << 64 | number[j]) % p);
                }
                CHECK(r == times(residue(x[k][OFFSET + i], p), scale[k], p),
                      "round %d, number %d, prime %d", round, i, k);
            }
        }
        for (int k = 0; k < DC_NTT_PRIMES; k++) {
            free_limbs(x[k], OFFSET + COUNT);
        }
        free_limbs(words, 2 * STRIDE + COUNT);
    }
}

int main(void) {
    RUN_ONCE(the_primes_are_the_largest_of_their_form);
    RUN_ONCE(constants_of_each_prime);
    RUN_ONCE(factors_come_with_their_quotients);
    RUN_ONCE(the_constants_of_the_lift);
    RUN_ONCE(limits_of_the_number_of_terms);
    RUN_TRANSFORMS(twiddle_factors_are_square_roots_of_earlier_ones);
    RUN_TRANSFORMS(words_become_residues_and_zeros);
    RUN_TRANSFORMS(forward_transforms_compute_remainders);
    RUN_TRANSFORMS(inverse_transforms_invert_forward_transforms);
    RUN_TRANSFORMS(layers_of_eight_are_a_transform);
    RUN_TRANSFORMS(products_of_leaves);
    RUN_TRANSFORMS(products_are_added);
    RUN_TRANSFORMS(two_components_are_split_and_joined);
    RUN_TRANSFORMS(lifts_have_the_right_residues);
    return finish();
}
