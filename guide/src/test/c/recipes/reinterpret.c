#include "reinterpret.h"

#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

static int alive;

const int *reinterpret_samples(size_t *count) {
    static const int samples[] = {3, 1, 4};
    *count = sizeof samples / sizeof samples[0];
    return samples;
}

struct reinterpret_node *reinterpret_list(int count) {
    struct reinterpret_node *first = NULL;
    for (int value = count; value >= 1; value--) {
        struct reinterpret_node *node = malloc(sizeof *node);
        if (node == NULL) {
            reinterpret_free_list(first);
            return NULL;
        }
        node->value = value;
        node->next = first;
        first = node;
        alive++;
    }
    return first;
}

void reinterpret_free_list(struct reinterpret_node *first) {
    while (first != NULL) {
        struct reinterpret_node *next = first->next;
        free(first);
        first = next;
        alive--;
    }
}

struct reinterpret_counter {
    int value;
};

struct reinterpret_counter *reinterpret_open(int start) {
    struct reinterpret_counter *counter = malloc(sizeof *counter);
    if (counter != NULL) {
        counter->value = start;
        alive++;
    }
    return counter;
}

int reinterpret_next(struct reinterpret_counter *counter) {
    return counter->value++;
}

void reinterpret_close(struct reinterpret_counter *counter) {
    free(counter);
    alive--;
}

int reinterpret_alive(void) {
    return alive;
}

int *reinterpret_page(void) {
    size_t size = (size_t)sysconf(_SC_PAGESIZE);
    int *page = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (page == MAP_FAILED) {
        return NULL;
    }
    *page = 42;
    return page;
}

void reinterpret_free_page(int *page) {
    munmap(page, (size_t)sysconf(_SC_PAGESIZE));
}
