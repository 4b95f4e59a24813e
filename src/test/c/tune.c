/*
 * Measures from which length on which algorithm is faster, for every combination of variants that
 * this machine has, and prints the rows of the table in variants.c and DC_DIVIDED_WORDS. On an idle
 * machine, from the top of the project:
 *
 *   gcc -std=gnu11 -O3 -ffp-contract=off -Isrc/main/c -o /tmp/tune src/test/c/tune.c \
 *       src/main/c/cpu_features.c \
 *       $(find src/main/c/numbers -name '*.c' ! -name product.c ! -name radix.c) && /tmp/tune
 *
 * It takes about half a minute. Near a threshold both algorithms take nearly the same time, so
 * results may differ by a tenth from one run to the next without any effect.
 */
#include "cpu_features.h"
#include "numbers/division.h"
#include "numbers/product.c"
#include "numbers/root.h"

/* radix.c with a threshold that can be changed. */
static int64_t divided_words;
#define DC_DIVIDED_WORDS divided_words
#define is_long radix_is_long
#include "numbers/radix.c"
#undef DC_DIVIDED_WORDS
#undef is_long

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LONGEST = 16384, SAMPLES = 15 };

static uint64_t a[LONGEST], b[LONGEST], r[2 * LONGEST], *scratch;
static dc_variants variants; /* those that are measured, with other thresholds */

static int64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return INT64_C(1000000000) * now.tv_sec + now.tv_nsec;
}

/* ---- Algorithms ------------------------------------------------------------------------------- */

typedef void algorithm(int64_t n, int square);

static void balanced(int64_t n, int square) {
    if (square) {
        sqr_balanced(&variants, r, a, n, scratch);
    } else {
        mul_balanced(&variants, r, a, b, n, scratch);
    }
}

static void schoolbook(int64_t n, int square) {
    if (square) {
        sqr_schoolbook(&variants, r, a, n);
    } else {
        mul_schoolbook(&variants, r, a, n, b, n);
    }
}

/* One level of Karatsuba's algorithm, and schoolbook for its halves. */
static void karatsuba_once(int64_t n, int square) {
    variants.karatsuba_mul_limbs = variants.karatsuba_sqr_limbs = (int32_t)n;
    balanced(n, square);
}

static void ifma(int64_t n, int square) {
    variants.mul_ifma(r, a, n, square ? a : b, n);
}

static void transforms(int64_t n, int square) {
    dc_convolution c = convolution_of(&variants, r, a, n, square ? a : b, n, scratch);
    dc_walk walk = {.stage = DC_WALK_ALL};
    dc_walk_convolution(&walk, &c);
}

/* The upper half of a product; `square` does not matter, here and below. */
static void upper_half(int64_t n, int square) {
    (void)square;
    variants.mul_ifma_part(r, a, n, b, n, n, 2 * n, scratch);
}

/* Conversions to decimal, of n limbs. */
static void convert(int64_t n) {
    dc_walk walk = {.stage = DC_WALK_ALL};
    dc_walk_to_radix(&walk, dc_variants_now(), 10, r, a, n, scratch);
}

static void convert_by_division(int64_t n, int square) {
    (void)square;
    divided_words = INT64_MAX;
    convert(n);
}

static void convert_by_tree(int64_t n, int square) {
    (void)square;
    divided_words = 0;
    convert(n);
}

/* Divisions of 2n limbs by n limbs. */
static void divide(int64_t n) {
    dc_walk walk = {.stage = DC_WALK_ALL};
    dc_walk_divide(&walk, &variants, r, r + n + 1, a, 2 * n, b, n, scratch);
}

static void divide_schoolbook(int64_t n, int square) {
    (void)square;
    variants.recursive_division_limbs = variants.reciprocal_division_limbs = DC_NEVER;
    divide(n);
}

static void divide_recursively_once(int64_t n, int square) {
    (void)square;
    variants.recursive_division_limbs = (int32_t)n;
    variants.reciprocal_division_limbs = DC_NEVER;
    divide(n);
}

static int32_t recursive_division_limbs; /* as measured */

