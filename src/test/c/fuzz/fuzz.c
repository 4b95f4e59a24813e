#include "fuzz.h"

#include "downcall.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static void (*const functions[])(input *in) = {
    fuzz_product,          fuzz_task,     fuzz_fibonacci_exact,
    fuzz_big_endian,       fuzz_residue,  fuzz_ascii,
    fuzz_fibonacci_words,  fuzz_identity, fuzz_features,
    fuzz_task_of_any_size,
};
enum { FUNCTIONS = sizeof functions / sizeof functions[0] };

/* Chosen by first bytes that no input in the corpus of the functions above has. */
static void (*const vector_functions[])(input *in) = {fuzz_compare, fuzz_search, fuzz_summary};
enum { FIRST_OF_VECTORS = 0xFC };

void fuzz_one(const uint8_t *data, size_t size) {
    input in = {data, data + size};
    int first = (int)take_byte(&in);
    if (first >= FIRST_OF_VECTORS && first < FIRST_OF_VECTORS + 3) {
        vector_functions[first - FIRST_OF_VECTORS](&in);
    } else {
        functions[first % FUNCTIONS](&in);
    }
    dc_features_limit(-1);
}

/* libFuzzer's entry point. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_one(data, size);
    return 0;
}

void fail(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    fputs("Broken promise: ", stderr);
    vfprintf(stderr, format, arguments);
    fputs("\n", stderr);
    va_end(arguments);
    abort();
}
