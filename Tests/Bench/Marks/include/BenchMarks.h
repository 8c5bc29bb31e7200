// Empty functions whose calls the counting plugin sees (Tests/Bench/count.c).
#pragma once
#include <stdint.h>

// What lies between the two is counted.
void bench_begin(void);
void bench_end(void);
// From here on it is counted under the next number.
void bench_section(void);
