/*
 * The part of a JNI library that computes. It knows nothing of Java: plain types, status codes, a
 * function pointer.
 */
#ifndef RECIPES_FROM_JNI_H
#define RECIPES_FROM_JNI_H

enum from_jni_status { FROM_JNI_OK, FROM_JNI_NEGATIVE };

/* Adds up the values, none of which may be negative. Returns FROM_JNI_OK and *sum; or FROM_JNI_NEGATIVE and in *index
 * where the first such value is. */
enum from_jni_status from_jni_sum(const int *values, int count, long long *sum, int *index);

/* How many bytes the text has before its terminator. */
int from_jni_length(const char *text);

/* Returns 0 to go on. */
typedef int (*from_jni_visitor)(int value, void *user);

/*
 * Shows the values to the visitor, up to the first for which it does not return 0. Returns what it
 * returned last.
 */
int from_jni_visit(const int *values, int count, from_jni_visitor visitor, void *user);

/* The library's table of small primes, and in *count how many there are. Constant, never freed. */
const int *from_jni_primes(int *count);

#endif
