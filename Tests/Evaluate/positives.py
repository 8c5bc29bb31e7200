"""The classes of exams with clonus, and their twins with too few beats.

Each makes one exam from a generator of random numbers.
"""

from manoeuvres import (
    drop, handled, let_go, on_tremor, rocked, short, slow, staged, tried, with_shank,
)
from theories import fixed_rate, reflex
from trains import (
    alternating, between, building_up, count_between, decaying, of, paused, under_the_floor,
)
from wearing import (
    at_rate, clipped_beats, clipped_stretch, crooked, dropped, in_range, rattling, upright,
)

CLASSES = {
    "sustained": of(beats=count_between(10, 60)),
    "unsustained": of(beats=count_between(3, 9)),
    "reflex, lasting": reflex(1.8, 3.0, (2.5, 5), (0.0, 0.1)),
    "reflex, tiring": reflex(1.8, 3.0, (2, 5), (0.8, 3.0)),
    "reflex, near its threshold": reflex(0.7, 1.3, (2, 4), (0.1, 1.0)),
    "reflex, inhibited": reflex(0.1, 0.35, (9, 15), (0.1, 1.0), answers=False),
    "fixed rate": fixed_rate,
    "stretch only": of(beats=0),
    **{f"{count} beats": of(beats=count) for count in (2, 3, 4, 9, 10, 11)},
    "faint": of(beats=count_between(4, 30), amplitude=between(0.095, 0.12)),
    "under the floor": under_the_floor,
    "decaying": decaying,
    "irregular": of(beats=count_between(5, 30), variation=between(0.06, 0.12), clean=False),
    "long first interval": of(beats=count_between(4, 20), first_long=between(1.25, 1.5)),
    "slow rate": of(beats=count_between(4, 30), hz=between(3.1, 4.4), amplitude=between(0.15, 0.6)),
    "fast rate": of(beats=count_between(4, 30), hz=between(7.5, 8.9)),
    "infant": of(site="ankle", beats=count_between(4, 20), hz=between(6, 9), sustained_from=11),
    "building up": building_up,
    "alternating": alternating,
    "paused": paused,
    "late": of(beats=count_between(4, 25), late=between(0.15, 0.95), hz=between(4.7, 7.5),
               variation=between(0.01, 0.035), clean=False),
    "handled, beats": handled((4, 30)),
    "handled": handled(None),
    "rocked, beats": rocked((4, 30)),
    "rocked": rocked(None),
    "tries, beats": tried((3, 25)),
    "tries": tried(None),
    "two-stage, beats": staged((4, 25)),
    "two-stage": staged(None),
    "slow stretch, beats": slow((4, 25)),
    "slow stretch": slow(None),
    **{f"let go at {count}": let_go(count) for count in (3, 5, 9, 12)},
    "short hold": short,
    "on a tremor": on_tremor,
    "axis upright, beats": upright((3, 30)),
    "axis upright": upright(None),
    "off axis": crooked,
    "wrist": of(site="wrist", beats=count_between(3, 30)),
    "finger": of(site="finger", beats=count_between(3, 30)),
    "kneecap push, beats": of(site="knee", beats=count_between(3, 30)),
    "kneecap push": of(site="knee", beats=0),
    "jaw tap, beats": of(site="jaw", beats=count_between(3, 30)),
    "jaw tap": of(site="jaw", beats=0),
    "drop, beats": drop((3, 30)),
    "drop": drop(None),
    "shank bounces": with_shank,
    "rattling, beats": rattling((4, 30)),
    "rattling": rattling(None),
    "50 Hz": at_rate(50, (3, 30)),
    "400 Hz": at_rate(400, (3, 30)),
    "50 Hz, stretch only": at_rate(50, None),
    "+-2 g": in_range(2, (3, 30)),
    "+-16 g": in_range(16, (3, 30)),
    "clipped stretch, beats": clipped_stretch((4, 25)),
    "clipped stretch": clipped_stretch(None),
    "clipped beats": clipped_beats,
    "drop-outs, beats": dropped((4, 25)),
    "drop-outs": dropped(None),
    "long drop-outs": dropped(None, heavy=True),
}
