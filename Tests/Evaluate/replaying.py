"""Runs one exam through `clonus replay`."""

import json
import os
import subprocess

CLONUS = os.environ.get("CLONUS", "build/clonus")


def table(rows):
    lines = "\n".join("%.5f,%.5f,%.5f,%.5f" % tuple(row) for row in rows.tolist())
    return "time_s,x_g,y_g,z_g\n" + lines + "\n"


def answer(exam):
    """The program's JSON; an exam that it refuses, or that takes a minute, is an error."""
    words = [CLONUS, "replay", "--json", "--protocol", exam.protocol, "--site", exam.site,
             "--rule", exam.rule, "-"]
    done = subprocess.run(words, input=table(exam.rows).encode(), capture_output=True, timeout=60)
    if done.returncode != 0:
        raise RuntimeError(f"clonus replay ended with {done.returncode}: {done.stderr.decode()}")
    return json.loads(done.stdout)
