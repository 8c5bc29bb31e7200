"""One exam as it happens: rest, attempts, the stretch, its hold, the release."""

import numpy as np
from scipy.signal import sosfiltfilt

from truth import Exam

from . import sensor
from .chip import Chip
from .courses import BAND, FINE_HZ, STEP_S, ease, followed, gate, path_m, push_g, span
from .drawing import ANYWHERE, drawn, log_uniform
from .forms import FORMS
from .sites import SITES
from .train import Train

# Drawn for each exam beside its site's ranges; a class may give another range of any.
RANGES = {
    "rest_s": (4.2, 6.5), "lead_s": 0, "damping": (0.5, 0.8), "tail_s": (2.6, 4.0),
    "hand_noise_g": (0.002, 0.008), "leak": (0, 0.15), "shank": 0, "rattle": 0,
}


class Session:
    """Courses in steps of 0.5 ms, to which a class adds, until `exam` straps on the sensor.

    Along the path of the sensor in m: what the hand does, how the limb follows, its beats; in g,
    what else pushes it along the path, and what shakes it in three dimensions.
    """

    def __init__(self, rng, place, *, beats=None, reflex=None, hold_s=None, let_go=False,
                 tries=0, upright=False, rule="adult", chip=None, **ranges):
        self.rng, self.place, self.site, self.rule = rng, place, SITES[place], rule
        site = {name: getattr(self.site, name)
                for name in ("hz", "lever_m", "reach", "span_s", "follow_hz")}
        self.drawn = {
            name: drawn(rng, value) for name, value in {**RANGES, **site, **ranges}.items()}
        self.lever_m, self.span_s = self.drawn["lever_m"], self.drawn["span_s"]
        self.reach_m = self.drawn["reach"] * self.lever_m
        self.upright, self.reflex = upright, reflex
        self.rest_s = self.drawn["rest_s"]
        waits = rng.uniform(2.2, 4.0, drawn(rng, tries))
        self.tries_s = self.rest_s + np.cumsum(waits) - waits
        self.begin_s = self.rest_s + waits.sum() + self.drawn["lead_s"]
        first_s = self.begin_s + max(0.075, 0.85 * self.span_s) + rng.uniform(0, 0.04)
        self.train = beats and Train(rng, beats, first_s, self.drawn["hz"])
        self.release_s = self.let_go_at(hold_s, let_go)
        self.times = np.arange(int((self.release_s + self.drawn["tail_s"]) * FINE_HZ)) * STEP_S
        self.chip = Chip.any(rng, **(chip or {}))
        self.stretched = False
        self.hand_m, self.along_g = np.zeros((2, len(self.times)))
        self.shake_g = np.zeros((len(self.times), 3))
        self.limb_m = self.beats_m = self.swings_g = None

    def let_go_at(self, hold_s, let_go):
        rng = self.rng
        if hold_s is not None:
            return self.begin_s + drawn(rng, hold_s)
        last = self.train.ends_s[-1]
        if let_go:
            return last + rng.uniform(-0.02, 0.25 * self.train.period_s)
        return max(last + rng.uniform(1.6, 3.0), self.begin_s + rng.uniform(4.0, 7.0))

    def held(self, rise_s, fall_s, after_s=0.0):
        """1 from a time after the stretch began to the release."""
        return gate(self.times, self.begin_s + after_s, self.release_s, rise_s, fall_s)

    def move(self):
        """The limb follows the hand, and beats."""
        if self.reflex:
            angle = self.reflex.answer(self.times, self.hand_m / self.lever_m, self.release_s)
            self.limb_m = angle * self.lever_m
        else:
            self.limb_m = followed(self.hand_m, self.drawn["follow_hz"], self.drawn["damping"])
        self.beats_m = self.beating() if self.train else np.zeros(len(self.times))
        return self

    def beating(self):
        """The train, of its amplitude in the band; the muscle falls silent at the release."""
        train, rng = self.train, self.rng
        course = FORMS[train.form](rng, self.times, train)
        push = sosfiltfilt(BAND, push_g(course))
        ends_s = train.ends_s + 0.15 * train.period_s
        swings = np.array([np.ptp(push[span(*cycle)]) for cycle in zip(train.starts_s, ends_s)])
        amplitude_g = drawn(rng, train.beats.amplitude_g) or log_uniform(rng, 0.25, 1.4)
        share = 2 * amplitude_g / train.beats.amplitude_is(swings)
        self.swings_g = share * swings
        return share * course * (1 - ease((self.times - self.release_s - 0.02) / 0.1))

    def exam(self, truth, **more):
        path = self.limb_m + self.beats_m
        if self.along_g.any():
            path = path + path_m(self.along_g)
        force = sensor.strapped(self, sensor.felt_g(self, path) + self.shake_g)
        rows = self.chip.sampled(self.rng, force)
        truth.beats = [self.chip.time(at) for at in truth.beats]
        more.setdefault("note", self.train.form if self.train else "")
        if self.stretched:
            more |= {"stretch": self.chip.time(self.begin_s),
                     "release": self.chip.time(self.release_s)}
        return Exam(rows, truth, site=self.place, rule=self.rule, **more)


def conducted(rng, stretch, places=ANYWHERE, add=(), **options):
    """A session at one of some places: the stretch, if any, and whatever else moves."""
    place = places if isinstance(places, str) else str(places[rng.integers(len(places))])
    session = Session(rng, place, **options)
    if stretch:
        stretch(session)
    for motion in add:
        motion(session)
    return session.move()
