"""What each stage of the detection buys: the evaluation with one stage after the other put out of action.

    ablate.py [--n N] [--seed S] [STAGE...]      from the project's folder

Works on a copy of the sources in build/ablate: each stage is a replacement of one text that must be there once. Prints a
table for Sources/Detection.md. One build and one evaluation each: on two processors about three minutes a stage.
"""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys

COPY = pathlib.Path("build/ablate")
NEEDED = ["Package.swift", "Sources", "Board", "Makefile", "image", "Tests"]
PROGRAM = COPY / "build/clonus"
os.environ["CLONUS"] = str(PROGRAM)

import run as evaluation  # noqa: E402, it asks for the program as it is loaded
import scoring  # noqa: E402

# Stage: file in Sources/Detection, what stands there, what stands there without the stage.
STAGES = {
    "nothing": [],
    "times by the whole cycle": [(
        "BeatCounter.swift", "guard let turn else { return }",
        "guard let turn, turn.swing < 0 else { return }")],
    "the filters' lead taken off": [(
        "BandResponse.swift", "(highPass.phase &- lowPass.phase) &* period.count) &>> 32)",
        "(highPass.phase &- lowPass.phase) &* period.count) &>> 63)")],
    "sizes restored": [(
        "BandResponse.swift", "(Int64(swing.q20) &<< 28) / gain",
        "Int64(swing.q20) &+ gain &>> 62")],
    "axis follows the beating": [(
        "BeatingAxis.swift", "z: cut(c)).unit { direction = unit }",
        "z: cut(c)).unit, xx < 0 { direction = unit }")],
    "ringing told by depth": [(
        "BeatCounter.swift", "return Int64(-turn.value) * 3 >= lastDepth && !isBump &&",
        "return Int64(-turn.value) * 300 >= lastDepth || isBump ||")],
    "second swings passed over": [
        ("BeatCounter.swift", "cadence.isEarly(low) && tenths", "lastSwing < 0 && tenths"),
        ("TrainMeasures.swift", "guard count >= 2 else { return false }\n    let cycle",
         "guard count >= 2_000 else { return false }\n    let cycle")],
    "further tries": [(
        "StretchWatch.swift", "guard since > .milliseconds(350), !clock.isOver",
        "guard since > .seconds(1_000), !clock.isOver")],
    "release by tilt": [(
        "Tilt.swift", "guard returned == nil else { return }",
        "guard returned == nil, changeSquared < 0 else { return }")],
    "release by mirror": [(
        "Mirror.swift", "{ returned = now - peakTime - Self.late }", "{ returned = nil }")],
    "beats of the release dropped": [(
        "HoldTrain.swift", "if let release { result.cut",
        "if let release, release < .zero { result.cut")],
    "tremor cut from the end": [(
        "HoldTrain.swift", "return count < 3 ? 0 : train.count - count",
        "return count < 1_000_000 ? 0 : train.count - count")],
    "next try after a release": [(
        "Hold.swift", "train.count >= 3 && train.isPaced && train.thirdLast",
        "train.count >= 3 && train.thirdLast")],
    "slowing from third to third": [(
        "TrainPatterns.swift",
        "late * 8 >= early * 9 && middle * 26 >= early * 27 && late * 26 >= middle * 27",
        "late * 8 >= early * 9 && middle > 0")],
    "rhythm at rest compared": [(
        "OtherMotions.swift", "if isSameRhythm(hold, result, frequency) {",
        "if isSameRhythm(hold, result, frequency), train.count < 0 {")],
    "unrest compared": [(
        "OtherMotions.swift", "if isSameUnrest(hold, result) {",
        "if isSameUnrest(hold, result), train.count < 0 {")],
    "one axis": [(
        "OtherMotions.swift", "static let leastLinearity: Int32 = 890",
        "static let leastLinearity: Int32 = 0")],
    "regularity": [(
        "OtherMotions.swift", "Permille(beats < 8 ? 250 : 180)",
        "Permille(beats < 8 ? 100_000 : 100_001)")],
    "voluntary by its delay": [(
        "OtherMotions.swift", "train.established(size: result.amplitude, in: log) - pushed",
        "train.established(size: result.amplitude, in: log) - pushed - .seconds(100)")],
    "pushes in threes": [(
        "OtherMotions.swift", "if isLate, train.isPushed(in: log) {",
        "if isLate, train.isPushed(in: log), train.count < 0 {")],
    "beats in bursts": [(
        "TrainPatterns.swift", "period.count * 25 / 10, in: log) >= 3",
        "period.count * 25 / 10, in: log) >= 100_000")],
    "wider than a held joint": [(
        "OtherMotions.swift", "if isWide(result, frequency) {",
        "if isWide(result, frequency), train.count < 0 {")],
    "few beats after unrest": [(
        "OtherMotions.swift", "static let few: Int32 = 7", "static let few: Int32 = 0")],
    "the holding hand's tremor": [(
        "OtherMotions.swift", "if isHandTremor(hold, result) {",
        "if isHandTremor(hold, result), train.count < 0 {")],
    "where a first pull comes from": [(
        "BeatCounter.swift", "return isAfterPause && low",
        "return isAfterPause && low < .zero && low")],
    "the pull before a last beat": [(
        "Train.swift", "Int64(cycle.pull) * 10 < Int64(lastPull) * 8", "count > 0")],
    "pulls of a slow limb": [(
        "OtherMotions.swift", "guard train.count >= 6, variation",
        "guard train.count >= 6_000, variation")],
    "the last interval left out": [(
        "Intervals.swift", "leaveOut(latest, of: 6)", "leaveOut(latest, of: 6_000)")],
    "a try ends with the next": [(
        "StretchWatch.swift", "if hold.release == nil { hold.counterPush",
        "if hold.release == nil, log.time(0) < 0 { hold.counterPush")],
    "falls by how long they last": [(
        "HoldBeginning.swift", "isFall = span >= Self.leastFall",
        "isFall = span >= .milliseconds(15)")],
    "coming back to where it lay": [(
        "Tilt.swift", "away.squared < own.squared / 4", "away.squared < 0")],
    "pieces of a train": [(
        "OtherMotions.swift", "train.isPieces(period: result.period, in: log) {",
        "train.isPieces(period: result.period, in: log), train.count < 0 {")],
    "jerks that thin out": [(
        "OtherMotions.swift", "if train.thinsOut(in: log) {",
        "if train.thinsOut(in: log), train.count < 0 {")],
}


