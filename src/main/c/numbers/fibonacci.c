/* Fibonacci numbers in a word, modulo 2^64, and exact. */
#include "fibonacci.h"

#include "../downcall.h"
#include "../floating_point.h"
#include "doubling.h"
#include "limbs.h"
#include "product.h"
#include "words.h"

#include <stddef.h>

static const int64_t table[DC_FIB_MAX_LONG_INDEX + 1] = {
    0,
    1,
    1,
    2,
    3,
    5,
    8,
    13,
    21,
    34,
    55,
    89,
    144,
    233,
    377,
    610,
    987,
    1597,
    2584,
    4181,
    6765,
    10946,
    17711,
    28657,
    46368,
    75025,
    121393,
    196418,
    317811,
    514229,
    832040,
    1346269,
    2178309,
    3524578,
    5702887,
    9227465,
    14930352,
    24157817,
    39088169,
    63245986,
    102334155,
    165580141,
    267914296,
    433494437,
    701408733,
    1134903170,
    1836311903,
    2971215073,
    4807526976,
    7778742049,
    12586269025,
    20365011074,
    32951280099,
    53316291173,
    86267571272,
    139583862445,
    225851433717,
    365435296162,
    591286729879,
    956722026041,
    1548008755920,
    2504730781961,
    4052739537881,
    6557470319842,
    10610209857723,
    17167680177565,
    27777890035288,
    44945570212853,
    72723460248141,
    117669030460994,
    190392490709135,
    308061521170129,
    498454011879264,
    806515533049393,
    1304969544928657,
    2111485077978050,
    3416454622906707,
    5527939700884757,
    8944394323791464,
    14472334024676221,
    23416728348467685,
    37889062373143906,
    61305790721611591,
    99194853094755497,
    160500643816367088,
    259695496911122585,
    420196140727489673,
    679891637638612258,
    1100087778366101931,
    1779979416004714189,
    2880067194370816120,
    4660046610375530309,
    7540113804746346429,
};

uint64_t dc_fib_single_word(int64_t k) {
    return (uint64_t)table[k];
}

int dc_fib_max_long_index(void) {
    return DC_FIB_MAX_LONG_INDEX;
}

long long dc_fib_max_exact_index(void) {
    return DC_FIB_MAX_EXACT_INDEX;
}

long long dc_fib_long(int n) {
    return n < 0 || n > DC_FIB_MAX_LONG_INDEX ? DC_ERR_RANGE : table[n];
}

/*
 * Fast doubling, from the top bit of n down:
 *   F(2k) = F(k) (2 F(k+1) - F(k)),  F(2k+1) = F(k)^2 + F(k+1)^2
 * [D. Takahashi, "A fast algorithm for computing large Fibonacci numbers", Inf. Process. Lett. 75
 * (2000)]
 */
long long dc_fib_wrapping(long long n) {
    uint64_t index = (uint64_t)n;
    if (index == 0) {
        return 0;
    }
    uint64_t f = 1, next = 1; /* F(1) and F(2), after the top bit */
    for (int bit = 62 - __builtin_clzll(index); bit >= 0; bit--) {
        uint64_t even = f * (2 * next - f);
        uint64_t odd = f * f + next * next;
        if (index >> bit & 1) {
            f = odd;
            next = even + odd;
        } else {
            f = even;
            next = odd;
        }
    }
    return (long long)f;
}

/*
 * The loop of the article that this project is based on. Unrolled, it takes one cycle per addition.
 * gcc -O3 alone does not unroll it, and two register moves make that two cycles. HotSpot unrolls
 * the loop in Java.
 */
long long dc_fib_wrapping_iterative(int n) {
    if (n <= 0) {
        return 0;
    }
    uint64_t previous = 0, current = 1;
#pragma GCC unroll 8
    for (int i = n; i > 1; i--) { /* downwards, because i <= INT_MAX would never end */
        uint64_t next = previous + current;
        previous = current;
        current = next;
    }
    return (long long)current;
}

/* ---- Exact, in binary ----------------------------------------------------------------------- */

/*
 * At least as many bits as F(n) has, because F(n) < phi^n / sqrt(5) + 1/2 and log2(phi) <
 * 2981746315 / 2^32.
 */
static int64_t bits_of(int64_t n) {
    return (int64_t)((uint64_t)n * 2981746315u >> 32) + 1;
}

