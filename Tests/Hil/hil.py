"""Runs the rows on the bench and prints their table, also as Markdown.

    hil.py GUEST PROGRAM IMAGE TABLE [--short | --long] [--rows WORDS,...] [--seed N]

GUEST is what guest.py made, PROGRAM the program for this machine (its `replay` judges the recordings),
IMAGE the card's, TABLE the Markdown file to write; what each row left behind goes into a folder beside it. WORDS select
rows by parts of their names (written without commas). The long form refuses each transaction of a
self-test, the others some forty: it takes five minutes more.
"""

import argparse
import os
import pathlib
import random
import sys
import time
import traceback

import cards  # noqa: F401  (adds rows)
import exams  # noqa: F401  (adds rows)
import faults  # noqa: F401  (adds rows)
import flashed  # noqa: F401  (adds rows)
import host
from appliance import Failure
from bench import BenchError
from rows import ROWS


# Silicon that is simulated on a machine which lets the bench wait so long cannot keep time: its edges
# come late, and its FIFO is read at other moments than the guest believes. A row that failed then says
# nothing, and is run again, so often at most.
TOO_LONG_S, MOST_TRIES = 0.05, 3


class Bench:
    """What every row needs: where things are, the seed, and where figures go."""

    # So far apart are refusals within one run: each is borne before the next one comes.
    SPACING = 23

    def __init__(self, guest, program, image, rows, seed, is_short, is_long):
        self.rows = rows
        self.guest = pathlib.Path(guest)
        self.program = pathlib.Path(program).resolve()
        self.image = pathlib.Path(image).resolve()
        self.seed = seed
        self.is_short = is_short
        self.is_long = is_long
        self.figures = []
        self.waited = 0.0
        self.folder = None

    def begin(self, row):
        """Says where the row's card and traces go."""
        self.folder = self.rows / row.name.replace(" ", "-").replace(",", "")

    def cases(self, count, setup):
        """Which of `count` transactions to disturb in turn, from 1: for each run a set of them. The
        first ones, which set a part up, one by one, and some spread over the rest, which repeat; in
        the short form only some; in the long form all of the first `setup` one by one, and all others,
        several a run."""
        if self.is_long:
            alone = [{step} for step in range(1, setup + 1)]
            begins = range(setup + 1, setup + 1 + self.SPACING)
            return alone + [set(range(begin, 2 * count, self.SPACING)) for begin in begins]
        first, spread = (0, 6) if self.is_short else (24, 16)
        step = max(count // spread, 1)
        return [
            {step} for step in sorted(
                {*range(1, min(first, count) + 1), *range(1, count + 1, step)})]


def selected(patterns, is_short):
    if patterns:
        return [row for row in ROWS if any(p.lower() in row.name.lower().replace(",", "") for p in patterns)]
    return [row for row in ROWS if row.is_short or not is_short]


def run(row, bench):
    """Whether the row passed, and what is to be said of it."""
    bench.begin(row)
    try:
        return True, row.run(bench)
    except Failure as failure:
        return False, f"{failure} (the bench waited {bench.waited * 1e3:.0f} ms at worst)"
    except (BenchError, OSError) as error:
        return False, f"the bench failed: {error}"
    except Exception:
        return False, "the bench failed: " + traceback.format_exc(limit=-3)


def run_again(row, bench):
    """The same, of a row that may be run again; also how often it was."""
    for tries in range(1, MOST_TRIES + 1):
        bench.waited = 0.0
        passed, said = run(row, bench)
        if passed or bench.waited < TOO_LONG_S or tries == MOST_TRIES:
            return passed, said, tries
        print(f"again   {row.name}: {' '.join(said.split())}", flush=True)


def milliseconds(value):
    return "-" if value is None else f"{value * 1e3:.0f}"


def apart(values):
    *own, asked = values
    return " + ".join(f"{value:.1f}" for value in own) + f", {asked:.0f}"


def figures(bench):
    if not bench.figures:
        return []
    lines = [
        "", "| part | samples a second | wakeups a second of loop + bus + card, and for the adapter, "
        "waiting | recording | button to light, ms | interrupt to light, ms |",
        "|---|---|---|---|---|---|"]
    for name, rate, waiting, recording, (button, bars) in bench.figures:
        lines.append(
            f"| {name} | {rate:.1f} | {apart(waiting)} | {apart(recording)} | {milliseconds(button)} | "
            f"{', '.join(map(milliseconds, bars))} |")
    return lines


def main():
    reader = argparse.ArgumentParser(usage=__doc__)
    reader.add_argument("guest")
    reader.add_argument("program")
    reader.add_argument("image")
    reader.add_argument("table", type=pathlib.Path)
    form = reader.add_mutually_exclusive_group()
    form.add_argument("--short", action="store_true")
    form.add_argument("--long", action="store_true")
    reader.add_argument("--rows", default="")
    reader.add_argument("--seed", type=int, default=random.randrange(1 << 16))
    options = reader.parse_args()
    rows = selected([p for p in options.rows.split(",") if p], options.short)
    if not rows:
        sys.exit("hil: no row is called so; there are:\n" + "\n".join(r.name for r in ROWS))
    priority = host.prefer_the_bench()
    bench = Bench(
        options.guest, options.program, options.image, options.table.with_suffix("") / "rows",
        options.seed, options.short, options.long)
    kernel = (bench.guest / "kernel").read_text().strip()
    print(f"{len(rows)} rows on Debian's kernel {kernel}, {priority}, seed {bench.seed}", flush=True)
    lines = [
        f"Debian's kernel {kernel}, {os.cpu_count()} processors, seed {bench.seed}", "",
        "| row | | what came |", "|---|---|---|"]
    failed = repeated = 0
    begun = time.monotonic()
    for row in rows:
        start = time.monotonic()
        passed, said, tries = run_again(row, bench)
        failed += not passed
        repeated += tries > 1
        word = "passed" if passed else "FAILED"
        said = " ".join(said.split()) + (f" (try {tries})" if tries > 1 else "")
        print(f"{word}  {row.name}: {said}  [{time.monotonic() - start:.0f} s]", flush=True)
        lines.append(f"| {row.name} | {word} | {said.replace('|', '/')} |")
    lines += figures(bench)
    options.table.parent.mkdir(parents=True, exist_ok=True)
    options.table.write_text("\n".join(lines) + "\n")
    for line in figures(bench):
        print(line)
    print(
        f"{len(rows) - failed} of {len(rows)} rows passed, {repeated} of them run again because this "
        f"machine had let the bench wait, {time.monotonic() - begun:.0f} s")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
