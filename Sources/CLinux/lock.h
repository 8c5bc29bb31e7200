// A lock of one word, zero where it is free. A mutex of the C library's knows owners, robustness and
// times that nobody here asks for, in 2 kB.
#pragma once
#include <linux/futex.h>
#include <stddef.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { lock_free, lock_taken, lock_awaited };

// U. Drepper, "Futexes Are Tricky" (2011), section 5: the mutex that wakes only where one waits.
static inline void take_lock(int *lock) {
  int seen = __sync_val_compare_and_swap(lock, lock_free, lock_taken);
  while (seen != lock_free) {
    if (seen == lock_awaited ||
        __sync_val_compare_and_swap(lock, lock_taken, lock_awaited) != lock_free)
      syscall(SYS_futex, lock, FUTEX_WAIT_PRIVATE, lock_awaited, NULL);
    seen = __sync_val_compare_and_swap(lock, lock_free, lock_awaited);
  }
}

static inline void leave_lock(int *lock) {
  if (__sync_fetch_and_sub(lock, 1) == lock_taken) return;
  __sync_lock_release(lock);
  syscall(SYS_futex, lock, FUTEX_WAKE_PRIVATE, 1);
}
