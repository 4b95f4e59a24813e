/* Lehmer's algorithm with double words. */
#include "lehmer.h"

#include "limbs.h"
#include "product.h"
#include "short_division.h"
#include "words.h"

void dc_matrix_begin(dc_matrix *matrix) {
    matrix->n = 1;
    for (int row = 0; row < matrix->rows; row++) {
        int lower = row == matrix->rows - 1;
        *dc_entry(matrix, row, 0) = !lower;
        *dc_entry(matrix, row, 1) = (uint64_t)lower;
    }
}

/* ---- Division ------------------------------------------------------------------------------- */

/*
 * q[0..n - m + 1) = a[0..n) / b[0..m), where n >= m and b[m - 1] is not 0; the remainder replaces
 * a.
 */
static void divide(const dc_variants *variants, uint64_t *q, uint64_t *a, int64_t n,
                   const uint64_t *b, int64_t m, uint64_t *scratch) {
    uint64_t *x = scratch, *y = x + n + 1;
    int shift = __builtin_clzll(b[m - 1]);
    x[n] = dc_shift_left(x, a, n, shift);
    dc_shift_left(y, b, m, shift);
    if (m == 1) {
        dc_divisor by = dc_divisor_of(y[0]);
        uint64_t rest = x[n];
        for (int64_t i = n - 1; i >= 0; i--) {
            q[i] = dc_divide(rest, x[i], by, &rest);
        }
        x[0] = rest;
    } else {
        dc_divide_short(variants, q, x, n - m + 1, y, m, y + m);
    }
    for (int64_t i = 0; i < m; i++) {
        uint64_t above = i + 1 < m ? x[i + 1] : 0;
        a[i] = shift > 0 ? x[i] >> shift | above << (64 - shift) : x[i];
    }
    dc_clear(a + m, n - m);
}

static int64_t divide_scratch(int64_t n) {
    return 2 * n + 1 + dc_divide_short_scratch(n, n);
}

/* ---- Matrices of words ---------------------------------------------------------------------- */

/* (a, b) = (h00 h01; h10 h11) (a', b'), as columns. */
typedef struct {
    uint64_t h00, h10, h01, h11;
} words;

/*
 * The numbers of two limbs that are reduced are the upper parts of longer ones, and stay at least
 * LEAST: with A = h00 a' + h01 b' < 2^128 and a', b' >= 2^65, every entry is below 2^63. The lower
 * parts, of p bits, change a' 2^p by less than 2^63 2^p, which is less than a quarter of it.
 */
#define LEAST ((dc_u128)2 << 64)

/*
 * The same for the second half of the reduction, which sees the upper 64 of 96 bits. Entries of its
 * matrix are below 2^64 / LEAST_WORD < 2^31, so the 32 bits that it does not see change a' by less
 * than 2^63. 3 2^32 2^32 - 2^63 > LEAST.
 */
#define LEAST_WORD (UINT64_C(3) << 32)

enum outcome { NOTHING, REDUCED, REDUCED_LAST };

/*
 * x -= q y, with the largest q for which x stays at least LEAST; x >= y. The quotients 1 and 2 are
 * more frequent (58 %) than all others.
 */
static inline enum outcome reduce_double(dc_u128 *x, dc_u128 y, uint64_t *to0, uint64_t *to1,
                                         uint64_t from0, uint64_t from1) {
    dc_u128 r = *x - y;
    if (r < LEAST) {
        return NOTHING;
    }
    uint64_t q = 1;
    enum outcome outcome = REDUCED;
    if (r >= y) {
        r -= y;
        q = 2;
        while (r >= y) {
            /* y >= LEAST, so its upper word is at least 2. This estimate is not too large. */
            uint64_t part = (uint64_t)(r >> 64) / ((uint64_t)(y >> 64) + 1);
            part += part == 0;
            r -= part * y;
            q += part;
        }
        if (r < LEAST) {
            r += y;
            q--;
            outcome = REDUCED_LAST;
        }
    }
    *x = r;
    *to0 += q * from0;
    *to1 += q * from1;
    return outcome;
}

static inline enum outcome reduce_word(uint64_t *x, uint64_t y, uint64_t *to0, uint64_t *to1,
                                       uint64_t from0, uint64_t from1) {
    uint64_t r = *x - y, q = 1;
    if (r < LEAST_WORD) {
        return NOTHING;
    }
    enum outcome outcome = REDUCED;
    if (r >= y) {
        r -= y;
        q = 2;
        if (r >= y) {
            q += r / y;
            r %= y;
        }
        if (r < LEAST_WORD) {
            r += y;
            q--;
            outcome = REDUCED_LAST;
        }
    }
    *x = r;
    *to0 += q * from0;
    *to1 += q * from1;
    return outcome;
}

