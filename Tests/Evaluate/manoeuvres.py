"""What examiners do: handling, rocking, several tries, other stretches; with beats or without."""

import numpy as np

import physics
from bedside import Bedside
from physics import GRAVITY
from trains import between, capped, of, plain, size_of
from truth import found, refused


def handle(bed, until):
    """Hands that arrange the limb: slow turns and small knocks until shortly before `until`."""
    rng = bed.rng
    wave = physics.band_noise(rng, len(bed.times), 0.2, 1.5)
    gate = bed.window(0.3, until - 0.5, 0.3)
    bed.handled += gate * wave * (np.radians(rng.uniform(1, 4)) if bed.site.turns else 0.003)
    noise = physics.band_noise(rng, len(bed.times), 1, 12)
    bed.shake += np.outer(rng.uniform(0.01, 0.04) * gate * noise, bed.direction())


def drift(bed):
    """The holding hand sinks or creeps and shivers a little."""
    rng = bed.rng
    gate = bed.window(bed.begun + 0.3, bed.released, 0.6)
    creep = rng.uniform(-1, 1) * (np.radians(6) if bed.site.turns else 0.004)
    slow = physics.band_noise(rng, len(bed.times), 0.05, 0.6)
    bed.handled += gate * creep * (
        np.clip((bed.times - bed.begun) / 4, 0, 1) + 0.2 * slow)
    noise = physics.band_noise(rng, len(bed.times), 1, 15)
    bed.shake += np.outer(0.01 * gate * noise, bed.direction())


def handled(beats):
    def make(rng):
        bed, truth = plain(rng, site=str(rng.choice(["ankle", "wrist"])), clean=False,
                           beats=int(rng.integers(*beats)) if beats else 0,
                           amplitude=rng.uniform(0.2, 1))
        handle(bed, bed.begun)
        drift(bed)
        if not beats:
            truth.verdicts = ("absent", "indeterminate")
            truth.reasons = (None, "not_at_rest", "movement")
        return bed.exam(truth)
    return make


def rock(bed, until):
    rng = bed.rng
    hz = rng.uniform(0.6, 1.4)
    gate = bed.window(0.4, until - 0.35, 0.35)
    size = np.radians(rng.uniform(3, 9)) if bed.site.turns else 0.006
    bed.handled += size * gate * np.sin(2 * np.pi * hz * (bed.times - until))


def rocked(beats):
    def make(rng):
        bed, truth = plain(rng, site="ankle", clean=False,
                           beats=int(rng.integers(*beats)) if beats else 0)
        rock(bed, bed.begun)
        return bed.exam(truth)
    return make


def tried(beats):
    """Two or three stretches, each let go again; the last is answered, or none is."""
    def make(rng):
        bed = Bedside(rng, str(rng.choice(["ankle", "wrist"])))
        hz = rng.uniform(*bed.site.hz)
        count = int(rng.integers(*beats)) if beats else 0
        tries = int(rng.integers(2, 4))
        hold = max(4.2, 1.0 + 1.3 * count / hz + 1.4)
        bed.resize(bed.rest + 4.2 * tries + hold + 3.5)
        at = bed.rest
        for _ in range(tries - 1):
            short = rng.uniform(0.9, 2.2)
            bed.stretch(short, at=at)
            at = bed.released + rng.uniform(0.8, 1.6)
        over = bed.stretch(hold, at=at)
        if count:
            bed.beat(bed.strikes(over + 1 / hz, count, hz), capped(bed, size_of(rng), hz), hz)
        return bed.exam(found(bed.train()))
    return make


def staged(beats):
    """A stretch in two brisk parts."""
    def make(rng):
        share, delay = rng.uniform(0.35, 0.65), rng.uniform(0.15, 0.35)
        bed, truth = plain(
            rng, site="ankle", clean=False, beats=int(rng.integers(*beats)) if beats else 0,
            stretch={"stages": [(share, 0), (1 - share, delay)],
                     "size": np.radians(rng.uniform(25, 38))})
        return bed.exam(truth)
    return make


def slow(beats):
    """Under 110 deg/s at its fastest: a finding stands, an absence does not."""
    def make(rng):
        size = np.radians(rng.uniform(14, 28))
        span = 1.875 * size / np.radians(rng.uniform(40, 105))
        bed, truth = plain(rng, site="ankle", clean=False, hold=None if beats else 5.0,
                           beats=int(rng.integers(*beats)) if beats else 0,
                           stretch={"size": size, "span": span})
        return bed.exam(truth if beats else refused("slow_stretch"))
    return make


def let_go(beats):
    return of(beats=beats + 12, release_after=beats, clean=beats != 9, amplitude=between(0.2, 1.0))


def on_tremor(rng):
    """Clonus at least three times a tremor that was there before."""
    bed, truth = plain(rng, site="ankle", clean=False, beats=int(rng.integers(6, 30)),
                       amplitude=rng.uniform(0.4, 1.0))
    bed.tremble(rng.uniform(0.04, 0.10), rng.uniform(4, 6.5), 0.04, 0.15)
    return bed.exam(truth)


def drop(beats):
    """The forefoot dropped 10 cm onto an edge: a fall, an impact of 2 to 6 g, beats or none."""
    def make(rng):
        bed = Bedside(rng, "ankle")
        bed.chip["range_g"] = int(rng.choice([8, 16]))
        hz = rng.uniform(*bed.site.hz)
        count = int(rng.integers(*beats)) if beats else 0
        hold = max(rng.uniform(4, 6), 0.8 + 1.3 * count / hz + 1.5)
        bed.resize(bed.rest + hold + 3.5)
        bed.tilt = rng.uniform(-0.3, 0.3)
        bed.lean = np.pi / 2 + rng.uniform(-0.4, 0.4)  # the foot level: the push is upwards
        height = rng.uniform(0.06, 0.12)
        fall, brake = np.sqrt(2 * height / GRAVITY), rng.uniform(0.04, 0.08)
        landing = bed.rest + fall
        speed = GRAVITY * fall
        up = np.array([np.sin(bed.lean), np.cos(bed.lean), 0]) * np.cos(bed.tilt)
        up[2] = np.sin(bed.tilt)
        falling = ((bed.times > bed.rest) & (bed.times < landing)).astype(float)
        impact = np.pi / 2 * speed / brake / GRAVITY * np.sin(
            np.pi * np.clip((bed.times - landing) / brake, 0, 1))
        bed.shake += np.outer(physics.smoothed(impact - falling, 0.012), up)
        over = bed.stretch(hold, size=np.radians(rng.uniform(12, 22)), span=rng.uniform(0.08, 0.12),
                           at=landing)
        if count:
            bed.beat(bed.strikes(over + 1 / hz, count, hz), capped(bed, size_of(rng, 0.2), hz), hz)
        return bed.exam(found(bed.train()))
    return make


def with_shank(rng):
    """Seated, the whole shank bounces with the foot: each beat lifts the ankle, a little late."""
    bed, truth = plain(rng, site="ankle", clean=False, beats=int(rng.integers(4, 30)))
    lift = bed.lever * physics.rate_of_change(physics.rate_of_change(bed.course)) / GRAVITY
    part = rng.uniform(0.3, 0.9)
    up = bed.direction() * 0.5 + np.array([1.0, 0, 0])
    bed.shake += np.outer(-0.5 * part * physics.late(lift, rng.uniform(0.005, 0.02)), up)
    return bed.exam(truth)


def short(rng):
    """Held for less than 3 s without beats: nothing can be said."""
    bed, _ = plain(rng, site="ankle", beats=0, hold=rng.uniform(0.7, 2.2))
    return bed.exam(refused("short_hold"))
