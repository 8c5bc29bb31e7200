"""What the examiner's hand does: stretches, attempts, handling. Ways in m along the path."""

import numpy as np

from .chip import WIDE, at_hz
from .courses import STEP_S, bump, ease, gate, smoothed, wander
from .drawing import degrees, direction

# The stretches

def pushed(session, course, left=1.0):
    """A course from 0 to the stretched place, where `left` of it is held until the release."""
    back = ease((session.times - session.release_s) / session.rng.uniform(0.15, 0.4))
    session.hand_m += session.reach_m * (course - left * back)
    session.stretched = True


def brisk(session):
    pushed(session, ease((session.times - session.begin_s) / session.span_s))


def staged(session):
    """In two brisk parts; the exam's stretch is the second."""
    first, apart_s = session.rng.uniform(0.3, 0.6), session.rng.uniform(0.1, 0.25)
    after, span_s = session.times - session.begin_s, session.span_s
    pushed(session, first * ease((after + apart_s + span_s) / span_s)
           + (1 - first) * ease(after / span_s))


def tapped(session):
    """A tap: the hand gives way by a part soon after."""
    part = session.rng.uniform(0.3, 0.6)
    after, span_s = session.times - session.begin_s, session.span_s
    pushed(session, ease(after / span_s) - part * ease((after - 1.2 * span_s) / (2.5 * span_s)),
           1 - part)


def tapped_or_not(session):
    (tapped if session.rng.random() < 0.5 else brisk)(session)


# Before it

def rocks(session):
    """To and fro, slowly and by a part of the stretch: good technique (EXAM.md)."""
    rng = session.rng
    after, hz = session.times - session.rest_s, rng.uniform(0.5, 1.1)
    on = gate(session.times, session.rest_s, session.begin_s - rng.uniform(0.35, 0.7), 0.6, 0.5)
    session.hand_m += rng.uniform(0.15, 0.35) * session.reach_m * on * np.sin(
        2 * np.pi * hz * after)


def tries(session):
    """Slower and smaller stretches, soon let go, that nothing answers."""
    rng = session.rng
    for at in session.tries_s:
        part, span_s = rng.uniform(0.5, 0.8), session.span_s * rng.uniform(1.2, 2.5)
        after = session.times - at
        session.hand_m += part * session.reach_m * (
            ease(after / span_s)
            - ease((after - rng.uniform(0.5, 1.2)) / rng.uniform(0.35, 0.6)))


def settles(session):
    """The hand takes the limb and lays it down, then takes hold shortly before the stretch."""
    times, begin_s = session.times, session.begin_s
    on = gate(times, 0.2, 1.2, 0.3, 0.3) + gate(times, begin_s - 1.0, begin_s - 0.25, 0.3, 0.2)
    session.hand_m += 0.12 * session.reach_m * on * wander(session.rng, len(times), 1.2)


# While it is held

def drifts(angle):
    """The hold sinks and rises by about an angle in rad."""
    def motion(session):
        rng = session.rng
        size_m = session.lever_m * rng.uniform(*angle)
        course = wander(rng, len(session.times), rng.uniform(0.3, 0.7))
        session.hand_m += size_m * course * session.held(0.6, 0.4, 0.4)
    return motion


def catches(session):
    """The limb gives way to the hand only after a catch that throws it back by a quarter."""
    after = session.times - session.begin_s - 0.6 * session.span_s
    session.hand_m -= 0.25 * session.reach_m * (
        ease(after / 0.04) - ease((after - 0.12) / session.rng.uniform(0.3, 0.6)))


def pumps(session):
    """The hand goes on moving, slower than any clonus."""
    rng, times = session.rng, session.times
    hz, size = rng.uniform(1, 2.6), rng.uniform(0.1, 0.3)
    phase = 2 * np.pi * np.cumsum(hz * (1 + 0.08 * wander(rng, len(times), 0.8))) * STEP_S
    on = gate(times, session.begin_s + 0.3, session.release_s - 0.2, 0.4, 0.3)
    session.hand_m += size * session.reach_m * on * (np.sin(phase) + 0.2 * np.sin(2 * phase + 1))


# The drop test (EXAM.md)

def drops(session):
    """The forefoot is let fall onto an edge: a fall, an impact of 2 to 5.5 g, its ringing."""
    rng, times = session.rng, session.times
    landing_s, fall_s = session.begin_s - 0.01, rng.uniform(0.11, 0.15)
    falling = (times > landing_s - fall_s) & (times < landing_s)
    fall = rng.uniform(0.55, 0.9) * smoothed(falling.astype(float), 0.005)
    impact_g, impact_s = rng.uniform(2, 5.5), rng.uniform(0.012, 0.022)
    after = np.clip(times - landing_s - impact_s, 0, None)
    ring = 0.18 * np.exp(-after * rng.uniform(20, 40)) * np.sin(
        2 * np.pi * rng.uniform(15, 28) * after)
    up = np.array([0.0, 0.0, 1.0])
    blow = 0.85 * up + 0.5 * direction(rng)
    session.shake_g -= np.outer(fall, up)
    session.shake_g += np.outer(
        impact_g * (bump(times, landing_s, impact_s) + ring), blow / np.linalg.norm(blow))


FALLING = {"places": "ankle", "reach": degrees(10, 18), "span_s": (0.06, 0.1),
           "chip": {**WIDE, **at_hz(200, 208, 400)}}
