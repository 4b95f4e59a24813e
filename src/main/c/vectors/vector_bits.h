/* Counts bits, 64 at a time. The file that includes this one defines POPCOUNT(word). */

static inline uint64_t word_at(const uint8_t *p, int64_t bytes) {
    uint64_t word = 0;
    if (bytes >= 8) {
        __builtin_memcpy(&word, p, 8);
    } else {
        for (int64_t i = 0; i < bytes; i++) {
            word = word << 8 | p[i];
        }
    }
    return word;
}

static int64_t differing(const uint8_t *a, const uint8_t *b, int64_t n) {
    int64_t sum = 0;
    for (int64_t i = 0; i < n; i += 8) {
        sum += POPCOUNT(word_at(a + i, n - i) ^ word_at(b + i, n - i));
    }
    return sum;
}

static int64_t common(const uint8_t *a, const uint8_t *b, int64_t n) {
    int64_t sum = 0;
    for (int64_t i = 0; i < n; i += 8) {
        sum += POPCOUNT(word_at(a + i, n - i) & word_at(b + i, n - i));
    }
    return sum;
}
