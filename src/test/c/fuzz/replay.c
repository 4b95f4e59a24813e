/*
 * Runs the fuzzer without libFuzzer.
 *
 *   replay            all inputs in src/test/c/fuzz/corpus.txt, as a test program
 *   replay FILE...    the input in each file
 *   replay -random SECONDS SEED CORPUS FINDINGS
 *                     inputs made at random from those in the file CORPUS; one that ends the program
 *                     is kept as FINDINGS/crash-SEED
 *
 * A corpus is a text file with an input in hexadecimal digits on each line. Lines that begin with #
 * are comments.
 */
#define _DEFAULT_SOURCE /* clock_gettime, setitimer */

#include "fuzz.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { MOST_BYTES = 4096, NAME = 1024 };

static const char CORPUS[] = "src/test/c/fuzz/corpus.txt";

typedef struct {
    size_t size;
    uint8_t bytes[MOST_BYTES];
} one_input;

static FILE *open_file(const char *name) {
    FILE *stream = fopen(name, "rb");
    if (stream == NULL) {
        perror(name);
        exit(2);
    }
    return stream;
}

/* A copy of exactly the right length, so that a sanitizer detects reads beyond it. */
static void run(const one_input *i) {
    uint8_t *bytes = malloc(i->size + (i->size == 0));
    if (bytes == NULL) {
        abort();
    }
    memcpy(bytes, i->bytes, i->size);
    fuzz_one(bytes, i->size);
    free(bytes);
}

static void replay(const char *name) {
    FILE *stream = open_file(name);
    one_input i;
    i.size = fread(i.bytes, 1, MOST_BYTES, stream);
    fclose(stream);
    run(&i);
}

/* Calls a function for each input in a corpus, and returns their number. */
static int for_each(const char *corpus, void (*function)(const one_input *i, int line)) {
    int count = 0, line = 0;
    FILE *stream = open_file(corpus);
    for (char text[2 * MOST_BYTES + 2]; fgets(text, sizeof text, stream) != NULL;) {
        one_input i = {0};
        const char *at = text;
        unsigned byte;
        line++;
        for (int digits; sscanf(at, "%2x%n", &byte, &digits) == 1; at += digits) {
            i.bytes[i.size++] = (uint8_t)byte;
        }
        if (i.size > 0) {
            function(&i, line);
            count++;
        }
    }
    fclose(stream);
    return count;
}

/* The line is printed before the run, because a failure ends the program. */
static void replay_line(const one_input *i, int line) {
    printf("# line %d of %s\n", line, CORPUS);
    fflush(stdout);
    run(i);
}

/* ---- Random inputs -------------------------------------------------------------------------- */

enum { MOST_BASES = 4096, SHORT = 96 };

static one_input *bases;
static int base_count;
static uint8_t current[SHORT];
static size_t current_size;
static char crash_name[NAME];
static uint64_t state;

static uint64_t next(void) { /* xorshift64* [Vigna 2014] */
    state ^= state >> 12;
    state ^= state << 25;
    state ^= state >> 27;
    return state * UINT64_C(0x2545F4914F6CDD1D);
}

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Slow inputs are left out, because they would take most of the time. libFuzzer runs them. */
static void add_base(const one_input *i, int line) {
    (void)line;
    double start = now();
    run(i);
    if (now() - start < 20e-6 && base_count < MOST_BASES) {
        bases[base_count++] = *i;
    }
}

/* Of the bytes that choose long numbers, see input.h, most are replaced: they cost the most time. */
static uint8_t seldom_large(uint8_t byte, uint64_t r) {
    int is_large = byte % 32 == 11 || byte == 0x4D;
    return is_large && r % 16 != 0 ? (uint8_t)(byte - 1) : byte;
}

static uint8_t random_byte(void) {
    static const uint8_t extremes[] = {0, 1, 2, 0x3F, 0x40, 0x7F, 0x80, 0xFE, 0xFF};
    uint64_t r = next() >> 8;
    return r % 4 == 0 ? extremes[(r >> 8) % sizeof extremes]
                      : seldom_large((uint8_t)(r >> 16), r >> 24);
}

/* New bytes, or those of the corpus or of the input before, some of which change. */
static void make_input(void) {
    uint64_t r = next() >> 8;
    if (r % 4 == 0) {
        current_size = 2 + (r >> 8) % (SHORT - 2);
        for (size_t i = 0; i < current_size; i++) {
            current[i] = random_byte();
        }
        return;
    }
    if (r % 4 == 1 && base_count > 0) {
        const one_input *base = &bases[(r >> 8) % (uint64_t)base_count];
        current_size = base->size < SHORT ? base->size : SHORT;
        memcpy(current, base->bytes, current_size);
    }
    if (current_size < SHORT && (r >> 40) % 8 == 0) {
        current[current_size++] = random_byte();
    }
    for (int changes = 1 + (int)((r >> 44) % 4); changes > 0 && current_size > 0; changes--) {
        uint8_t *byte = &current[next() % current_size];
        if (next() >> 63 != 0) {
            *byte = random_byte();
        } else {
            uint64_t r2 = next();
            *byte = seldom_large((uint8_t)(*byte ^ 1u << (r2 >> 61)), r2 >> 8);
        }
    }
}

/* Keeps the input that ended the program. Uses system calls only, as a handler must. */
static void keep(int signal_number) {
    int to = open(crash_name, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (to >= 0 && write(to, current, current_size) >= 0) {
        close(to);
    }
    signal(signal_number, SIG_DFL);
    raise(signal_number);
}

static int run_random(double seconds, const char *seed, const char *corpus, const char *findings) {
    static const int deadly[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGPROF};
    state = strtoull(seed, NULL, 10) * UINT64_C(0x9E3779B97F4A7C15) | 1;
    snprintf(crash_name, NAME, "%s/crash-%s", findings, seed);
    bases = malloc(MOST_BASES * sizeof *bases);
    if (bases == NULL) {
        abort();
    }
    for_each(corpus, add_base);
    for (size_t i = 0; i < sizeof deadly / sizeof deadly[0]; i++) {
        signal(deadly[i], keep);
    }
    long long inputs = 0;
    double start = now(), elapsed = 0;
    for (; elapsed < seconds; elapsed = now() - start) {
        /* 256 inputs take milliseconds. Other processes do not add to the time of this one. */
        setitimer(ITIMER_PROF, &(struct itimerval){.it_value = {.tv_sec = 300}}, NULL);
        for (int i = 0; i < 256; i++, inputs++) {
            make_input();
            fuzz_one(current, current_size);
        }
    }
    printf("inputs %lld, seconds %.0f\n", inputs, elapsed);
    return 0;
}

int main(int argc, char **argv) {
    if (argc == 6 && strcmp(argv[1], "-random") == 0) {
        return run_random(atof(argv[2]), argv[3], argv[4], argv[5]);
    }
    for (int i = 1; i < argc; i++) {
        replay(argv[i]);
    }
    if (argc == 1) {
        int count = for_each(CORPUS, replay_line);
        printf("ok 1 - %d inputs that the fuzzer found\n1..1\n", count);
    }
    return 0;
}
