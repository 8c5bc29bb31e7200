"""Analog Devices ADXL345, register by register, by its data sheet (revision E)."""

from silicon import Silicon, clamp

DEVID, THRESH_TAP, OFFSET, BW_RATE, POWER_CTL = 0x00, 0x1D, 0x1E, 0x2C, 0x2D
INT_ENABLE, INT_MAP, INT_SOURCE, DATA_FORMAT = 0x2E, 0x2F, 0x30, 0x31
DATA, DATA_END, FIFO_CTL, FIFO_STATUS = 0x32, 0x37, 0x38, 0x39
WRITABLE = {*range(0x1D, 0x2B), *range(0x2C, 0x30), DATA_FORMAT, FIFO_CTL}
# In g at 2.5 V, well inside table 1's limits (50 to 540, -540 to -50, 75 to 875 digits), and inside
# those at 3.3 V.
SELF_TEST_G = (1.2, -1.2, 1.7)


class ADXL345(Silicon):
    name = "ADXL345"
    addresses = (0x53, 0x1D)
    # 32 in the FIFO and one in the output registers.
    depth = 33
    identity = 0xE5

    def power_on(self):
        self.registers = bytearray(64)
        self.registers[DEVID] = self.identity
        self.registers[BW_RATE] = 0x0A
        self.is_new = self.has_overrun = self.has_read_data = False

    def rate(self):
        if not self.registers[POWER_CTL] & 0x08:
            return 0
        return 0.09765625 * 2 ** (self.registers[BW_RATE] & 0x0F)

    def counts(self, gravities):
        format = self.registers[DATA_FORMAT]
        wide = format & 0x08
        half = 512 << (format & 3 if wide else 0)
        digits = 256 if wide else 256 >> (format & 3)
        push = SELF_TEST_G if format & 0x80 else (0, 0, 0)
        offsets = [
            (byte - 256 if byte > 127 else byte) * 0.0156
            for byte in self.registers[OFFSET:OFFSET + 3]]
        shift = (16 - (half.bit_length())) if format & 0x04 else 0
        return tuple(
            clamp(round((value + more + offset) * digits), -half, half - 1) << shift
            for value, more, offset in zip(gravities, push, offsets))

    @property
    def fifo_mode(self):
        return self.registers[FIFO_CTL] >> 6

    def take(self, sample):
        if self.fifo_mode == 0:
            self.has_overrun |= self.is_new
        elif self.fifo.is_full:
            self.has_overrun = True
            if self.fifo_mode == 1:
                return
        self.is_new = True
        if self.fifo_mode != 0:
            self.fifo.push(sample)

    def source(self):
        is_reached = len(self.fifo) >= (self.registers[FIFO_CTL] & 0x1F)
        has_data = self.is_new if self.fifo_mode == 0 else len(self.fifo) > 0
        return has_data << 7 | is_reached << 1 | self.has_overrun

    def pin(self):
        on_first = self.registers[INT_ENABLE] & ~self.registers[INT_MAP]
        return bool(self.source() & on_first) != bool(self.registers[DATA_FORMAT] & 0x20)

    def start(self, pointer):
        self.pointer = pointer & 0x3F

    def step(self):
        self.pointer = self.pointer + 1 & 0x3F
        # Past the data registers the next sample moves into them.
        if self.pointer == DATA_END + 1:
            self.finish_data()

    def put(self, value):
        if self.pointer in WRITABLE:
            self.registers[self.pointer] = value
            if self.fifo_mode == 0:
                self.fifo.clear()
                if self.pointer == FIFO_CTL:
                    self.has_overrun = False
        self.step()

    def get(self):
        if self.pointer == INT_SOURCE:
            value = self.source()
        elif self.pointer == FIFO_STATUS:
            value = len(self.fifo)
        elif DATA <= self.pointer <= DATA_END:
            value = self.output(self.pointer - DATA)
        else:
            value = self.registers[self.pointer]
        self.step()
        return value

    def output(self, index):
        self.has_read_data = True
        if self.fifo_mode == 0:
            self.shown = self.latest[1]
        elif self.fifo.samples:
            self.shown = self.fifo.samples[0][1]
        return (self.shown[index // 2] & 0xFFFF).to_bytes(2, "little")[index % 2]

    shown = (0, 0, 0)

    def finish_data(self):
        if not self.has_read_data:
            return
        self.has_read_data = self.is_new = self.has_overrun = False
        self.fifo.pop()

    def end(self):
        self.finish_data()
