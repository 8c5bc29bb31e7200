"""Cuts the power of the card's image in QEMU, boots what is left, and looks at it.

    powercut.py IMAGE PROGRAM UPDATE FOLDER [--cuts N] [--seed N] [--jobs N] [--disk NAME]

PROGRAM is the program for this machine, whose `verify` judges the card; UPDATE the one for the card.
Three runs are recorded once for each way to the card (virtio, SD; see session.py) and kept in FOLDER
with what each cut came to: a second call goes on where the first was ended. A cut by replay lays the
writes of a run onto the card up to there (writelog.py); a cut by kill ends a run of its own at a random
moment. The machine is then started again, switched off in order, and judged (judge.py). What fails is
kept in FOLDER/failed with its console.
"""

import argparse
import concurrent.futures
import json
import os
import pathlib
import random
import shutil
import sys
import tempfile
import time

import card
import judge
import machine
import session
import table
from bench import BenchError

FIRST = -15
# One cut in so many is a kill: a number that shares no divisor with that of the phases, of which one would
# have nothing but kills.
KILLS = 21
# How long a machine that did not start is watched on.
LOOK_AGAIN_S = 10
# How soon all that is made of an exam must be on the card, and how long no exam follows.
MOST_MAKING_S, QUIET_S = 2, 4
# From a press to the end of the recording; a kill there must find what was recorded up to it.
IN_EXAM = ("rest", "stretch", "recording")


def boot_again(boot, image, disk):
    """Boots until it is ready and switches it off in order; answers what was told. With the button held
    from the start that takes 5 s less; where the machine was so slow that this stopped it before it was
    ready, it is started once more."""
    said, is_ready = start(boot, image, disk, is_held=True)
    if not is_ready:
        more, is_ready = start(boot, image, disk, is_held=False)
        said += more
    if not is_ready:
        raise BenchError(f"it was switched off before it was ready: {said[-600:]}")
    return said


def start(boot, image, disk, is_held):
    """Starts and switches off in order; answers what was told, and whether it was ready."""
    device = machine.Machine(boot, image, disk, is_held=is_held)
    try:
        device.wait(lambda: device.told("ready") or is_held and device.told("off"), 90, "'ready'")
        if not is_held:
            device.switch_off()
        device.wait_end(60)
        is_ready = device.told("ready")
    except BenchError as error:
        state = device.state()
        time.sleep(LOOK_AGAIN_S)
        raise BenchError(
            f"{error} ({len(device.timeline.changes)} changes of lines, {state}; then told: "
            f"{device.steps()[-1:]})") from None
    finally:
        said = device.close()
    return said, is_ready


def replay(run, boot, program, cut, chance, image):
    """Lays out one cut of a run's writes, boots it and judges it."""
    machine.copy(run.base, image)
    # What was durable, apart from what chance may add.
    run.log.lay_first(image, run.log.durable(cut, run.has_flush))
    durable = card.recordings(image)
    final = card.recordings(run.left)
    exams = {
        name: exam for name, data in final.items() if (exam := judge.place(data, run.track))}
    size = run.log.entries[cut].end if cut < len(run.log.entries) else run.log.entries[-1].end
    at = judge.Cut(durable, run.track, run.track.number(size), exams)
    machine.copy(run.base, image)
    run.log.lay(image, cut, run.has_flush, chance)
    return at


def kill(run, boot, phase, chance, image):
    """Makes a run anew and ends it at a random moment of a phase."""
    machine.copy(run.base, image)
    live = session.Run(boot, image, run.disk)
    moment = chance.random() * run.length(phase)
    device, note = live.device, live.mark
    begins = 0

    def mark(name):
        nonlocal begins
        note(name)
        # The sensor's FIFO began at its configuration too; after the press it begins for the exam.
        if name == "rest":
            begins = device.part.begins
        if name == phase:
            live.pause(moment)
            device.process.kill()
            raise BenchError("killed")

    live.mark = mark
    begun = None
    try:
        live.perform(run.name)
    except BenchError:
        if phase not in live.seconds:
            raise
        if phase in IN_EXAM and device.part.begins > begins:
            begun = device.part.begins
    finally:
        number = device.part.number - 1
        live.close()
    return judge.Cut(card.recordings(image), live.track(), number, {}, begun)


def make(task):
    """Makes one cut; answers its key and what it came to. Runs in a process of its own."""
    options, disk, name, phase, cut, number = task
    key = f"{options.seed} {disk} {name} {number} {'kill' if cut is None else cut}"
    run = session.Session(options.folder / disk / name, disk)
    chance = random.Random(key)
    boot = options.folder / "boot"
    result = {"phase": phase, "disk": disk, "kill": cut is None}
    with tempfile.TemporaryDirectory(dir=options.folder) as work:
        image = pathlib.Path(work, "cut.img")
        said = ""
        try:
            if cut is None:
                at = kill(run, boot, phase, chance, image)
            else:
                at = replay(run, boot, options.program, cut, chance, image)
            machine.copy(image, pathlib.Path(work, "as-cut.img"))
            result["samples"] = sum(len(judge.written(data)) for data in at.durable.values())
            said = boot_again(boot, image, disk)
            result["missing"] = judge.judge(at, image, said, options.program)
        except (judge.Loss, BenchError) as error:
            result["loss" if isinstance(error, judge.Loss) else "no boot"] = str(error)
            place = options.folder / "failed" / key.replace(" ", "-")
            place.mkdir(parents=True, exist_ok=True)
            (place / "console.txt").write_text(said or str(error))
            for kept in pathlib.Path(work).glob("*.img"):
                shutil.move(kept, place / kept.name)
    return key, result


