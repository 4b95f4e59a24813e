/*
 * What other code may have done to the thread: another floating-point environment, vector registers
 * with dirty upper halves, a stack that is nearly used up. Results are the same.
 */
#define _GNU_SOURCE /* pthread_attr_setstack. NOLINT: reserved for this purpose */

#include "tasks.h"

#include "downcall_vectors.h"
#include "floating_point.h"

#include <pthread.h>

enum { LIMBS = 2000, INDEX = 300000, OPERATIONS = DC_FROM_RADIX + 1, TASKS = OPERATIONS + 1 };

/* The results of the functions that may run a transform, and of a task of each operation. */
typedef struct {
    uint64_t *product, *fibonacci, *tasks[TASKS];
    int64_t fibonacci_limbs, task_limbs[TASKS];
} results;

static uint64_t *a, *b;

/* The last task is a power modulo an even number, which another method reduces. */
static dc_task task_of(int number) {
    dc_task task = {
        .operation = number < OPERATIONS ? number : DC_MOD_POWER, .a = a, .a_limbs = LIMBS};
    switch (task.operation) {
    case DC_POWER:
        task.n = 3;
        task.a_bits = bits_of(a, LIMBS);
        break;
    case DC_FIB:
    case DC_FIB_DECIMAL: task.n = INDEX; break;
    case DC_MULTIPLY:
    case DC_GCD:
    case DC_GCD_COFACTOR:
        task.b = b;
        task.b_limbs = LIMBS - 300;
        break;
    case DC_DIVIDE:
        task.b = b;
        task.b_limbs = LIMBS / 2;
        break;
    case DC_MOD_POWER:
        task.b = a;
        task.b_limbs = 1;
        task.c = number < OPERATIONS ? b : b + 1;
        task.c_limbs = LIMBS / 3;
        break;
    case DC_TO_RADIX:
    case DC_FROM_RADIX: task.n = 7; break;
    default: break;
    }
    return task;
}

static results compute(enum way way) {
    results r = {.fibonacci_limbs = dc_fib_exact_limbs(INDEX)};
    int64_t room = dc_mul_scratch_limbs(LIMBS, LIMBS);
    uint64_t *scratch = limbs_of(room);
    r.product = limbs_of(2 * LIMBS);
    dc_mul(r.product, 2 * LIMBS, a, LIMBS, b, LIMBS, scratch, room);
    free_limbs(scratch, room);
    room = dc_fib_exact_scratch_limbs(INDEX);
    scratch = limbs_of(room);
    r.fibonacci = limbs_of(r.fibonacci_limbs);
    int64_t length = dc_fib_exact(r.fibonacci, r.fibonacci_limbs, scratch, room, INDEX);
    memset(r.fibonacci + length, 0, (size_t)(r.fibonacci_limbs - length) * 8);
    free_limbs(scratch, room);
    for (int i = 0; i < TASKS; i++) {
        dc_task task = task_of(i);
        r.tasks[i] = result_of(&task, way);
        r.task_limbs[i] = task.result_limbs;
    }
    return r;
}

static void check_same(const results *actual, const results *expected, const char *what) {
    CHECK_SAME(actual->product, expected->product, 2 * LIMBS, "product, %s", what);
    CHECK_SAME(actual->fibonacci, expected->fibonacci, expected->fibonacci_limbs, "F(n), %s", what);
    for (int i = 0; i < TASKS; i++) {
        CHECK_SAME(actual->tasks[i], expected->tasks[i], expected->task_limbs[i], "task %d, %s", i,
                   what);
    }
}

static void free_results(results *r) {
    free_limbs(r->product, 2 * LIMBS);
    free_limbs(r->fibonacci, r->fibonacci_limbs);
    for (int i = 0; i < TASKS; i++) {
        free_limbs(r->tasks[i], r->task_limbs[i]);
    }
}

static void begin(void) {
    a = limbs_of(LIMBS);
    b = limbs_of(LIMBS);
    for (int i = 0; i < LIMBS; i++) { /* words that every operation accepts */
        a[i] = 1 + random_limb() % UINT64_C(9999999999999999999);
        b[i] = random_limb();
    }
    b[0] |= 1;
    b[1] &= ~UINT64_C(1);
}

static void end(void) {
    free_limbs(a, LIMBS);
    free_limbs(b, LIMBS);
}

#if defined(__x86_64__)
/* MXCSR. The flags of exceptions may change. */
enum { FLAGS = 0x3F, DEFAULT = 0x1F80 };

