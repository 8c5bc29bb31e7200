"""What the chip makes of the force: its rate, clock, range, steps, and the rows it loses."""

import dataclasses

import numpy as np
from scipy.signal import butter, sosfilt

from .courses import FINE_HZ, STEP_S
from .drawing import drawn, one_of

# Steps in g of the LIS3DH at high resolution (ST DocID17530); a coarser mode has four of them.
STEPS_G = {2: 0.001, 4: 0.002, 8: 0.004, 16: 0.012}
# An exam that comes nearer than this to the range would have been made with a larger one.
FULL = 0.98


@dataclasses.dataclass
class Chip:
    hz: float
    range_g: int
    # How much quicker it samples than it says; its table's times show that, or do not.
    error: float
    wrong_clock: bool
    may_clip: bool
    jitters: bool
    coarse: int
    start_s: float
    lost_s: list = dataclasses.field(default_factory=list)

    @classmethod
    def any(cls, rng, **given):
        """A chip of any kind; a class may fix some of it."""
        usual = {
            "hz": rng.choice([100, 200, 200, 200, 208, 104, 125, 400, 250]),
            "range_g": rng.choice([2, 4, 8, 8, 8, 16]), "error": (-0.01, 0.01),
            "wrong_clock": False, "may_clip": False, "jitters": False,
            "coarse": rng.choice([1, 1, 4]),
            "start_s": 0.0 if rng.random() < 0.7 else round(rng.uniform(1, 900), 1),
        }
        return cls(**{name: drawn(rng, value) for name, value in {**usual, **given}.items()})

    @property
    def true_hz(self):
        return self.hz * (1 + self.error)

    def time(self, true_s):
        """The time in the table of a moment of the exam."""
        return self.start_s + true_s * (self.true_hz / self.hz if self.wrong_clock else 1)

    def sampled(self, rng, force_g):
        """Rows of time and three axes of a force in steps of 0.5 ms."""
        low = butter(2, min(0.42 * self.true_hz, 200), fs=FINE_HZ, output="sos")
        force_g = sosfilt(low, force_g - force_g[0], axis=0) + force_g[0]
        fine = np.arange(len(force_g)) * STEP_S
        at = np.arange(int(fine[-1] * self.true_hz)) / self.true_hz
        values = np.stack([np.interp(at, fine, axis) for axis in force_g.T], 1)
        noise_g = rng.uniform(0.001, 0.003) * np.sqrt(self.hz / 200)
        values = self.stepped(values + noise_g * rng.standard_normal(values.shape))
        kept = np.ones(len(at), bool)
        for begin_s, span_s in self.lost_s:
            kept &= (at < begin_s) | (at >= begin_s + span_s)
        return np.column_stack([self.stamps(rng, at), values])[kept]

    def stepped(self, values):
        top, step = self.range_g, STEPS_G[self.range_g] * (self.coarse if self.range_g <= 8 else 1)
        largest = np.abs(values).max()
        if not self.may_clip and largest >= FULL * top:
            for larger in (4, 8, 16):
                if largest < FULL * larger:
                    top, step = larger, STEPS_G[larger]
                    break
        return np.clip(np.round(values / step) * step, -top, top - step)

    def stamps(self, rng, at):
        """The times that its table gives; some are rounded and late as by a busy reader."""
        at = at * self.true_hz / self.hz if self.wrong_clock else at
        if self.jitters and self.hz <= 250:
            at = np.round(at + np.clip(rng.normal(0, 0.0006, len(at)), -0.0015, 0.0015), 3)
        elif self.jitters:
            at = np.round(at, 4)
        return self.start_s + at


# Of which classes ask

def at_hz(*hz):
    return {"hz": one_of(*hz)}


WIDE = {"range_g": one_of(8, 16)}
TWO_G = {"range_g": 2, "may_clip": True}


def wrong_rate(rng):
    return rng.choice([-1, 1]) * rng.uniform(0.02, 0.05)


def drop_outs(count, span_s):
    """Single rows lost, or short runs of them."""
    def motion(session):
        rng = session.rng
        session.chip.lost_s = [
            (rng.uniform(1, session.release_s), rng.uniform(*span_s)) for _ in range(count)]
    return motion


def long_gap(session):
    """No rows while beats would come."""
    rng = session.rng
    session.chip.lost_s = [(session.begin_s + rng.uniform(0.15, 0.6), rng.uniform(1.2, 2.2))]
