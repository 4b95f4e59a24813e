/* Fibonacci numbers: in a word, modulo a word, and exact. */
#include "downcall.h"
#include "limbs.h"

static const int64_t table[DC_FIB_MAX_LONG_INDEX + 1] = {
    0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987, 1597, 2584, 4181, 6765, 10946, 17711, 28657,
    46368, 75025, 121393, 196418, 317811, 514229, 832040, 1346269, 2178309, 3524578, 5702887, 9227465, 14930352,
    24157817, 39088169, 63245986, 102334155, 165580141, 267914296, 433494437, 701408733, 1134903170, 1836311903,
    2971215073, 4807526976, 7778742049, 12586269025, 20365011074, 32951280099, 53316291173, 86267571272, 139583862445,
    225851433717, 365435296162, 591286729879, 956722026041, 1548008755920, 2504730781961, 4052739537881,
    6557470319842, 10610209857723, 17167680177565, 27777890035288, 44945570212853, 72723460248141, 117669030460994,
    190392490709135, 308061521170129, 498454011879264, 806515533049393, 1304969544928657, 2111485077978050,
    3416454622906707, 5527939700884757, 8944394323791464, 14472334024676221, 23416728348467685, 37889062373143906,
    61305790721611591, 99194853094755497, 160500643816367088, 259695496911122585, 420196140727489673,
    679891637638612258, 1100087778366101931, 1779979416004714189, 2880067194370816120, 4660046610375530309,
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
 * [D. Takahashi, "A fast algorithm for computing large Fibonacci numbers", Inf. Process. Lett. 75 (2000)]
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
 * The loop of the article that this project starts from. Unrolled, it takes one cycle per addition; as gcc -O3 leaves
 * it, the two register moves make that two. HotSpot unrolls the Java loop by itself.
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

/* At least as many bits as F(n) has. F(n) < phi^n / sqrt(5) + 1/2, and 2981746315 / 2^32 > log2(phi). */
static int64_t bits_of(int64_t n) {
    return (int64_t)((uint64_t)n * 2981746315u >> 32) + 1;
}

/*
 * F(n) is the product of two numbers of F(n/2 + 2)'s size. Each is rounded up to whole limbs, which can make
 * the product up to three limbs longer than F(n): 2 for the rounding, 1 for the "+ 2".
 */
static int64_t result_limbs_of(int64_t n) {
    return bits_of(n) / 64 + 4;
}

/* The doubling goes up to F(n/2); two limbs for the carries of 4 F(k)^2, and rounding up to a square's even length. */
static int64_t half_limbs_of(int64_t n) {
    return bits_of(n / 2 + 2) / 64 + 4;
}

/* Four numbers of that size, and what their products want. */
static int64_t scratch_limbs_of(int64_t n) {
    int64_t half = half_limbs_of(n);
    return 4 * half + dc_product_scratch_limbs(half);
}

static int is_index(long long n) {
    return n >= 0 && n <= DC_FIB_MAX_EXACT_INDEX;
}

long long dc_fib_exact_limbs(long long n) {
    return is_index(n) ? result_limbs_of(n) : DC_ERR_RANGE;
}

long long dc_fib_exact_scratch_limbs(long long n) {
    return is_index(n) ? scratch_limbs_of(n) : DC_ERR_RANGE;
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
static void odd_neighbours(uint64_t *f, uint64_t *g, const uint64_t *a, const uint64_t *b, int64_t m) {
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

/*
 * With f = F(k), g = F(k-1), one step goes from k to 2k or 2k + 1 by two squares:
 *   F(2k+1) = 4 F(k)^2 - F(k-1)^2 + 2 (-1)^k,  F(2k-1) = F(k)^2 + F(k-1)^2,  F(2k) = F(2k+1) - F(2k-1)
 * and the last step, which needs one number only, by one product:
 *   F(2k) = F(k) (F(k) + 2 F(k-1)),  F(2k+1) = (2 F(k) + F(k-1)) (2 F(k) - F(k-1)) + 2 (-1)^k
 * [The GNU MP manual, section "Fibonacci Numbers Algorithm"; the identities are Lucas's.]
 */
long long dc_fib_exact(uint64_t *result, long long result_limbs, uint64_t *scratch, long long scratch_limbs,
                       long long n) {
    if (!is_index(n)) {
        return DC_ERR_RANGE;
    }
    if (result_limbs < result_limbs_of(n) || scratch_limbs < scratch_limbs_of(n)) {
        return DC_ERR_SPACE;
    }
    if (n <= DC_FIB_MAX_LONG_INDEX) {
        result[0] = (uint64_t)table[n];
        return dc_normalized(result, 1);
    }
    const dc_kernels *kernels = dc_kernels_now();
    int64_t half = half_limbs_of(n);
    uint64_t *f = scratch, *g = f + half, *a = g + half, *b = a + half, *products = b + half;

    /* Begin with the leading bits of n that the table holds. At least one bit is left for the last step. */
    int left = 0;
    while (n >> left > DC_FIB_MAX_LONG_INDEX) {
        left++;
    }
    int64_t k = n >> left;
    f[0] = (uint64_t)table[k];
    g[0] = (uint64_t)table[k - 1];
    int64_t m = 1;

    while (--left > 0) {
        dc_sqr_n(kernels, a, f, m, products);
        dc_sqr_n(kernels, b, g, m, products);
        odd_neighbours(f, g, a, b, 2 * m);
        m = 2 * m + 1;
        add_two_signed(f, m, k);
        int64_t bit = n >> left & 1;
        if (bit) {
            dc_sub_n(g, f, g, m);
        } else {
            dc_sub_n(f, f, g, m);
        }
        k = 2 * k + bit;
        m = dc_normalized(f, m);
    }

    /* F(k) 2 + F(k-1) < 2^64m 3: one more limb for both factors. */
    f[m] = g[m] = 0;
    m++;
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
    if (a[m - 1] == 0 && b[m - 1] == 0) {
        m--;
    }
    dc_mul_n(kernels, result, a, b, m, products);
    if (n & 1) {
        add_two_signed(result, 2 * m, k);
    }
    return dc_normalized(result, 2 * m);
}
