#include "structs.h"

#include <string.h>

size_t structs_sizeof_sample(void) {
    return sizeof(struct structs_sample);
}

size_t structs_offset_of_sample(int field) {
    const size_t offsets[] = {
        offsetof(struct structs_sample, tag),   offsetof(struct structs_sample, count),
        offsetof(struct structs_sample, flags), offsetof(struct structs_sample, value),
        offsetof(struct structs_sample, valid),
    };
    return offsets[field];
}

void structs_advance(struct structs_sample *sample) {
    sample->count++;
    sample->value /= 2;
}

void structs_move(struct structs_point *points, int count, int dx, int dy) {
    for (int i = 0; i < count; i++) {
        points[i].x += dx;
        points[i].y += dy;
    }
}

void structs_fill(struct structs_plot *plot) {
    for (int row = 0; row < 2; row++) {
        for (int column = 0; column < 3; column++) {
            plot->cells[row][column] = (short)(10 * row + column);
        }
    }
    for (int i = 0; i < 4; i++) {
        plot->corners[i] = plot->origin;
    }
}

size_t structs_title_length(const struct structs_plot *plot) {
    return strlen(plot->title);
}

struct structs_point *structs_corner(struct structs_plot *plot, int index) {
    return &plot->corners[index];
}

long long structs_sum(const struct structs_node *list) {
    long long sum = 0;
    for (const struct structs_node *node = list; node != NULL; node = node->next) {
        sum += node->value;
    }
    return sum;
}

int structs_record_value(const struct structs_record *record) {
    return record->value;
}

size_t structs_sizeof_line(void) {
    return sizeof(struct structs_line);
}

size_t structs_alignof_line(void) {
    return _Alignof(struct structs_line);
}
