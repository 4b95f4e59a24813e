/* The lengths, stages, strands and steps of tasks of any size, most of which are never run. */
#include "downcall.h"
#include "fuzz.h"

static int is_length(long long limbs) {
    return limbs >= 1 && limbs <= DC_MAX_LIMBS;
}

/* Whether the header permits the task. */
static int is_valid(const dc_task *t) {
    switch (t->operation) {
    case DC_MULTIPLY:
    case DC_GCD:
    case DC_GCD_COFACTOR: return is_length(t->a_limbs) && is_length(t->b_limbs);
    case DC_POWER:
        return is_length(t->a_limbs) && t->n >= 1 && t->a_bits > 64 * (t->a_limbs - 1)
               && t->a_bits <= 64 * t->a_limbs && t->n <= DC_MAX_POWER_BITS / t->a_bits;
    case DC_FIB: return t->n >= 0 && t->n <= DC_FIB_MAX_EXACT_INDEX;
    case DC_FIB_DECIMAL: return t->n >= 0 && t->n <= DC_FIB_MAX_DECIMAL_INDEX;
    case DC_SQRT:
    case DC_TO_DECIMAL:
    case DC_FROM_DECIMAL:
    case DC_PRODUCT: return is_length(t->a_limbs);
    case DC_TO_RADIX:
    case DC_FROM_RADIX: return is_length(t->a_limbs) && t->n >= 2 && t->n <= 36;
    case DC_DIVIDE:
        return is_length(t->a_limbs) && is_length(t->b_limbs) && t->a_limbs >= t->b_limbs;
    case DC_MOD_POWER:
        return is_length(t->a_limbs) && is_length(t->b_limbs) && is_length(t->c_limbs);
    default: return 0;
    }
}

/* log2 of the largest power of a radix below 2^64, from below and by less than 2^-20 */
static double bits_of_word(long long radix) {
    uint64_t base = 1;
    while (base <= UINT64_MAX / (uint64_t)radix) {
        base *= (uint64_t)radix;
    }
    double mantissa = (double)base, bits = 0;
    for (; mantissa >= 2; mantissa /= 2) {
        bits += 1;
    }
    for (double bit = 0.5; bit > 1e-7; bit /= 2) {
        mantissa *= mantissa;
        if (mantissa >= 2) {
            mantissa /= 2;
            bits += bit;
        }
    }
    return bits;
}

/* The limbs or words that the largest result of a valid task has. */
static double least_limbs(const dc_task *t) {
    switch (t->operation) {
    case DC_MULTIPLY: return (double)(t->a_limbs + t->b_limbs);
    case DC_GCD: return (double)(t->a_limbs < t->b_limbs ? t->a_limbs : t->b_limbs);
    case DC_GCD_COFACTOR: return 2 * (double)t->b_limbs;
    case DC_POWER: return (double)t->a_bits * (double)t->n / 64;
    case DC_FIB: return 0.694241913630617 * (double)t->n / 64; /* log2 of the golden ratio */
    case DC_FIB_DECIMAL:
        return 0.208987640249979 * (double)t->n / dc_fib_word_digits(t->n); /* log10 */
    case DC_DIVIDE: return (double)t->a_limbs + 1;
    case DC_SQRT: return (double)t->a_limbs + 1;
    case DC_MOD_POWER: return (double)t->c_limbs;
    case DC_PRODUCT: return (double)t->a_limbs;
    case DC_TO_RADIX: return (double)t->a_limbs * 64 / bits_of_word(t->n);
    case DC_FROM_RADIX: return (double)t->a_limbs * bits_of_word(t->n) / 64;
    case DC_TO_DECIMAL: return (double)t->a_limbs * 64 * 0.301029995663981 / 19;
    default: return (double)t->a_limbs * 19 / 0.301029995663981 / 64;
    }
}

