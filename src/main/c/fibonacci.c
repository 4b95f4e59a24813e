/* Fibonacci numbers: in a word, modulo a word, and exact. */
#include "fibonacci.h"
#include "downcall.h"
#include "limbs.h"
#include "product.h"
#include "words.h"

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
    uint64_t f = 1, next = 1; /* F(1), F(2): the top bit is done */
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
 * The loop of the article that this project starts from. Unrolled, it takes one cycle per addition;
 * as gcc -O3 leaves it, the two register moves make that two. HotSpot unrolls the Java loop by
 * itself.
 */
long long dc_fib_wrapping_iterative(int n) {
    if (n <= 0) {
        return 0;
    }
    uint64_t previous = 0, current = 1;
#pragma GCC unroll 8
    for (int i = n; i > 1; i--) { /* downwards: i <= INT_MAX would never end */
        uint64_t next = previous + current;
        previous = current;
        current = next;
    }
    return (long long)current;
}

/* ---- Exact, in binary ----------------------------------------------------------------------- */

/*
 * At least as many bits as F(n) has. F(n) < phi^n / sqrt(5) + 1/2, and 2981746315 / 2^32 >
 * log2(phi).
 */
static int64_t bits_of(int64_t n) {
    return (int64_t)((uint64_t)n * 2981746315u >> 32) + 1;
}

/* Limbs for 3 F(k), which is what the last product takes. */
static int64_t limbs_of(int64_t k) {
    return (bits_of(k) + 2) / 64 + 1;
}

int64_t dc_fib_limbs(int64_t n) {
    return 2 * limbs_of(n / 2) + 1;
}

/* Four numbers: F(k), F(k-1), and their squares, which are of the size of F(2k + 1). */
static int64_t half_limbs_of(int64_t n) {
    return 2 * limbs_of(n / 4 + 1) + 2 > limbs_of(n / 2) ? 2 * limbs_of(n / 4 + 1) + 2
                                                         : limbs_of(n / 2);
}

int64_t dc_fib_scratch(int64_t n) {
    int64_t half = half_limbs_of(n), m = limbs_of(n / 2), quarter = limbs_of(n / 4 + 1);
    int64_t product = dc_multiply_scratch(m, m, 0),
            square = dc_multiply_scratch(quarter, quarter, 1);
    return 4 * half + (product > square ? product : square);
}

