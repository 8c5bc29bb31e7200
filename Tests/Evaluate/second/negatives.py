"""What is no clonus: a stretch that nothing answers, the examiner, the patient's own motion."""

import numpy as np

from truth import Truth, absent, other, refused

from . import reading
from .hinge import GRAVITY, ease
from .muscle import BROAD, strikes
from .positives import log_uniform
from .session import Session


def held(rng, place="ankle", **ranges):
    return Session(rng, place, **ranges).stretch()


def plain(place):
    def make(rng):
        return held(rng, place, hold_s=(4, 9)).move().exam(absent(clean=True))
    return make


def ringing(rng):
    """A limb with little damping: the stretch rings by itself for a cycle or two."""
    session = held(rng, held_hz=(5, 8), held_damping=(0.17, 0.24), span_s=(0.07, 0.1)).move()
    return session.exam(absent())


def one_or_two_beats(rng):
    session = held(rng).move()
    hz, first = rng.uniform(5, 7), session.begin_s + session.span_s + 0.05
    times = strikes(rng, first, int(rng.integers(1, 3)), hz)
    session.beat(times, hz, rng.uniform(0.25, 0.6), BROAD)
    return session.exam(reading.train(session))


# The examiner's part

def catch(rng):
    """The stretch stops half way with a jolt and goes on slowly."""
    session = Session(rng)
    session.stretch(0.5 * session.size, 0.09)
    stop = session.begin_s + 0.07
    session.hand += 0.5 * session.limb.reach(session.size) * ease(
        (session.times - stop - 0.35) / 0.6)
    session.knock(stop, rng.uniform(0.3, 0.8), rng.uniform(10, 18), 0.03)
    return session.move().exam(absent())


def slow_stretch(rng):
    """The quickest of them reaches 90 deg/s."""
    return held(rng, span_s=(0.5, 1.2)).move().exam(refused("slow_stretch"))


def short_hold(rng):
    return held(rng, hold_s=(0.6, 1.8)).move().exam(refused("short_hold"))


def pumping(rng):
    session = Session(rng)
    hz, after = rng.uniform(1, 3), session.times - session.begin_s
    on = (after > 0) & (session.times < session.release_s)
    way = 0.5 * session.limb.reach(session.size)
    session.hand = on * way * (1 - np.cos(2 * np.pi * hz * after))
    session.hold_from(session.begin_s - 0.3, 0.2, 0.15)
    return session.move().exam(other(
        "movement", "voluntary", None, "no_stretch", "slow_stretch", "not_at_rest", "short_hold",
        "slowing_jerks"), note=f"{hz:.1f} Hz")


def regrips(rng):
    """The hand shifts the limb a little, again and again."""
    session = held(rng)
    for at in session.begin_s + session.span_s + np.cumsum(rng.uniform(0.25, 0.9, 5)):
        shift = session.size * rng.uniform(-0.25, 0.25)
        session.hand += shift * ease((session.times - at) / rng.uniform(0.1, 0.25))
    return session.move().exam(other("movement", "voluntary", "twitches", "short_hold", None))


def bumps(rng):
    """Someone knocks against the couch while the stretch is held."""
    session = held(rng)
    for at in rng.uniform(session.begin_s + 0.4, session.release_s, int(rng.integers(2, 7))):
        session.knock(at, rng.uniform(0.15, 0.8), rng.uniform(5, 15), rng.uniform(0.04, 0.1))
    return session.move().exam(other("movement", "twitches", "vibration", None))


# The patient's own motion

def voluntary(hz, variation):
    """The patient moves the limb some time after the stretch, slowly or irregularly."""
    def make(rng):
        session = held(rng, hold_s=(6, 9))
        begin, rate = session.begin_s + rng.uniform(1.3, 2.5), rng.uniform(*hz)
        session.oscillate(begin, begin + rng.uniform(2, 3.5), rate, rng.uniform(0.15, 0.5),
                          rng.uniform(*variation))
        truth = other("voluntary", "movement", "slowing_jerks", *([None] if rate < 2.6 else []))
        return session.move().exam(truth, note=f"{rate:.1f} Hz")
    return make


