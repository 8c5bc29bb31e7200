/*
 * Included before libgpiod's own sources, in place of what costs much more than they need of it.
 * They write one path of two numbers by snprintf: musl's brings floating point and the messages of all
 * errors along, 14 kB. This one knows %u and ends the program at any other conversion.
 * They follow links by realpath: musl's walks the path name by name, 2 kB; the kernel has done so.
 */
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static int write_unsigned(char *to, size_t size, const char *format, ...) {
  size_t length = 0;
  va_list numbers;
  va_start(numbers, format);
  for (; *format; format++) {
    char digits[10]; /* of 32 bits, the last first */
    int count = 0;
    if (*format == '%') {
      if (*++format != 'u') abort();
      unsigned number = va_arg(numbers, unsigned);
      do digits[count++] = '0' + number % 10; while (number /= 10);
    } else {
      digits[count++] = *format;
    }
    for (; count > 0; length++) {
      count--;
      if (length + 1 < size) to[length] = digits[count];
    }
  }
  va_end(numbers);
  if (size > 0) to[length < size ? length : size - 1] = 0;
  return (int)length;
}

#define snprintf write_unsigned

static char *resolved(const char *path, char *none) {
  char place[32];
  int file = open(path, O_PATH | O_CLOEXEC);
  if (file < 0) return NULL;
  write_unsigned(place, sizeof place, "/proc/self/fd/%u", file);
  char *name = calloc(1, PATH_MAX);
  if (name && readlink(place, name, PATH_MAX - 1) < 0) {
    free(name);
    name = NULL;
  }
  close(file);
  return name;
}

#define realpath resolved
