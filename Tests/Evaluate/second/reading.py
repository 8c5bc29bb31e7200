"""The true answer, read from the clean motion; a range where a swing is near the floor."""

import numpy as np
from scipy.signal import sosfiltfilt

from truth import FLOOR_G, Truth, verdict_of

from .hinge import SLOW, STEP_S

# A swing within a quarter of the floor may count or not.
SURE_G, MAYBE_G = 1.25 * FLOOR_G, 0.75 * FLOOR_G
# What still swings by itself after the last beat may pass for one more.
RING_G = 0.11


def step(second):
    return max(0, int(second / STEP_S))


def returns(push_g, begin_s, end_s):
    """Times at which the acceleration is lowest after a rise of its own."""
    part = push_g[step(begin_s) : step(end_s)]
    lowest = np.flatnonzero((part[1:-1] < part[:-2]) & (part[1:-1] <= part[2:])) + 1
    top, found = 0, []
    for at in lowest:
        if at > top and part[top : at + 1].max() - part[at] > RING_G:
            found.append(begin_s + at * STEP_S)
            top = at
    return found


def beat_after(session, push_g, strike_s, next_s, interval_s):
    """The return after a burst: when the limb turns, when it is pushed back most, its swing."""
    near = next_s is not None and next_s - strike_s < 0.5
    begin = step(strike_s + 0.25 * interval_s)
    end = min(step(next_s + 0.25 * interval_s if near else strike_s + 1.2 * interval_s),
              len(push_g) - 1)
    if begin >= len(push_g) - 5:
        return None
    top = begin + int(np.argmax(push_g[begin : max(begin + 2, begin + int(0.6 * (end - begin)))]))
    low = top + int(np.argmin(push_g[top:end])) if end > top + 2 else top
    reach = step(0.3 * interval_s)
    first = max(0, low - reach)
    turn = first + int(np.argmax(session.motion.angle[first : low + reach]))
    cycle = push_g[max(0, low - step(0.75 * interval_s)) : low + step(0.4 * interval_s)]
    return turn * STEP_S, low * STEP_S, np.ptp(cycle)


def train(session, sustained_from=10, clean=False):
    """The truth of a limb that beats: counts, the turns towards the stretch, their rate."""
    push = session.limb.push_g(session.motion)
    strikes, end = sorted(session.strikes_s), session.release_s
    interval = float(np.median(np.diff(strikes))) if len(strikes) > 1 else 0.18
    beats = [beat_after(session, push, strike, later, interval)
             for strike, later in zip(strikes, [*strikes[1:], None])]
    beats = [beat for beat in beats if beat and beat[1] <= end and beat[2] >= MAYBE_G]
    last = beats[-1][1] if beats else session.begin_s + session.span_s
    # A tremor that goes on may be counted too; then neither count nor rate are sharp.
    all_g = push + sosfiltfilt(SLOW, session.along_g)
    ring = [at for at in returns(all_g, last + 0.03, end) if at > last + 0.1]
    if not beats:
        ring = ring[1:]  # the first is the stretch's own overshoot
    least = sum(swing >= SURE_G for _, _, swing in beats)
    most = len(beats) + len(ring)
    verdicts = dict.fromkeys(verdict_of(n, sustained_from) for n in range(least, most + 1))
    turns = [turn for turn, _, _ in beats]
    rates = [1 / np.median(np.diff(times)) for times in (turns, [low for _, low, _ in beats])
             if len(beats) > 1]
    return Truth(tuple(verdicts), (None,), turns, clean and least >= 3, least, most,
                 len(ring) < 3 and max(rates, default=0) - min(rates, default=0) <= 0.05)
