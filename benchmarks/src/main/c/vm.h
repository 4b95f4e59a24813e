/* Calls that take a given time: they compute, block, or call back. */
#ifndef DOWNCALL_BENCH_VM_H
#define DOWNCALL_BENCH_VM_H

#include "calls.h"

/*
 * Keeps the processor busy for this number of nanoseconds. Returns how often it read the clock, at
 * least 1. On Linux and macOS, reading the clock takes no system call.
 */
BENCH_API long long bench_spin(long long nanoseconds);

/*
 * Blocks the calling thread for at least this number of nanoseconds. Returns 1, or 0 on failure.
 */
BENCH_API int bench_block(long long nanoseconds);

/* Calls the function and returns its result. */
BENCH_API int bench_call_back(int (*upcall)(void));

/*
 * Calls the function on a new thread, waits for its end and returns the result. Returns -1 if the
 * thread cannot be started.
 */
BENCH_API long long bench_on_thread(long long (*target)(void));

#endif
