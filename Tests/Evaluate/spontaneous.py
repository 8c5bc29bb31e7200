"""Exams without a stretch: bursts that must be found, and long scans in which there are none."""

import numpy as np

import negatives
import physics
from bedside import Bedside
from truth import Truth, found


def burst(rng):
    """3 s of 0.1 g and more at 4 to 9 Hz on a limb that lies still, along and across gravity."""
    bed = Bedside(rng, "ankle", rng.uniform(20, 40))
    hz = rng.uniform(4, 8.9)
    begin = rng.uniform(5, bed.times[-1] - 10)
    count = int(np.ceil(rng.uniform(3.0, 5.0) * hz))
    amplitude = rng.choice([0.1, 0.1, 0.2, 0.4])
    along = rng.choice([0, np.pi / 2, rng.uniform(0, np.pi)])
    bed.lean, bed.tilt = along, 0.0
    bed.off_axis = 0.0, 0.0
    strikes = bed.strikes(begin + 1 / hz, count, hz, rng.uniform(0, 0.05), 1.0)
    bed.beat(strikes, amplitude * 1.02, hz, np.ones(count))
    note = f"{amplitude:.1f} g at {hz:.1f} Hz"
    return bed.exam(found(bed.train()), protocol="spontaneous", note=note)


def scan(rng):
    """Two minutes in bed: turning over, knocks, a trolley's stretch of floor, kicks, steps."""
    bed = Bedside(rng, "ankle", 120)
    for _ in range(int(rng.integers(6, 12))):
        begin, span = rng.uniform(1, 110), rng.uniform(0.4, 2)
        turn = np.radians(rng.uniform(-60, 60))
        bed.handled += turn * physics.minimum_jerk((bed.times - begin) / span)
    moments = np.cumsum(rng.exponential(rng.uniform(2, 8), 60))
    jolts = negatives.pulses(rng, bed.times, moments[moments < 118], (0.02, 0.1), (0.1, 1.0))
    bed.shake += np.outer(jolts, bed.direction())
    begin = rng.uniform(5, 60)
    gate = bed.window(begin, begin + rng.uniform(5, 20), 0.5)
    kind = rng.integers(4)
    if kind == 0:
        walk = Bedside(rng, "ankle", 120)
        negatives.stride(rng, walk)
        bed.shake += gate[:, None] * walk.shake
    elif kind == 1:
        for _ in range(3):
            noise = physics.band_noise(rng, len(bed.times), 2, 35)
            bed.shake += np.outer(rng.uniform(0.05, 0.25) * gate * noise, bed.direction())
    elif kind == 2:
        negatives.kicks(rng, bed, begin, begin + 15)
    else:
        breath = np.sin(2 * np.pi * 0.25 * bed.times)
        bed.handled += np.radians(1) * breath
        bed.tremble(0.03, rng.uniform(7, 11), 0.08, 0.3)
    return bed.exam(Truth(("absent", "indeterminate"), (None, *negatives.UNREST, "vibration")),
                    protocol="spontaneous")


CLASSES = {"burst without a stretch": burst, "long scan": scan}
