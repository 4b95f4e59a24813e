#include "oracle.h"

#include "fuzz.h"
#include "numbers/words.h"
#include "operands.h"

#include <dlfcn.h>
#include <stdlib.h>
#include <string.h>

/* The definitions are not under test, and sanitized they would take most of the time. */
#define DEFINITION __attribute__((no_sanitize("address", "undefined")))

/* ---- Residues ------------------------------------------------------------------------------- */

static const uint64_t P61 = (UINT64_C(1) << 61) - 1, P64 = UINT64_C(0) - 59;

static uint64_t mulmod(uint64_t a, uint64_t b, uint64_t p) {
    return (uint64_t)((dc_u128)a * b % p);
}

/* x mod 2^61 - 1, for x < 2^125 */
DEFINITION static uint64_t mod_61(dc_u128 x) {
    uint64_t folded = ((uint64_t)x & P61) + (uint64_t)(x >> 61 & P61) + (uint64_t)(x >> 122);
    return folded % P61;
}

/* x mod 2^64 - 59, where 2^64 is 59 */
DEFINITION static uint64_t mod_64(dc_u128 x) {
    dc_u128 folded = (dc_u128)(uint64_t)(x >> 64) * 59 + (uint64_t)x;
    folded = (folded >> 64) * 59 + (uint64_t)folded;
    return (uint64_t)(folded >= P64 ? folded - P64 : folded);
}

DEFINITION residues residues_of(const uint64_t *words, int64_t count, uint64_t base) {
    residues r = {0, 0};
    uint64_t base61 = base == 0 ? 8 : base % P61, base64 = base == 0 ? 59 : base;
    for (int64_t i = count - 1; i >= 0; i--) {
        r.m61 = mod_61((dc_u128)r.m61 * base61 + words[i]);
        r.m64 = mod_64((dc_u128)r.m64 * base64 + words[i]);
    }
    return r;
}

residues residues_of_product(residues a, residues b) {
    return (residues){mulmod(a.m61, b.m61, P61), mulmod(a.m64, b.m64, P64)};
}

residues residues_of_sum(residues a, residues b) {
    return (residues){mod_61((dc_u128)a.m61 + b.m61), mod_64((dc_u128)a.m64 + b.m64)};
}

residues residues_of_power(residues a, int64_t exponent) {
    residues power = {1, 1};
    for (; exponent > 0; exponent /= 2) {
        if (exponent % 2 != 0) {
            power = residues_of_product(power, a);
        }
        a = residues_of_product(a, a);
    }
    return power;
}

/* F(n) mod p by squaring the matrix ((1, 1), (1, 0)), which is ((F(k+1), F(k)), (F(k), F(k-1))). */
static uint64_t fibonacci_mod(int64_t n, uint64_t p) {
    uint64_t x = 1, y = 0, a = 0, b = 1; /* F(k-1), F(k) of the result, and of the square */
    for (; n > 0; n /= 2) {
        if (n % 2 != 0) {
            uint64_t next =
                (uint64_t)(((dc_u128)mulmod(x, b, p) + mulmod(y, a, p) + mulmod(y, b, p)) % p);
            x = (uint64_t)(((dc_u128)mulmod(x, a, p) + mulmod(y, b, p)) % p);
            y = next;
        }
        uint64_t twice = (uint64_t)(((dc_u128)2 * a + b) % p), square = mulmod(a, a, p);
        a = (uint64_t)(((dc_u128)square + mulmod(b, b, p)) % p);
        b = mulmod(b, twice, p);
    }
    return y;
}

residues residues_of_fibonacci(int64_t n) {
    return (residues){fibonacci_mod(n, P61), fibonacci_mod(n, P64)};
}

void require_residues(residues actual, residues expected, const char *what) {
    REQUIRE(actual.m61 == expected.m61, "%s modulo 2^61 - 1 is %llu, but must be %llu", what,
            (unsigned long long)actual.m61, (unsigned long long)expected.m61);
    REQUIRE(actual.m64 == expected.m64, "%s modulo 2^64 - 59 is %llu, but must be %llu", what,
            (unsigned long long)actual.m64, (unsigned long long)expected.m64);
}

DEFINITION void product_by_definition(uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b,
                                      int64_t m) {
    for (int64_t i = 0; i < n + m; i++) {
        r[i] = 0;
    }
    for (int64_t i = 0; i < m; i++) {
        uint64_t carry = 0;
        for (int64_t j = 0; j < n; j++) {
            dc_u128 sum = (dc_u128)a[j] * b[i] + r[i + j] + carry;
            r[i + j] = (uint64_t)sum;
            carry = (uint64_t)(sum >> 64);
        }
        r[i + n] = carry;
    }
}