/* The matrix for the upper parts a and b. Returns 0 if it is the identity. */
static int words_for(words *result, dc_u128 a, dc_u128 b) {
    if (a < LEAST || b < LEAST) {
        return 0;
    }
    words h = {1, 0, 0, 1};
    int found = 0;
    enum outcome outcome;
    if (a < b) {
        goto second;
    }
    for (;;) {
        outcome = reduce_double(&a, b, &h.h01, &h.h11, h.h00, h.h10);
        found |= outcome != NOTHING;
        if (outcome != REDUCED || b >> 96 == 0) {
            break;
        }
    second:
        outcome = reduce_double(&b, a, &h.h00, &h.h10, h.h01, h.h11);
        found |= outcome != NOTHING;
        if (outcome != REDUCED || a >> 96 == 0) {
            break;
        }
    }
    if (outcome == REDUCED) {
        uint64_t x = (uint64_t)(a >> 32), y = (uint64_t)(b >> 32);
        if (x >= LEAST_WORD && y >= LEAST_WORD) {
            if (x < y) {
                goto second_word;
            }
            for (;;) {
                if (reduce_word(&x, y, &h.h01, &h.h11, h.h00, h.h10) != REDUCED) {
                    break;
                }
            second_word:
                if (reduce_word(&y, x, &h.h00, &h.h10, h.h01, h.h11) != REDUCED) {
                    break;
                }
            }
        }
    }
    *result = h;
    return found;
}

/* The matrix for numbers of one limb, as far as its entries stay below 2^63. One may become 0. */
static int words_to_the_end(words *result, uint64_t a, uint64_t b) {
    words h = {1, 0, 0, 1};
    int found = 0;
    while (a != 0 && b != 0) {
        int first = a >= b;
        uint64_t q = first ? a / b : b / a;
        dc_u128 upper = first ? (dc_u128)q * h.h00 + h.h01 : (dc_u128)q * h.h01 + h.h00;
        dc_u128 lower = first ? (dc_u128)q * h.h10 + h.h11 : (dc_u128)q * h.h11 + h.h10;
        if (upper >> 63 != 0 || lower >> 63 != 0) {
            break;
        }
        if (first) {
            a -= q * b;
            h.h01 = (uint64_t)upper;
            h.h11 = (uint64_t)lower;
        } else {
            b -= q * a;
            h.h00 = (uint64_t)upper;
            h.h10 = (uint64_t)lower;
        }
        found = 1;
    }
    *result = h;
    return found;
}

/*
 * a = h11 a - h01 b, b = h00 b - h10 a; neither is negative. The entries are below 2^63, so a sum
 * is between -2^127 and 2^127, and what is carried fits in 64 bits with its sign.
 */
static void apply(uint64_t *a, uint64_t *b, int64_t n, words h) {
    int64_t carry_a = 0, carry_b = 0;
    for (int64_t i = 0; i < n; i++) {
        uint64_t x = a[i], y = b[i];
        dc_u128 p = (dc_u128)h.h11 * x - (dc_u128)h.h01 * y
                    + ((dc_u128)(uint64_t)(carry_a >> 63) << 64 | (uint64_t)carry_a);
        dc_u128 q = (dc_u128)h.h00 * y - (dc_u128)h.h10 * x
                    + ((dc_u128)(uint64_t)(carry_b >> 63) << 64 | (uint64_t)carry_b);
        a[i] = (uint64_t)p;
        carry_a = (int64_t)(p >> 64);
        b[i] = (uint64_t)q;
        carry_b = (int64_t)(q >> 64);
    }
}

/* M = M h. 2 (2^63 - 1) (2^64 - 1) + 2^64 - 1 < 2^128: the sums fit. */
static void multiply_matrix(dc_matrix *matrix, words h) {
    int64_t n = matrix->n;
    uint64_t carries[2][2], any = 0;
    for (int row = 0; row < matrix->rows; row++) {
        uint64_t *x = dc_entry(matrix, row, 0), *y = dc_entry(matrix, row, 1);
        uint64_t carry_x = 0, carry_y = 0;
        for (int64_t i = 0; i < n; i++) {
            uint64_t u = x[i], v = y[i];
            dc_u128 p = (dc_u128)u * h.h00 + (dc_u128)v * h.h10 + carry_x;
            dc_u128 q = (dc_u128)u * h.h01 + (dc_u128)v * h.h11 + carry_y;
            x[i] = (uint64_t)p;
            carry_x = (uint64_t)(p >> 64);
            y[i] = (uint64_t)q;
            carry_y = (uint64_t)(q >> 64);
        }
        carries[row][0] = carry_x;
        carries[row][1] = carry_y;
        any |= carry_x | carry_y;
    }
    if (any != 0) {
        for (int row = 0; row < matrix->rows; row++) {
            dc_entry(matrix, row, 0)[n] = carries[row][0];
            dc_entry(matrix, row, 1)[n] = carries[row][1];
        }
        matrix->n = n + 1;
    }
}

/* ---- One quotient --------------------------------------------------------------------------- */

