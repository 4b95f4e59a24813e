/* Fibonacci numbers against the recurrence, and the contract of every argument. */
#include "check.h"

#include "downcall.h"
#include "limbs.h"

/* Far enough for several Karatsuba levels: F(n) has n * 0.694 / 64 limbs. */
enum { EVERY_N_UP_TO = 9000, LIMBS = EVERY_N_UP_TO * 7 / 640 + 2 };

static void exact_follows_the_recurrence(void) {
    static uint64_t previous[LIMBS], current[LIMBS];
    memset(previous, 0, sizeof previous);
    memset(current, 0, sizeof current);
    current[0] = 1; /* F(0) = current - previous: F(-1) = 1 */
    uint64_t *f = current, *g = previous;
    uint64_t *swap;
    for (int n = 0; n <= EVERY_N_UP_TO; n++) {
        /* here g = F(n), f = F(n+1) */
        int64_t length = dc_normalized(g, LIMBS);
        long long limbs = dc_fib_exact_limbs(n), scratch_limbs = dc_fib_exact_scratch_limbs(n);
        uint64_t *result = limbs_of(limbs), *scratch = limbs_of(scratch_limbs);
        long long actual = dc_fib_exact(result, limbs, scratch, scratch_limbs, n);
        CHECK(actual == length, "n=%d: %lld limbs instead of %lld", n, actual, (long long)length);
        CHECK(actual != length || memcmp(result, g, (size_t)length * 8) == 0, "n=%d", n);
        CHECK((uint64_t)dc_fib_wrapping(n) == g[0], "n=%d", n);
        CHECK((uint64_t)dc_fib_wrapping_iterative(n) == g[0], "n=%d", n);
        CHECK(n > DC_FIB_MAX_LONG_INDEX || dc_fib_long(n) == (long long)g[0], "n=%d", n);
        free_limbs(result, limbs);
        free_limbs(scratch, scratch_limbs);
        dc_add_n(g, g, f, LIMBS); /* F(n+2) */
        swap = f;
        f = g;
        g = swap;
    }
}

static void exact_agrees_with_wrapping_at_larger_indices(void) {
    static const long long indices[] = {9999, 65535, 65536, 65537, 100000, 131071, 131072, 300007};
    for (size_t i = 0; i < sizeof indices / sizeof indices[0]; i++) {
        long long n = indices[i], limbs = dc_fib_exact_limbs(n), scratch_limbs = dc_fib_exact_scratch_limbs(n);
        uint64_t *result = limbs_of(limbs), *scratch = limbs_of(scratch_limbs);
        CHECK(dc_fib_exact(result, limbs, scratch, scratch_limbs, n) > 0, "n=%lld", n);
        CHECK(result[0] == (uint64_t)dc_fib_wrapping(n), "n=%lld", n);
        free_limbs(result, limbs);
        free_limbs(scratch, scratch_limbs);
    }
}

static void arguments_out_of_range(void) {
    uint64_t limb = 42;
    CHECK(dc_fib_long(-1) == DC_ERR_RANGE, "%lld", dc_fib_long(-1));
    CHECK(dc_fib_long(93) == DC_ERR_RANGE, "%lld", dc_fib_long(93));
    CHECK(dc_fib_wrapping_iterative(INT32_MIN) == 0, "INT32_MIN");
    CHECK(dc_fib_exact_limbs(-1) == DC_ERR_RANGE && dc_fib_exact_scratch_limbs(-1) == DC_ERR_RANGE, "-1");
    CHECK(dc_fib_exact_limbs(INT64_MAX) == DC_ERR_RANGE, "INT64_MAX");
    CHECK(dc_fib_exact_scratch_limbs(INT64_MIN) == DC_ERR_RANGE, "INT64_MIN");
    CHECK(dc_fib_exact_limbs(DC_FIB_MAX_EXACT_INDEX) > 0, "max");
    CHECK(dc_fib_exact_limbs(DC_FIB_MAX_EXACT_INDEX + 1) == DC_ERR_RANGE, "max + 1");
    CHECK(dc_fib_exact(&limb, 1, &limb, 1, -1) == DC_ERR_RANGE, "-1");
    CHECK(dc_fib_exact(&limb, 1, &limb, 1, 10) == DC_ERR_SPACE, "1 limb");
    CHECK(dc_fib_exact(&limb, dc_fib_exact_limbs(1000), &limb, dc_fib_exact_scratch_limbs(1000) - 1, 1000)
              == DC_ERR_SPACE, "scratch");
    CHECK(dc_fib_exact(&limb, dc_fib_exact_limbs(1000) - 1, &limb, dc_fib_exact_scratch_limbs(1000), 1000)
              == DC_ERR_SPACE, "result");
    CHECK(limb == 42, "written: %llu", (unsigned long long)limb);
    CHECK(dc_fib_max_long_index() == DC_FIB_MAX_LONG_INDEX, "%d", dc_fib_max_long_index());
    CHECK(dc_fib_max_exact_index() == DC_FIB_MAX_EXACT_INDEX, "%lld", dc_fib_max_exact_index());
}

int main(void) {
    RUN(exact_follows_the_recurrence);
    RUN(exact_agrees_with_wrapping_at_larger_indices);
    RUN(arguments_out_of_range);
    return finish();
}
