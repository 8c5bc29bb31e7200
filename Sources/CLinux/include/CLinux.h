// What Swift cannot call: the appliance's only C. Embedded Swift has no module of the C library, and
// errno, open and ioctl are macros or variadic. One function a call and no policy; each answers as
// the kernel itself does: 0 or more, or the negative error number.
#pragma once
#include "CLinuxInit.h"
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
// How many lines the GPIO chip has, asked through libgpiod.
int64_t cl_chip_lines(const uint8_t *path);
// The byte in a register of the device at an address of a bus, asked through libi2c.
int64_t cl_bus_read_byte(const uint8_t *path, uint8_t address, uint8_t reg);

// From here on SIGILL, SIGTRAP, SIGSEGV and SIGABRT say on standard error where they came, in one
// line with the build id, before the program dies of them.
void cl_catch_traps(void);
