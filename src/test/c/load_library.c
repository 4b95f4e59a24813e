/*
 * Loads the library that the first argument names, as a JVM does. The same code is linked into this
 * program, where a C runtime calls the constructor, so both must detect the same features and
 * compute the same numbers.
 */
#include "check.h"

#if !defined(_WIN32)
#include <dlfcn.h>
#endif

static const char *file;

typedef void function(void);

static function *find(const char *name) {
    function *found = NULL;
#if defined(_WIN32)
    HMODULE library = LoadLibraryA(file);
    if (library != NULL) {
        found = (function *)(void *)GetProcAddress(library, name);
    }
#else
    void *library = dlopen(file, RTLD_NOW | RTLD_LOCAL);
    if (library != NULL) {
        *(void **)&found = dlsym(library, name);
    }
#endif
    return found;
}

/* Declares loaded_NAME, the function NAME in the library, or fails the test. */
#define FIND(name)                                                                  \
    __typeof__(name) *loaded_##name = (__typeof__(name) *)find(#name);              \
    CHECK(loaded_##name != NULL && loaded_##name != name, "%s in %s", #name, file); \
    if (loaded_##name == NULL) {                                                    \
        return;                                                                     \
    }

static void has_the_version_of_the_build(void) {
    FIND(dc_version);
    CHECK(strcmp(loaded_dc_version(), dc_version()) == 0, "%s", loaded_dc_version());
}

static void detects_the_features_of_this_machine(void) {
    FIND(dc_features_detected);
    FIND(dc_features);
    CHECK(loaded_dc_features_detected() == dc_features_detected(), "%lld instead of %lld",
          loaded_dc_features_detected(), dc_features_detected());
    CHECK(loaded_dc_features() == dc_features(), "%lld", loaded_dc_features());
}

/* The lengths use a product with a large stack frame, and transforms. */
static void multiplies(void) {
    FIND(dc_mul);
    for (int64_t n = 8; n <= 4096; n *= 8) {
        int64_t room = dc_mul_scratch_limbs(n, n);
        uint64_t *a = limbs_of(n), *b = limbs_of(n), *scratch = limbs_of(room);
        uint64_t *expected = limbs_of(2 * n), *product = limbs_of(2 * n);
        for (int64_t i = 0; i < n; i++) {
            a[i] = 0x9E3779B97F4A7C15U * (uint64_t)(i + 1);
            b[i] = ~a[i] * 3;
        }
        CHECK(dc_mul(expected, 2 * n, a, n, b, n, scratch, room) >= 0, "n=%d", (int)n);
        CHECK(loaded_dc_mul(product, 2 * n, a, n, b, n, scratch, room) >= 0, "n=%d", (int)n);
        CHECK(memcmp(product, expected, (size_t)(2 * n) * 8) == 0, "n=%d", (int)n);
        free_limbs(product, 2 * n);
        free_limbs(expected, 2 * n);
        free_limbs(scratch, room);
        free_limbs(b, n);
        free_limbs(a, n);
    }
}

int main(int count, char **arguments) {
    file = count > 1 ? arguments[1] : "";
    RUN_ONCE(has_the_version_of_the_build);
    RUN_ONCE(detects_the_features_of_this_machine);
    RUN_ONCE(multiplies);
    return finish();
}
