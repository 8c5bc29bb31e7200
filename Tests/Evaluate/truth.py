"""One exam and its true answer: all that the families of generators share beside the scoring."""

import dataclasses

import numpy as np

# A beat's least swing in g, peak to peak along the beating axis (EXAM.md).
FLOOR_G = 0.16
# Beats further apart belong to different trains (EXAM.md).
END_GAP_S = 1.0
SEEN = ("unsustained", "sustained")


@dataclasses.dataclass
class Truth:
    """What a physician who reads the angle by EXAM.md says.

    `verdicts` and `reasons` are what may be answered, the best first; None is no reason. Where
    swings are so near the floor that their count is not sharp, `least_beats` and `most_beats` are
    its limits, and `verdicts` has those of all counts between.
    """

    verdicts: tuple
    reasons: tuple = (None,)
    beats: list = dataclasses.field(default_factory=list)
    clean: bool = False
    least_beats: int | None = None
    most_beats: int | None = None
    # False where the rate depends on what of a beat is timed.
    sharp_hz: bool = True

    @property
    def positive(self):
        """None where it may be either: from under three beats to three and more."""
        kinds = {verdict in SEEN for verdict in self.verdicts if verdict != "indeterminate"}
        return None if len(kinds) > 1 else kinds == {True}

    @property
    def least(self):
        return len(self.beats) if self.least_beats is None else self.least_beats

    @property
    def most(self):
        return len(self.beats) if self.most_beats is None else self.most_beats

    @property
    def sharp(self):
        return self.least == self.most == len(self.beats)

    @property
    def hz(self):
        return 1 / float(np.median(np.diff(self.beats))) if len(self.beats) > 1 else None


@dataclasses.dataclass
class Exam:
    rows: np.ndarray
    truth: Truth
    site: str = "ankle"
    protocol: str = "stretch"
    rule: str = "adult"
    stretch: float | None = None
    release: float | None = None
    note: str = ""
    # A file of someone else's motion, or of a motion that cannot be told from clonus: apart.
    apart: bool = False


def verdict_of(count, sustained_from=10):
    return "absent" if count < 3 else "sustained" if count >= sustained_from else "unsustained"


def absent(*reasons, clean=False):
    return Truth(("absent",), reasons or (None,), clean=clean)


def refused(*reasons):
    """Indeterminate with one of the reasons."""
    return Truth(("indeterminate",), reasons)


def other(*reasons):
    """Another motion: indeterminate or absent, with one of the reasons."""
    return Truth(("indeterminate", "absent"), reasons)


def found(beats, sustained_from=10, clean=False):
    """A train of three and more; of fewer an "absent"."""
    return Truth((verdict_of(len(beats), sustained_from),), (None,), list(beats), clean)
