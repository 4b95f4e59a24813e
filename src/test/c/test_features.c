/*
 * Features are detected if the CPU reports them and the operating system saves their registers, and
 * every set of features selects the best variants whose requirements it meets. All sets compute the
 * same results.
 */
#include "tasks.h"

#include "cpu_features.h"
#include "numbers/addmul.h"
#include "numbers/product_ifma.h"
#include "numbers/variants.h"

#include <stddef.h>

/* ---- Detection ------------------------------------------------------------------------------ */

/* The bits of CPUID, written down again from the manuals. */
typedef struct {
    long long feature;
    size_t word; /* of dc_x86 */
    int bit;
    enum { GENERAL, YMM, ZMM } registers;
} report_of;

static const report_of reports[] = {
    {DC_FEATURE_POPCNT, offsetof(dc_x86, leaf1_ecx), 23, GENERAL},
    {DC_FEATURE_BMI2, offsetof(dc_x86, leaf7_0_ebx), 8, GENERAL},
    {DC_FEATURE_ADX, offsetof(dc_x86, leaf7_0_ebx), 19, GENERAL},
    {DC_FEATURE_AVX2, offsetof(dc_x86, leaf7_0_ebx), 5, YMM},
    {DC_FEATURE_FMA, offsetof(dc_x86, leaf1_ecx), 12, YMM},
    {DC_FEATURE_F16C, offsetof(dc_x86, leaf1_ecx), 29, YMM},
    {DC_FEATURE_AVXVNNI, offsetof(dc_x86, leaf7_1_eax), 4, YMM},
    {DC_FEATURE_AVX512F, offsetof(dc_x86, leaf7_0_ebx), 16, ZMM},
    {DC_FEATURE_AVX512DQ, offsetof(dc_x86, leaf7_0_ebx), 17, ZMM},
    {DC_FEATURE_AVX512BW, offsetof(dc_x86, leaf7_0_ebx), 30, ZMM},
    {DC_FEATURE_AVX512VL, offsetof(dc_x86, leaf7_0_ebx), 31, ZMM},
    {DC_FEATURE_AVX512IFMA, offsetof(dc_x86, leaf7_0_ebx), 21, ZMM},
    {DC_FEATURE_AVX512VNNI, offsetof(dc_x86, leaf7_0_ecx), 11, ZMM},
    {DC_FEATURE_AVX512VPOPCNTDQ, offsetof(dc_x86, leaf7_0_ecx), 14, ZMM},
    {DC_FEATURE_AVX512BF16, offsetof(dc_x86, leaf7_1_eax), 5, ZMM},
    {DC_FEATURE_AVX512FP16, offsetof(dc_x86, leaf7_0_edx), 23, ZMM},
};
enum { FEATURES = sizeof reports / sizeof reports[0] };

static const long long all = (1LL << FEATURES) - 1;

enum { OSXSAVE = 27, AVX = 28 };

static const dc_x86 everything = {UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, UINT32_MAX, 0xE7};

static unsigned *word_of(dc_x86 *machine, size_t word) {
    return (unsigned *)(void *)((char *)machine + word);
}

/* Of x86-64. */
static long long features_with(int registers) {
    long long features = 0;
    for (int i = 0; i < FEATURES; i++) {
        features |= (int)reports[i].registers <= registers ? reports[i].feature : 0;
    }
    return features;
}

static void every_level_has_its_features(void) {
    CHECK(dc_level_features(DC_LEVEL_BASELINE) == 0, "baseline");
    CHECK(dc_level_features(DC_LEVEL_ADX) == features_with(GENERAL), "adx");
    CHECK(dc_level_features(DC_LEVEL_NEON) == (features_with(GENERAL) | DC_FEATURE_NEON), "neon");
    CHECK(dc_level_features(DC_LEVEL_AVX2) == (features_with(YMM) | DC_FEATURE_NEON), "avx2");
    CHECK(dc_level_features(DC_LEVEL_AVX512) == INT64_MAX, "avx512");
}

static void every_feature_has_its_bit_of_cpuid(void) {
    CHECK(dc_features_of(&everything) == all, "%llx", dc_features_of(&everything));
    for (int i = 0; i < FEATURES; i++) {
        CHECK(reports[i].feature == 1LL << i, "feature %d", i);
        dc_x86 without = everything;
        *word_of(&without, reports[i].word) &= ~(1u << reports[i].bit);
        CHECK(dc_features_of(&without) == (all & ~reports[i].feature), "without %s: %llx",
              dc_feature_name(i), dc_features_of(&without));

        dc_x86 with = {.leaf1_ecx = 1u << OSXSAVE | 1u << AVX, .xcr0 = everything.xcr0};
        *word_of(&with, reports[i].word) |= 1u << reports[i].bit;
        CHECK(dc_features_of(&with) == reports[i].feature, "%s alone: %llx", dc_feature_name(i),
              dc_features_of(&with));
    }
    const dc_x86 nothing = {0};
    CHECK(dc_features_of(&nothing) == 0, "%llx", dc_features_of(&nothing));
}

