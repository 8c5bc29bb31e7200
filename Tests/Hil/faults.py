"""Rows: what goes wrong on the interrupt line, the bus and the part."""

import time

from adxl345 import ADXL345
from appliance import Appliance, expect
from lis3dh import LIS3DH
from lsm6dso import LSM6DSO
from rows import row

PARTS = (LIS3DH, ADXL345, LSM6DSO)


def finished(device, lost=False, number=1):
    """Lets the exam that was begun end, switches off and compares."""
    device.switch_off()
    device.close()
    return device.compare(number=number, lost=lost)


def next_exam(device):
    """A whole exam after the one that the fault ended; says how many of its samples are equal. The
    card's log must name the fault."""
    device.exam()
    comparison = finished(device, number=2)
    expect("\n  fault after " in device.log(), f"BOOT.LOG names no fault: {device.log()}")
    return f"then {comparison.count} samples equal"


def outcome(device, since):
    """Waits for an answer or a fault; answers the first word of its light."""
    words = ("absent", "unsustained", "sustained", "indeterminate", "fault")

    def found():
        names = (name.split()[0] for _, name in device.lights.states(since)[0])
        return next((word for word in names if word in words), None)

    end = device.lights.wait(found, 16)
    expect(end, f"neither an answer nor a fault: {device.seen(since)}")
    return end


class Missing:
    """A wire that swallows rising edges: of each `period` pulses it passes one."""

    def __init__(self, period):
        self.period = period
        self.level = 0
        self.pulses = 0
        self.swallowed = 0

    def __call__(self, level):
        if level and not self.level:
            self.pulses += 1
            self.swallowed += self.is_swallowed
        self.level = level
        return 0 if self.is_swallowed else level

    @property
    def is_swallowed(self):
        return self.pulses % self.period != 0


@row("missed edges", LIS3DH)
def missed(bench, kind):
    with Appliance(bench, kind) as device:
        device.ready()
        wire = Missing(3)
        device.machine.rewire(wire)
        device.exam()
        comparison = finished(device)
        return f"{wire.swallowed} edges swallowed, {comparison.count} samples equal"


@row("edge already high at start", LIS3DH)
def high(bench, kind):
    with Appliance(bench, kind) as device:
        for register, value in (
                (0x22, 0x04), (0x24, 0x40), (0x2E, 0x89), (0x23, 0xA8), (0x20, 0x67)):
            device.part.write(bytes((register, value)))
        time.sleep(0.3)
        expect(device.machine.interrupts[-1][1] == 1, "the bench did not raise the line")
        device.ready()
        device.exam()
        comparison = finished(device)
        return f"{comparison.count} samples equal"


def stuck(bench, kind, level):
    with Appliance(bench, kind) as device:
        device.ready()
        cue, pressed = device.cue()
        device.machine.rewire(lambda _: level)
        since = time.monotonic()
        device.limb.stretch(since + 0.7)
        end = outcome(device, since)
        if end == "fault":
            return named(device, since, f"the line stuck at {level}")
        device.saved()
        comparison = finished(device)
        return f"{end}, {comparison.count} samples equal"


@row("interrupt line stuck high mid-exam", LIS3DH)
def stuck_high(bench, kind):
    return stuck(bench, kind, 1)


@row("interrupt line stuck low mid-exam", LIS3DH, short=True)
def stuck_low(bench, kind):
    return stuck(bench, kind, 0)


def dead_line(bench, kind, level):
    """Stuck from power-on: the rate cannot be measured by edges."""
    with Appliance(bench, kind) as device:
        device.machine.rewire(lambda _: level)
        since = device.switch_on()
        found = device.lights.wait_for("fault", since, 15)
        name = device.fault_name()
        device.machine.rewire(lambda level: level)
        lit = time.monotonic()
        if found:
            expect(
                device.lights.wait_for("ready", lit, 15),
                f"no recovery when the line came back: {device.seen(lit)}")
            return f"fault after {found - since:.1f} s ({name}), recovers"
        states, _ = device.lights.states(since)
        expect(states[-1][1].startswith("ready"), f"neither fault nor ready: {device.seen(since)}")
        return "ready without the line"


