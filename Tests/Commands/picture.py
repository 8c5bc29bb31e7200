"""Draws one simulated exam as an SVG: what the README shows. Usage: picture.py OUT.svg"""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 900, 260, 50, 34, 40
CLONUS = os.environ.get("CLONUS", "build/clonus")


def exam():
    """The exam's JSON, and its samples in g with their times in s, from the file it left."""
    with tempfile.TemporaryDirectory() as folder:
        words = ["simulate", "--patient", "stroke", "--seed", "9", "--json", "--log", folder]
        found = json.loads(subprocess.run([CLONUS] + words, capture_output=True, check=True).stdout)
        data = next(pathlib.Path(folder).glob("EXAMS/*.EDF")).read_bytes()
    header = int(data[184:192])
    records, seconds, signals = int(data[236:244]), float(data[244:252]), int(data[252:256])
    counts = [int(data[256 + 216 * signals + 8 * i :][:8]) for i in range(signals)]
    top = float(data[256 + 112 * signals :][:8]) / int(data[256 + 128 * signals :][:8])
    body = np.frombuffer(data[header:], "<i2").reshape(records, sum(counts))
    samples = np.stack([body[:, i * counts[0] : (i + 1) * counts[0]].ravel() for i in range(3)], 1)
    times = np.arange(len(samples)) * seconds / counts[0]
    return found, times, samples * top


def along_motion(samples):
    """The acceleration along the axis of the largest motion, gravity removed, the push upwards."""
    moving = samples - np.median(samples, axis=0)
    axis = np.linalg.svd(moving, full_matrices=False)[2][0]
    motion = moving @ axis
    return motion if motion[np.argmax(np.abs(motion) > 0.3)] > 0 else -motion


def draw(found, times, motion):
    start, end = found["stretch"]["time_s"] - 3.5, found["stretch"]["time_s"] + 4.5
    keep = (times >= start) & (times <= end)
    times, motion = times[keep], motion[keep]
    height = 1.1 * np.abs(motion).max()

    def x(time):
        return LEFT + (time - start) / (end - start) * (WIDTH - LEFT - 10)

    def y(value):
        return TOP + (1 - value / height) / 2 * (HEIGHT - TOP - BOTTOM)

    def text(place, line, words, anchor="middle"):
        return f'<text x="{place:.0f}" y="{line}" text-anchor="{anchor}">{words}</text>'

    beats = found["beat_times_s"]
    stretch = found["stretch"]["time_s"]
    path = " ".join(f"{x(t):.1f},{y(v):.1f}" for t, v in zip(times, motion))
    title = (
        f"A simulated exam: {found['beats']} beats of {found['frequency_hz']:.1f} Hz, "
        f"{found['verdict']}"
    )
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'font-family="sans-serif" font-size="13">',
        f"<title>{title}</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<line x1="{x(stretch):.1f}" x2="{x(stretch):.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}" '
        'stroke="#888" stroke-dasharray="4 3"/>',
        f'<polyline points="{path}" fill="none" stroke="#1a4f8b" stroke-width="1.2"/>',
    ]
    for number, time in enumerate(beats, 1):
        line = y(np.interp(time, times, motion))
        parts.append(f'<circle cx="{x(time):.1f}" cy="{line:.1f}" r="4" fill="#c77700"/>')
        parts.append(text(x(time), HEIGHT - BOTTOM + 14, number))
    parts.append(text(x(stretch) - 6, TOP + 12, "stretch", "end"))
    parts.append(text(x((start + stretch) / 2), HEIGHT - BOTTOM + 14, "rest"))
    parts.append(text(WIDTH / 2, 20, title))
    parts.append(text(WIDTH / 2, HEIGHT - 8, f"{end - start:.0f} s; the trace spans "
                      f"{2 * height:.1f} g along the beating axis"))
    parts.append("</svg>")
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    report, at, acceleration = exam()
    pathlib.Path(sys.argv[1]).write_text(draw(report, at, along_motion(acceleration)))
