"""Rhythms that are no clonus: the limb's own, the hand's, the couch's. Pushes in g."""

import numpy as np

from .courses import STEP_S, band_noise, ease, push_g, smoothed, wander
from .drawing import direction, drawn

# When a limb trembles

def always(session):
    return 1.0


def while_held(session):
    return session.held(0.25, 0.15, session.span_s + 0.05)


def until_stretched(session):
    return 1 - ease((session.times - session.begin_s) / 0.2)


def some_time_after(session):
    """Later than clonus begins: the patient moves by himself."""
    begin_s = session.begin_s + session.rng.uniform(0.45, 0.9)
    return ease((session.times - begin_s) / 0.2) * (
        1 - ease((session.times - session.release_s + 0.2) / 0.3))


# Along its path

def rhythm(session, hz, size_g, unsteady=0.03, waxing=0.25, waxing_hz=0.5):
    """A rhythm of about that peak, whose rate and size wander, with some of its octave."""
    rng, count = session.rng, len(session.times)
    rate = hz * (1 + 1.4 * unsteady * np.clip(wander(rng, count, 1.5), -2, 2))
    phase = 2 * np.pi * np.cumsum(rate) * STEP_S + rng.uniform(0, 2 * np.pi)
    size = np.clip(1 + 1.4 * waxing * wander(rng, count, waxing_hz), 0.1, 2.2)
    octave = rng.uniform(0, 0.25) * np.sin(2 * phase + rng.uniform(0, 2 * np.pi))
    return size_g * size * (np.sin(phase) + octave)


def trembles(hz, size_g, when=always, **wandering):
    """`wandering`: of the rhythm's unsteadiness, numbers or ranges."""
    def motion(session):
        rng = session.rng
        wanders = {name: drawn(rng, value) for name, value in wandering.items()}
        course = rhythm(session, rng.uniform(*hz), rng.uniform(*size_g), **wanders)
        session.along_g += course * when(session)
    return motion


def hand_trembles(hz, size_g, unsteady=(0.03, 0.08), waxing=(0.2, 0.45)):
    """The tremor of a holding hand, hardly ever beyond its size."""
    def motion(session):
        rng, times = session.rng, session.times
        size = rng.uniform(*size_g)
        course = rhythm(session, rng.uniform(*hz), size, rng.uniform(*unsteady),
                        rng.uniform(*waxing), rng.uniform(0.5, 1.2))
        held = (times > session.begin_s + 0.3) & (times < session.release_s)
        course *= size / np.percentile(np.abs(course[held]), 97)
        session.along_g += course * while_held(session)
    return motion


def chews(session):
    """Half waves of 6 mm at 1 to 2 Hz, all the time."""
    rng, count = session.rng, len(session.times)
    rate = rng.uniform(1.1, 1.9) * (1 + 0.08 * wander(rng, count, 0.8))
    course = -0.006 * np.abs(np.sin(np.pi * np.cumsum(rate) * STEP_S))
    session.along_g += push_g(smoothed(course, 0.015))


# In three dimensions

def mattress(session):
    """The pump of an alternating-pressure mattress: its strokes, their octave, the mains' hum."""
    rng, times = session.rng, session.times
    hz, size_g = rng.uniform(2.5, 9), rng.uniform(0.008, 0.04)
    phase = 2 * np.pi * hz * times
    course = np.sin(phase) + 0.5 * np.sin(2 * phase + 1) + 0.3 * np.sin(2 * np.pi * 50 * times)
    session.shake_g += np.outer(size_g * course, direction(rng))


def trolley(session):
    """Wheels on a floor: broad shaking that comes and goes, twice as strong upwards."""
    rng, count = session.rng, len(session.times)
    size_g = rng.uniform(0.03, 0.15) * np.clip(1 + 0.5 * wander(rng, count, 0.6), 0.2, 2)
    for axis, share in enumerate((0.5, 0.5, 1)):
        session.shake_g[:, axis] += share * size_g * band_noise(rng, count, 4, 25)