static void divide_recursively(int64_t n, int square) {
    (void)square;
    variants.recursive_division_limbs = recursive_division_limbs;
    variants.reciprocal_division_limbs = DC_NEVER;
    divide(n);
}

static void divide_by_reciprocal(int64_t n, int square) {
    (void)square;
    variants.recursive_division_limbs = recursive_division_limbs;
    variants.reciprocal_division_limbs = DC_RECIPROCAL_LEAST_LIMBS;
    divide(n);
}

/* Square roots of n limbs. */
static void root_of(int64_t n) {
    dc_walk walk = {.stage = DC_WALK_ALL};
    dc_walk_sqrt(&walk, &variants, r, a, 2 * n, scratch);
}

static void root_schoolbook(int64_t n, int square) {
    (void)square;
    variants.newton_root_limbs = DC_NEVER;
    root_of(n);
}

static void root_by_newton(int64_t n, int square) {
    (void)square;
    variants.newton_root_limbs = DC_NTT_LEAST_LIMBS;
    root_of(n);
}

/* ---- Thresholds ------ ---------------------------------------------------------------------- */

static int64_t sample(algorithm *multiply, int64_t n, int square, int64_t times) {
    int64_t start = nanoseconds();
    for (int64_t i = 0; i < times; i++) {
        multiply(n, square);
    }
    return nanoseconds() - start;
}

/*
 * The minima of several samples of about 50 microseconds each. The algorithms take turns, so that a
 * disturbance affects both.
 */
static void times_of(double least[2], algorithm *const algorithms[2], int64_t n, int square) {
    int64_t times[2] = {1, 1};
    for (int k = 0; k < 2; k++) {
        while (sample(algorithms[k], n, square, times[k]) < 50000) {
            times[k] *= 2;
        }
        least[k] = 1e18;
    }
    for (int i = 0; i < 2 * SAMPLES; i++) {
        double took =
            (double)sample(algorithms[i % 2], n, square, times[i % 2]) / (double)times[i % 2];
        least[i % 2] = took < least[i % 2] ? took : least[i % 2];
    }
}

/*
 * The threshold between `from` and `to` for the second algorithm that has the least total loss,
 * compared with the faster of both at each length. The times of transforms grow in steps, so
 * either algorithm may win several times.
 */
static int64_t threshold(algorithm *first, algorithm *second, int64_t from, int64_t to,
                         int square) {
    enum { MOST = 400 };
    double lost_by_first[MOST], lost_by_second[MOST], least = 0;
    int64_t lengths[MOST], best = from;
    int count = 0;
    for (int64_t n = from; n <= to && count < MOST; n += 1 + n / 40) {
        double took[2];
        times_of(took, (algorithm *const[]){first, second}, n, square);
        lost_by_first[count] = took[0] > took[1] ? took[0] / took[1] - 1 : 0;
        lost_by_second[count] = took[1] > took[0] ? took[1] / took[0] - 1 : 0;
        lengths[count++] = n;
    }
    /* The loss compared with a threshold beyond all lengths, as the threshold decreases. */
    double lost = 0;
    for (int i = count - 1; i >= 0; i--) {
        lost += lost_by_second[i] - lost_by_first[i];
        if (lost < least) {
            least = lost;
            best = lengths[i];
        }
    }
    return least < 0 ? best : DC_NEVER;
}

static void print_limbs(int64_t limbs) {
    if (limbs == DC_NEVER) {
        printf("DC_NEVER");
    } else {
        printf("%d", (int)limbs);
    }
}

/* The columns of the table, and what their transforms require. */
static const struct {
    const char *column, *ntt;
    long long required;
} transforms_of[] = {
    {"BASELINE", "baseline", 0},
    {"NEON", "neon", DC_REQUIRES_NEON},
    {"AVX2", "avx2", DC_REQUIRES_AVX2},
    {"AVX512", "avx512", DC_REQUIRES_AVX512},
};
enum { COLUMNS = sizeof transforms_of / sizeof transforms_of[0] };

