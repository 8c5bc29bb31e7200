"""One exam at the bedside: what is strapped where, what moves when, what the angle says.

The course of a turning site is an angle in rad, that of a pushed site a way in m (its lever is 1).
"""

import dataclasses

import numpy as np

import physics
from physics import FINE_HZ, GRAVITY
from truth import END_GAP_S, FLOOR_G, Exam


@dataclasses.dataclass
class Site:
    name: str
    lever: tuple
    hz: tuple
    turns: bool = True


SITES = {
    "ankle": Site("ankle", (0.08, 0.14), (4.5, 7.5)),
    "wrist": Site("wrist", (0.05, 0.10), (4.5, 8.0)),
    "finger": Site("finger", (0.03, 0.06), (5.0, 8.5)),
    "knee": Site("knee", (1, 1), (4.5, 8.0), turns=False),
    "jaw": Site("jaw", (1, 1), (5.0, 8.8), turns=False),
}


def fading(count, amplitude_g):
    """A train seldom ends at its full size: the last three beats are smaller, but still count."""
    sizes = np.ones(count)
    sizes[-3:] = (0.85, 0.7, 0.5)[-min(count, 3):]
    return np.maximum(sizes, min(1, 0.12 / amplitude_g))


class Bedside:
    """Courses over `seconds`, composed by the generators, then strapped to a chip by `exam`."""

    def __init__(self, rng, site="ankle", seconds=14.0):
        self.rng = rng
        self.site = SITES[site]
        self.lever = rng.uniform(*self.site.lever)
        self.stiff = 1 if self.site.turns else 1.6
        # Never quite along gravity unless a generator wants it; every orientation of the chip.
        self.tilt = np.arcsin(rng.uniform(-0.85, 0.85))
        self.lean = rng.uniform(-np.pi, np.pi)
        self.mount = physics.any_turn(rng)
        self.off_axis = (rng.uniform(0, 0.12), rng.uniform(0, 0.004))
        self.loose = None
        self.begun = self.released = None
        self.beats = []
        self.rest = rng.uniform(3.2, 4.5)
        self.chip = self.draw_chip()
        self.resize(seconds)

    def resize(self, seconds):
        self.times = np.arange(int(seconds * FINE_HZ)) / FINE_HZ
        self.course = np.zeros(len(self.times))  # the stretch and what the limb answers
        self.handled = np.zeros(len(self.times))  # what others do to the angle
        self.shake = np.zeros((len(self.times), 3))  # what moves the whole limb, in g

    def draw_chip(self):
        rng = self.rng
        nominal = rng.choice([50, 100, 104, 200, 200, 200, 208, 400])
        return {
            "part": str(rng.choice(["lis3dh", "adxl345", "lsm6dso"])),
            "range_g": int(rng.choice([2, 4, 8, 8, 16])),
            "hz": nominal * (1 + rng.uniform(-0.05, 0.05)),
            "noise_g": rng.uniform(0.0008, 0.004), "gain": 1.0, "lost": [],
        }

    # What is done to the limb

    def brisk(self):
        """Size and time of a brisk stretch: 250 to 700 deg/s at its fastest (clinical.md 1.8)."""
        rng = self.rng
        if not self.site.turns:
            if self.site.name == "knee":
                return rng.uniform(0.008, 0.018), rng.uniform(0.04, 0.09)
            return rng.uniform(0.004, 0.008), rng.uniform(0.03, 0.06)
        while True:
            size, span = rng.uniform(15, 40), rng.uniform(0.05, 0.15)
            if 250 <= 1.875 * size / span <= 700:
                return np.radians(size), span

    def stretch(self, hold, size=None, span=None, at=None, ring=None, stages=None):
        """A stretch at the end of the rest, held for `hold`. Returns when the limb is furthest."""
        rng = self.rng
        drawn_size, drawn_span = self.brisk()
        size, span = size or drawn_size, span or drawn_span
        self.size, self.span = size, span
        self.begun = at if at is not None else self.rest
        self.released = self.begun + hold
        natural, damping = ring or (self.stiff * rng.uniform(8, 12), rng.uniform(0.45, 0.8))
        drive = np.zeros(len(self.times))
        for share, delay in stages or [(1, 0)]:
            drive += share * physics.minimum_jerk((self.times - self.begun - delay) / span)
        back = rng.uniform(0.12, 0.3)
        drive *= 1 - physics.minimum_jerk((self.times - self.released) / back)
        # Past the end of the file the hand has let go in any case.
        move = size * physics.compliant(np.append(drive, 0.0), natural, damping)[:-1]
        self.course += move
        last = max(delay for _, delay in stages or [(1, 0)])
        near = (self.times > self.begun + last) & (self.times < self.begun + last + span + 0.12)
        return float(self.times[near][np.argmax(move[near])])

    def strikes(self, first, count, hz, variation=0.03, first_long=1.1):
        """Times of beats: the first interval is longer, the fourth has the rate (Boyraz 2015)."""
        beats = [first]
        for index in range(count - 1):
            longer = 1 + (first_long - 1) * (1 - index / 3 if index < 3 else 0)
            step = longer / hz * (1 + variation * self.rng.normal())
            beats.append(beats[-1] + max(step, 0.6 / hz))
        return beats

    def beat(self, strikes, amplitude_g, hz, sizes=None, before=None):
        """The limb beats: from the stretched place into the muscle's pull and back at each strike.

        `sizes` scales each beat, else the last three fade; `before` is when the first pull
        begins. A beat after the hand lets go is none.
        """
        rng = self.rng
        count = len(strikes)
        sizes = fading(count, amplitude_g) if sizes is None else np.asarray(sizes, float)
        begin = before if before is not None else strikes[0] - rng.uniform(0.95, 1.1) / hz
        edges = np.concatenate([[begin], strikes])
        pull = rng.uniform(0.42, 0.5)  # the plantarflexion's share of the period (Uysal 2011)
        knots, phases, depths = [edges[0]], [0.0], []
        for index in range(count):
            knots += [edges[index] + pull * (edges[index + 1] - edges[index]), edges[index + 1]]
            phases += [np.pi * (2 * index + 1), np.pi * (2 * index + 2)]
            depths.append(knots[-2])
        phase = physics.smoothed(np.interp(self.times, knots, phases), 0.05)
        phase += rng.uniform(-0.15, 0.15) * np.sin(phase)
        depth = physics.smoothed(np.interp(self.times, depths, sizes), 0.06)
        full = 2 * amplitude_g * GRAVITY / (self.lever * (2 * np.pi * hz) ** 2)
        pulls = -full * depth * (1 - np.cos(phase)) / 2
        if self.released is not None:
            pulls *= 1 - physics.minimum_jerk((self.times - self.released) / 0.12)
        # The muscle pulls at a limb with inertia: it follows a little late, and settles by itself.
        natural, damping = self.stiff * rng.uniform(8, 12), rng.uniform(0.45, 0.7)
        gain, lag = physics.following(hz, natural, damping)
        course = physics.compliant(pulls / gain, natural, damping)
        self.course += course
        self.read(course, edges + lag)

    def read(self, course, edges):
        """Adds the beats whose swing counts, at their turns; none once the hand lets go."""
        pull = self.lever * physics.rate_of_change(physics.rate_of_change(course)) / GRAVITY
        if self.site.turns:
            pull = pull + np.cos(self.tilt) * np.cos(self.lean) * course
        last = self.released if self.released is not None else self.times[-1]
        for index in range(1, len(edges)):
            period = edges[index] - edges[index - 1]
            if index > 1:
                period = min(period, 2 * (edges[index - 1] - edges[index - 2]))
            near = self.span_of(edges[index] - 0.3 * period, edges[index] + 0.3 * period)
            cycle = self.span_of(edges[index] - period, edges[index] + 0.3 * period)
            if near.stop <= near.start + 2:
                continue
            turn = self.turn_in(near, course)
            if turn < last and np.ptp(pull[cycle]) >= FLOOR_G:
                self.beats.append(float(turn))

    def turn_in(self, near, course):
        """The limb's turning point; where a larger movement carries it along, its own."""
        for way in (self.course[near], course[near]):
            peak = int(np.argmax(way))
            if 0 < peak < len(way) - 1:
                break
        return self.times[near.start + peak]

    def span_of(self, begin, end):
        return slice(max(0, int(begin * FINE_HZ)), min(len(self.times), int(end * FINE_HZ)))

    def train(self):
        """The beats of the first train of three and more, else all before the first long pause."""
        trains = [[]]
        for beat in sorted(self.beats):
            if trains[-1] and beat - trains[-1][-1] >= END_GAP_S:
                trains.append([])
            trains[-1].append(beat)
        return next((train for train in trains if len(train) >= 3), trains[0])

    def tremble(self, amplitude_g, hz, variation, waxing=0.0, gate=1.0):
        """A tremor of the limb, of `amplitude_g` along the path, where and when `gate` says."""
        wave = physics.rhythm(self.rng, self.times, hz, variation, waxing) * gate
        self.handled += amplitude_g * GRAVITY / self.lever / (2 * np.pi * hz) ** 2 * wave

    def window(self, begin, end, edge=0.1):
        """1 between two times, with soft edges."""
        return (physics.minimum_jerk((self.times - begin) / edge)
                * (1 - physics.minimum_jerk((self.times - end) / edge)))

    def direction(self):
        vector = self.rng.normal(size=3)
        return vector / np.linalg.norm(vector)

    # What the chip gives

    def exam(self, truth, **more):
        course = self.course + self.handled
        if self.site.turns:
            force = physics.hinge_force(course, self.lever, self.tilt, self.lean)
        else:
            force = physics.slide_force(course, self.tilt, self.lean)
        share, delay = self.off_axis
        push = self.lever * physics.rate_of_change(physics.rate_of_change(course)) / GRAVITY
        force[:, 2] += share * physics.late(push, delay)
        force += self.shake
        if self.loose is not None:
            force = self.loose(self.times, force)
        rows = physics.sampled(self.rng, self.times, force @ self.mount.T, self.chip)
        more.setdefault("site", self.site.name)
        return Exam(rows, truth, stretch=self.begun, release=self.released, **more)
