"""Rows: the card's image as it is flashed, booted by its own kernel and process 1."""

import os
import pathlib
import shutil
import sys
import tempfile
import time

from appliance import Appliance, expect
from host import Starvation
from rows import row

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "PowerCut"))
import card
import machine


class Flashed(Appliance):
    """A machine with the image on its card and nothing else; `with` closes it."""

    def __init__(self, bench):
        self.bench = bench
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="hil"))
        self.card = machine.copy(bench.image, self.place / "card.img")
        machine.boot_files(self.card, self.place)
        self.machine = machine.Machine(self.place, self.card, "sd", seed=bench.seed)
        self.limb, self.part = self.machine.limb, self.machine.part
        self.lights = self.machine.timeline
        self.started = self.machine.started
        self.starvation = Starvation(self.machine.process.pid, os.getpid())
        self.files = None

    def trace(self):
        return self.machine.console

    def ready(self, timeout=60):
        """Waits until process 1 says so and the ready light blinks once for a card that records."""
        self.machine.wait_told("ready", timeout)
        told = time.monotonic()
        self.expect_light("ready", self.started, 5)
        recording = self.lights.wait(
            lambda: [s for s in self.lights.segments(told) if s[1] == 0 and s[2] > 3.5], 12)
        expect(recording, f"nothing is being recorded: {self.seen(self.started)}")
        self.starvation.begin()
        self.machine.clock.worst = 0.0
        return told

    def switch_off(self, timeout=30):
        self.machine.switch_off()
        expect(self.lights.segments()[-1][1] == 0, "a light is on after the end")

    def close(self):
        self.stop_watching()
        self.files = self.bench.folder
        shutil.rmtree(self.files, ignore_errors=True)
        self.files.mkdir(parents=True)
        (self.files / "console.txt").write_text(self.machine.close())
        card.unpack(self.card, self.files)
        shutil.rmtree(self.place)


@row("the card's image, an exam", short=True)
def flashed_exam(bench):
    with Flashed(bench) as device:
        device.ready()
        _, pressed = device.cue()
        device.limb.stretch(time.monotonic() + 0.7)
        device.answered(pressed)
        states, unexplained = device.lights.states(device.started)
        said = next((name for _, name in states if name.startswith("sustained")), None)
        expect(said and unexplained == 0, f"lights: {device.seen(device.started)}")
        boot = next(seconds for seconds, what in device.machine.steps() if what.startswith("ready"))
        device.switch_off()
        device.close()
        comparison = device.compare()
        device.expect_told(said, device.replay())
        expect(card_is_whole(device), "files are missing on the card")
        return (
            f"ready {boot:.2f} s after the kernel's start; {comparison.count} samples equal, "
            f"{comparison.lost} lost; {said}")


def card_is_whole(device):
    return all((device.files / name).exists() for name in (
        "CLONUS.INI", "README.TXT", "INDEX.CSV", "BOOT.LOG", "EXAMS/E0001.EDF", "EXAMS/E0001.HTM",
        "EXAMS/E0001.CSV"))