/* Limbs for 3 F(k), which is the larger factor of the last product. */
static int64_t limbs_of(int64_t k) {
    return (bits_of(k) + 2) / 64 + 1;
}

static int64_t limbs_needed(const dc_decimal *d, int64_t k) {
    (void)d;
    return limbs_of(k);
}

static int64_t product_scratch(const dc_decimal *d, int64_t n, int square) {
    (void)d;
    return dc_multiply_scratch(n, n, square);
}

static void walk_product(dc_walk *walk, const dc_variants *variants, const dc_decimal *d,
                         uint64_t *r, const uint64_t *x, const uint64_t *y, int64_t n,
                         uint64_t *scratch) {
    (void)d;
    dc_walk_multiply(walk, variants, r, x, n, y, n, scratch);
}

static void add_two(const dc_decimal *d, uint64_t *x, int64_t n, int two) {
    (void)d;
    if (two < 0) {
        dc_sub_1(x, n, 2);
    } else {
        dc_add_1(x, n, 2);
    }
}

/*
 * f[0..m+1) = 4 a - b, g[0..m+1) = a + b for the squares a = F(k)^2 and b = F(k-1)^2 of m limbs.
 */
static void odd_neighbours(uint64_t *f, uint64_t *g, const uint64_t *a, const uint64_t *b,
                           int64_t m) {
    uint64_t shifted_out = 0, borrow = 0, carry = 0;
    for (int64_t i = 0; i < m; i++) {
        dc_u128 difference = (dc_u128)(a[i] << 2 | shifted_out) - b[i] - borrow;
        f[i] = (uint64_t)difference;
        borrow = (uint64_t)(difference >> 64) & 1;
        shifted_out = a[i] >> 62;
        dc_u128 sum = (dc_u128)a[i] + b[i] + carry;
        g[i] = (uint64_t)sum;
        carry = (uint64_t)(sum >> 64);
    }
    f[m] = shifted_out - borrow;
    g[m] = carry;
}

static void combine(const dc_decimal *d, dc_fib_pair *p, int64_t n, int odd, int two) {
    int64_t m = 2 * n + 1;
    odd_neighbours(p->f, p->g, p->a, p->b, 2 * n);
    add_two(d, p->f, m, two);
    if (odd) {
        dc_sub_n(p->g, p->f, p->g, m);
    } else {
        dc_sub_n(p->f, p->f, p->g, m);
    }
}

static void last_factors(const dc_decimal *d, dc_fib_pair *p, int64_t n, int odd) {
    (void)d;
    uint64_t *f = p->f, *g = p->g, *a = p->a, *b = p->b;
    if (odd) { /* 2 F(k) + F(k-1) and 2 F(k) - F(k-1) */
        dc_add_n(a, f, f, n);
        dc_sub_n(b, a, g, n);
        dc_add_n(a, a, g, n);
    } else { /* F(k) and F(k) + 2 F(k-1) */
        dc_add_n(b, g, g, n);
        dc_add_n(b, b, f, n);
        for (int64_t i = 0; i < n; i++) {
            a[i] = f[i];
        }
    }
}

static const dc_fib_arithmetic in_limbs = {
    NULL,    DC_FIB_MAX_LONG_INDEX, limbs_needed, product_scratch, walk_product,
    combine, last_factors,          add_two,
};

/*
 * Up to this index, F(n) is computed without a walk, whose overhead would double the time of
 * F(1000). All factors have fewer than DC_NTT_LEAST_LIMBS limbs.
 */
enum { SHORT_INDEX = 10240 };

/* A doubling of single words; returns the new k. F(2k+1) for k <= 92 is less than 2^128. */
static int64_t double_single(dc_fib_pair *p, int64_t k, int odd) {
    dc_u128 a = (dc_u128)p->f[0] * p->f[0], b = (dc_u128)p->g[0] * p->g[0];
    dc_u128 below = a + b, above = 4 * a - b;
    above = k & 1 ? above - 2 : above + 2;
    dc_u128 f = odd ? above : above - below, g = odd ? above - below : below;
    p->f[0] = (uint64_t)f;
    p->f[1] = (uint64_t)(f >> 64);
    p->g[0] = (uint64_t)g;
    p->g[1] = (uint64_t)(g >> 64);
    return 2 * k + odd;
}

