"""A third family of exams, conceived without sight of the detection and of the other two.

It shares with those only the records in truth.py and the scoring. Here the hand's motion, the
limb's compliance and the beats add up along the path of the sensor; beats come in eight forms and
from a delayed reflex. An exam is drawn anew until clinicians would agree on its count.
"""

from . import negatives, positives

PREFIX = "third: "
CLASSES = {PREFIX + name: make for name, make in {
    **positives.CLASSES, **negatives.CLASSES}.items()}
