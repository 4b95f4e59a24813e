#include "upcalls.h"

static upcalls_handler kept_handler;
static void *kept_user;

void upcalls_set_handler(upcalls_handler handler, void *user) {
    kept_handler = handler;
    kept_user = user;
}

int upcalls_fire(int value) {
    return kept_handler == NULL ? -1 : kept_handler(value, kept_user);
}
