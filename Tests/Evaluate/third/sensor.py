"""From the motion of a limb to the force on its accelerometer: place, skin, strap."""

import numpy as np

from .courses import (
    GRAVITY, STEP_S, band_noise, followed, gate, late, push_g, smoothed, wander,
)
from .drawing import across, direction, orientation

UP = np.array([0.0, 0.0, 1.0])


def axis_of(rng, upright):
    """The hinge's axis: upright within 8 deg, else level within 25 deg."""
    if upright:
        axis = UP + np.tan(np.radians(rng.uniform(0, 8))) * across(rng, UP)
        return axis / np.linalg.norm(axis)
    rise, around = np.radians(rng.uniform(-25, 25)), rng.uniform(0, 2 * np.pi)
    return np.array(
        [np.cos(rise) * np.cos(around), np.cos(rise) * np.sin(around), np.sin(rise)])


def felt_g(session, path_m):
    """The force per mass where the sensor sits, in the axes of the limb before it turned."""
    rng, push = session.rng, push_g(path_m)
    axis = axis_of(rng, session.upright)
    outward = across(rng, axis)
    tangent = np.cross(axis, outward)
    force = np.outer(push, tangent)
    if session.site.slides:
        force += UP
    else:
        angle = path_m / session.lever_m
        speed = np.gradient(angle, STEP_S)
        force -= np.outer(speed**2 * session.lever_m / GRAVITY, outward)
        force += turned(UP, axis, -angle)
    # What of the motion goes another way: a joint is no hinge, and the whole shank may go along.
    aside = across(rng, tangent)
    force += np.outer(session.drawn["leak"] * late(push, rng.uniform(0, 0.004)), aside)
    if session.drawn["shank"]:
        force += np.outer(session.drawn["shank"] * late(push, 0.006), direction(rng))
    return force + background_g(session)


def turned(vector, axis, angles):
    """A vector after turns about an axis (Rodrigues)."""
    share = 1 - np.cos(angles)
    return (np.outer(np.cos(angles), vector) + np.outer(np.sin(angles), np.cross(axis, vector))
            + np.outer(share * np.dot(axis, vector), axis))


def background_g(session):
    """Breath, heart, and the holding hand's unrest, little of which is there before the hand."""
    rng, times = session.rng, session.times
    breath = rng.uniform(0.0005, 0.002) * np.sin(2 * np.pi * rng.uniform(0.2, 0.3) * times)
    beat = np.abs(times * rng.uniform(0.9, 1.6) % 1 - 0.1) < 0.03
    heart = smoothed(beat * rng.uniform(0.001, 0.004), 0.01)
    force = np.outer(breath + heart, direction(rng))
    near = gate(times, session.begin_s - 0.8, session.release_s + 0.3, 0.4, 0.4)
    size_g, count = session.drawn["hand_noise_g"], len(times)
    shiver = (0.15 + 0.85 * near) * band_noise(rng, count, 5, 12)
    sway = (0.1 + 0.9 * near) * 2 * wander(rng, count, 1)
    return force + size_g * (
        np.outer(shiver, direction(rng)) + np.outer(sway, direction(rng)))


def strapped(session, force):
    """The same through the strap, if it is loose, and the skin, as a chip turned anyhow has it."""
    rng = session.rng
    if session.drawn["rattle"]:
        force = rattling(rng, force, session.drawn["rattle"])
    force = followed(force, rng.uniform(22, 60), rng.uniform(0.35, 0.8))
    force = force @ orientation(rng).T
    return force * (1 + rng.uniform(-0.03, 0.03, 3)) + rng.uniform(-0.03, 0.03, 3)


def rattling(rng, force, size):
    """A loose strap: a spring that hardly damps, and noise with every quick change."""
    slow = np.stack([smoothed(axis, 0.05) for axis in force.T], 1)
    quick, hz = force - slow, rng.uniform(16, 40)
    ring = followed(quick, hz, rng.uniform(0.03, 0.08)) - followed(quick, hz, 0.7)
    noise = np.stack([band_noise(rng, len(force), 18, 60) for _ in range(3)], 1)
    return force + size * (ring + 0.25 * np.linalg.norm(quick, axis=1)[:, None] * noise)
