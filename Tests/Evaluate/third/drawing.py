"""What is drawn for an exam: numbers from ranges, places, directions in space."""

import numpy as np

ANYWHERE = ("ankle", "ankle", "ankle", "wrist", "finger", "knee", "jaw")
# Where the limb turns about a joint.
TURNING = ("ankle", "ankle", "wrist", "finger")


def degrees(low, high):
    return np.radians(low), np.radians(high)


def drawn(rng, value):
    """A pair is a range, a function draws by itself, all else is what it is."""
    if isinstance(value, tuple):
        return float(rng.uniform(*value))
    return value(rng) if callable(value) else value


def one_of(*values):
    return lambda rng: values[rng.integers(len(values))]


def log_uniform(rng, low, high):
    return float(np.exp(rng.uniform(np.log(low), np.log(high))))


def some(low, high):
    """A count, short trains as likely as long ones."""
    return lambda rng: int(np.round(log_uniform(rng, low, high + 0.4)))


def direction(rng):
    way = rng.standard_normal(3)
    return way / np.linalg.norm(way)


def across(rng, way):
    """A direction at right angles to a way."""
    other = np.cross(way, direction(rng))
    return other / np.linalg.norm(other)


def orientation(rng):
    """A rotation, uniform over all: that of a Gaussian quaternion."""
    w, x, y, z = (q := rng.standard_normal(4)) / np.linalg.norm(q)
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ])
