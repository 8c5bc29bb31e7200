#define _GNU_SOURCE
#include "CLinuxInit.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/watchdog.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static int64_t answer(int64_t result) { return result < 0 ? -errno : result; }

int64_t cl_process(void) { return getpid(); }

int64_t cl_mount(const uint8_t *source, const uint8_t *target, const uint8_t *type, uint32_t flags,
                 const uint8_t *options) {
  unsigned long bits = 0;
  if (flags & CL_MOUNT_GUARDED) bits |= MS_NOSUID | MS_NODEV | MS_NOEXEC;
  if (flags & CL_MOUNT_DEVICES) bits |= MS_NOSUID | MS_NOEXEC;
  if (flags & CL_MOUNT_READ_ONLY) bits |= MS_RDONLY;
  if (flags & CL_MOUNT_LAZY_TIMES) bits |= MS_NOATIME | MS_LAZYTIME;
  if (flags & CL_MOUNT_AGAIN) bits |= MS_REMOUNT;
  return answer(mount((const char *)source, (const char *)target, (const char *)type, bits, options));
}
int64_t cl_unmount(const uint8_t *target) { return answer(umount2((const char *)target, 0)); }
void cl_sync_all(void) { sync(); }

int64_t cl_load_module(int32_t descriptor) {
  return answer(syscall(SYS_finit_module, descriptor, "", 0));
}

int64_t cl_set_watchdog(int32_t descriptor, int32_t seconds) {
  int status = 0;
  ioctl(descriptor, WDIOC_GETBOOTSTATUS, &status);
  if (ioctl(descriptor, WDIOC_SETTIMEOUT, &seconds) < 0) return -errno;
  return (status & WDIOF_CARDRESET) != 0;
}

int64_t cl_change_owner(const uint8_t *path, uint32_t user) {
  return answer(chown((const char *)path, user, user));
}
int64_t cl_make_runnable(const uint8_t *path) { return answer(chmod((const char *)path, 0555)); }

int64_t cl_pipe(void) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return -errno;
  return ends[0] | ends[1] << 16;
}

// On 32-bit ARM the calls of these names know numbers up to 65,535 alone.
#if !defined(SYS_setresuid32)
#define SYS_setgroups32 SYS_setgroups
#define SYS_setresgid32 SYS_setresgid
#define SYS_setresuid32 SYS_setresuid
#endif

// The C library's calls would tell all threads of it, and a new process has one.
static long become(uint32_t user) {
  if (syscall(SYS_setgroups32, 0, NULL) < 0) return -1;
  if (syscall(SYS_setresgid32, user, user, user) < 0) return -1;
  return syscall(SYS_setresuid32, user, user, user);
}

enum { most_words = 15 };

int64_t cl_start(const uint8_t *program, const uint8_t *words, size_t count, uint32_t user,
                 int32_t input, int32_t output) {
  const char *list[most_words + 2] = {(const char *)program};
  const uint8_t *next = words;
  for (size_t i = 0; i < count && i < most_words; i++) {
    list[i + 1] = (const char *)next;
    while (*next++);
  }
  pid_t process = _Fork();
  if (process != 0) return answer(process);
  char *const none[] = {NULL};
  setsid();
  if (input >= 0 && dup2(input, STDIN_FILENO) < 0) _exit(126);
  if (dup2(output, STDOUT_FILENO) < 0 || dup2(output, STDERR_FILENO) < 0) _exit(126);
  if (user && (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || become(user) < 0)) _exit(126);
  execve((const char *)program, (char *const *)list, none);
  _exit(127);
}

int64_t cl_kill(int32_t process) { return answer(kill(process, SIGKILL)); }

int64_t cl_ended_child(void) {
  int status;
  int64_t process = waitpid(-1, &status, WNOHANG);
  if (process <= 0) return process < 0 && errno != ECHILD ? -errno : 0;
  int64_t how = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
  return process << 8 | how;
}

int64_t cl_restart(void) { return answer(reboot(RB_AUTOBOOT)); }
int64_t cl_power_off(void) { return answer(reboot(RB_POWER_OFF)); }
