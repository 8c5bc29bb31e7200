"""Jerks that are no clonus: kicks, myoclonus, spasms, a seizure, knocks. Pushes in g."""

import numpy as np

from .courses import ease, jolt, push_g
from .drawing import direction


# Between which moments jerks may begin and must end

def before_stretch(session):
    return 0.0, session.begin_s - 0.6


def in_hold(session):
    return session.begin_s + session.span_s + 0.3, session.release_s - 0.1


def kicks(a_second, most_g, lasts_s, within=None):
    """Irregular jerks either way: infants kick so, and in a hold myoclonus twitches so."""
    def motion(session):
        rng, times = session.rng, session.times
        rate, most = rng.uniform(*a_second), rng.uniform(*most_g)
        first, last = within(session) if within else (0.0, np.inf)
        at = rng.uniform(0, 1 / rate)
        while at < times[-1]:
            span_s = rng.uniform(*lasts_s)
            size = most * rng.uniform(0.4, 1) * rng.choice([-1, 1])
            if first < at < last - span_s:
                session.along_g += size * jolt(times, at, span_s)
            at += rng.exponential(1 / rate) + span_s
    return motion


def spasm(session):
    """A flexor spasm: the leg draws up by 2 to 6 cm, once to three times, and sinks back."""
    rng, times = session.rng, session.times
    way_m, at = np.zeros(len(times)), session.begin_s + rng.uniform(0.3, 0.9)
    for _ in range(int(rng.integers(1, 4))):
        span_s, stays_s = rng.uniform(0.12, 0.35), rng.uniform(0.2, 0.8)
        way_m -= rng.uniform(0.02, 0.06) * (
            ease((times - at) / span_s)
            - ease((times - at - span_s - stays_s) / rng.uniform(0.4, 1.0)))
        at += rng.uniform(0.5, 1.6)
    session.along_g += push_g(way_m)


def seizure(session):
    """Clonic jerks soon after the stretch, from about 4 down to 1.6 a second within 7 s."""
    rng, times = session.rng, session.times
    rate = rng.uniform(3.4, 4.2)
    begin_s = at = session.begin_s + rng.uniform(0.2, 0.6)
    while at < session.release_s + 3:
        session.along_g -= rng.uniform(0.7, 1.1) * jolt(times, at, rng.uniform(0.09, 0.13))
        now = rate + (1.6 - rate) * min(1, (at - begin_s) / 7)
        at += (1 + 0.05 * rng.standard_normal()) / now


def knocks(session):
    """Blows against the couch while the stretch is held, each with its ringing."""
    rng, times = session.rng, session.times
    course, at = np.zeros(len(times)), session.begin_s + 0.5
    while at < session.release_s:
        after = np.clip(times - at, 0, None)
        course += rng.uniform(0.1, 0.8) * np.exp(-after * rng.uniform(15, 40)) * np.sin(
            2 * np.pi * rng.uniform(12, 35) * after)
        at += rng.exponential(0.7) + 0.12
    session.shake_g += np.outer(course, direction(rng))
