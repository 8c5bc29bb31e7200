"""A minute without a stretch: trains of both forms of burst, and everyday motion with none."""

import numpy as np

from truth import Truth

from . import reading
from .hinge import ease
from .muscle import BROAD, PEAKY, strikes
from .positives import log_uniform
from .session import Session

MINUTE = {"rest_s": (0, 0), "cue_s": (0, 0), "hold_s": (58, 58), "tail_s": (2, 2)}


def everyday(session):
    """The limb is laid elsewhere, knocked against, scratched."""
    rng, times, limb = session.rng, session.times, session.limb
    for _ in range(int(rng.integers(5, 11))):
        after = times - rng.uniform(1, 56)
        lift = ease(after / rng.uniform(0.25, 0.9)) * (1 - ease((after - rng.uniform(1, 5)) / 0.7))
        session.pull += np.radians(rng.uniform(-40, 40)) * limb.free_stiffness * lift
    for _ in range(int(rng.integers(3, 9))):
        session.knock(rng.uniform(1, 58), rng.uniform(0.1, 1.2), rng.uniform(6, 20))
    for _ in range(int(rng.integers(0, 3))):
        begin = rng.uniform(2, 50)
        session.oscillate(begin, begin + rng.uniform(1, 3), rng.uniform(1.5, 3),
                          rng.uniform(0.1, 0.4), 0.2)


def minute(moves, **ranges):
    def make(rng):
        session = Session(rng, str(rng.choice(["ankle", "ankle", "wrist"])), **MINUTE, **ranges)
        if moves:
            everyday(session)
        return session.move()
    return make


def scan(moves):
    def make(rng):
        reasons = (None, "movement", "twitches", "voluntary", "not_at_rest") if moves else (None,)
        verdicts = ("absent", "indeterminate") if moves else ("absent",)
        return minute(moves)(rng).exam(Truth(verdicts, reasons), protocol="spontaneous")
    return make


def train(moves, span_s, amplitude_g, form):
    """A train of a free limb that by itself would swing at 2.5 to 5 Hz."""
    def make(rng):
        span, hz = rng.uniform(*span_s), rng.uniform(4.2, 7.6)
        session = minute(moves, free_hz=(2.5, 5), free_damping=(0.45, 0.45))(rng)
        variation = rng.uniform(0.01, 0.05) if form is BROAD else 0.04
        times = strikes(rng, rng.uniform(6, 55 - span), int(span * hz), hz, variation)
        amplitude = log_uniform(rng, *amplitude_g)
        session.beat(times, hz, amplitude, form)
        return session.exam(reading.train(session), protocol="spontaneous",
                            note=f"{amplitude:.2f} g at {hz:.1f} Hz")
    return make


CLASSES = {
    "everyday motion": scan(True),
    "quiet minute": scan(False),
    **{f"{name}, {form_name}": train(moves, span_s, amplitude_g, form)
       for form_name, form in (("broad", BROAD), ("peaky", PEAKY))
       for name, moves, span_s, amplitude_g in (
           ("train at rest", False, (3, 10), (0.12, 0.6)),
           ("train in motion", True, (3, 10), (0.2, 0.6)),
           ("half a minute", False, (25, 35), (0.15, 0.8)))},
}
