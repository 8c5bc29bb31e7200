"""Recordings as text: a synthetic exam with clonus, and its parts.

The foot lies still, is turned by 20 degrees as fast as a hand can (minimum jerk: Hogan 1984), beats,
and is let go.
"""

import math

G = 9.81
REST_S, PUSH_S, ANGLE = 3.2, 0.1, math.radians(20)
ARM_M = 0.12


def minimum_jerk(part):
    part = min(max(part, 0.0), 1.0)
    return part**3 * (10 - 15 * part + 6 * part * part)


def angle(time, beats, hertz, swing, hold):
    """The foot's angle; it beats about where it is held, first back and then, at the beat, forward."""
    stretched = time - REST_S
    value = ANGLE * minimum_jerk(stretched / PUSH_S)
    cycles = (stretched - PUSH_S) * hertz
    if 0 < cycles < beats:
        # The first and the last half cycle fade, so that nothing jumps.
        fade = min(1.0, 2 * cycles, 2 * (beats - cycles))
        value -= swing / 2 * fade * math.sin(2 * math.pi * cycles)
    return value - ANGLE * minimum_jerk((stretched - hold) / 0.4)


def acceleration(time, beats, hertz=5.5, swing=math.radians(6), hold=6.0):
    """In g, along the foot, across it, and out of it."""
    step = 1e-3
    before, now, after = (
        angle(time + shift, beats, hertz, swing, hold) for shift in (-step, 0, step)
    )
    turning = (after - 2 * now + before) / step**2 * ARM_M / G
    turn_rate = (after - before) / (2 * step)
    return [
        math.sin(now + 0.4) - turn_rate**2 * ARM_M / G,
        0.02,
        math.cos(now + 0.4) + turning,
    ]


def samples(rate, beats, hertz=5.5, swing=math.radians(6), hold=6.0, noise=0.003):
    """Times in s and accelerations in g."""
    state = 12345
    for index in range(round((REST_S + hold + 2.5) * rate)):
        time = index / rate
        values = acceleration(time, beats, hertz, swing, hold)
        for axis in range(3):
            state = (state * 1103515245 + 12345) % 2**31
            values[axis] += noise * (state / 2**30 - 1)
        yield time, values


def table(rate, beats, start=0.0, end="\n", **exam):
    lines = ["time_s,x_g,y_g,z_g"]
    for time, values in samples(rate, beats, **exam):
        lines.append(",".join([f"{time + start:.5f}"] + [f"{value:.5f}" for value in values]))
    return end.join(lines) + end
