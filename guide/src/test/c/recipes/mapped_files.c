#include "mapped_files.h"

#include <sys/stat.h>

size_t mapped_files_count(const void *bytes, size_t size, unsigned char value) {
    const unsigned char *b = bytes;
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += b[i] == value;
    }
    return count;
}

size_t mapped_files_replace(void *bytes, size_t size, unsigned char value, unsigned char by) {
    unsigned char *b = bytes;
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        if (b[i] == value) {
            b[i] = by;
            count++;
        }
    }
    return count;
}

long long mapped_files_allocated(const char *path) {
    struct stat status;
    if (stat(path, &status) != 0) {
        return -1;
    }
    return (long long)status.st_blocks * 512;
}
