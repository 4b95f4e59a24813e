/* The library has a later release than the header that jextract read. */
#define CONSTANTS_VERSION 302
#include "constants.h"

enum constants_color constants_next(enum constants_color color) {
    switch (color) {
    case CONSTANTS_RED: return CONSTANTS_GREEN;
    case CONSTANTS_GREEN: return CONSTANTS_BLUE;
    default: return (enum constants_color)(CONSTANTS_BLUE + 1); /* a colour of release 302 */
    }
}

int constants_version(void) {
    return CONSTANTS_VERSION;
}

int constants_level = 1;
const int constants_maximum = 9;
int constants_table[4] = {0, 1, 4, 9};
const char *constants_title = "untitled";

int constants_get_level(void) {
    return constants_level;
}

_Thread_local int constants_error;

int *constants_error_location(void) {
    return &constants_error;
}