@row("interrupt line stuck high from power-on", LIS3DH)
def dead_high(bench, kind):
    return dead_line(bench, kind, 1)


@row("interrupt line stuck low from power-on", LIS3DH)
def dead_low(bench, kind):
    return dead_line(bench, kind, 0)


def named(device, since, what):
    """Expects the fault's light in time and its name in the log; answers both."""
    took = device.fault(since, what)
    time.sleep(0.5)
    name = device.fault_name()
    expect(name, f"the log names no fault after {what}: {device.trace()[-300:]}")
    return f"fault after {took:.2f} s ({name})"


def recovered(device, since):
    found = device.lights.wait_for("ready", since, 12)
    expect(found, f"no ready light after the fault was gone: {device.seen(since)}")
    return found - since


@row("no acknowledge at one transaction of the self-test after the other", *PARTS, short=(LIS3DH,))
def refused_check(bench, kind):
    with Appliance(bench, kind) as device:
        bus = device.machine.bus
        setup = 0

        def count_setup(number, _):
            nonlocal setup
            if not device.part.fifo.sent:
                setup = number
            return False

        bus.refused = count_setup
        text, status = device.run("clonus check --board bench --card /card 2>&1")
        expect(status == 0, f"check ended with {status}: {text.strip()[-200:]}")
        count = bus.transactions
        cases = bench.cases(count, setup)
        ends = {}
        refusals = bus.refusals
        for steps in cases:
            step = min(steps)
            first = bus.transactions
            bus.refused = lambda number, _: number - first in steps
            text, status = device.run(
                "timeout 20 clonus check --board bench --card /card 2>&1", timeout=40)
            expect(
                status in (0, 1, 69), f"transaction {step} of {count} refused: check ended with "
                f"{status}: {text.strip()[-200:]}")
            expect(
                status == 0 or text.strip(), f"transaction {step} refused: nothing was said")
            ends[status] = ends.get(status, 0) + 1
        refusals = bus.refusals - refusals
        bus.refused = lambda number, _: False
        _, status = device.run("clonus check --board bench --card /card 2>&1")
        expect(status == 0, f"check ended with {status} when all was well again")
        told = ", ".join(f"{n} ended with {status}" for status, n in sorted(ends.items()))
        return (
            f"{refusals} refused in {len(cases)} runs of {count} transactions, of which {setup} "
            f"set the part up: {told}")


@row("no acknowledge now and then in an exam", *PARTS)
def refused_exam(bench, kind):
    with Appliance(bench, kind) as device:
        device.ready()
        bus = device.machine.bus
        bus.refused = lambda number, _: number % 23 == 0
        device.exam()
        refusals = bus.refusals
        comparison = finished(device)
        return f"{refusals} refused, {comparison.count} samples equal, {comparison.lost} lost"


@row("bus that hangs in an exam and comes back", *PARTS, short=(LIS3DH,))
def hang(bench, kind):
    with Appliance(bench, kind) as device:
        device.ready()
        device.cue()
        device.machine.bus.hangs = True
        since = time.monotonic()
        told = named(device, since, "the bus's hanging")
        time.sleep(4)
        states, unexplained = device.lights.states(since)
        expect(
            states[-1][1] == "fault" and not unexplained,
            f"the lights did not go on while the bus hung: {device.seen(since)}")
        device.machine.bus.hangs = False
        back = time.monotonic()
        took = recovered(device, back)
        return f"{told}; ready {took:.1f} s after; {next_exam(device)}"


@row("bus that hangs at power-on", LIS3DH)
def hang_first(bench, kind):
    with Appliance(bench, kind) as device:
        device.machine.bus.hangs = True
        since = device.switch_on()
        found = device.lights.wait_for("fault", since, 12)
        expect(found, f"no fault: {device.seen(since)}")
        text = device.fault_name()
        expect(text, "the log names no fault")
        device.machine.bus.hangs = False
        took = recovered(device, time.monotonic())
        return f"fault after {found - since:.1f} s ({text}); ready {took:.1f} s after it came back"