static unsigned control_word(void) {
    return __builtin_ia32_stmxcsr();
}

static void set_control_word(unsigned word) {
    __builtin_ia32_ldmxcsr(word);
}

static const struct {
    const char *name;
    unsigned control;
} environments[] = {
    {"round down", DEFAULT | 0x2000},
    {"round up", DEFAULT | 0x4000},
    {"round toward zero", DEFAULT | 0x6000},
    {"flush to zero", DEFAULT | 0x8000},
    {"denormals are zero", DEFAULT | 0x0040},
    {"no exception masked", 0},
    {"all of these", 0xE040},
    {"no exception masked, and all of them raised before", FLAGS},
};
#elif defined(__aarch64__)
/* FPCR. A CPU that has no traps ignores their bits. */
enum { FLAGS = 0, DEFAULT = 0 };

static unsigned control_word(void) {
    uint64_t word;
    __asm__ volatile("mrs %0, fpcr" : "=r"(word) : : "memory");
    return (unsigned)word;
}

static void set_control_word(unsigned word) {
    __asm__ volatile("msr fpcr, %0" : : "r"((uint64_t)word) : "memory");
}

static const struct {
    const char *name;
    unsigned control;
} environments[] = {
    {"round up", 1u << 22},
    {"round down", 2u << 22},
    {"round toward zero", 3u << 22},
    {"flush to zero", 1u << 24},
    {"default NaNs", 1u << 25},
    {"every exception traps", 0x9F00},
    {"all of these", 3u << 22 | 3u << 24 | 0x9F00},
    {"alternate behaviour", 7}, /* of Armv8.7 */
};
#elif defined(__riscv)
/* The rounding mode, which is the only control in fcsr. */
enum { FLAGS = 0, DEFAULT = 0 };

static unsigned control_word(void) {
    unsigned long word;
    __asm__ volatile("frrm %0" : "=r"(word) : : "memory");
    return (unsigned)word;
}

static void set_control_word(unsigned word) {
    __asm__ volatile("fsrm %0" : : "r"((unsigned long)word) : "memory");
}

static const struct {
    const char *name;
    unsigned control;
} environments[] = {
    {"round toward zero", 1},
    {"round down", 2},
    {"round up", 3},
    {"round to nearest, ties away from zero", 4},
};
#endif

static void the_environment_is_set_and_restored(void) {
    unsigned usual = control_word();
    for (size_t i = 0; i < sizeof environments / sizeof environments[0]; i++) {
        set_control_word(environments[i].control);
        unsigned before = control_word();
        unsigned previous = dc_floating_point_begin();
        unsigned during = control_word();
        dc_floating_point_end(previous);
        unsigned after = control_word();
        set_control_word(usual);
        CHECK((during | FLAGS) == (DEFAULT | FLAGS), "%s: %#x", environments[i].name, during);
        CHECK(after == before, "%s: %#x", environments[i].name, after);
    }
}

static void every_floating_point_environment(void) {
    begin();
    unsigned usual = control_word();
    results expected = compute(AT_ONCE);
    for (size_t i = 0; i < sizeof environments / sizeof environments[0]; i++) {
        set_control_word(environments[i].control);
        unsigned before = control_word();
        results actual = compute(i % 2 ? AT_ONCE : IN_STEPS);
        unsigned after = control_word();
        set_control_word(usual);
        check_same(&actual, &expected, environments[i].name);
        CHECK((after | FLAGS) == (before | FLAGS), "%s: %#x", environments[i].name, after);
        free_results(&actual);
    }
    free_results(&expected);
    end();
}

enum { MOST_ELEMENTS = 600, VALUES = 7, FEW_ROWS = 5 };

/* Numbers whose products and sums must be rounded, and some subnormal ones. */
static void randomize(float *x, int n) {
    for (int i = 0; i < n; i++) {
        uint32_t bits = (uint32_t)random_limb();
        bits = (bits & 0x807FFFFFu) | (i % 3 == 0 ? 0 : 64 + bits % 12) << 23;
        memcpy(x + i, &bits, 4);
    }
}

static void compare_vectors(const float *x, const float *y, int n, double *values) {
    dc_search s = {.metric = DC_DOT,
                   .type = DC_FLOAT32,
                   .n = n / FEW_ROWS,
                   .row_stride = n / FEW_ROWS * 4,
                   .queries = (const uint8_t *)x,
                   .query_count = 1};
    values[0] = (double)dc_dot_float32(x, y, n);
    values[1] = (double)dc_squared_distance_float32(x, y, n);
    for (int metric = DC_DOT; metric <= DC_COSINE; metric++) {
        values[2 + metric] = dc_vectors_compare(metric, DC_FLOAT32, x, y, n);
    }
    values[5] = dc_vectors_compare(DC_DOT, DC_FLOAT16, x, y, n);
    dc_search_values(&s, (const uint8_t *)y, 0, FEW_ROWS, values + 6);
}

