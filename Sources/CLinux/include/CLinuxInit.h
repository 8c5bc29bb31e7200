// What process 1 asks of the kernel beside the calls of CLinux.h, in the same manner.
#pragma once
#include <stddef.h>
#include <stdint.h>

// The number of this process.
int64_t cl_process(void);

// Mounts; an empty source or type stands for none.
enum {
  CL_MOUNT_GUARDED = 1 << 0, // nosuid, nodev, noexec
  CL_MOUNT_DEVICES = 1 << 1, // nosuid, noexec
  CL_MOUNT_READ_ONLY = 1 << 2,
  CL_MOUNT_LAZY_TIMES = 1 << 3, // noatime, lazytime
  CL_MOUNT_AGAIN = 1 << 4,      // remount
};
int64_t cl_mount(const uint8_t *source, const uint8_t *target, const uint8_t *type, uint32_t flags,
                 const uint8_t *options);
int64_t cl_unmount(const uint8_t *target);
void cl_sync_all(void);

// Loads the kernel module in an open file.
int64_t cl_load_module(int32_t descriptor);

// How long the watchdog waits to be fed, in seconds; 1 where it knows that it reset the machine last.
int64_t cl_set_watchdog(int32_t descriptor, int32_t seconds);

// The worker's rights to a device, and to be run.
int64_t cl_change_owner(const uint8_t *path, uint32_t user);
int64_t cl_make_runnable(const uint8_t *path);

// A pipe: the end to read, and 65,536 times the end to write.
int64_t cl_pipe(void);
// Starts a program with `count` words, each ended by a zero byte; it reads from `input`, unless that is
// negative, and its standard output and error go to `output`. As another user than 0 it has no privilege
// and can never gain one. Answers its number.
int64_t cl_start(const uint8_t *program, const uint8_t *words, size_t count, uint32_t user,
                 int32_t input, int32_t output);
int64_t cl_kill(int32_t process);
// The next child that has ended: 256 times its number, and how (the exit code, or 128 and the signal's
// number); 0 where none has.
int64_t cl_ended_child(void);

// Starts the machine anew, or switches it off.
int64_t cl_restart(void);
int64_t cl_power_off(void);
