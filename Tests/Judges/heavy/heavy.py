"""The heavy readers open what a card holds: EDFbrowser, Chromium, LibreOffice, DuckDB, pandas, BIDS.

CLONUS names the program. Pictures go to build/judges, to be looked at; what can be told without eyes
is asserted here.
"""

import os
import pathlib
import shutil
import subprocess
import time
import unittest

import duckdb
import pandas

CLONUS = os.environ["CLONUS"]
OUT = pathlib.Path("build/judges")
# A patient for each verdict, and one exam without a stretch.
EXAMS = {
    "absent": ("healthy", 1),
    "unsustained": ("stroke", 1),
    "sustained": ("fading", 1),
    "censored": ("spinal-cord-injury", 1),
    "indeterminate": ("tremor", 1),
    "spontaneous": ("spontaneous", 1),
}
CHROMIUM = [
    "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars",
    "--no-pdf-header-footer", "--virtual-time-budget=1000",
]  # fmt: skip


def run(*words, **options):
    done = subprocess.run(words, capture_output=True, timeout=180, **options)
    if done.returncode:
        raise AssertionError(f"{words[0]}: {done.returncode}: {done.stderr.decode()[-600:]}")
    return done.stdout.decode()


def card(name):
    """A card with one exam; made once."""
    folder = OUT / "cards" / name
    recording = folder / "EXAMS" / "E0001.EDF"
    if not recording.exists():
        patient, seed = EXAMS[name]
        run(CLONUS, "simulate", "--fast", "--patient", patient, "--seed", str(seed), "--log", folder)
    report = recording.with_suffix(".HTM")
    if not report.exists():
        run(CLONUS, "report", recording)
    return folder


def setUpModule():
    shutil.rmtree(OUT, ignore_errors=True)
    OUT.mkdir(parents=True)


class Chromium(unittest.TestCase):
    def test_each_report_is_one_page_and_no_wider_than_a_phone(self):
        for name in EXAMS:
            with self.subTest(verdict=name):
                page = (card(name) / "EXAMS" / "E0001.HTM").resolve().as_uri()
                for width, height in ((1100, 1900), (500, 3200)):
                    picture = OUT / f"report-{name}-{width}.png"
                    run(*CHROMIUM, f"--window-size={width},{height}", f"--screenshot={picture}", page)
                    self.assertGreater(picture.stat().st_size, 20_000)
                pdf = OUT / f"report-{name}.pdf"
                run(*CHROMIUM, f"--print-to-pdf={pdf}", page)
                facts = run("pdfinfo", pdf)
                self.assertRegex(facts, r"Pages:\s+1\n")
                self.assertRegex(facts, r"A4")
                words = " ".join(run("pdftotext", pdf, "-").split())
                self.assertIn("Measures, does not diagnose. Never tried on patients.", words)
                self.assertIn("When not to test.", words)

    def test_the_page_of_all_exams_is_drawn(self):
        page = pathlib.Path("build/judges-samples/CLONUS.HTM").resolve()
        for width in (1100, 500):
            picture = OUT / f"trends-{width}.png"
            run(*CHROMIUM, f"--window-size={width},1400", f"--screenshot={picture}", page.as_uri())
            self.assertGreater(picture.stat().st_size, 10_000)


class EDFbrowser(unittest.TestCase):
    def test_a_recording_opens_and_shows_no_complaint(self):
        recording = (card("unsustained") / "EXAMS" / "E0001.EDF").resolve()
        picture = OUT / "edfbrowser.png"
        script = f"""
          HOME={OUT.resolve()} edfbrowser '{recording}' & browser=$!
          sleep 8
          import -window root '{picture.resolve()}'
          xwininfo -root -tree
          kill $browser
        """
        tree = run("xvfb-run", "-a", "-s", "-screen 0 1280x900x24", "bash", "-c", script)
        self.assertIn("EDFbrowser", tree)
        # A refusal is a box of its own with this title; the list of signals is the other dialogue.
        self.assertNotIn('"Error"', tree)
        self.assertGreater(picture.stat().st_size, 10_000)


class Tables(unittest.TestCase):
    """Each reads without options; the numbers are those of the file."""

    FILES = ("INDEX.CSV", "E0002.CSV")

    def rows(self, name):
        text = pathlib.Path("build/judges-samples", name).read_text()
        return [line.split(",") for line in text.splitlines()]

    def test_pandas(self):
        for name in self.FILES:
            table = pandas.read_csv(f"build/judges-samples/{name}")
            self.assertEqual(list(table.columns), self.rows(name)[0])
            self.assertEqual(len(table), len(self.rows(name)) - 1)
        index = pandas.read_csv("build/judges-samples/INDEX.CSV")
        self.assertEqual(index["censored"].dtype, bool)
        self.assertEqual(index["beats"].sum(), sum(int(row[15]) for row in self.rows("INDEX.CSV")[1:]))

    def test_duckdb(self):
        for name in self.FILES:
            found = duckdb.sql(f"select * from 'build/judges-samples/{name}'")
            self.assertEqual(found.columns, self.rows(name)[0])
            self.assertEqual(len(found.fetchall()), len(self.rows(name)) - 1)
        found = duckdb.sql("select sum(beats) from 'build/judges-samples/INDEX.CSV'").fetchall()
        self.assertEqual(found[0][0], sum(int(row[15]) for row in self.rows("INDEX.CSV")[1:]))

    def test_libreoffice(self):
        for name in self.FILES:
            source = pathlib.Path("build/judges-samples", name)
            home = f"-env:UserInstallation={(OUT / 'office').resolve().as_uri()}"
            run("soffice", home, "--headless", "--convert-to", "fods", "--outdir", OUT, source)
            sheet = (OUT / name).with_suffix(".fods").read_text()
            self.assertEqual(sheet.count("<table:table-row"), len(self.rows(name)))
            # Numbers arrived as numbers, in cells of their own.
            self.assertIn('office:value-type="float"', sheet)


class BIDS(unittest.TestCase):
    def test_the_validator_finds_no_error(self):
        folder = OUT / "bids"
        recording = card("unsustained") / "EXAMS" / "E0001.EDF"
        run(CLONUS, "export", "--format", "bids", "--out", folder, recording)
        validator = pathlib.Path(os.sys.executable).parent / "bids-validator-deno"
        done = subprocess.run([validator, "--ignoreWarnings", folder], capture_output=True, timeout=180)
        text = done.stdout.decode() + done.stderr.decode()
        self.assertEqual(done.returncode, 0, text[-1500:])
        self.assertNotIn("[ERROR]", text)


if __name__ == "__main__":
    unittest.main()
