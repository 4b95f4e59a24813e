#include "variants.h"

#include "buffers.h"
#include "downcall.h"
#include "fuzz.h"

static void add(variants *v, long long features) {
    features &= dc_features_detected();
    for (int i = 0; i < v->count; i++) {
        if (v->features[i] == features) {
            return;
        }
    }
    v->features[v->count++] = features;
}

/* Every combination of a kind of products and a kind of transforms is among these. */
static const variants *every_variant(void) {
    static variants every;
    if (every.count == 0) {
        add(&every, 0);
        for (int level = 0; dc_level_name(level) != NULL; level++) {
            add(&every, dc_level_features(level));
            add(&every, dc_level_features(level) & ~DC_FEATURE_ADX);
        }
    }
    return &every;
}

variants take_variants(input *in, int all) {
    const variants *every = every_variant();
    variants v = *every;
    unsigned chosen = take_byte(in);
    if (!all || UNDER_ADDRESS_SANITIZER) { /* which makes everything ten times as slow */
        v.count = 1;
        add(&v, every->features[chosen % (unsigned)every->count]);
    }
    if (chosen >= 0xF0 && v.count < 8) {
        add(&v, (long long)take_bytes(in, 2));
    }
    return v;
}
