"""A limb on a hinge, moved by a hand of springs and dampers and by its own muscle.

Everything is per unit of inertia: a muscle's pull is an acceleration in rad/s2. At the kneecap,
which slides, it is in m/s2 and the lever is 1.
"""

import dataclasses

import numpy as np
from scipy.signal import butter, sosfiltfilt

STEP_S = 1e-3
GRAVITY = 9.81
# What is read of a motion, and what a beat can be made of, lies under 12 Hz.
SLOW = butter(2, 12, fs=1 / STEP_S, output="sos")


@dataclasses.dataclass(frozen=True)
class Site:
    """Ranges from which a limb and its stretch are drawn; the stretch in rad, or m if it slides."""

    lever_m: tuple
    offset_m: tuple
    stretch: tuple
    span_s: tuple
    free_hz: tuple
    slides: bool = False


def degrees(low, high):
    return np.radians(low), np.radians(high)


SITES = {
    "ankle": Site((0.10, 0.14), (0.010, 0.035), degrees(14, 24), (0.08, 0.15), (1.5, 2.6)),
    "infant": Site((0.045, 0.06), (0.005, 0.015), degrees(25, 40), (0.08, 0.13), (2, 3)),
    "wrist": Site((0.07, 0.10), (0.010, 0.020), degrees(35, 60), (0.10, 0.17), (1.5, 2.6)),
    "finger": Site((0.03, 0.055), (0.004, 0.010), degrees(35, 60), (0.08, 0.14), (2, 4)),
    "knee": Site((1, 1), (0, 0), (0.010, 0.020), (0.06, 0.11), (2, 3), slides=True),
    "jaw": Site((0.08, 0.10), (0.010, 0.020), degrees(4, 8), (0.04, 0.07), (2, 3)),
}


@dataclasses.dataclass
class Limb:
    """What swings: by itself (`free`) and in the hand (`held`), each with its damping ratio."""

    lever_m: float
    offset_m: float
    free_hz: float
    free_damping: float
    held_hz: float
    held_damping: float
    slides: bool

    @property
    def free_stiffness(self):
        return (2 * np.pi * self.free_hz) ** 2

    @property
    def held_stiffness(self):
        return (2 * np.pi * self.held_hz) ** 2

    def reach(self, angle):
        """How far the hand must go to bring the limb there against its own spring."""
        return angle * self.held_stiffness / (self.held_stiffness - self.free_stiffness)

    def push_g(self, motion):
        """The acceleration along the path, as far as a beat can be read from it."""
        return sosfiltfilt(SLOW, motion.acceleration * self.lever_m / GRAVITY)


@dataclasses.dataclass
class Motion:
    """The course of a limb; motions of one limb add up, for all but the reflex is linear."""

    angle: np.ndarray
    speed: np.ndarray
    acceleration: np.ndarray

    def plus(self, other, share=1.0):
        return Motion(self.angle + share * other.angle, self.speed + share * other.speed,
                      self.acceleration + share * other.acceleration)


def ease(share):
    """From 0 to 1 as a hand moves, without a jerk at either end."""
    share = np.clip(share, 0, 1)
    return share**3 * (10 - 15 * share + 6 * share * share)


def swing(limb, hand, grip, pull, reflex=None):
    """The motion under a hand that follows `hand` and holds with `grip` (0 to 1), and a pull.

    The reflex is told of each moment at which the muscle lengthens fastest, and adds to the pull
    that is still to come.
    """
    stiffness = limb.free_stiffness
    damping = 4 * np.pi * limb.free_damping * limb.free_hz
    hand_stiffness = limb.held_stiffness - stiffness
    hand_damping = max(0.0, 4 * np.pi * limb.held_damping * limb.held_hz - damping)
    hand_speed = np.gradient(hand, STEP_S).tolist()
    hand, grip, pull = hand.tolist(), grip.tolist(), pull.tolist()
    angle = speed = before = 0.0
    course = []
    for step, holds in enumerate(grip):
        turn = pull[step] - stiffness * angle - damping * speed
        if holds:
            turn -= holds * (hand_stiffness * (angle - hand[step])
                             + hand_damping * (speed - hand_speed[step]))
        if reflex and before > 0 >= turn:
            reflex.lengthened(step, angle, speed, pull)
        before = turn
        speed += turn * STEP_S
        angle += speed * STEP_S
        course.append((angle, speed, turn))
    return Motion(*np.array(course).T)
