/*
 * Your own library: a function, a function with static data, and a function that only a later
 * release contains.
 */
#ifndef RECIPES_OWN_LIBRARY_H
#define RECIPES_OWN_LIBRARY_H

/* Returns 42. May be called from any thread. */
int own_library_answer(void);

/*
 * Returns how often it has been called since the library was loaded. Two threads must not call it
 * at the same time.
 */
int own_library_count(void);

/* Declared here but missing from this build of the library, as if the header were newer. */
int own_library_new_function(void);

#endif
