"""The simulated parts against their data sheets: FIFO, watermark, overrun, self-test, reset."""

import unittest

from adxl345 import ADXL345
from lis3dh import LIS3DH
from lsm6dso import LSM6DSO


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def part(kind, gravities=(0.0, 0.0, 1.0), **options):
    clock = Clock()
    edges = []
    chip = kind(lambda time: gravities, clock, edges.append, rate_error=0, **options)
    return chip, clock, edges


def numbered(chip):
    """Has each sample tell its number on X."""
    chip.counts = lambda gravities: (chip.number % 2_000 << 4, 0, 0)


def register(chip, number):
    chip.write(bytes([number]))
    return chip.read(1)[0]


def run(chip, clock, samples, rate):
    """Lets `samples` sample periods go by, a little over, so that rounding cannot hide one."""
    clock.now += (samples + 0.25) / rate
    chip.advance()
    clock.now -= 0.25 / rate


def words(data):
    return [int.from_bytes(data[i:i + 2], "little", signed=True) for i in range(0, len(data), 2)]


class LIS3DHTests(unittest.TestCase):
    def stream(self, threshold=15):
        chip, clock, edges = part(LIS3DH)
        for number, value in ((0x22, 0x04), (0x23, 0xA8), (0x24, 0x40), (0x2E, 0x80 | threshold)):
            chip.write(bytes([number, value]))
        chip.write(bytes([0x20, 0x67]))
        return chip, clock, edges

    def test_identity_and_power_on_values(self):
        chip, _, _ = part(LIS3DH)
        self.assertEqual(
            [register(chip, number) for number in (0x0F, 0x1E, 0x20, 0x2F)],
            [0x33, 0x10, 0x07, 0x20])

    def test_watermark_is_set_above_the_threshold_only(self):
        chip, clock, edges = self.stream(threshold=15)
        run(chip, clock, 15, 200)
        self.assertEqual((register(chip, 0x2F), edges), (0x0F, []))
        run(chip, clock, 1, 200)
        self.assertEqual((register(chip, 0x2F), edges), (0x80 | 16, [1]))

    def test_a_burst_wraps_and_empties_the_fifo(self):
        chip, clock, edges = self.stream()
        numbered(chip)
        run(chip, clock, 16, 200)
        chip.write(bytes([0xA8]))
        self.assertEqual([x >> 4 for x in words(chip.read(96))[::3]], list(range(16)))
        self.assertEqual((register(chip, 0x2F), edges), (0x20, [1, 0]))

    def test_without_the_increment_bit_the_address_stays(self):
        chip, _, _ = part(LIS3DH)
        chip.write(bytes([0x0F]))
        self.assertEqual(chip.read(3), b"\x33\x33\x33")

    def test_full_at_32_and_the_oldest_is_lost_at_33(self):
        chip, clock, _ = self.stream()
        numbered(chip)
        run(chip, clock, 31, 200)
        self.assertEqual(register(chip, 0x2F), 0x80 | 31)
        run(chip, clock, 1, 200)
        self.assertEqual((register(chip, 0x2F), chip.fifo.overruns), (0xC0 | 31, 0))
        run(chip, clock, 2, 200)
        self.assertEqual(chip.fifo.overruns, 2)
        chip.write(bytes([0xA8]))
        self.assertEqual([x >> 4 for x in words(chip.read(192))[::3]], list(range(2, 34)))
        self.assertEqual([number for number, _ in chip.fifo.lost], [0, 1])

    def test_bypass_empties_the_fifo(self):
        chip, clock, edges = self.stream()
        run(chip, clock, 20, 200)
        chip.write(bytes([0x2E, 0]))
        self.assertEqual((register(chip, 0x2F), edges), (0x20, [1, 0]))

    def test_scale_and_rail_of_each_range(self):
        for code, digit in enumerate((0.001, 0.002, 0.004, 0.012)):
            chip, _, _ = part(LIS3DH)
            chip.write(bytes([0x23, 0x88 | code << 4]))
            self.assertEqual(
                chip.counts((digit * 100, -digit * 100, 99)), (1_600, -1_600, 2_047 << 4))

    def test_self_test_pushes_within_the_table(self):
        chip, _, _ = part(LIS3DH)
        still = chip.counts((0, 0, 1))
        chip.write(bytes([0x23, 0x82]))
        for a, b in zip(still, chip.counts((0, 0, 1))):
            self.assertTrue(17 <= (b - a) >> 6 <= 360)

    def test_reset_sleeps_with_power_on_values(self):
        chip, clock, edges = self.stream()
        run(chip, clock, 20, 200)
        chip.reset()
        self.assertEqual((register(chip, 0x20), register(chip, 0x2F), edges), (0x07, 0x20, [1, 0]))
        run(chip, clock, 20, 200)
        self.assertEqual(register(chip, 0x2F), 0x20)