@row("overrun", *PARTS, short=(LIS3DH,))
def overrun(bench, kind):
    # Long enough for the FIFO to overflow, and shorter than the 1.4 s after which the program takes
    # the bus for hung. At 100 Hz half a sample, by which the count of lost ones may be off, is more
    # than the bench's own jitter; the LSM6DSO's 512 samples need the highest rate, of a fast part.
    rate, error, pause = (400, 0.09, 1.2) if kind is LSM6DSO else (100, 0.017, 0.8)
    with Appliance(bench, kind, settings=f"RATE_HZ={rate}\r\n", rate_error=error) as device:
        device.ready()
        _, pressed = device.cue()
        device.limb.stretch(time.monotonic() + 0.7)
        time.sleep(1.5)
        since = time.monotonic()
        # Between exams nobody serves the FIFO, which overflows all the time.
        before = len(device.part.fifo.lost)
        device.machine.bus.stall(pause)
        end = outcome(device, since)
        lost = len(device.part.fifo.lost) - before
        expect(lost, "the bench caused no overrun")
        if end == "fault":
            name = device.fault_name()
            expect(name, "the log names no fault")
            took = recovered(device, since)
            return f"{lost} lost; fault ({name}), ready after {took:.1f} s"
        device.saved()
        comparison = finished(device, lost=True)
        expect(comparison.lost > 0, "the overrun is not in the recording")
        return f"{comparison.lost} lost, {comparison.filled} filled and told; {end}"


@row("part unplugged in an exam and back", *PARTS, short=(LIS3DH,))
def unplugged(bench, kind):
    with Appliance(bench, kind) as device:
        device.ready()
        device.cue()
        device.part.unplug()
        since = time.monotonic()
        told = named(device, since, "the unplugging")
        device.part.plug()
        back = time.monotonic()
        took = recovered(device, back)
        return f"{told}; ready {took:.1f} s after; {next_exam(device)}"


@row("part reset to its defaults in an exam", *PARTS)
def reset(bench, kind):
    with Appliance(bench, kind) as device:
        device.ready()
        device.cue()
        device.part.reset()
        since = time.monotonic()
        told = named(device, since, "the reset")
        took = recovered(device, since)
        return f"{told}; ready {took:.1f} s after; {next_exam(device)}"


@row("part reset to its defaults at ready", LIS3DH)
def reset_idle(bench, kind):
    with Appliance(bench, kind) as device:
        device.ready()
        device.part.reset()
        time.sleep(4)
        device.exam()
        comparison = finished(device)
        return f"{comparison.count} samples equal"


@row("wrong identity", *PARTS, short=(LIS3DH,))
def wrong_identity(bench, kind):
    class Stranger(kind):
        identity = 0x5A

    with Appliance(bench, Stranger) as device:
        text, status = device.run("clonus check --board bench --card /card 2>&1")
        expect(status in (1, 69), f"check ended with {status}: {text.strip()[-200:]}")
        expect("5A" in text.upper() or "90" in text, f"not named: {text.strip()[-200:]}")
        since = device.switch_on()
        found = device.lights.wait_for("fault", since, 6)
        expect(found, f"no fault: {device.seen(since)}")
        logged = device.fault_name()
        expect(logged, f"the log names no fault: {device.trace()[-300:]}")
        return f"check ends with {status}, fault after {found - since:.1f} s ({logged})"


@row("no part at all")
def nobody(bench):
    with Appliance(bench, LIS3DH) as device:
        device.part.unplug()
        text, status = device.run("clonus check --board bench --card /card 2>&1")
        expect(status == 69, f"check ended with {status}: {text.strip()[-200:]}")
        since = device.switch_on()
        found = device.lights.wait_for("fault", since, 6)
        expect(found, f"no fault: {device.seen(since)}")
        device.part.plug()
        took = recovered(device, time.monotonic())
        return f"fault after {found - since:.1f} s; ready {took:.1f} s after it was plugged in"
