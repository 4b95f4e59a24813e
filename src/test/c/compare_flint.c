/*
 * Times of products in C, by this library and by FLINT, without Java: not a test. For each length,
 * both compute the same product in turns. The ratio is the median of those of all turns; half of
 * them are between the quartiles.
 *
 * From the top of the project, after a build, with a libflint.so of version 3:
 *
 *   gcc -std=gnu11 -O2 -Isrc/main/c -o /tmp/compare_flint src/test/c/compare_flint.c \
 *       $(find target/objs -name '*.o' ! -name freestanding.o) -ldl \
 *       && /tmp/compare_flint /path/to/libflint.so
 */
#include "downcall.h"

#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>

enum { MOST_TURNS = 1001, HUGE_PAGE = 1 << 21 };

/* r[0..n + m) = a[0..n) b[0..m), for n >= m. Returns the upper limb. */
typedef uint64_t (*flint_multiply)(uint64_t *r, const uint64_t *a, long n, const uint64_t *b,
                                   long m);

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* other processes disturb it less */
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint64_t *limbs_of(long long n) {
    size_t bytes = ((size_t)n * 8 / HUGE_PAGE + 1) * HUGE_PAGE;
    uint64_t *limbs = aligned_alloc(HUGE_PAGE, bytes);
    if (limbs == NULL) {
        fprintf(stderr, "There is no memory for %lld limbs.\n", n);
        exit(1);
    }
    madvise(limbs, bytes, MADV_HUGEPAGE);
    memset(limbs, 0, bytes);
    return limbs;
}

static void fill(uint64_t *limbs, long long n, uint64_t state) {
    for (long long i = 0; i < n; i++) {
        state = state * UINT64_C(6364136223846793005) + 1; /* [D. Knuth, MMIX] */
        limbs[i] = state ^ state >> 32;
    }
}

static int compare(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print(double bits, flint_multiply flint) {
    long long n = (long long)(bits / 64), scratch_limbs = dc_mul_scratch_limbs(n, n);
    uint64_t *a = limbs_of(n), *b = limbs_of(n), *scratch = limbs_of(scratch_limbs);
    uint64_t *ours = limbs_of(2 * n), *theirs = limbs_of(2 * n);
    static double time[MOST_TURNS], flint_time[MOST_TURNS], ratio[MOST_TURNS];
    int turns = bits < 3e6 ? MOST_TURNS : (int)(3e9 / bits) | 1;
    fill(a, n, 1);
    fill(b, n, 2);
    for (int turn = -2; turn < turns; turn++) { /* two to warm up */
        double times[2];
        for (int i = 0; i < 2; i++) {
            int is_flint = (turn & 1) != i;
            double start = now();
            if (is_flint) {
                flint(theirs, a, (long)n, b, (long)n);
            } else {
                dc_mul(ours, 2 * n, a, n, b, n, scratch, scratch_limbs);
            }
            times[is_flint] = now() - start;
        }
        if (turn >= 0) {
            time[turn] = times[0];
            flint_time[turn] = times[1];
            ratio[turn] = times[1] / times[0];
        }
    }
    if (memcmp(ours, theirs, (size_t)n * 16) != 0) {
        fprintf(stderr, "The products of numbers of %lld limbs differ.\n", n);
        exit(1);
    }
    qsort(time, (size_t)turns, sizeof *time, compare);
    qsort(flint_time, (size_t)turns, sizeof *flint_time, compare);
    qsort(ratio, (size_t)turns, sizeof *ratio, compare);
    printf("| %g | %.3f ms | %.3f ms | %.2f | %.2f to %.2f |\n", bits / 1e6, 1e3 * time[turns / 2],
           1e3 * flint_time[turns / 2], ratio[turns / 2], ratio[turns / 4], ratio[turns * 3 / 4]);
    fflush(stdout);
    free(a);
    free(b);
    free(scratch);
    free(ours);
    free(theirs);
}

int main(int count, char **arguments) {
    static const double bits[] = {1e5, 3e5, 1e6, 2e6, 3e6, 5e6, 1e7, 2e7, 4e7, 7e7, 1e8, 2e8};
    if (count != 2) {
        fprintf(stderr, "usage: compare_flint /path/to/libflint.so\n");
        return 2;
    }
    void *library = dlopen(arguments[1], RTLD_NOW);
    void *function = library == NULL ? NULL : dlsym(library, "_flint_mpn_mul");
    if (function == NULL) {
        fprintf(stderr, "%s\n", dlerror());
        return 2;
    }
    flint_multiply flint;
    memcpy(&flint, &function, sizeof flint); /* ISO C does not convert to a pointer to a function */
    printf("| million bits | this library | FLINT | ratio | quartiles |\n|--:|--:|--:|--:|--:|\n");
    for (size_t i = 0; i < sizeof bits / sizeof bits[0]; i++) {
        print(bits[i], flint);
    }
    return 0;
}
