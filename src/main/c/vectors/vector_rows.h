/*
 * Totals and integers for several rows, for variants that compute each total and each query by
 * itself. The file that includes this one defines WIDTH, vf and v_total(), as vector_template.h
 * states, and
 *
 *   int8_of(metric, a, rows, count, n, values)   the sums for integers, of one query and `count`
 *                                                rows: 1 or DC_ROWS
 */

static inline __attribute__((always_inline)) void v_totals(const vf *sums, int queries,
                                                           float *values, int64_t stride) {
    for (int i = 0; i < queries * AT_A_TIME; i++) {
        values[i / AT_A_TIME * stride + i % AT_A_TIME] = v_total(sums + i * (DC_SUMS / WIDTH));
    }
}

static inline int64_t int8(int metric, const uint8_t *a, const uint8_t *b, int64_t n) {
    int32_t value;
    int8_of(metric, a, &b, 1, n, &value);
    return value;
}

static inline __attribute__((always_inline)) void
int8_rows(int metric, const uint8_t *const *queries, int query_count, const uint8_t *const *rows,
          int row_count, int64_t n, const uint8_t *const *ahead, int32_t *values) {
    for (int q = 0; q < query_count; q++, values += row_count, ahead = NULL) {
        for (int r = 0; r < row_count; r += DC_ROWS) {
            if (ahead != NULL) {
                dc_prefetch(ahead + r, DC_ROWS, n);
            }
            int8_of(metric, queries[q], rows + r, DC_ROWS, n, values + r);
        }
    }
}
