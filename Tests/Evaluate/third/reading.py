"""The true answer, read from the clean motion; a range where a count is not sharp."""

import numpy as np

from truth import FLOOR_G, Truth, verdict_of

from . import cycles
from .forms import COASTING

# A swing of 0.2 g counts to everyone, one under 0.13 g to nobody.
SURE_G, MAYBE_G = 0.20, 0.13
# The exam ends 20 s after the stretch (EXAM.md); who reads it may be a little off.
LIMIT_S = 20.05
# What the release does so soon after a beat may pass for another.
CUT_SHORT_S = 0.3
# A rate is sharp where what of a beat is timed changes it no more than this.
SHARP_HZ = 0.05


def counted(found, floor_g, fades):
    """Those whose swing counts; of a fading train those before the first that does not."""
    enough = found.swings_g >= floor_g
    return found.only(np.logical_and.accumulate(enough) if fades else enough)


class Reading:
    """The beats of a session by the floor, and how many they are at least and at most."""

    def __init__(self, session):
        self.session, train = session, session.train
        found = cycles.of_train(session) if train else cycles.of_reflex(session)
        self.last_s = found.turns_s[-1] if len(found) else 0.0
        fades = train.beats.fades if train else True
        self.beats = counted(found, FLOOR_G, fades)
        self.sure, self.maybe = (len(counted(found, g, fades)) for g in (SURE_G, MAYBE_G))
        limit_s = session.begin_s + LIMIT_S
        self.overlong = bool(train) and train.ends_s[-1] > limit_s
        if self.overlong:
            self.beats = self.beats.only(self.beats.turns_s < limit_s)

    @property
    def exact(self):
        """No beat is at the floor."""
        return self.sure == self.maybe

    @property
    def agreed(self):
        """Clinicians agree on the clonus, and no more than one beat is at the floor."""
        if self.sure < 3 or self.maybe - self.sure > 1:
            return False
        return self.session.train is not None or self.rates_hz()[0] > 3

    def rates_hz(self):
        """By each of what of a beat may be timed."""
        beats, train = self.beats, self.session.train
        timed = [beats.turns_s, beats.lows_s, beats.starts_s]
        if train and train.form in COASTING and len(beats) > 3:
            timed.append(beats.lows_s[:-1])
        return [float(1 / np.median(np.diff(times))) for times in timed if len(times) > 2]

    def limits(self):
        """How many beats may be counted."""
        count = len(self.beats)
        if self.overlong:
            # Which was the last before the limit depends on what of a beat is timed.
            return count - 1, count + 1
        cut_short = self.session.release_s - self.last_s < CUT_SHORT_S
        return max(0, self.sure - self.beats.last_hidden), self.maybe + int(cut_short)

    def truth(self, clean=False):
        least, most = self.limits()
        sustained_from = 11 if self.session.rule == "infant" else 10
        counts = [len(self.beats), *range(least, most + 1)]
        verdicts = dict.fromkeys(verdict_of(count, sustained_from) for count in counts)
        rates = self.rates_hz() or [0]
        return Truth(tuple(verdicts), (None,), self.beats.turns_s.tolist(), clean and least >= 3,
                     least, most, max(rates) - min(rates) <= SHARP_HZ)
