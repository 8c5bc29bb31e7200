// What Swift cannot call: the appliance's only C. Embedded Swift has no module of the C library, and
// errno, open and ioctl are macros or variadic. One function a call and no policy; each answers as
// the kernel itself does: 0 or more, or the negative error number.
#pragma once
#include "CLinuxInit.h"
#include "CLinuxMemory.h"
#include <fcntl.h>
#include <stddef.h>
#include <stdint.h>

// These differ between architectures.
enum {
  CL_O_READ = O_RDONLY | O_CLOEXEC | O_NOCTTY,
  CL_O_READ_WRITE = O_RDWR | O_CLOEXEC | O_NOCTTY,
  CL_O_CREATE = O_CREAT,
  CL_O_EMPTY = O_TRUNC,
  CL_O_FOLDER = O_DIRECTORY,
};

// Files. Paths end with a zero byte.
int64_t cl_open(const uint8_t *path, int32_t flags);
int64_t cl_close(int32_t descriptor);
int64_t cl_read(int32_t descriptor, void *bytes, size_t count);
int64_t cl_write(int32_t descriptor, const void *bytes, size_t count);
int64_t cl_pread(int32_t descriptor, void *bytes, size_t count, int64_t offset);
int64_t cl_pwrite(int32_t descriptor, const void *bytes, size_t count, int64_t offset);
int64_t cl_fdatasync(int32_t descriptor);
int64_t cl_fsync(int32_t descriptor);
int64_t cl_ftruncate(int32_t descriptor, int64_t size);
int64_t cl_size(int32_t descriptor);
int64_t cl_unlink(const uint8_t *path);
int64_t cl_mkdir(const uint8_t *path);
// How many KiB are free where a file or folder is.
int64_t cl_free_kibibytes(const uint8_t *path);
int64_t cl_getdents(int32_t descriptor, void *bytes, size_t count);

// The monotonic clock, in nanoseconds.
int64_t cl_monotonic(void);
int64_t cl_sleep_until(int64_t nanoseconds);

// Waits until the descriptor can be read (or written); 1 if so, 0 at the end of the time.
// A negative time waits for ever.
int64_t cl_wait(int32_t descriptor, int32_t to_write, int64_t nanoseconds);

// The terminal. A mode is a struct termios, of at most CL_TERMINAL_MODE bytes.
enum { CL_TERMINAL_MODE = 64 };
int64_t cl_terminal_width(int32_t descriptor);
int64_t cl_terminal_mode(int32_t descriptor, void *mode);
int64_t cl_terminal_set_mode(int32_t descriptor, const void *mode);
// Makes of a mode the one in which each key is read at once, unseen, ctrl-C among them.
void cl_terminal_key_mode(void *mode);

// The versions of libgpiod and libi2c; NULL in a build without them, whose calls answer -ENOSYS.
const char *cl_gpiod_version(void);
const char *cl_i2c_version(void);
// Writes the label of a GPIO chip, `count` bytes of it at most; answers its length.
int64_t cl_chip_label(const uint8_t *path, void *bytes, size_t count);

// A line of a chip, as it is asked for.
enum { CL_BIAS_NONE, CL_BIAS_UP, CL_BIAS_DOWN };
struct cl_line {
  uint32_t offset;
  uint32_t debounce_us;
  uint8_t is_output, is_active_low, bias;
};
// Takes lines of one chip, eight at most, outputs off, inputs with both edges; answers a descriptor
// that can be read when an edge came.
int64_t cl_lines_request(const uint8_t *chip, const struct cl_line *lines, size_t count);
int64_t cl_lines_release(int32_t descriptor);
// Reads the next edges, CL_EDGES at most: for each the monotonic time in nanoseconds, its number on
// its line from 1, and whether it rose. Answers how many; waits where there is none.
enum { CL_EDGES = 16 };
int64_t cl_lines_edges(int32_t descriptor, int64_t *edges);
// The levels of all lines of a request, one bit each, and the setting of them.
int64_t cl_lines_levels(int32_t descriptor);
int64_t cl_lines_set(int32_t descriptor, uint32_t bits);

// One transfer on a bus that is open: bytes written, then bytes read after a repeated start.
int64_t cl_bus_transfer(int32_t bus, uint8_t address, const uint8_t *written, size_t writes,
                        uint8_t *read, size_t reads);

// Threads: nothing is asked of one that runs. Its stack is CL_STACK bytes.
enum { CL_STACK = 131072 };
int64_t cl_thread(void (*body)(void *), void *context);
void *cl_lock_make(void);
void cl_lock(void *lock);
void cl_unlock(void *lock);
void cl_lock_free(void *lock);

// A descriptor that can be read once 8 bytes were written to it, until they are read.
int64_t cl_wakeup(void);
// Holds SIGTERM and SIGINT back from all threads; answers a descriptor that can be read when one came.
int64_t cl_end_signals(void);
// Waits until one of four descriptors at most can be read, or has failed; answers one bit for each,
// 0 at the end of the time.
int64_t cl_wait_any(const int32_t *descriptors, size_t count, int64_t nanoseconds);
// Where a symbolic link leads, `count` bytes of it at most; answers how many.
int64_t cl_read_link(const uint8_t *path, void *bytes, size_t count);

// From here on SIGILL, SIGTRAP, SIGSEGV and SIGABRT say on standard error where they came, in one
// line with the build id, before the program dies of them.
void cl_catch_traps(void);
