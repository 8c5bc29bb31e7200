#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>

// The libraries are part of the SDKs and of the host's toolset (image/sdk). A build by neither is
// for tests that need no hardware: it says so instead of calling them.
#if __has_include(<gpiod.h>) && __has_include(<i2c/smbus.h>)
#include <gpiod.h>
#include <i2c/smbus.h>
#include <i2c/version.h>
#include <linux/i2c-dev.h>
#include <sys/ioctl.h>
#include <unistd.h>

const char *cl_gpiod_version(void) { return gpiod_api_version(); }
const char *cl_i2c_version(void) { return VERSION; }

int64_t cl_chip_lines(const uint8_t *path) {
  struct gpiod_chip *chip = gpiod_chip_open((const char *)path);
  if (!chip) return -errno;
  struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
  int64_t lines = info ? (int64_t)gpiod_chip_info_get_num_lines(info) : -errno;
  gpiod_chip_info_free(info);
  gpiod_chip_close(chip);
  return lines;
}

int64_t cl_bus_read_byte(const uint8_t *path, uint8_t address, uint8_t reg) {
  int bus = open((const char *)path, CL_O_READ_WRITE);
  if (bus < 0) return -errno;
  int64_t answer = ioctl(bus, I2C_SLAVE, (unsigned long)address);
  if (answer == 0) answer = i2c_smbus_read_byte_data(bus, reg);
  if (answer < 0) answer = -errno;
  close(bus);
  return answer;
}
#else
const char *cl_gpiod_version(void) { return NULL; }
const char *cl_i2c_version(void) { return NULL; }
int64_t cl_chip_lines(const uint8_t *path) { return -ENOSYS; }
int64_t cl_bus_read_byte(const uint8_t *path, uint8_t address, uint8_t reg) { return -ENOSYS; }
#endif
