#include "jlink_cds.h"

int jlink_cds_answer(void) {
    return 42;
}
