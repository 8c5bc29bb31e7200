"""Limbs that beat after a stretch: by a reflex at each site, and by a generator with variations."""

import numpy as np

from . import reading
from .hinge import GRAVITY, degrees, ease
from .muscle import BROAD, PEAKY, Reflex, strikes
from .session import Session

# The rate in Hz at which the hand holds each limb, near which its reflex beats.
REFLEX_HZ = {"ankle": (4.2, 6.5), "wrist": (4.5, 6.8), "finger": (5, 7.5), "knee": (4.2, 6.5),
             "jaw": (6, 8.5), "infant": (6, 8)}


def log_uniform(rng, low, high):
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def sustained_from(place):
    return 11 if place == "infant" else 10


def reflex(place):
    """Small beats beside a large rebound: the pulse is over long before the limb is back."""
    def make(rng):
        session = Session(
            rng, place, held_hz=REFLEX_HZ[place], held_damping=(0.2, 0.4)).stretch()
        limb = session.limb
        full = 0.35 * log_uniform(rng, 0.15, 0.9) * GRAVITY
        full /= limb.lever_m * 2 * np.pi * limb.held_hz
        session.move(Reflex(
            rng, least_angle=0.3 * session.size, least_speed=0.12 * full, full_speed=full,
            gain=rng.uniform(4.5, 7), delay_s=rng.uniform(0.18, 0.3) / limb.held_hz,
            rise_s=rng.uniform(0.1, 0.17) / limb.held_hz, refractory_s=0.5 / limb.held_hz,
            jitter=rng.uniform(0.05, 0.2), habituation=rng.choice([1, 0.985]),
            begin_s=session.begin_s - 0.05, end_s=session.release_s))
        return session.exam(reading.train(session, sustained_from(place), clean=True))
    return make


def fading_reflex(rng):
    """A brisk reflex of the ankle that tires after some beats."""
    session = Session(rng, held_hz=(4.2, 6.2), held_damping=(0.2, 0.32)).stretch()
    limb = session.limb
    full = log_uniform(rng, 0.3, 1.0) * GRAVITY / (limb.lever_m * 2 * np.pi * limb.held_hz)
    session.move(Reflex(
        rng, least_angle=0.3 * session.size, least_speed=0.25 * full, full_speed=full,
        gain=rng.uniform(2.2, 3.2), delay_s=rng.uniform(0.03, 0.048),
        rise_s=rng.uniform(0.022, 0.035), refractory_s=0.1, jitter=0.08,
        habituation=rng.uniform(0.82, 0.92), begin_s=session.begin_s - 0.05,
        end_s=session.release_s, most=int(rng.integers(5, 10))))
    return session.exam(reading.train(session, clean=True))


def beating(place="ankle", count=(13, 22), hz=(4.6, 7.4), amplitude_g=(0.25, 0.7),
            delay_s=(0.04, 0.09), variation=(0.03, 0.03), form=BROAD, sizes=None, before=None,
            clean=False, **ranges):
    """A generator's train after a stretch. `sizes` weighs its beats, `before` adds what else is."""
    def make(rng):
        beats = int(rng.integers(count[0], count[1] + 1))
        rate, delay = rng.uniform(*hz), rng.uniform(*delay_s)
        tuned = float(np.clip(rate * rng.uniform(*form.tuning), *form.held_hz))
        hold = max(3.6, beats / rate + rng.uniform(1.6, 3.0) + delay)
        session = Session(rng, place, **{
            "held_hz": (tuned, tuned), "hold_s": (hold, hold), **ranges}).stretch()
        if before:
            before(session)
        session.move()
        first = session.begin_s + 0.8 * session.span_s + delay
        session.beat(
            strikes(rng, first, beats, rate, rng.uniform(*variation)), rate,
            log_uniform(rng, *amplitude_g), form, sizes(rng, beats) if sizes else None)
        return session.exam(reading.train(session, sustained_from(place), clean))
    return make


def alternating(rng, count):
    return np.where(np.arange(count) % 2, 1, rng.uniform(0.45, 0.65))


def pumped(session):
    """The hand moves the limb to and fro by half the stretch before it."""
    rng, times = session.rng, session.times
    hz = rng.uniform(1, 2.2)
    begin = session.begin_s - 0.35 - int(rng.integers(2, 5)) / hz
    on = (times >= begin) & (times < session.begin_s - 0.35)
    way = 0.25 * session.limb.reach(session.size)
    session.hand = np.where(on, way * (1 - np.cos(2 * np.pi * hz * (times - begin))), session.hand)
    held = (times > begin - 0.2) & (times < session.begin_s + 0.1)
    session.grip = np.maximum(session.grip, held)


def tried(session):
    """A stretch of nearly the same size, let go before the one that is answered."""
    after = session.times - session.begin_s + 3.2
    on = (after >= 0) & (after < 2.5)
    first = 0.8 * session.limb.reach(session.size) * ease(after / 0.4) * (
        1 - ease((after - 1.6) / 0.5))
    session.hand = np.where(on, first, session.hand)
    session.grip = np.maximum(session.grip, (after > -0.2) & (after < 3.3))


def trembling(hz, size_g):
    def before(session):
        rng = session.rng
        session.oscillate(0, session.times[-1], rng.uniform(*hz), rng.uniform(*size_g), 0.04)
    return before


CLASSES = {
    **{f"reflex, {place}": reflex(place) for place in REFLEX_HZ},
    "reflex, fading": fading_reflex,
    "plain train": beating(count=(5, 30), clean=True),
    "peaky train": beating(form=PEAKY),
    "four or five beats": beating(count=(4, 5), hz=(5, 7), amplitude_g=(0.3, 0.7), clean=True),
    "small beats": beating(count=(14, 22), amplitude_g=(0.115, 0.15)),
    "large beats": beating(amplitude_g=(0.9, 1.5), clean=True),
    "slow, ringing": beating(count=(13, 16), hz=(3.05, 4), held_hz=(6, 8.5)),
    "irregular": beating(count=(14, 22), variation=(0.09, 0.12)),
    "alternating": beating(count=(14, 24), amplitude_g=(0.35, 0.7), sizes=alternating),
    "late": beating(delay_s=(0.3, 0.9), hz=(5, 7.4)),
    "early release": beating(count=(30, 40), hz=(5, 7), hold_s=(1.2, 1.5)),
    "on a postural tremor": beating(
        amplitude_g=(0.35, 0.8), before=trembling((8, 10), (0.015, 0.04))),
    "on a rest tremor": beating(
        amplitude_g=(0.4, 0.8), hz=(5.6, 7), before=trembling((4, 4.8), (0.06, 0.1))),
    "axis upright": beating(tilt_rad=degrees(82, 90)),
    "pumping first": beating(before=pumped, cue_s=(4.5, 6)),
    "second stretch": beating(before=tried, cue_s=(4, 5)),
    "slow stretch, beats": beating(count=(14, 20), span_s=(0.35, 0.6), delay_s=(-0.05, 0.05)),
    "infant": beating("infant", (14, 24), (6, 8.8), (0.2, 0.5), held_hz=(6.5, 9)),
    "wrist, small beats": beating("wrist", (14, 22), amplitude_g=(0.12, 0.2)),
    "knee": beating("knee", hz=(4.2, 7.6)),
    "jaw": beating("jaw", hz=(5.2, 8.8), amplitude_g=(0.15, 0.5), held_hz=(6, 9)),
}
