"""A second family of exams, so that the detection is not tuned to one author's picture of a limb.

It was conceived without sight of the detection or of the first family, and shares with that only
the records in truth.py and the scoring: here a hand of springs moves a limb of given rates, the
reflex is a pulse after each lengthening, and the truth is read from the acceleration, as a range
where swings are near the floor.
"""

from . import negatives, positives, spontaneous

PREFIX = "second: "
CLASSES = {PREFIX + name: make for name, make in {
    **positives.CLASSES, **negatives.CLASSES, **spontaneous.CLASSES}.items()}
