"""Puts the card's image through bad updates, a machine that stands still, and cards that take nothing.

    troubles.py IMAGE.gz UPDATE FOLDER [--rows WORDS] [--seed N]

UPDATE is a program for the card. Every row takes a card that was flashed as a user would, starts it in QEMU
as powercut.py does, and looks at the lights, the console and what is left on the card. The table goes to
FOLDER.md; the console of a row that fails is in its line.
"""

import argparse
import gzip
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import time

import card
import judge
import machine
import programs
import session
from bench import BenchError

BOOT = 4 << 20
# The limits of waiting judge nothing: a host with other work takes its time.
START_S = 240
LIGHT_S = 60
SAVE_S = 60
# The supervisor waits 10 s for a worker's first sign, and 8 s between two.
HUNG_S = 60
# The worker that stands still five times, with the machine's own start behind it.
RESTART_S = 150
# The watchdog waits 15 s.
BITE_S = 120


class Wrong(Exception):
    """The machine did otherwise than it must."""


def expect(condition, what):
    if not condition:
        raise Wrong(what)


class Bench:
    """A card of its own for a row, and the machines that are started with it."""

    def __init__(self, options, place):
        self.options, self.boot = options, options.folder / "boot"
        self.image = machine.copy(options.folder / "flashed.img", place / "card.img")
        self.said = ""

    def start(self, **how):
        """A machine at work; `exam` examines, `device` is what is seen of it."""
        how.setdefault("disk", "virtio")
        return session.Run(self.boot, self.image, seed=self.options.seed, **how)

    def once(self, *words, wait="ready", seconds=START_S, **how):
        """Starts, waits for `wait`, switches off in order; what was said has all of `words`."""
        run = self.start(**how)
        try:
            run.device.wait_told(wait, seconds)
            run.device.wait_told("ready", seconds)
            run.device.switch_off()
        finally:
            self.said = run.close()
        for word in words:
            expect(f" {word}" in self.said, f"'{word}' was not told")
        return self.last_boot()

    def copy_to_boot(self, name, data):
        words = ["mcopy", "-o", "-i", f"{self.image}@@{BOOT}", "-", f"::{name}"]
        subprocess.run(words, input=data, check=True)

    def remove_update(self):
        for name in ("CLONUS.NEW", "CLONUS.SHA"):
            subprocess.run(["mdel", "-i", f"{self.image}@@{BOOT}", f"::{name}"], check=True)

    def log(self):
        """The lines of BOOT.LOG."""
        return card.files(self.image).get("BOOT.LOG", b"").decode().splitlines()

    def last_boot(self):
        lines = [line for line in self.log() if line.startswith("boot=")]
        expect(lines, "BOOT.LOG has no line")
        return lines[-1]


# MARK: Updates


def wrong_hash(bench):
    bench.copy_to_boot("CLONUS.NEW", bench.options.update)
    bench.copy_to_boot("CLONUS.SHA", hashlib.sha256(b"another").hexdigest().encode())
    line = bench.once("update damaged")
    expect(" stopped=first+update_damaged" in line, line)
    return "built-in runs; BOOT.LOG: update_damaged"


def torn_copy(bench):
    session.update(bench.image, bench.options.update)
    bench.copy_to_boot("CLONUS.NEW", bench.options.update[:-1])
    line = bench.once("update damaged")
    # Copied whole it is taken: nothing was held against it.
    bench.copy_to_boot("CLONUS.NEW", bench.options.update)
    kept = bench.once("update taken")
    expect("update_" in line and "update_" not in kept, f"{line} / {kept}")
    return "update_damaged; copied whole it is taken"


def rejected(bench, program, seconds, why):
    session.update(bench.image, program)
    line = bench.once("update taken", "update rejected", wait="update rejected", seconds=seconds)
    expect(f" stopped={why}+update_rejected" in line, line)
    again = bench.once("update rejected")
    expect("update taken" not in bench.said and "+update_rejected" in again, again)
    return f"built-in runs; BOOT.LOG: {why}+update_rejected; not tried again"


def crashing(bench):
    return rejected(bench, programs.crashes(), START_S, "crashed")


def never_ready(bench):
    return rejected(bench, programs.never_ready(), START_S + HUNG_S, "hung")


def good(bench):
    # Its digest is not that of the built-in program; what follows the program is not loaded.
    session.update(bench.image, bench.options.update + b"new")
    lines = [bench.once("update taken") for _ in range(2)]
    expect(not any("update_" in line for line in lines), str(lines))
    expect("update rejected" not in bench.said, "rejected")
    return "taken at two starts"


