"""A card of a thousand exams and the longest exam, in the memory that a small board can spare.

CLONUS names the program, else build/clonus; clang must be in the path.
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

CLONUS = os.environ.get("CLONUS", "build/clonus")
PEAK = pathlib.Path(__file__).parent.parent / "Bench" / "peak.c"
EXAMS = 1_000
MOST_KB = 1_000
# The longest recording has 220 kB, which must not be there twice.
MOST_LONG_KB = 800
# Where a recording's header names its exam (EDF's field of the recording).
NAME = slice(88, 168)


class Memory(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.peak = self.folder / "peak"
        subprocess.run(["clang", "-O2", "-w", PEAK, "-o", self.peak], check=True)

    def most_kb(self, *words, status=0):
        """Runs the program; the most memory that it ever had resident."""
        done = subprocess.run([self.peak, CLONUS, *words], capture_output=True, text=True)
        self.assertEqual(done.returncode, status, done.stderr)
        most = int(done.stderr.split("VmHWM:")[1].split()[0])
        print(f"{words[0]}: {most} kB", file=sys.stderr)
        return most

    def card(self):
        """A card with so many recordings and nothing that is made of them."""
        card = self.folder / "card"
        words = ["simulate", "--fast", "--patient", "stroke", "--log", card]
        subprocess.run([CLONUS, *words], check=True, capture_output=True)
        first = (card / "EXAMS" / "E0001.EDF").read_bytes()
        name = first[NAME]
        for number in range(2, EXAMS):
            other = name.replace(b" exam 1   ", b" exam %-4d" % number)
            self.assertNotEqual(other, name)
            (card / "EXAMS" / f"E{number:04}.EDF").write_bytes(first[:88] + other + first[168:])
        (card / "INDEX.CSV").unlink()
        (card / "CLONUS.HTM").unlink()
        return card

    def test_a_thousand_exams_are_indexed_and_checked_in_a_megabyte(self):
        card = self.card()
        # The exam that is recorded finds no index: all exams are listed anew, and drawn on the page.
        words = ["simulate", "--fast", "--json", "--patient", "stroke", "--log", card]
        self.assertLess(self.most_kb(*words), MOST_KB)
        index = (card / "INDEX.CSV").read_text().splitlines()
        self.assertEqual([line.split(",")[0] for line in index[1:]],
                         [str(number) for number in range(1, EXAMS + 1)])
        trends = (card / "CLONUS.HTM").read_text()
        self.assertEqual(trends.count('<th scope="row">'), EXAMS)
        # All but two of the exams have no report yet.
        self.assertLess(self.most_kb("verify", card, status=1), MOST_KB)

    def test_the_report_of_a_long_exam_is_made_in_a_megabyte(self):
        card = self.folder / "card"
        words = ["simulate", "--fast", "--json", "--patient", "spontaneous", "--log", card]
        self.assertLess(self.most_kb(*words), MOST_LONG_KB)
        self.assertLess(self.most_kb("report", card / "EXAMS" / "E0001.EDF"), MOST_KB)


if __name__ == "__main__":
    unittest.main()
