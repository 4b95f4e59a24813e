/*
 * How long tasks would run on several threads: not a test. Runs each strand alone, measures it, and
 * assigns the strands of each stage, in their order, to the thread that is free first. The time of
 * a stage is that of its busiest thread. What threads share, such as the memory's bandwidth, and
 * what it costs to wake them, is left out, so the table shows an upper bound.
 *
 * From the top of the project, after a build:
 *
 *   gcc -std=gnu11 -O2 -Isrc/main/c -o /tmp/scaling src/test/c/scaling.c \
 *       $(find target/objs -name '*.o' ! -name freestanding.o) && /tmp/scaling
 */
#include "downcall.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { MOST_THREADS = 64 };

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t); /* other processes disturb it less */
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static uint64_t *limbs_of(long long n) {
    uint64_t *limbs = aligned_alloc(64, ((size_t)n * 8 + 63) / 64 * 64);
    if (limbs == NULL) {
        fprintf(stderr, "There is no memory for %lld limbs.\n", n);
        exit(1);
    }
    return limbs;
}

/* Numbers that are also valid decimal words. */
static void fill(uint64_t *limbs, long long n, uint64_t state) {
    for (long long i = 0; i < n; i++) {
        state = state * UINT64_C(6364136223846793005) + 1; /* [D. Knuth, MMIX] */
        limbs[i] = 1 + state % UINT64_C(9999999999999999999);
    }
}

/* The thread that is free first. */
static int free_thread(const double *busy, int threads) {
    int first = 0;
    for (int i = 1; i < threads; i++) {
        if (busy[i] < busy[first]) {
            first = i;
        }
    }
    return first;
}

static void run_strand(const dc_task *task, long long stage, long long strand, long long steps) {
    for (long long step = 0; step < steps; step++) {
        dc_task_run(task, stage, strand, step);
    }
}

/* Runs the task, and prints how many times faster it would be on 2, 4, 8 ... threads. */
static void print_row(const char *name, dc_task task) {
    task.features = dc_features();
    task.threads = 2;
    task.result_limbs = dc_task_result_limbs(&task);
    task.scratch_limbs = dc_task_scratch_limbs(&task);
    task.result = limbs_of(task.result_limbs);
    task.scratch = limbs_of(task.scratch_limbs);
    dc_task_run(&task, -1, 0, 0); /* so that all pages are there */

    double all = 0, times[MOST_THREADS + 1] = {0};
    long long stages = dc_task_stages(&task);
    for (long long stage = 0; stage < stages; stage++) {
        long long strands = dc_task_strands(&task, stage), steps = dc_task_steps(&task, stage);
        double busy[MOST_THREADS + 1][MOST_THREADS] = {{0}};
        for (long long strand = 0; strand < strands; strand++) {
            double begin = now();
            run_strand(&task, stage, strand, steps);
            double taken = now() - begin;
            all += taken;
            for (int threads = 2; threads <= MOST_THREADS; threads *= 2) {
                busy[threads][free_thread(busy[threads], threads)] += taken;
            }
        }
        for (int threads = 2; threads <= MOST_THREADS; threads *= 2) {
            double longest = 0;
            for (int i = 0; i < threads; i++) {
                longest = busy[threads][i] > longest ? busy[threads][i] : longest;
            }
            times[threads] += longest;
        }
    }
    printf("| %s | %.1f ms |", name, all * 1e3);
    for (int threads = 2; threads <= MOST_THREADS; threads *= 2) {
        printf(" %.1f |", all / times[threads]);
    }
    printf("\n");
    fflush(stdout);
    free(task.result);
    free(task.scratch);
}

int main(void) {
    static const struct {
        const char *name;
        int operation;
        long long n; /* limbs, words or the index */
    } tasks[] = {
        {"product of two numbers of 1 Mbit", DC_MULTIPLY, 15625},
        {"product of two numbers of 10 Mbit", DC_MULTIPLY, 156250},
        {"product of two numbers of 70 Mbit", DC_MULTIPLY, 1093750},
        {"product of two numbers of 300 Mbit", DC_MULTIPLY, 4687500},
        {"F(10^7)", DC_FIB, 10000000},
        {"F(10^8)", DC_FIB, 100000000},
        {"to decimal, 10^6 digits", DC_TO_DECIMAL, 51906},
        {"to decimal, 10^7 digits", DC_TO_DECIMAL, 519052},
        {"from decimal, 10^6 digits", DC_FROM_DECIMAL, 52632},
        {"from decimal, 10^7 digits", DC_FROM_DECIMAL, 526316},
        {"20 Mbit by 10 Mbit", DC_DIVIDE, 156250},
        {"square root of 20 Mbit", DC_SQRT, 312500},
        {"25-bit power modulo 10 Mbit", DC_MOD_POWER, 156250},
        {"gcd of two numbers of 10 Mbit", DC_GCD, 156250},
    };
    printf("| task | one thread |");
    for (int threads = 2; threads <= MOST_THREADS; threads *= 2) {
        printf(" %d threads |", threads);
    }
    printf("\n");
    for (size_t i = 0; i < sizeof tasks / sizeof tasks[0]; i++) {
        dc_task task = {.operation = tasks[i].operation, .n = tasks[i].n};
        uint64_t *a = NULL, *b = NULL;
        if (task.operation != DC_FIB) {
            long long a_limbs = tasks[i].n * (task.operation == DC_DIVIDE ? 2 : 1);
            a = limbs_of(a_limbs);
            b = limbs_of(tasks[i].n);
            fill(a, a_limbs, 1);
            fill(b, tasks[i].n, 2);
            task.a = a;
            task.b = b;
            task.a_limbs = a_limbs;
            task.b_limbs = tasks[i].n;
        }
        static const uint64_t exponent = 0x1234567;
        if (task.operation == DC_MOD_POWER) {
            task.b = &exponent;
            task.b_limbs = 1;
            task.c = b;
            task.c_limbs = tasks[i].n;
        }
        print_row(tasks[i].name, task);
        free(a);
        free(b);
    }
    return 0;
}
