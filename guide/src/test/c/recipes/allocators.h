/* Allocators: a function that returns a struct, for which the caller provides the memory. */
#ifndef RECIPES_ALLOCATORS_H
#define RECIPES_ALLOCATORS_H

struct allocators_range {
    int least;
    int greatest;
};

/*
 * Returns the least and the greatest of count values. count is at least 1. Keeps no pointer.
 */
struct allocators_range allocators_range_of(const int *values, int count);

#endif