/* ---- GMP ------------------------------------------------------------------------------------ */

/* As in gmp.h. A limb has 64 bits on every platform of the library except Windows, which has no
 * libgmp.so.10. */
typedef struct {
    int allocated, size;
    uint64_t *limbs;
} mpz;

static struct {
    uint64_t (*mul)(uint64_t *r, const uint64_t *a, long n, const uint64_t *b, long m);
    void (*divide)(uint64_t *q, uint64_t *r, long zero, const uint64_t *a, long n,
                   const uint64_t *b, long m);
    size_t (*get_str)(unsigned char *digits, int base, uint64_t *a, long n);
    long (*set_str)(uint64_t *r, const unsigned char *digits, size_t count, int base);
    void (*init)(mpz *x);
    void (*fibonacci)(mpz *x, unsigned long n);
    int opened, works;
} gmp;

static int find(void *library, const char *name, void *function) {
    void *address = dlsym(library, name);
    memcpy(function, &address, sizeof address);
    return address != NULL;
}

int has_gmp(void) {
    if (!gmp.opened) {
        gmp.opened = 1;
        void *library = dlopen("libgmp.so.10", RTLD_NOW | RTLD_LOCAL);
        gmp.works = library != NULL && find(library, "__gmpn_mul", &gmp.mul)
                    && find(library, "__gmpn_tdiv_qr", &gmp.divide)
                    && find(library, "__gmpn_get_str", &gmp.get_str)
                    && find(library, "__gmpn_set_str", &gmp.set_str)
                    && find(library, "__gmpz_init", &gmp.init)
                    && find(library, "__gmpz_fib_ui", &gmp.fibonacci);
    }
    return gmp.works;
}

void gmp_product(uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b, int64_t m) {
    if (n < m) {
        gmp.mul(r, b, (long)m, a, (long)n);
    } else {
        gmp.mul(r, a, (long)n, b, (long)m);
    }
}

void gmp_quotient(uint64_t *q, uint64_t *r, const uint64_t *a, int64_t n, const uint64_t *b,
                  int64_t m) {
    gmp.divide(q, r, 0, a, (long)n, b, (long)m);
}

void gmp_fibonacci(uint64_t *r, int64_t limbs, int64_t n) {
    static mpz f;
    if (f.limbs == NULL) {
        gmp.init(&f);
    }
    gmp.fibonacci(&f, (unsigned long)n);
    REQUIRE(f.size <= limbs, "F(%lld) has %d limbs, but the library requires room for %lld",
            (long long)n, f.size, (long long)limbs);
    for (int64_t i = 0; i < limbs; i++) {
        r[i] = i < f.size ? f.limbs[i] : 0;
    }
}

/* Room for the digits of a number. */
static unsigned char *digits_for(int64_t count) {
    static unsigned char *digits;
    static int64_t length;
    if (count > length) {
        length = 2 * count;
        free(digits);
        digits = malloc((size_t)length);
        if (digits == NULL) {
            abort();
        }
    }
    return digits;
}

int gmp_to_decimal(uint64_t *words, int64_t count, uint64_t *a, int64_t n, int digits) {
    while (n > 0 && a[n - 1] == 0) {
        n--;
    }
    unsigned char *text = digits_for(20 * n + 2);
    int64_t length = n == 0 ? 0 : (int64_t)gmp.get_str(text, 10, a, (long)n);
    for (; length > 0 && *text == 0; length--) {
        text++;
    }
    if (length > count * digits) {
        return 0;
    }
    for (int64_t i = 0; i < count; i++, length -= digits) {
        words[i] = 0;
        for (int64_t k = length < digits ? 0 : length - digits; k < length; k++) {
            words[i] = 10 * words[i] + text[k];
        }
    }
    return 1;
}

void gmp_from_decimal(uint64_t *r, const uint64_t *words, int64_t n) {
    unsigned char *text = digits_for(19 * n), *end = text + 19 * n;
    for (int64_t i = 0; i < n; i++) {
        uint64_t word = words[i];
        for (int k = 0; k < 19; k++, word /= 10) {
            *--end = (unsigned char)(word % 10);
        }
    }
    int64_t length = 19 * n;
    for (; length > 1 && *text == 0; length--) {
        text++;
    }
    int64_t limbs = (int64_t)gmp.set_str(r, text, (size_t)length, 10);
    for (int64_t i = limbs; i <= n; i++) {
        r[i] = 0;
    }
}
