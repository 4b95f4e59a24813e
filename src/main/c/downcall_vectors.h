/*
 * downcall_vectors.h - the part of the public interface of libdowncall that compares vectors.
 *
 * The rules of downcall.h hold here, too. In addition:
 *
 *   - Vectors and rows may have any alignment. No byte beyond the last element is read.
 *   - Operands may be the same memory, because they are only read.
 *   - All variants return the same results, bit for bit, and so does the Java implementation. Only
 *     the payload of a NaN may differ. The order of the additions is therefore part of the
 *     contract; see "Rounding" below.
 */
#ifndef DOWNCALL_VECTORS_H
#define DOWNCALL_VECTORS_H

#include "downcall.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- Types and metrics ---------------------------------------------------------------------- */

/* The type of the elements of a vector. Numbers have the byte order of the machine. */
#define DC_FLOAT32 0
#define DC_FLOAT16 1  /* IEEE 754 binary16 */
#define DC_BFLOAT16 2 /* the upper half of a binary32 */
#define DC_INT8 3     /* from -128 to 127 */
#define DC_BITS 4     /* bits, 8 in each byte */

/*
 * How two vectors are compared. The first three metrics accept numbers, the last two accept bits.
 *
 *   DC_DOT               the sum of a[i] * b[i]
 *   DC_SQUARED_DISTANCE  the sum of (a[i] - b[i])^2
 *   DC_COSINE            dot(a, b) / sqrt(dot(a, a) * dot(b, b)); NaN if a or b is zero
 *   DC_HAMMING           how many bits differ
 *   DC_JACCARD           bits set in both, divided by bits set in a or b; 1 if none is set
 */
#define DC_DOT 0
#define DC_SQUARED_DISTANCE 1
#define DC_COSINE 2
#define DC_HAMMING 3
#define DC_JACCARD 4

/*
 * Rounding. Sums over DC_INT8 and DC_BITS are exact. For the other types, elements are converted to
 * binary32, and a vector is divided into blocks of 16384 elements. Within a block, element i is
 * added to sum i mod 32. Each product and each sum is rounded to binary32. The 32 sums are added as
 * a balanced tree. The sums of blocks are added in binary64, and the total is rounded to binary32.
 * The error for n elements is at most
 *
 *   DC_DOT               c * 2^-24 * (the sum of |a[i] * b[i]|)
 *   DC_SQUARED_DISTANCE  (c + 2) * 2^-24 * (the squared distance)
 *   DC_COSINE            2 * c * 2^-24
 *
 * where c is ceil(n / 32) + 6 if n <= 16384, and 519 otherwise, as long as nothing overflows or
 * becomes subnormal. docs/vectors.md has the proof. A NaN makes the result NaN. An infinity, or an
 * overflow of a sum, makes it infinite or NaN, by the rules of IEEE 754. Subnormal numbers are
 * kept.
 */

/*
 * Compares two vectors. Returns the value, which is an integer for DC_INT8 with the first two
 * metrics and for DC_HAMMING, and a binary32 for the floating-point types. Returns NaN if the
 * metric does not accept the type, or if n < 0. Two empty vectors have the dot product 0.
 *
 *   a, b  n elements each, of the same type; for DC_BITS, n is the number of bytes
 *
 * O(n): about 33 ns for 768 elements of DC_FLOAT32 with AVX-512.
 */
DC_API double dc_vectors_compare(int metric, int type, const void *a, const void *b, long long n);

/*
 * The same for the dot product and for the squared distance of two vectors of DC_FLOAT32, in less
 * time for short ones: about 8 ns for 128 elements with AVX-512. Returns NaN if n < 0.
 */
DC_API float dc_dot_float32(const void *a, const void *b, long long n);
DC_API float dc_squared_distance_float32(const void *a, const void *b, long long n);

/* ---- Search --------------------------------------------------------------------------------- */

/*
 * A search compares each of several queries with each row of a matrix and keeps the best k rows for
 * each query. Rows are processed in ranges of any size, one call for each range. Different threads
 * may process different ranges at the same time, each with a dc_search and results of its own.
 */
typedef struct dc_search {
    int metric, type;
    long long n;             /* elements of a row; bytes for DC_BITS */
    long long row_stride;    /* in bytes */
    const float *row_scales; /* DC_INT8: row i is row_scales[i] > 0 times its elements; or NULL */
    const int64_t *ids;      /* position p is row ids[p]; or NULL: row p */
    const uint64_t *filter;  /* position p counts only if bit p is set; or NULL */
    const uint8_t *queries;  /* DC_FLOAT32 if `type` is a floating-point type; else `type` */
    long long query_stride;  /* in bytes */
    long long query_count;
    const float *query_scales; /* as row_scales */
    double *query_squares;     /* scratch: query_count numbers */
    long long k;               /* how many rows to keep for each query */
    int64_t *keys, *positions; /* query_count * k numbers: see dc_search_sort() */
    long long *found;          /* query_count numbers, at first 0 */
} dc_search;

/*
 * Compares the queries with the rows at the positions `from` to `to` - 1, and keeps the best rows.
 * Row i begins at rows + i * row_stride. Returns 0, or DC_ERR_RANGE if the metric does not accept
 * the type, a number is negative, or from > to.
 *
 * DC_JACCARD, DC_DOT and DC_COSINE prefer higher values, the other metrics lower ones. Equal values
 * are ordered by position, lowest first. NaN comes after all other values. O(n) for each query and
 * row, and O(log k) for each row that is kept.
 */
DC_API long long dc_search_run(const dc_search *search, const uint8_t *rows, long long from,
                               long long to);

/*
 * Sorts what was kept, best first: values[q * k + i] and positions[q * k + i] for i below found[q].
 * Call it once, after the last range. `values` may be the memory of `keys`. Returns 0. O(k log k)
 * for each query.
 */
DC_API long long dc_search_sort(const dc_search *search, double *values);

/*
 * Writes the value of each row at the positions `from` to `to` - 1 to values[0..to - from), for the
 * first query. Ignores filter, k, and the results. Returns 0, or DC_ERR_RANGE as
 * dc_search_run() and if there is no query. O(n) for each row.
 */
DC_API long long dc_search_values(const dc_search *search, const uint8_t *rows, long long from,
                                  long long to, double *values);

/* ---- Summary -------------------------------------------------------------------------------- */

typedef struct dc_summary {
    long long count;
    double mean;
    double squares; /* the sum of the squares of the deviations from the mean */
    double min, max;
} dc_summary;

/*
 * Returns the summary of `count` numbers. If count <= 0, there are none: the mean is NaN, `squares`
 * is 0, min is infinity and max is -infinity. The mean and the squares are computed in blocks of
 * 4096 numbers, in two passes each, and the blocks are combined [Chan, Golub and LeVeque 1983].
 * With b blocks, the error of the mean is at most E = (520 + 3 * b) * 2^-53 times the largest
 * absolute value. Let v be the exact variance. The error of `squares` is at most `count` times
 *
 *   520 * 2^-53 * v + E^2                               for one block,
 *   (520 + 2 * b) * 2^-53 * v + 5 * (E * sqrt(v) + E^2)  for more,
 *
 * as long as nothing overflows or becomes subnormal. docs/vectors.md has the proof. If any number
 * is NaN, so are all four values. An infinity makes the squares NaN, and the mean infinite, or NaN
 * if there are infinities of both signs. Min and max are never -0. O(count): about 1 ns per number.
 */
DC_API dc_summary dc_summarize(const double *numbers, long long count);

#ifdef __cplusplus
}
#endif

#endif
