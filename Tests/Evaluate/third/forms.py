"""The course of beats by eight ideas of what drives them; none is measured.

Each gives the way of a limb against the stretch, negative, for cycles of given times and sizes;
its scale is of no meaning. In the first three a muscle's force moves a limb that swings by itself,
in the others the limb's own course is drawn. An ankle goes for 45 % of a cycle with the muscle and
for 55 % back (Boyraz 2015).
"""

import numpy as np

from .courses import bump, ease, followed, smoothed, step


def bursts(share, hz_by_rate):
    """A half sine of force for part of the period."""
    def course(rng, times, train):
        span_s = rng.uniform(*share) * train.period_s
        force = np.zeros(len(times))
        for start_s, size in zip(train.starts_s, train.sizes):
            force -= size * bump(times, start_s, span_s)
        return followed(force, rng.uniform(*hz_by_rate) / train.period_s, rng.uniform(0.4, 0.65))
    return course


def twitches(rng, times, train):
    """The twitch of a muscle rises and falls with one constant, as if critically damped."""
    rise_s = rng.uniform(0.022, 0.036) * min(1, 6 * train.period_s)
    force = np.zeros(len(times))
    for start_s, size in zip(train.starts_s, train.sizes):
        share = np.clip(times - start_s, 0, None) / rise_s
        force -= size * share * np.exp(1 - share)
    return followed(force, rng.uniform(0.8, 1.3) / train.period_s, rng.uniform(0.4, 0.65))


def cycles(shape, smooth_share):
    """A limb whose own course is drawn over each cycle, rounded by part of the period."""
    def course(rng, times, train):
        forward = rng.uniform(0.40, 0.5)
        draw = shape(rng)
        way = np.zeros(len(times))
        for start_s, end_s, size in zip(train.starts_s, train.ends_s, train.sizes):
            on = slice(step(start_s), step(end_s))
            phase = (times[on] - start_s) / (end_s - start_s)
            way[on] = size * draw(phase, forward)
        return smoothed(way, smooth_share * train.period_s)
    return course


def sine(rng):
    return lambda phase, forward: -(1 - np.cos(2 * np.pi * phase)) / 2


def skewed(rng):
    """A sine whose way with the muscle is shorter than that back."""
    def draw(phase, forward):
        warped = np.where(
            phase < forward, phase / forward / 2, 0.5 + (phase - forward) / (1 - forward) / 2)
        return -(1 - np.cos(2 * np.pi * warped)) / 2
    return draw


def triangle(rng):
    return lambda phase, forward: -np.where(
        phase < forward, phase / forward, (1 - phase) / (1 - forward))


def flight(rng):
    """A kick off the hand, then a free fall back onto it."""
    def draw(phase, forward):
        return np.where(phase < 0.3, -ease(phase / 0.3), -1 + ((phase - 0.3) / 0.7) ** 2)
    return draw


def relaxation(rng):
    """A cycle of the oscillator of van der Pol, as a limit cycle is (Hidler and Rymer 2000)."""
    strength, pace = rng.uniform(0.6, 1.6), 0.002
    at, speed, course = 2.0, 0.0, []
    for _ in range(21000):  # four periods to settle, then two peaks
        speed += pace * (strength * (1 - at * at) * speed - at)
        at += pace * speed
        course.append(at)
    course = np.array(course[12000:])
    inner = course[1:-1]
    peaks = np.flatnonzero((inner > course[:-2]) & (inner >= course[2:]) & (inner > 1)) + 1
    cycle = course[peaks[0] : peaks[1] + 1]
    cycle = (cycle - cycle[0]) / (cycle[0] - cycle.min())
    cycle -= np.linspace(cycle[0], cycle[-1], len(cycle))
    return lambda phase, forward: np.interp(phase, np.linspace(0, 1, len(cycle)), cycle)


FORMS = {
    "bursts": bursts((0.28, 0.4), (0.7, 1.0)),
    "twitches": twitches,
    "sine": cycles(sine, 0.02),
    "triangles": cycles(triangle, 0.06),
    "relaxation": cycles(relaxation, 0.04),
    "skewed": cycles(skewed, 0.05),
    "flights": cycles(flight, 0.06),
    # A generator drives for half of each cycle (Walsh 1976, Dimitrijevic 1980).
    "generator": bursts((0.45, 0.55), (0.6, 0.9)),
}
# After the last burst the limb coasts back, often without a turning point of its own.
COASTING = ("bursts", "twitches", "generator")
