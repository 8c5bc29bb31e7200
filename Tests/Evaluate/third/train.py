"""When and how strongly a limb beats."""

import dataclasses
from collections.abc import Callable

import numpy as np

from .drawing import drawn, one_of
from .forms import FORMS

LEAST_SIZE, MOST_SIZE = 0.7, 1.4


@dataclasses.dataclass
class Beats:
    """What a class asks of a train: numbers, or what they are drawn from."""

    count: int
    form: object = None  # any of them
    amplitude_g: object = None  # of half a swing; log-uniform from 0.25 to 1.4
    late_s: object = 0.0
    variation: object = (0.01, 0.05)
    # The first interval is always longer (Boyraz 2015).
    first_long: object = (1.03, 1.2)
    spread: object = 0.1
    sizes: Callable | None = None  # of a generator of random numbers and a count
    amplitude_is: Callable = np.median  # which of the swings has the amplitude
    fades: bool = False  # the first beat below the floor ends the train
    pause_after: int | None = None
    pause_s: object = 0.0


class Train:
    """The cycles of a train, each from its burst to where the next is due, and their sizes."""

    def __init__(self, rng, beats, first_s, hz):
        self.beats, self.period_s, count = beats, 1 / hz, beats.count
        self.form = drawn(rng, beats.form) or one_of(*FORMS)(rng)
        self.pause_after, self.pause_s = beats.pause_after, drawn(rng, beats.pause_s)
        variation, quickening = drawn(rng, beats.variation), rng.uniform(-0.04, 0.04)
        noise = variation * np.clip(rng.standard_normal(count), -2.2, 2.2)
        steps = (1 + quickening * (np.arange(count) / count - 0.5)) * (1 + noise) / hz
        steps[0] *= drawn(rng, beats.first_long)
        self.ends_s = first_s + drawn(rng, beats.late_s) + np.cumsum(steps)
        self.starts_s = self.ends_s - steps
        if self.pause_after:
            self.starts_s[self.pause_after :] += self.pause_s
            self.ends_s[self.pause_after :] += self.pause_s
        noise = drawn(rng, beats.spread) * rng.standard_normal(count)
        self.sizes = np.clip(1 + noise, LEAST_SIZE, MOST_SIZE)
        if beats.sizes:
            self.sizes *= beats.sizes(rng, count)


def of_first(swings):
    return swings[0]


def fading(share):
    return lambda rng, count: share ** np.arange(count)


def building(rng, count):
    """From a part of the full size to all of it within some beats."""
    least = rng.uniform(0.35, 0.6)
    until = max(2, min(count - 1, int(rng.integers(3, 7))))
    return np.minimum(1, least + (1 - least) * np.arange(count) / until)


def alternating(rng, count):
    return np.where(np.arange(count) % 2, rng.uniform(0.45, 0.7), 1)
