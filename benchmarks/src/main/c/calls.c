#include "calls.h"

long long bench_one_long(long long n) {
    return n;
}
