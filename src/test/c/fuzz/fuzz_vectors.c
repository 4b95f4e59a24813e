/*
 * Comparisons of vectors, searches and summaries: every variant returns what the baseline returns.
 */
#include "buffers.h"
#include "downcall_vectors.h"
#include "fuzz.h"
#include "variants.h"

#include <string.h>

static const int metrics_of_numbers[] = {DC_DOT, DC_SQUARED_DISTANCE, DC_COSINE};
static const int metrics_of_bits[] = {DC_HAMMING, DC_JACCARD};

static int take_metric(input *in, int type) {
    int chosen = (int)take_byte(in);
    return type == DC_BITS ? metrics_of_bits[chosen % 2] : metrics_of_numbers[chosen % 3];
}

static int64_t size_of(int type) {
    return type == DC_FLOAT32 ? 4 : type == DC_FLOAT16 || type == DC_BFLOAT16 ? 2 : 1;
}

/*
 * Any bytes: the first ones, at most `most`, are those of the input, with NaNs, infinities and
 * subnormal numbers.
 */
static void take_elements(input *in, uint8_t *bytes, int64_t count, int64_t most) {
    uint64_t state = take_byte(in);
    for (int64_t i = 0; i < count; i++) {
        state = state * UINT64_C(6364136223846793005) + 1;
        bytes[i] = i < most && in->next < in->end ? (uint8_t)take_byte(in) : (uint8_t)(state >> 56);
    }
}

static int same(double a, double b) {
    return memcmp(&a, &b, 8) == 0 || (a != a && b != b);
}

static enum side take_side(input *in) {
    return take_bit(in) ? PAGE_IN_FRONT : PAGE_BEHIND;
}

void fuzz_compare(input *in) {
    int type = take_below(in, 5), metric = take_metric(in, type);
    enum side side = take_side(in);
    int64_t n = take_length(in, 40000) - 1, bytes = n * size_of(type);
    uint8_t *a = place_bytes(OPERAND_A, bytes, side), *b = place_bytes(OPERAND_B, bytes, side);
    take_elements(in, a, bytes, bytes);
    take_elements(in, b, bytes, bytes);
    const uint8_t *other = take_byte(in) == 1 ? a : b;
    variants v = take_variants(in, 1);
    double expected = 0;
    for (int i = 0; i < v.count; i++) {
        dc_features_limit(v.features[i]);
        double value = dc_vectors_compare(metric, type, a, other, n);
        REQUIRE(i == 0 || same(value, expected), "metric %d of type %d, n=%lld: %a, not %a", metric,
                type, (long long)n, value, expected);
        expected = value;
        if (type == DC_FLOAT32 && metric != DC_COSINE) {
            float again = metric == DC_DOT ? dc_dot_float32(a, other, n)
                                           : dc_squared_distance_float32(a, other, n);
            REQUIRE(same((double)again, value), "metric %d, n=%lld: %a, not %a", metric,
                    (long long)n, (double)again, value);
        }
    }
    int any_metric = (int)take_number(in), any_type = (int)take_number(in);
    double value = dc_vectors_compare(any_metric, any_type, a, other, -1 - (long long)n);
    REQUIRE(value != value, "a negative length: %g", value);
    REQUIRE((any_type >= 0 && any_type <= DC_BITS && any_metric >= 0 && any_metric <= DC_JACCARD)
                || dc_vectors_compare(any_metric, any_type, a, other, 0) != 0,
            "metric %d, type %d", any_metric, any_type);
}

/*
 * The length of rows, and the most of them. Short rows are common. The bytes that choose the others
 * are those of take_size(): rows of 1 to 3 KB, whose prefetches queries share, and rows of more
 * than one block.
 */
static int64_t take_row_length(input *in, int type, int *most_rows) {
    unsigned kind = take_byte(in);
    if (kind == 0x4D) {
        *most_rows = 9;
        return 16300 + (int64_t)take_bytes(in, 2) % 4000;
    }
    if (kind % 32 == 11) {
        *most_rows = 60;
        return (1000 + (int64_t)take_bytes(in, 2) % 2000) / size_of(type);
    }
    return kind % 140;
}

