/* Function pointers that C hands out: one by one, and as a table. */
#ifndef RECIPES_FUNCTION_POINTERS_H
#define RECIPES_FUNCTION_POINTERS_H

typedef int (*function_pointers_operation)(int a, int b);

/*
 * The operation of that sign, '+' or '*'; NULL if there is none. What overflows wraps. Never freed.
 */
function_pointers_operation function_pointers_find(char sign);

/* Returns what it gets. */
function_pointers_operation function_pointers_same(function_pointers_operation operation);

/* What a plugin can do. Whoever makes the table owns it, and what it points to. */
struct function_pointers_plugin {
    int version;
    int (*apply)(int value);
    void (*reset)(void); /* NULL: there is nothing to reset */
};

/*
 * A plugin that adds up what it is applied to. The table is constant, the sum is the process's: not
 * thread-safe.
 */
const struct function_pointers_plugin *function_pointers_adder(void);

/*
 * Resets the plugin if it can be, and applies it to 1 .. count. Returns the last result, 0 if there
 * is none.
 */
int function_pointers_drive(const struct function_pointers_plugin *plugin, int count);

#endif
