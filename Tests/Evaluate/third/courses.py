"""Courses in steps of 0.5 ms, of which an exam is put together, and filters over them."""

import numpy as np
from scipy.signal import butter, fftconvolve, lfilter, sosfiltfilt

FINE_HZ = 2000
STEP_S = 1 / FINE_HZ
GRAVITY = 9.80665
# In which a beat's swing is read (clinical.md 2.3), and over which a sum of pushes is no drift.
BAND = butter(2, [2.5, 12], "band", fs=FINE_HZ, output="sos")
DRIFT_FREE = butter(2, 0.4, "high", fs=FINE_HZ, output="sos")


def step(second):
    return max(0, int(second * FINE_HZ))


def span(begin_s, end_s):
    return slice(step(begin_s), step(end_s))


def ease(share):
    """From 0 to 1 as a hand moves: the minimum of jerk (Flash and Hogan 1985)."""
    share = np.clip(share, 0, 1)
    return share**3 * (10 - 15 * share + 6 * share * share)


def bump(times, begin_s, span_s):
    """A half sine of height 1."""
    share = np.clip((times - begin_s) / span_s, 0, 1)
    return np.sin(np.pi * share)


def jolt(times, begin_s, span_s):
    """A whole sine of height 1, which leaves no speed."""
    share = np.clip((times - begin_s) / span_s, 0, 1)
    return np.sin(2 * np.pi * share)


def gate(times, begin_s, end_s, rise_s=0.15, fall_s=0.15):
    """1 between two times, with soft edges about them."""
    return (ease((times - begin_s) / rise_s + 0.5)
            * (1 - ease((times - end_s) / fall_s + 0.5)))


def smoothed(course, sigma_s):
    """Convolved with a Gaussian; mirrored beyond its ends."""
    sigma = sigma_s * FINE_HZ
    reach = int(4 * sigma + 0.5)
    window = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    padded = np.pad(course, reach, "symmetric")
    return fftconvolve(padded, window / window.sum(), "valid")


def followed(course, hz, damping):
    """What a mass on a spring makes of it, along the first axis: a low pass of second order."""
    w, k = 2 * np.pi * hz, 2 * FINE_HZ
    first = k * k + 2 * damping * w * k + w * w
    over = np.array([w * w, 2 * w * w, w * w]) / first
    under = [1, (2 * w * w - 2 * k * k) / first, (k * k - 2 * damping * w * k + w * w) / first]
    return lfilter(over, under, course - course[0], axis=0) + course[0]


def push_g(path_m):
    return np.gradient(np.gradient(path_m, STEP_S), STEP_S) / GRAVITY


def path_m(course_g):
    """The way along which an acceleration carries that has no drift."""
    speed = sosfiltfilt(DRIFT_FREE, np.cumsum(course_g * GRAVITY) * STEP_S)
    return sosfiltfilt(DRIFT_FREE, np.cumsum(speed) * STEP_S)


def late(course, delay_s):
    return np.roll(course, int(delay_s * FINE_HZ))


def band_noise(rng, count, low_hz, high_hz):
    """Gaussian noise of unit deviation in a band."""
    band = butter(2, [low_hz, high_hz], "band", fs=FINE_HZ, output="sos")
    noise = sosfiltfilt(band, rng.standard_normal(count + 4000))[2000 : 2000 + count]
    return noise / noise.std()


def wander(rng, count, hz):
    """A slow irregular course about 0, hardly ever beyond 1, up to about a rate."""
    knots = rng.standard_normal(int(count * STEP_S * hz * 4) + 6)
    at = np.arange(count) * STEP_S
    return smoothed(np.interp(at, np.arange(len(knots)) / (hz * 4), knots), 1 / (10 * hz))
