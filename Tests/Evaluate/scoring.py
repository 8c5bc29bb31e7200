"""One exam's answer against its truth, and sums of them with their uncertainty."""

import dataclasses
import math

import promptness
import scales
from truth import SEEN


@dataclasses.dataclass
class Score:
    """What is judged of one exam. None: has no meaning here."""

    family: str
    name: str
    note: str
    protocol: str
    positive: bool | None
    clean: bool
    apart: bool
    truth: str
    verdict: str
    true_reason: str | None
    reason: str | None
    agrees: bool
    right_reason: bool | None
    true_beats: int
    beats: int
    beats_within: bool | None
    hz_within: bool | None
    hz_error: float | None
    duration_error: float | None
    onset_error: float | None
    time_errors: list
    seconds: float
    episodes: int
    quality: list
    scales: scales.Scales
    beat_delays: list
    end_delay: float | None
    problem: str

    @property
    def seen(self):
        return self.verdict in SEEN

    @property
    def unclear(self):
        return self.verdict == "indeterminate"


def score(family, name, exam, answer):
    truth = exam.truth
    verdict, reason = answer["verdict"], answer["reason"]
    beats, true_beats = answer["beats"], truth.most
    seen = verdict in SEEN
    hz_error = within = hz_within = duration_error = onset_error = None
    time_errors = []
    # A train that may be either is judged where it was seen; another motion has no beats.
    judged = truth.positive or truth.positive is None and seen and truth.beats
    if judged:
        within = truth.least - beats <= max(1, 0.03 * truth.least) and \
            beats - truth.most <= max(1, 0.03 * truth.most)
    if judged and truth.sharp_hz and truth.hz:
        hz_within = False
        if answer["frequency_hz"] and beats:
            hz_error = answer["frequency_hz"] - truth.hz
            hz_within = abs(hz_error) <= (0.3 if true_beats < 5 else 0.1) + 1e-9
    if truth.positive and truth.sharp and answer["frequency_hz"] and beats:
        duration_error = answer["duration_s"] - (truth.beats[-1] - truth.beats[0])
        onset_error = answer["onset_s"] - truth.beats[0]
        found = answer["beat_times_s"]
        time_errors = [min((time - beat for time in found), key=abs) for beat in truth.beats]
    right = None
    if truth.positive is False and truth.reasons:
        right = not seen and reason in truth.reasons
    agrees = verdict in truth.verdicts
    beat_delays, end_delay = \
        promptness.delays(exam, answer) if seen and truth.positive else ([], None)
    problems = []
    if not agrees:
        problems.append(f"{verdict} ({reason}), truly {' or '.join(truth.verdicts)}")
    elif right is False:
        problems.append(f"reason {reason}, not {truth.reasons[0]}")
    if within is False:
        range_of = "" if truth.least == truth.most else f"{truth.least} to "
        problems.append(f"{beats} beats, truly {range_of}{true_beats}")
    if seen and hz_within is False:
        problems.append(f"{answer['frequency_hz']} Hz, truly {truth.hz:.2f}")
    return Score(
        family, name, exam.note, exam.protocol, truth.positive, truth.clean, exam.apart,
        truth.verdicts[0], verdict, truth.reasons[0] if truth.reasons else None, reason, agrees,
        right, true_beats, beats, within, hz_within, hz_error, duration_error, onset_error,
        time_errors, float(exam.rows[-1, 0] - exam.rows[0, 0]), len(answer["episodes"]),
        answer["quality"], scales.scales(family, exam, answer) if seen else scales.Scales(),
        beat_delays, end_delay,
        "; ".join(problems))


@dataclasses.dataclass
class Share:
    """So many of so many."""

    good: int
    all: int

    @property
    def value(self):
        return self.good / self.all if self.all else None

    def wilson(self):
        """The 95 % interval of Wilson 1927."""
        z, n, p = 1.96, self.all, self.value
        middle, half = p + z * z / 2 / n, z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
        whole = 1 + z * z / n
        return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)


def share(scores, good):
    picked = list(scores)
    return Share(sum(bool(good(s)) for s in picked), len(picked))


def middle(values):
    values = sorted(abs(v) for v in values if v is not None)
    return values[len(values) // 2] if values else None


def percentile(values, part):
    values = sorted(abs(v) for v in values)
    return values[min(len(values) - 1, int(part * len(values)))] if values else None


@dataclasses.dataclass
class Figures:
    """The figures of a set of exams. Most leave out the indeterminate, counted apart."""

    exams: int
    sensitivity: Share
    found_of_all: Share
    specificity: Share
    silent_of_all: Share
    agreement: Share
    unclear_positive: Share
    unclear_negative: Share
    unclear_clean: Share
    beats: Share
    hz: Share
    reasons: Share
    ended: Share
    scats: Share
    tardieu: Share
    beats_told: Share
    verdicts_told: Share
    duration_error: float | None
    onset_error: float | None
    time_error: float | None
    time_error_95: float | None


def of_scale(scores, name):
    """The share that is right of a scale, where its truth is sharp."""
    sharp = [s for s in scores if getattr(s.scales, name) is not None]
    return share(sharp, lambda s: getattr(s.scales, name))


def prompt(delays, limit):
    """The share of delays within a limit, of which times are rounded to 1 us."""
    return share(delays, lambda delay: delay <= limit + 2e-6)


def figures(scores):
    positive = [s for s in scores if s.positive]
    negative = [s for s in scores if s.positive is False]
    either = [s for s in scores if s.positive is None]
    decided = [s for s in positive if not s.unclear]
    # Where "absent" is the answer that is wanted: only there an indeterminate is one too many.
    answerable = [s for s in negative if s.truth == "absent"]
    seen = [s for s in positive + either if s.seen]
    judged = [s for s in positive + answerable + either if not s.unclear]
    errors = [e for s in seen for e in s.time_errors if s.protocol == "stretch"]
    return Figures(
        exams=len(scores),
        sensitivity=share(decided, lambda s: s.seen),
        found_of_all=share(positive, lambda s: s.seen),
        specificity=share([s for s in negative if not s.unclear], lambda s: not s.seen),
        silent_of_all=share(negative, lambda s: not s.seen),
        agreement=share(judged, lambda s: s.agrees),
        unclear_positive=share(positive, lambda s: s.unclear),
        unclear_negative=share(answerable, lambda s: s.unclear),
        unclear_clean=share([s for s in scores if s.clean], lambda s: s.unclear),
        beats=share([s for s in seen if s.beats_within is not None], lambda s: s.beats_within),
        hz=share([s for s in seen if s.hz_within is not None], lambda s: s.hz_within),
        reasons=share(
            [s for s in negative if s.right_reason is not None], lambda s: s.right_reason),
        ended=of_scale(seen, "ended"),
        scats=of_scale(seen, "scats"),
        tardieu=of_scale(seen, "tardieu"),
        beats_told=prompt((d for s in seen for d in s.beat_delays), promptness.BEAT_S),
        verdicts_told=prompt(
            (s.end_delay for s in seen if s.end_delay is not None), promptness.VERDICT_S),
        duration_error=middle(s.duration_error for s in seen),
        onset_error=middle(s.onset_error for s in seen),
        time_error=middle(errors), time_error_95=percentile(errors, 0.95))
