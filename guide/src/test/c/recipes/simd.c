#include "simd.h"

#include <stdatomic.h>

struct kernels {
    int level;
    long long (*sum)(const int *a, long long n);
    float (*dot)(const float *a, const float *b, long long n);
};

static long long sum_baseline(const int *a, long long n) {
    long long sum = 0;
    for (long long i = 0; i < n; i++) {
        sum += a[i];
    }
    return sum;
}

static float dot_baseline(const float *a, const float *b, long long n) {
    float sum = 0;
    for (long long i = 0; i < n; i++) {
        sum += a[i] * b[i];
    }
    return sum;
}

#if defined(__x86_64__)
#include <immintrin.h>

/* `target` compiles only this function for AVX2. loadu accepts an unaligned address. */
__attribute__((target("avx2"))) static long long sum_avx2(const int *a, long long n) {
    __m256i sums = _mm256_setzero_si256();
    long long i = 0;
    for (; i <= n - 4; i += 4) {
        __m128i four = _mm_loadu_si128((const __m128i *)(const void *)(a + i));
        sums = _mm256_add_epi64(sums, _mm256_cvtepi32_epi64(four));
    }
    long long lanes[4];
    _mm256_storeu_si256((__m256i *)(void *)lanes, sums);
    return lanes[0] + lanes[1] + lanes[2] + lanes[3] + sum_baseline(a + i, n - i);
}

__attribute__((target("avx2,fma"))) static float dot_avx2(const float *a, const float *b,
                                                          long long n) {
    __m256 sums = _mm256_setzero_ps();
    long long i = 0;
    for (; i <= n - 8; i += 8) {
        sums = _mm256_fmadd_ps(_mm256_loadu_ps(a + i), _mm256_loadu_ps(b + i), sums);
    }
    float lanes[8];
    _mm256_storeu_ps(lanes, sums);
    float sum = 0;
    for (int k = 0; k < 8; k++) {
        sum += lanes[k];
    }
    return sum + dot_baseline(a + i, b + i, n - i);
}
#endif

static const struct kernels levels[] = {
    {SIMD_BASELINE, sum_baseline, dot_baseline},
#if defined(__x86_64__)
    {SIMD_AVX2, sum_avx2, dot_avx2},
#endif
};

/* Written once, before the first call. */
static int detected = SIMD_BASELINE;
static _Atomic(const struct kernels *) current = &levels[SIMD_BASELINE];

__attribute__((constructor)) static void choose_when_loaded(void) {
#if defined(__x86_64__)
    /* Constructors run in any order: the compiler's own may not have run yet. */
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        detected = SIMD_AVX2;
    }
#endif
    atomic_store_explicit(&current, &levels[detected], memory_order_relaxed);
}

static const struct kernels *now(void) {
    /* Relaxed is sufficient because the struct is constant. */
    return atomic_load_explicit(&current, memory_order_relaxed);
}

int simd_level(void) {
    return now()->level;
}

int simd_limit(int level) {
    if (level < SIMD_BASELINE || level > SIMD_AVX2) {
        return -1;
    }
    int runs = level < detected ? level : detected;
    atomic_store_explicit(&current, &levels[runs], memory_order_relaxed);
    return runs;
}

long long simd_sum(const int *a, long long n) {
    return now()->sum(a, n);
}

float simd_dot(const float *a, const float *b, long long n) {
    return now()->dot(a, b, n);
}
