"""Counts instructions, bytes and memory, and prints them as a Markdown table.

bench.py WORK ARCHITECTURE...      WORK: a folder for what is compiled on the way

How it is counted. Instructions of the core: the program `bench` runs whole simulated exams and marks
each call of Detector.step; a plugin of QEMU's user-mode emulation (count.c) counts the instructions
that the emulated processor executes between the marks, each pair by itself, so that the mean and the
worst sample are both exact; the cost of an empty pair is taken off. The same on every architecture,
x86_64 too, where callgrind counts the same calls as a second opinion. The whole exam: callgrind over
the appliance's own binary. Memory: VmHWM at its last moment (peak.c). No time is measured.
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EMULATORS = {
    "x86_64": ["qemu-x86_64"],
    "aarch64": ["qemu-aarch64", "-cpu", "cortex-a53"],
    "armv7": ["qemu-arm", "-cpu", "cortex-a8"],
    "armv6": ["qemu-arm", "-cpu", "arm1176"],
    "riscv64": ["qemu-riscv64", "-cpu", "rv64"],
}
SECTIONS = [
    "empty", "stretch exams, 200 Hz", "spontaneous exams, 200 Hz", "25 Hz", "104 Hz", "400 Hz",
    "1000 Hz", "power-on",
]  # fmt: skip


def run(*command, **options):
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, **options)
    if done.returncode:
        raise SystemExit(f"bench: {command[0]} failed: {done.stderr[-400:]}")
    return done


def counted(work, architecture):
    """For each section: samples, mean, worst; and the instructions before the first mark."""
    plugin = work / "count.so"
    program = ROOT / "build" / architecture / "bench"
    done = run(*EMULATORS[architecture], "-plugin", plugin, "-d", "plugin", program)
    sections, start = {}, 0
    for line in done.stderr.splitlines():
        words = line.split()
        if words[:1] == ["section"]:
            sections[SECTIONS[int(words[1])]] = [int(word) for word in words[2:]]
        elif words[:1] == ["start"]:
            start = int(words[1])
    pairs, total, largest = sections.pop("empty", (0, 0, 0))
    if not pairs or total != pairs * largest or len(sections) != len(SECTIONS) - 1:
        raise SystemExit(f"bench: {architecture}: the marks were not counted: {done.stderr[-400:]}")
    return {
        name: (number, sum_ - number * largest, worst - largest)
        for name, (number, sum_, worst) in sections.items()
    }, start


def callgrind(work, program, *words, only=None):
    """Instructions of a run, or of one function and what it calls."""
    out = work / "callgrind.out"
    options = [f"--toggle-collect={only}"] if only else []
    done = run("valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *options, program, *words)
    return int(re.search(r"Collected : (\d+)", done.stderr)[1])


def main(work, *architectures):
    work = Path(work)
    work.mkdir(parents=True, exist_ok=True)
    compiler = ["clang", "-O2", "-w"]
    run(*compiler, "-shared", "-fPIC", HERE / "count.c", "-o", work / "count.so")
    run(*compiler, HERE / "peak.c", "-o", work / "peak")
    results = {architecture: counted(work, architecture) for architecture in architectures}

    print("| per three-axis sample, instructions: mean (worst) | " + " | ".join(architectures) + " |")
    print("|---|" + "---|" * len(architectures))
    for name in SECTIONS[1:-1]:
        cells = []
        for architecture in architectures:
            number, total, worst = results[architecture][0][name]
            cells.append(f"{total / number:.0f} ({worst:,})")
        print(f"| {name} | " + " | ".join(cells) + " |")
    cells = []
    for architecture in architectures:
        sections, start = results[architecture]
        cells.append(f"{(start + sections['power-on'][1]) / 1000:,.0f} k")
    print("| from start to ready, simulated chip included | " + " | ".join(cells) + " |")
    cells = [
        f"{(ROOT / 'build' / architecture / 'clonus').stat().st_size / 1000:.0f} kB"
        for architecture in architectures
    ]
    print("| binary, stripped | " + " | ".join(cells) + " |")

    machine = os.uname().machine
    if machine not in architectures:
        return
    core = results[machine][0]
    names = SECTIONS[1:-1]
    here = sum(core[name][1] for name in names) / sum(core[name][0] for name in names)
    samples = sum(core[name][0] for name in names)
    # valgrind 3.19 cannot read the newest debug information: names alone are enough for it.
    run("llvm-objcopy", "--strip-debug", ROOT / "build" / machine / "bench", work / "named")
    second = callgrind(work, work / "named", only="*coreStep*") / samples
    print(f"\nOn {machine}, all sections together: {here:.1f} instructions a sample by QEMU,")
    print(f"{second:.1f} by callgrind.")
    with tempfile.TemporaryDirectory() as card:
        exam = ["simulate", "--fast", "--json", "--log", card]
        whole = callgrind(work, ROOT / "build" / machine / "clonus", *exam)
        peak = run(work / "peak", ROOT / "build" / machine / "clonus", *exam).stderr.split()[1]
    print(f"A whole simulated exam, patient and chip included: {whole / 1e6:.1f} million instructions,")
    print(f"{peak} kB resident at most.")


main(*sys.argv[1:])
