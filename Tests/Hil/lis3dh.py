"""ST LIS3DH, register by register, by its data sheet (DocID17530) and application note AN3308."""

from silicon import Silicon, clamp

WHO_AM_I, CTRL0, CTRL1, CTRL3, CTRL4, CTRL5, CTRL6 = 0x0F, 0x1E, 0x20, 0x22, 0x23, 0x24, 0x25
STATUS, OUT, OUT_END, FIFO_CTRL, FIFO_SRC = 0x27, 0x28, 0x2D, 0x2E, 0x2F
WRITABLE = {*range(0x1E, 0x27), FIFO_CTRL, *range(0x30, 0x40)}
RATES = (0, 1, 10, 25, 50, 100, 200, 400)
# Milli-g a 12-bit digit, by range; not 8 but 12 at 16 g (table 4).
SENSITIVITY = (1, 2, 4, 12)
SELF_TEST_G = 0.4


class LIS3DH(Silicon):
    name = "LIS3DH"
    addresses = (0x18, 0x19)
    depth = 32
    identity = 0x33

    def power_on(self):
        self.registers = bytearray(128)
        self.registers[WHO_AM_I] = self.identity
        self.registers[CTRL0] = 0x10
        self.registers[CTRL1] = 0x07
        self.increments = False
        self.is_new = self.was_overwritten = False

    def rate(self):
        code = self.registers[CTRL1] >> 4
        return RATES[code] if code < len(RATES) else 0

    def bits(self):
        if self.registers[CTRL1] & 0x08:
            return 8
        return 12 if self.registers[CTRL4] & 0x08 else 10

    def counts(self, gravities):
        scale = SENSITIVITY[self.registers[CTRL4] >> 4 & 3] / 1000 * (1 << (12 - self.bits()))
        push = {1: SELF_TEST_G, 2: -SELF_TEST_G}.get(self.registers[CTRL4] >> 1 & 3, 0)
        limit = 1 << (self.bits() - 1)
        return tuple(
            clamp(round((value + push) / scale), -limit, limit - 1) << (16 - self.bits())
            for value in gravities)

    @property
    def fifo_mode(self):
        return self.registers[FIFO_CTRL] >> 6 if self.registers[CTRL5] & 0x40 else 0

    def take(self, sample):
        self.was_overwritten |= self.is_new
        self.is_new = True
        # 0 bypass; 1 stops when it is full; 2 and, before a trigger, 3 go on.
        if self.fifo_mode == 1 and self.fifo.is_full:
            return
        if self.fifo_mode != 0:
            self.fifo.push(sample)

    def is_above_watermark(self):
        return len(self.fifo) > (self.registers[FIFO_CTRL] & 0x1F)

    def pin(self):
        drivers = self.registers[CTRL3]
        is_on = bool(
            drivers & 0x10 and self.is_new or drivers & 0x04 and self.is_above_watermark()
            or drivers & 0x02 and self.fifo.is_full)
        return is_on != bool(self.registers[CTRL6] & 0x02)

    def source(self):
        level = len(self.fifo)
        return (
            self.is_above_watermark() << 7 | self.fifo.is_full << 6 | (level == 0) << 5
            | min(level, 31))

    def start(self, pointer):
        self.pointer = pointer & 0x7F
        self.increments = bool(pointer & 0x80)

    def step(self):
        if not self.increments:
            return
        wraps = self.pointer == OUT_END and self.fifo_mode != 0
        self.pointer = OUT if wraps else self.pointer + 1 & 0x7F

    def put(self, value):
        if self.pointer in WRITABLE:
            self.registers[self.pointer] = value
            # Only bypass mode empties the FIFO.
            if self.fifo_mode == 0:
                self.fifo.clear()
        self.step()

    def get(self):
        value = self.value()
        self.step()
        return value

    def value(self):
        if self.pointer == FIFO_SRC:
            return self.source()
        if self.pointer == STATUS:
            return self.was_overwritten * 0xF0 | self.is_new * 0x0F
        if OUT <= self.pointer <= OUT_END:
            return self.output(self.pointer - OUT)
        return self.registers[self.pointer]

    def output(self, index):
        if self.fifo_mode != 0 and self.fifo.samples:
            self.shown = self.fifo.samples[0][1]
        elif self.fifo_mode == 0:
            self.shown = self.latest[1]
        byte = (self.shown[index // 2] & 0xFFFF).to_bytes(2, "little")[index % 2]
        if index == 5:
            self.is_new = self.was_overwritten = False
            self.fifo.pop()
        return byte

    shown = (0, 0, 0)
