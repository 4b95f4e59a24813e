/* Compares two vectors, by the best variant, and divides long ones into blocks. */
#include "vectors.h"

#include "../cpu_features.h"
#include "../floating_point.h"

#include <stddef.h>

const dc_vector_variant *dc_vector_variant_now(void) {
#if defined(__x86_64__)
    long long features = dc_features_now();
    if (dc_has(features, DC_REQUIRES_VECTORS_AVX512)) {
        return &dc_vectors_avx512;
    }
    if (dc_has(features, DC_REQUIRES_VECTORS_AVX2)) {
        return &dc_vectors_avx2;
    }
#elif defined(__aarch64__)
    if (dc_has(dc_features_now(), DC_REQUIRES_NEON)) {
        return &dc_vectors_neon;
    }
#endif
    return &dc_vectors_baseline;
}

int dc_vectors_takes(int metric, int type) {
    switch (type) {
    case DC_FLOAT32:
    case DC_FLOAT16:
    case DC_BFLOAT16:
    case DC_INT8: return metric == DC_DOT || metric == DC_SQUARED_DISTANCE || metric == DC_COSINE;
    case DC_BITS: return metric == DC_HAMMING || metric == DC_JACCARD;
    default: return 0;
    }
}

double dc_cosine(double ab, double aa, double bb) {
    return ab / dc_square_root(aa * bb);
}

double dc_jaccard(int64_t different, int64_t both) {
    return different + both == 0 ? 1 : (double)both / (double)(different + both);
}

static int64_t block_at(int64_t i, int64_t n) {
    return n - i < DC_VECTOR_BLOCK ? n - i : DC_VECTOR_BLOCK;
}

static double floating(const dc_vector_variant *variant, int metric, int type, const uint8_t *a,
                       const uint8_t *b, int64_t n) {
    int64_t size = type == DC_FLOAT32 ? 4 : 2;
    if (metric != DC_COSINE) {
        double total = 0;
        for (int64_t i = 0; i < n; i += DC_VECTOR_BLOCK) {
            total +=
                (double)variant->floating[metric][type](a + i * size, b + i * size, block_at(i, n));
        }
        return (double)(float)total;
    }
    double ab = 0, aa = 0, bb = 0;
    for (int64_t i = 0; i < n; i += DC_VECTOR_BLOCK) {
        float sums[3];
        variant->cosine[type](a + i * size, b + i * size, block_at(i, n), sums);
        ab += (double)sums[0];
        aa += (double)sums[1];
        bb += (double)sums[2];
    }
    /* The quotient may round to -0. */
    return (double)(float)dc_cosine((double)(float)ab, (double)(float)aa, (double)(float)bb) + 0.0;
}

static double integers(const dc_vector_variant *variant, int metric, const uint8_t *a,
                       const uint8_t *b, int64_t n) {
    int64_t total = 0;
    for (int64_t i = 0; i < n; i += DC_VECTOR_BLOCK) {
        total += variant->int8[metric](a + i, b + i, block_at(i, n));
    }
    return (double)total;
}

double dc_compare(const dc_vector_variant *variant, int metric, int type, const uint8_t *a,
                  const uint8_t *b, int64_t n) {
    switch (metric) {
    case DC_HAMMING: return (double)variant->differing(a, b, n);
    case DC_JACCARD: return dc_jaccard(variant->differing(a, b, n), variant->common(a, b, n));
    default: break;
    }
    if (type != DC_INT8) {
        return floating(variant, metric, type, a, b, n);
    }
    if (metric != DC_COSINE) {
        return integers(variant, metric, a, b, n);
    }
    return dc_cosine(integers(variant, DC_DOT, a, b, n), integers(variant, DC_DOT, a, a, n),
                     integers(variant, DC_DOT, b, b, n));
}

float dc_in_default_environment(float (*compare)(const uint8_t *, const uint8_t *, int64_t),
                                const uint8_t *a, const uint8_t *b, int64_t n) {
    unsigned environment = dc_floating_point_begin();
    float value = compare(a, b, n);
    dc_floating_point_end(environment);
    return value;
}

/* Widens in any environment: the conversion of a subnormal number may return 0, or trap. */
static double widened(float value) {
    uint32_t bits;
    __builtin_memcpy(&bits, &value, 4);
    if ((bits & 0x7F800000) != 0) {
        return (double)value;
    }
    double magnitude = (double)(int32_t)(bits & 0x7FFFFF) * 0x1p-149;
    return bits >> 31 ? -magnitude : magnitude;
}

/* These are not inlined, because a compiler may move a conversion out of the environment. */
__attribute__((noinline)) static float long_dot(const uint8_t *a, const uint8_t *b, int64_t n) {
    return (float)dc_compare(dc_vector_variant_now(), DC_DOT, DC_FLOAT32, a, b, n);
}

__attribute__((noinline)) static float long_squared_distance(const uint8_t *a, const uint8_t *b,
                                                             int64_t n) {
    return (float)dc_compare(dc_vector_variant_now(), DC_SQUARED_DISTANCE, DC_FLOAT32, a, b, n);
}

double dc_vectors_compare(int metric, int type, const void *a, const void *b, long long n) {
    if (!dc_vectors_takes(metric, type) || n < 0) {
        return (double)__builtin_nanf("");
    }
    const dc_vector_variant *variant = dc_vector_variant_now();
    if (type == DC_FLOAT32 && metric != DC_COSINE && n <= DC_VECTOR_BLOCK) {
        return widened(variant->float32[metric](a, b, n));
    }
    unsigned environment = dc_floating_point_begin();
    double value = dc_compare(variant, metric, type, a, b, n);
    dc_floating_point_end(environment);
    return value;
}

float dc_dot_float32(const void *a, const void *b, long long n) {
    if (n >= 0 && n <= DC_VECTOR_BLOCK) {
        return dc_vector_variant_now()->float32[DC_DOT](a, b, n);
    }
    return n < 0 ? __builtin_nanf("") : dc_in_default_environment(long_dot, a, b, n);
}

float dc_squared_distance_float32(const void *a, const void *b, long long n) {
    if (n >= 0 && n <= DC_VECTOR_BLOCK) {
        return dc_vector_variant_now()->float32[DC_SQUARED_DISTANCE](a, b, n);
    }
    return n < 0 ? __builtin_nanf("") : dc_in_default_environment(long_squared_distance, a, b, n);
}
