"""A day of the appliance with every phase in it, of which each write is noted."""

import hashlib
import json
import subprocess
import time

import machine
from writelog import WriteLog

# In the order of a session; a phase lasts from its mark to the next.
PHASES = (
    "first boot", "preparing", "idle", "rest", "stretch", "recording", "finishing", "report",
    "second boot", "second exam", "stopping")
EXAM_S = 60


class Session:
    """`marks`: phase to the number of log entries at its beginning."""

    def __init__(self, folder, disk):
        self.folder, self.disk = folder, disk
        self.base = folder / "base.img"
        self.log = WriteLog(folder / "writes.log")
        self.marks = json.loads((folder / "marks.json").read_text())

    @property
    def has_flush(self):
        return self.disk == "virtio"

    def span(self, phase):
        """The entries of a phase: from, to."""
        names = list(self.marks)
        place = names.index(phase)
        last = len(self.log.entries)
        return self.marks[phase], self.marks[names[place + 1]] if place + 1 < len(names) else last

    def phase(self, cut):
        return max((m, i, n) for i, (n, m) in enumerate(self.marks.items()) if m <= cut)[2]


def exam(device, mark, prefix=""):
    """One exam; marks its phases where `prefix` is empty."""
    pressed = time.monotonic()
    mark(prefix or "rest")
    device.press()
    cue = device.wait(
        lambda: [t for t, length in device.timeline.tones(pressed + 1.0) if length > 0.05],
        EXAM_S, "blip")
    if not prefix:
        mark("stretch")
    device.limb.stretch(time.monotonic() + 0.7)
    time.sleep(2.5)
    if not prefix:
        mark("recording")

    def answer():
        states = device.timeline.states(cue[0])[0]
        return any(s.split()[0] in ("absent", "unsustained", "sustained", "indeterminate") for _, s in states)

    device.wait(answer, EXAM_S, "answer")
    if not prefix:
        mark("finishing")
    time.sleep(4)
    if not prefix:
        mark("report")
    time.sleep(4)


def update(image, program):
    """Puts the program beside itself on the boot partition, as a person would."""
    digest = hashlib.sha256(program.read_bytes()).hexdigest()
    boot = f"{image}@@4M"
    subprocess.run(["mcopy", "-o", "-i", boot, program, "::CLONUS.NEW"], check=True)
    subprocess.run(
        ["mcopy", "-o", "-i", boot, "-", "::CLONUS.SHA"], input=f"{digest}  CLONUS.NEW\n".encode(),
        check=True)


def record(folder, image, boot, disk, program=None):
    """Runs a session and notes it in `folder`. With `program` the second boot takes it as an update;
    QEMU's log goes on over both boots."""
    folder.mkdir(parents=True, exist_ok=True)
    base, card, log = folder / "base.img", folder / "card.img", folder / "writes.log"
    machine.copy(image, base)
    if program:
        update(base, program)
    machine.copy(base, card)
    marks = {}
    device = machine.Machine(boot, card, disk, log)
    try:
        def mark(phase):
            marks[phase] = device.log_bytes()
        mark("first boot")
        device.wait_told("worker")
        mark("preparing")
        device.wait_told("ready")
        time.sleep(3)
        mark("idle")
        time.sleep(6)
        exam(device, mark)
        exam(device, mark, "second exam")
        mark("stopping")
        device.switch_off()
    finally:
        (folder / "console.txt").write_text(device.close())
    found = WriteLog(log)
    numbers = {phase: found.index(size) for phase, size in marks.items()}
    (folder / "marks.json").write_text(json.dumps(numbers, indent=1))
    return Session(folder, disk)
