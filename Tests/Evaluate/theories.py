"""Exams of a limb that beats by a theory of clonus; the answer is read from its angle."""

import numpy as np

import limb
import physics
from bedside import Bedside
from physics import FINE_HZ, GRAVITY
from truth import FLOOR_G, found


def theory(rng, drive, site=None):
    """A limb by the reflex or by the generator; the answer is read from its angle."""
    site = site or str(rng.choice(["ankle", "ankle", "ankle", "wrist", "finger"]))
    kind = "child" if site == "ankle" and rng.random() < 0.2 else site
    bed = Bedside(rng, site)
    while True:
        plant = limb.PLANTS[kind].scaled(rng, 0.15)
        hz, critical = limb.balance(plant)
        if 3.6 <= hz <= 8.6:
            break
    hold = rng.uniform(3.5, 8)
    bed.resize(bed.rest + hold + 3.2)
    bed.begun, bed.released = bed.rest, bed.rest + hold
    size, span = np.radians(rng.uniform(16, 28)), rng.uniform(0.06, 0.12)
    hand = size * (physics.minimum_jerk((bed.times - bed.begun) / span)
                   - physics.minimum_jerk((bed.times - bed.released) / 0.2))
    held = 1 - physics.minimum_jerk((bed.times - bed.released) / 0.15)
    bed.course = drive(rng, bed, plant, hand, held, critical)
    pull = bed.lever * physics.rate_of_change(physics.rate_of_change(bed.course)) / GRAVITY
    pull += np.cos(bed.tilt) * np.cos(bed.lean) * bed.course
    bed.beats = turns(bed, pull)
    return bed, found(bed.train(), clean=True)


def turns(bed, pull):
    """Turning points towards the stretch after its overshoot, with a swing that counts."""
    part = bed.span_of(bed.begun + 0.02, bed.released)
    course = bed.course[part]
    peaks = np.flatnonzero((course[1:-1] > course[:-2]) & (course[1:-1] >= course[2:])) + 1
    beats = []
    for before, peak in zip(peaks, peaks[1:]):
        cycle = slice(part.start + before, part.start + peak + int(0.02 * FINE_HZ))
        if np.ptp(pull[cycle]) >= FLOOR_G and np.ptp(bed.course[cycle]) >= np.radians(0.3):
            beats.append(float(bed.times[part.start + peak]))
    return beats


def reflex(low_gain, high_gain, threshold, depression, answers=True):
    """The delayed loop. `answers` is false where it is too weak to beat: the limb only rings."""
    def drive(rng, bed, plant, hand, held, critical):
        return limb.reflex(
            rng, plant, hand, held, critical * rng.uniform(low_gain, high_gain),
            np.radians(rng.uniform(*threshold)), rng.uniform(*depression),
            noise=rng.uniform(0, 0.15))

    def make(rng):
        while True:
            bed, truth = theory(rng, drive)
            if answers or not truth.positive:
                return bed.exam(truth)
    return make


def fixed_rate(rng):
    def drive(rng, bed, plant, hand, held, critical):
        hz = rng.uniform(4.5, 7.0)
        begin = bed.begun + plant.delay_s + rng.uniform(0.03, 0.1)
        count = int(rng.integers(2, 40))
        drift = physics.band_noise(rng, len(bed.times), 0.1, 2)
        phase = np.cumsum(hz * (1 + rng.uniform(0, 0.03) * drift)) / FINE_HZ
        phase -= np.interp(begin, bed.times, phase)
        on = (phase > 0) & (phase < count) & (bed.times < bed.released)
        strength = rng.uniform(0.15, 0.5) * plant.top_torque
        return limb.generator(
            plant, hand, held, strength * np.maximum(0, np.sin(2 * np.pi * phase)) * on)

    bed, truth = theory(rng, drive)
    return bed.exam(truth)