static void vectors_in_every_environment(void) {
    static float x[MOST_ELEMENTS], y[MOST_ELEMENTS];
    unsigned usual = control_word();
    for (int n = 1; n <= MOST_ELEMENTS; n = n * 3 / 2 + 1) {
        randomize(x, n);
        randomize(y, n);
        double expected[VALUES + FEW_ROWS] = {0}, actual[VALUES + FEW_ROWS] = {0};
        compare_vectors(x, y, n, expected);
        for (size_t i = 0; i < sizeof environments / sizeof environments[0]; i++) {
            set_control_word(environments[i].control);
            unsigned before = control_word(); /* without the bits that the CPU does not have */
            compare_vectors(x, y, n, actual);
            unsigned after = control_word();
            set_control_word(usual);
            CHECK((after | FLAGS) == (before | FLAGS), "%s: %#x", environments[i].name, after);
            for (int v = 0; v < VALUES + FEW_ROWS; v++) {
                CHECK(actual[v] == expected[v]
                          || (actual[v] != actual[v] && expected[v] != expected[v]),
                      "%s: n=%d value %d is %a, not %a", environments[i].name, n, v, actual[v],
                      expected[v]);
            }
        }
    }
}

enum { LONG_ELEMENTS = 16385, BITS = 7 };

/* Results that conversions in another environment would change, as bits. */
static void small_results(const float *x, const float *y, uint64_t *bits) {
    static const int lengths[] = {1, LONG_ELEMENTS};
    for (int i = 0; i < 2; i++) {
        float dot = dc_dot_float32(x, y, lengths[i]);
        double value = dc_vectors_compare(DC_DOT, DC_FLOAT32, x, y, lengths[i]);
        memcpy(bits + 2 * i, &dot, 4);
        memcpy(bits + 2 * i + 1, &value, 8);
    }
    float distance = dc_squared_distance_float32(x + 1, y + 1, LONG_ELEMENTS - 1);
    memcpy(bits + 4, &distance, 4);
    int64_t key, position;
    long long found = 0;
    dc_search s = {.metric = DC_SQUARED_DISTANCE,
                   .type = DC_FLOAT32,
                   .n = 1,
                   .queries = (const uint8_t *)y,
                   .query_count = 1,
                   .k = 1,
                   .keys = &key,
                   .positions = &position,
                   .found = &found};
    dc_search_run(&s, (const uint8_t *)y, 0, 1);
    double value;
    dc_search_sort(&s, &value);
    memcpy(bits + 5, &value, 8);
    float negative = -1;
    value = dc_vectors_compare(DC_DOT, DC_FLOAT32, x, &negative, 1);
    memcpy(bits + 6, &value, 8);
}

static void subnormal_results_and_zeros_in_every_environment(void) {
    static float x[LONG_ELEMENTS], y[LONG_ELEMENTS];
    x[0] = 0x1p-149f;
    y[0] = 1;
    x[1] = 0x1p-74f; /* whose square is subnormal */
    unsigned usual = control_word();
    uint64_t expected[BITS] = {0};
    small_results(x, y, expected);
    CHECK(expected[0] == 1 && expected[2] == 1 && expected[4] == 2 && expected[5] == 0,
          "%llx %llx %llx %llx", (long long)expected[0], (long long)expected[2],
          (long long)expected[4], (long long)expected[5]);
    for (size_t i = 0; i < sizeof environments / sizeof environments[0]; i++) {
        uint64_t actual[BITS] = {0};
        set_control_word(environments[i].control);
        small_results(x, y, actual);
        set_control_word(usual);
        CHECK_SAME(actual, expected, BITS, "%s", environments[i].name);
    }
}

#if defined(__x86_64__)
/*
 * The halves are dirty while other code of the process uses AVX without clearing them. A compiler
 * that knew of AVX here would clear them at the end.
 */
__attribute__((noinline)) static void make_upper_halves_dirty(void) {
    __asm__ volatile("vcmptrueps %%ymm0, %%ymm0, %%ymm0\n\t"
                     "vmovaps %%ymm0, %%ymm1\n\t"
                     "vmovaps %%ymm0, %%ymm7\n\t"
                     "vmovaps %%ymm0, %%ymm8\n\t"
                     "vmovaps %%ymm0, %%ymm15"
                     :
                     :
                     : "xmm0", "xmm1", "xmm7", "xmm8", "xmm15");
}

