/*
 * Measures from how many limbs on which way of multiplying is faster, at every instruction-set
 * level of this machine, and prints the thresholds as isa.h and isa.c have them. On an idle
 * machine, from the top of the project:
 *
 *   cd src/main/c && gcc -std=gnu11 -O3 -ffp-contract=off -I. -o /tmp/tune ../../test/c/tune.c \
 *       isa.c limbs*.c convolution.c ntt_*.c product_ifma.c && /tmp/tune
 *
 * It takes some ten seconds. Near a threshold both ways take nearly the same time, so that it may
 * differ by a tenth from one run to the next, and that does not matter.
 */
#include "numbers/variants.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* product.c with thresholds that can be changed. */
static int64_t karatsuba_mul, karatsuba_sqr;
#define DC_KARATSUBA_MUL_LIMBS karatsuba_mul
#define DC_KARATSUBA_SQR_LIMBS karatsuba_sqr
#include "numbers/product.c"
#undef DC_KARATSUBA_MUL_LIMBS
#undef DC_KARATSUBA_SQR_LIMBS

enum { LONGEST = 8192, SAMPLES = 15 };

static uint64_t a[LONGEST], b[LONGEST], r[2 * LONGEST], *scratch;
static dc_variants variants; /* of the level at hand, with other thresholds */

static int64_t nanoseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return INT64_C(1000000000) * now.tv_sec + now.tv_nsec;
}

/* ---- Ways to multiply ----------------------------------------------------------------------- */

typedef void way(int64_t n, int square);

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

/* One step, and schoolbook for its halves. */
static void karatsuba_once(int64_t n, int square) {
    karatsuba_mul = karatsuba_sqr = n;
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

/* ---- The better of two ---------------------------------------------------------------------- */

static int64_t sample(way *multiply, int64_t n, int square, int64_t times) {
    int64_t start = nanoseconds();
    for (int64_t i = 0; i < times; i++) {
        multiply(n, square);
    }
    return nanoseconds() - start;
}

/*
 * The least of several samples, of some 50 microseconds each and in turn: what disturbs one
 * disturbs both.
 */
static void times_of(double least[2], way *const ways[2], int64_t n, int square) {
    int64_t times[2] = {1, 1};
    for (int k = 0; k < 2; k++) {
        while (sample(ways[k], n, square, times[k]) < 50000) {
            times[k] *= 2;
        }
        least[k] = 1e18;
    }
    for (int i = 0; i < 2 * SAMPLES; i++) {
        double took = (double)sample(ways[i % 2], n, square, times[i % 2]) / (double)times[i % 2];
        least[i % 2] = took < least[i % 2] ? took : least[i % 2];
    }
}

/*
 * From how many limbs on, between two lengths, the second way had better be taken, so that what is
 * lost against the faster of both at each length is least in all. Times of transforms go up in
 * steps, so that either way may win several times.
 */
static int64_t threshold(way *first, way *second, int64_t from, int64_t to, int square) {
    enum { MOST = 400 };
    double lost_by_first[MOST], lost_by_second[MOST], least = 0;
    int64_t lengths[MOST], best = from;
    int count = 0;
    for (int64_t n = from; n <= to && count < MOST; n += 1 + n / 40) {
        double took[2];
        times_of(took, (way *const[]){first, second}, n, square);
        lost_by_first[count] = took[0] > took[1] ? took[0] / took[1] - 1 : 0;
        lost_by_second[count] = took[1] > took[0] ? took[1] / took[0] - 1 : 0;
        lengths[count++] = n;
    }
    /* What is lost more than with a threshold beyond all lengths, as it comes down. */
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

int main(void) {
    for (int i = 0; i < LONGEST; i++) {
        a[i] = UINT64_C(0x9E3779B97F4A7C15) * (uint64_t)(i + 1);
        b[i] = UINT64_C(0xD1B54A32D192ED03) * (uint64_t)(i + 3);
    }
    scratch = aligned_alloc(64, (size_t)(dc_multiply_scratch(LONGEST, LONGEST, 0) + 8) / 8 * 64);
    if (scratch == NULL) {
        return 1;
    }
    static const char *const constants[] = {"BASELINE", "ADX", "AVX2", "AVX512"};
    for (int level = 0; level <= dc_isa_detected(); level++) {
        const dc_variants *table = dc_kernels_at(level);
        const char *transforms_name = level >= DC_ISA_AVX512 ? "avx512"
                                      : level >= DC_ISA_AVX2 ? "avx2"
                                                             : "baseline";
        variants = *table;
        variants.ifma_mul_limbs = variants.ifma_sqr_limbs = DC_NEVER;

        int64_t mul = threshold(schoolbook, karatsuba_once, 10, 90, 0);
        int64_t sqr = threshold(schoolbook, karatsuba_once, 16, 150, 1);
        /* isa.h has one for all levels: that of ADX, whose addmul_1 AVX2 has, too. */
        printf("    DC_KARATSUBA_MUL_LIMBS = %d,\n    DC_KARATSUBA_SQR_LIMBS = %d,\n", (int)mul,
               (int)sqr);
        karatsuba_mul = mul;
        karatsuba_sqr = sqr;
        if (variants.mul_ifma != NULL) {
            int64_t ifma_mul = threshold(balanced, ifma, 4, 60, 0),
                    ifma_sqr = threshold(balanced, ifma, 4, 80, 1);
            variants.ifma_mul_limbs = (int32_t)ifma_mul;
            variants.ifma_sqr_limbs = (int32_t)ifma_sqr;
        }
        int64_t least = 2 * DC_NTT_LEAST_LIMBS, most = level < DC_ISA_AVX2 ? 6000 : 1500;
        int64_t ntt_mul = threshold(balanced, transforms, least, most, 0);
        int64_t ntt_sqr = threshold(balanced, transforms, DC_NTT_LEAST_LIMBS, most, 1);
        printf("    {DC_ISA_%s, dc_addmul_1_%s, %s, ", constants[level],
               level == 0 ? "baseline" : "adx", variants.mul_ifma != NULL ? "dc_mul_ifma" : "NULL");
        print_limbs(variants.ifma_mul_limbs);
        printf(", ");
        print_limbs(variants.ifma_sqr_limbs);
        printf(", &dc_ntt_%s, ", transforms_name);
        print_limbs(ntt_mul);
        printf(", ");
        print_limbs(ntt_sqr);
        printf("},\n");
        fflush(stdout);
    }
    free(scratch);
    return 0;
}
