#include "safety.h"

int safety_exchange(int *value, int with) {
    int former = *value;
    *value = with;
    return former;
}
