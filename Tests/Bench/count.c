// A plugin of QEMU's user-mode emulation: counts the instructions that a program executes between the
// calls of bench_begin and bench_end, for each pair the sum, the number and the largest.
//
//   qemu-ARCHITECTURE -plugin count.so -d plugin PROGRAM
//
// A pair costs a few instructions of its own (the return of one, the call of the other): the program
// makes empty pairs first, by which this is known, and names each section by bench_section.
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

// QEMU's plugin interface, version 1 (docs/devel/tcg-plugins); Debian ships no header of it.
typedef uint64_t qemu_plugin_id_t;
struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info;
typedef void (*tb_callback)(qemu_plugin_id_t, struct qemu_plugin_tb *);
typedef void (*insn_callback)(unsigned int, void *);
typedef void (*exit_callback)(qemu_plugin_id_t, void *);
enum { inline_add = 0, no_registers = 0 };
void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, tb_callback);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, insn_callback, int, void *);
void qemu_plugin_register_vcpu_insn_exec_inline(struct qemu_plugin_insn *, int, void *, uint64_t);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, exit_callback, void *);
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
const char *qemu_plugin_insn_symbol(const struct qemu_plugin_insn *);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);
void qemu_plugin_outs(const char *);

#define EXPORT __attribute__((visibility("default")))
EXPORT int qemu_plugin_version = 1;

enum { most_sections = 64 };
static uint64_t executed, began, until_first;
static struct {
  uint64_t pairs, sum, largest;
} sections[most_sections];
static size_t section;

static void on_begin(unsigned int cpu, void *nothing) {
  began = executed;
  if (!until_first) until_first = executed;
}
static void on_end(unsigned int cpu, void *nothing) {
  uint64_t count = executed - began;
  sections[section].pairs++;
  sections[section].sum += count;
  if (count > sections[section].largest) sections[section].largest = count;
}
static void on_section(unsigned int cpu, void *nothing) {
  if (section + 1 < most_sections) section++;
}

static const struct {
  const char *name;
  insn_callback call;
} marks[] = {
    {"bench_begin", on_begin}, {"bench_end", on_end}, {"bench_section", on_section}};

// QEMU names each instruction by the function it lies in: only a function's first one is its call.
static uint64_t first_of[sizeof marks / sizeof *marks];

static void on_translation(qemu_plugin_id_t id, struct qemu_plugin_tb *block) {
  size_t count = qemu_plugin_tb_n_insns(block);
  for (size_t i = 0; i < count; i++) {
    struct qemu_plugin_insn *instruction = qemu_plugin_tb_get_insn(block, i);
    const char *symbol = qemu_plugin_insn_symbol(instruction);
    uint64_t address = qemu_plugin_insn_vaddr(instruction);
    for (size_t m = 0; symbol && m < sizeof marks / sizeof *marks; m++) {
      if (strcmp(symbol, marks[m].name)) continue;
      if (!first_of[m]) first_of[m] = address;
      if (first_of[m] == address)
        qemu_plugin_register_vcpu_insn_exec_cb(instruction, marks[m].call, no_registers, NULL);
    }
    qemu_plugin_register_vcpu_insn_exec_inline(instruction, inline_add, &executed, 1);
  }
}

static void on_exit(qemu_plugin_id_t id, void *nothing) {
  char line[128];
  for (size_t s = 0; s <= section; s++) {
    snprintf(line, sizeof line, "section %zu %" PRIu64 " %" PRIu64 " %" PRIu64 "\n", s,
             sections[s].pairs, sections[s].sum, sections[s].largest);
    qemu_plugin_outs(line);
  }
  snprintf(line, sizeof line, "start %" PRIu64 "\n", until_first);
  qemu_plugin_outs(line);
}

EXPORT int qemu_plugin_install(qemu_plugin_id_t id, const struct qemu_info *info, int argc,
                               char **argv) {
  qemu_plugin_register_vcpu_tb_trans_cb(id, on_translation);
  qemu_plugin_register_atexit_cb(id, on_exit, NULL);
  return 0;
}
