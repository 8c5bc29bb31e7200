"""What the sensor is strapped to: a foot that rests, is stretched when the bench says so, beats and
is let go, with noise of its own."""

import pathlib
import random
import sys
import threading

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Replay"))
import recording

NOISE_G = 0.003


class Limb:
    """Called with a time, it answers g on three axes. Noise differs with every call, so that no two
    runs of a few samples are alike: by that a recording finds its place in what was sent."""

    def __init__(self, seed, beats=14, hertz=5.5, hold=5.0):
        self.beats, self.hertz, self.hold = beats, hertz, hold
        self.noise = random.Random(seed)
        self.lock = threading.Lock()
        self.stretched = None
        self.trembling = None

    def stretch(self, time):
        """Is stretched at `time`."""
        self.stretched = time

    def acceleration(self, time):
        start = time if self.stretched is None else self.stretched
        return recording.acceleration(
            time - start + recording.REST_S if start < time else 0.0, self.beats, self.hertz,
            hold=self.hold)

    def __call__(self, time):
        with self.lock:
            return [
                value + self.noise.gauss(0, NOISE_G) for value in self.acceleration(time)]


class Trembling(Limb):
    """Moves to and fro all the time at `hertz`: what a spontaneous exam looks for."""

    def __init__(self, seed, hertz=6.0):
        super().__init__(seed, beats=1_000_000, hertz=hertz, hold=1e6)
        self.stretched = 0.0
