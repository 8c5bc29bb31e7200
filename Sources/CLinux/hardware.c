#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <string.h>

// The libraries are part of the SDKs and of the host's toolset (image/sdk). A build by neither is
// for tests that need no hardware: it says so instead of calling them.
#if __has_include(<gpiod.h>) && __has_include(<i2c/smbus.h>)
#include <gpiod.h>
#include <i2c/smbus.h>
#include <i2c/version.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <sys/ioctl.h>
#include <unistd.h>

static int64_t answer(int64_t result) { return result < 0 ? -errno : result; }

const char *cl_gpiod_version(void) { return gpiod_api_version(); }
const char *cl_i2c_version(void) { return VERSION; }

int64_t cl_chip_label(const uint8_t *path, void *bytes, size_t count) {
  struct gpiod_chip *chip = gpiod_chip_open((const char *)path);
  if (!chip) return -errno;
  struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
  int64_t length = -errno;
  if (info) {
    const char *label = gpiod_chip_info_get_label(info);
    length = (int64_t)strnlen(label, count);
    memcpy(bytes, label, (size_t)length);
  }
  gpiod_chip_info_free(info);
  gpiod_chip_close(chip);
  return length;
}

// Requests by their descriptor, for Swift knows those alone.
enum { most_requests = 8, most_lines = 8 };
static struct {
  struct gpiod_line_request *request;
  struct gpiod_edge_event_buffer *events;
} requests[most_requests];

static int index_of(int32_t descriptor) {
  for (int i = 0; i < most_requests; i++)
    if (requests[i].request && gpiod_line_request_get_fd(requests[i].request) == descriptor) return i;
  errno = EBADF;
  return -1;
}

static int add_line(struct gpiod_line_config *config, const struct cl_line *line) {
  struct gpiod_line_settings *settings = gpiod_line_settings_new();
  if (!settings) return -1;
  gpiod_line_settings_set_direction(
      settings, line->is_output ? GPIOD_LINE_DIRECTION_OUTPUT : GPIOD_LINE_DIRECTION_INPUT);
  if (!line->is_output) {
    gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH);
    gpiod_line_settings_set_event_clock(settings, GPIOD_LINE_CLOCK_MONOTONIC);
  }
  if (line->bias)
    gpiod_line_settings_set_bias(
        settings, line->bias == CL_BIAS_UP ? GPIOD_LINE_BIAS_PULL_UP : GPIOD_LINE_BIAS_PULL_DOWN);
  gpiod_line_settings_set_active_low(settings, line->is_active_low);
  gpiod_line_settings_set_debounce_period_us(settings, line->debounce_us);
  int result = gpiod_line_config_add_line_settings(config, &line->offset, 1, settings);
  gpiod_line_settings_free(settings);
  return result;
}

static struct gpiod_line_request *request(
    const uint8_t *path, const struct cl_line *lines, size_t count) {
  struct gpiod_line_request *made = NULL;
  struct gpiod_chip *chip = gpiod_chip_open((const char *)path);
  struct gpiod_line_config *config = gpiod_line_config_new();
  struct gpiod_request_config *asked = gpiod_request_config_new();
  int failed = !chip || !config || !asked;
  for (size_t i = 0; i < count && !failed; i++) failed = add_line(config, &lines[i]) < 0;
  if (!failed) {
    gpiod_request_config_set_consumer(asked, "clonus");
    made = gpiod_chip_request_lines(chip, asked, config);
  }
  int error = errno;
  gpiod_request_config_free(asked);
  gpiod_line_config_free(config);
  if (chip) gpiod_chip_close(chip);
  errno = error;
  return made;
}

int64_t cl_lines_request(const uint8_t *chip, const struct cl_line *lines, size_t count) {
  int place = 0;
  while (place < most_requests && requests[place].request) place++;
  if (place == most_requests || count > most_lines) return -EMFILE;
  struct gpiod_edge_event_buffer *events = gpiod_edge_event_buffer_new(CL_EDGES);
  if (!events) return -errno;
  struct gpiod_line_request *made = request(chip, lines, count);
  if (!made) {
    int error = errno;
    gpiod_edge_event_buffer_free(events);
    return -error;
  }
  requests[place].request = made;
  requests[place].events = events;
  return gpiod_line_request_get_fd(made);
}

int64_t cl_lines_release(int32_t descriptor) {
  int place = index_of(descriptor);
  if (place < 0) return -errno;
  gpiod_edge_event_buffer_free(requests[place].events);
  gpiod_line_request_release(requests[place].request);
  requests[place].request = NULL;
  return 0;
}

