"""Small multiples of failures: the principal acceleration, true and found beats, the stretch."""

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plt
import numpy as np

COLUMNS, ROWS = 3, 8


def along(rows):
    """The acceleration along the axis of the largest motion under 15 Hz, gravity left out, in g."""
    motion = rows[:, 1:] - np.median(rows[:, 1:], axis=0)
    axis = np.linalg.svd(motion, full_matrices=False)[2][0]
    return motion @ axis


def draw(plot, score, exam, answer):
    times, motion = exam.rows[:, 0], along(exam.rows)
    plot.plot(times, motion, color="#1a4f8b", linewidth=0.5)
    top = max(0.2, np.percentile(np.abs(motion), 99.5))
    plot.set_ylim(-1.8 * top, 1.8 * top)
    true, found = exam.truth.beats, answer["beat_times_s"]
    plot.plot(true, [1.5 * top] * len(true), "v", color="black", markersize=3)
    plot.plot(found, [-1.5 * top] * len(found), "^", color="#c77700", markersize=3)
    for moment in (exam.stretch, exam.release):
        if moment is not None:
            plot.axvline(moment, color="#888", linewidth=0.7, linestyle="--")
    told = answer["stretch"]
    if told and told["time_s"] is not None:
        plot.axvline(told["time_s"], color="#c77700", linewidth=0.7)
    for episode in answer["episodes"]:
        plot.axvspan(episode["onset_s"], episode["onset_s"] + episode["duration_s"],
                     color="#c77700", alpha=0.15)
    plot.set_xlim(times[0], times[-1])
    plot.set_title(f"{score.family} {score.name}\n{score.problem}", fontsize=6)
    plot.tick_params(labelsize=5)


def pages(folder, items):
    """Writes sheets of failures; their names. Black: truth; orange: found; dashed: the hand."""
    names = []
    for number, start in enumerate(range(0, len(items), COLUMNS * ROWS)):
        sheet = items[start : start + COLUMNS * ROWS]
        figure, plots = plt.subplots(ROWS, COLUMNS, figsize=(15, 18))
        for plot in plots.ravel()[len(sheet):]:
            plot.axis("off")
        for plot, item in zip(plots.ravel(), sheet):
            draw(plot, *item)
        figure.tight_layout()
        names.append(f"failures-{number + 1}.png")
        figure.savefig(folder / names[-1], dpi=90)
        plt.close(figure)
    return names
