"""What is no clonus: a stretch that nothing answers, the examiner, the patient's own motion."""

import dataclasses

from truth import Truth, absent, other, refused

from . import hand, jerks, rhythms
from .chip import TWO_G, WIDE, drop_outs, long_gap
from .drawing import ANYWHERE, TURNING, degrees, one_of
from .session import conducted


def unanswered(truth, hold_s, *add, places=TURNING, stretch=hand.brisk, apart=False, **options):
    """A stretch that no beat answers, with other motion or none."""
    def make(rng):
        session = conducted(rng, stretch, places, add, hold_s=hold_s, **options)
        return session.exam(dataclasses.replace(truth), apart=apart)
    return make


def tremor(hz, size_g, unsteady, waxing, waxing_hz, when=rhythms.always):
    return rhythms.trembles(
        hz, size_g, when, unsteady=unsteady, waxing=waxing, waxing_hz=waxing_hz)


# A hand's tremor shakes the held limb: what is read as absent is right, and so is its name.
TREMBLING = Truth(
    ("absent", "indeterminate"), (None, "movement", "vibration", "voluntary", "twitches"))

CLASSES = {
    # Nothing but the stretch
    "stretch only": unanswered(
        absent(clean=True), (3.5, 8), places=ANYWHERE, damping=(0.4, 0.8)),
    "stretch that rings": unanswered(absent(), (3.5, 7), damping=(0.2, 0.3)),
    "release that bounces": unanswered(
        absent(), (3.6, 6), damping=(0.2, 0.35), tail_s=(3, 4)),
    "kneecap push": unanswered(absent(clean=True), (3.6, 7), places="knee"),
    "jaw tap": unanswered(absent(clean=True), (3.6, 7), places="jaw", stretch=hand.tapped),
    "drop": unanswered(absent(), (3.8, 7), hand.drops, **hand.FALLING),
    "rocked": unanswered(absent(), (3.8, 7), hand.rocks, lead_s=(1.8, 3.5)),
    "tries": unanswered(absent(), (3.8, 7), hand.tries, tries=one_of(1, 2)),
    "two-stage": unanswered(absent(), (3.8, 7), stretch=hand.staged),
    "axis upright": unanswered(absent(), (3.8, 7), upright=True),
    "catch": unanswered(absent(), (3.5, 7), hand.catches),
    "handled": unanswered(
        absent(), (3.8, 8), hand.drifts(degrees(1, 4)), hand.settles, rest_s=(5.5, 7)),
    "clipped stretch": unanswered(
        absent(), (4, 7), places="ankle", chip=TWO_G, reach=degrees(22, 30),
        span_s=(0.04, 0.055)),
    # What may have hidden beats
    "short hold": unanswered(refused("short_hold"), (0.9, 2.2)),
    "slow stretch": unanswered(
        refused("slow_stretch"), (4.5, 7), places="ankle", reach=degrees(15, 25),
        span_s=(0.8, 1.3)),
    "no stretch": unanswered(refused("no_stretch"), (6, 10), places=ANYWHERE, stretch=None),
    "gap in the hold": unanswered(refused("gaps"), (4, 7), long_gap, places=ANYWHERE),
    "drop-outs": unanswered(
        Truth(("absent", "indeterminate"), (None, "gaps")), (4, 7), drop_outs(4, (0.008, 0.035)),
        places=ANYWHERE),
    "loose strap": unanswered(
        other("loose_strap", "vibration", None), (4, 7), rattle=(0.5, 1.0)),
    # The examiner
    "hand trembles a little": unanswered(
        TREMBLING, (3.8, 8), rhythms.hand_trembles((6, 11), (0.01, 0.065))),
    "hand trembles fast": unanswered(
        TREMBLING, (3.8, 8),
        rhythms.hand_trembles((8.6, 11), (0.07, 0.12), (0.04, 0.08), (0.25, 0.45))),
    "hand trembles in the band": unanswered(
        TREMBLING, (3.8, 8), rhythms.hand_trembles((6, 8.5), (0.07, 0.12)), apart=True),
    "pumping": unanswered(other("voluntary", "movement", None), (4, 9), hand.pumps),
    "knocks": unanswered(other("movement", "vibration", "twitches", None), (4, 8), jerks.knocks),
    # The patient's own motion
    "restless before": unanswered(
        other("not_at_rest", "movement", None), (4, 8),
        jerks.kicks((0.7, 1.2), (0.1, 0.4), (0.2, 0.5), jerks.before_stretch), rest_s=(5, 9)),
    # It undoes the stretch, so that no 3 s of it are held.
    "flexor spasm": unanswered(
        other("movement", "twitches", "voluntary", "short_hold", None), (5, 8), jerks.spasm,
        places="ankle"),
    "myoclonus": unanswered(
        other("twitches", "movement", None), (5, 9),
        jerks.kicks((0.7, 2.2), (0.5, 1.5), (0.06, 0.14), jerks.in_hold),
        chip=WIDE),
    "seizure": unanswered(
        other("slowing_jerks", "voluntary", "movement"), (8, 11), jerks.seizure, places="ankle",
        chip=WIDE),
    "voluntary, in the band": unanswered(
        other("voluntary", "movement", "slowing_jerks"), (4.5, 8),
        tremor((3, 4.4), (0.2, 0.8), (0.05, 0.09), 0.25, 0.8, rhythms.some_time_after),
        apart=True),
    "chewing": unanswered(
        other("movement", "not_at_rest", "voluntary", "twitches", "rhythm_at_rest"), (4, 8),
        rhythms.chews, places="jaw"),
    "kicking": unanswered(
        other("movement", "not_at_rest", "twitches"), (4, 8),
        jerks.kicks((0.6, 1.3), (0.4, 1.2), (0.15, 0.4)), places="ankle",
        chip=WIDE),
    "shivering": unanswered(
        other("rhythm_at_rest", "not_at_rest", "vibration", "movement"), (4, 8),
        tremor((8, 11), (0.08, 0.3), 0.07, 0.5, 0.35)),
    "bouncing leg": unanswered(
        refused("rhythm_at_rest", "not_at_rest"), (4, 8),
        tremor((4, 6.5), (0.25, 0.9), 0.02, 0.15, 0.3), places="ankle", shank=(0.4, 1)),
    "tremor that stops": unanswered(
        other("rhythm_at_rest", "not_at_rest", "movement", None), (4, 8),
        tremor((6, 9), (0.1, 0.3), 0.04, 0.5, 0.6, rhythms.until_stretched), places="ankle"),
    "tremor": unanswered(
        refused("rhythm_at_rest"), (4, 8), tremor((4, 6.2), (0.1, 0.6), (0.02, 0.04), 0.12, 0.4),
        places=("ankle", "wrist", "finger", "jaw")),
    "waxing tremor": unanswered(
        refused("rhythm_at_rest", "not_at_rest"), (4, 9),
        tremor((4, 6.2), (0.12, 0.4), (0.02, 0.04), 0.4, 0.25),
        places=("ankle", "wrist", "finger"), rest_s=(6, 8)),
    # The surroundings
    "mattress pump": unanswered(
        other("rhythm_at_rest", "vibration", "not_at_rest", "movement", None), (4, 8),
        rhythms.mattress),
    "trolley": unanswered(
        other("vibration", "movement", "not_at_rest", "rhythm_at_rest", None), (4, 8),
        rhythms.trolley),
}
