/* The functions of downcall_vectors.h, called by JNI and from C. Java passes their addresses. */
#include "../../../../src/main/c/downcall_vectors.h"

#include <jni.h>
#include <stdint.h>

#define JNI(name) Java_org_downcall_benchmarks_vectors_JniVectors_##name

typedef float (*dot_function)(const void *a, const void *b, long long n);
typedef long long (*run_function)(const dc_search *search, const uint8_t *rows, long long from,
                                  long long to);
typedef long long (*sort_function)(const dc_search *search, double *values);

JNIEXPORT jfloat JNICALL JNI(dot)(JNIEnv *environment, jclass type, jlong function, jfloatArray a,
                                  jfloatArray b) {
    (void)type;
    jsize length = (*environment)->GetArrayLength(environment, a);
    void *x = (*environment)->GetPrimitiveArrayCritical(environment, a, NULL);
    if (x == NULL) {
        return 0;
    }
    float dot = 0;
    void *y = (*environment)->GetPrimitiveArrayCritical(environment, b, NULL);
    if (y != NULL) {
        dot = ((dot_function)(intptr_t)function)(x, y, length);
        (*environment)->ReleasePrimitiveArrayCritical(environment, b, y, JNI_ABORT);
    }
    (*environment)->ReleasePrimitiveArrayCritical(environment, a, x, JNI_ABORT);
    return dot;
}

/* The result of each call is used, so that the compiler keeps all of them. */
JNIEXPORT jfloat JNICALL JNI(dotRepeatedly)(JNIEnv *environment, jclass type, jlong function,
                                            jlong a, jlong b, jlong length, jlong times) {
    (void)environment;
    (void)type;
    dot_function dot = (dot_function)(intptr_t)function;
    volatile float last = 0;
    for (jlong i = 0; i < times; i++) {
        last = dot((const void *)(intptr_t)a, (const void *)(intptr_t)b, length);
    }
    return last;
}

JNIEXPORT void JNICALL JNI(search)(JNIEnv *environment, jclass type, jlong run, jlong sort,
                                   jlong rows, jlong count, jlong query, jlong dimensions, jlong k,
                                   jlong keys, jlong positions) {
    (void)environment;
    (void)type;
    long long found = 0;
    double square;
    dc_search search = {.metric = DC_DOT,
                        .type = DC_FLOAT32,
                        .n = dimensions,
                        .row_stride = dimensions * (jlong)sizeof(float),
                        .queries = (const uint8_t *)(intptr_t)query,
                        .query_count = 1,
                        .query_squares = &square,
                        .k = k,
                        .keys = (int64_t *)(intptr_t)keys,
                        .positions = (int64_t *)(intptr_t)positions,
                        .found = &found};
    ((run_function)(intptr_t)run)(&search, (const uint8_t *)(intptr_t)rows, 0, count);
    ((sort_function)(intptr_t)sort)(&search, (double *)(intptr_t)keys);
}
