"""Recordings of other people's motion, none of it clonus, cut into exams."""

import os
import pathlib
import sys

import numpy as np

from truth import Exam, Truth

FOLDER = pathlib.Path(os.environ.get("RECORDINGS", "../shared/data/recordings"))
WINDOW_S = 20.0
STEP_S = 2.0

# Motion that is itself a steady rhythm of 3 to 9 Hz: episodes in these are reported apart.
STEADY = {
    "hmp_brush_teeth": "tooth brushing at 4 to 6 Hz",
    "asset_tracking_shake": "a parcel shaken at 4.75 Hz",
    "xiao_flick": "a hand flicked again and again",
    "paradigma_pd_tremor": "a rest tremor",
    "daphnet_s01r02_fog": "the trembling of a freezing limb",
    "daphnet_s02r01_fog": "the trembling of a freezing limb",
    "daphnet_s02r02_fog": "the trembling of a freezing limb",
}

ANY = Truth(("absent", "indeterminate"), ())


def steady(name):
    return next((why for start, why in STEADY.items() if name.startswith(start)), None)


def read(path):
    with open(path) as lines:
        names = lines.readline().strip().split(",")
    return np.genfromtxt(path, delimiter=",", skip_header=1,
                         usecols=[names.index(n) for n in ("time_s", "x_g", "y_g", "z_g")])


def exams():
    """(class, name, exam): windows of 20 s as stretch exams, whole files as spontaneous ones."""
    paths = sorted(FOLDER.glob("*.csv"))
    if not paths:
        print(f"SKIPPED: no recordings in {FOLDER}: nothing is said of them", file=sys.stderr)
    for path in paths:
        rows = read(path)
        end = rows[-1, 0]
        starts = np.arange(rows[0, 0], max(end - WINDOW_S, rows[0, 0]) + 1e-6, STEP_S)
        for start in starts:
            part = rows[(rows[:, 0] >= start) & (rows[:, 0] < start + WINDOW_S)]
            name = f"{path.stem} at {start - rows[0, 0]:.0f} s"
            yield "recordings, windows", name, Exam(part, ANY)
        yield "recordings, whole", path.stem, Exam(
            rows, ANY, protocol="spontaneous", apart=steady(path.stem) is not None)
