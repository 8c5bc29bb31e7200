"""What a strapped-on accelerometer feels of a moving limb, and what its chip makes of it.

Angles in rad, lengths in m, times in s; accelerations in g (9.80665 m/s2) once they are forces.
"""

import numpy as np

FINE_HZ = 2000
GRAVITY = 9.80665

# Steps in g of the parts' ranges: LIS3DH high resolution (12 bits), ADXL345 full resolution,
# LSM6DSO (16 bits). Datasheets: ST DocID17530, ADI ADXL345 rev. G, ST DS12140.
STEPS = {
    "lis3dh": {2: 0.001, 4: 0.002, 8: 0.004, 16: 0.012},
    "adxl345": {2: 0.0039, 4: 0.0039, 8: 0.0039, 16: 0.0039},
    "lsm6dso": {2: 61e-6, 4: 122e-6, 8: 244e-6, 16: 488e-6},
}


def minimum_jerk(share):
    """The course of a brisk movement from 0 to 1 (Flash and Hogan 1985)."""
    u = np.clip(share, 0, 1)
    return u**3 * (10 - 15 * u + 6 * u**2)


def rate_of_change(course):
    return np.gradient(course, 1 / FINE_HZ)


def smoothed(course, seconds):
    """Convolved with a Hann window of that length: force needs time to build up."""
    half = int(seconds * FINE_HZ / 2)
    window = np.hanning(2 * half + 3)[1:-1]
    padded = np.pad(course, half, "edge")
    return np.convolve(padded, window / window.sum(), "valid")


def compliant(course, natural_hz, damping):
    """The course after a limb and hand of second order. It begins and ends at rest at 0."""
    count = even_length(len(course) + 2 * FINE_HZ)
    w = 2 * np.pi * np.fft.rfftfreq(count, 1 / FINE_HZ)
    w0 = 2 * np.pi * natural_hz
    response = w0**2 / (w0**2 - w**2 + 2j * damping * w0 * w)
    return np.fft.irfft(np.fft.rfft(course, count) * response, count)[: len(course)]


def even_length(count):
    """The next power of two, for which a Fourier transform is quick."""
    return 1 << (count - 1).bit_length()


def following(hz, natural_hz, damping):
    """How large and how late (s) a second-order limb follows a rhythm."""
    ratio = hz / natural_hz
    response = 1 / (1 - ratio**2 + 2j * damping * ratio)
    return abs(response), -np.angle(response) / (2 * np.pi * hz)


def band_noise(rng, count, low_hz, high_hz):
    """Gaussian noise of unit deviation between two frequencies."""
    whole = even_length(count)
    frequency = np.fft.rfftfreq(whole, 1 / FINE_HZ)
    spectrum = np.fft.rfft(rng.normal(size=whole))
    spectrum[(frequency < low_hz) | (frequency > high_hz)] = 0
    noise = np.fft.irfft(spectrum, whole)[:count]
    return noise / max(noise.std(), 1e-12)


def rhythm(rng, times, hz, variation, waxing=0.0):
    """A sinusoid of amplitude 1 whose intervals vary (their CV) and whose size comes and goes."""
    slow = band_noise(rng, len(times), 0.05, max(0.6, hz / 3))
    phase = 2 * np.pi * np.cumsum(hz * (1 + 1.2 * variation * slow)) / FINE_HZ
    size = 1 + waxing * band_noise(rng, len(times), 0.05, 0.7)
    return np.clip(size, 0.05, 2.5) * np.sin(phase + rng.uniform(0, 2 * np.pi))


def any_turn(rng):
    """A rotation matrix, uniform over all orientations."""
    w, x, y, z = (q := rng.normal(size=4)) / np.linalg.norm(q)
    return np.array([
        [1 - 2 * (y * y + z * z), 2 * (x * y - z * w), 2 * (x * z + y * w)],
        [2 * (x * y + z * w), 1 - 2 * (x * x + z * z), 2 * (y * z - x * w)],
        [2 * (x * z - y * w), 2 * (y * z + x * w), 1 - 2 * (x * x + y * y)],
    ])


def small_turn(axis, angle):
    """Rodrigues' rotation about a unit axis."""
    x, y, z = axis
    cross = np.array([[0, -z, y], [z, 0, -x], [-y, x, 0]])
    return np.eye(3) + np.sin(angle) * cross + (1 - np.cos(angle)) * cross @ cross


def hinge_force(course, lever, tilt, lean):
    """The force per mass in g at `lever` of a hinge turned by `course`: tangent, radius, axis.

    `tilt` is the angle of the hinge's axis above the horizontal, `lean` the limb's from upright.
    """
    speed = rate_of_change(course)
    push = lever * rate_of_change(speed) / GRAVITY
    level = np.cos(tilt)
    return np.stack([
        push + level * np.sin(lean + course),
        -lever * speed**2 / GRAVITY + level * np.cos(lean + course),
        np.full(len(course), np.sin(tilt)),
    ], 1)


def slide_force(course, tilt, lean):
    """The same where the limb is pushed along itself: gravity stays where it is."""
    push = rate_of_change(rate_of_change(course)) / GRAVITY
    still = np.full(len(course), np.cos(tilt))
    return np.stack([
        push + still * np.sin(lean), still * np.cos(lean), np.full(len(course), np.sin(tilt))], 1)


def late(course, seconds):
    shift = int(round(seconds * FINE_HZ))
    return np.concatenate([np.full(shift, course[0]), course[: len(course) - shift]])


def sampled(rng, times, force, chip):
    """Rows of time and three axes as the chip gives them: band-limited, noisy, stepped, clipped."""
    hz = chip["hz"]
    count = int((times[-1] - 0.01) * hz)
    at = 0.005 + np.arange(count) / hz
    width = max(1, int(FINE_HZ / hz / 2))
    window = np.ones(2 * width + 1) / (2 * width + 1)
    axes = []
    for axis in range(3):
        even = np.convolve(np.pad(force[:, axis], width, "edge"), window, "valid")
        axes.append(np.interp(at, times, even))
    values = np.stack(axes, 1) * chip["gain"]
    values += chip["noise_g"] * rng.normal(size=values.shape)
    step = STEPS[chip["part"]][chip["range_g"]]
    top = chip["range_g"]
    values = np.clip(np.round(values / step) * step, -top, top - step)
    rows = np.column_stack([at, values])
    keep = np.ones(count, bool)
    for begin, end in chip["lost"]:
        keep &= (at < begin) | (at > end)
    return rows[keep]
