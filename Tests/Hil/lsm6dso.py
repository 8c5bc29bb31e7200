"""ST LSM6DSO and LSM6DSOX, the accelerometer and its FIFO, register by register, by the data sheet
(DS12140)."""

from silicon import Silicon, clamp

FIFO_CTRL1, FIFO_CTRL2, FIFO_CTRL3, FIFO_CTRL4, INT1_CTRL = 0x07, 0x08, 0x09, 0x0A, 0x0D
WHO_AM_I, CTRL1_XL, CTRL3_C, CTRL5_C = 0x0F, 0x10, 0x12, 0x14
STATUS, OUT, OUT_END, FIFO_STATUS1, FIFO_STATUS2 = 0x1E, 0x28, 0x2D, 0x3A, 0x3B
FIFO_TAG, FIFO_END = 0x78, 0x7E
READ_ONLY = {WHO_AM_I, STATUS, *range(0x1A, 0x2E), FIFO_STATUS1, FIFO_STATUS2, *range(0x78, 0x80)}
# Samples a second by code (table: ODR_XL); 11 is 1.6 Hz, low power only.
RATES = (0, 12.5, 26, 52, 104, 208, 416, 833, 1666, 3332, 6667, 1.6)
# Milli-g a digit by FS_XL: 2, 16 (!), 4, 8 g.
SENSITIVITY = (0.061, 0.488, 0.122, 0.244)
SELF_TEST_G = 0.4
ACCELEROMETER = 0x02


class LSM6DSO(Silicon):
    name = "LSM6DSO"
    addresses = (0x6A, 0x6B)
    # 3 kB in words of a tag and six bytes.
    depth = 512
    identity = 0x6C

    def power_on(self):
        self.registers = bytearray(128)
        self.registers[WHO_AM_I] = self.identity
        self.registers[CTRL3_C] = 0x04
        self.is_new = self.has_overrun = False
        self.word = None

    def rate(self):
        code = self.registers[CTRL1_XL] >> 4
        return RATES[code] if code < len(RATES) else 0

    def counts(self, gravities):
        scale = SENSITIVITY[self.registers[CTRL1_XL] >> 2 & 3] / 1000
        push = {1: SELF_TEST_G, 2: -SELF_TEST_G}.get(self.registers[CTRL5_C] & 3, 0)
        return tuple(
            clamp(round((value + push) / scale), -32_768, 32_767) for value in gravities)

    @property
    def fifo_mode(self):
        return self.registers[FIFO_CTRL4] & 7

    @property
    def watermark(self):
        return self.registers[FIFO_CTRL1] | (self.registers[FIFO_CTRL2] & 1) << 8

    def take(self, sample):
        self.is_new = True
        # Batched at the rate of the accelerometer or not at all; slower batching is not modelled.
        is_batched = self.registers[FIFO_CTRL3] & 0x0F != 0
        if self.fifo_mode == 0 or not is_batched:
            return
        if self.fifo.is_full:
            self.has_overrun = True
            if self.fifo_mode == 1:
                return
        self.fifo.push(sample)

    def status2(self):
        level = len(self.fifo)
        is_reached = self.watermark > 0 and level >= self.watermark
        return (
            is_reached << 7 | self.fifo.is_full << 6 | (level >= self.depth - 1) << 5
            | self.has_overrun << 3 | level >> 8 & 3)

    def pin(self):
        drivers = self.registers[INT1_CTRL]
        status = self.status2()
        is_on = bool(
            drivers & 0x01 and self.is_new or drivers & 0x08 and status & 0x80
            or drivers & 0x10 and status & 0x40 or drivers & 0x20 and status & 0x20)
        return is_on != bool(self.registers[CTRL3_C] & 0x20)

    def start(self, pointer):
        self.pointer = pointer & 0x7F

    def step(self):
        if not self.registers[CTRL3_C] & 0x04:
            return
        self.pointer = FIFO_TAG if self.pointer == FIFO_END else self.pointer + 1 & 0x7F

    def put(self, value):
        if self.pointer == CTRL3_C and value & 0x81:
            self.fifo.clear()
            self.power_on()
        elif self.pointer not in READ_ONLY:
            self.registers[self.pointer] = value
            if self.fifo_mode == 0:
                self.fifo.clear()
                self.has_overrun = False
        self.step()

    def get(self):
        value = self.value()
        self.step()
        return value

    def value(self):
        if self.pointer == STATUS:
            return int(self.is_new)
        if OUT <= self.pointer <= OUT_END:
            return self.output(self.pointer - OUT)
        if self.pointer == FIFO_STATUS1:
            return len(self.fifo) & 0xFF
        if self.pointer == FIFO_STATUS2:
            value = self.status2()
            self.has_overrun = False
            return value
        if FIFO_TAG <= self.pointer <= FIFO_END:
            return self.batched(self.pointer - FIFO_TAG)
        return self.registers[self.pointer]

    def output(self, index):
        if index == 5:
            self.is_new = False
        return (self.latest[1][index // 2] & 0xFFFF).to_bytes(2, "little")[index % 2]

    def batched(self, index):
        """A byte of the FIFO's oldest word, which is taken out with its last byte."""
        if not self.fifo.samples:
            return 0
        number, counts = self.fifo.samples[0]
        if index == 0:
            tag = ACCELEROMETER << 3 | (number & 3) << 1
            return tag | tag.bit_count() & 1
        byte = (counts[(index - 1) // 2] & 0xFFFF).to_bytes(2, "little")[(index - 1) % 2]
        if index == 6:
            self.fifo.pop()
        return byte
