"""The cycles of a limb that beats: when its bursts began, it turned, and was pushed back most."""

import dataclasses

import numpy as np
from scipy.signal import sosfiltfilt

from truth import END_GAP_S

from .courses import BAND, push_g, smoothed, span, step
from .forms import COASTING

# The way, as a part of a beat's usual one, that makes a turning point of one's own.
FIRST_TURN, LAST_TURN = 0.15, 0.03
# The same of a reflex, in m.
LEAST_WAY_M = 0.00015


@dataclasses.dataclass
class Cycles:
    """A reflex has no bursts of known times: its turns stand for them."""

    starts_s: np.ndarray
    turns_s: np.ndarray
    lows_s: np.ndarray
    swings_g: np.ndarray
    # The last beat may be no more than the limb's coasting back.
    last_hidden: bool

    def __len__(self):
        return len(self.turns_s)

    def only(self, which):
        return Cycles(self.starts_s[which], self.turns_s[which], self.lows_s[which],
                      self.swings_g[which], self.last_hidden)


def turns_of(session):
    """The limb's turns towards the stretch in its beats alone.

    Where no burst follows at once the limb comes to rest, and turns nowhere: its beat ends as long
    after the next burst was due as the others turn after theirs.
    """
    train, turns = session.train, []
    for start, end in zip(train.starts_s, train.ends_s):
        near = span(start + 0.35 * train.period_s, end + 0.35 * train.period_s)
        turns.append(session.times[near][np.argmax(session.beats_m[near])])
    lags, rests = np.array(turns) - train.ends_s, np.zeros(len(turns), bool)
    rests[[-1, *([train.pause_after - 1] if train.pause_after else [])]] = True
    lags[rests] = np.median(lags[~rests])
    return train.ends_s + lags


def of_train(session):
    train, period_s, turns = session.train, session.train.period_s, turns_of(session)
    path = smoothed(session.limb_m + session.beats_m, 0.004)
    usual_m = np.median([np.ptp(session.beats_m[span(*cycle)])
                         for cycle in zip(train.starts_s, train.ends_s)])
    cycles = Cycles(train.starts_s, turns, lows(session, turns, period_s), session.swings_g,
                    train.form in COASTING and last_hidden(train, path, usual_m))
    # A pause beyond the end gap begins another train.
    if train.pause_s > END_GAP_S:
        cycles = cycles.only(slice(train.pause_after))
    return cycles.only(slice(1 if first_hidden(session, path, usual_m) else 0, None))


def first_hidden(session, path, usual_m):
    """The first beat is but a shoulder: no trough and return between overshoot and second burst."""
    train = session.train
    begin = step(session.begin_s + 0.4 * session.span_s)
    top = begin + int(np.argmax(path[begin : step(train.starts_s[0] + 0.55 * train.period_s)]))
    part = path[top : step(train.ends_s[0] + 0.2 * train.period_s)]
    low = int(np.argmin(part))
    return min(part[0], part[low:].max()) - part[low] < FIRST_TURN * usual_m


def last_hidden(train, path, usual_m):
    """After the last burst the limb comes back to where it stays, without turning."""
    part = path[span(train.starts_s[-1] + 0.3 * train.period_s,
                     train.ends_s[-1] + 0.6 * train.period_s)]
    low = int(np.argmin(part))
    turn = low + int(np.argmax(part[low:]))
    return bool(turn >= len(part) - 2 or part[turn] - part[-1] < LAST_TURN * usual_m)


def of_reflex(session):
    """The limb's turns in the hold; the first is the stretch's own overshoot."""
    path = smoothed(session.limb_m, 0.003)
    peaks = np.flatnonzero((path[1:-1] > path[:-2]) & (path[1:-1] >= path[2:])) + 1
    times = session.times[peaks]
    peaks = peaks[(times > session.begin_s + 0.05) & (times < session.release_s + 0.01)]
    push = sosfiltfilt(BAND, push_g(session.limb_m))
    pairs = [(top, turn) for top, turn in zip(peaks, peaks[1:])
             if path[top] - path[top:turn].min() > LEAST_WAY_M]
    turns = session.times[np.array([turn for _, turn in pairs], int)]
    swings = np.array([np.ptp(push[top : turn + 1]) for top, turn in pairs])
    return Cycles(turns, turns, lows(session, turns, 1 / session.drawn["hz"]), swings, False)


def lows(session, turns_s, period_s):
    """When the limb is pushed back most, near each turn."""
    push = sosfiltfilt(BAND, push_g(session.limb_m + session.beats_m))
    found = []
    for turn in turns_s:
        near = span(turn - 0.3 * period_s, turn + 0.3 * period_s)
        found.append(session.times[near][np.argmin(push[near])])
    return np.array(found)
