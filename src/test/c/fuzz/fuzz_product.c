/* dc_mul() */
#include "buffers.h"
#include "downcall.h"
#include "fuzz.h"
#include "operands.h"
#include "oracle.h"
#include "variants.h"

#include <string.h>

/* Products of up to this many limb products are also computed by definition. */
enum { BY_DEFINITION = 400 };

typedef struct {
    const uint64_t *a, *b;
    int64_t n, m, scratch_limbs;
    enum side side;
} product;

/* Buffers that are too small: DC_ERR_SPACE, and nothing is written. */
static void without_space(input *in, const product *p) {
    int64_t r_limbs = p->n + p->m, scratch_limbs = p->scratch_limbs;
    int junk = take_below(in, 8);
    int64_t *less = take_bit(in) ? &r_limbs : &scratch_limbs;
    *less -= 1 + (int64_t)take_bytes(in, 2) % *less;
    uint64_t *r = place(RESULT, r_limbs, p->side),
             *scratch = place(SCRATCH, scratch_limbs, p->side);
    fill_with_junk(r, r_limbs, junk);
    fill_with_junk(scratch, scratch_limbs, junk);
    long long status = dc_mul(r, r_limbs, p->a, p->n, p->b, p->m, scratch, scratch_limbs);
    REQUIRE(status == DC_ERR_SPACE, "dc_mul of %lld by %lld limbs in %lld and %lld returned %lld",
            (long long)p->n, (long long)p->m, (long long)r_limbs, (long long)scratch_limbs, status);
    require_junk(r, r_limbs, junk, "dc_mul without space, result");
    require_junk(scratch, scratch_limbs, junk, "dc_mul without space, scratch");
    require_intact_surroundings();
}

/* Lengths that are invalid: DC_ERR_RANGE, and no pointer is used. */
static void out_of_range(input *in) {
    long long n = take_number(in), m = take_number(in);
    int valid = n >= 1 && n <= DC_MAX_LIMBS && m >= 1 && m <= DC_MAX_LIMBS;
    long long scratch = dc_mul_scratch_limbs(n, m);
    REQUIRE(valid ? scratch > 0 : scratch == DC_ERR_RANGE,
            "dc_mul_scratch_limbs(%lld, %lld) is %lld", n, m, scratch);
    REQUIRE(!valid || scratch == dc_mul_scratch_limbs(m, n), "dc_mul_scratch_limbs(%lld, %lld)", n,
            m);
    long long status = dc_mul(NULL, valid ? n + m - 1 : take_number(in), NULL, n, NULL, m, NULL,
                              valid ? scratch : take_number(in));
    REQUIRE(status == (valid ? DC_ERR_SPACE : DC_ERR_RANGE), "dc_mul of %lld by %lld limbs: %lld",
            n, m, status);
}

void fuzz_product(input *in) {
    int kind = take_below(in, 16);
    if (kind == 0) {
        out_of_range(in);
        return;
    }
    int64_t n = take_length(in, 1500), m = kind < 4 ? n : take_length(in, 1500);
    int same_array = kind < 3 || kind == 4;
    product p = {.n = n, .m = m, .side = take_bit(in) ? PAGE_IN_FRONT : PAGE_BEHIND};
    int64_t longer = same_array && m > n ? m : n;
    uint64_t *a = place(OPERAND_A, longer, p.side), *b = a;
    take_limbs(in, a, longer);
    if (!same_array) {
        b = place(OPERAND_B, m, p.side);
        if (kind == 5 && m <= n) {
            memcpy(b, a, (size_t)m * 8); /* equal, but not the same array */
        } else {
            take_limbs(in, b, m);
        }
    }
    p.a = a;
    p.b = b;
    uint64_t *a_before = spare(1, longer), *b_before = spare(2, m);
    memcpy(a_before, a, (size_t)longer * 8);
    memcpy(b_before, b, (size_t)m * 8);

    p.scratch_limbs = dc_mul_scratch_limbs(n, m);
    REQUIRE(p.scratch_limbs > 0, "dc_mul_scratch_limbs(%lld, %lld)", (long long)n, (long long)m);
    variants v = take_variants(in, n * m < 20000);
    int junk = take_below(in, 8);
    uint64_t *expected = spare(0, n + m);
    for (int k = 0; k < v.count; k++) {
        uint64_t *r = place(RESULT, n + m, p.side),
                 *scratch = place(SCRATCH, p.scratch_limbs, p.side);
        fill_with_junk(r, n + m, junk + k);
        fill_with_junk(scratch, p.scratch_limbs, junk + 3 * k);
        dc_features_limit(v.features[k]);
        long long status = dc_mul(r, n + m, a, n, b, m, scratch, p.scratch_limbs);
        REQUIRE(status == n + m, "dc_mul of %lld by %lld limbs returned %lld", (long long)n,
                (long long)m, status);
        require_intact_surroundings();
        if (k == 0) {
            memcpy(expected, r, (size_t)(n + m) * 8);
        } else {
            REQUIRE(memcmp(r, expected, (size_t)(n + m) * 8) == 0,
                    "dc_mul of %lld by %lld limbs differs with features %llx", (long long)n,
                    (long long)m, v.features[k]);
        }
    }
    REQUIRE(memcmp(a, a_before, (size_t)longer * 8) == 0 && memcmp(b, b_before, (size_t)m * 8) == 0,
            "dc_mul changed an operand");

    require_residues(residues_of(expected, n + m, 0),
                     residues_of_product(residues_of(a, n, 0), residues_of(b, m, 0)),
                     "the product");
    uint64_t *known = spare(3, n + m);
    if (n * m <= BY_DEFINITION) {
        product_by_definition(known, a, n, b, m);
        REQUIRE(memcmp(known, expected, (size_t)(n + m) * 8) == 0, "dc_mul, by definition");
    } else if (has_gmp()) {
        gmp_product(known, a, n, b, m);
        REQUIRE(memcmp(known, expected, (size_t)(n + m) * 8) == 0, "dc_mul, by GMP");
    }
    if (take_byte(in) >= 0x80) {
        without_space(in, &p);
    }
}
