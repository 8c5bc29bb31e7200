"""Runs of the appliance with every phase in them, of which each write is noted."""

import hashlib
import json
import pathlib
import shutil
import subprocess
import threading
import time

import card
import machine
from bench import BenchError
from writelog import WriteLog

EXAM_S = 60
ANSWERS = ("absent", "unsustained", "sustained", "indeterminate")
# What each run is, in turn; a run begins with the card as the one before left it.
RUNS = ("first", "again", "update")
# As `make hil` has it.
TOO_LONG_S, MOST_TRIES = 0.05, 3


class Track:
    """What the sensor did meanwhile: `sent` are the samples read from it, as (number, counts);
    `numbers` says which was its newest when the log of writes had so many bytes."""

    def __init__(self, sent, nano, numbers):
        self.sent = [(number, tuple(counts)) for number, counts in sent]
        self.nano = nano
        self.numbers = numbers

    def number(self, size):
        """The newest sample when the log reached `size` bytes."""
        return next((n for bytes_, n in self.numbers if bytes_ >= size), self.numbers[-1][1])


class Session:
    """One run. `marks`: phase to the number of log entries at its beginning; `seconds`: to the time
    since the machine's start, and how long the run was."""

    def __init__(self, folder, disk):
        self.folder, self.disk = folder, disk
        self.name = folder.name
        self.base, self.left = folder / "base.img", folder / "left.img"
        self.log = WriteLog(folder / "writes.log")
        noted = json.loads((folder / "run.json").read_text())
        self.marks = {phase: self.log.index(size) for phase, size in noted["marks"].items()}
        self.seconds = noted["seconds"]
        self.track = Track(noted["sent"], noted["nano"], noted["numbers"])

    @property
    def has_flush(self):
        return self.disk == "virtio"

    def span(self, phase):
        """The entries of a phase: from, to."""
        names = list(self.marks)
        place = names.index(phase)
        last = len(self.log.entries)
        return self.marks[phase], self.marks[names[place + 1]] if place + 1 < len(names) else last

    def length(self, phase):
        """How many seconds a phase took."""
        names = list(self.seconds)
        return self.seconds[names[names.index(phase) + 1]] - self.seconds[phase]


def update(image, program):
    """Puts the program beside itself on the boot partition, as a person would."""
    digest = hashlib.sha256(program).hexdigest()
    for name, data in (("CLONUS.NEW", program), ("CLONUS.SHA", f"{digest}  CLONUS.NEW\n".encode())):
        subprocess.run(
            ["mcopy", "-o", "-i", f"{image}@@4M", "-", f"::{name}"], input=data, check=True)


class Run:
    """A machine at work, and what is noted of it."""

    def __init__(self, boot, image, disk, log=None, **how):
        self.marks, self.seconds, self.numbers = {}, {}, []
        self.image = image
        self.device = machine.Machine(boot, image, disk, log, **how)
        self.is_over = False
        if log:
            threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while not self.is_over:
            size = self.device.log_bytes()
            if not self.numbers or self.numbers[-1][0] != size:
                self.numbers.append((size, self.device.part.number))
            time.sleep(0.005)

    def mark(self, phase):
        if phase not in self.seconds:
            self.seconds[phase] = time.monotonic() - self.device.started
            if self.device.log:
                self.marks[phase] = self.device.log_bytes()

    def exam(self):
        """Examines; answers what the lights say of it."""
        device = self.device
        pressed = time.monotonic()
        self.mark("rest")
        device.press()
        cue = device.wait(lambda: self._cue(pressed + 1.0), EXAM_S, "blip")
        self.mark("stretch")
        device.limb.stretch(time.monotonic() + 0.7)
        self.pause(2.5)
        self.mark("recording")

        def answer():
            states = device.timeline.states(cue[0])[0]
            return next((state for _, state in states if state.split()[0] in ANSWERS), None)

        answered = device.wait(answer, EXAM_S, "answer")
        self.mark("finishing")
        # Two more seconds are recorded, then the file is completed and what is made of it is written.
        self.pause(2.2)
        self.mark("report")
        self.pause(4)
        return answered.split()[0]

    def _cue(self, since):
        """When the stretch was asked for: by the blip, or where a busy machine cut that short by the left
        light, which stays; while it wanders, it is there for a second."""
        timeline = self.device.timeline
        blips = [t for t, length in timeline.tones(since) if length > 0.05]
        return blips or [t for t, lights, length in timeline.segments(since) if lights == 1 and length > 2]

    def is_prepared(self):
        """Whether the card holds a recording down to its last record, which no sample has filled."""
        return any(any(data[-512:]) for data in card.recordings(self.image).values())

    def pause(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.device.process.poll() is not None:
                raise BenchError("the machine has ended")
            time.sleep(0.02)

    def first(self):
        """The card's first day; it ends with a cut in an exam."""
        self.mark("first boot")
        self.device.wait_told("worker")
        self.mark("preparing")
        self.device.wait_told("ready")
        self.pause(3)
        self.mark("idle")
        self.pause(4)
        # An exam that comes before its file is laid out runs from memory, and is saved after it.
        self.device.wait(self.is_prepared, EXAM_S, "file for the exam")
        self.pause(1)
        self.exam()
        self.device.press()
        self.pause(8)

    def again(self):
        """Starts after that cut, rests, and is stopped in order."""
        self.mark("boot")
        self.device.wait_told("ready")
        self.pause(4)
        self.mark("idle again")
        self.pause(3)
        self.mark("stopping")
        self.device.switch_off()

    def update(self):
        """Starts with a new program on the boot partition, and keeps it."""
        self.mark("update")
        self.device.wait_told("ready")
        self.pause(1)

    def perform(self, name):
        {"first": self.first, "again": self.again, "update": self.update}[name]()

    def close(self):
        """Cuts the power; answers what was told."""
        self.is_over = True
        self.seconds["end"] = time.monotonic() - self.device.started
        return self.device.close()

    def track(self):
        fifo = self.device.part.fifo
        return Track(fifo.sent, self.device.part.nano, self.numbers)


def record(folder, start, boot, disk, program):
    """Makes the run called as the folder, from the card's image `start`; answers it. A run in which this
    machine let the sensor's clock wait is made again: what was late then was not the appliance."""
    if (folder / "run.json").exists():
        return Session(folder, disk)
    for tries in range(1, MOST_TRIES + 1):
        run, said = make(folder, start, boot, disk, program)
        waited = run.device.clock.worst
        if waited < TOO_LONG_S or tries == MOST_TRIES:
            break
        print(f"{disk}, {folder.name}: waited {waited * 1e3:.0f} ms, recorded again", flush=True)
    (folder / "console.txt").write_text(said)
    track = run.track()
    (folder / "run.json").write_text(json.dumps({
        "marks": run.marks, "seconds": run.seconds, "sent": track.sent, "nano": track.nano,
        "numbers": track.numbers, "waited": waited}))
    return Session(folder, disk)


def make(folder, start, boot, disk, program):
    """Makes a run; answers it and what was told."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    base, left = folder / "base.img", folder / "left.img"
    machine.copy(start, base)
    if folder.name == "update":
        update(base, pathlib.Path(program).read_bytes())
    machine.copy(base, left)
    run = Run(boot, left, disk, folder / "writes.log")
    try:
        run.perform(folder.name)
    finally:
        said = run.close()
    return run, said