void fuzz_task_of_any_size(input *in) {
    static const uint64_t operands[2];
    long long a_limbs = take_number(in), b_limbs = take_number(in), n = take_number(in);
    dc_task t = {
        .operation = take_bit(in) ? take_below(in, DC_FROM_RADIX + 1) : (int)take_number(in),
        .features = take_bit(in) ? take_number(in) : dc_features_detected(),
        .n = n,
        .a_limbs = a_limbs,
        .b_limbs = take_bit(in) ? b_limbs : a_limbs,
    };
    if (t.operation == DC_DIVIDE && take_below(in, 4) == 0) {
        t.operation = DC_MOD_POWER;
    }
    if (t.operation == DC_MOD_POWER) {
        t.c_limbs = take_bit(in) ? take_number(in) : 1 + take_below(in, 200);
    }
    if (is_length(a_limbs) && take_bit(in)) {
        t.a_bits = 64 * (a_limbs - 1) + 1 + take_byte(in) % 64;
        long long most = DC_MAX_POWER_BITS / t.a_bits;
        t.n = n < 0 || most == 0 ? n : n % most + take_below(in, 3);
    } else {
        t.a_bits = take_number(in);
    }
    if ((t.operation == DC_TO_RADIX || t.operation == DC_FROM_RADIX) && take_bit(in)) {
        t.n = 2 + take_below(in, 35);
    }
    if (t.operation == DC_MULTIPLY) { /* pointers are compared, not dereferenced */
        t.a = operands;
        t.b = operands + take_bit(in);
    }
    int features_valid = (t.features & ~dc_features_detected()) == 0, valid = is_valid(&t);
    long long result = dc_task_result_limbs(&t), scratch = dc_task_scratch_limbs(&t);
    if (!valid) {
        REQUIRE(result == DC_ERR_RANGE && scratch == DC_ERR_RANGE,
                "an invalid task of operation %d requires %lld and %lld limbs", t.operation, result,
                scratch);
    } else {
        double least = least_limbs(&t);
        REQUIRE((double)result >= least - 1e-6 * least && (double)result <= 1.2 * least + 40,
                "operation %d requires %lld limbs, but its result has up to %.0f", t.operation,
                result, least);
        double both = (double)t.a_limbs + (double)t.b_limbs; /* a division has a short result */
        least = t.operation >= DC_DIVIDE && both > least ? both : least;
        REQUIRE(scratch >= 0 && (double)scratch <= 250 * least + 100000,
                "operation %d requires %lld limbs of scratch", t.operation, scratch);
    }
    long long stages = dc_task_stages(&t);
    if (!valid || !features_valid) {
        REQUIRE(stages == DC_ERR_RANGE, "an invalid task has %lld stages", stages);
        REQUIRE(dc_task_strands(&t, take_number(in)) == DC_ERR_RANGE
                    && dc_task_steps(&t, take_number(in)) == DC_ERR_RANGE
                    && dc_task_run(&t, take_number(in), take_number(in), take_number(in))
                           == DC_ERR_RANGE,
                "an invalid task of operation %d is accepted", t.operation);
        return;
    }
    REQUIRE(stages >= 1, "operation %d has %lld stages", t.operation, stages);
    long long stage = take_number(in), strands = dc_task_strands(&t, stage),
              steps = dc_task_steps(&t, stage);
    if (stage < 0 || stage >= stages) {
        REQUIRE(strands == DC_ERR_RANGE && steps == DC_ERR_RANGE, "operation %d has a stage %lld",
                t.operation, stage);
    } else {
        REQUIRE(strands >= 1 && steps >= 1, "operation %d, stage %lld: %lld strands of %lld steps",
                t.operation, stage, strands, steps);
    }
    /* dc_task_run() reads the base of a power, and the top limbs of divided numbers. */
    if (t.operation != DC_POWER && t.operation < DC_DIVIDE) {
        t.result_limbs = result - 1;
        t.scratch_limbs = scratch;
        long long status = dc_task_run(&t, take_bit(in) ? -1 : 0, 0, 0);
        REQUIRE(status == DC_ERR_SPACE, "operation %d without a buffer returned %lld", t.operation,
                status);
    }
}
