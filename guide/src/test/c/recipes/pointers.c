#include "pointers.h"

#include <stddef.h>

long long pointers_sum(const long long *a, const long long *b) {
    return *a + *b;
}

int pointers_divide(int dividend, int divisor, int *quotient, int *remainder) {
    if (divisor == 0) {
        return -1;
    }
    /*
     * INT_MIN / -1 does not fit into an int. C leaves it undefined, and x86 raises a signal, which
     * would end the JVM.
     */
    long long wide = (long long)dividend / divisor;
    if (quotient != NULL) {
        *quotient = (int)wide;
    }
    if (remainder != NULL) {
        *remainder = (int)((long long)dividend % divisor);
    }
    return 0;
}

const int *pointers_find_greater(const int *array, int count, int limit) {
    for (int i = 0; i < count; i++) {
        if (array[i] > limit) {
            return &array[i];
        }
    }
    return NULL;
}

void pointers_version(const char **text) {
    *text = "1.0";
}
