#include "debugging.h"

#include <stddef.h>

void debugging_crash(void) {
    volatile int *nowhere = NULL; /* volatile: the compiler must not remove it */
    *nowhere = 42;
}

long long debugging_sum(const int *numbers, int count) {
    long long sum = 0;
    int next = numbers[0];
    for (int i = 0; i < count; i++) {
        sum += next;
        next = numbers[i + 1];
    }
    return sum;
}

void debugging_print(const char *text) {
    printf("%s\n", text);
}
