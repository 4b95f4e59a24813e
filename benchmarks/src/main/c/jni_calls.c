#include "calls.h"

#include <jni.h>

JNIEXPORT jlong JNICALL Java_org_downcall_benchmarks_calls_Jni_oneLong(JNIEnv *environment, jclass type, jlong n) {
    (void)environment;
    (void)type;
    return bench_one_long(n);
}
