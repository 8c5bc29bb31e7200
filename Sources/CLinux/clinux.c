#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

// The offsets and times of the 32-bit boards would end at 2 GiB and in 2038 otherwise. musl's are
// always this wide; with glibc only a 64-bit host is built.
_Static_assert(sizeof(off_t) == 8 && sizeof(time_t) == 8, "64-bit offsets and times");
_Static_assert(sizeof(struct termios) <= CL_TERMINAL_MODE, "a terminal's mode fits");

enum { nanoseconds_per_second = 1000000000 };

static int64_t answer(int64_t result) { return result < 0 ? -errno : result; }

static struct timespec timespec_of(int64_t nanoseconds) {
  return (struct timespec){
      .tv_sec = nanoseconds / nanoseconds_per_second,
      .tv_nsec = nanoseconds % nanoseconds_per_second,
  };
}

int64_t cl_open(const uint8_t *path, int32_t flags) {
  return answer(open((const char *)path, flags, 0666));
}
int64_t cl_close(int32_t descriptor) { return answer(close(descriptor)); }
int64_t cl_read(int32_t descriptor, void *bytes, size_t count) {
  return answer(read(descriptor, bytes, count));
}
int64_t cl_write(int32_t descriptor, const void *bytes, size_t count) {
  return answer(write(descriptor, bytes, count));
}
int64_t cl_pread(int32_t descriptor, void *bytes, size_t count, int64_t offset) {
  return answer(pread(descriptor, bytes, count, offset));
}
int64_t cl_pwrite(int32_t descriptor, const void *bytes, size_t count, int64_t offset) {
  return answer(pwrite(descriptor, bytes, count, offset));
}
int64_t cl_fdatasync(int32_t descriptor) { return answer(fdatasync(descriptor)); }
int64_t cl_fsync(int32_t descriptor) { return answer(fsync(descriptor)); }
int64_t cl_ftruncate(int32_t descriptor, int64_t size) { return answer(ftruncate(descriptor, size)); }
int64_t cl_size(int32_t descriptor) {
  struct stat about;
  return fstat(descriptor, &about) < 0 ? -errno : about.st_size;
}
int64_t cl_unlink(const uint8_t *path) { return answer(unlink((const char *)path)); }
int64_t cl_free_kibibytes(const uint8_t *path) {
  struct statvfs about;
  if (statvfs((const char *)path, &about) < 0) return -errno;
  return (int64_t)((uint64_t)about.f_bavail * about.f_frsize / 1024);
}
int64_t cl_read_link(const uint8_t *path, void *bytes, size_t count) {
  return answer(readlink((const char *)path, bytes, count));
}
int64_t cl_mkdir(const uint8_t *path) { return answer(mkdir((const char *)path, 0777)); }
int64_t cl_getdents(int32_t descriptor, void *bytes, size_t count) {
  return answer(syscall(SYS_getdents64, descriptor, bytes, count));
}

int64_t cl_monotonic(void) {
  struct timespec now;
  if (clock_gettime(CLOCK_MONOTONIC, &now) < 0) return -errno;
  return (int64_t)now.tv_sec * nanoseconds_per_second + now.tv_nsec;
}
int64_t cl_sleep_until(int64_t nanoseconds) {
  struct timespec until = timespec_of(nanoseconds);
  return -(int64_t)clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &until, NULL);
}

int64_t cl_wait(int32_t descriptor, int32_t to_write, int64_t nanoseconds) {
  struct pollfd watched = {.fd = descriptor, .events = to_write ? POLLOUT : POLLIN};
  struct timespec time = timespec_of(nanoseconds);
  return answer(ppoll(&watched, 1, nanoseconds < 0 ? NULL : &time, NULL));
}

int64_t cl_terminal_width(int32_t descriptor) {
  struct winsize size;
  return ioctl(descriptor, TIOCGWINSZ, &size) < 0 ? -errno : size.ws_col;
}
int64_t cl_terminal_mode(int32_t descriptor, void *mode) {
  struct termios now;
  if (tcgetattr(descriptor, &now) < 0) return -errno;
  memcpy(mode, &now, sizeof now);
  return 0;
}
int64_t cl_terminal_set_mode(int32_t descriptor, const void *mode) {
  struct termios wanted;
  memcpy(&wanted, mode, sizeof wanted);
  return answer(tcsetattr(descriptor, TCSADRAIN, &wanted));
}
void cl_terminal_key_mode(void *mode) {
  struct termios wanted;
  memcpy(&wanted, mode, sizeof wanted);
  wanted.c_lflag &= ~(tcflag_t)(ICANON | ECHO | ISIG | IEXTEN);
  wanted.c_cc[VMIN] = 1;
  wanted.c_cc[VTIME] = 0;
  memcpy(mode, &wanted, sizeof wanted);
}

#if !defined(__GLIBC__)
// Swift's Hasher asks for it; musl has none. getrandom fails only before the kernel's pool is seeded,
// where it waits, and by a signal.
void arc4random_buf(void *bytes, size_t count) {
  uint8_t *next = bytes;
  while (count) {
    ssize_t got = getrandom(next, count, 0);
    if (got > 0) next += got, count -= (size_t)got;
  }
}
#endif