static void no_other_bit_of_cpuid_is_used(void) {
    static const size_t words[] = {offsetof(dc_x86, leaf1_ecx), offsetof(dc_x86, leaf7_0_ebx),
                                   offsetof(dc_x86, leaf7_0_ecx), offsetof(dc_x86, leaf7_0_edx),
                                   offsetof(dc_x86, leaf7_1_eax)};
    for (size_t w = 0; w < sizeof words / sizeof words[0]; w++) {
        for (int bit = 0; bit < 32; bit++) {
            int known = words[w] == offsetof(dc_x86, leaf1_ecx) && (bit == OSXSAVE || bit == AVX);
            for (int i = 0; i < FEATURES; i++) {
                known |= reports[i].word == words[w] && reports[i].bit == bit;
            }
            dc_x86 without = everything;
            *word_of(&without, words[w]) &= ~(1u << bit);
            CHECK((dc_features_of(&without) == all) == !known, "word %d bit %d", (int)w, bit);
        }
    }
}

/* XCR0: bit 1 is for XMM, 2 for the upper halves of YMM, 5 to 7 for opmask and ZMM. */
static void the_operating_system_must_save_the_registers(void) {
    dc_x86 machine = everything;
    for (unsigned xcr0 = 0; xcr0 < 256; xcr0++) {
        machine.xcr0 = xcr0;
        int registers = (xcr0 & 0x6) != 0x6 ? GENERAL : (xcr0 & 0xE0) != 0xE0 ? YMM : ZMM;
        CHECK(dc_features_of(&machine) == features_with(registers), "XCR0 %x: %llx", xcr0,
              dc_features_of(&machine));
    }
    machine = everything;
    machine.leaf1_ecx &= ~(1u << OSXSAVE); /* XCR0 does not exist then */
    CHECK(dc_features_of(&machine) == features_with(GENERAL), "no OSXSAVE: %llx",
          dc_features_of(&machine));
    machine = everything;
    machine.leaf1_ecx &= ~(1u << AVX);
    CHECK(dc_features_of(&machine) == features_with(GENERAL), "no AVX: %llx",
          dc_features_of(&machine));
}

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__APPLE__)
/* The compiler's own detection, which asks for XCR0 as well. */
static void the_compiler_detects_the_same(void) {
    __builtin_cpu_init();
#define SAME(feature, name)                                                                   \
    CHECK(((dc_features_detected() & (feature)) != 0) == (__builtin_cpu_supports(name) != 0), \
          "%s", name)
    SAME(DC_FEATURE_POPCNT, "popcnt");
    SAME(DC_FEATURE_BMI2, "bmi2");
    SAME(DC_FEATURE_AVX2, "avx2");
    SAME(DC_FEATURE_FMA, "fma");
    SAME(DC_FEATURE_AVX512F, "avx512f");
    SAME(DC_FEATURE_AVX512DQ, "avx512dq");
    SAME(DC_FEATURE_AVX512BW, "avx512bw");
    SAME(DC_FEATURE_AVX512VL, "avx512vl");
    SAME(DC_FEATURE_AVX512IFMA, "avx512ifma");
    SAME(DC_FEATURE_AVX512VPOPCNTDQ, "avx512vpopcntdq");
#undef SAME
}
#else
static void the_compiler_detects_the_same(void) {
}
#endif

/* ---- The choice of variants ----------------------------------------------------------------- */

#if defined(__x86_64__)
static const long long adx = DC_FEATURE_BMI2 | DC_FEATURE_ADX;
static const long long avx2 = DC_FEATURE_AVX2 | DC_FEATURE_FMA;
/* Code that is compiled for AVX-512 may contain instructions of AVX2 and FMA. */
static const long long avx512 = DC_FEATURE_AVX2 | DC_FEATURE_FMA | DC_FEATURE_AVX512F
                                | DC_FEATURE_AVX512DQ | DC_FEATURE_AVX512BW | DC_FEATURE_AVX512VL
                                | DC_FEATURE_AVX512IFMA;

