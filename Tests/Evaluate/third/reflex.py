"""A limb that beats by a delayed stretch reflex (Hidler and Rymer 1999).

Where the limb has been stretched beyond a length the muscle answers speed and, a little, length;
its order saturates, its force lags twice by the same constant, and it tires. SI units, radians.
"""

import dataclasses
import math

import numpy as np

from .courses import FINE_HZ, smoothed

LOOP_HZ = 1000
# Of the muscle spindle: rad/s under which it is silent, rad beyond which length adds no more.
LEAST_SPEED, MOST_LENGTH = 0.15, 0.1
RECOVERY_S = 3.0
# Let go, the limb is held by what the hand still leaves it.
LET_GO = 0.25


@dataclasses.dataclass
class Reflex:
    """Inertia in kg m2, stiffness in Nm/rad, damping in Nm s/rad, torque in Nm."""

    rng: np.random.Generator
    gain: float
    tiring: float  # strength lost in a second of full force

    def __post_init__(self):
        rng = self.rng
        self.inertia, self.damping = rng.uniform(0.012, 0.03), rng.uniform(0.25, 0.5)
        self.stiffness, self.hand_stiffness = rng.uniform(18, 40), rng.uniform(10, 22)
        self.hand_damping = 0.06
        self.delay_s, self.muscle_s = int(rng.uniform(38, 62)) / 1000, rng.uniform(0.04, 0.06)
        self.gain *= rng.uniform(26, 40)
        self.most_torque = rng.uniform(8, 18)
        self.least_angle = np.radians(rng.uniform(1, 4))
        self.noise = rng.uniform(0, 0.12)

    def answer(self, times, hand_angle, release_s):
        """The course of the limb's angle under the hand's, on the same times."""
        pace = 1 / LOOP_HZ
        skip = FINE_HZ // LOOP_HZ
        hand = hand_angle[::skip]
        hand_speed = np.gradient(hand, pace).tolist()
        hand = hand.tolist()
        # Over 30 ms of this slower course.
        noise = smoothed(self.rng.standard_normal(len(hand)), 0.03 * LOOP_HZ / FINE_HZ)
        noise = (self.noise * noise / noise.std()).tolist()
        felt = [0.0] * (round(self.delay_s * LOOP_HZ) + 1)
        angle = speed = order = force = 0.0
        fresh = 1.0
        course = [0.0]
        for index in range(len(hand) - 1):
            held = 1.0 if index * pace < release_s + 0.05 else LET_GO
            drive = max(0.0, self.gain * felt[index])
            wanted = self.most_torque * math.tanh(drive / self.most_torque) * fresh
            order += pace * (wanted - order) / self.muscle_s
            force += pace * (order - force) / self.muscle_s
            torque = held * (self.hand_stiffness * (hand[index] - angle)
                             + self.hand_damping * (hand_speed[index] - speed))
            torque -= self.damping * speed + force
            # The limb hangs where three quarters of the hand's way would bring it.
            torque -= self.stiffness * (angle - 0.75 * hand[index])
            speed += pace * torque / self.inertia
            angle += pace * speed
            course.append(angle)
            beyond = angle - self.least_angle
            felt.append(speed - LEAST_SPEED + noise[index] + min(beyond, MOST_LENGTH)
                        if beyond > 0 and speed > 0.05 else 0.0)
            fresh += pace * ((1 - fresh) / RECOVERY_S
                             - self.tiring * force / self.most_torque * fresh)
        return np.interp(times, np.arange(len(course)) * pace, course)
