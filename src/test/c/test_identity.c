/* What the library says of itself, and the choice of the instruction set. */
#include "check.h"

#include "downcall.h"

static void identity(void) {
    CHECK(dc_abi_version() == DC_ABI_VERSION, "%d", dc_abi_version());
    CHECK(dc_header_hash() != 0, "%lld", dc_header_hash());
    CHECK(dc_version() != NULL && strlen(dc_version()) >= 5, "%s", dc_version());
}

static void levels(void) {
    int runs = dc_isa(), detected = dc_isa_detected();
    CHECK(runs >= 0 && runs <= detected, "%d of %d", runs, detected);
    CHECK(strcmp(dc_isa_name(DC_ISA_BASELINE), "baseline") == 0, "%s",
          dc_isa_name(DC_ISA_BASELINE));
    CHECK(strcmp(dc_isa_name(DC_ISA_ADX), "adx") == 0, "%s", dc_isa_name(DC_ISA_ADX));
    CHECK(strcmp(dc_isa_name(DC_ISA_AVX2), "avx2") == 0, "%s", dc_isa_name(DC_ISA_AVX2));
    CHECK(strcmp(dc_isa_name(DC_ISA_AVX512), "avx512") == 0, "%s", dc_isa_name(DC_ISA_AVX512));
    CHECK(dc_isa_name(-1) == NULL && dc_isa_name(DC_ISA_AVX512 + 1) == NULL,
          "beyond the last level");
    CHECK(dc_isa_limit(-1) == DC_ERR_RANGE, "%d", dc_isa());
    CHECK(dc_isa_limit(DC_ISA_AVX512 + 1) == DC_ERR_RANGE, "%d", dc_isa());
    CHECK(dc_isa() == runs, "a refused limit changed the level to %d", dc_isa());
    CHECK(dc_isa_limit(DC_ISA_AVX512) == detected, "%d", dc_isa());
    CHECK(dc_isa_limit(DC_ISA_BASELINE) == DC_ISA_BASELINE && dc_isa() == DC_ISA_BASELINE, "%d",
          dc_isa());
}

static void tables(void) {
    for (int level = 0; level <= DC_ISA_AVX512; level++) {
        const dc_kernels *kernels = dc_kernels_at(level);
        CHECK((kernels != NULL) == (level <= dc_isa_detected()), "level %d", level);
        CHECK(kernels == NULL || kernels->level == level, "level %d", level);
        CHECK(kernels == NULL
                  || (kernels->mul_ifma == NULL) == (kernels->ifma_mul_limbs == DC_NEVER),
              "level %d", level);
        CHECK(kernels == NULL
                  || (kernels->mul_ifma == NULL) == (kernels->ifma_sqr_limbs == DC_NEVER),
              "level %d", level);
    }
    CHECK(dc_kernels_at(-1) == NULL && dc_kernels_at(DC_ISA_AVX512 + 1) == NULL,
          "beyond the last level");
    CHECK(dc_kernels_at(INT32_MIN) == NULL && dc_kernels_at(INT32_MAX) == NULL, "far beyond");
    CHECK(dc_kernels_now()->level == dc_isa(), "%d", dc_isa());
}

int main(void) {
    RUN(identity);
    RUN(levels);
    RUN_ONCE(tables);
    return finish();
}