def cut_at_first_start(bench):
    session.update(bench.image, bench.options.update + b"cut")
    run = bench.start()
    # Without the sensor it cannot reach ready before the cut.
    run.device.part.unplug()
    try:
        run.device.wait_told("update taken", START_S)
        run.device.wait_told("worker", START_S)
        expect(not run.device.told("ready"), "it was ready before the cut")
    finally:
        run.close()
    line = bench.once("update rejected")
    expect("+update_rejected" in line, line)
    bench.remove_update()
    bench.once()
    session.update(bench.image, bench.options.update + b"cut")
    line = bench.once("update taken")
    expect("update_" not in line, line)
    return "rejected; removed, started, and copied again it is taken"


# MARK: A machine that stands still


def worker_stands_still(bench):
    session.update(bench.image, programs.stands_still())
    run = bench.start(restarts=True)
    try:
        run.device.wait_told("restart", RESTART_S)
        hung = run.device.console.count(" hung:")
        run.device.wait(
            lambda: " ready" in run.device.console.split(" restart")[-1], RESTART_S, "second start")
        run.device.switch_off()
    finally:
        run.close()
    line = bench.last_boot()
    expect(hung == 5, f"killed {hung} times")
    expect(" stopped=hung+update_rejected" in line, line)
    return "killed 5 times, then the machine restarts; BOOT.LOG: hung"


def kernel_stands_still(bench):
    run = bench.start(restarts=True)
    try:
        run.device.wait_told("ready", START_S)
        run.pause(3)
        since = time.monotonic()
        run.device.stand_still()
        run.device.wait(lambda: run.device.console.count(" worker") > 1, BITE_S, "second start")
        seconds = time.monotonic() - since
        run.device.wait(lambda: run.device.console.count(" ready") > 1, START_S, "second ready")
        run.device.switch_off()
    finally:
        bench.said = run.close()
    line = bench.last_boot()
    expect(" stopped=watchdog" in line, line)
    return f"worker again after {seconds:.0f} s; BOOT.LOG: watchdog"


# MARK: Cards


def unrecorded(bench, **how):
    """An exam on a card that takes nothing: the lights say so, and it runs to its answer."""
    run = bench.start(**how)
    try:
        run.device.wait_told("ready", START_S)
        came = examine(run)
        run.device.switch_off()
        return came
    finally:
        bench.said = run.close()


def examine(run):
    run.device.wait_light("ready, not recording", time.monotonic(), LIGHT_S)
    return f"three blinks; {answer(run)}"


def answer(run):
    """Examines to an answer. Where this machine let the sensor's clock wait, samples are lost, and with them
    beats, or the lights say fault: what was late then was not the appliance, and another exam is begun."""
    for tries in range(1, session.MOST_TRIES + 1):
        begun = time.monotonic()
        try:
            return run.exam()
        except BenchError as error:
            waited = run.device.clock.worst
            if waited < session.TOO_LONG_S or tries == session.MOST_TRIES:
                states = [state for _, state in run.device.timeline.states(begun)[0]]
                raise BenchError(f"{error}; waited {waited * 1e3:.0f} ms; lights: {states}") from None
            run.device.wait_light("ready", time.monotonic(), LIGHT_S)


def missing(bench):
    bench.image = None
    return unrecorded(bench)


def read_only(bench):
    before = digest(bench.image)
    came = unrecorded(bench, is_read_only=True)
    expect("card, read-only:" in bench.said, "not mounted")
    expect(digest(bench.image) == before, "it was written")
    return came


def make_anothers(image):
    """Neither the disk nor its partition carries our name any more."""
    with open(image, "r+b") as file:
        file.seek(440)
        file.write(b"\0\0\0\0")
        file.seek(card.START + 71)
        file.write(b"HOLIDAYS   ")


def foreign(bench):
    make_anothers(bench.image)
    before = digest(bench.image)
    came = unrecorded(bench)
    expect("card missing" in bench.said, "it was taken")
    expect(digest(bench.image) == before, "it was written")
    return came + "; not a byte written"


def nearly_full(bench):
    """No room for the file that is laid out before an exam, but for what an exam takes in the end."""
    card.fill(bench.image, left=24)
    run = bench.start()
    try:
        run.device.wait_told("ready", START_S)
        came = examine(run)
        # Not by the orderly stop, which would save it too.
        wait_recorded(run, bench.image)
    finally:
        bench.said = run.close()
    (data,) = card.recordings(bench.image).values()
    expect(judge.strict(data), "the recording is not whole")
    return f"{came}; saved after the exam"


