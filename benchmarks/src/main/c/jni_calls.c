#include "calls.h"

#include <errno.h>
#include <jni.h>
#include <stdint.h>

/* JNI passes its environment and the class to every function, and most do not use them. */
#pragma GCC diagnostic ignored "-Wunused-parameter"

#define JNI(type, method) JNIEXPORT type JNICALL Java_org_downcall_benchmarks_calls_Jni_##method

static jclass pair_class;
static jmethodID pair_constructor;
static jfieldID pair_a;
static jfieldID pair_b;

/* Called once, by the static initializer of Jni: a lookup costs far more than a call. */
JNI(void, cacheIds)(JNIEnv *env, jclass type, jclass pair) {
    pair_class = (*env)->NewGlobalRef(env, pair);
    pair_constructor = (*env)->GetMethodID(env, pair, "<init>", "(JJ)V");
    pair_a = (*env)->GetFieldID(env, pair, "a", "J");
    pair_b = (*env)->GetFieldID(env, pair, "b", "J");
}

JNI(jlong, noArguments)(JNIEnv *env, jclass type) {
    return bench_no_arguments();
}

JNI(jlong, oneLong)(JNIEnv *env, jclass type, jlong n) {
    return bench_one_long(n);
}

JNI(jint, twoInts)(JNIEnv *env, jclass type, jint a, jint b) {
    return bench_two_ints(a, b);
}

JNI(jdouble, twoDoubles)(JNIEnv *env, jclass type, jdouble a, jdouble b) {
    return bench_two_doubles(a, b);
}

JNI(jlong, tenMixed)(JNIEnv *env, jclass type, jint a, jlong b, jfloat c, jint d, jlong e,
                     jdouble f, jint g, jlong h, jint i, jlong j) {
    return bench_ten_mixed(a, b, c, d, e, f, g, h, i, j);
}

JNI(jlong, pointer)(JNIEnv *env, jclass type, jlong address) {
    return bench_pointer((const long long *)(intptr_t)address);
}

JNI(jlong, pairIn)(JNIEnv *env, jclass type, jlong a, jlong b) {
    return bench_pair_in((struct bench_pair){a, b});
}

JNI(jlong, fiveIn)(JNIEnv *env, jclass type, jlong a, jlong b, jlong c, jlong d, jlong e) {
    return bench_five_in((struct bench_five){a, b, c, d, e});
}

JNI(jobject, pairOut)(JNIEnv *env, jclass type, jlong a, jlong b) {
    struct bench_pair pair = bench_pair_out(a, b);
    return (*env)->NewObject(env, pair_class, pair_constructor, (jlong)pair.a, (jlong)pair.b);
}

JNI(void, pairInto)(JNIEnv *env, jclass type, jobject out, jlong a, jlong b) {
    struct bench_pair pair;
    bench_pair_into(&pair, a, b);
    (*env)->SetLongField(env, out, pair_a, pair.a);
    (*env)->SetLongField(env, out, pair_b, pair.b);
}

JNI(jint, setErrno)(JNIEnv *env, jclass type, jint error) {
    bench_set_errno(error);
    return errno;
}

JNI(jint, variadic)(JNIEnv *env, jclass type, jint a, jint b, jint c) {
    return bench_variadic(3, a, b, c);
}

JNI(jlong, functionPointer)(JNIEnv *env, jclass type, jlong address, jlong n) {
    return ((bench_function)(intptr_t)address)(n);
}
