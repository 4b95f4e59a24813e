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

void fuzz_one(const uint8_t *data, size_t size) {
    input in = {data, data + size};
    functions[take_below(&in, FUNCTIONS)](&in);
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
