"""Two theories of clonus as equations of a limb in an examiner's hand.

The delayed stretch reflex: a velocity threshold that falls with length, a saturating motoneuron
pool, a second-order twitch, depression with use (Hidler and Rymer 1999, 2000; Mirbagheri 2000).
And a generator of fixed rate that the stretch sets off (Walsh 1976; Dimitrijevic 1980).
SI units and radians; the stretch turns towards positive angles.
"""

import dataclasses
import math

import numpy as np

from physics import FINE_HZ, smoothed

STEP_S = 1 / FINE_HZ
# Where a limb hangs that nobody holds, from where it was held before the stretch.
SLACK_RAD = -0.25


@dataclasses.dataclass
class Plant:
    inertia: float = 0.015
    damping: float = 0.30
    stiffness: float = 30.0
    hand_stiffness: float = 15.0
    hand_damping: float = 0.05
    delay_s: float = 0.045
    twitch: float = 15.0  # rad/s; critically damped
    top_torque: float = 20.0

    def scaled(self, rng, spread):
        def vary(value):
            return value * rng.uniform(1 - spread, 1 + spread)
        return dataclasses.replace(
            self, **{f.name: vary(getattr(self, f.name)) for f in dataclasses.fields(self)})


# Parameters by site: frequencies are anchored in publications for ankle, knee and wrist only.
PLANTS = {
    "ankle": Plant(),
    "child": Plant(0.004, 0.10, 9, 6, 0.02, 0.032, 16, 6),
    "wrist": Plant(0.004, 0.06, 5, 4, 0.02, 0.030, 20, 5),
    "finger": Plant(4e-4, 0.006, 0.5, 0.3, 0.002, 0.035, 20, 0.5),
}


def phase_and_gain(plant, hz):
    """The open loop's phase lag beyond -180 deg in rad, and its size for a gain of 1."""
    w = 2 * math.pi * hz
    body = complex(plant.stiffness + plant.hand_stiffness - plant.inertia * w * w,
                   w * (plant.damping + plant.hand_damping))
    loop = 1j * w * np.exp(-1j * w * plant.delay_s) / (1 + 1j * w / plant.twitch) ** 2 / body
    lag = (math.pi / 2 - w * plant.delay_s - 2 * math.atan(w / plant.twitch)
           - math.atan2(body.imag, body.real))
    return lag + math.pi, abs(loop)


def balance(plant):
    """The rate in Hz at which the loop can beat, and the gain from which it does."""
    low, high = 1.0, 20.0
    for _ in range(60):
        middle = (low + high) / 2
        if phase_and_gain(plant, middle)[0] > 0:
            low = middle
        else:
            high = middle
    return low, 2 / phase_and_gain(plant, low)[1]


def reflex(rng, plant, hand, held, gain, threshold, depression, noise=0.0):
    """The angle under the reflex, for the course of the hand and whether it holds, at FINE_HZ."""
    wander = noise * np.repeat(rng.normal(size=len(hand) // 100 + 1), 100)[: len(hand)]
    wait = max(1, int(plant.delay_s * FINE_HZ))
    past = [(0.0, 0.0)] * wait
    length, pull, pull_speed, fresh = 0.0, 0.0, 0.0, 1.0
    w2 = plant.twitch**2

    def torque(index, angle, speed):
        nonlocal length, pull, pull_speed, fresh
        length += STEP_S * (angle - length) / 0.15
        then_speed, then_length = past[index % wait]
        past[index % wait] = (speed, length)
        limit = max(0.1, (threshold - then_length) / 0.1) + wander[index]
        drive = max(0.0, then_speed - limit)
        order = plant.top_torque * math.tanh(gain * drive / plant.top_torque) * fresh
        pull_speed += STEP_S * (w2 * (order - pull) - 2 * plant.twitch * pull_speed)
        pull += STEP_S * pull_speed
        fresh += STEP_S * ((1 - fresh) / 20 - depression * max(pull, 0) / plant.top_torque * fresh)
        return pull

    return move(plant, hand, held, torque)


def generator(plant, hand, held, drive):
    """The angle under a drive of the muscle in Nm that owes nothing to the limb."""
    pull, pull_speed = 0.0, 0.0

    def torque(index, angle, speed):
        nonlocal pull, pull_speed
        pull_speed += STEP_S * (
            plant.twitch**2 * (drive[index] - pull) - 2 * plant.twitch * pull_speed)
        pull += STEP_S * pull_speed
        return pull

    return move(plant, hand, held, torque)


def move(plant, hand, held, torque):
    """Integrates the limb by semi-implicit steps of 0.5 ms. Let go, it sinks to where it hangs."""
    angle, speed, course = 0.0, 0.0, []
    hand_speed = np.gradient(hand, STEP_S).tolist()
    sinks = smoothed(SLACK_RAD * (1 - held), 0.5).tolist()
    for index, (at, goes, holds) in enumerate(zip(hand.tolist(), hand_speed, held.tolist())):
        force = -plant.damping * speed - torque(index, angle, speed)
        force -= plant.stiffness * (angle - sinks[index])
        if holds:
            force += holds * (plant.hand_stiffness * (at - angle)
                              + plant.hand_damping * (goes - speed))
        speed += STEP_S * force / plant.inertia
        angle += STEP_S * speed
        course.append(angle)
    return np.array(course)
