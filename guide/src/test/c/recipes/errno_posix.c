#include "errno_posix.h"

int errno_find_readable(const char *first, const char *second) {
    if (access(first, R_OK) == 0) {
        return 0;
    }
    return access(second, R_OK); /* does not change errno if it succeeds */
}

int errno_now(void) {
    return errno;
}
