#include "data.h"

#include <jni.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The most bytes of a text on the stack. */
enum { LOCAL = 16384 };

#define JNI(name) Java_org_downcall_benchmarks_calls_JniData_##name

/* The methods that C calls back, set once by the static initializer of JniData. */
static jclass callbacks;
static jmethodID compare;
static jmethodID square;

/* qsort and bench_integrate pass no context, so the callbacks find the environment here. */
#ifdef __ELF__
__attribute__((tls_model("initial-exec"))) /* else each access calls __tls_get_addr */
#endif
static _Thread_local JNIEnv *caller;

static void throw_new(JNIEnv *environment, const char *type, const char *message) {
    jclass exception = (*environment)->FindClass(environment, type);
    if (exception != NULL) {
        (*environment)->ThrowNew(environment, exception, message);
    }
}

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

JNIEXPORT jfloat JNICALL JNI(sumRegion)(JNIEnv *environment, jclass type, jfloatArray array,
                                        jlong buffer, jlong capacity) {
    (void)type;
    jsize length = (*environment)->GetArrayLength(environment, array);
    if (length > capacity) {
        throw_new(environment, "java/lang/IllegalArgumentException",
                  "the array is longer than the buffer");
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

JNIEXPORT jlong JNICALL JNI(lengthUtfRegion)(JNIEnv *environment, jclass type, jstring text) {
    char local[LOCAL];
    jsize length = (*environment)->GetStringLength(environment, text);
    size_t most = (size_t)length * 3 + 1;
    if (most > sizeof local) {
        return JNI(lengthUtfChars)(environment, type, text);
    }
    memset(local, 0, most); /* the specification does not guarantee a NUL at the end */
    (*environment)->GetStringUTFRegion(environment, text, 0, length, local);
    return bench_length(local);
}

JNIEXPORT jlong JNICALL JNI(lengthBytes)(JNIEnv *environment, jclass type, jbyteArray utf8) {
    (void)type;
    jbyte local[LOCAL];
    jsize size = (*environment)->GetArrayLength(environment, utf8);
    jbyte *bytes = (size_t)size < sizeof local ? local : malloc((size_t)size + 1);
    if (bytes == NULL) {
        throw_new(environment, "java/lang/OutOfMemoryError", "malloc");
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
        throw_new(environment, "java/lang/OutOfMemoryError",
                  "the text is longer than an array can be");
        return NULL;
    }
    jbyteArray array = (*environment)->NewByteArray(environment, (jsize)length);
    if (array != NULL) {
        (*environment)
            ->SetByteArrayRegion(environment, array, 0, (jsize)length, (const jbyte *)bytes);
    }
    return array;
}

/* No Java may run while an exception is pending, so the callbacks then return 0. */
static int call_compare(const void *left, const void *right) {
    JNIEnv *environment = caller;
    if ((*environment)->ExceptionCheck(environment)) {
        return 0;
    }
    const jvalue arguments[] = {{.i = *(const int *)left}, {.i = *(const int *)right}};
    return (*environment)->CallStaticIntMethodA(environment, callbacks, compare, arguments);
}

JNIEXPORT jlong JNICALL JNI(sort)(JNIEnv *environment, jclass type, jlong master, jlong values,
                                  jlong length) {
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
