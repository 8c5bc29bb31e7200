"""Two ways in which a muscle beats: a reflex that answers each stretch, or a generator."""

import dataclasses
import math

import numpy as np

from .hinge import STEP_S


@dataclasses.dataclass
class Reflex:
    """A pulse after each lengthening that is quick and far enough, weaker as it habituates."""

    rng: np.random.Generator
    least_angle: float
    least_speed: float
    full_speed: float  # a quicker stretch is answered no more strongly
    gain: float  # speed taken off by a pulse, per speed of the lengthening
    delay_s: float
    rise_s: float
    refractory_s: float
    jitter: float
    habituation: float  # what is left of the strength after each pulse
    begin_s: float
    end_s: float
    most: int = 999
    strikes_s: list = dataclasses.field(default_factory=list)
    last_s: float = -9.0

    def lengthened(self, step, angle, speed, pull):
        now = step * STEP_S
        if not self.begin_s < now < self.end_s or now - self.last_s <= self.refractory_s:
            return
        if angle <= self.least_angle or speed <= self.least_speed:
            return
        if len(self.strikes_s) >= self.most:
            return
        self.last_s = now
        strength = self.habituation ** len(self.strikes_s)
        strike = now + self.delay_s * (1 + self.jitter * self.rng.standard_normal())
        self.strikes_s.append(strike)
        peak = self.gain * strength * min(speed, self.full_speed) / (math.e * self.rise_s)
        first = int(strike / STEP_S)
        for later in range(first, min(len(pull), first + int(8 * self.rise_s / STEP_S))):
            share = (later - first) * STEP_S / self.rise_s
            pull[later] -= peak * share * math.exp(1 - share)


@dataclasses.dataclass(frozen=True)
class Burst:
    """The form of a generator's bursts: their length in periods, and how pointed they are."""

    periods: tuple
    power: float
    # How the limb's rate in the hand is to the generator's: it hardly rings or it rings along.
    tuning: tuple
    held_hz: tuple


BROAD = Burst((0.6, 0.8), 1.2, (0.9, 1.25), (3.3, 9))
PEAKY = Burst((0.4, 0.6), 1.5, (0.9, 1.4), (4.2, 9))


def strikes(rng, first_s, count, hz, variation=0.03, first_long=1.15):
    """Times of bursts at a rate, the first interval longer."""
    steps = np.maximum(0.6, 1 + variation * rng.standard_normal(count - 1)) / hz
    steps[:1] *= first_long
    return first_s + np.concatenate([[0.0], np.cumsum(steps)])


def bursts(rng, times, strikes_s, hz, form, sizes=None):
    """The pull of a train of bursts, of no particular unit."""
    sizes = np.ones(len(strikes_s)) if sizes is None else sizes
    sizes = sizes * (1 + 0.06 * rng.standard_normal(len(strikes_s)))
    span = rng.uniform(*form.periods) / hz
    pull = np.zeros(len(times))
    for strike, size in zip(strikes_s, sizes):
        on = (times >= strike) & (times < strike + span)
        pull[on] -= size * np.sin(np.pi * (times[on] - strike) / span) ** form.power / span
    return pull
