"""What must hold after a cut, once the machine has started again and was switched off in order."""

import dataclasses
import pathlib
import struct
import subprocess
import sys
import tempfile
import zlib

import card

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Hil"))
import edf

HEADER = 256 * 6
# Promised. What it is made of: a record of 0.4 s that is not full yet, and what is then in the
# sensor's FIFO, on its way between the threads and in the write.
MOST_MISSING_S = 1.0
UNFINISHED = b"This recording was cut off before its verdict"


class Loss(Exception):
    """Something is missing that must not be."""


@dataclasses.dataclass
class Exam:
    """A recording as the sensor knows it: its first and its last sample's number."""

    first: int
    last: int


@dataclasses.dataclass
class Cut:
    """`durable` are the card's recordings of which all was durable; `number` is the newest sample then;
    `exams` says what each recording would have become, `begun` where one began that is not in it."""

    durable: dict
    track: object
    number: int
    exams: dict
    begun: int = None


def written(data):
    """The samples of the records that are there and whole, whatever the header says."""
    if len(data) < HEADER:
        return []
    try:
        counts = [int(data[256 + 5 * 216 + 8 * i:][:8]) for i in range(5)]
    except ValueError:
        return []
    size, n, samples = 2 * sum(counts), counts[0], []
    for number in range((len(data) - HEADER) // size if size else 0):
        record = data[HEADER + number * size:HEADER + (number + 1) * size]
        words = struct.unpack(f"<{size // 2}h", record)
        status = [word & 0xFFFF for word in words[3 * n:3 * n + 13]]
        place = 6 * n + 22
        sum_ = zlib.crc32(record[:place] + bytes(4) + record[place + 4:])
        if not status[2] or sum_ != status[11] | status[12] << 16:
            break
        samples += [
            tuple(words[index + axis * n] for axis in range(3)) for index in range(status[4])]
    return samples


def strict(data):
    """The recording where it is complete, else None."""
    try:
        recording = edf.Recording(data)
    except (ValueError, IndexError):
        return None
    return recording if recording.samples and not recording.empty else None


def place(data, track):
    """Which of the sensor's samples a recording holds; None where it holds none of this run's."""
    recording = strict(data)
    if recording is None:
        return None
    found = edf.Comparison(recording, track, track.nano)
    # Whether as many were filled in as a busy machine lost is not asked here: `make hil` does.
    first = getattr(found, "first", None)
    return None if first is None else Exam(first, found.last)


def judge(cut, image, said, program):
    """Answers how many seconds of the running exam are missing; None where none ran."""
    if " card /dev/" not in said or "read-only" in said:
        raise Loss("the card was not mounted for writing: " + said[-300:])
    if fault := card.check(image):
        raise Loss("not clean: " + fault)
    after = card.recordings(image)
    for name, data in cut.durable.items():
        samples = written(data)
        if not samples:
            continue
        if name not in after:
            raise Loss(f"{name} is gone")
        if strict(data):
            if after[name] != data:
                raise Loss(f"{name} was finished and has changed")
        elif written(after[name])[:len(samples)] != samples:
            raise Loss(f"{name} has lost some of its {len(samples)} durable samples")
    files(image, after, program)
    seconds = missing(cut, after)
    if seconds is not None and seconds > MOST_MISSING_S:
        raise Loss(f"{seconds:.2f} s of the running exam are missing")
    return seconds


def files(image, after, program):
    """Every recording is whole, has its report, which says whether it was cut, and all is of one piece."""
    found = card.files(image)
    for name, data in after.items():
        recording = strict(data)
        if recording is None:
            # One that waits for the next exam is removed in an orderly stop.
            raise Loss(f"{name} was not closed")
        page = found.get(f"EXAMS/{name[:-4]}.HTM")
        if page is None:
            raise Loss(f"{name} has no report")
        if bool(recording.marked("found")) == (UNFINISHED in page):
            raise Loss(f"the report of {name} does not say whether it was cut")
        if recording.marked("verdict") and not recording.marked("found"):
            raise Loss(f"{name} has a verdict without its findings")
    if not found.get("BOOT.LOG", b"").strip():
        raise Loss("BOOT.LOG is empty")
    if not after:
        return
    with tempfile.TemporaryDirectory() as folder:
        card.unpack(image, folder)
        done = subprocess.run([program, "verify", folder], capture_output=True, text=True)
        if done.returncode != 0:
            raise Loss(f"verify: {(done.stdout + done.stderr).strip()[-300:]}")


def missing(cut, after):
    """How many seconds of the exam that ran at the cut are missing; None where none ran."""
    rate = None
    found = {}
    for name, data in after.items():
        if exam := place(data, cut.track):
            found[name] = exam
            rate = strict(data).rate
    worst = None
    for name, exam in cut.exams.items():
        if not exam.first <= cut.number:
            continue
        due = min(exam.last, cut.number)
        last = found[name].last if name in found else exam.first - 1
        worst = max(worst or 0, due - last)
    if cut.begun is not None:
        last = max((exam.last for exam in found.values()), default=0)
        worst = cut.number - (last if last >= cut.begun else cut.begun - 1)
    return None if worst is None else worst / (rate or 200)
