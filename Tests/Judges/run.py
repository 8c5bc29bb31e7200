"""Readers that are not ours open our recordings: MNE and pyEDFlib.

The files come from the Swift test JudgesSamples; their folder is named by JUDGES_SAMPLES, else
build/judges-samples. Needs what requirements.txt beside this file lists.
"""

import datetime
import json
import os
import pathlib
import unittest
import warnings

import mne
import numpy
import pyedflib

SAMPLES = pathlib.Path(os.environ.get("JUDGES_SAMPLES", "build/judges-samples"))
LABELS = ["Acc X", "Acc Y", "Acc Z", "Block status"]
NAMES = [
    f"{state}-{rate}"
    for state in ("whole", "cut", "prepared", "recovered")
    for rate in ("80", "16", "400", "193")
]


class Truth:
    """What the Swift test put in: samples in g, annotations in seconds."""

    def __init__(self, name):
        lines = (SAMPLES / f"{name}.txt").read_text().splitlines()
        head = lines[0].split()
        self.records, self.per_record = int(head[1]), int(head[5])
        self.record_s = int(head[3]) / 1e6
        rows = [line.split() for line in lines[1:] if line.startswith("s ")]
        self.g = numpy.array([[int(n) / 1e9 for n in row[1:]] for row in rows]).reshape(-1, 3)
        self.marks = []
        for line in lines[1:]:
            if line.startswith("a "):
                _, onset, duration, text = line.split(" ", 3)
                self.marks.append((int(onset) / 1e6, max(0, int(duration)) / 1e6, text))


class Judge:
    """What every reader is asked; subclasses say how it reads."""

    def read(self, path):
        """Labels, rate, values (samples x 3), seconds, annotations."""
        raise NotImplementedError

    def test_every_file(self):
        for name in NAMES:
            with self.subTest(file=name):
                self.compare(Truth(name), *self.read(str(SAMPLES / f"{name}.edf")), name)

    def compare(self, truth, labels, rate, g, seconds, marks, name):
        self.assertEqual(labels, LABELS)
        self.assertAlmostEqual(rate, truth.per_record / truth.record_s, places=4)
        self.assertAlmostEqual(seconds, truth.records * truth.record_s, delta=0.011)
        self.assertEqual(len(g), truth.records * truth.per_record)
        written = len(truth.g)
        if written:
            # Half a count of 0.24 mg would be 1.2e-4; the header's eight characters cost less.
            self.assertLess(numpy.abs(g[:written] - truth.g).max(), 2e-5)
        if name.startswith(("cut", "prepared")):
            self.assertLess(numpy.abs(g[written:]).max(), 2e-5, "not flat after the cut")
        self.compare_marks(truth, marks, name)

    def compare_start(self, path, found):
        """The clock is set in the whole files; elsewhere the sentinel stands for none."""
        whole = pathlib.Path(path).name.startswith("whole")
        clock = datetime.datetime(2026, 3, 2, 10, 11, 12)
        self.assertEqual(found, clock if whole else datetime.datetime(1985, 1, 1))

    def compare_marks(self, truth, marks, name):
        beside = ("settings", "clock", "device", "found", "swing", "filled")
        known = [mark for mark in marks if not mark[2].startswith(beside)]
        if name.startswith("prepared"):
            self.assertEqual(marks, [])
            return
        self.assertEqual(sum(mark[2].startswith("settings kind=stretch") for mark in marks), 1)
        self.assertEqual(sum(mark[2].startswith("clock rtc") for mark in marks), 1)
        if name.startswith(("cut", "recovered")):
            self.assertIn("cue", [mark[2] for mark in known])
            texts = {mark[2] for mark in truth.marks}
            self.assertTrue({mark[2] for mark in known} <= texts)
            return
        self.assertEqual(sorted(mark[2] for mark in known), sorted(m[2] for m in truth.marks))
        for onset, duration, text in truth.marks:
            (found,) = [mark for mark in known if mark[2] == text]
            self.assertAlmostEqual(found[0], onset, delta=2e-6)
            self.assertAlmostEqual(found[1], duration, delta=2e-6)


class MNE(Judge, unittest.TestCase):
    def read(self, path):
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            raw = mne.io.read_raw_edf(path, preload=True, verbose="error")
        marks = [(a["onset"], a["duration"], a["description"]) for a in raw.annotations]
        rate = raw.info["sfreq"]
        self.compare_start(path, raw.info["meas_date"].replace(tzinfo=None))
        return raw.ch_names, rate, raw.get_data()[:3].T, raw.n_times / rate, marks


class PyEDFlib(Judge, unittest.TestCase):
    def read(self, path):
        with pyedflib.EdfReader(path) as edf:
            self.assertEqual([edf.getPhysicalDimension(i) for i in range(4)], ["g"] * 3 + [""])
            g = numpy.array([edf.readSignal(axis) for axis in range(3)]).T
            onsets, durations, texts = edf.readAnnotations()
            marks = [(o, max(0, d), t) for o, d, t in zip(onsets, durations, texts)]
            labels = edf.getSignalLabels()
            self.compare_start(path, edf.getStartdatetime())
            self.assertEqual(edf.getPatientName(), "X")
            return labels, edf.getSampleFrequency(0), g, edf.getFileDuration(), marks


class JSON(unittest.TestCase):
    KEYS = (
        "schema version site side placement protocol rate_hz rule positive verdict reason next"
        " quality beats beats_first_10s frequency_hz duration_s beat_times_s interval_cv"
        " amplitude_g onset_s latency_s ended censored rest stretch hold_s release_s observed_s"
        " scats tardieu episodes"
    ).split()

    def test_keys_come_in_the_order_of_the_interface(self):
        for name in ("example.json", "nulls.json"):
            with self.subTest(file=name):
                found = json.loads((SAMPLES / name).read_text())
                self.assertEqual(list(found), self.KEYS)


if __name__ == "__main__":
    unittest.main()
