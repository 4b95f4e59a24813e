/* Safety: a function that trusts its pointer, as most C functions do. */
#ifndef RECIPES_SAFETY_H
#define RECIPES_SAFETY_H

/* Stores `with` in *value and returns the previous value. value must not be NULL. */
int safety_exchange(int *value, int with);

#endif