def push_backs(rng):
    """The patient pushes against the hand four times, slower than any clonus."""
    session = held(rng, hold_s=(5, 8))
    for at in session.begin_s + 0.6 + np.cumsum(rng.uniform(0.5, 0.9, 4)):
        session.turn(at, np.radians(-8), 0.15, 0.2, 0.2)
    return session.move().exam(other("voluntary", "movement", "twitches", "short_hold", None))


def pulling_away(rng):
    """Twice, each with some swings at 4 Hz: three or four beats cannot be told from these."""
    session = held(rng)
    for at in session.begin_s + 0.5 + np.array([0, rng.uniform(0.4, 0.9)]):
        session.turn(at, np.radians(-rng.uniform(15, 40)), 0.2, 0.3, 0.25)
        session.knock(at, rng.uniform(0.1, 0.5), 4, 0.15)
    return session.move().exam(Truth(
        ("indeterminate", "absent", "unsustained"),
        ("movement", "voluntary", "twitches", "short_hold", None)))


def infant_kicking(rng):
    session = held(rng, "infant")
    kicks = session.begin_s + 0.4 + np.cumsum(rng.uniform(0.35, 1.1, 14))
    for at in kicks[kicks < session.release_s - 0.4]:
        session.turn(at, np.radians(rng.uniform(20, 50)) * rng.choice([-1, 1]), 0.12, 0.15, 0.2)
    return session.move().exam(other(
        "movement", "twitches", "voluntary", "not_at_rest", "rhythm_at_rest", "short_hold",
        "slowing_jerks", None))


def myoclonus(rng):
    """Brief irregular twitches of the muscle from shortly after the stretch on."""
    session = held(rng, hold_s=(5, 8))
    rate, at = rng.uniform(0.8, 2.5), session.begin_s + 0.4
    while at < session.release_s:
        at += 0.12 + rng.exponential(1 / rate)
        span = rng.uniform(0.04, 0.1)
        on = (session.times >= at) & (session.times < at + span)
        pull = rng.choice([-1, -1, 1]) * rng.uniform(0.4, 1.5) * GRAVITY / session.limb.lever_m
        session.pull[on] += pull * np.sin(np.pi * (session.times[on] - at) / span)
    return session.move().exam(other(
        "twitches", "movement", "voluntary", "rhythm_at_rest", "short_hold", None))


def small_tremor(rng):
    """A tremor while the limb is held, under the floor for most of the time."""
    session = held(rng)
    session.oscillate(session.begin_s, session.release_s, rng.uniform(6, 9),
                      rng.uniform(0.02, 0.045), 0.06)
    return session.move().exam(Truth(
        ("absent", "indeterminate"), (None, "rhythm_at_rest", "movement", "vibration")))


def rest_tremor(rng):
    session = held(rng)
    hz, size = rng.uniform(3.8, 6.5), log_uniform(rng, 0.06, 0.6)
    session.oscillate(0, session.times[-1], hz, size, 0.04)
    truth = refused("rhythm_at_rest") if size >= 0.1 else other("rhythm_at_rest", None)
    return session.move().exam(truth, note=f"{size:.2f} g at {hz:.1f} Hz")


def shivering(rng):
    session = held(rng)
    bouts = np.clip(session.noise(0.2, 0.8) + 0.5, 0, 2) * rng.uniform(0.03, 0.12)
    course = session.noise(8, 12) * bouts
    session.along_g += course
    session.shake_g[:, 0] += 0.5 * course
    return session.move().exam(other(
        "movement", "rhythm_at_rest", "not_at_rest", "twitches", "vibration", None))


CLASSES = {
    **{f"stretch only, {place}": plain(place)
       for place in ("ankle", "knee", "wrist", "finger", "jaw")},
    "stretch that rings": ringing,
    "one or two beats": one_or_two_beats,
    "catch": catch,
    "slow stretch": slow_stretch,
    "short hold": short_hold,
    "pumping": pumping,
    "regrips": regrips,
    "couch bumped": bumps,
    "voluntary, late and slow": voluntary((2.2, 4.2), (0.05, 0.1)),
    "voluntary, irregular": voluntary((4.6, 5.5), (0.16, 0.22)),
    "push-backs": push_backs,
    "pulling away": pulling_away,
    "infant kicks": infant_kicking,
    "myoclonus": myoclonus,
    "small tremor": small_tremor,
    "rest tremor": rest_tremor,
    "shivering": shivering,
}
