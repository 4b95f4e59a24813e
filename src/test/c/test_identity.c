/* The identity of the library, its CPU features, and its levels. */
#include "check.h"

#include "downcall.h"

static void identity(void) {
    CHECK(dc_abi_version() == DC_ABI_VERSION, "%d", dc_abi_version());
    CHECK(dc_header_hash() != 0, "%lld", dc_header_hash());
    CHECK(dc_version() != NULL && strlen(dc_version()) >= 5, "%s", dc_version());
}

/* The names are those of gcc's target options, except neon. */
static const struct {
    long long feature;
    const char *name;
} features[] = {
    {DC_FEATURE_POPCNT, "popcnt"},
    {DC_FEATURE_BMI2, "bmi2"},
    {DC_FEATURE_ADX, "adx"},
    {DC_FEATURE_AVX2, "avx2"},
    {DC_FEATURE_FMA, "fma"},
    {DC_FEATURE_F16C, "f16c"},
    {DC_FEATURE_AVXVNNI, "avxvnni"},
    {DC_FEATURE_AVX512F, "avx512f"},
    {DC_FEATURE_AVX512DQ, "avx512dq"},
    {DC_FEATURE_AVX512BW, "avx512bw"},
    {DC_FEATURE_AVX512VL, "avx512vl"},
    {DC_FEATURE_AVX512IFMA, "avx512ifma"},
    {DC_FEATURE_AVX512VNNI, "avx512vnni"},
    {DC_FEATURE_AVX512VPOPCNTDQ, "avx512vpopcntdq"},
    {DC_FEATURE_AVX512BF16, "avx512bf16"},
    {DC_FEATURE_AVX512FP16, "avx512fp16"},
    {DC_FEATURE_NEON, "neon"},
};
enum { FEATURES = sizeof features / sizeof features[0] };

static void features_have_names(void) {
    for (int bit = 0; bit < FEATURES; bit++) {
        CHECK(features[bit].feature == 1LL << bit, "bit %d", bit);
        CHECK(dc_feature_name(bit) != NULL && strcmp(dc_feature_name(bit), features[bit].name) == 0,
              "bit %d", bit);
    }
    CHECK(dc_feature_name(-1) == NULL && dc_feature_name(FEATURES) == NULL
              && dc_feature_name(INT32_MIN) == NULL && dc_feature_name(INT32_MAX) == NULL,
          "no such bit");
    CHECK(dc_features_detected() >> FEATURES == 0, "%llx", dc_features_detected());
}

static void features_can_be_limited(void) {
    long long detected = dc_features_detected();
    CHECK(dc_features_limit(-1) == detected && dc_features() == detected, "%llx", dc_features());
    CHECK(dc_features_limit(0) == 0 && dc_features() == 0, "%llx", dc_features());
    for (int bit = 0; bit < 64; bit++) {
        long long without = detected & ~(long long)(UINT64_C(1) << bit);
        CHECK(dc_features_limit(~(long long)(UINT64_C(1) << bit)) == without
                  && dc_features() == without,
              "bit %d: %llx", bit, dc_features());
    }
    CHECK(dc_features_detected() == detected, "%llx", dc_features_detected());
    dc_features_limit(-1);
}

static void levels_cap_features(void) {
    static const char *const names[] = {"baseline", "adx", "neon", "avx2", "avx512"};
    long long below = 0;
    for (int level = DC_LEVEL_BASELINE; level <= DC_LEVEL_AVX512; level++) {
        const char *name = dc_level_name(level);
        long long within = dc_level_features(level);
        CHECK(name != NULL && strcmp(name, names[level]) == 0, "level %d", level);
        CHECK((within & below) == below && within >= 0, "level %d contains those below", level);
        CHECK(dc_features_limit(within) == (within & dc_features_detected()), "level %d", level);
        CHECK(dc_level() <= level && dc_level() <= dc_level_detected(), "level %d: %d", level,
              dc_level());
        below = within;
    }
    CHECK(dc_level() == dc_level_detected(), "%d", dc_level());
    static const int none[] = {-1, DC_LEVEL_AVX512 + 1, INT32_MIN, INT32_MAX};
    for (int k = 0; k < 4; k++) {
        CHECK(dc_level_name(none[k]) == NULL && dc_level_features(none[k]) == 0, "level %d",
              none[k]);
        CHECK(dc_features_limit(dc_level_features(none[k])) == 0, "level %d lifts the cap",
              none[k]);
    }
    dc_features_limit(-1);
}

static void variants_have_names(void) {
    dc_features_limit(0);
    CHECK(strcmp(dc_variant_name(0), "baseline") == 0, "%s", dc_variant_name(0));
    CHECK(strcmp(dc_variant_name(1), "baseline") == 0, "%s", dc_variant_name(1));
    for (int level = 0; dc_level_name(level) != NULL; level++) {
        dc_features_limit(dc_level_features(level));
        /* The best variant is the one that requires the level. */
        const char *reached = dc_level_name(dc_level());
        int operation = dc_level() <= DC_LEVEL_ADX ? 0 : 1;
        CHECK(strcmp(dc_variant_name(operation), reached) == 0, "%s: %s", reached,
              dc_variant_name(operation));
    }
    dc_features_limit(-1);
    CHECK(dc_variant_name(-1) == NULL && dc_variant_name(2) == NULL, "no such operation");
}

int main(void) {
    RUN_ONCE(identity);
    RUN_ONCE(features_have_names);
    RUN_ONCE(features_can_be_limited);
    RUN_ONCE(levels_cap_features);
    RUN_ONCE(variants_have_names);
    return finish();
}
