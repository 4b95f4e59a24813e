/* The functions that compilers call implicitly, under names that leave libc's alone. */
#include "check.h"

#include "downcall.h"

#define memcpy own_memcpy
#define memmove own_memmove
#define memset own_memset
#define memcmp own_memcmp
#include "freestanding.c"
#undef memcpy
#undef memmove
#undef memset
#undef memcmp

enum { LARGEST = 70 };

static void fill(unsigned char *bytes, size_t n) {
    for (size_t i = 0; i < n; i++) {
        bytes[i] = (unsigned char)(37 * i + 11);
    }
}

static void copies(void) {
    for (size_t n = 0; n <= LARGEST; n++) {
        unsigned char from[LARGEST], to[LARGEST + 1] = {0};
        fill(from, n);
        CHECK(own_memcpy(to, from, n) == to, "n=%zu", n);
        CHECK(memcmp(to, from, n) == 0 && to[n] == 0, "n=%zu", n);
    }
}

static void moves_within_one_buffer(void) {
    for (size_t n = 0; n <= LARGEST; n++) {
        for (size_t distance = 0; distance <= 20; distance++) {
            unsigned char expected[LARGEST + 20], up[LARGEST + 20], down[LARGEST + 20];
            fill(up, n + distance);
            memcpy(expected, up, n + distance);
            memmove(expected + distance, expected, n);
            own_memmove(up + distance, up, n);
            CHECK(memcmp(up, expected, n + distance) == 0, "n=%zu up by %zu", n, distance);
            fill(down, n + distance);
            memcpy(expected, down, n + distance);
            memmove(expected, expected + distance, n);
            own_memmove(down, down + distance, n);
            CHECK(memcmp(down, expected, n + distance) == 0, "n=%zu down by %zu", n, distance);
        }
    }
}

static void fills_and_comparisons(void) {
    for (size_t n = 0; n <= LARGEST; n++) {
        unsigned char a[LARGEST + 1] = {0}, b[LARGEST + 1] = {0};
        own_memset(a, 0x1A5, n);
        memset(b, 0xA5, n);
        CHECK(memcmp(a, b, LARGEST + 1) == 0, "n=%zu", n);
        CHECK(own_memcmp(a, b, n) == 0, "n=%zu", n);
        if (n > 0) {
            b[n - 1] = 0xFF;
            CHECK(own_memcmp(a, b, n) < 0 && own_memcmp(b, a, n) > 0, "n=%zu", n);
        }
    }
}

int main(void) {
    RUN(copies);
    RUN(moves_within_one_buffer);
    RUN(fills_and_comparisons);
    return finish();
}
