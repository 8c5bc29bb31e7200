"""How the sensor sits, and what its chip does."""

import numpy as np

from physics import FINE_HZ
from trains import between, count_between, of, plain
from truth import refused


def upright(beats):
    """The turning axis along gravity: no tilt tells of the stretch."""
    def prepare(bed):
        bed.tilt = bed.rng.choice([-1, 1]) * np.pi / 2 + bed.rng.uniform(-0.06, 0.06)
    return of(site="ankle", beats=count_between(*beats) if beats else 0, prepare=prepare)


def crooked(rng):
    def prepare(bed):
        bed.off_axis = rng.uniform(0.2, 0.3), rng.uniform(0.002, 0.006)
    return of(beats=count_between(3, 30), prepare=prepare)(rng)


def at_rate(hz, beats):
    def prepare(bed):
        bed.chip["hz"] = hz * (1 + bed.rng.uniform(-0.05, 0.05))
    return of(beats=count_between(*beats) if beats else 0, prepare=prepare)


def in_range(top, beats):
    def prepare(bed):
        bed.chip["range_g"] = top
    return of(beats=count_between(*beats), prepare=prepare, amplitude=between(0.16, 0.7),
              clean=top > 2)


def clipped_stretch(beats):
    def prepare(bed):
        bed.chip["range_g"] = 2
    def make(rng):
        return of(site="ankle", beats=int(rng.integers(*beats)) if beats else 0, clean=False,
                  amplitude=between(0.16, 0.5), prepare=prepare,
                  stretch={"size": np.radians(rng.uniform(25, 35)), "span": 0.095})(rng)
    return make


def clipped_beats(rng):
    def prepare(bed):
        bed.chip["range_g"] = 2
        bed.lever = 0.14
    return of(site="ankle", beats=count_between(4, 30), amplitude=between(2.2, 3.0), clean=False,
              hz=between(5.5, 7.0), prepare=prepare)(rng)


def dropped(beats, heavy=False):
    """Samples lost: single ones and short runs; or most of the time in which beats would come."""
    def make(rng):
        bed, truth = plain(rng, clean=False, beats=int(rng.integers(*beats)) if beats else 0)
        if heavy:
            begin = bed.begun + 0.25
            bed.chip["lost"] = [(begin + k * 0.75, begin + k * 0.75 + rng.uniform(0.45, 0.6))
                                for k in range(5)]
            truth = refused("gaps")
        else:
            bed.chip["lost"] = [(at, at + rng.uniform(0.006, 0.035))
                                for at in rng.uniform(1, bed.released, int(rng.integers(2, 7)))]
            if not truth.positive:
                truth.verdicts, truth.reasons = ("absent", "indeterminate"), (None, "gaps")
        return bed.exam(truth)
    return make


def rattle(bed, size_g, hz, decay):
    """A strap that rings after every jerk: a lightly damped mass on the limb's own motion."""
    def loose(times, force):
        jerks = np.diff(force, axis=0, prepend=force[:1])
        reach = np.arange(int(6 * decay * FINE_HZ)) / FINE_HZ
        ring = np.exp(-reach / decay) * np.sin(2 * np.pi * hz * reach)
        answers = [np.convolve(jerks[:, axis], ring)[: len(times)] for axis in range(3)]
        rings = np.stack(answers, 1)
        return force + size_g * rings / max(np.abs(rings).max(), 1e-9)
    bed.loose = loose


def rattling(beats):
    """A loose strap: 15 to 60 Hz at each jerk. The clonus under it is a finding all the same."""
    def make(rng):
        bed, truth = plain(rng, site="ankle", clean=False, amplitude=rng.uniform(0.3, 1.0),
                           beats=int(rng.integers(*beats)) if beats else 0)
        rattle(bed, rng.uniform(0.4, 1.2), rng.uniform(15, 60), rng.uniform(0.02, 0.06))
        if not beats:
            truth.verdicts = ("indeterminate", "absent")
            truth.reasons = ("loose_strap", "vibration", None)
        return bed.exam(truth)
    return make
