"""Rows: exams that go well, by every part, rate and press."""

import re
import time

from adxl345 import ADXL345
from appliance import Appliance, expect
from limb import Trembling
from lis3dh import LIS3DH
from lsm6dso import LSM6DSO
from rows import row

PARTS = (LIS3DH, ADXL345, LSM6DSO)


@row("found and self-tested", *PARTS, short=PARTS)
def check(bench, kind):
    with Appliance(bench, kind) as device:
        text, status = device.run(
            "read begun _ </proc/uptime; clonus check --board bench --card /card 2>&1; ended=$?; "
            "read now _ </proc/uptime; echo $begun $now; (exit $ended)", timeout=30)
        *lines, times = text.splitlines()
        begun, now = (float(seconds) for seconds in times.split())
        expect(status == 0, f"check ended with {status}: {text.strip()[-300:]}")
        expect(kind.name in text, f"check does not name the part: {text.strip()[-300:]}")
        device.close()
        return (
            f"{len(lines)} lines, {device.machine.bus.transactions} transactions, "
            f"{now - begun:.2f} s")


def switches(device):
    """How often each of the program's threads has gone to sleep of itself, how often the adapter was
    asked, and the guest's clock."""
    text, _ = device.run(
        f"grep -h ^voluntary /proc/{device.process}/task/*/status; cat /proc/uptime")
    counts = [int(number) for number in re.findall(r"voluntary_ctxt_switches:\s*(\d+)", text)]
    return [*counts, device.machine.adapter.requests], float(text.split()[-2])


def wakeups(first, last):
    """Wakeups a second: of the loop, the bus without its waits for the adapter, the card, and those
    waits, several a transfer: this adapter's own, and not a board's."""
    seconds = last[1] - first[1]
    loop, bus, card, asked = (
        (end - begin) / seconds for begin, end in zip(first[0], last[0], strict=True))
    return [loop, bus - asked, card, asked]


def in_order(states, wanted):
    names = iter(name for _, name in states)
    return all(any(name.startswith(want) for name in names) for want in wanted)


def whole_exam(bench, kind, settings="", guest=None):
    with Appliance(bench, kind, settings=settings, guest=guest) as device:
        device.ready()
        first = switches(device)
        time.sleep(4)
        waiting = wakeups(first, switches(device))
        cue, pressed = device.cue()
        first = switches(device)
        device.limb.stretch(time.monotonic() + 0.7)
        time.sleep(3)
        recording_wakeups = wakeups(first, switches(device))
        device.answered(pressed)
        states, unexplained = device.lights.states(device.started)
        wanted = (
            "power-on test", "ready", "pressed", "keep still", "stretch now", "three beats",
            "rule reached", "sustained")
        expect(in_order(states, wanted), f"lights: {device.seen(device.started)}")
        expect(unexplained == 0, f"lights that no row of the table explains: {device.seen()}")
        flashes = device.lights.flashes_a_second()
        expect(flashes <= 3, f"{flashes} flashes within a second")
        latencies = latency(device, pressed)
        device.switch_off()
        device.close()
        comparison = device.compare()
        replayed = device.replay()
        _, recording = device.recording()
        said = next(name for _, name in states if name.startswith("sustained"))
        device.expect_told(said, replayed)
        true = device.part.true_rate
        error = recording.rate / true - 1
        expect(abs(error) < 0.002, f"rate {recording.rate:.3f} Hz, true {true:.3f} Hz")
        bench.figures.append(
            (kind.name, true, waiting, recording_wakeups, latencies))
        return (
            f"{comparison.count} samples equal, {comparison.lost} lost; {said}; rate off by "
            f"{error * 1e6:+.0f} ppm")


def latency(device, pressed):
    """Seconds from the button to its light, and from the interrupt to each rise of the bar."""
    segments = device.lights.segments(pressed)
    button = next((start - pressed for start, lights, _ in segments if lights == 2), None)
    rises = [
        next((start for start, lights, _ in segments if lights == bar), None) for bar in (3, 7)]
    edges = [t for t, level in device.machine.interrupts if level]
    return button, [
        rise - max(t for t in edges if t < rise) for rise in rises
        if rise is not None and edges and edges[0] < rise]


@row("exam", *PARTS, short=PARTS)
def exam(bench, kind):
    return whole_exam(bench, kind)


@row("exam at 100 Hz", LIS3DH)
def exam_100(bench, kind):
    return whole_exam(bench, kind, "RATE_HZ=100\r\n")


