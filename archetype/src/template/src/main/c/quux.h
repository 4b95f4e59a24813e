/*
 * The public interface of libquux. Java calls these functions through the bindings that jextract
 * generates from this file, so it is the contract between the two languages.
 *
 *   - Functions compute. They do not allocate memory, print, lock, or keep state, and any thread may
 *     call any of them at any time.
 *   - A function returns a value, or a status if it can fail. Results of the latter are written
 *     through pointers, and only if the status is QUUX_OK.
 *   - Types have the same size on all platforms: int, long long, float, double, and pointers. The
 *     build warns of others.
 */
#ifndef QUUX_H
#define QUUX_H

#if defined(_WIN32)
#define QUUX_API __declspec(dllexport)
#else
#define QUUX_API __attribute__((visibility("default")))
#endif

/* Increase this number when programs compiled with the previous header would break. */
#define QUUX_ABI_VERSION 1

/* The status of a function that can fail. A new one also needs a message in QuuxException.java. */
#define QUUX_OK 0
#define QUUX_ERR_RANGE (-1)    /* an argument is outside its range */
#define QUUX_ERR_OVERFLOW (-2) /* the result does not fit its type */

/* Returns the number of bits in which a and b differ, from 0 to 64. O(1). */
QUUX_API int quux_hamming(long long a, long long b);

/*
 * Writes base to the power of exponent to *result. 0 to the power of 0 is 1.
 *
 * Errors: QUUX_ERR_RANGE if exponent is negative, QUUX_ERR_OVERFLOW. O(log exponent).
 */
QUUX_API int quux_power(long long base, int exponent, long long *result);

/*
 * Returns the sum of |a[i] - b[i]| for 0 <= i < n: how different two images are, for example.
 *
 *   a, b  n bytes each; they may overlap
 *   n     from 0 to 2^55
 *
 * O(n): see the benchmarks.
 */
QUUX_API long long quux_distance(const unsigned char *a, const unsigned char *b, long long n);

#endif
