/* The summary of an array of numbers. */
#include "../downcall_vectors.h"
#include "../floating_point.h"

#include <stdint.h>

/* A block fits in the L1 cache, because it is read twice. Sums i mod 8 are independent. */
enum { BLOCK = 4096, SUMS = 8 };

static double tree(const double *s) {
    return ((s[0] + s[4]) + (s[2] + s[6])) + ((s[1] + s[5]) + (s[3] + s[7]));
}

static double lower(double a, double b) {
    return b < a ? b : a;
}

static double higher(double a, double b) {
    return b > a ? b : a;
}

static dc_summary summary_of_block(const double *x, int64_t n) {
    double sums[SUMS] = {0}, squares[SUMS] = {0}, min[SUMS], max[SUMS];
    for (int j = 0; j < SUMS; j++) {
        min[j] = max[j] = x[0];
    }
    int64_t whole = n - n % SUMS;
    for (int64_t i = 0; i < whole; i += SUMS) {
        for (int j = 0; j < SUMS; j++) {
            sums[j] += x[i + j];
            min[j] = lower(min[j], x[i + j]);
            max[j] = higher(max[j], x[i + j]);
        }
    }
    for (int64_t i = whole; i < n; i++) {
        sums[i - whole] += x[i];
        min[0] = lower(min[0], x[i]);
        max[0] = higher(max[0], x[i]);
    }
    double mean = tree(sums) / (double)n;
    for (int64_t i = 0; i < whole; i += SUMS) {
        for (int j = 0; j < SUMS; j++) {
            double deviation = x[i + j] - mean;
            squares[j] += deviation * deviation;
        }
    }
    for (int64_t i = whole; i < n; i++) {
        double deviation = x[i] - mean;
        squares[i - whole] += deviation * deviation;
    }
    for (int j = 1; j < SUMS; j++) {
        min[0] = lower(min[0], min[j]);
        max[0] = higher(max[0], max[j]);
    }
    return (dc_summary){n, mean, tree(squares), min[0], max[0]};
}

/* Combines two summaries, neither of which is empty, by the formulas that the header cites. */
static dc_summary combined(dc_summary a, dc_summary b) {
    dc_summary s;
    s.count = a.count + b.count;
    double difference = b.mean - a.mean, part = (double)b.count / (double)s.count;
    int infinite = a.mean - a.mean != 0 || b.mean - b.mean != 0;
    s.mean = infinite ? a.mean + b.mean : a.mean + difference * part;
    s.squares = a.squares + b.squares + difference * difference * (double)a.count * part;
    s.min = lower(a.min, b.min);
    s.max = higher(a.max, b.max);
    return s;
}

static int contains_nan(const double *x, int64_t n) {
    for (int64_t i = 0; i < n; i++) {
        if (x[i] != x[i]) {
            return 1;
        }
    }
    return 0;
}

dc_summary dc_summarize(const double *numbers, long long count) {
    unsigned environment = dc_floating_point_begin();
    dc_summary s = {0, __builtin_nan(""), 0, __builtin_inf(), -__builtin_inf()};
    int has_nan = 0;
    for (int64_t i = 0; i < count; i += BLOCK) {
        int64_t n = count - i < BLOCK ? count - i : BLOCK;
        dc_summary block = summary_of_block(numbers + i, n);
        /* Infinities of both signs have no mean either, but they have a minimum. */
        has_nan |= block.mean != block.mean && contains_nan(numbers + i, n);
        s = i == 0 ? block : combined(s, block);
    }
    if (has_nan) {
        s.mean = s.squares = s.min = s.max = __builtin_nan("");
    }
    s.min += 0.0; /* turns -0 into 0 */
    s.max += 0.0;
    dc_floating_point_end(environment);
    return s;
}
