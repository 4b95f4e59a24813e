/* What the library reports about itself, and the set of CPU features in use. */
#include "downcall.h"
#include "fuzz.h"

#include <string.h>

enum { FEATURES = 17 };

void fuzz_identity(input *in) {
    REQUIRE(dc_abi_version() == DC_ABI_VERSION, "dc_abi_version() is %d", dc_abi_version());
    REQUIRE(dc_header_hash() == dc_header_hash() && dc_header_hash() != 0, "dc_header_hash()");
    REQUIRE(dc_version() != NULL && dc_version()[0] >= '0' && dc_version()[0] <= '9',
            "dc_version() is %s", dc_version());
    REQUIRE(dc_fib_max_long_index() == DC_FIB_MAX_LONG_INDEX
                && dc_fib_max_exact_index() == DC_FIB_MAX_EXACT_INDEX
                && dc_fib_max_decimal_index() == DC_FIB_MAX_DECIMAL_INDEX
                && dc_max_limbs() == DC_MAX_LIMBS && dc_max_power_bits() == DC_MAX_POWER_BITS,
            "a limit differs from its macro");
    for (int k = 0; k < 8; k++) {
        int any = (int)take_number(in);
        const char *feature = dc_feature_name(any), *level = dc_level_name(any);
        REQUIRE((feature != NULL) == (any >= 0 && any < FEATURES), "dc_feature_name(%d)", any);
        REQUIRE(feature == NULL || strlen(feature) < 32, "dc_feature_name(%d)", any);
        REQUIRE((level != NULL) == (any >= DC_LEVEL_BASELINE && any <= DC_LEVEL_AVX512),
                "dc_level_name(%d)", any);
        REQUIRE((dc_variant_name(any) != NULL) == (any == 0 || any == 1), "dc_variant_name(%d)",
                any);
        long long features = dc_level_features(any);
        REQUIRE(level != NULL ? features >= 0 : features == 0, "dc_level_features(%d) is %llx", any,
                features);
        REQUIRE(any == DC_LEVEL_BASELINE || level == NULL
                    || (features & dc_level_features(any - 1)) == dc_level_features(any - 1),
                "level %d does not contain the level below", any);
    }
}

void fuzz_features(input *in) {
    long long detected = dc_features_detected();
    for (int k = 0; k < 8; k++) {
        long long cap = take_number(in);
        long long in_use = dc_features_limit(cap);
        REQUIRE(in_use == (cap & detected), "dc_features_limit(%llx) returned %llx", cap, in_use);
        REQUIRE(dc_features() == in_use && dc_features_detected() == detected,
                "the features in use are %llx", dc_features());
        int level = dc_level();
        REQUIRE(dc_level_name(level) != NULL && level <= dc_level_detected(), "dc_level() is %d",
                level);
        dc_features_limit(dc_level_features(level) & cap);
        REQUIRE(dc_level() == level, "the features of level %d have level %d", level, dc_level());
    }
    REQUIRE(dc_features_limit(-1) == detected && dc_level() == dc_level_detected(),
            "dc_features_limit(-1)");
}
