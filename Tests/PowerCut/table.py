"""The counts of the power cuts, as a table."""

import collections
import hashlib
import shutil


def is_made_of(stamp, sources):
    """Whether these were the sources when this was asked last."""
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.read_bytes())
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return True
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest.hexdigest())
    return False


def forget_others(folder, image, here):
    """Removes runs of another image, and what cuts of them came to by other rules."""
    if not is_made_of(folder / "runs-of", [image, here / "machine.py", here / "session.py"]):
        for disk in folder.glob("*/first"):
            shutil.rmtree(disk.parent)
        (folder / "rules").unlink(missing_ok=True)
    if not is_made_of(folder / "rules", [image, *here.glob("*.py")]):
        (folder / "cuts.json").unlink(missing_ok=True)
        shutil.rmtree(folder / "failed", ignore_errors=True)


def text(done, writes, options):
    """All of build/powercut.md."""
    rows = collections.defaultdict(lambda: collections.defaultdict(list))
    for result in done.values():
        rows[result["disk"]][result["phase"]].append(result)
    losses = sum("loss" in r for r in done.values())
    lines = [
        "# Power cuts", "",
        f"`make powercut CUTS={options.cuts}`, seed {options.seed}: {len(done)} cuts, "
        f"{losses} with a loss, {sum('no boot' in r for r in done.values())} that did not start again."]
    for disk, phases in rows.items():
        count, found, making = writes[disk]
        lines += [
            "", f"By {disk}: {count} writes and flushes from the stretch to the verdict, {len(found)} "
            "sectors outside the exam's own file; report and all else on the card "
            f"{making:.2f} s after the last sample.", "",
            "| cut while | replays | kills | losses | did not start | with durable samples | "
            "most of the exam missing |", "|---|---|---|---|---|---|---|"]
        for phase, results in phases.items():
            missing = [r["missing"] for r in results if r.get("missing") is not None]
            lines.append("| " + " | ".join(map(str, [
                phase, sum(not r["kill"] for r in results), sum(r["kill"] for r in results),
                sum("loss" in r for r in results), sum("no boot" in r for r in results),
                sum(r.get("samples", 0) > 0 for r in results),
                f"{max(missing):.2f} s" if missing else "-"])) + " |")
    return "\n".join(lines) + "\n"