def wait_recorded(run, image):
    """Waits until the card holds a whole recording."""
    def whole():
        time.sleep(0.5)
        return any(judge.strict(data) for data in card.recordings(image).values())
    run.device.wait(whole, SAVE_S, "whole recording")


def full(bench):
    # Room for what explains the card and for BOOT.LOG, and for nothing more.
    card.fill(bench.image, left=6)
    came = unrecorded(bench)
    expect(not card.recordings(bench.image), "a recording was begun")
    expect(bench.log(), "BOOT.LOG found no room")
    fault = card.check(bench.image)
    expect(fault is None, fault)
    return came


def wrong_lines(bench):
    """Settings and a time as a person leaves them, one of them misspelt."""
    texts = {"CLONUS.INI": b"VOLUME=1\r\nVOLUM=3\r\n", "TIME.TXT": b"2026-03-02T10:11:12Z\n"}
    for name, text in texts.items():
        words = ["mcopy", "-o", "-i", f"{bench.image}@@{card.START}", "-", f"::{name}"]
        subprocess.run(words, input=text, check=True)
    run = bench.start()
    try:
        fault = run.device.wait_light("fault", 0, START_S)
        run.device.wait_light("ready", fault, START_S)
        run.device.switch_off()
    finally:
        bench.said = run.close()
    lines = bench.log()
    expect(" clock=file time=2026-03-02T10:11:12Z" in lines[0], lines[0])
    expect(lines[1].startswith("  CLONUS.INI line 2: no such key"), lines[1])
    used = card.files(bench.image)["TIME.TXT"]
    expect(used == b"#026-03-02T10:11:12Z\n", str(used))
    return "all three double-blink, then ready; BOOT.LOG: CLONUS.INI line 2, clock=file; TIME.TXT is marked"


def pulled(bench):
    """Nothing was written since, and nobody has noticed, when the exam begins."""
    run = bench.start(disk="sd")
    try:
        run.device.wait_told("ready", START_S)
        run.device.wait_light("ready", time.monotonic(), LIGHT_S)
        run.device.pull_card()
        answer(run)
        leave_answer(run)
        return "the exam ran to its answer; then three blinks"
    finally:
        bench.said = run.close()


def leave_answer(run):
    """A double press goes from the answer to ready; a busy machine may take it for two."""
    for last in (False, False, True):
        run.device.press()
        run.pause(0.1)
        run.device.press()
        try:
            return run.device.wait_light("ready, not recording", time.monotonic(), 20)
        except BenchError:
            if last:
                raise


def swap(bench, other=None):
    """Pulls the card at ready and puts another, or the same, into the slot; the lights say so before the
    exam, which runs; the machine is then stopped in order."""
    run = bench.start(disk="sd")
    try:
        run.device.wait_told("ready", START_S)
        run.device.wait_light("ready", time.monotonic(), LIGHT_S)
        run.device.pull_card()
        run.device.wait_told("card gone", LIGHT_S)
        run.device.put_card(other)
        came = examine(run)
        run.device.switch_off()
        return came
    finally:
        bench.said = run.close()


def swapped(bench, other):
    before = digest(other)
    came = swap(bench, other)
    expect(digest(other) == before, "the other card was written")
    return came + "; not a byte written"


def swapped_for_anothers(bench):
    other = machine.copy(bench.image, bench.image.with_name("other.img"))
    make_anothers(other)
    return swapped(bench, other)


def swapped_for_ours(bench):
    return swapped(bench, machine.copy(bench.image, bench.image.with_name("other.img")))


def put_back(bench):
    came = swap(bench)
    run = bench.start(disk="sd")
    try:
        run.device.wait_told("ready", START_S)
        answer(run)
        wait_recorded(run, bench.image)
        run.device.switch_off()
    finally:
        bench.said = run.close()
    line = bench.last_boot()
    # It was not unmounted when it was pulled: whatever the button said, it is looked through.
    expect(" stopped=power_cut" in line and " fsck" in bench.said, line)
    (data,) = card.recordings(bench.image).values()
    expect(judge.strict(data), "the recording is not whole")
    fault = card.check(bench.image)
    expect(fault is None, fault)
    return came + "; at the next start looked through, clean, and records"


# MARK: A Raspberry Pi, as far as QEMU has one


