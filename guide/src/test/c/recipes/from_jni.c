#include "from_jni.h"

#include <string.h>

enum from_jni_status from_jni_sum(const int *values, int count, long long *sum, int *index) {
    *sum = 0;
    for (int i = 0; i < count; i++) {
        if (values[i] < 0) {
            *index = i;
            return FROM_JNI_NEGATIVE;
        }
        *sum += values[i];
    }
    return FROM_JNI_OK;
}

int from_jni_length(const char *text) {
    return (int)strlen(text);
}

int from_jni_visit(const int *values, int count, from_jni_visitor visitor, void *user) {
    int status = 0;
    for (int i = 0; i < count && status == 0; i++) {
        status = visitor(values[i], user);
    }
    return status;
}

const int *from_jni_primes(int *count) {
    static const int primes[] = {2, 3, 5, 7, 11, 13, 17, 19};
    *count = sizeof primes / sizeof primes[0];
    return primes;
}