def prepare():
    """A copy of all that is built, with what was fetched and made for it."""
    (COPY / "build").mkdir(parents=True, exist_ok=True)
    for name in NEEDED + ["build/cache", "build/sdk"]:
        source, place = pathlib.Path(name), COPY / name
        if source.is_dir():
            shutil.copytree(source, place, dirs_exist_ok=True)
        else:
            shutil.copy(source, place)


def build(changes):
    """The program with the changes, and none of an earlier stage."""
    shutil.copytree("Sources/Detection", COPY / "Sources/Detection", dirs_exist_ok=True)
    for name, old, new in changes:
        path = COPY / "Sources/Detection" / name
        text = path.read_text()
        if text.count(old) != 1:
            sys.exit(f"ablate: Sources/Detection/{name} holds {text.count(old)} times: {old}")
        path.write_text(text.replace(old, new))
    made = subprocess.run(["make", "-C", COPY, "build/clonus"], capture_output=True, text=True)
    if made.returncode:
        sys.exit(f"ablate: the build failed:\n{made.stdout[-2000:]}{made.stderr[-2000:]}")


def figures(count, seed):
    results = evaluation.evaluate(list(evaluation.CLASSES), count, seed, False)
    of = scoring.figures([s for s, _ in results if s.protocol == "stretch" and not s.apart])
    shares = (of.sensitivity, of.found_of_all, of.specificity, of.agreement, of.beats, of.hz,
              of.reasons, of.unclear_clean)
    return [f"{share.value:.3f}" for share in shares]


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--n", type=int, default=6, help="exams of each class")
    options.add_argument("--seed", type=int, default=801)
    options.add_argument("stages", nargs="*", metavar="STAGE")
    given = options.parse_args()
    prepare()
    print("| without | sensitivity | found | specificity | classes | beats | frequency | reasons "
          "| unclear |\n|---|---|---|---|---|---|---|---|---|")
    for stage in given.stages or STAGES:
        build(STAGES[stage])
        print(f"| {stage} | " + " | ".join(figures(given.n, given.seed)) + " |", flush=True)


if __name__ == "__main__":
    main()
