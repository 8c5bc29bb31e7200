"""pandas, DuckDB and LibreOffice read the card's tables without options."""

import unittest

import duckdb
import pandas

from exams import OUT, SAMPLES, recording, run

# The columns of the index that hold numbers, wherever they hold anything.
NUMBERS = ["exam", "boot", "uptime_s", "trial", "beats", "beats_first_10s", "frequency_hz",
           "duration_s", "interval_cv", "latency_s", "scats", "tardieu", "stretch_deg", "stretch_s"]


def tables():
    """Of a card with four exams, of one with an exam alone, and of one without any beat."""
    files = [SAMPLES / "INDEX.CSV", SAMPLES / "E0002.CSV"]
    for name in ("sustained", "absent"):
        exam = recording(name)
        files += [exam.parent.parent / "INDEX.CSV", exam.with_suffix(".CSV")]
    return files


def rows(path):
    return [line.split(",") for line in path.read_text().splitlines()]


def beats(path):
    """How many are counted in an index."""
    return sum(int(row[15]) for row in rows(path)[1:])


class Tables(unittest.TestCase):
    """The numbers are those of the file."""

    def test_pandas(self):
        for path in tables():
            with self.subTest(table=path):
                table = pandas.read_csv(path)
                self.assertEqual(list(table.columns), rows(path)[0])
                self.assertEqual(len(table), len(rows(path)) - 1)
                if path.name == "INDEX.CSV":
                    self.assertEqual(table["censored"].dtype, bool)
                    self.assertEqual(table["beats"].sum(), beats(path))
                    for column in NUMBERS:
                        self.assertIn(table[column].dtype.kind, "if", column)

    def test_duckdb(self):
        for path in tables():
            with self.subTest(table=path):
                found = duckdb.sql(f"select * from '{path}'")
                self.assertEqual(found.columns, rows(path)[0])
                self.assertEqual(len(found.fetchall()), len(rows(path)) - 1)
                if path.name == "INDEX.CSV":
                    found = duckdb.sql(f"select sum(beats) from '{path}' where not censored is null")
                    self.assertEqual(found.fetchall()[0][0], beats(path))

    def test_libreoffice(self):
        home = f"-env:UserInstallation={(OUT / 'office').resolve().as_uri()}"
        for number, path in enumerate(tables()):
            with self.subTest(table=path):
                folder = OUT / f"sheet-{number}"
                run("soffice", home, "--headless", "--convert-to", "fods", "--outdir", folder, path)
                sheet = (folder / path.name).with_suffix(".fods").read_text()
                self.assertEqual(sheet.count("<table:table-row"), len(rows(path)))
                # Numbers arrived as numbers, in cells of their own.
                self.assertIn('office:value-type="float"', sheet)


if __name__ == "__main__":
    unittest.main()
