#include "strings.h"

#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

const char *strings_greeting(void) {
    return "Gr\xc3\xbc\xc3\x9f Gott";
}

const char *strings_count(int number) {
    static _Thread_local char buffer[16];
    static const char *const words[] = {"none", "one", "two"};
    snprintf(buffer, sizeof buffer, "%s", number >= 0 && number < 3 ? words[number] : "many");
    return buffer;
}

const char *const *strings_units(void) {
    static const char *const units[] = {"B", "KiB", "MiB", NULL};
    return units;
}

/* Writes as much of text as fits at the offset, and returns the offset after it. */
static size_t append(char *buffer, size_t size, size_t offset, const char *text) {
    for (; *text != 0; text++, offset++) {
        if (offset + 1 < size) {
            buffer[offset] = *text;
        }
    }
    return offset;
}

size_t strings_join(const char *const *words, char *buffer, size_t size) {
    size_t length = 0;
    for (size_t i = 0; words[i] != NULL; i++) {
        length = append(buffer, size, length, i == 0 ? "" : " ");
        length = append(buffer, size, length, words[i]);
    }
    if (size > 0) {
        buffer[length < size ? length : size - 1] = 0;
    }
    return length;
}

size_t strings_utf16_length(const unsigned short *text) {
    size_t length = 0;
    while (text[length] != 0) {
        length++;
    }
    return length;
}

const char *strings_at_the_end_of_a_page(const char *text) {
    size_t size = strlen(text) + 1;
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    if (size > 1001) {
        return NULL;
    }
    char *pages = mmap(NULL, 2 * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (pages == MAP_FAILED || mprotect(pages + page, page, PROT_NONE) != 0) {
        return NULL;
    }
    return memcpy(pages + page - size, text, size);
}
