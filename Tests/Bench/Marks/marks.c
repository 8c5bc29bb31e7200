#include "BenchMarks.h"

// The statement keeps a compiler that sees the body from leaving out the call.
#define MARK __attribute__((noinline))
MARK void bench_begin(void) { __asm__ volatile("" ::: "memory"); }
MARK void bench_end(void) { __asm__ volatile("" ::: "memory"); }
MARK void bench_section(void) { __asm__ volatile("" ::: "memory"); }