int64_t cl_lines_edges(int32_t descriptor, int64_t *edges) {
  int place = index_of(descriptor);
  if (place < 0) return -errno;
  struct gpiod_edge_event_buffer *events = requests[place].events;
  int count = gpiod_line_request_read_edge_events(requests[place].request, events, CL_EDGES);
  for (int i = 0; i < count; i++) {
    struct gpiod_edge_event *event = gpiod_edge_event_buffer_get_event(events, (unsigned long)i);
    *edges++ = (int64_t)gpiod_edge_event_get_timestamp_ns(event);
    *edges++ = (int64_t)gpiod_edge_event_get_line_seqno(event);
    *edges++ = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE;
  }
  return answer(count);
}

int64_t cl_lines_levels(int32_t descriptor) {
  int place = index_of(descriptor);
  if (place < 0) return -errno;
  enum gpiod_line_value values[most_lines] = {0};
  if (gpiod_line_request_get_values(requests[place].request, values) < 0) return -errno;
  int64_t bits = 0;
  for (int i = 0; i < most_lines; i++) bits |= (int64_t)(values[i] == GPIOD_LINE_VALUE_ACTIVE) << i;
  return bits;
}

int64_t cl_lines_set(int32_t descriptor, uint32_t bits) {
  int place = index_of(descriptor);
  if (place < 0) return -errno;
  enum gpiod_line_value values[most_lines];
  for (int i = 0; i < most_lines; i++)
    values[i] = bits >> i & 1 ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE;
  return answer(gpiod_line_request_set_values(requests[place].request, values));
}

// libi2c for registers; a longer run than its 32 bytes, or any other shape, is one combined transfer.
int64_t cl_bus_transfer(int32_t bus, uint8_t address, const uint8_t *written, size_t writes,
                        uint8_t *read, size_t reads) {
  int isRegister = (writes == 1 && reads >= 1 && reads <= I2C_SMBUS_BLOCK_MAX) ||
                   (writes == 2 && reads == 0);
  if (isRegister) {
    // EBUSY where a driver of the kernel's own has the part.
    if (ioctl(bus, I2C_SLAVE, (unsigned long)address) < 0) return -errno;
    if (reads == 0) return answer(i2c_smbus_write_byte_data(bus, written[0], written[1]));
    if (reads > 1) {
      int count = i2c_smbus_read_i2c_block_data(bus, written[0], (uint8_t)reads, read);
      if (count < 0) return -errno;
      return (size_t)count == reads ? 0 : -EIO;
    }
    int value = i2c_smbus_read_byte_data(bus, written[0]);
    if (value < 0) return -errno;
    *read = (uint8_t)value;
    return 0;
  }
  struct i2c_msg messages[2];
  uint32_t count = 0;
  if (writes)
    messages[count++] = (struct i2c_msg){
        .addr = address, .len = (uint16_t)writes, .buf = (uint8_t *)(uintptr_t)written};
  if (reads)
    messages[count++] = (struct i2c_msg){
        .addr = address, .flags = I2C_M_RD, .len = (uint16_t)reads, .buf = read};
  if (!count) return 0;
  struct i2c_rdwr_ioctl_data transfer = {.msgs = messages, .nmsgs = count};
  int done = ioctl(bus, I2C_RDWR, &transfer);
  if (done < 0) return -errno;
  return (uint32_t)done == count ? 0 : -EIO;
}
#else
const char *cl_gpiod_version(void) { return NULL; }
const char *cl_i2c_version(void) { return NULL; }
int64_t cl_chip_label(const uint8_t *path, void *bytes, size_t count) { return -ENOSYS; }
int64_t cl_lines_request(const uint8_t *chip, const struct cl_line *lines, size_t count) {
  return -ENOSYS;
}
int64_t cl_lines_release(int32_t descriptor) { return -ENOSYS; }
int64_t cl_lines_edges(int32_t descriptor, int64_t *edges) { return -ENOSYS; }
int64_t cl_lines_levels(int32_t descriptor) { return -ENOSYS; }
int64_t cl_lines_set(int32_t descriptor, uint32_t bits) { return -ENOSYS; }
int64_t cl_bus_transfer(int32_t bus, uint8_t address, const uint8_t *written, size_t writes,
                        uint8_t *read, size_t reads) {
  return -ENOSYS;
}
#endif
