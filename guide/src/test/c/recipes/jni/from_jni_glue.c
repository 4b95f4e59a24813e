/*
 * The JNI glue: the functions that FromJniTest.Jni declares as native. FFM needs none of it.
 */
#include <jni.h>
#include <stdio.h>

#include "../from_jni.h"

JNIEXPORT jlong JNICALL Java_org_downcall_recipes_FromJniTest_00024Jni_sum(JNIEnv *env, jclass type,
                                                                           jintArray values) {
    (void)type;
    jsize count = (*env)->GetArrayLength(env, values);
    jint *elements = (*env)->GetPrimitiveArrayCritical(env, values, NULL);
    if (elements == NULL) {
        /* An OutOfMemoryError is pending. */
        return 0;
    }
    long long sum;
    int index;
    enum from_jni_status status = from_jni_sum(elements, count, &sum, &index);
    (*env)->ReleasePrimitiveArrayCritical(env, values, elements, JNI_ABORT);
    if (status != FROM_JNI_OK) {
        char message[64];
        snprintf(message, sizeof message, "values[%d] is negative", index);
        jclass exception = (*env)->FindClass(env, "java/lang/IllegalArgumentException");
        if (exception != NULL) {
            (*env)->ThrowNew(env, exception, message);
        }
    }
    return sum;
}

JNIEXPORT jint JNICALL Java_org_downcall_recipes_FromJniTest_00024Jni_length(JNIEnv *env,
                                                                             jclass type,
                                                                             jstring text) {
    (void)type;
    const char *chars = (*env)->GetStringUTFChars(env, text, NULL);
    if (chars == NULL) {
        return 0;
    }
    int length = from_jni_length(chars);
    (*env)->ReleaseStringUTFChars(env, text, chars);
    return length;
}

struct visit {
    JNIEnv *env;
    jobject visitor;
    jmethodID accept;
};

static int call_visitor(int value, void *user) {
    struct visit *visit = user;
    (*visit->env)->CallVoidMethod(visit->env, visit->visitor, visit->accept, (jint)value);
    /* The exception stays pending until the native method returns. */
    return (*visit->env)->ExceptionCheck(visit->env);
}

JNIEXPORT void JNICALL Java_org_downcall_recipes_FromJniTest_00024Jni_visit(JNIEnv *env,
                                                                            jclass type,
                                                                            jintArray values,
                                                                            jobject visitor) {
    (void)type;
    jmethodID accept =
        (*env)->GetMethodID(env, (*env)->GetObjectClass(env, visitor), "accept", "(I)V");
    if (accept == NULL) {
        return;
    }
    /* GetPrimitiveArrayCritical is not allowed here, because the visitor calls Java. */
    jint *elements = (*env)->GetIntArrayElements(env, values, NULL);
    if (elements == NULL) {
        return;
    }
    struct visit visit = {env, visitor, accept};
    from_jni_visit(elements, (*env)->GetArrayLength(env, values), call_visitor, &visit);
    (*env)->ReleaseIntArrayElements(env, values, elements, JNI_ABORT);
}

JNIEXPORT jobject JNICALL Java_org_downcall_recipes_FromJniTest_00024Jni_primes(JNIEnv *env,
                                                                                jclass type) {
    (void)type;
    int count;
    const int *primes = from_jni_primes(&count);
    return (*env)->NewDirectByteBuffer(env, (void *)primes, (jlong)sizeof(int) * count);
}
