/*
 * Your own library: a function, a number that the library keeps, and a function that only a later
 * release has.
 */
#ifndef RECIPES_OWN_LIBRARY_H
#define RECIPES_OWN_LIBRARY_H

/* Returns 42. Any thread may call it. */
int own_library_answer(void);

/* Adds 1 to a number that is 0 when the library is loaded, and returns it. One thread at a time. */
int own_library_count(void);

/* Declared here, and not in this build of the library: as if the header were newer. */
int own_library_new_function(void);

#endif
