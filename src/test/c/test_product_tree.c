/*
 * Products of many limbs: by definition where that is fast enough, else by residues, and by closed
 * forms.
 */
#include "tasks.h"

static const uint64_t PRIME = (UINT64_C(1) << 61) - 1;

static void check_product(const uint64_t *a, int64_t n, enum way way, const char *what) {
    uint64_t *expected = limbs_of(n), *product = limbs_of(n);
    memset(expected, 0, (size_t)n * 8);
    expected[0] = a[0];
    for (int64_t i = 1; i < n; i++) {
        multiply_by_definition(product, expected, i, a + i, 1);
        memcpy(expected, product, (size_t)(i + 1) * 8);
    }
    dc_task task = {.operation = DC_PRODUCT, .a = a, .a_limbs = n};
    uint64_t *actual = result_of(&task, way);
    CHECK(task.result_limbs == n, "%lld limbs, %s: %lld", (long long)n, what, task.result_limbs);
    CHECK_SAME(actual, expected, n, "%lld limbs, %s", (long long)n, what);
    free_limbs(actual, task.result_limbs);
    free_limbs(expected, n);
    free_limbs(product, n);
}

static void every_length(void) {
    for (int64_t n = 1; n <= 260; n++) {
        for (enum pattern p = RANDOM; p < PATTERNS; p++) {
            if (n <= 60 || p <= ALL_ONES || (n + (int)p) % 5 == 0) {
                char what[40];
                snprintf(what, sizeof what, "pattern %d", (int)p);
                uint64_t *a = filled(n, p);
                check_product(a, n, (n + (int)p) % 2 ? AT_ONCE : IN_STEPS, what);
                free_limbs(a, n);
            }
        }
    }
}

static void factors_that_are_zero_or_one(void) {
    for (int64_t n = 1; n <= 700; n += 1 + n / 5) {
        uint64_t *a = filled(n, RANDOM);
        a[random_below(n)] = 0;
        check_product(a, n, AT_ONCE, "a zero");
        for (int64_t i = 0; i < n; i++) {
            a[i] = 1;
        }
        check_product(a, n, AT_ONCE, "ones");
        a[n - 1] = UINT64_MAX;
        check_product(a, n, AT_ONCE, "ones and a long limb");
        free_limbs(a, n);
    }
}

/* 25! = 15511210043330985984000000 = 840864 2^64 + 7034535277573963776 */
static void known_factorials(void) {
    uint64_t a[25];
    for (int i = 0; i < 25; i++) {
        a[i] = (uint64_t)i + 1;
    }
    dc_task task = {.operation = DC_PRODUCT, .a = a, .a_limbs = 20};
    uint64_t *result = result_of(&task, AT_ONCE);
    CHECK(result[0] == UINT64_C(2432902008176640000) && words_in(result, 20) == 1, "20!");
    free_limbs(result, task.result_limbs);
    task = (dc_task){.operation = DC_PRODUCT, .a = a, .a_limbs = 25};
    result = result_of(&task, AT_ONCE);
    CHECK(result[0] == UINT64_C(7034535277573963776) && result[1] == 840864
              && words_in(result, 25) == 2,
          "25!");
    free_limbs(result, task.result_limbs);
}

static uint64_t residue_of_product(const uint64_t *a, int64_t n) {
    uint64_t residue = 1;
    for (int64_t i = 0; i < n; i++) {
        residue = (uint64_t)((dc_u128)residue * (a[i] % PRIME) % PRIME);
    }
    return residue;
}

/* (2^64 - 1)^n modulo 2^128, from the binomial theorem: 1 - n 2^64, or the negative of that */
static void check_all_ones(const uint64_t *result, int64_t n) {
    uint64_t low = n % 2 == 0 ? 1 : UINT64_MAX,
             high = n % 2 == 0 ? 0 - (uint64_t)n : (uint64_t)n - 1;
    CHECK(n == 1 || (result[0] == low && result[1] == high), "%lld limbs: %llx %llx", (long long)n,
          (unsigned long long)result[1], (unsigned long long)result[0]);
}

/*
 * A subtree of 8192 limbs is one step. Products of up to 65536 limbs are steps of one stage, and
 * longer ones have stages of their own.
 */
static void lengths_around_steps(void) {
    static const int64_t lengths[] = {1000,  8191,  8192,  8193,  16383,  16385,
                                      20000, 65536, 65537, 65600, 131072, 131073};
    int fast = dc_level() >= DC_LEVEL_NEON && dc_level() >= dc_level_detected() - 1;
    for (size_t k = 0; k < sizeof lengths / sizeof lengths[0]; k++) {
        int64_t n = lengths[k];
        if (n > 20000 && (UNDER_ADDRESS_SANITIZER || !fast)) {
            continue;
        }
        for (enum pattern p = RANDOM; p <= ALL_ONES; p++) {
            uint64_t *a = filled(n, p);
            dc_task task = {.operation = DC_PRODUCT, .a = a, .a_limbs = n};
            uint64_t *result = result_of(&task, n % 2 == 0 ? IN_STEPS : AT_ONCE);
            CHECK(residue_by_definition(result, n, 0) == residue_of_product(a, n), "%lld limbs",
                  (long long)n);
            if (p == ALL_ONES) {
                check_all_ones(result, n);
            }
            free_limbs(result, task.result_limbs);
            free_limbs(a, n);
        }
    }
}

int main(void) {
    RUN(every_length);
    RUN(factors_that_are_zero_or_one);
    RUN(known_factorials);
    RUN(lengths_around_steps);
    return finish();
}