void fuzz_search(input *in) {
    enum { MOST_ROWS = 200, MOST_QUERIES = 9, MOST_K = 90 };
    int type = take_below(in, 5), metric = take_metric(in, type);
    int query_type = type <= DC_BFLOAT16 ? DC_FLOAT32 : type;
    enum side side = take_side(in);
    int most_rows = MOST_ROWS;
    int64_t n = take_row_length(in, type, &most_rows), count = 1 + take_below(in, most_rows);
    int64_t queries = 1 + take_below(in, MOST_QUERIES), k = take_below(in, MOST_K);
    int64_t gap = take_below(in, 5), row_bytes = n * size_of(type);
    int64_t query_bytes = n * size_of(query_type);
    int64_t all = (count - 1) * (row_bytes + gap) + row_bytes;
    uint8_t *rows = place_bytes(OPERAND_A, all, side);
    uint8_t *query = place_bytes(OPERAND_B, queries * query_bytes, side);
    /* The elements of long rows leave bytes of the input for what follows. */
    int64_t from_input = n < 140 ? INT64_MAX : 8;
    take_elements(in, rows, all, from_input);
    take_elements(in, query, queries * query_bytes, from_input);
    uint64_t filter[(MOST_ROWS + 63) / 64];
    for (int i = 0; i < (MOST_ROWS + 63) / 64; i++) {
        filter[i] = take_bytes(in, 8);
    }
    int64_t ids[MOST_ROWS];
    float scales[MOST_ROWS];
    for (int64_t i = 0; i < count; i++) {
        ids[i] = take_below(in, (int)count);
        scales[i] = (float)take_byte(in) / 64;
    }
    unsigned options = take_byte(in);
    double squares[MOST_QUERIES], values[MOST_QUERIES * MOST_K], expected[MOST_QUERIES * MOST_K];
    int64_t keys[MOST_QUERIES * MOST_K], positions[MOST_QUERIES * MOST_K];
    int64_t expected_positions[MOST_QUERIES * MOST_K];
    long long found[MOST_QUERIES], expected_found = -1;
    dc_search s = {.metric = metric,
                   .type = type,
                   .n = n,
                   .row_stride = row_bytes + gap,
                   .row_scales = options & 1 ? scales : NULL,
                   .ids = options & 2 ? ids : NULL,
                   .filter = options & 4 ? filter : NULL,
                   .queries = query,
                   .query_stride = query_bytes,
                   .query_count = queries,
                   .query_scales = options & 8 ? scales : NULL,
                   .query_squares = squares,
                   .k = k,
                   .keys = keys,
                   .positions = positions,
                   .found = found};
    int64_t middle = take_below(in, (int)count + 1);
    variants v = take_variants(in, 1);
    for (int i = 0; i < v.count; i++) {
        dc_features_limit(v.features[i]);
        memset(found, 0, sizeof found);
        /* The ranges may have any order. */
        REQUIRE(dc_search_run(&s, rows, middle, count) == 0, "dc_search_run");
        REQUIRE(dc_search_run(&s, rows, 0, middle) == 0, "dc_search_run");
        REQUIRE(dc_search_sort(&s, values) == 0, "dc_search_sort");
        for (int64_t q = 0; q < queries; q++) {
            REQUIRE(expected_found < 0 || found[q] == expected_found, "found %lld", found[q]);
            expected_found = found[q];
            for (int64_t j = q * k; j < q * k + found[q]; j++) {
                REQUIRE(
                    i == 0
                        || (same(values[j], expected[j]) && positions[j] == expected_positions[j]),
                    "metric %d of type %d: entry %lld is %a", metric, type, (long long)j,
                    values[j]);
                expected[j] = values[j];
                expected_positions[j] = positions[j];
            }
        }
        REQUIRE(dc_search_values(&s, rows, 0, count, expected) == 0 || count > MOST_ROWS,
                "dc_search_values");
        for (int64_t j = 0; j < found[0]; j++) {
            double value = expected[positions[j]] + 0.0; /* a search returns no -0 */
            REQUIRE(same(values[j], value), "a search returned %a, not %a", values[j], value);
        }
        for (int64_t j = 0; j < queries * k; j++) {
            expected[j] = values[j];
        }
    }
}

void fuzz_summary(input *in) {
    enum side side = take_side(in);
    int64_t n = take_length(in, 20000);
    uint64_t *words = place(OPERAND_A, n, side);
    take_elements(in, (uint8_t *)words, 8 * n, 8 * n);
    const double *x = (const double *)(const void *)words;
    dc_summary s = dc_summarize(x, n);
    double min = x[0] + 0.0, max = x[0] + 0.0;
    int has_nan = 0;
    for (int64_t i = 0; i < n; i++) {
        has_nan |= x[i] != x[i];
        min = x[i] < min ? x[i] : min;
        max = x[i] > max ? x[i] : max;
    }
    REQUIRE(s.count == n, "%lld numbers", s.count);
    REQUIRE(has_nan ? s.min != s.min && s.max != s.max && s.mean != s.mean && s.squares != s.squares
                    : s.min == min && s.max == max,
            "the summary of %lld numbers: from %g to %g", (long long)n, s.min, s.max);
    dc_summary none = dc_summarize(x, -(long long)n);
    REQUIRE(none.count == 0 && none.squares == 0, "no numbers");
}
