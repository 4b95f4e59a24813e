/*
 * Runs the fuzzer without libFuzzer.
 *
 *   replay            all files in src/test/c/fuzz/corpus, as a test program
 *   replay FILE...    the files
 *   replay -random SECONDS SEED CORPUS FINDINGS
 *                     inputs made at random from the files in CORPUS; an input that ends the program
 *                     is kept as FINDINGS/crash-SEED
 */
#define _DEFAULT_SOURCE /* readdir, clock_gettime */

#include "fuzz.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MOST_BYTES = 4096, NAME = 1024 };

static const char CORPUS[] = "src/test/c/fuzz/corpus";

typedef struct {
    size_t size;
    uint8_t bytes[MOST_BYTES];
} file;

static file read_file(const char *name) {
    file f = {0};
    FILE *stream = fopen(name, "rb");
    if (stream == NULL) {
        perror(name);
        exit(2);
    }
    f.size = fread(f.bytes, 1, MOST_BYTES, stream);
    fclose(stream);
    return f;
}

/* A copy of exactly the right length, so that a sanitizer detects reads beyond it. */
static void run(const file *f) {
    uint8_t *bytes = malloc(f->size + (f->size == 0));
    if (bytes == NULL) {
        abort();
    }
    memcpy(bytes, f->bytes, f->size);
    fuzz_one(bytes, f->size);
    free(bytes);
}

/* Calls a function for each file in a directory, and returns their number. */
static int for_each(const char *directory, void (*function)(const char *name)) {
    int count = 0;
    DIR *files = opendir(directory);
    if (files == NULL) {
        perror(directory);
        exit(2);
    }
    for (struct dirent *entry; (entry = readdir(files)) != NULL;) {
        char name[NAME];
        int length = snprintf(name, NAME, "%s/%s", directory, entry->d_name);
        if (entry->d_name[0] != '.' && length < NAME) {
            function(name);
            count++;
        }
    }
    closedir(files);
    return count;
}

/* The name is printed before the run, because a failure ends the program. */
static void replay(const char *name) {
    printf("# %s\n", name);
    fflush(stdout);
    file f = read_file(name);
    run(&f);
}

/* ---- Random inputs -------------------------------------------------------------------------- */

enum { MOST_FILES = 4096, SHORT = 96 };

static file *base_files;
static int bases;
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

static void add_base(const char *name) {
    if (bases < MOST_FILES) {
        base_files[bases++] = read_file(name);
    }
}

static uint8_t random_byte(void) {
    static const uint8_t extremes[] = {0, 1, 2, 0x3F, 0x40, 0x7F, 0x80, 0xFE, 0xFF};
    uint64_t r = next() >> 8;
    return r % 4 == 0 ? extremes[(r >> 8) % sizeof extremes] : (uint8_t)(r >> 16);
}

/* New bytes, or those of a file or of the input before, some of which change. */
static void make_input(void) {
    uint64_t r = next() >> 8;
    if (r % 4 == 0) {
        current_size = 2 + (r >> 8) % (SHORT - 2);
        for (size_t i = 0; i < current_size; i++) {
            current[i] = random_byte();
        }
        return;
    }
    if (r % 4 == 1 && bases > 0) {
        const file *f = &base_files[(r >> 8) % (uint64_t)bases];
        current_size = f->size < SHORT ? f->size : SHORT;
        memcpy(current, f->bytes, current_size);
    }
    if (current_size < SHORT && (r >> 40) % 8 == 0) {
        current[current_size++] = random_byte();
    }
    for (int changes = 1 + (int)((r >> 44) % 4); changes > 0 && current_size > 0; changes--) {
        uint8_t *byte = &current[next() % current_size];
        *byte = next() >> 63 ? random_byte() : (uint8_t)(*byte ^ 1 << (next() >> 61));
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

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int run_random(double seconds, const char *seed, const char *corpus, const char *findings) {
    static const int deadly[] = {SIGABRT, SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGALRM};
    state = strtoull(seed, NULL, 10) * UINT64_C(0x9E3779B97F4A7C15) | 1;
    snprintf(crash_name, NAME, "%s/crash-%s", findings, seed);
    base_files = malloc(MOST_FILES * sizeof *base_files);
    if (base_files == NULL) {
        abort();
    }
    for_each(corpus, add_base);
    for (size_t i = 0; i < sizeof deadly / sizeof deadly[0]; i++) {
        signal(deadly[i], keep);
    }
    long long inputs = 0;
    double start = now(), elapsed = 0;
    for (; elapsed < seconds; elapsed = now() - start) {
        alarm(300); /* 256 inputs take milliseconds */
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
        int count = for_each(CORPUS, replay);
        printf("ok 1 - %d inputs that the fuzzer found\n1..1\n", count);
    }
    return 0;
}
