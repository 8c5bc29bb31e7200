"""What all simulated sensors share: the sample clock, a FIFO that numbers what goes through it, and
what was sent. Times are seconds of the bench's monotonic clock."""

import threading

# A sample on its way: its number from 0 and its three counts.
# A sent sample and a lost one carry the same number, so that nothing can vanish unseen.


def clamp(value, low, high):
    return max(low, min(high, value))


class FIFO:
    """A FIFO in stream mode: when it is full the oldest sample is lost."""

    def __init__(self, depth):
        self.depth = depth
        self.samples = []
        self.sent = []
        self.lost = []
        self.overruns = 0

    def __len__(self):
        return len(self.samples)

    @property
    def is_full(self):
        return len(self.samples) >= self.depth

    def push(self, sample):
        if self.is_full:
            self.lost.append(self.samples.pop(0))
            self.overruns += 1
        self.samples.append(sample)

    def pop(self):
        """The oldest sample, which counts as sent; nil where it is empty."""
        if not self.samples:
            return None
        sample = self.samples.pop(0)
        self.sent.append(sample)
        return sample

    def clear(self):
        self.samples.clear()


class Silicon:
    """A part on the bus: registers, a sample clock of its own, one interrupt pin.

    `acceleration(time)` answers g on three axes; `rate_error` is how far the part's clock is off,
    as real ones are; `set_interrupt(level)` is called when the pin changes.
    """

    name = ""
    addresses = ()
    depth = 32

    def __init__(self, acceleration, clock, set_interrupt=lambda level: None, rate_error=0.017):
        self.acceleration = acceleration
        self.clock = clock
        self.set_interrupt = set_interrupt
        self.rate_error = rate_error
        self.lock = threading.RLock()
        self.address = self.addresses[0]
        self.is_powered = True
        self.interrupt = 0
        self.fifo = FIFO(self.depth)
        self.number = 0
        self.made = {}
        self.begun = None
        self._last_rate = 0.0
        self.latest = (0, (0, 0, 0))
        self.pointer = 0
        self.power_on()

    # What a part says of itself.

    def power_on(self):
        """Sets every register as after power-on."""
        raise NotImplementedError

    def rate(self):
        """Nominal samples a second, 0 where it sleeps."""
        raise NotImplementedError

    def counts(self, gravities):
        """What an acceleration in g reads as."""
        raise NotImplementedError

    def take(self, sample):
        """A new sample."""
        raise NotImplementedError

    def pin(self):
        """The level that the registers ask of the interrupt pin."""
        raise NotImplementedError

    def start(self, data):
        """The first byte of a write: the register to begin with."""
        raise NotImplementedError

    def get(self):
        """The byte at the pointer, which moves on."""
        raise NotImplementedError

    def put(self, value):
        """Writes at the pointer, which moves on."""
        raise NotImplementedError

    def end(self):
        """The end of a transfer."""

    # The bench's side.

    @property
    def true_rate(self):
        """Samples a second as they truly come, now or when it last ran."""
        return self.begun[1] if self.begun else self._last_rate

    def reset(self):
        """As if its power had failed for a moment: registers as after power-on, nothing in the FIFO."""
        with self.lock:
            self.fifo.clear()
            self.begun = None
            self.power_on()
            self.refresh()

    def unplug(self):
        with self.lock:
            self.is_powered = False
            self.refresh()

    def plug(self):
        with self.lock:
            self.is_powered = True
            self.reset()

    def advance(self):
        """Makes the samples that are due; answers when the next one is, or nil where it sleeps."""
        with self.lock:
            rate = self.rate() * (1 + self.rate_error) if self.is_powered else 0
            if rate == 0:
                self.begun = None
                return None
            self._last_rate = rate
            if self.begun is None or self.begun[1] != rate:
                self.begun = (self.clock(), rate, self.number)
            start, rate, first = self.begun
            now = self.clock()
            while (due := start + (self.number - first + 1) / rate) <= now:
                sample = (self.number, self.counts(self.acceleration(due)))
                self.made[self.number] = sample[1]
                self.number += 1
                self.latest = sample
                self.take(sample)
            self.refresh()
            return due

    def refresh(self):
        level = int(self.is_powered and self.pin())
        if level != self.interrupt:
            self.interrupt = level
            self.set_interrupt(level)

    def write(self, data):
        with self.lock:
            self.advance()
            if data:
                self.start(data[0])
            for value in data[1:]:
                self.put(value)
            self.end()
            self.advance()
            self.refresh()

    def read(self, count):
        with self.lock:
            self.advance()
            data = bytes(self.get() for _ in range(count))
            self.end()
            self.refresh()
            return data