static void dirty_upper_halves_of_vector_registers(void) {
    begin();
    results expected = compute(AT_ONCE);
    make_upper_halves_dirty();
    results actual = compute(AT_ONCE);
    check_same(&actual, &expected, "dirty upper halves");
    free_results(&actual);
    free_results(&expected);
    end();
}

static uint64_t upper_half_of_a_register(void) {
    uint64_t half[2];
    __asm__ volatile("vextractf128 $1, %%ymm15, %%xmm15\n\t"
                     "vmovdqu %%xmm15, %0"
                     : "=m"(half)
                     :
                     : "xmm15");
    return half[0] | half[1];
}

/* Those that Java calls critically and that contain instructions without the VEX prefix. */
static void call_critically(int function) {
    enum { N = 40 };
    static uint64_t x[N], y[N], r[2 * N], scratch[4096];
    static uint8_t bytes[19 * N];
    static const double numbers[] = {1, 2, 3};
    switch (function) {
    case 0: dc_fib_exact(r, 2 * N, scratch, 4096, 3000); break;
    case 1: dc_mul(r, 2 * N, x, N, y, N, scratch, 4096); break;
    case 2: dc_limbs_to_big_endian(bytes, x, N); break;
    case 3: dc_limbs_from_big_endian(x, bytes, N); break;
    case 4: dc_decimal_to_ascii(bytes, x, N, 19); break;
    case 5: dc_decimal_from_ascii(x, bytes, N); break;
    case 6: dc_vectors_compare(DC_COSINE, DC_INT8, bytes, bytes, N); break;
    case 7: dc_summarize(numbers, 3); break;
    default: dc_mul_scratch_limbs(64, 64); break;
    }
}

/* The JVM does not clear them before a critical call: see upper_halves.h. */
static void critical_functions_clear_the_upper_halves(void) {
    for (int function = 0; function < 9; function++) {
        make_upper_halves_dirty();
        uint64_t before = upper_half_of_a_register();
        make_upper_halves_dirty();
        call_critically(function);
        uint64_t after = upper_half_of_a_register();
        CHECK(before == UINT64_MAX && after == 0, "function %d: %llx, then %llx", function,
              (unsigned long long)before, (unsigned long long)after);
    }
}
#endif

/*
 * The JVM keeps at least 80 KiB of stack for native code, however deep the Java frames are. No
 * function of the library needs nearly as much.
 */
enum { STACK = 32 << 10 };

static results on_short_stack;

static void *run_on_short_stack(void *way) {
    on_short_stack = compute(*(const enum way *)way);
    return NULL;
}

static void a_short_stack(void) {
    begin();
    results expected = compute(AT_ONCE);
    /*
     * Guard pages end the program if the stack is too short. They are a part of it, because glibc
     * requires a stack of 128 KiB on AArch64.
     */
    size_t least = (size_t)sysconf(_SC_THREAD_STACK_MIN), page = (size_t)sysconf(_SC_PAGESIZE);
    size_t size = least > STACK + page ? least : STACK + page;
    char *stack = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(stack != MAP_FAILED && mprotect(stack, size - STACK, PROT_NONE) == 0, "no stack");
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    CHECK(pthread_attr_setstack(&attributes, stack, size) == 0, "no stack of that size");
    for (enum way way = AT_ONCE; way <= IN_STEPS; way++) {
        pthread_t thread;
        CHECK(pthread_create(&thread, &attributes, run_on_short_stack, &way) == 0, "no thread");
        pthread_join(thread, NULL);
        check_same(&on_short_stack, &expected, "short stack");
        free_results(&on_short_stack);
    }
    free_results(&expected);
    munmap(stack, size);
    end();
}

int main(void) {
    RUN_ONCE(the_environment_is_set_and_restored);
    RUN(every_floating_point_environment);
    RUN(vectors_in_every_environment);
    RUN(subnormal_results_and_zeros_in_every_environment);
#if defined(__x86_64__)
    RUN_IF(dirty_upper_halves_of_vector_registers, level >= DC_LEVEL_AVX2);
    RUN_IF(critical_functions_clear_the_upper_halves, dc_level_detected() >= DC_LEVEL_AVX2);
#endif
    RUN_IF(a_short_stack, !UNDER_ADDRESS_SANITIZER); /* which needs much stack of its own */
    return finish();
}
