"""From the motion of a limb to the rows of its accelerometer: place, strap, chip."""

import numpy as np
from scipy.signal import bilinear, butter, lfilter, sosfilt

from .hinge import GRAVITY, STEP_S

CHIP_HZ, RANGE_G = 200, 8


def felt_g(limb, motion, tilt_rad, lean_rad, leak, along_g):
    """The force per mass along the limb, along its path and along its axis.

    `tilt_rad` is the axis' angle to the level, `leak` what of the path shows along the axis.
    """
    push = motion.acceleration / GRAVITY
    inwards = motion.speed**2 / GRAVITY * (0 if limb.slides else 1)
    lean = lean_rad - (0 if limb.slides else 1) * motion.angle
    level = np.cos(tilt_rad)
    soft = sosfilt(butter(1, 12, fs=1 / STEP_S, output="sos"), limb.lever_m * push)
    return np.stack([
        -limb.offset_m * push - limb.lever_m * inwards + level * np.cos(lean),
        limb.lever_m * push - limb.offset_m * inwards + level * np.sin(lean) + along_g,
        np.sin(tilt_rad) + leak * soft,
    ], 1)


def strapped(force_g, hz, damping):
    """The same after a strap of second order."""
    squared = (2 * np.pi * hz) ** 2
    over, under = bilinear(
        [squared], [1, 4 * np.pi * damping * hz, squared], 1 / STEP_S)
    return force_g[0] + lfilter(over, under, force_g - force_g[0], axis=0)


def orientation(rng):
    """A rotation of the chip, uniform over all: the Q of a Gaussian matrix."""
    turned, scale = np.linalg.qr(rng.standard_normal((3, 3)))
    turned *= np.sign(np.diag(scale))
    turned[:, 0] *= np.linalg.det(turned)
    return turned


def sampled(rng, force_g):
    """Rows of time and three axes: filtered, by a clock of its own, off, noisy, stepped."""
    steps = 4096 if rng.random() < 0.7 else 65536
    step_g = 2 * RANGE_G / steps
    hz = CHIP_HZ * (1 + rng.uniform(-0.03, 0.03))
    low = butter(2, 0.42 * CHIP_HZ, fs=1 / STEP_S, output="sos")
    force_g = sosfilt(low, force_g - force_g[0], axis=0) + force_g[0]
    fine = np.arange(len(force_g)) * STEP_S
    at = np.arange(0, fine[-1] - 0.01, 1 / hz)
    values = np.stack([np.interp(at, fine, axis) for axis in force_g.T], 1)
    values = values * (1 + rng.uniform(-0.02, 0.02, 3)) + rng.uniform(-0.05, 0.05, 3)
    values += rng.uniform(0.001, 0.004) * rng.standard_normal(values.shape)
    values = np.clip(np.round(values / step_g) * step_g, -RANGE_G, RANGE_G - step_g)
    return np.column_stack([at, values])
