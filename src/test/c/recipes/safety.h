/* Safety: a function that trusts its pointer, as functions in C do. */
#ifndef RECIPES_SAFETY_H
#define RECIPES_SAFETY_H

/* Puts another number into *value, and returns the former one. value is not NULL. */
int safety_exchange(int *value, int with);

#endif