def raspberry(bench):
    """Its own card host and device tree. QEMU's has no bus and no inputs behind the header: the button
    reads as held, which switches it off in order. Its watchdog resets at once, and is left out."""
    folder = bench.image.parent
    for name in ("kernel8.img", "initramfs.gz", "bcm2837-rpi-3-b.dtb"):
        words = ["mcopy", "-n", "-i", f"{bench.image}@@{BOOT}", f"::{name}", folder]
        subprocess.run(words, check=True)
    kernel, console = folder / "Image", folder / "console"
    # This machine's loader knows no packed kernel.
    with gzip.open(folder / "kernel8.img") as packed:
        kernel.write_bytes(packed.read())
    words = machine.kernel_words(bench.boot) + " module_blacklist=bcm2835_wdt"
    process = subprocess.Popen([
        "qemu-system-aarch64", "-M", "raspi3b", "-display", "none", "-kernel", kernel, "-initrd",
        folder / "initramfs.gz", "-dtb", folder / "bcm2837-rpi-3-b.dtb", "-append", words, "-drive",
        f"if=sd,format=raw,file={bench.image}", "-serial", f"file:{console}", "-no-reboot"])
    try:
        limit = time.monotonic() + START_S
        # Halted, this machine does not end.
        while "System halted" not in bench.said and time.monotonic() < limit:
            time.sleep(0.5)
            bench.said = console.read_text(errors="replace") if console.exists() else ""
    finally:
        process.kill()
        process.wait()
    for step in (" board pi-3", " card /dev/mmcblk0p2", " off"):
        expect(step in bench.said, f"'{step}' was not told")
    line = bench.last_boot()
    expect(" board=pi-3" in line, line)
    fault = card.check(bench.image)
    expect(fault is None, fault)
    return "its SD host and device tree: card mounted, BOOT.LOG written, off in order, clean"


def digest(image):
    with open(image, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


ROWS = {
    "update: wrong digest": wrong_hash,
    "update: copied in part": torn_copy,
    "update: crashes": crashing,
    "update: never ready": never_ready,
    "update: good": good,
    "update: cut at its first start": cut_at_first_start,
    "worker stands still": worker_stands_still,
    "kernel stands still": kernel_stands_still,
    "card: a wrong setting, a time": wrong_lines,
    "card: missing": missing,
    "card: read-only": read_only,
    "card: another's": foreign,
    "card: nearly full": nearly_full,
    "card: full": full,
    "card: pulled": pulled,
    "card: swapped for another's": swapped_for_anothers,
    "card: swapped for one of ours": swapped_for_ours,
    "card: pulled and put back": put_back,
    "board: raspi3b": raspberry,
}


def flash(packed, image):
    """What image/README.md tells a user to type, with a file in the place of the card."""
    subprocess.run(f"gunzip <'{packed}' | dd of='{image}' bs=4M conv=fsync,sparse status=none",
                   shell=True, check=True)
    with open(image, "r+b") as file:
        file.truncate(machine.CARD_BYTES)


def main():
    reader = argparse.ArgumentParser(usage=__doc__)
    for name in ("image", "update", "folder"):
        reader.add_argument(name, type=pathlib.Path)
    reader.add_argument("--rows", default="")
    reader.add_argument("--seed", type=int, default=1)
    options = reader.parse_args()
    try:
        # A machine that starves is not what is judged.
        os.nice(-10)
    except PermissionError:
        pass
    options.update = options.update.read_bytes()
    (options.folder / "boot").mkdir(parents=True, exist_ok=True)
    flash(options.image, options.folder / "flashed.img")
    machine.boot_files(options.folder / "flashed.img", options.folder / "boot")
    lines = [f"# Troubles of the card, seed {options.seed}", "", "| row | | what came |", "|---|---|---|"]
    failed = False
    for name, row in ROWS.items():
        if not any(word.strip() in name for word in options.rows.split(",")):
            continue
        begun = time.monotonic()
        with tempfile.TemporaryDirectory(dir=options.folder) as place:
            bench = Bench(options, pathlib.Path(place))
            try:
                passed, came = "passed", row(bench)
            except (Wrong, BenchError) as error:
                failed = True
                passed, came = "FAILED", f"{error} / {bench.said[-900:]}"
        lines.append(f"| {name} | {passed} | {came} |")
        print(f"{lines[-1]} {time.monotonic() - begun:.0f} s", flush=True)
    options.folder.with_suffix(".md").write_text("\n".join(lines) + "\n")
    sys.exit(failed)


if __name__ == "__main__":
    main()
