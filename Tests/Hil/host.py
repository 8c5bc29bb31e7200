"""How long this machine let the bench wait: only where it did not can nothing be lost."""

import os
import pathlib
import sys
import threading
import time


class Starvation:
    """Watches the threads of processes for time spent runnable but not running, as the kernel's
    `schedstat` counts it, and each processor for time that a host took from it: a thread that runs on
    such a one stands still and does not know."""

    WINDOW_S = 0.1

    def __init__(self, *processes):
        self.processes = processes
        self.worst = 0.0
        self.total = 0.0
        self.is_over = False
        self._before = self._waits()
        threading.Thread(target=self._run, daemon=True).start()

    def begin(self):
        """Forgets what was before: a machine that boots takes all there is."""
        self.look()
        self.worst = self.total = 0.0

    def _waits(self):
        waits = {}
        for process in self.processes:
            for path in pathlib.Path(f"/proc/{process}/task").glob("*/schedstat"):
                try:
                    waits[path] = int(path.read_text().split()[1]) / 1e9
                except (OSError, IndexError):
                    continue
        for line in pathlib.Path("/proc/stat").read_text().splitlines():
            name, *ticks = line.split()
            if name.startswith("cpu") and name != "cpu":
                waits[name] = int(ticks[7]) / os.sysconf("SC_CLK_TCK")
        return waits

    def _run(self):
        while not self.is_over:
            time.sleep(self.WINDOW_S)
            self.look()

    def look(self):
        now = self._waits()
        for waiter, wait in now.items():
            more = wait - self._before.get(waiter, wait)
            self.worst = max(self.worst, more)
            self.total += more
        self._before = now


def prefer_the_bench():
    """Asks for the machine before all others, where that is allowed: simulated silicon must keep time.
    Answers what was granted."""
    # A thread of Python hands on the interpreter after this; by itself only after 5 ms.
    sys.setswitchinterval(0.0002)
    try:
        os.sched_setscheduler(0, os.SCHED_RR, os.sched_param(1))
        return "real-time priority"
    except PermissionError:
        return "no priority"
