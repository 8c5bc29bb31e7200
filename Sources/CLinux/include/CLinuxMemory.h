// The program's own heap, in place of the C library's, which is made for far bigger programs.
#pragma once
#include <stddef.h>

// Memory for `size` bytes, at a multiple of 16; NULL where there is none.
void *cl_allocate(size_t size);
// Gives it back. What was not allocated, or given back before, ends the program.
void cl_give_back(void *memory);
// How many bytes the heap has reached over so far, without arrays of 128 KiB and more.
size_t cl_heap_extent(void);
