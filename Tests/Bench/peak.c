// Runs a program and prints the most memory that it ever had resident, in kB: VmHWM of its last moment.
// What wait4 reports would be that of the shell before the program was loaded, where that is larger.
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  pid_t child = fork();
  if (child == 0) {
    ptrace(PTRACE_TRACEME, 0, NULL, NULL);
    execv(argv[1], argv + 1);
    _exit(127);
  }
  int status;
  waitpid(child, &status, 0);
  ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACEEXIT);
  while (WIFSTOPPED(status)) {
    if (status >> 8 == (SIGTRAP | PTRACE_EVENT_EXIT << 8)) {
      char name[64], line[256];
      snprintf(name, sizeof name, "/proc/%d/status", (int)child);
      FILE *file = fopen(name, "r");
      while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, "VmHWM:", 6)) fprintf(stderr, "%s", line);
      if (file) fclose(file);
    }
    ptrace(PTRACE_CONT, child, NULL, NULL);
    waitpid(child, &status, 0);
  }
  return WEXITSTATUS(status);
}
