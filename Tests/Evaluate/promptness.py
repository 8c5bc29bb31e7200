"""How soon a beat and the end of a train are told: by Tests/Evaluate/Events, sample by sample.

A beat's peak is its final time, found when its cycle is over; one that was told more than 60 ms away
from that, or only found at its cycle's end, was not told. Without a stretch a rhythm is told from its
sixth beat on: the five before it have no time of telling. The wait in the chip's FIFO comes on top.
"""

import os
import subprocess

import replaying

EVENTS = os.environ.get("EVENTS")
# PRODUCT.md: a beat lights the bar 60 ms after its peak, a verdict comes 1 s after the train's gap.
BEAT_S, END_GAP_S, VERDICT_S = 0.060, 1.0, 1.0
UNTOLD_BEATS = 5
NEVER = float("inf")


def delays(exam, answer):
    """From each beat of the answer to its telling, and from the train's end to its own; s."""
    beats = answer["beat_times_s"]
    if not EVENTS or not beats:
        return [], None
    done = subprocess.run(
        [EVENTS], input=replaying.table(exam.rows).encode(), capture_output=True, timeout=60,
        check=True)
    lines = [line.split() for line in done.stdout.decode().splitlines()]
    start = round(float(exam.rows[0, 0]), 5)
    told = [(int(now) / 1e6 + start, int(own[0]) / 1e6 + start)
            for kind, what, now, *own in lines if (kind, what) == (exam.protocol, "beat")]
    wanted = beats if exam.protocol == "stretch" else beats[UNTOLD_BEATS:]
    waits = [min((now - beat for now, own in told if abs(own - beat) <= BEAT_S), default=NEVER)
             for beat in wanted]
    ends = [int(now) / 1e6 + start for kind, what, now in
            (line[:3] for line in lines) if (kind, what) == (exam.protocol, "end")]
    later = [end - beats[-1] - END_GAP_S for end in ends if end > beats[-1]]
    return waits, min(later, default=None)
