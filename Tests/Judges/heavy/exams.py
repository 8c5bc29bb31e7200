"""The exams that the heavy readers open, made by the program that CLONUS names.

Pictures and whatever else the readers leave go to build/judges, to be looked at.
"""

import json
import os
import pathlib
import shutil
import subprocess

CLONUS = os.environ["CLONUS"]
OUT = pathlib.Path("build/judges")
SAMPLES = pathlib.Path("build/judges-samples")
# A patient and a seed for each answer: its verdict, and how it ended.
PATIENTS = {
    "absent": ("healthy", 2, "absent", None),
    "unsustained": ("stroke", 1, "unsustained", "itself"),
    "sustained": ("head-injury", 1, "sustained", "itself"),
    "at-least": ("spinal-cord-injury", 1, "sustained", "limit"),
    "indeterminate": ("tremor", 1, "indeterminate", "limit"),
    "infant": ("infant", 2, "unsustained", "itself"),
    "spontaneous": ("spontaneous", 1, "sustained", "itself"),
}
# A recording that the power cut off and the next start closed.
CUT_OFF = "recovered-80"

shutil.rmtree(OUT, ignore_errors=True)
OUT.mkdir(parents=True)


def run(*words, **options):
    done = subprocess.run(words, capture_output=True, timeout=180, **options)
    if done.returncode:
        raise AssertionError(f"{words[0]}: {done.returncode}: {done.stderr.decode()[-600:]}")
    return done.stdout.decode()


def recording(name):
    """An exam of a card of its own; made once."""
    path = OUT / "cards" / name / "EXAMS" / "E0001.EDF"
    if not path.exists():
        patient, seed, verdict, ended = PATIENTS[name]
        words = ["--patient", patient, "--seed", str(seed), "--log", path.parent.parent]
        found = json.loads(run(CLONUS, "simulate", "--json", *words))
        if (found["verdict"], found["ended"]) != (verdict, ended):
            raise AssertionError(f"{name}: {found['verdict']}, {found['ended']}")
    return path


def reports():
    """The page of each exam, and of one that was cut off, by name."""
    pages = {name: recording(name).with_suffix(".HTM") for name in PATIENTS}
    pages["cut-off"] = OUT / "cut-off.HTM"
    run(CLONUS, "report", SAMPLES / f"{CUT_OFF}.edf", "--out", pages["cut-off"])
    return pages