def outside(run):
    """The writes from the stretch to the verdict that are not in the exam's own file."""
    start, end = run.marks["stretch"], run.marks["finishing"]
    with tempfile.TemporaryDirectory() as folder:
        image = machine.copy(run.base, pathlib.Path(folder, "at.img"))
        run.log.lay_first(image, start)
        own = card.sectors(image, max(card.recordings(image)))
    found = []
    for entry in run.log.entries[start:end]:
        for sector in range(entry.sector, entry.sector + (entry.sectors if entry.writes else 0)):
            if sector not in own:
                found.append(sector)
    return end - start, found


def made_after(run):
    """How long after its last sample the first exam's last write came, in seconds: the file completed,
    its table, its report, the index and the page of all exams."""
    data = card.recordings(run.left)["E0001.EDF"]
    last, rate = judge.place(data, run.track).last, judge.strict(data).rate
    # The next press comes later than this.
    written = [n for _, n in run.track.numbers if last <= n < last + QUIET_S * rate]
    return (max(written) - last) / rate


def tasks(options, runs):
    """The cuts, spread over the ways to the card and the phases."""
    phases = [
        (run, phase) for run in runs for phase in run.marks if run.span(phase)[0] < run.span(phase)[1]]
    phases.sort(key=lambda pair: list(session.RUNS).index(pair[0].name))
    chance = random.Random(options.seed)
    for number in range(options.cuts):
        run, phase = phases[number % len(phases)]
        cut = chance.randrange(*run.span(phase))
        if number % KILLS == KILLS - 1:
            cut = None
            run, phase = phases[(number // KILLS) % len(phases)]
        yield options, run.disk, run.name, phase, cut, number


def go(niceness):
    """Takes precedence of other programs, where that is allowed. Real-time priority would also be one
    over the kernel's own threads, for which QEMU waits when it reads a card's file, for seconds where
    another bench has it too."""
    # A thread of Python hands on the interpreter after this; by itself only after 5 ms.
    sys.setswitchinterval(0.0002)
    try:
        os.setpriority(os.PRIO_PROCESS, 0, niceness)
    except PermissionError:
        print("no priority for the recording", flush=True)


def record(options, disk):
    """The runs of one way to the card, each on what the one before left."""
    runs, start, usual = [], options.image, os.getpriority(os.PRIO_PROCESS, 0)
    # What the sensor sends must not wait for the bench; cuts may take as long as they like.
    go(FIRST)
    for name in session.RUNS:
        runs.append(session.record(
            options.folder / disk / name, start, options.folder / "boot", disk, options.update))
        start = runs[-1].left
    go(usual)
    return runs


def main():
    reader = argparse.ArgumentParser(usage=__doc__)
    for name in ("image", "program", "update", "folder"):
        reader.add_argument(name, type=pathlib.Path)
    reader.add_argument("--cuts", type=int, default=20)
    reader.add_argument("--seed", type=int, default=1)
    reader.add_argument("--jobs", type=int, default=2)
    reader.add_argument("--disk", choices=[*machine.DEVICES])
    options = reader.parse_args()
    table.forget_others(options.folder, options.image, pathlib.Path(__file__).parent)
    boot = options.folder / "boot"
    boot.mkdir(parents=True, exist_ok=True)
    machine.boot_files(options.image, boot)
    runs, writes = [], {}
    for disk in [options.disk] if options.disk else machine.DEVICES:
        runs += record(options, disk)
        first = next(run for run in runs if run.disk == disk)
        writes[disk] = *outside(first), made_after(first)
        print(f"{disk}: {writes[disk][0]} writes and flushes from the stretch to the verdict, "
              f"{len(writes[disk][1])} sectors outside the exam's file; report and all else on the card "
              f"{writes[disk][2]:.2f} s after the last sample", flush=True)
    results = options.folder / "cuts.json"
    done = json.loads(results.read_text()) if results.exists() else {}
    begun = time.monotonic()
    made = 0
    with concurrent.futures.ProcessPoolExecutor(options.jobs) as pool:
        waiting = []
        for task in tasks(options, runs):
            cut = "kill" if task[4] is None else task[4]
            if f"{options.seed} {task[1]} {task[2]} {task[5]} {cut}" not in done:
                waiting.append(pool.submit(make, task))
        for future in concurrent.futures.as_completed(waiting):
            key, result = future.result()
            done[key] = result
            made += 1
            for word in ("loss", "no boot"):
                if word in result:
                    print(f"{key}, {result['phase']}: {word}: {result[word]}", flush=True)
            # Written beside and renamed: this may be ended at any moment, too.
            results.with_suffix(".new").write_text(json.dumps(done, indent=1))
            os.replace(results.with_suffix(".new"), results)
    if made:
        print(f"{made} cuts in {time.monotonic() - begun:.0f} s", flush=True)
    text = table.text(done, writes, options)
    options.folder.with_suffix(".md").write_text(text)
    print(text)
    sys.exit(any("loss" in r or "no boot" in r for r in done.values())
             or any(found or making > MOST_MAKING_S for _, found, making in writes.values()))


if __name__ == "__main__":
    main()