@row("exam at 400 Hz", *PARTS)
def exam_400(bench, kind):
    return whole_exam(bench, kind, "RATE_HZ=400\r\n")


@row("exam on a newer kernel", LIS3DH)
def exam_newer(bench, kind):
    guest = bench.guest / "newer"
    kernel = (guest / "kernel").read_text().strip()
    return f"{kernel}: {whole_exam(bench, kind, guest=guest)}"


@row("spontaneous exam", LIS3DH, short=True)
def spontaneous(bench, kind):
    limb = Trembling(bench.seed)
    with Appliance(bench, kind, settings="SPONTANEOUS_S=10\r\n", limb=limb) as device:
        device.ready()
        pressed = time.monotonic()
        device.machine.press(2.0)
        device.expect_light("pressed long", pressed, 3)
        device.answer(pressed, 40)
        device.switch_off()
        device.close()
        comparison = device.compare()
        replayed = device.replay()
        expect(replayed["protocol"] == "spontaneous", f"protocol {replayed['protocol']}")
        _, recording = device.recording()
        expect(
            recording.marked("verdict") == [f"verdict {replayed['verdict']}"],
            f"{recording.marked('verdict')}, replay {replayed['verdict']}")
        return f"{comparison.count} samples equal; {replayed['verdict']} {replayed['beats']}"


@row("button that bounces", LIS3DH, short=True)
def bounce(bench, kind):
    with Appliance(bench, kind) as device:
        device.ready()
        pressed = time.monotonic()
        for is_down in (True, False):
            for pause in (0.001, 0.003, 0.0005, 0.006, 0.002):
                device.machine.button(is_down)
                time.sleep(pause)
                device.machine.button(not is_down)
                time.sleep(pause)
            device.machine.button(is_down)
            time.sleep(0.2)
        device.expect_light("keep still", pressed, 3)
        time.sleep(2)
        states, unexplained = device.lights.states(pressed)
        # A press comes between two blinks of ready, and its own light is as short as the press.
        names = [name for _, name in states if name not in ("dark", "pressed")]
        expect(
            names == ["keep still"] and not unexplained,
            f"one press was taken for: {device.seen(pressed)}")
        return "21 edges, one exam"


@row("short, double, long and very long presses", LIS3DH, short=True)
def presses(bench, kind):
    with Appliance(bench, kind, settings="SPONTANEOUS_S=10\r\n") as device:
        device.ready()
        sides = []
        for name in ("side left", "side right", "side unknown"):
            since = time.monotonic()
            device.machine.press(0.12)
            time.sleep(0.12)
            device.machine.press(0.12)
            sides.append(device.expect_light(name, since, 4))
            time.sleep(2)
        pressed = time.monotonic()
        device.machine.button(True)
        shown = device.expect_light("pressed long", pressed, 3)
        expect(1.4 < shown - pressed < 1.8, f"the long press was shown at {shown - pressed:.2f} s")
        stopping = device.expect_light("stopping", pressed, 6)
        device.machine.button(False)
        expect(4.9 < stopping - pressed < 5.3, f"the stop came at {stopping - pressed:.2f} s")
        limit = time.monotonic() + 8
        while device.is_running():
            expect(time.monotonic() < limit, "the program does not end")
            time.sleep(0.2)
        return f"long at {shown - pressed:.2f} s, stop at {stopping - pressed:.2f} s"


@row("passive buzzer where there is no PWM", LIS3DH)
def silent(bench, kind):
    with Appliance(bench, kind, settings="BUZZER=passive\r\n") as device:
        text, status = device.run("clonus check --board bench --card /card 2>&1")
        named = next((line for line in text.splitlines() if line.startswith("buzzer: ")), None)
        expect(status == 1 and named, f"check ended with {status}: {text.strip()[-300:]}")
        device.ready()
        pressed = time.monotonic()
        device.machine.press()
        device.expect_light("keep still", pressed, 3)
        device.expect_light("stretch now", pressed, 10)
        states, unexplained = device.lights.states(device.started)
        expect(unexplained == 0, f"lights that no row of the table explains: {device.seen()}")
        expect(not device.lights.tones(), "the line of an active buzzer was switched")
        return f"check says '{named}'; {len(states)} states of the lights, silent"


@row("two parts")
def two_parts(bench):
    with Appliance(bench, LIS3DH, ADXL345) as device:
        device.ready()
        device.exam()
        device.switch_off()
        device.close()
        used = max(device.parts, key=lambda part: len(part.fifo.sent))
        comparison = device.compare(used)
        return f"{used.name} is used, {comparison.count} samples equal"