/* The same algorithm as in doubling.h. All lengths are exact: the top limb of F(k) is not 0. */
static void fib_short(const dc_variants *variants, uint64_t *result, uint64_t *scratch, int64_t n) {
    int left = 0;
    while (n >> left > DC_FIB_MAX_LONG_INDEX) {
        left++;
    }
    int64_t limbs = dc_doubling_words(&in_limbs, n), length = 1;
    if (left == 0) {
        result[0] = dc_fib_single_word(n);
    } else {
        int64_t room = dc_doubling_room_for(&in_limbs, n), k = n >> left, m = 1;
        uint64_t *products = scratch + 4 * room;
        dc_fib_pair p = {scratch, scratch + room, scratch + 2 * room, scratch + 3 * room, 0, 0};
        p.f[0] = dc_fib_single_word(k);
        p.g[0] = dc_fib_single_word(k - 1);
        if (--left > 0) {
            k = double_single(&p, k, (int)(n >> left & 1));
            m = dc_normalized(p.f, 2);
        }
        while (left > 1) {
            int odd = (int)(n >> --left & 1);
            dc_square_short(variants, p.a, p.f, m, products);
            dc_square_short(variants, p.b, p.g, m, products);
            combine(NULL, &p, m, odd, dc_doubling_two_signed(k));
            k = 2 * k + odd;
            m = dc_normalized(p.f, 2 * m + 1);
        }
        const uint64_t *x = p.f;
        uint64_t *y = p.b;
        int64_t x_limbs = m;
        if (n & 1) { /* (2 F(k) + F(k-1)) (2 F(k) - F(k-1)) + 2 (-1)^k */
            uint64_t top = dc_add_n(p.a, p.f, p.f, m);
            y[m] = top - dc_sub_n(y, p.a, p.g, m);
            p.a[m] = top + dc_add_n(p.a, p.a, p.g, m);
            x = p.a;
            x_limbs = dc_normalized(x, m + 1);
        } else { /* F(k) (F(k) + 2 F(k-1)) */
            y[m] = dc_add_n(y, p.g, p.g, m);
            y[m] += dc_add_n(y, y, p.f, m);
        }
        int64_t y_limbs = dc_normalized(y, m + 1);
        if (x_limbs >= y_limbs) {
            dc_multiply_short(variants, result, x, x_limbs, y, y_limbs, products);
        } else {
            dc_multiply_short(variants, result, y, y_limbs, x, x_limbs, products);
        }
        length = x_limbs + y_limbs;
        if (n & 1) {
            add_two(NULL, result, length, dc_doubling_two_signed(k));
        }
    }
    dc_clear(result + length, limbs - length);
}

int64_t dc_fib_limbs(int64_t n) {
    return dc_doubling_words(&in_limbs, n);
}

int64_t dc_fib_scratch(int64_t n) {
    return dc_doubling_scratch(&in_limbs, n);
}

void dc_walk_fib(dc_walk *walk, const dc_variants *variants, uint64_t *result, uint64_t *scratch,
                 int64_t n) {
    if (n > SHORT_INDEX) {
        dc_walk_doubling(walk, &in_limbs, variants, result, scratch, n);
        return;
    }
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        fib_short(variants, result, scratch, n);
    }
}

/* ---- The public functions ------------------------------------------------------------------- */

static int is_index(long long n) {
    return n >= 0 && n <= DC_FIB_MAX_EXACT_INDEX;
}

long long dc_fib_exact_limbs(long long n) {
    return is_index(n) ? dc_fib_limbs(n) : DC_ERR_RANGE;
}

long long dc_fib_exact_scratch_limbs(long long n) {
    return is_index(n) ? dc_fib_scratch(n) : DC_ERR_RANGE;
}

long long dc_fib_exact(uint64_t *result, long long result_limbs, uint64_t *scratch,
                       long long scratch_limbs, long long n) {
    dc_clear_upper_halves();
    if (!is_index(n)) {
        return DC_ERR_RANGE;
    }
    if (result_limbs < dc_fib_limbs(n) || scratch_limbs < dc_fib_scratch(n)) {
        return DC_ERR_SPACE;
    }
    if (n <= SHORT_INDEX) { /* which uses no doubles */
        fib_short(dc_variants_now(), result, scratch, n);
    } else {
        dc_walk all = {.stage = DC_WALK_ALL};
        unsigned environment = dc_floating_point_begin();
        dc_walk_fib(&all, dc_variants_now(), result, scratch, n);
        dc_floating_point_end(environment);
    }
    return dc_normalized(result, dc_fib_limbs(n));
}
