"""Exams with clonus, and their twins with too few beats. Each function gives one exam for a generator
of random numbers; `CLASSES` names them."""

import numpy as np

import limb
import physics
from bedside import FLOOR_G, Bedside, found, refused
from physics import FINE_HZ, GRAVITY


def size_of(rng, low=0.16, high=1.2):
    """An amplitude in g, small ones as likely as large ones."""
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def capped(bed, amplitude_g, hz):
    """The same, or less where the swing of the angle would pass 20 deg (16 mm where the limb slides)."""
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


DRAWN = {"beats", "hold", "late", "hz", "amplitude", "variation", "first_long", "stretch", "site"}


def between(low, high):
    return lambda rng: float(rng.uniform(low, high))


def count_between(low, high):
    return lambda rng: int(rng.integers(low, high + 1))


# The two theories

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
    """The delayed loop. `answers` is false where it is too weak to beat: what moves is the passive limb."""
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


# Shapes of a train

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


# What the examiner does

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
            truth.verdicts, truth.reasons = ("absent", "indeterminate"), (None, "not_at_rest", "movement")
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
            stretch={"stages": [(share, 0), (1 - share, delay)], "size": np.radians(rng.uniform(25, 38))})
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


# How the sensor sits, and what its chip does

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
    return of(beats=count_between(*beats), prepare=prepare, amplitude=between(0.16, 0.7), clean=top > 2)


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


# Other ways to stretch

def drop(beats):
    """The forefoot dropped 10 cm onto an edge: a fall, an impact of 2 to 6 g, then beats or none."""
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


CLASSES = {
    "sustained": of(beats=count_between(10, 60)),
    "unsustained": of(beats=count_between(3, 9)),
    "reflex, lasting": reflex(1.8, 3.0, (2.5, 5), (0.0, 0.1)),
    "reflex, tiring": reflex(1.8, 3.0, (2, 5), (0.8, 3.0)),
    "reflex, near its threshold": reflex(0.7, 1.3, (2, 4), (0.1, 1.0)),
    "reflex, inhibited": reflex(0.1, 0.35, (9, 15), (0.1, 1.0), answers=False),
    "fixed rate": fixed_rate,
    "stretch only": of(beats=0),
    **{f"{count} beats": of(beats=count) for count in (2, 3, 4, 9, 10, 11)},
    "faint": of(beats=count_between(4, 30), amplitude=between(0.095, 0.12)),
    "decaying": decaying,
    "irregular": of(beats=count_between(5, 30), variation=between(0.06, 0.12), clean=False),
    "long first interval": of(beats=count_between(4, 20), first_long=between(1.25, 1.5)),
    "slow rate": of(beats=count_between(4, 30), hz=between(3.1, 4.4), amplitude=between(0.15, 0.6)),
    "fast rate": of(beats=count_between(4, 30), hz=between(7.5, 8.9)),
    "infant": of(site="ankle", beats=count_between(4, 20), hz=between(6, 9), sustained_from=11),
    "building up": building_up,
    "alternating": alternating,
    "paused": paused,
    "late": of(beats=count_between(4, 25), late=between(0.15, 0.95), hz=between(4.7, 7.5),
               variation=between(0.01, 0.035), clean=False),
    "handled, beats": handled((4, 30)),
    "handled": handled(None),
    "rocked, beats": rocked((4, 30)),
    "rocked": rocked(None),
    "tries, beats": tried((3, 25)),
    "tries": tried(None),
    "two-stage, beats": staged((4, 25)),
    "two-stage": staged(None),
    "slow stretch, beats": slow((4, 25)),
    "slow stretch": slow(None),
    **{f"let go at {count}": let_go(count) for count in (3, 5, 9, 12)},
    "short hold": short,
    "on a tremor": on_tremor,
    "axis upright, beats": upright((3, 30)),
    "axis upright": upright(None),
    "off axis": crooked,
    "wrist": of(site="wrist", beats=count_between(3, 30)),
    "finger": of(site="finger", beats=count_between(3, 30)),
    "kneecap push, beats": of(site="knee", beats=count_between(3, 30)),
    "kneecap push": of(site="knee", beats=0),
    "jaw tap, beats": of(site="jaw", beats=count_between(3, 30)),
    "jaw tap": of(site="jaw", beats=0),
    "drop, beats": drop((3, 30)),
    "drop": drop(None),
    "shank bounces": with_shank,
    "rattling, beats": rattling((4, 30)),
    "rattling": rattling(None),
    "50 Hz": at_rate(50, (3, 30)),
    "400 Hz": at_rate(400, (3, 30)),
    "50 Hz, stretch only": at_rate(50, None),
    "+-2 g": in_range(2, (3, 30)),
    "+-16 g": in_range(16, (3, 30)),
    "clipped stretch, beats": clipped_stretch((4, 25)),
    "clipped stretch": clipped_stretch(None),
    "clipped beats": clipped_beats,
    "drop-outs, beats": dropped((4, 25)),
    "drop-outs": dropped(None),
    "long drop-outs": dropped(None, heavy=True),
}
