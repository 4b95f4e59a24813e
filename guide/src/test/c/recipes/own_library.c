#include "own_library.h"

int own_library_answer(void) {
    return 42;
}

int own_library_count(void) {
    static int count;
    return ++count;
}
