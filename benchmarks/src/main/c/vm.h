/*
 * What a thread does while the rest of the JVM wants something of it: it computes, it blocks, or it
 * calls back.
 */
#ifndef DOWNCALL_BENCH_VM_H
#define DOWNCALL_BENCH_VM_H

#include "calls.h"

/*
 * Keeps the processor busy until so many nanoseconds have passed, and returns how often it looked
 * at the clock: 1 or more. On Linux and macOS that takes no system call.
 */
BENCH_API long long bench_spin(long long nanoseconds);

/*
 * Blocks the calling thread for so many nanoseconds or a little more, and returns 1; returns 0 if
 * it could not.
 */
BENCH_API int bench_block(long long nanoseconds);

/* Returns what it returns. */
BENCH_API int bench_call_back(int (*upcall)(void));

/*
 * The same on a thread that is started for it and has ended on return; returns -1 if there can be
 * none.
 */
BENCH_API long long bench_on_thread(long long (*target)(void));

#endif
