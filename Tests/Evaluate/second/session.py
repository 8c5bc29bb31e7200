"""One exam as it happens: rest, a cue, the stretch, its hold, the release, other motion."""

import dataclasses

import numpy as np
from scipy.signal import butter, sosfiltfilt

from truth import Exam

from . import sensor
from .hinge import GRAVITY, SITES, STEP_S, Limb, ease, swing
from .muscle import bursts

# Drawn for each exam, beside its site's; a class may give another range of any.
RANGES = {
    "rest_s": (3.6, 6.5), "cue_s": (0.5, 2.0), "hold_s": (4.5, 8), "tail_s": (2.5, 3.5),
    "free_damping": (0.25, 0.5), "held_hz": (5, 8.5), "held_damping": (0.32, 0.6),
    "tilt_rad": (-np.radians(35), np.radians(35)), "lean_rad": (-np.pi, np.pi),
    "leak": (-0.2, 0.2), "strap_hz": (18, 40), "strap_damping": (0.25, 0.6),
}


class Session:
    """Courses in steps of 1 ms, to which a class adds, until `exam` straps on the sensor."""

    def __init__(self, rng, place="ankle", **ranges):
        self.rng, self.place, site = rng, place, dict(vars(SITES[place]))
        slides = site.pop("slides")
        self.drawn = {name: float(rng.uniform(*limits))
                      for name, limits in {**RANGES, **site, **ranges}.items()}
        self.size, self.span_s = self.drawn["stretch"], self.drawn["span_s"]
        of_limb = [field.name for field in dataclasses.fields(Limb) if field.name in self.drawn]
        self.limb = Limb(slides=slides, **{name: self.drawn[name] for name in of_limb})
        self.begin_s = self.drawn["rest_s"] + self.drawn["cue_s"]
        self.release_s = self.begin_s + self.span_s + self.drawn["hold_s"]
        self.times = np.arange(0, self.release_s + self.drawn["tail_s"], STEP_S)
        self.hand, self.grip, self.pull, self.along_g = np.zeros((4, len(self.times)))
        self.shake_g = np.zeros((len(self.times), 3))
        self.strikes_s = []
        self.motion = None

    # The hand

    def stretch(self, size=None, span_s=None):
        """The hand takes hold, stretches, holds, lets go; it trembles a little as hands do."""
        rng, times = self.rng, self.times
        size, span_s = size or self.size, span_s or self.span_s
        self.hand = self.limb.reach(size) * ease((times - self.begin_s) / span_s)
        self.hold_from(self.begin_s - 0.3, 0.25, rng.uniform(0.06, 0.15))
        there = (times > self.begin_s - 0.3) & (times < self.release_s + 0.1)
        hz = rng.uniform(7, 11)
        self.along_g += rng.uniform(0.001, 0.003) * there * self.noise(hz - 1, hz + 1)
        return self

    def hold_from(self, begin_s, rise_s, fall_s):
        taken = np.clip((self.times - begin_s) / rise_s, 0, 1)
        let_go = ease((self.times - self.release_s) / fall_s)
        self.grip = np.maximum(self.grip, taken * (1 - let_go))

    # Other motion

    def noise(self, low_hz, high_hz):
        """Gaussian noise of unit deviation in a band."""
        band = butter(2, [low_hz, high_hz], "band", fs=1 / STEP_S, output="sos")
        course = sosfiltfilt(band, self.rng.standard_normal(len(self.times)))
        return course / course.std()

    def knock(self, at_s, size_g, hz, decay_s=0.06):
        """A damped swing of the whole limb in some direction."""
        way = self.rng.standard_normal(3)
        after = np.clip(self.times - at_s, 0, None)
        ring = size_g * np.exp(-after / decay_s) * np.sin(2 * np.pi * hz * after)
        self.shake_g += np.outer(ring, way / np.linalg.norm(way))

    def oscillate(self, begin_s, end_s, hz, size_g, variation, ramp_s=0.3):
        """A rhythm along the path whose size wanders, with what gravity adds as the limb turns."""
        count = int(1.5 * (end_s - begin_s + 1) * hz) + 2
        periods = np.maximum(0.5, 1 + variation * self.rng.standard_normal(count)) / hz
        turns = begin_s + np.concatenate([[0.0], np.cumsum(periods)])
        phase = 2 * np.pi * np.interp(self.times, turns, np.arange(count + 1))
        gate = (np.clip((self.times - begin_s) / ramp_s, 0, 1)
                * np.clip((end_s - self.times) / ramp_s, 0, 1))
        slow = butter(1, 1.5, fs=1 / STEP_S, output="sos")
        wander = 1 + 3 * sosfiltfilt(slow, self.rng.standard_normal(len(self.times)))
        gravity = 1 + GRAVITY / ((2 * np.pi * hz) ** 2 * max(self.limb.lever_m, 0.05))
        self.along_g += size_g * gravity * gate * np.clip(wander, 0.4, 1.6) * np.sin(phase)

    def turn(self, at_s, angle, rise_s, stay_s, fall_s):
        """The muscle itself carries the held limb by an angle and lets it back."""
        after = self.times - at_s
        self.pull += (self.limb.held_stiffness * angle * ease(after / rise_s)
                      * (1 - ease((after - stay_s) / fall_s)))

    # The course and its file

    def move(self, reflex=None):
        self.motion = swing(self.limb, self.hand, self.grip, self.pull, reflex)
        if reflex:
            self.strikes_s = reflex.strikes_s
        return self

    def beat(self, strikes_s, hz, amplitude_g, form, sizes=None):
        """Adds a generator's train of that median amplitude; none once the hand lets go."""
        rng = self.rng
        kept = strikes_s[strikes_s < min(self.release_s, self.times[-1])]
        sizes = None if sizes is None else sizes[: len(kept)]
        pull = bursts(rng, self.times, kept, hz, form, sizes)
        train = swing(self.limb, np.zeros(len(pull)), self.grip, pull)
        push = self.limb.push_g(train)
        ends = np.append(kept[1:], kept[-1] + 1 / hz)
        swings = [np.ptp(push[int(begin / STEP_S) : int(end / STEP_S)])
                  for begin, end in zip(kept, ends) if begin + STEP_S < end < begin + 0.5]
        self.motion = self.motion.plus(train, 2 * amplitude_g / np.median(swings))
        self.strikes_s = list(kept)

    def exam(self, truth, **more):
        force = sensor.felt_g(
            self.limb, self.motion, self.drawn["tilt_rad"], self.drawn["lean_rad"],
            self.drawn["leak"], self.along_g)
        force = sensor.strapped(
            force + self.shake_g, self.drawn["strap_hz"], self.drawn["strap_damping"])
        rows = sensor.sampled(self.rng, force @ sensor.orientation(self.rng).T)
        if self.place == "infant":
            more.setdefault("rule", "infant")
        if more.get("protocol") != "spontaneous":
            more |= {"stretch": self.begin_s, "release": self.release_s}
        return Exam(rows, truth, site="ankle" if self.place == "infant" else self.place, **more)