/* x += 2 (-1)^k. The result is not negative, so nothing is carried out. */
static void add_two_signed(uint64_t *x, int64_t n, int64_t k) {
    if (k & 1) {
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

typedef struct {
    const dc_variants *variants;
    uint64_t *f, *g, *a, *b, *products;
    int64_t k, m; /* f = F(k), g = F(k-1), m limbs each */
} pair;

/*
 * One step goes from k to 2k or 2k + 1 by two squares:
 *   F(2k+1) = 4 F(k)^2 - F(k-1)^2 + 2 (-1)^k,  F(2k-1) = F(k)^2 + F(k-1)^2,  F(2k) = F(2k+1) - F(2k-1)
 * [The GNU MP manual, section "Fibonacci Numbers Algorithm"; the identities are Lucas's.]
 */
static void walk_doubling(dc_walk *walk, pair *p, int bit) {
    int64_t m = p->m, k = p->k;
    p->k = 2 * k + bit;
    p->m = limbs_of(p->k) < 2 * m + 1 ? limbs_of(p->k) : 2 * m + 1; /* what is above is zero */
    dc_walk_multiply(walk, p->variants, p->a, p->f, m, p->f, m, p->products);
    dc_walk_multiply(walk, p->variants, p->b, p->g, m, p->g, m, p->products);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        odd_neighbours(p->f, p->g, p->a, p->b, 2 * m);
        m = 2 * m + 1;
        add_two_signed(p->f, m, k);
        if (bit) {
            dc_sub_n(p->g, p->f, p->g, m);
        } else {
            dc_sub_n(p->f, p->f, p->g, m);
        }
    }
}

/* How many low bits of n are left when the leading ones are in the table. */
static int bits_left(int64_t n) {
    int left = 0;
    while (n >> left > DC_FIB_MAX_LONG_INDEX) {
        left++;
    }
    return left;
}

/*
 * Up to so many limbs, doublings are one stage: some hundred microseconds, or a millisecond without
 * vectors.
 */
enum { ONE_STAGE_LIMBS = 2048 };

/*
 * Doublings from `left` bits on down to one bit, or to numbers of more than `limit` limbs; returns
 * the bits left.
 */
static int double_up_to(dc_walk *walk, pair *p, int64_t n, int left, int64_t limit) {
    while (left > 1 && p->m <= limit) {
        left--;
        walk_doubling(walk, p, (int)(n >> left & 1));
    }
    return left;
}

static pair begin(const dc_variants *variants, uint64_t *scratch, int64_t half, int64_t k) {
    return (pair){variants,
                  scratch,
                  scratch + half,
                  scratch + 2 * half,
                  scratch + 3 * half,
                  scratch + 4 * half,
                  k,
                  1};
}

/*
 * The last step needs one number only, and makes it by one product:
 *   F(2k) = F(k) (F(k) + 2 F(k-1)),  F(2k+1) = (2 F(k) + F(k-1)) (2 F(k) - F(k-1)) + 2 (-1)^k
 * result[0..dc_fib_limbs(n)) = F(n).
 */
void dc_walk_fib(dc_walk *walk, const dc_variants *variants, uint64_t *result, uint64_t *scratch,
                 int64_t n) {
    int64_t limbs = dc_fib_limbs(n);
    if (n <= DC_FIB_MAX_LONG_INDEX) {
        for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
            for (int64_t i = 0; i < limbs; i++) {
                result[i] = i == 0 ? (uint64_t)table[n] : 0;
            }
        }
        return;
    }
    int left = bits_left(n);
    pair p = begin(variants, scratch, half_limbs_of(n), n >> left);
    pair after = p;
    dc_walk none = {.stage = DC_WALK_NONE};
    int left_after = double_up_to(&none, &after, n, left, ONE_STAGE_LIMBS);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        dc_walk all = {.stage = DC_WALK_ALL};
        p.f[0] = (uint64_t)table[p.k];
        p.g[0] = (uint64_t)table[p.k - 1];
        double_up_to(&all, &p, n, left, ONE_STAGE_LIMBS);
    }
    p = after;
    double_up_to(walk, &p, n, left_after, INT64_MAX);

    int64_t m = limbs_of(n / 2);
    uint64_t *f = p.f, *g = p.g, *a = p.a, *b = p.b;
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        for (int64_t i = p.m; i < m; i++) {
            f[i] = g[i] = 0;
        }
        if (n & 1) {
            dc_add_n(a, f, f, m);
            dc_sub_n(b, a, g, m);
            dc_add_n(a, a, g, m);
        } else {
            dc_add_n(a, g, g, m);
            dc_add_n(b, f, a, m);
            for (int64_t i = 0; i < m; i++) {
                a[i] = f[i];
            }
        }
    }
    dc_walk_multiply(walk, variants, result, a, m, b, m, p.products);
    for (dc_span s = dc_stage(walk, 1, 1); dc_next(&s);) {
        result[2 * m] = 0;
        if (n & 1) {
            add_two_signed(result, 2 * m, p.k);
        }
    }
}

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
    if (!is_index(n)) {
        return DC_ERR_RANGE;
    }
    if (result_limbs < dc_fib_limbs(n) || scratch_limbs < dc_fib_scratch(n)) {
        return DC_ERR_SPACE;
    }
    dc_walk all = {.stage = DC_WALK_ALL};
    dc_walk_fib(&all, dc_variants_now(), result, scratch, n);
    return dc_normalized(result, dc_fib_limbs(n));
}
