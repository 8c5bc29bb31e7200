"""Evaluates the detection on simulated exams and on recordings, through `clonus replay`.

    run.py [--exams N] [--seed S] [--class NAME] [--n N]     the evaluation, or one class of it
    run.py --dump CLASS SEED FILE                            one exam as a CSV, its truth printed
Also EXAMS, SEED and CLASS in the environment. Ends with 1 below the figures.
"""

import argparse
import concurrent.futures
import os
import pathlib
import sys
import time
import zlib

import numpy as np

import negatives
import positives
import recordings
import replaying
import report
import scoring
import second
import spontaneous
import third

CLASSES = {
    **positives.CLASSES, **negatives.CLASSES, **spontaneous.CLASSES, **second.CLASSES,
    **third.CLASSES}
OUT = pathlib.Path("build/evaluate")
# Enough to see every kind of failure; the list in the report has them all.
MOST_PICTURES = 240


def make(family, seed):
    """The exam of a class and a seed: the same wherever and in whatever order it is made."""
    return CLASSES[family](np.random.default_rng([zlib.crc32(family.encode()), seed]))


def judge(family, name, exam):
    answer = replaying.answer(exam)
    score = scoring.score(family, name, exam, answer)
    if family.startswith("recordings") and (
            score.seen if exam.protocol == "stretch" else score.episodes and not exam.apart):
        score.problem = score.problem or f"{score.episodes} episodes"
    return score, (exam, answer) if score.problem else None


def simulate(task):
    family, seed = task
    return judge(family, f"seed {seed}", make(family, seed))


def evaluate(families, count, first_seed, with_recordings):
    tasks = [(family, first_seed + index) for family in families for index in range(count)]
    with concurrent.futures.ProcessPoolExecutor(2) as pool:
        results = list(pool.map(simulate, tasks, chunksize=8))
        cut = list(recordings.exams()) if with_recordings else []
        results += pool.map(judge, *zip(*cut), chunksize=8) if cut else []
    return results


def dump(family, seed, path):
    exam = make(family, int(seed))
    pathlib.Path(path).write_text(replaying.table(exam.rows))
    print(exam.truth, exam.note, f"stretch {exam.stretch} release {exam.release}")
    print("replayed with --protocol", exam.protocol, "--site", exam.site, "--rule", exam.rule)


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--exams", type=int, default=int(os.environ.get("EXAMS") or 2900))
    options.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or 1))
    options.add_argument("--class", dest="family", default=os.environ.get("CLASS") or None)
    options.add_argument("--n", type=int, help="exams of each class")
    options.add_argument("--no-pictures", action="store_true")
    options.add_argument("--dump", nargs=3, metavar=("CLASS", "SEED", "FILE"))
    given = options.parse_args()
    if given.dump:
        return dump(*given.dump)
    families = [f for f in CLASSES if not given.family or given.family == f] or \
        [f for f in CLASSES if given.family in f]
    with_recordings = not given.family or "recordings".startswith(given.family)
    if not families and not with_recordings:
        sys.exit(f"no class {given.family}; there are: {', '.join(CLASSES)}, recordings")
    count = given.n or max(1, round(given.exams / len(CLASSES)))
    begun = time.monotonic()
    results = evaluate(families, count, given.seed, with_recordings)
    scores = [score for score, _ in results]
    words, met = report.text(scores)
    words = f"{len(scores)} exams from seed {given.seed} on, {count} of each class.\n\n{words}"
    OUT.mkdir(parents=True, exist_ok=True)
    shown = []
    if not given.no_pictures:
        import pictures
        kept = [(score, *kept) for score, kept in results if kept]
        for old in OUT.glob("failures-*.png"):
            old.unlink()
        shown = pictures.pages(OUT, kept[:MOST_PICTURES])
    (OUT / "index.html").write_text(report.page(words, shown, scores))
    (OUT / "failures.txt").write_text(report.listing(scores) + "\n")
    print(words)
    listed = report.failures(scores)
    print(f"\n{len(listed)} failures, in {OUT}/failures.txt and with pictures in {OUT}/index.html")
    if given.family or not met:
        print("\n".join(report.listing(scores).splitlines()[:60]))
    print(f"{time.monotonic() - begun:.0f} s")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
