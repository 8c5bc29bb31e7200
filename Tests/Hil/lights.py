"""What the lights say, decoded from the lines as they change, by EXAM.md's table alone.

Lights are bits: 1 left, 2 middle, 4 right. A pattern is a list of (lights, seconds); the part from
`loop` on repeats; a last step without seconds stays.
"""

import threading
import time

import qtest

FOREVER = None
# What a step may be shorter or longer than its pattern: the guest and the bench share a busy
# machine. Steps of a table differ by more.
SLACK_S, SLACK = 0.12, 0.12
# Lines that change within this time change together.
TOGETHER_S = 0.015


class Pattern:
    def __init__(self, name, steps, loop=None):
        self.name = name
        self.steps = merged(steps) if loop is None else steps
        self.loop = loop

    def next(self, index):
        """The step after `index`; None where there is none."""
        if index + 1 < len(self.steps):
            return index + 1
        return self.loop


def merged(steps):
    """Steps of equal lights that follow each other are one to whoever looks."""
    result = []
    for lights, seconds in steps:
        if result and result[-1][0] == lights:
            before = result.pop()[1]
            seconds = FOREVER if seconds is FOREVER else before + seconds
        result.append((lights, seconds))
    return result


def counted(number, light):
    """Tens long and ones short, in pairs; from 40 on four longs and no more."""
    tens, ones = min(number // 10, 4), number % 10 if number < 40 else 0
    steps = []
    for count, lit, dark in ((tens, 0.6, 0.4), (ones, 0.15, 0.35)):
        for index in range(count):
            ends_pair = index % 2 == 1 or index == count - 1
            steps += [(light, lit), (0, dark + 0.6 * ends_pair)]
    return steps + [(0, 0.5)] if steps else []


def answer(name, light, number, at_least):
    steps = [(light, 1.5), (0, 1.0)] + counted(number, light)
    if at_least:
        steps += [(0, 0.5), (1, 0.1), (0, 0.4), (1, 0.1), (0, 1.0)]
    steps = merged(steps)
    title = f"{name} {'at least ' if at_least else ''}{number}"
    return Pattern(title, steps + [(light, 1.0), (0, 1.0)], loop=len(steps))


def advice(number):
    steps = [(1, 1.0), (4, 1.0), (1, 1.0), (4, 1.0), (0, 1.0)]
    for index in range(number):
        ends_pair = index % 2 == 1 or index == number - 1
        steps += [(2, 0.15), (0, 0.35 + 0.6 * ends_pair + (index == number - 1))]
    return Pattern(f"indeterminate {number}", steps, loop=0)


TABLE = [
    Pattern("power-on test", [(1, 0.35), (2, 0.35), (4, 0.35), (0, 0.25)]),
    Pattern("ready", [(2, 0.1), (0, 3.9)], loop=0),
    Pattern(
        "ready, not recording",
        [(2, 0.1), (0, 0.4), (2, 0.1), (0, 0.4), (2, 0.1), (0, 2.9)], loop=0),
    Pattern("pressed", [(2, FOREVER)]),
    Pattern("pressed long", [(6, FOREVER)]),
    Pattern("side unknown", [(5, 1.0), (0, 0.5)]),
    Pattern("side left", [(1, 1.0), (0, 0.5)]),
    Pattern("side right", [(4, 1.0), (0, 0.5)]),
    Pattern("keep still", [(1, 1.0), (2, 1.0), (4, 1.0)], loop=0),
    Pattern("stretch now", [(1, FOREVER)]),
    Pattern("three beats", [(3, FOREVER)]),
    Pattern("rule reached", [(7, FOREVER)]),
    Pattern("ten seconds", [(0, 0.3)]),
    Pattern("fault", [(7, 0.2), (0, 0.3), (7, 0.2), (0, 2.3)], loop=0),
    Pattern("stopping", [(7, 0.4), (3, 0.4), (1, FOREVER)]),
    Pattern("dark", [(0, FOREVER)]),
    *(advice(number) for number in range(1, 6)),
    *(answer(name, light, number, at_least)
      for name, light in (("absent", 1), ("unsustained", 2), ("sustained", 4))
      for number in range(41) for at_least in (False, True)),
]


def decode(segments):
    """The states that explain `segments`, (start, lights, seconds), with the
    fewest changes of state: a list of (start, name), and how many segments nothing explains."""
    # Each segment's reachable places (pattern, step), with cost, and where they came from.
    rows = []
    best = (0, None)
    before = {}
    last = 0.0
    for _, lights, seconds in segments:
        here = {}
        for key, (cost, _) in before.items():
            pattern = TABLE[key[0]]
            after = pattern.next(key[1])
            length = pattern.steps[key[1]][1]
            if after is None or pattern.steps[after][0] != lights or length is FOREVER:
                continue
            if abs(last - length) > SLACK_S + SLACK * length:
                continue
            place = (key[0], after)
            if place not in here or here[place][0] > cost:
                here[place] = (cost, key)
        for number, pattern in enumerate(TABLE):
            step_lights, length = pattern.steps[0]
            if step_lights == lights and ((number, 0) not in here
                                          or here[number, 0][0] > best[0] + 1):
                here[number, 0] = (best[0] + 1, best[1])
        # What is too long for its place cannot be there; what is shorter was cut by the next state.
        here = {
            key: value for key, value in here.items()
            if (length := TABLE[key[0]].steps[key[1]][1]) is FOREVER
            or seconds <= length + SLACK_S + SLACK * length}
        if not here:
            # Nothing explains it: counted apart, and the next begins anew.
            here = {(-1, 0): (best[0] + 100, best[1])}
        rows.append(here)
        # Cutting a state short costs a little: of two explanations the one that lets it end is taken.
        key = min(here, key=lambda place: here[place][0] + cut(place))
        best = (here[key][0] + cut(key), key)
        before = {place: value for place, value in here.items() if place[0] >= 0}
        last = seconds
    return trace(rows, segments)


def cut(place):
    number, step = place
    return 0.1 if number >= 0 and TABLE[number].steps[step][1] is not FOREVER else 0


def trace(rows, segments):
    if not rows:
        return [], 0
    key = min(rows[-1], key=lambda place: rows[-1][place][0])
    path = []
    for index in range(len(rows) - 1, -1, -1):
        path.append((index, key))
        key = rows[index][key][1]
    states, unexplained = [], 0
    for index, (number, step) in reversed(path):
        name = TABLE[number].name if number >= 0 else "?"
        unexplained += number < 0
        loops = states and states[-1][1] == name and step != 0
        repeats = states and states[-1][1] == name and TABLE[number].loop == 0
        if not loops and not repeats:
            states.append((segments[index][0], name))
    return states, unexplained


class Timeline:
    """Every change of the outputs, with its time."""

    def __init__(self):
        self.changes = []
        self.lock = threading.Lock()

    def change(self, now, line, level):
        with self.lock:
            self.changes.append((now, line, level))

    def _edges(self):
        with self.lock:
            return list(self.changes)

    def segments(self, since=0.0, until=None):
        """(start, lights, seconds) from the first change after `since` on; the last goes on."""
        until = time.monotonic() if until is None else until
        lights, starts = 0, []
        for now, line, level in self._edges():
            if line not in qtest.LIGHTS or now > until:
                continue
            bit = 1 << qtest.LIGHTS.index(line)
            lights = lights | bit if level else lights & ~bit
            if starts and now - starts[-1][0] < TOGETHER_S:
                # Lines change one after the other.
                starts[-1] = (starts[-1][0], lights)
            else:
                starts.append((now, lights))
        starts = [s for i, s in enumerate(starts) if i == 0 or starts[i - 1][1] != s[1]]
        if starts and until - starts[-1][0] < TOGETHER_S:
            # More may be about to change.
            until = starts.pop()[0]
        ends = [start for start, _ in starts[1:]] + [until]
        return [
            (start, lights, end - start)
            for (start, lights), end in zip(starts, ends) if start >= since]

    def states(self, since=0.0, until=None):
        return decode(self.segments(since, until))

    def tones(self, since=0.0, until=None):
        """When the buzzer began to sound, and for how long."""
        result, start = [], None
        for now, line, level in self._edges():
            if line != qtest.BUZZER or now < since or (until is not None and now > until):
                continue
            if level:
                start = now
            elif start is not None:
                result.append((start, now - start))
                start = None
        return result

    def flashes_a_second(self):
        """The most lights that came on within any second, over all lights together."""
        rises = []
        before = 0
        for start, lights, _ in self.segments():
            if lights & ~before and before == 0:
                rises.append(start)
            before = lights
        return max((sum(t <= other < t + 1 for other in rises) for t in rises), default=0)

    def wait(self, is_there, timeout):
        """Waits until `is_there()` answers something; answers it, or None."""
        limit = time.monotonic() + timeout
        while not (found := is_there()):
            if time.monotonic() > limit:
                return None
            time.sleep(0.1)
        return found

    def wait_for(self, name, since, timeout):
        """Waits for a state whose name begins so; answers when it began, or None."""
        def begun():
            states, _ = self.states(since)
            return next((start for start, found in states if found.startswith(name)), None)
        return self.wait(begun, timeout)
