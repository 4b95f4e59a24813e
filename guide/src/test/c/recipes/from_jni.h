/*
 * The part of a JNI library that computes. It does not depend on Java: it uses plain types, status
 * codes and a function pointer.
 */
#ifndef RECIPES_FROM_JNI_H
#define RECIPES_FROM_JNI_H

enum from_jni_status { FROM_JNI_OK, FROM_JNI_NEGATIVE };

/*
 * Adds up the values. Returns FROM_JNI_OK and stores the sum in *sum. If a value is negative,
 * returns FROM_JNI_NEGATIVE and stores the index of the first such value in *index.
 */
enum from_jni_status from_jni_sum(const int *values, int count, long long *sum, int *index);

/* Returns the number of bytes before the terminator of the text. */
int from_jni_length(const char *text);

/* Returns 0 to continue. */
typedef int (*from_jni_visitor)(int value, void *user);

/*
 * Calls the visitor with one value after another until it does not return 0. Returns the visitor's
 * last result.
 */
int from_jni_visit(const int *values, int count, from_jni_visitor visitor, void *user);

/* Returns a constant table of small primes and stores its length in *count. Do not free it. */
const int *from_jni_primes(int *count);

#endif