class ADXL345Tests(unittest.TestCase):
    def stream(self, watermark=16):
        chip, clock, edges = part(ADXL345)
        for number, value in (
                (0x2C, 0x0B), (0x31, 0x0B), (0x38, 0x80 | watermark), (0x2F, 0), (0x2E, 0x02),
                (0x2D, 0x08)):
            chip.write(bytes([number, value]))
        return chip, clock, edges

    def test_identity_and_standby_at_power_on(self):
        chip, clock, _ = part(ADXL345)
        clock.now += 1
        self.assertEqual(
            [register(chip, number) for number in (0x00, 0x2C, 0x2D, 0x39)], [0xE5, 0x0A, 0, 0])

    def test_watermark_is_set_at_its_level(self):
        chip, clock, edges = self.stream(watermark=16)
        run(chip, clock, 15, 200)
        self.assertEqual((register(chip, 0x30) & 2, edges), (0, []))
        run(chip, clock, 1, 200)
        self.assertEqual((register(chip, 0x30) & 2, edges, register(chip, 0x39)), (2, [1], 16))

    def test_each_transfer_of_the_data_takes_one_sample(self):
        chip, clock, _ = self.stream()
        numbered(chip)
        run(chip, clock, 4, 200)
        found = []
        for _ in range(4):
            chip.write(bytes([0x32]))
            found.append(words(chip.read(6))[0] >> 4)
        self.assertEqual((found, register(chip, 0x39)), ([0, 1, 2, 3], 0))

    def test_33_samples_fit_and_the_overrun_clears_with_a_read(self):
        chip, clock, _ = self.stream()
        run(chip, clock, 33, 200)
        self.assertEqual((register(chip, 0x39), register(chip, 0x30) & 1), (33, 0))
        run(chip, clock, 1, 200)
        self.assertEqual((register(chip, 0x39), register(chip, 0x30) & 1), (33, 1))
        chip.write(bytes([0x32]))
        chip.read(6)
        self.assertEqual((register(chip, 0x30) & 1, chip.fifo.overruns), (0, 1))

    def test_the_second_pin_takes_what_is_mapped_to_it(self):
        chip, clock, edges = self.stream()
        chip.write(bytes([0x2F, 0x02]))
        run(chip, clock, 20, 200)
        self.assertEqual(edges, [])

    def test_full_resolution_keeps_the_digit(self):
        for code in range(4):
            chip, _, _ = part(ADXL345)
            chip.write(bytes([0x31, 0x08 | code]))
            self.assertEqual(chip.counts((1, -1, 99)), (256, -256, (512 << code) - 1))

    def test_self_test_pushes_within_the_table(self):
        chip, _, _ = part(ADXL345)
        chip.write(bytes([0x31, 0x0B]))
        still = chip.counts((0, 0, 1))
        chip.write(bytes([0x31, 0x8B]))
        x, y, z = (b - a for a, b in zip(still, chip.counts((0, 0, 1))))
        self.assertTrue(50 <= x <= 540 and -540 <= y <= -50 and 75 <= z <= 875)


class LSM6DSOTests(unittest.TestCase):
    def stream(self, watermark=16):
        chip, clock, edges = part(LSM6DSO)
        for number, value in (
                (0x12, 0x44), (0x07, watermark), (0x09, 0x05), (0x0D, 0x08), (0x0A, 0x06),
                (0x10, 0x5C)):
            chip.write(bytes([number, value]))
        return chip, clock, edges

    def test_identity_and_power_on_values(self):
        chip, _, _ = part(LSM6DSO)
        self.assertEqual([register(chip, number) for number in (0x0F, 0x10, 0x12)], [0x6C, 0, 4])

    def test_watermark_is_set_at_its_level(self):
        chip, clock, edges = self.stream(watermark=16)
        run(chip, clock, 15, 208)
        self.assertEqual((register(chip, 0x3B), edges), (0, []))
        run(chip, clock, 1, 208)
        self.assertEqual((register(chip, 0x3B), register(chip, 0x3A), edges), (0x80, 16, [1]))

    def test_words_carry_tags_and_a_burst_wraps(self):
        chip, clock, _ = self.stream()
        numbered(chip)
        run(chip, clock, 16, 208)
        chip.write(bytes([0x78]))
        data = chip.read(7 * 16)
        found = [data[i:i + 7] for i in range(0, len(data), 7)]
        self.assertEqual([words(word[1:])[0] >> 4 for word in found], list(range(16)))
        self.assertTrue(all(word[0] >> 3 == 2 and word[0].bit_count() % 2 == 0 for word in found))
        self.assertEqual(register(chip, 0x3A), 0)

    def test_overrun_is_latched_until_it_is_read(self):
        chip, clock, _ = self.stream()
        run(chip, clock, 512, 208)
        self.assertEqual(register(chip, 0x3B) & 0x4B, 0x42)
        run(chip, clock, 1, 208)
        self.assertEqual(register(chip, 0x3B) & 0x08, 0x08)
        self.assertEqual((register(chip, 0x3B) & 0x08, chip.fifo.overruns), (0, 1))

    def test_ranges_are_out_of_order(self):
        for code, digit in enumerate((0.061, 0.488, 0.122, 0.244)):
            chip, _, _ = part(LSM6DSO)
            chip.write(bytes([0x10, 0x50 | code << 2]))
            self.assertEqual(chip.counts((digit, -digit, 99)), (1_000, -1_000, 32_767))

    def test_software_reset_restores_power_on_values(self):
        chip, clock, edges = self.stream()
        run(chip, clock, 20, 208)
        chip.write(bytes([0x12, 0x01]))
        self.assertEqual((register(chip, 0x10), register(chip, 0x3A), edges), (0, 0, [1, 0]))

    def test_self_test_pushes_within_the_table(self):
        chip, _, _ = part(LSM6DSO)
        still = chip.counts((0, 0, 1))
        chip.write(bytes([0x14, 0x01]))
        for a, b in zip(still, chip.counts((0, 0, 1))):
            self.assertTrue(50 <= (b - a) * 0.061 <= 1_700)


if __name__ == "__main__":
    unittest.main()
