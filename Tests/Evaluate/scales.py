"""How an exam ended, the scales and the words of quality against the truth, where that is sharp.

EXAM.md: SCATS 1 under 3 s, 2 up to 10 s, 3 above; Tardieu 3 under 10 s, 4 above; a train of which the
release came within the end gap of its last beat ended by neither alone. A word of quality has no sharp
truth: it is counted in the classes that are made for it and in clean exams.
"""

import collections
import dataclasses

# So near a limit of seconds, and so near the end gap of 1 s, either answer will do.
BESIDE_S = 0.1
END_GAP_S = 1.0
SCATS_S, TARDIEU_S = (3, 10), 10

MADE_FOR = {
    "clipped": ("clipped beats", "third: clipped beats"),
    "gaps": ("drop-outs, beats", "long drop-outs", "third: drop-outs, beats"),
    "slow_stretch": ("slow stretch, beats", "third: slow stretch, beats"),
    "rhythm_at_rest": ("on a tremor", "second: on a rest tremor", "third: on a tremor"),
    "loose_strap": ("rattling, beats", "third: rattling, beats"),
    "faint": ("under the floor",),
    "late_onset": ("late", "second: late", "third: late"),
    "angle_unknown": ("axis upright, beats", "second: axis upright", "third: axis upright, beats"),
    "resumed": ("paused", "third: short pause"),
}


@dataclasses.dataclass
class Scales:
    """Whether each is right; None where the truth is not sharp."""

    ended: bool | None = None
    scats: bool | None = None
    tardieu: bool | None = None


def scales(family, exam, answer):
    """Of an exam with clonus in which it was seen; a slow stretch has no Tardieu."""
    beats = exam.truth.beats
    result = Scales()
    sharp = exam.truth.positive and exam.truth.sharp
    if exam.protocol != "stretch" or not sharp or not answer["beats"]:
        return result
    if exam.release is not None:
        still_held = exam.release - beats[-1]
        if still_held > END_GAP_S + BESIDE_S:
            result.ended = answer["ended"] == "itself"
        elif still_held < 1.5 * (beats[-1] - beats[-2]):
            # Let go while the limb beat.
            result.ended = answer["ended"] == "release"
    seconds = beats[-1] - beats[0]
    if exam.site == "ankle" and exam.rule == "adult":
        if all(abs(seconds - limit) > BESIDE_S for limit in SCATS_S):
            result.scats = answer["scats"] == 1 + sum(seconds > limit for limit in SCATS_S)
        if abs(seconds - TARDIEU_S) > BESIDE_S and "slow stretch" not in family:
            result.tardieu = answer["tardieu"] == (4 if seconds > TARDIEU_S else 3)
    return result


def quality(scores):
    """Lines: how often a word was given in the classes made for it, and in clean exams."""
    clean = [s for s in scores if s.clean]
    lines = [("quality", "due", "given", "clean", "given")]
    for word, families in MADE_FOR.items():
        due = [s for s in scores if s.family in families]
        if due:
            lines.append((
                word, str(len(due)), str(sum(word in s.quality for s in due)), str(len(clean)),
                str(sum(word in s.quality for s in clean))))
    others = collections.Counter(
        word for s in clean for word in s.quality if word not in MADE_FOR and word != "ok")
    lines += [(word, "-", "-", str(len(clean)), str(n)) for word, n in sorted(others.items())]
    return lines
