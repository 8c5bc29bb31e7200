#define _GNU_SOURCE
#include "CLinux.h"

#include <elf.h>
#include <link.h>
#include <signal.h>
#include <string.h>
#include <sys/auxv.h>
#include <ucontext.h>
#include <unistd.h>

// A trap of Swift says nothing and loses what standard output still holds. The handler says where it
// was, in one line by one write(2); the address and the build id lead to the source line, by
// llvm-symbolizer and the binary before it was stripped.

static const int caught[] = {SIGILL, SIGTRAP, SIGSEGV, SIGABRT};
static const char *const names[] = {"SIGILL", "SIGTRAP", "SIGSEGV", "SIGABRT"};
enum { caught_count = sizeof caught / sizeof caught[0] };

struct line {
  char text[160];
  size_t count;
};

static void put(struct line *line, const char *text) {
  while (*text && line->count < sizeof line->text) line->text[line->count++] = *text++;
}

static void put_hex(struct line *line, uintptr_t value, int digits) {
  char text[] = {0, 0};
  while (digits--) {
    text[0] = "0123456789abcdef"[value >> (4 * digits) & 15];
    put(line, text);
  }
}

// Finds the linker's note among the program's own headers, as the kernel mapped them.
static void put_build_id(struct line *line) {
  const ElfW(Phdr) *header = (const ElfW(Phdr) *)getauxval(AT_PHDR);
  size_t count = getauxval(AT_PHNUM);
  uintptr_t base = 0;
  if (!header) return;
  for (size_t i = 0; i < count; i++)
    if (header[i].p_type == PT_PHDR) base = (uintptr_t)header - header[i].p_vaddr;
  for (size_t i = 0; i < count; i++) {
    if (header[i].p_type != PT_NOTE) continue;
    const uint8_t *next = (const uint8_t *)(base + header[i].p_vaddr);
    const uint8_t *end = next + header[i].p_memsz;
    while (next + sizeof(ElfW(Nhdr)) <= end) {
      const ElfW(Nhdr) *note = (const ElfW(Nhdr) *)next;
      const uint8_t *name = next + sizeof *note;
      const uint8_t *content = name + ((note->n_namesz + 3) & ~3u);
      if (note->n_type == NT_GNU_BUILD_ID && note->n_namesz == 4 && !memcmp(name, "GNU", 4)) {
        for (uint32_t byte = 0; byte < note->n_descsz; byte++) put_hex(line, content[byte], 2);
        return;
      }
      next = content + ((note->n_descsz + 3) & ~3u);
    }
  }
}

// Where the program was: the signal's own address is that of the data, or none at all.
static uintptr_t program_counter(const ucontext_t *context) {
#if defined(__x86_64__)
  return (uintptr_t)context->uc_mcontext.gregs[REG_RIP];
#elif defined(__aarch64__)
  return (uintptr_t)context->uc_mcontext.pc;
#elif defined(__arm__)
  return (uintptr_t)context->uc_mcontext.arm_pc;
#elif defined(__riscv)
  return (uintptr_t)context->uc_mcontext.__gregs[REG_PC];
#else
#error "Where does this architecture keep the program counter?"
#endif
}

static void tell(int signal, siginfo_t *about, void *context) {
  struct line line = {.count = 0};
  const char *name = "a signal";
  for (int i = 0; i < caught_count; i++)
    if (caught[i] == signal) name = names[i];
  put(&line, "clonus: trapped by ");
  put(&line, name);
  put(&line, " at 0x");
  put_hex(&line, program_counter(context), 2 * sizeof(uintptr_t));
  put(&line, ", build ");
  put_build_id(&line);
  put(&line, "\n");
  if (write(STDERR_FILENO, line.text, line.count) < 0) {
    // Where even this cannot be written, the exit status has to tell.
  }
  // SA_RESETHAND has put the default action back: the status tells which signal it was.
  raise(signal);
}

// Where the stack itself is what ran out, the handler needs another.
static uint8_t spare_stack[16384];

void cl_catch_traps(void) {
  const stack_t stack = {.ss_sp = spare_stack, .ss_size = sizeof spare_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action = {
      .sa_sigaction = tell,
      .sa_flags = SA_SIGINFO | SA_RESETHAND | SA_ONSTACK,
  };
  for (int i = 0; i < caught_count; i++) sigaction(caught[i], &action, NULL);
}
