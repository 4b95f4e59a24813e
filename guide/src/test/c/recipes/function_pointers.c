#include "function_pointers.h"

#include <stddef.h>

static int add(int a, int b) {
    return (int)((unsigned)a + (unsigned)b);
}

static int multiply(int a, int b) {
    return (int)((unsigned)a * (unsigned)b);
}

function_pointers_operation function_pointers_find(char sign) {
    return sign == '+' ? add : sign == '*' ? multiply : NULL;
}

function_pointers_operation function_pointers_same(function_pointers_operation operation) {
    return operation;
}

static int sum;

static int add_to_sum(int value) {
    return sum = add(sum, value);
}

static void reset_sum(void) {
    sum = 0;
}

const struct function_pointers_plugin *function_pointers_adder(void) {
    static const struct function_pointers_plugin adder = {1, add_to_sum, reset_sum};
    return &adder;
}

int function_pointers_drive(const struct function_pointers_plugin *plugin, int count) {
    if (plugin->reset != NULL) {
        plugin->reset();
    }
    int result = 0;
    for (int value = 1; value <= count; value++) {
        result = plugin->apply(value);
    }
    return result;
}