static void check_choice(long long features, const char *what) {
    const dc_variants *v = dc_variants_for(features);
    int has_adx = (features & adx) == adx, has_avx2 = (features & avx2) == avx2,
        has_avx512 = (features & avx512) == avx512;
    CHECK(v->addmul_1 == (has_adx ? dc_addmul_1_adx : dc_addmul_1_baseline), "%s", what);
    CHECK(v->ntt
              == (has_avx512 ? &dc_ntt_avx512
                  : has_avx2 ? &dc_ntt_avx2
                             : &dc_ntt_baseline),
          "%s", what);
    CHECK(v->mul_ifma == (has_avx512 ? dc_mul_ifma : NULL), "%s", what);
    CHECK((v->mul_ifma == NULL) == (v->ifma_mul_limbs == DC_NEVER)
              && (v->mul_ifma == NULL) == (v->ifma_sqr_limbs == DC_NEVER),
          "%s", what);
    /* dc_multiply_scratch() has no room for transforms of shorter operands. */
    CHECK(v->ntt_mul_limbs >= 2 * DC_NTT_LEAST_LIMBS && v->ntt_sqr_limbs >= DC_NTT_LEAST_LIMBS,
          "%s", what);
    int level = has_avx512 ? DC_LEVEL_AVX512
                : has_avx2 ? DC_LEVEL_AVX2
                : has_adx  ? DC_LEVEL_ADX
                           : DC_LEVEL_BASELINE;
    CHECK(dc_level_of(features) == level, "%s: level %d", what, dc_level_of(features));
}

static void every_set_of_features_has_its_variants(void) {
    for (long long features = 0; features <= all; features++) {
        check_choice(features, "any set");
    }
    for (int bit = 0; bit < FEATURES; bit++) {
        check_choice(all & ~(1LL << bit), dc_feature_name(bit));
    }
    /* Haswell has BMI2, but ADX is younger. */
    const long long haswell =
        DC_FEATURE_POPCNT | DC_FEATURE_BMI2 | DC_FEATURE_AVX2 | DC_FEATURE_FMA | DC_FEATURE_F16C;
    const dc_variants *v = dc_variants_for(haswell);
    CHECK(v->ntt == &dc_ntt_avx2 && v->addmul_1 == dc_addmul_1_baseline
              && dc_level_of(haswell) == DC_LEVEL_AVX2,
          "Haswell");
    /* Skylake-X has AVX-512 without IFMA. */
    const long long skylake = all & ~DC_FEATURE_AVX512IFMA;
    v = dc_variants_for(skylake);
    CHECK(v->ntt == &dc_ntt_avx2 && v->addmul_1 == dc_addmul_1_adx
              && dc_level_of(skylake) == DC_LEVEL_AVX2,
          "Skylake-X");
}
#elif defined(__aarch64__)
static void every_set_of_features_has_its_variants(void) {
    CHECK(dc_features_detected() == DC_FEATURE_NEON, "%llx", dc_features_detected());
    CHECK(dc_level_detected() == DC_LEVEL_NEON, "level %d", dc_level_detected());
    CHECK(dc_variants_for(0)->ntt == &dc_ntt_baseline && dc_level_of(0) == DC_LEVEL_BASELINE,
          "no features");
    const dc_variants *v = dc_variants_for(DC_FEATURE_NEON);
    CHECK(v->ntt == &dc_ntt_neon && v->addmul_1 == dc_addmul_1_baseline && v->mul_ifma == NULL
              && v->ifma_mul_limbs == DC_NEVER && v->ifma_sqr_limbs == DC_NEVER,
          "NEON");
    CHECK(v->ntt_mul_limbs >= 2 * DC_NTT_LEAST_LIMBS && v->ntt_sqr_limbs >= DC_NTT_LEAST_LIMBS,
          "room for transforms");
    /* Levels of other architectures are caps, too. */
    CHECK(dc_features_limit(dc_level_features(DC_LEVEL_ADX)) == 0, "adx");
    CHECK(dc_features_limit(dc_level_features(DC_LEVEL_AVX2)) == DC_FEATURE_NEON, "avx2");
    CHECK(dc_features_limit(dc_level_features(DC_LEVEL_AVX512)) == DC_FEATURE_NEON, "avx512");
    dc_features_limit(-1);
}
#else
static void every_set_of_features_has_its_variants(void) {
    CHECK(dc_variants_for(0)->ntt == &dc_ntt_baseline && dc_features_detected() == 0, "baseline");
}
#endif

/* ---- Results -------------------------------------------------------------------------------- */

static void check_products(int64_t n, int64_t m, enum pattern p, enum pattern q, const char *set) {
    uint64_t *a = filled(n, p), *b = filled(m, q), *expected = limbs_of(n + m);
    dc_task task = {.operation = DC_MULTIPLY, .a = a, .a_limbs = n, .b = b, .b_limbs = m};
    uint64_t *product = result_of(&task, AT_ONCE);
    multiply_by_definition(expected, a, n, b, m);
    CHECK_SAME(product, expected, n + m, "%s: %lld by %lld limbs", set, (long long)n, (long long)m);
    free_limbs(product, n + m);
    free_limbs(expected, n + m);
    if (n == m) {
        task = (dc_task){.operation = DC_MULTIPLY, .a = a, .a_limbs = n, .b = a, .b_limbs = n};
        expected = limbs_of(2 * n);
        product = result_of(&task, AT_ONCE);
        multiply_by_definition(expected, a, n, a, n);
        CHECK_SAME(product, expected, 2 * n, "%s: the square of %lld limbs", set, (long long)n);
        free_limbs(product, 2 * n);
        free_limbs(expected, 2 * n);
    }
    free_limbs(a, n);
    free_limbs(b, m);
}

