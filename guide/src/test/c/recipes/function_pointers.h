/* Function pointers that C returns, one at a time and in a table. */
#ifndef RECIPES_FUNCTION_POINTERS_H
#define RECIPES_FUNCTION_POINTERS_H

typedef int (*function_pointers_operation)(int a, int b);

/*
 * Returns the operation for the sign '+' or '*', or NULL for any other sign. The operations wrap on
 * overflow.
 */
function_pointers_operation function_pointers_find(char sign);

/* Returns its argument. */
function_pointers_operation function_pointers_same(function_pointers_operation operation);

/* The functions of a plugin. The table belongs to the side that creates it. */
struct function_pointers_plugin {
    int version;
    int (*apply)(int value);
    void (*reset)(void); /* NULL if there is nothing to reset */
};

/*
 * Returns a constant plugin that adds up the values that it is applied to. There is one sum for the
 * whole process, so the plugin is not thread-safe.
 */
const struct function_pointers_plugin *function_pointers_adder(void);

/*
 * Resets the plugin unless its reset is NULL, then applies it to 1, 2, ..., count. Returns the last
 * result, or 0 if count < 1.
 */
int function_pointers_drive(const struct function_pointers_plugin *plugin, int count);

#endif