/* Column `to` += q * the other column. */
static void add_column(const dc_variants *variants, dc_matrix *matrix, int to, const uint64_t *q,
                       int64_t q_limbs, uint64_t *scratch) {
    int64_t n = matrix->n, room = n + q_limbs, longest = n;
    uint64_t *product = scratch;
    for (int row = 0; row < matrix->rows; row++) {
        const uint64_t *from = dc_entry(matrix, row, 1 - to);
        uint64_t *x = dc_entry(matrix, row, to);
        if (q_limbs == 1) {
            product[n] = 0;
            dc_copy(product, x, n);
            product[n] = variants->addmul_1(product, from, n, q[0]);
        } else {
            dc_multiply(variants, product, from, n, q, q_limbs, scratch + room);
            dc_add_1(product + n, q_limbs, dc_add_n(product, product, x, n));
        }
        int64_t length = dc_larger(dc_normalized(product, room), n);
        dc_copy(x, product, length);
        dc_clear(x + length, longest - length);
        if (length > longest) { /* the entries before have fewer limbs */
            for (int i = 0; i < row; i++) {
                dc_clear(dc_entry(matrix, i, to) + longest, length - longest);
            }
            for (int i = 0; i < matrix->rows; i++) {
                dc_clear(dc_entry(matrix, i, 1 - to) + longest, length - longest);
            }
            longest = length;
        }
    }
    matrix->n = longest;
}

/*
 * The larger number is divided by the other, with a smaller quotient if it would become too small.
 */
static int64_t quotient_step(const dc_variants *variants, uint64_t *a, uint64_t *b, int64_t n,
                             int64_t least, dc_matrix *matrix, uint64_t *scratch) {
    int64_t a_limbs = dc_normalized(a, n), b_limbs = dc_normalized(b, n);
    int to = 1;
    if (a_limbs < b_limbs || (a_limbs == b_limbs && dc_is_below(a, b, a_limbs))) {
        uint64_t *swap = a;
        a = b;
        b = swap;
        int64_t limbs = a_limbs;
        a_limbs = b_limbs;
        b_limbs = limbs;
        to = 0;
    }
    if (b_limbs == 0 || b_limbs <= least) {
        return 0;
    }
    int64_t q_limbs = a_limbs - b_limbs + 1;
    uint64_t *q = scratch;
    scratch += q_limbs;
    divide(variants, q, a, a_limbs, b, b_limbs, scratch);
    if (dc_normalized(a, b_limbs) <= least) {
        uint64_t carry = dc_add_n(a, a, b, b_limbs);
        if (a_limbs > b_limbs) {
            a[b_limbs] = carry;
        }
        dc_sub_1(q, q_limbs, 1);
    }
    q_limbs = dc_normalized(q, q_limbs);
    if (q_limbs == 0) {
        return 0;
    }
    if (matrix->rows > 0) {
        add_column(variants, matrix, to, q, q_limbs, scratch);
    }
    return dc_larger(dc_normalized(a, a_limbs), b_limbs);
}

/*
 * The scratch space of a product of numbers with `limbs` limbs in total, or fewer. It is the
 * largest for numbers of the same length, apart from blocks, which have up to 9/8 of the total
 * length and keep a copy.
 */
int64_t dc_total_scratch(int64_t limbs) {
    int64_t half = limbs * 9 / 16 + 16;
    return half + dc_multiply_scratch(half, half, 0);
}

int64_t dc_lehmer_scratch(int64_t n, int64_t q_limbs, int64_t entry_limbs) {
    /* The quotient; then what the division needs, or a product and its scratch. */
    int64_t product = q_limbs + entry_limbs;
    return q_limbs + dc_larger(divide_scratch(n), product + dc_total_scratch(product));
}

/* The 64 bits below bit 64 i - shift. */
static uint64_t word_at(const uint64_t *a, int64_t i, int shift) {
    return shift == 0 ? a[i - 1] : a[i - 1] << shift | (i > 1 ? a[i - 2] >> (64 - shift) : 0);
}

int64_t dc_lehmer_step(const dc_variants *variants, uint64_t *a, uint64_t *b, int64_t n,
                       int64_t least, dc_matrix *matrix, uint64_t *scratch) {
    words h;
    int found;
    if (n >= 2) {
        /*
         * Without a shift, a number that is at least 2^65 afterwards has n limbs. With one, it has
         * at least n - 1.
         */
        int shift = n == least + 1 ? 0 : __builtin_clzll(a[n - 1] | b[n - 1]);
        dc_u128 x = (dc_u128)word_at(a, n, shift) << 64 | word_at(a, n - 1, shift);
        dc_u128 y = (dc_u128)word_at(b, n, shift) << 64 | word_at(b, n - 1, shift);
        found = words_for(&h, x, y);
    } else {
        found = least < 0 && words_to_the_end(&h, a[0], b[0]);
    }
    if (!found) {
        return quotient_step(variants, a, b, n, least, matrix, scratch);
    }
    apply(a, b, n, h);
    if (matrix->rows > 0) {
        multiply_matrix(matrix, h);
    }
    while (n > 1 && (a[n - 1] | b[n - 1]) == 0) {
        n--;
    }
    return n;
}
