#include "data.h"

#include <jni.h>
#include <stdint.h>
#include <stdlib.h>

#define JNI(name) Java_org_downcall_benchmarks_calls_JniData_##name

/* What the functions below call back; set once, by the static initializer of JniData. */
static jclass callbacks;
static jmethodID compare;
static jmethodID square;

/* qsort and bench_integrate hand no context through, so what the callbacks need waits here. */
static _Thread_local JNIEnv *caller;

JNIEXPORT void JNICALL JNI(findCallbacks)(JNIEnv *environment, jclass type) {
    compare = (*environment)->GetStaticMethodID(environment, type, "compare", "(II)I");
    if (compare == NULL) {
        return; /* NoSuchMethodError is pending */
    }
    square = (*environment)->GetStaticMethodID(environment, type, "square", "(D)D");
    if (square == NULL) {
        return;
    }
    callbacks = (*environment)->NewGlobalRef(environment, type);
}

JNIEXPORT jfloat JNICALL JNI(sumCritical)(JNIEnv *environment, jclass type, jfloatArray array) {
    (void)type;
    jsize length = (*environment)->GetArrayLength(environment, array);
    jfloat *values = (*environment)->GetPrimitiveArrayCritical(environment, array, NULL);
    if (values == NULL) {
        return 0;
    }
    jfloat sum = bench_sum(values, length);
    (*environment)->ReleasePrimitiveArrayCritical(environment, array, values, JNI_ABORT);
    return sum;
}

JNIEXPORT jfloat JNICALL JNI(sumRegion)(
        JNIEnv *environment, jclass type, jfloatArray array, jlong buffer, jlong capacity) {
    (void)type;
    jsize length = (*environment)->GetArrayLength(environment, array);
    if (length > capacity) {
        jclass exception = (*environment)->FindClass(environment, "java/lang/IllegalArgumentException");
        if (exception != NULL) {
            (*environment)->ThrowNew(environment, exception, "the array is longer than the buffer");
        }
        return 0;
    }
    jfloat *values = (jfloat *)(intptr_t)buffer;
    (*environment)->GetFloatArrayRegion(environment, array, 0, length, values);
    return bench_sum(values, length);
}

JNIEXPORT jlong JNICALL JNI(lengthUtfChars)(JNIEnv *environment, jclass type, jstring text) {
    (void)type;
    const char *characters = (*environment)->GetStringUTFChars(environment, text, NULL);
    if (characters == NULL) {
        return 0; /* OutOfMemoryError is pending */
    }
    jlong length = bench_length(characters);
    (*environment)->ReleaseStringUTFChars(environment, text, characters);
    return length;
}

JNIEXPORT jlong JNICALL JNI(lengthBytes)(JNIEnv *environment, jclass type, jbyteArray utf8) {
    (void)type;
    jbyte local[256];
    jsize size = (*environment)->GetArrayLength(environment, utf8);
    jbyte *bytes = (size_t)size < sizeof local ? local : malloc((size_t)size + 1);
    if (bytes == NULL) {
        jclass exception = (*environment)->FindClass(environment, "java/lang/OutOfMemoryError");
        if (exception != NULL) {
            (*environment)->ThrowNew(environment, exception, "malloc");
        }
        return 0;
    }
    (*environment)->GetByteArrayRegion(environment, utf8, 0, size, bytes);
    bytes[size] = 0;
    jlong length = bench_length((const char *)bytes);
    if (bytes != local) {
        free(bytes);
    }
    return length;
}

JNIEXPORT jstring JNICALL JNI(newStringUtf)(JNIEnv *environment, jclass type, jlong text) {
    (void)type;
    return (*environment)->NewStringUTF(environment, bench_text((const char *)(intptr_t)text));
}

JNIEXPORT jbyteArray JNICALL JNI(textBytes)(JNIEnv *environment, jclass type, jlong text) {
    (void)type;
    const char *bytes = bench_text((const char *)(intptr_t)text);
    long long length = bench_length(bytes);
    if (length > INT32_MAX) {
        return NULL;
    }
    jbyteArray array = (*environment)->NewByteArray(environment, (jsize)length);
    if (array != NULL) {
        (*environment)->SetByteArrayRegion(environment, array, 0, (jsize)length, (const jbyte *)bytes);
    }
    return array;
}

/* No Java may run while an exception is pending; the rest of the work goes on with zeros. */
static int call_compare(const void *left, const void *right) {
    JNIEnv *environment = caller;
    if ((*environment)->ExceptionCheck(environment)) {
        return 0;
    }
    const jvalue arguments[] = {{.i = *(const int *)left}, {.i = *(const int *)right}};
    return (*environment)->CallStaticIntMethodA(environment, callbacks, compare, arguments);
}

JNIEXPORT jlong JNICALL JNI(sort)(JNIEnv *environment, jclass type, jlong master, jlong values, jlong length) {
    (void)type;
    caller = environment;
    return bench_sort((const int *)(intptr_t)master, (int *)(intptr_t)values, length, call_compare);
}

static double call_square(double x) {
    JNIEnv *environment = caller;
    if ((*environment)->ExceptionCheck(environment)) {
        return 0;
    }
    const jvalue arguments[] = {{.d = x}};
    return (*environment)->CallStaticDoubleMethodA(environment, callbacks, square, arguments);
}

JNIEXPORT jdouble JNICALL JNI(integrate)(JNIEnv *environment, jclass type, jlong evaluations) {
    (void)type;
    caller = environment;
    return bench_integrate(call_square, evaluations);
}
