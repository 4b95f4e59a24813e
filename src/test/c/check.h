/*
 * The frame of a test program: named checks, reported in the Test Anything Protocol, and buffers of
 * exact length, in which a read or write one limb too far ends the program.
 */
#ifndef CHECK_H
#define CHECK_H

#define _DEFAULT_SOURCE /* mmap's MAP_ANONYMOUS. NOLINT: reserved for this purpose */

#include "downcall.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#if defined(_WIN32)
#define WIN32_LEAN_AND_MEAN
#include <windows.h>
#undef near /* macros for 16-bit Windows */
#undef far
#else
#include <sys/mman.h>
#include <unistd.h>
#endif

#if defined(__SANITIZE_ADDRESS__)
#define UNDER_ADDRESS_SANITIZER 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define UNDER_ADDRESS_SANITIZER 1
#endif
#endif

#ifndef UNDER_ADDRESS_SANITIZER
#define UNDER_ADDRESS_SANITIZER 0
#endif

static int checks_run = 0, checks_failed = 0, failed_in_test = 0;

/* Checks a condition. Prints the first five that do not hold in a test, with the case. */
#define CHECK(condition, ...)                                        \
    do {                                                             \
        if (!(condition) && failed_in_test++ < 5) {                  \
            printf("# %s:%d: %s: ", __FILE__, __LINE__, #condition); \
            printf(__VA_ARGS__);                                     \
            printf("\n");                                            \
        }                                                            \
    } while (0)

static void report(const char *name, const char *level) {
    printf("%s %d - %s [%s]\n", failed_in_test == 0 ? "ok" : "not ok", ++checks_run, name, level);
    fflush(stdout);
    checks_failed += failed_in_test != 0;
    failed_in_test = 0;
}

/* Caps the features at a level; returns whether this machine reaches it. */
static inline int reaches(int level) {
    dc_features_limit(dc_level_features(level));
    return dc_level() == level;
}

/*
 * Whether the environment asks for all cases of every test. A short run leaves out cases of loops
 * over many similar ones: see docs/testing.md.
 */
static inline int is_long_run(void) {
    static int answer = -1;
    if (answer < 0) {
        const char *value = getenv("DOWNCALL_LONG_TESTS");
        answer = value != NULL && strcmp(value, "true") == 0;
    }
    return answer;
}

/*
 * Whether to run a case of a loop. The short runs under sanitizers and with guard pages together have
 * one in `one_in`, others at the next level.
 */
static inline int is_chosen(int64_t which, int one_in) {
    /* No machine has both ADX and NEON. */
    int level = dc_level() <= DC_LEVEL_ADX ? dc_level() : dc_level() - 1;
    int other = UNDER_ADDRESS_SANITIZER ? one_in : 0;
    return is_long_run() || (which + level + other) % (2 * one_in) == 0;
}

/*
 * Whether to run a test at a level. A short run under sanitizers has every other test at each level
 * but the first, and the others at the next; the tests with guard pages run at all of them.
 */
static int tests_run = 0;

static inline int is_chosen_level(int level) {
    return !UNDER_ADDRESS_SANITIZER || is_long_run() || level == 0 || (tests_run + level) % 2 == 0;
}

#define RUN_IF(test, condition)                                            \
    do {                                                                   \
        tests_run++;                                                       \
        for (int level = 0; dc_level_name(level) != NULL; level++) {       \
            if ((condition) && is_chosen_level(level) && reaches(level)) { \
                test();                                                    \
                report(#test, dc_level_name(level));                       \
            }                                                              \
        }                                                                  \
        dc_features_limit(-1);                                             \
    } while (0)

/*
 * Runs a test function at every level that this machine reaches. "adx" differs from "baseline" only
 * in assembly, which sanitizers do not instrument; the tests with guard pages run it.
 */
#define RUN(test) RUN_IF(test, level != DC_LEVEL_ADX || !UNDER_ADDRESS_SANITIZER)

/* The same for a function that tests transforms only: "adx" has those of "baseline". */
#define RUN_TRANSFORMS(test) RUN_IF(test, level != DC_LEVEL_ADX)

/* The same for a test of long numbers, which are mostly transformed. A long run has "adx", too. */
#define RUN_OF_LONG_NUMBERS(test) \
    RUN_IF(test, level != DC_LEVEL_ADX || (is_long_run() && !UNDER_ADDRESS_SANITIZER))

/*
 * Like RUN, and then at the levels of wide vectors without ADX. No level selects the thresholds
 * that variants.c has for CPUs such as Haswell.
 */
#define RUN_WITHOUT_ADX(test)                                                         \
    do {                                                                              \
        RUN(test);                                                                    \
        for (int level = DC_LEVEL_AVX2; level <= DC_LEVEL_AVX512; level++) {          \
            dc_features_limit(dc_level_features(level) & ~DC_FEATURE_ADX);            \
            if ((dc_features_detected() & DC_FEATURE_ADX) != 0 && dc_level() == level \
                && is_chosen_level(level)) {                                          \
                test();                                                               \
                report(#test " without adx", dc_level_name(level));                   \
            }                                                                         \
        }                                                                             \
        dc_features_limit(-1);                                                        \
    } while (0)

/* Runs a test function whose results do not depend on the level. */
#define RUN_ONCE(test)                \
    do {                              \
        test();                       \
        report(#test, "every level"); \
    } while (0)

static int finish(void) {
    printf("1..%d\n", checks_run);
    return checks_failed != 0;
}

/*
 * Buffers at equal distances, such as the rows of a matrix. AddressSanitizer watches the gaps. Or
 * else each buffer ends at an inaccessible page, or, if it is `at_start`, begins after one.
 */
typedef struct {
    uint8_t *first;
    int64_t count, stride; /* in bytes */
    char *map;
} spaced;

#if UNDER_ADDRESS_SANITIZER
static inline uint64_t *limbs_of(int64_t n) {
    uint64_t *limbs = malloc((size_t)n * sizeof *limbs + (n == 0));
    if (limbs == NULL) {
        abort();
    }
    memset(limbs, 0xA5, (size_t)n * sizeof *limbs);
    return limbs;
}

static inline void free_limbs(uint64_t *limbs, int64_t n) {
    (void)n;
    free(limbs);
}

void __asan_poison_memory_region(void const volatile *address, size_t size);

/* Allocations of their own would not be at equal distances. */
static inline spaced spaced_buffers(int64_t count, int64_t bytes, int at_start) {
    enum { GAP = 64 };
    (void)at_start;
    spaced s = {.count = count, .stride = (bytes + 7) / 8 * 8 + GAP};
    s.map = malloc((size_t)(s.count * s.stride));
    if (s.map == NULL) {
        abort();
    }
    s.first = (uint8_t *)s.map;
    for (int64_t i = 0; i < count; i++) {
        __asan_poison_memory_region(s.first + i * s.stride + bytes, (size_t)(s.stride - bytes));
    }
    return s;
}

static inline void free_spaced(spaced s) {
    free(s.map);
}
#else
/*
 * Sanitizers do not instrument inline assembly. An inaccessible page behind each buffer detects
 * reads and writes beyond its end there, too. Short buffers are kept for the next request of the
 * same number of pages, because system calls took half of the time of these tests.
 */
#if defined(_WIN32)
static inline size_t page_size(void) {
    SYSTEM_INFO info;
    GetSystemInfo(&info);
    return info.dwPageSize;
}

/* Pages that can be used, and behind them one that cannot. */
static inline char *map(size_t usable) {
    char *start = VirtualAlloc(NULL, usable + page_size(), MEM_RESERVE, PAGE_NOACCESS);
    if (start == NULL
        || (usable > 0 && VirtualAlloc(start, usable, MEM_COMMIT, PAGE_READWRITE) == NULL)) {
        abort();
    }
    return start;
}

static inline void unmap(char *start, size_t usable) {
    (void)usable;
    VirtualFree(start, 0, MEM_RELEASE);
}

static inline void forbid(char *start, size_t length) {
    DWORD former;
    if (!VirtualProtect(start, length, PAGE_NOACCESS, &former)) {
        abort();
    }
}
#else
static inline size_t page_size(void) {
    return (size_t)sysconf(_SC_PAGESIZE);
}

/* Pages that can be used, and behind them one that cannot. */
static inline char *map(size_t usable) {
    size_t length = usable + page_size();
    char *start = mmap(NULL, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (start == MAP_FAILED || mprotect(start + usable, page_size(), PROT_NONE) != 0) {
        abort();
    }
    return start;
}

static inline void unmap(char *start, size_t usable) {
    munmap(start, usable + page_size());
}

static inline void forbid(char *start, size_t length) {
    if (mprotect(start, length, PROT_NONE) != 0) {
        abort();
    }
}
#endif

enum { POOLED_PAGES = 32 };

typedef struct pooled {
    struct pooled *next;
} pooled;

static pooled *pools[POOLED_PAGES + 1];

static inline size_t pages_of(int64_t n) {
    size_t page = page_size();
    return ((size_t)n * 8 + page - 1) / page;
}

static inline uint64_t *limbs_of(int64_t n) {
    size_t pages = pages_of(n), usable = pages * page_size();
    char *start;
    if (pages > 0 && pages <= POOLED_PAGES && pools[pages] != NULL) {
        start = (char *)(void *)pools[pages];
        pools[pages] = pools[pages]->next;
    } else {
        start = map(usable);
    }
    uint64_t *limbs = (uint64_t *)(void *)(start + usable) - n;
    memset(limbs, 0xA5, (size_t)n * 8);
    return limbs;
}

static inline void free_limbs(uint64_t *limbs, int64_t n) {
    size_t pages = pages_of(n), usable = pages * page_size();
    char *start = (char *)(limbs + n) - usable;
    if (pages > 0 && pages <= POOLED_PAGES) {
        pooled *first = (pooled *)(void *)start;
        first->next = pools[pages];
        pools[pages] = first;
    } else {
        unmap(start, usable);
    }
}

static inline spaced spaced_buffers(int64_t count, int64_t bytes, int at_start) {
    size_t page = page_size(), usable = ((size_t)bytes + page - 1) / page * page;
    spaced s = {.count = count, .stride = (int64_t)(usable + page)};
    s.map = map((size_t)(count * s.stride));
    for (int64_t i = 0; i < count; i++) {
        forbid(s.map + i * s.stride, page);
    }
    s.first = (uint8_t *)s.map + page + (at_start ? 0 : usable - (size_t)bytes);
    return s;
}

static inline void free_spaced(spaced s) {
    unmap(s.map, (size_t)(s.count * s.stride));
}
#endif

#endif
