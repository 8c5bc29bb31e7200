"""Limbs that beat after a stretch: plain ones, and each with something that makes it harder."""

import dataclasses

import numpy as np

from . import hand, jerks, rhythms
from .chip import TWO_G, at_hz, drop_outs, wrong_rate
from .drawing import ANYWHERE, TURNING, degrees, drawn, one_of, some
from .forms import FORMS
from .reading import Reading
from .reflex import Reflex
from .session import conducted
from .train import Beats, alternating, building, fading, of_first

# So often an exam is drawn until its count is clear.
DRAWS = 12
OF_BEATS = [field.name for field in dataclasses.fields(Beats)]


def clear(draw, wanted="agreed", clean=False):
    """Exams of sessions on whose count clinicians would agree."""
    def make(rng):
        for _ in range(DRAWS):
            reading = Reading(session := draw(rng))
            if getattr(reading, wanted):
                break
        return session.exam(reading.truth(clean))
    return make


def beats(rng, count, places=ANYWHERE, stretch=hand.brisk, add=(), **options):
    """A session with a train, of which some of the options are."""
    of_beats = {name: options.pop(name) for name in OF_BEATS if name in options}
    train = Beats(drawn(rng, count), **of_beats)
    return conducted(rng, stretch, places, add, beats=train, **options)


def beating(count=some(4, 30), **options):
    return lambda rng: beats(rng, count, **options)


# By the reflex

def reflex(gain, tiring, hold_s):
    def draw(rng):
        loop = Reflex(rng, rng.uniform(*gain), rng.uniform(*tiring))
        return conducted(rng, hand.brisk, "ankle", reflex=loop, hold_s=hold_s)
    return draw


# Trains of a course of their own

def decaying(rng):
    """Each beat smaller by the same part, down to a swing of 0.2 to 0.3 g."""
    count, amplitude_g = int(rng.integers(5, 16)), rng.uniform(0.4, 1.2)
    share = (rng.uniform(0.2, 0.3) / (2 * amplitude_g)) ** (1 / (count - 1))
    return beats(rng, count, amplitude_g=amplitude_g, spread=0.03, sizes=fading(share),
                 amplitude_is=of_first, fades=True)


def paused(pause_s, least, before_end):
    """The limb pauses after some beats, and beats again."""
    def draw(rng):
        count = int(rng.integers(least + 4, 24))
        return beats(rng, count, pause_after=int(rng.integers(least, count - before_end)),
                     pause_s=pause_s, variation=0.03, hz=(5.2, 7.5))
    return draw


def lasting(seconds, hz):
    def draw(rng):
        rate = rng.uniform(*hz)
        return beats(rng, int(rate * rng.uniform(*seconds)), "ankle", variation=0.03, hz=rate)
    return draw


def on_tremor(rng):
    """Clonus of four to nine times a tremor that is there all the time."""
    size_g = rng.uniform(0.04, 0.09)
    return beats(rng, some(6, 30), TURNING, amplitude_g=size_g * rng.uniform(4, 9), hz=(5.2, 7.5),
                 add=[rhythms.trembles((4, 6), (size_g, size_g))])


