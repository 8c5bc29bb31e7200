#define _GNU_SOURCE
#include "CLinux.h"
#include "lock.h"

#include <errno.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

enum { nanoseconds_per_second = 1000000000, most_watched = 4 };

struct start {
  void (*body)(void *);
  void *context;
};

static void *run(void *raw) {
  struct start start = *(struct start *)raw;
  free(raw);
  start.body(start.context);
  return NULL;
}

int64_t cl_thread(void (*body)(void *), void *context) {
  struct start *start = malloc(sizeof *start);
  if (!start) return -ENOMEM;
  *start = (struct start){body, context};
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  pthread_attr_setstacksize(&attributes, CL_STACK);
  pthread_t thread;
  int error = pthread_create(&thread, &attributes, run, start);
  pthread_attr_destroy(&attributes);
  if (error) free(start);
  return -(int64_t)error;
}

void *cl_lock_make(void) {
  int *lock = calloc(1, sizeof *lock);
  if (!lock) abort();
  return lock;
}
void cl_lock(void *lock) { take_lock(lock); }
void cl_unlock(void *lock) { leave_lock(lock); }
void cl_lock_free(void *lock) { free(lock); }

int64_t cl_wakeup(void) {
  int descriptor = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
}

int64_t cl_end_signals(void) {
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGTERM);
  sigaddset(&ends, SIGINT);
  int error = pthread_sigmask(SIG_BLOCK, &ends, NULL);
  if (error) return -(int64_t)error;
  int descriptor = signalfd(-1, &ends, SFD_CLOEXEC | SFD_NONBLOCK);
  return descriptor < 0 ? -errno : descriptor;
}

int64_t cl_wait_any(const int32_t *descriptors, size_t count, int64_t nanoseconds) {
  struct pollfd watched[most_watched];
  if (count > most_watched) return -EINVAL;
  for (size_t i = 0; i < count; i++)
    watched[i] = (struct pollfd){.fd = descriptors[i], .events = POLLIN};
  struct timespec time = {
      .tv_sec = nanoseconds / nanoseconds_per_second,
      .tv_nsec = nanoseconds % nanoseconds_per_second,
  };
  if (ppoll(watched, count, &time, NULL) < 0) return -errno;
  int64_t ready = 0;
  for (size_t i = 0; i < count; i++) ready |= (int64_t)(watched[i].revents != 0) << i;
  return ready;
}
