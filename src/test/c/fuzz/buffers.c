#define _DEFAULT_SOURCE /* mmap's MAP_ANONYMOUS */

#include "buffers.h"

#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#if UNDER_ADDRESS_SANITIZER
void __asan_poison_memory_region(void const volatile *address, size_t size);
void __asan_unpoison_memory_region(void const volatile *address, size_t size);
#endif

/* Room for the scratch of the longest task. Pages that are never touched cost nothing. */
enum { CAPACITY = 64 << 20, MARGIN = 64, MARGIN_BYTE = 0xC3 };

static struct {
    uint8_t *start, *end; /* between the two inaccessible pages */
    uint8_t *used, *used_end;
} buffers[BUFFERS];

static void map(enum buffer buffer) {
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    char *all = mmap(NULL, CAPACITY + 2 * page, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (all == MAP_FAILED || mprotect(all, page, PROT_NONE) != 0
        || mprotect(all + page + CAPACITY, page, PROT_NONE) != 0) {
        abort();
    }
    buffers[buffer].start = buffers[buffer].used = buffers[buffer].used_end = (uint8_t *)all + page;
    buffers[buffer].end = buffers[buffer].start + CAPACITY;
#if UNDER_ADDRESS_SANITIZER
    __asan_poison_memory_region(buffers[buffer].start, CAPACITY);
#endif
}

uint8_t *place_bytes(enum buffer buffer, int64_t bytes, enum side side) {
    if (buffers[buffer].start == NULL) {
        map(buffer);
    }
    if (bytes < 0 || bytes > CAPACITY - MARGIN) {
        abort();
    }
    uint8_t *former = buffers[buffer].used, *former_end = buffers[buffer].used_end;
    uint8_t *at = side == PAGE_BEHIND ? buffers[buffer].end - bytes : buffers[buffer].start,
            *end = at + bytes;
    buffers[buffer].used = at;
    buffers[buffer].used_end = end;
#if UNDER_ADDRESS_SANITIZER
    if (at != former || end != former_end) {
        __asan_poison_memory_region(former, (size_t)(former_end - former));
        __asan_unpoison_memory_region(at, (size_t)bytes);
    }
#else
    (void)former;
    (void)former_end;
    memset(side == PAGE_BEHIND ? at - MARGIN : end, MARGIN_BYTE, MARGIN);
#endif
    return at;
}

uint64_t *place(enum buffer buffer, int64_t limbs, enum side side) {
    return (uint64_t *)(void *)place_bytes(buffer, 8 * limbs, side);
}

void require_intact_surroundings(void) {
#if !UNDER_ADDRESS_SANITIZER
    for (int buffer = 0; buffer < BUFFERS; buffer++) {
        if (buffers[buffer].start == NULL) {
            continue;
        }
        int behind = buffers[buffer].used_end == buffers[buffer].end;
        const uint8_t *margin = behind ? buffers[buffer].used - MARGIN : buffers[buffer].used_end;
        uint8_t expected[MARGIN];
        memset(expected, MARGIN_BYTE, MARGIN);
        REQUIRE(memcmp(margin, expected, MARGIN) == 0, "a byte %s buffer %d was written",
                behind ? "in front of" : "behind", buffer);
    }
#endif
}

static uint64_t junk(int kind, int64_t i) {
    static const uint64_t junks[] = {UINT64_C(0xA5A5A5A5A5A5A5A5), UINT64_MAX, 0,
                                     UINT64_C(0x7FF0000000000001)}; /* a signalling NaN */
    uint64_t limb = junks[kind & 3];
    return kind & 4 ? limb + (uint64_t)i * UINT64_C(0x9E3779B97F4A7C15) : limb;
}

void fill_with_junk(uint64_t *limbs, int64_t count, int kind) {
    for (int64_t i = 0; i < count; i++) {
        limbs[i] = junk(kind, i);
    }
}

void require_junk(const uint64_t *limbs, int64_t count, int kind, const char *what) {
    for (int64_t i = 0; i < count; i++) {
        REQUIRE(limbs[i] == junk(kind, i), "%s: limb %lld was written", what, (long long)i);
    }
}

uint64_t *spare(int index, int64_t limbs) {
    static uint64_t *spares[SPARES];
    static int64_t lengths[SPARES];
    if (limbs > lengths[index] || spares[index] == NULL) {
        free(spares[index]);
        lengths[index] = 2 * limbs + 64;
        spares[index] = malloc((size_t)lengths[index] * 8);
        if (spares[index] == NULL) {
            abort();
        }
    }
    return spares[index];
}
