/*
 * Structures with every difficulty of a layout, for testing the test that compares layouts with
 * the compiler.
 */
#ifndef LAYOUTS_H
#define LAYOUTS_H

#include <stdint.h>

struct padded {
    char tag;
    double weight;
    short count;
};

union number {
    float f;
    long long l;
    unsigned char bytes[12];
};

struct nested {
    int id;
    struct padded rows[3];
    union number value;
    struct padded *next;
    int (*compare)(const void *, const void *);
};

#endif
