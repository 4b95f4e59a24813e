#include "bit_fields.h"

#include <float.h>
#include <stdio.h>

struct bit_fields_mode bit_fields_default_mode(void) {
    struct bit_fields_mode mode = {.ready = 1, .speed = 5, .level = -3, .port = 80};
    return mode;
}

unsigned bit_fields_get_ready(const struct bit_fields_mode *mode) {
    return mode->ready;
}

void bit_fields_set_ready(struct bit_fields_mode *mode, unsigned ready) {
    mode->ready = ready & 1;
}

unsigned bit_fields_get_speed(const struct bit_fields_mode *mode) {
    return mode->speed;
}

void bit_fields_set_speed(struct bit_fields_mode *mode, unsigned speed) {
    mode->speed = speed & 7;
}

int bit_fields_get_level(const struct bit_fields_mode *mode) {
    return mode->level;
}

void bit_fields_wrap_default_mode(struct bit_fields_mode *mode) {
    *mode = bit_fields_default_mode();
}

int bit_fields_wrap_max(int a, int b) {
    return BIT_FIELDS_MAX(a, b);
}

int bit_fields_wrap_percent(int part, int whole) {
    return bit_fields_percent(part, whole);
}

long double bit_fields_factorial(int n) {
    long double product = 1;
    for (int i = 2; i <= n; i++) {
        product *= i;
    }
    return product;
}

bit_fields_int128 bit_fields_product(long long a, long long b) {
    return (bit_fields_int128)a * b;
}

struct bit_fields_parts bit_fields_wrap_factorial(int n) {
    long double exact = bit_fields_factorial(n);
    double high = (double)exact;
    struct bit_fields_parts parts = {.high = high, .low = (double)(exact - high)};
    return parts;
}

struct bit_fields_halves bit_fields_wrap_product(long long a, long long b) {
    bit_fields_int128 product = bit_fields_product(a, b);
    struct bit_fields_halves halves = {
        .high = (long long)(product >> 64),
        .low = (unsigned long long)product,
    };
    return halves;
}

int bit_fields_long_double_digits(void) {
    return LDBL_MANT_DIG;
}

double bit_fields_sum(const struct bit_fields_series *series) {
    double sum = 0;
    for (int i = 0; i < series->count; i++) {
        sum += series->values[i];
    }
    return sum;
}

int bit_fields_vformat(char *buffer, size_t size, const char *format, va_list arguments) {
    return vsnprintf(buffer, size, format, arguments);
}

int bit_fields_wrap_format(char *buffer, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    int length = bit_fields_vformat(buffer, size, format, arguments);
    va_end(arguments);
    return length;
}
