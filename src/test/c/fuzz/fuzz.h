/*
 * The fuzzer of libdowncall. One input is one case: its bytes choose the function, the lengths, the
 * numbers, what is the same array, and what the buffers contain before the call. fuzz.c chooses the
 * function, and each fuzz_*.c tests some of them.
 *
 * The same sources run in two ways: libFuzzer calls LLVMFuzzerTestOneInput() with inputs that it
 * derives from the coverage, and replay.c runs files, or random inputs at full speed.
 */
#ifndef FUZZ_H
#define FUZZ_H

#include "input.h"

#include <stddef.h>
#include <stdint.h>

/* Runs one case. Does not return if the library breaks a promise. */
void fuzz_one(const uint8_t *data, size_t size);

/* Describes a broken promise and ends the program with abort(). */
_Noreturn void fail(const char *format, ...) __attribute__((format(printf, 1, 2)));

#define REQUIRE(condition, ...) \
    do {                        \
        if (!(condition)) {     \
            fail(__VA_ARGS__);  \
        }                       \
    } while (0)

/* The functions under test. */
void fuzz_identity(input *in);
void fuzz_features(input *in);
void fuzz_fibonacci_words(input *in);
void fuzz_fibonacci_exact(input *in);
void fuzz_product(input *in);
void fuzz_big_endian(input *in);
void fuzz_residue(input *in);
void fuzz_ascii(input *in);
void fuzz_task(input *in);
void fuzz_task_of_any_size(input *in);
void fuzz_compare(input *in);
void fuzz_search(input *in);
void fuzz_summary(input *in);

#endif
