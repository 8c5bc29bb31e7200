"""The program at work on the bench: switched on, pressed, listened to, and its card read."""

import json
import os
import shutil
import subprocess
import time

import edf
from bench import BenchError, Machine
from host import Starvation
from limb import Limb

# What a fault may take to be shown, by the guest's clock, and what telling it from outside adds.
FAULT_S, OUTSIDE_S = 2.0, 0.15
TRACE = "/tmp/trace"


class Failure(Exception):
    """A row failed: what was expected and what came."""


def expect(condition, what):
    if not condition:
        raise Failure(what)


class Appliance:
    """One machine with parts; `with` closes it. `bench` tells where things are."""

    def __init__(self, bench, *kinds, settings="", limb=None, rate_error=0.017,
                 guest=None, has_small_card=False):
        self.bench = bench
        self.limb = limb or Limb(seed=bench.seed)
        self.parts = [
            kind(self.limb, time.monotonic, rate_error=rate_error) for kind in kinds]
        self.part = self.parts[0]
        self.machine = Machine(guest or bench.guest, self.parts, settings, has_small_card)
        self.lights = self.machine.timeline
        self.starvation = Starvation(self.machine.process.pid, os.getpid())
        self.files = None
        self.process = None
        self.started = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.files is None:
            self.close()

    def trace(self):
        try:
            return self.machine.run(f"cat {TRACE}", timeout=20)[0]
        except (BenchError, OSError):
            return ""

    def run(self, command, timeout=30):
        return self.machine.run(command, timeout)

    def switch_on(self):
        """Starts the program; answers when it did."""
        self.started = time.monotonic()
        self.process = int(self.run(
            f"clonus run --board bench --card /card --trace >{TRACE} 2>&1 & echo $!")[0])
        return self.started

    def is_running(self):
        return self.run(f"kill -0 {self.process} 2>/dev/null")[1] == 0

    def ready(self, timeout=15):
        """Switches on and waits until the ready light blinks and the card takes what comes."""
        since = self.switch_on()
        limit = time.monotonic() + timeout
        while not (self.events("signal")[-1:] or [(0, "")])[0][1].startswith("ready:"):
            expect(
                time.monotonic() < limit, f"not ready: {self.seen(since)}; {self.trace()[-300:]}")
            time.sleep(0.4)
        self.starvation.begin()
        self.machine.clock.worst = 0.0
        return since

    def seen(self, since=0.0):
        """What the lights said, each with the seconds from `since`, or else from the machine's start."""
        states, unexplained = self.lights.states(since)
        begun = since or self.machine.begun
        text = ", ".join(f"{start - begun:.2f} s {name}" for start, name in states) or "nothing"
        return text + (f" ({unexplained} unexplained)" if unexplained else "")

    def expect_light(self, name, since, timeout):
        found = self.lights.wait_for(name, since, timeout)
        expect(found, f"no '{name}' within {timeout:.1f} s, lights: {self.seen(since)}")
        return found

    def cue(self, timeout=26):
        """Presses and waits for the blip that asks for the stretch; answers its time and when the
        button was let go."""
        pressed = time.monotonic()
        self.machine.press()
        self.expect_light("keep still", pressed, 3)
        found = self.lights.wait(
            lambda: [t for t, length in self.lights.tones(pressed + 1.0) if length > 0.05], timeout)
        expect(found, f"no blip: {self.seen(pressed)}")
        return found[0], pressed

    def exam(self, timeout=15):
        """A whole exam with a stretch; answers when the answer was lit."""
        cue, pressed = self.cue()
        self.limb.stretch(time.monotonic() + 0.7)
        return self.answer(pressed, timeout)

    def answer(self, since, timeout=15):
        """Waits for an answer's light and until the exam is saved; answers when it was lit."""
        found = self.lights.wait(
            lambda: next((
                start for start, name in self.lights.states(since)[0]
                if name.split()[0] in ("absent", "unsustained", "sustained", "indeterminate")),
                None), timeout)
        expect(found, f"no answer: {self.seen(since)}")
        self.saved()
        return found

    def saved(self):
        """Waits for the two seconds that are recorded after the answer, and the card."""
        time.sleep(3)

    def events(self, key):
        """What the program told of `key` in its trace: (seconds of the guest's clock, text)."""
        result = []
        for line in self.trace().splitlines():
            try:
                event = json.loads(line)
            except ValueError:
                continue
            if isinstance(event, dict) and key in event:
                result.append((event.get("us", 0) / 1e6, event[key]))
        return result

    def fault_name(self):
        """The last fault of sensor or card that the program named; None where it named none."""
        names = [text for key in ("sensor", "card") for _, text in self.events(key)]
        return next((name for name in reversed(names) if name != "well"), None)

    def answered(self, since, timeout=25):
        """Waits until the count was told and only the slow pulse is left."""
        def pulses():
            segments = self.lights.segments(since)[-5:]
            return len(segments) == 5 and all(0.85 < s[2] < 1.2 for s in segments[:4])
        expect(self.lights.wait(pulses, timeout), f"no pulse: {self.seen(since)}")

    def switch_off(self, timeout=12):
        """Presses for five seconds and waits until all is dark and the program has ended."""
        pressed = time.monotonic()
        self.machine.press(5.3)
        self.expect_light("stopping", pressed, 3)
        limit = time.monotonic() + timeout
        while self.is_running():
            expect(time.monotonic() < limit, "the program does not end after the long press")
            time.sleep(0.2)
        expect(self.lights.segments()[-1][1] == 0, "a light is on after the end")

    def fault(self, since, what):
        """Expects the fault's light in time, and its name; answers how long it took."""
        found = self.lights.wait_for("fault", since, FAULT_S + OUTSIDE_S + 1.5)
        expect(found, f"no fault light after {what}: {self.seen(since)}")
        took = found - since
        limit = FAULT_S + OUTSIDE_S + self.worst_wait()
        expect(took <= limit, f"the fault was shown only after {took:.2f} s")
        return took

    def close(self):
        """Ends the machine; the card's files are then in `files`, with what was said and seen."""
        trace = self.trace()
        self.stop_watching()
        self.files = self.bench.folder
        shutil.rmtree(self.files, ignore_errors=True)
        self.machine.close(self.files)
        (self.files / "trace.txt").write_text(trace)
        with open(self.files / "lights.txt", "w") as file:
            for start, lights, seconds in self.lights.segments():
                print(f"{start - self.machine.begun:8.3f} {lights:03b} {seconds:.3f}", file=file)
            print(self.seen(), file=file)

    def stop_watching(self):
        self.starvation.is_over = True
        self.starvation.look()
        self.bench.waited = self.worst_wait()

    def was_alone(self):
        """Whether the machine gave the bench all the time it asked for."""
        return self.worst_wait() < 0.05

    def worst_wait(self):
        return max(self.starvation.worst, self.machine.clock.worst)

    def recording(self, number=1):
        path = self.files / "EXAMS" / f"E{number:04}.EDF"
        expect(path.exists(), f"no {path.name} on the card")
        try:
            return path, edf.Recording(path.read_bytes())
        except (ValueError, IndexError) as error:
            raise Failure(f"{path.name}: {error}") from None

    def log(self):
        path = self.files / "BOOT.LOG"
        return path.read_text(errors="replace") if path.exists() else ""

    def compare(self, part=None, number=1, lost=False):
        """Expects the recording to hold what the part sent, sample for sample, with each gap filled
        by as many as were lost; and none lost, where the bench was alone."""
        _, recording = self.recording(number)
        part = part or self.part
        comparison = edf.Comparison(recording, part.fifo, part.nano)
        expect(
            comparison.mismatch is None, f"the recording differs: {comparison.mismatch}")
        marked = sum(int(text.split()[1]) for text in recording.marked("filled"))
        expect(
            comparison.lost == comparison.filled == marked,
            f"{comparison.lost} lost, {comparison.filled} filled, {marked} told")
        if not lost and self.was_alone():
            expect(comparison.lost == 0, f"{comparison.lost} lost though the bench was alone")
        return comparison

    def expect_told(self, said, replayed):
        """Expects the lights' answer to be that of `replay`, and the recording's."""
        word, beats = replayed["verdict"], replayed["beats"]
        expect(
            said in (f"{word} {beats}", f"{word} at least {beats}"),
            f"the lights said {said}, replay {word} {beats}")
        verdict = self.recording()[1].marked("verdict")
        expect(verdict == [f"verdict {word}"], f"{verdict}, replay {word}")

    def replay(self, number=1):
        path, _ = self.recording(number)
        done = subprocess.run(
            [self.bench.program, "replay", "--json", path], capture_output=True, text=True,
            timeout=60)
        expect(done.returncode == 0, f"replay: {done.stderr.strip()}")
        return json.loads(done.stdout)