# In which a verdict is due.
PLAIN = {
    **{f"plain, {form}": beating(some(4, 40), form=form) for form in FORMS},
    "reflex, lasting": reflex((1.1, 1.8), (0, 0.05), (3, 13)),
    "wrist": beating(some(3, 40), places="wrist"),
    "finger": beating(some(3, 40), places="finger"),
    "kneecap push, beats": beating(some(3, 40), places="knee"),
    "jaw tap, beats": beating(some(3, 40), places="jaw", stretch=hand.tapped_or_not),
}
HARDER = {
    "reflex, tiring": reflex((1, 1.5), (0.5, 2.5), (6, 12)),
    "drop, beats": beating(
        some(3, 40), amplitude_g=(0.25, 1.2), shank=(0.2, 0.6), add=[hand.drops], **hand.FALLING),
    "faint": beating(
        amplitude_g=(0.10, 0.13), spread=0.03, hand_noise_g=(0.001, 0.004),
        form=one_of("bursts", "sine", "skewed", "relaxation", "triangles")),
    "decaying": decaying,
    "three beats": beating(3, hold_s=(3.5, 6)),
    "irregular": beating(some(6, 30), variation=(0.08, 0.12), spread=0.15),
    "long first interval": beating(first_long=(1.35, 1.8), late_s=(0, 0.08)),
    "handled, beats": beating(
        some(3, 30), places=TURNING, rest_s=(5.5, 7),
        add=[hand.drifts(degrees(1, 3)), hand.settles]),
    "let go": beating(one_of(3, 5, 9, 12), let_go=True),
    "short pause": paused((0.3, 0.62), 3, 2),
    "long pause": paused((1.15, 1.8), 4, 3),
    "building up": beating(
        some(7, 30), sizes=building, amplitude_is=np.max, amplitude_g=(0.35, 1.2)),
    "late": beating(some(5, 25), late_s=(0.3, 1.1), hz=(5, 7.5), variation=(0.01, 0.04),
                    spread=0.08),
    "alternating": beating(some(6, 30), sizes=alternating, amplitude_is=np.max,
                           amplitude_g=(0.4, 1.2), variation=0.03, spread=0.04),
    "on a tremor": on_tremor,
    "held by a trembling hand": beating(
        some(4, 25), places=TURNING, amplitude_g=(0.3, 1.0),
        add=[rhythms.trembles((8, 11), (0.015, 0.04), rhythms.while_held)]),
    "rocked, beats": beating(places=TURNING, lead_s=(1.8, 3.5), add=[hand.rocks]),
    "tries, beats": beating(places=TURNING, tries=one_of(1, 2), add=[hand.tries]),
    "restless before, beats": beating(
        places=TURNING, rest_s=(5, 9),
        add=[jerks.kicks((0.7, 1.2), (0.1, 0.4), (0.2, 0.5), jerks.before_stretch)]),
    "two-stage, beats": beating(places=TURNING, stretch=hand.staged),
    "slow stretch, beats": beating(some(6, 30), places="ankle", span_s=(0.3, 0.6)),
    "axis upright, beats": beating(places=TURNING, upright=True),
    "shank bounces": beating(some(5, 40), places="ankle", shank=(0.4, 1.0)),
    "off axis": beating(places=TURNING, leak=(0.2, 0.3)),
    "rattling, beats": beating(places=TURNING, rattle=(0.3, 0.8), amplitude_g=(0.3, 1.2)),
    "drop-outs, beats": beating(some(5, 30), add=[drop_outs(5, (0.008, 0.04))]),
    "clipped stretch, beats": beating(
        places="ankle", chip=TWO_G, reach=degrees(22, 30), span_s=(0.04, 0.055),
        amplitude_g=(0.2, 0.5)),
    "clipped beats": beating(some(5, 30), places="ankle", chip=TWO_G, amplitude_g=(1.6, 2.6)),
    "50 Hz": beating(chip={"hz": 50}),
    "jittering times": beating(chip={"jitters": True, **at_hz(100, 200, 400)}),
    "wrong rate": beating(chip={"error": wrong_rate, "wrong_clock": one_of(True, False)}),
    "+-16 g": beating(chip={"range_g": 16}, amplitude_g=(0.15, 0.6)),
    "infant": beating(
        lambda rng: int(rng.integers(4, 22)), places="ankle", rule="infant", hz=(6, 8.6),
        reach=degrees(20, 35), span_s=(0.05, 0.1), amplitude_g=(0.15, 0.5)),
    "slow rate": beating(
        some(5, 25), places=("ankle", "knee"), hz=(3.2, 4.4), variation=(0.01, 0.04)),
    "long train": lasting((11, 16), (5, 7)),
    "over 20 s": lasting((22, 25), (4.8, 6.8)),
}
CLASSES = {
    **{name: clear(draw, clean=True) for name, draw in PLAIN.items()},
    **{name: clear(draw) for name, draw in HARDER.items()},
    "counts at the limits": clear(
        beating(one_of(2, 3, 4, 9, 10, 11), spread=0.06, amplitude_g=(0.25, 1.0)), "exact"),
}