static void check_conversions(int64_t n, const char *set) {
    const uint64_t base = UINT64_C(10000000000000000000);
    uint64_t *a = filled(n, RANDOM), *again = limbs_of(n);
    a[n - 1] |= 1;
    dc_task to = {.operation = DC_TO_DECIMAL, .a = a, .a_limbs = n};
    uint64_t *words = result_of(&to, AT_ONCE);
    int64_t count = words_in(words, to.result_limbs);
    value_by_definition(again, n, words, count, base);
    CHECK_SAME(again, a, n, "%s: %lld limbs to decimal", set, (long long)n);
    dc_task from = {.operation = DC_FROM_DECIMAL, .a = words, .a_limbs = count};
    uint64_t *limbs = result_of(&from, AT_ONCE);
    CHECK(words_in(limbs, from.result_limbs) == n, "%s: %lld limbs from decimal", set,
          (long long)n);
    CHECK_SAME(limbs, a, n, "%s: %lld limbs from decimal", set, (long long)n);
    free_limbs(limbs, from.result_limbs);
    free_limbs(words, to.result_limbs);
    free_limbs(a, n);
    free_limbs(again, n);
}

/* F(n) modulo 2^64 and modulo 2^61 - 1, by the recurrence. */
static void check_fibonacci(long long n, const char *set) {
    const uint64_t p = (UINT64_C(1) << 61) - 1;
    uint64_t f = 0, next = 1, low = 0, low_next = 1;
    for (long long i = 0; i < n; i++) {
        uint64_t sum = (f + next) % p, low_sum = low + low_next;
        f = next;
        next = sum;
        low = low_next;
        low_next = low_sum;
    }
    dc_task binary = {.operation = DC_FIB, .n = n}, decimal = {.operation = DC_FIB_DECIMAL, .n = n};
    uint64_t *limbs = result_of(&binary, AT_ONCE), *words = result_of(&decimal, IN_STEPS);
    CHECK(limbs[0] == low && residue_by_definition(limbs, binary.result_limbs, 0) == f,
          "%s: F(%lld)", set, n);
    CHECK(residue_by_definition(words, decimal.result_limbs, UINT64_C(10000000000000000000)) == f,
          "%s: F(%lld) in decimal", set, n);
    free_limbs(limbs, binary.result_limbs);
    free_limbs(words, decimal.result_limbs);
}

static void check_results(const char *set) {
    static const int64_t lengths[] = {1, 7, 12, 31, 40, 70, 130, 200, 300, 500, 700, 1800};
    random_state = 12345; /* the same numbers for every set */
    for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
        int64_t n = lengths[i];
        check_products(n, n, RANDOM, RANDOM, set);
        check_products(n, n / 3 + 1, ALL_ONES, RUNS, set);
        check_products(n, n, ALL_ONES, ALL_ONES, set);
    }
    check_conversions(60, set);
    check_conversions(400, set);
    check_fibonacci(93, set);
    check_fibonacci(5000, set);
    check_fibonacci(80001, set);
}

static void every_feature_can_be_missing(void) {
    for (int bit = -1; bit < 0 || dc_feature_name(bit) != NULL; bit++) {
        long long missing = bit < 0 ? 0 : 1LL << bit;
        if (bit < 0 || (dc_features_detected() & missing) != 0) {
            dc_features_limit(~missing);
            check_results(bit < 0 ? "all features" : dc_feature_name(bit));
        }
    }
    dc_features_limit(-1);
}

/* Combinations of variants that no level selects: transforms with vectors, but not ADX. */
static void vectors_without_adx(void) {
    for (int level = 0; dc_level_name(level) != NULL; level++) {
        dc_features_limit(dc_level_features(level) & ~DC_FEATURE_ADX);
        check_results(dc_level_name(level));
        dc_features_limit(dc_level_features(level) & ~DC_FEATURE_BMI2);
        check_results(dc_level_name(level));
    }
    dc_features_limit(-1);
}

int main(void) {
    RUN_ONCE(every_level_has_its_features);
    RUN_ONCE(every_feature_has_its_bit_of_cpuid);
    RUN_ONCE(no_other_bit_of_cpuid_is_used);
    RUN_ONCE(the_operating_system_must_save_the_registers);
    RUN_ONCE(the_compiler_detects_the_same);
    RUN_ONCE(every_set_of_features_has_its_variants);
    RUN_ONCE(every_feature_can_be_missing);
    RUN_ONCE(vectors_without_adx);
    return finish();
}
