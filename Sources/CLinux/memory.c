#define _GNU_SOURCE
#include "CLinuxMemory.h"
#include "lock.h"

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

// One stretch of addresses is asked for once, of which the kernel gives only the pages that are
// touched. It is cut into blocks, one after the other: a word with the block's size, then what the
// program gets. The first block that is large enough is taken, in the order of addresses, and
// neighbours that are free become one block at once; so the front stays full, the end stays free,
// and a day of the same work reaches no further than its first minutes. Large arrays, which grow by
// doubling, have pages of their own and give them back.

struct block {
  size_t size;         // of the word and of what follows, a multiple of `unit`
  struct block *next;  // of a free block: the next free one
};

enum {
  unit = 16,
  word = sizeof(size_t),
  own_pages = 128 << 10,  // from here on a block has pages of its own
  is_own = 1,             // and says so in its size
  heap_size = 64 << 20,
};

static struct {
  int lock;
  uint8_t *end, *limit;
  struct block *free;
} heap;

static uint8_t *pages(size_t size) {
  uint8_t *start = mmap(NULL, size, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  return start == MAP_FAILED ? NULL : start;
}

static void *allocate_pages(size_t size) {
  uint8_t *start = pages(size + unit);
  if (!start) return NULL;
  ((struct block *)(start + unit - word))->size = size + unit + is_own;
  return start + unit;
}

static struct block *grow(size_t size) {
  if (!heap.end) {
    uint8_t *start = pages(heap_size);
    if (!start) return NULL;
    madvise(start, heap_size, MADV_NOHUGEPAGE);  // whose first touched byte would be 2 MB
    heap.end = start + unit - word;
    heap.limit = start + heap_size;
  }
  if (size > (size_t)(heap.limit - heap.end)) return NULL;
  struct block *block = (struct block *)heap.end;
  heap.end += size;
  block->size = size;
  return block;
}

static struct block *take(size_t size) {
  struct block **place = &heap.free;
  while (*place && (*place)->size < size) place = &(*place)->next;
  struct block *block = *place;
  if (!block) return grow(size);
  struct block *rest = block->next;
  if (block->size > size) {
    rest = (struct block *)((uint8_t *)block + size);
    rest->size = block->size - size;
    rest->next = block->next;
    block->size = size;
  }
  *place = rest;
  return block;
}

static uint8_t *end_of(struct block *block) { return (uint8_t *)block + block->size; }

static void put_back(struct block *block) {
  struct block *before = NULL;
  struct block **place = &heap.free;
  while (*place && *place < block) {
    before = *place;
    place = &before->next;
  }
  block->next = *place;
  if ((before && end_of(before) > (uint8_t *)block) || end_of(block) > heap.end ||
      (block->next && end_of(block) > (uint8_t *)block->next))
    abort();
  *place = block;
  if (block->next && end_of(block) == (uint8_t *)block->next) {
    block->size += block->next->size;
    block->next = block->next->next;
  }
  if (before && end_of(before) == (uint8_t *)block) {
    before->size += block->size;
    before->next = block->next;
  }
}

void *cl_allocate(size_t size) {
  if (size > PTRDIFF_MAX - own_pages) return NULL;
  size = (size + word + unit - 1) & ~(size_t)(unit - 1);
  struct block *block = NULL;
  if (size < own_pages) {
    take_lock(&heap.lock);
    block = take(size);
    leave_lock(&heap.lock);
  }
  return block ? (uint8_t *)block + word : allocate_pages(size);
}

void cl_give_back(void *memory) {
  if (!memory) return;
  struct block *block = (struct block *)((uint8_t *)memory - word);
  if (block->size & is_own) {
    munmap((uint8_t *)memory - unit, block->size - is_own);
    return;
  }
  take_lock(&heap.lock);
  put_back(block);
  leave_lock(&heap.lock);
}

size_t cl_heap_extent(void) { return heap.end ? heap_size - (size_t)(heap.limit - heap.end) : 0; }

#if !defined(__GLIBC__)
void *malloc(size_t size) {
  void *memory = cl_allocate(size);
  if (!memory) errno = ENOMEM;
  return memory;
}

void free(void *memory) { cl_give_back(memory); }

void *calloc(size_t count, size_t size) {
  size_t all;
  void *memory = __builtin_mul_overflow(count, size, &all) ? NULL : malloc(all);
  return memory ? memset(memory, 0, all) : NULL;
}

// No type of the program asks for more than `unit`.
int posix_memalign(void **memory, size_t alignment, size_t size) {
  if (alignment > unit) return EINVAL;
  *memory = cl_allocate(size);
  return *memory ? 0 : ENOMEM;
}
#endif