static void measure(long long addmul, int column) {
    variants = *dc_variants_for(addmul | transforms_of[column].required);
    int has_ifma = variants.mul_ifma != NULL;
    variants.ifma_mul_limbs = variants.ifma_sqr_limbs = DC_NEVER;
    int64_t mul = threshold(schoolbook, karatsuba_once, 10, 90, 0);
    int64_t sqr = threshold(schoolbook, karatsuba_once, 16, 150, 1);
    variants.karatsuba_mul_limbs = (int32_t)mul;
    variants.karatsuba_sqr_limbs = (int32_t)sqr;
    if (has_ifma) {
        int64_t ifma_mul = threshold(balanced, ifma, 4, 60, 0),
                ifma_sqr = threshold(balanced, ifma, 4, 80, 1);
        variants.ifma_mul_limbs = (int32_t)ifma_mul;
        variants.ifma_sqr_limbs = (int32_t)ifma_sqr;
    }
    int64_t least = 2 * DC_NTT_LEAST_LIMBS, most = column > 0 ? 1500 : 6000;
    int64_t ntt_mul = threshold(balanced, transforms, least, most, 0);
    int64_t ntt_sqr = threshold(balanced, transforms, DC_NTT_LEAST_LIMBS, most, 1);
    printf("    [%s] = {dc_addmul_1_%s, %d, %d, %s, ", transforms_of[column].column,
           addmul != 0 ? "adx" : "baseline", (int)mul, (int)sqr, has_ifma ? "dc_mul_ifma" : "NULL");
    print_limbs(variants.ifma_mul_limbs);
    printf(", ");
    print_limbs(variants.ifma_sqr_limbs);
    printf(", &dc_ntt_%s, ", transforms_of[column].ntt);
    print_limbs(ntt_mul);
    printf(", ");
    print_limbs(ntt_sqr);
    int64_t ntt_part = has_ifma ? threshold(upper_half, transforms, least, most, 0) : ntt_mul;
    printf(", %s, ", has_ifma ? "dc_mul_ifma_part" : "NULL");
    print_limbs(ntt_part);
    variants.ntt_mul_limbs = (int32_t)ntt_mul;
    variants.ntt_sqr_limbs = (int32_t)ntt_sqr;
    variants.ntt_part_limbs = (int32_t)ntt_part;
    int64_t recursive =
        threshold(divide_schoolbook, divide_recursively_once, DC_RECURSIVE_LEAST_LIMBS, 600, 0);
    recursive_division_limbs = (int32_t)recursive;
    printf(", ");
    print_limbs(recursive);
    printf(", ");
    print_limbs(threshold(divide_recursively, divide_by_reciprocal, DC_RECIPROCAL_LEAST_LIMBS,
                          DC_RECIPROCAL_MOST_LIMBS - 1, 0));
    printf(", ");
    print_limbs(threshold(root_schoolbook, root_by_newton, DC_NTT_LEAST_LIMBS, most, 0));
    printf("},\n");
    fflush(stdout);
}

int main(void) {
    for (int i = 0; i < LONGEST; i++) {
        a[i] = UINT64_C(0x9E3779B97F4A7C15) * (uint64_t)(i + 1);
        b[i] = UINT64_C(0xD1B54A32D192ED03) * (uint64_t)(i + 3);
    }
    int64_t product = dc_multiply_scratch(LONGEST, LONGEST, 0),
            quotient = dc_divide_scratch(LONGEST, LONGEST / 2),
            limbs_needed = product > quotient ? product : quotient;
    scratch = aligned_alloc(64, (size_t)(limbs_needed + 8) / 8 * 64);
    if (scratch == NULL) {
        return 1;
    }
    static const long long addmul[] = {0, DC_REQUIRES_ADX};
    for (int i = 0; i < 2; i++) {
        for (int column = 0; column < COLUMNS; column++) {
            if (dc_has(dc_features_detected(), addmul[i] | transforms_of[column].required)) {
                measure(addmul[i], column);
            }
        }
    }
    int64_t limbs = threshold(convert_by_division, convert_by_tree, 20, 250, 0);
    divided_words = INT64_MAX;
    printf("    DC_DIVIDED_WORDS = %d\n", (int)dc_to_radix_words(10, limbs) - 1);
    free(scratch);
    return 0;
}
