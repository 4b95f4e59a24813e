/*
 * The library uses no function of another library, not even of libc, so that one file runs on any
 * release of an operating system and with any libc. The four functions below are the only ones to
 * which compilers generate calls on their own [GCC manual, "Language Standards Supported by GCC"],
 * except on Windows: see stack_probes.c. For macOS, clang sets memory to zero by two further
 * functions, one for each architecture. All are hidden. No inner loop of this library depends on
 * their speed.
 */
#include <stddef.h>

/* Otherwise the optimizer recognizes memset in its own definition and calls it. */
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-tree-loop-distribute-patterns")
#endif

void *memcpy(void *restrict to, const void *restrict from, size_t n);
void *memmove(void *to, const void *from, size_t n);
void *memset(void *to, int value, size_t n);
int memcmp(const void *a, const void *b, size_t n);

void *memcpy(void *restrict to, const void *restrict from, size_t n) {
    unsigned char *t = to;
    const unsigned char *f = from;
    for (size_t i = 0; i < n; i++) {
        t[i] = f[i];
    }
    return to;
}

void *memmove(void *to, const void *from, size_t n) {
    unsigned char *t = to;
    const unsigned char *f = from;
    if (t < f) { /* not memcpy, which may assume that nothing overlaps */
        for (size_t i = 0; i < n; i++) {
            t[i] = f[i];
        }
    } else {
        while (n-- > 0) {
            t[n] = f[n];
        }
    }
    return to;
}

void *memset(void *to, int value, size_t n) {
    unsigned char *t = to;
    for (size_t i = 0; i < n; i++) {
        t[i] = (unsigned char)value;
    }
    return to;
}

int memcmp(const void *a, const void *b, size_t n) {
    const unsigned char *x = a, *y = b;
    for (size_t i = 0; i < n; i++) {
        if (x[i] != y[i]) {
            return x[i] < y[i] ? -1 : 1;
        }
    }
    return 0;
}

#if defined(__APPLE__)
void __bzero(void *to, size_t n);
void bzero(void *to, size_t n);

void __bzero(void *to, size_t n) {
    memset(to, 0, n);
}

void bzero(void *to, size_t n) {
    memset(to, 0, n);
}
#endif
