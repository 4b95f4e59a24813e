/* The residue of a number modulo 2^61 - 1, with which the Java side checks results. */
#include "../downcall.h"
#include "decimal.h"

long long dc_residue(const uint64_t *words, long long count, int digits, long long above) {
    const uint64_t p = (UINT64_C(1) << 61) - 1;
    /* 2^64 = 8 2^61 */
    uint64_t base = digits == 0    ? 8
                    : digits == 18 ? dc_decimal_18.base % p
                                   : dc_decimal_19.base % p;
    uint64_t residue = (uint64_t)above;
    for (long long i = count; i > 0; i--) {
        dc_u128 sum = (dc_u128)residue * base + words[i - 1];          /* below 2^123 */
        uint64_t folded = ((uint64_t)sum & p) + (uint64_t)(sum >> 61); /* below 2^63 */
        folded = (folded & p) + (folded >> 61);
        residue = folded < p ? folded : folded - p;
    }
    return (long long)residue;
}
