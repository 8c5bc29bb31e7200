"""Cuts the power of the card's image in QEMU, boots what is left, and looks at it.

    powercut.py IMAGE PROGRAM FOLDER [--cuts N] [--seed N]

PROGRAM is the program for this machine, whose `verify` judges recordings. A session is recorded once
for each way to the card (virtio, SD) and kept in FOLDER with what each cut came to: a second call
goes on where the first was ended. Each cut lays the writes of the session onto the image up to there
(see writelog.py), boots it, switches it off in order, and expects: the card mounted for writing,
clean by dosfstools, every earlier recording the same to the bit, and all of the running one that was
durable.
"""

import argparse
import collections
import json
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import card
import machine
import session
from bench import BenchError

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Hil"))
import edf
import host


class Loss(Exception):
    """Something is missing that must not be."""


def whole(data):
    """The number of written records of a recording; None where it cannot be read."""
    try:
        recording = edf.Recording(data)
    except (ValueError, IndexError):
        return None
    return len(recording.samples)


def boot_again(boot, image, disk):
    """Boots, waits until ready, switches off in order; answers what was told."""
    device = machine.Machine(boot, image, disk)
    try:
        device.wait_told("ready", 90)
        time.sleep(0.5)
        device.switch_off()
        return device.console
    finally:
        device.close()


def judge(before, image, said, program):
    """Expects on the image what was durable in `before`, a card's exams."""
    if "read-only" in said or "clonus: " in said and " card /dev/" not in said:
        raise Loss("the card was not mounted for writing: " + said[-300:])
    if fault := card.check(image):
        raise Loss("not clean: " + fault)
    after = card.exams(image)
    for name, data in before.items():
        count = whole(data)
        if not name.upper().endswith(".EDF") or not count:
            continue
        if name not in after:
            raise Loss(f"{name} is gone")
        now = whole(after[name])
        if now is None:
            raise Loss(f"{name} cannot be read")
        if edf.Recording(data).empty == 0:
            if after[name] != data:
                raise Loss(f"{name} was finished and has changed")
        elif now < count:
            raise Loss(f"{name} has {now} of {count} durable samples")
    with tempfile.TemporaryDirectory() as folder:
        for name, data in after.items():
            if name.upper().endswith(".EDF"):
                path = pathlib.Path(folder, pathlib.Path(name).name)
                path.write_bytes(data)
                done = subprocess.run([program, "verify", path], capture_output=True, text=True)
                if done.returncode != 0:
                    raise Loss(f"verify {path.name}: {(done.stdout + done.stderr).strip()[-200:]}")


def replay(day, boot, program, cut, seed, work):
    """One cut of a session's log; answers how many samples were durable."""
    chance = random.Random(f"{seed} {cut}")
    image = work / "cut.img"
    machine.copy(day.base, image)
    # What was durable, apart from what chance may add.
    day.log.lay_first(image, day.log.durable(cut, day.has_flush))
    before = card.exams(image)
    machine.copy(day.base, image)
    day.log.lay(image, cut, day.has_flush, chance)
    said = boot_again(boot, image, day.disk)
    judge(before, image, said, program)
    return sum(whole(data) or 0 for name, data in before.items() if name.endswith(".EDF"))


def outside(day):
    """The writes from the stretch to the verdict that are not in the exam's own file."""
    start, end = day.marks["stretch"], day.marks["finishing"]
    with tempfile.TemporaryDirectory() as folder:
        image = machine.copy(day.base, pathlib.Path(folder, "at.img"))
        day.log.lay_first(image, start)
        names = [pathlib.Path(name).name for name in card.exams(image) if name.endswith(".EDF")]
        own = card.sectors(image, max(names))
    found = []
    for entry in day.log.entries[start:end]:
        for sector in range(entry.sector, entry.sector + (entry.sectors if entry.writes else 0)):
            if sector not in own:
                found.append(sector)
    return end - start, found


def main():
    reader = argparse.ArgumentParser(usage=__doc__)
    reader.add_argument("image", type=pathlib.Path)
    reader.add_argument("program", type=pathlib.Path)
    reader.add_argument("folder", type=pathlib.Path)
    reader.add_argument("--cuts", type=int, default=20)
    reader.add_argument("--seed", type=int, default=1)
    options = reader.parse_args()
    host.prefer_the_bench()
    boot = options.folder / "boot"
    boot.mkdir(parents=True, exist_ok=True)
    machine.boot_files(options.image, boot)
    failed = 0
    for disk in machine.DEVICES:
        folder = options.folder / disk
        if (folder / "marks.json").exists():
            day = session.Session(folder, disk)
        else:
            day = session.record(folder, options.image, boot, disk)
        count, found = outside(day)
        print(f"{disk}: {count} writes and flushes from stretch to verdict, {len(found)} sectors "
              "outside the exam's file", flush=True)
        failed += bool(found)
        failed += cuts(day, boot, options, options.cuts // 2)
    sys.exit(1 if failed else 0)


def cuts(day, boot, options, count):
    """Makes the cuts that were not made yet, spread over the phases, and prints their table."""
    results = day.folder / "cuts.json"
    done = json.loads(results.read_text()) if results.exists() else {}
    chance = random.Random(options.seed)
    phases = [p for p in day.marks if day.span(p)[0] < day.span(p)[1]]
    with tempfile.TemporaryDirectory(dir=options.folder) as work:
        for number in range(count):
            start, end = day.span(phases[number % len(phases)])
            cut = chance.randrange(start, end)
            key = f"{options.seed} {number} {cut}"
            if key in done:
                continue
            try:
                durable = replay(day, boot, options.program, cut, options.seed, pathlib.Path(work))
                done[key] = {"phase": day.phase(cut), "durable": durable}
            except (Loss, BenchError) as error:
                done[key] = {"phase": day.phase(cut), "failed": str(error)}
                print(f"{day.disk}, entry {cut}, {day.phase(cut)}: {error}", flush=True)
            results.write_text(json.dumps(done, indent=1))
    table = collections.defaultdict(lambda: [0, 0, 0])
    for result in done.values():
        row = table[result["phase"]]
        row[0] += 1
        row[1] += "failed" in result
        row[2] += result.get("durable", 0) > 0
    print(f"\n| {day.disk}: cut while | cuts | failed | with durable samples |\n|---|---|---|---|")
    for phase in day.marks:
        if phase in table:
            print("| " + " | ".join(map(str, [phase, *table[phase]])) + " |")
    return sum(row[1] for row in table.values())


if __name__ == "__main__":
    main()
