"""Plain kinematics: a stretch with a train of beats of given times and sizes on it, or none."""

import numpy as np

from bedside import Bedside
from physics import GRAVITY
from truth import absent, found

# Options of `of` that may be given as a draw from a generator of random numbers.
DRAWN = {"beats", "hold", "late", "hz", "amplitude", "variation", "first_long", "stretch", "site"}


def size_of(rng, low=0.16, high=1.2):
    """An amplitude in g, small ones as likely as large ones."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def capped(bed, amplitude_g, hz):
    """The same, or less where the angle would swing by 20 deg (16 mm where the limb slides)."""
    most = np.radians(10) if bed.site.turns else 0.008
    return min(amplitude_g, most * bed.lever * (2 * np.pi * hz) ** 2 / GRAVITY)


def plain(rng, site=None, beats=None, hold=None, late=0.0, hz=None, amplitude=None,
          variation=None, first_long=None, sizes=None, release_after=None, stretch=None,
          clean=True, prepare=None, sustained_from=10):
    """Plain kinematics: a stretch, and a train of given times on top of it."""
    site = site or str(rng.choice(["ankle", "ankle", "ankle", "wrist", "finger", "knee", "jaw"]))
    bed = Bedside(rng, site)
    count = beats if beats is not None else int(rng.integers(3, 40))
    hz = hz or rng.uniform(*bed.site.hz)
    amplitude = capped(bed, amplitude or size_of(rng), hz)
    last = 0.5 + late + 1.3 * count / hz
    bed.resize(bed.rest + max(hold or 0, last + 3.0) + 3.5)
    if prepare:
        prepare(bed)
    beating = late + 0.4 + (count + 1) / hz
    hold = hold or max(rng.uniform(3.8, 6), beating + rng.uniform(1.4, 2.5))
    over = bed.stretch(hold, **(stretch or {}))
    if count:
        first = over + late + rng.uniform(0.95, 1.1) / hz
        first_long = rng.uniform(1.0, 1.2) if first_long is None else first_long
        if variation is None:
            variation = rng.uniform(0.01, 0.05)
        strikes = bed.strikes(first, count, hz, variation, first_long)
        if release_after:
            ahead = strikes[release_after] - strikes[release_after - 1]
            bed.released = strikes[release_after - 1] + rng.uniform(0.35, 0.65) * ahead
            bed.course[:] = 0
            bed.stretch(bed.released - bed.begun, at=bed.begun, size=bed.size, span=bed.span)
        bed.beat(strikes, amplitude, hz, sizes(count) if sizes else None)
    return bed, found(bed.train(), sustained_from, clean)


def of(**options):
    def make(rng):
        drawn = {key: value(rng) if callable(value) and key in DRAWN else value
                 for key, value in options.items()}
        bed, truth = plain(rng, **drawn)
        rule = "infant" if options.get("sustained_from") == 11 else "adult"
        return bed.exam(truth, rule=rule)
    return make


def between(low, high):
    return lambda rng: float(rng.uniform(low, high))


def count_between(low, high):
    return lambda rng: int(rng.integers(low, high + 1))


def under_the_floor(rng):
    """Beats that are seen, each below the least swing: they do not count."""
    exam = of(beats=count_between(4, 30), amplitude=between(0.04, 0.065))(rng)
    exam.truth = absent()
    return exam


def decaying(rng):
    lost = rng.uniform(0.75, 0.93)
    return of(beats=count_between(8, 30), amplitude=between(0.4, 1.2),
              sizes=lambda count: lost ** np.arange(count))(rng)


def building_up(rng):
    steps = rng.integers(3, 8)
    return of(beats=count_between(8, 30), amplitude=between(0.25, 1.0), clean=False,
              sizes=lambda count: np.clip((np.arange(count) + 1.5) / steps, 0.2, 1))(rng)


def alternating(rng):
    small = rng.uniform(0.35, 0.7)
    return of(beats=count_between(6, 30), amplitude=between(0.4, 1.0), clean=False,
              sizes=lambda count: np.where(np.arange(count) % 2, small, 1))(rng)


def paused(rng):
    """A pause under a second belongs to the train; after a longer one a new train begins."""
    bed = Bedside(rng, str(rng.choice(["ankle", "wrist"])))
    hz = rng.uniform(*bed.site.hz)
    first_count, second_count = int(rng.integers(4, 12)), int(rng.integers(3, 12))
    pause = rng.uniform(0.45, 0.9) if rng.random() < 0.6 else rng.uniform(1.15, 2.2)
    hold = 2.5 + pause + 1.2 * (first_count + second_count) / hz + 1.5
    bed.resize(bed.rest + hold + 3.5)
    over = bed.stretch(hold)
    amplitude = capped(bed, size_of(rng, 0.25), hz)
    first = bed.strikes(over + 1 / hz, first_count, hz)
    bed.beat(first, amplitude, hz)
    begin = first[-1] + pause - 1 / hz
    bed.beat(bed.strikes(begin + 1 / hz, second_count, hz, first_long=1.0), amplitude, hz,
             before=begin)
    return bed.exam(found(bed.train()))
