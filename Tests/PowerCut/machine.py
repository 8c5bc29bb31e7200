"""The card's image at work in QEMU, with simulated silicon on its bus: what `make hil` puts on the
bench as a program, here boots from its own card."""

import json
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "Hil"))
import bench
import lights
import qtest
from adapter import Adapter, Bus, SampleClock
from guest import boot_files, kernel_words
from limb import Limb
from lis3dh import LIS3DH

# Where QEMU's machine has its memory, and how far the kernel's code reaches from there at most.
KERNEL_PLACE, KERNEL_BYTES = 0x40200000, 16 << 20
# QEMU's cards have sizes of powers of two.
CARD_BYTES = 2 << 30
DEVICES = {
    "virtio": ("-device", "virtio-blk-pci,drive=card"),
    "sd": ("-device", "sdhci-pci", "-device", "sd-card,drive=card,id=slot"),
}


def copy(image, place):
    """A copy of an image of the size that QEMU's card must have; holes stay holes."""
    subprocess.run(["cp", "--sparse=always", image, place], check=True)
    with open(place, "r+b") as file:
        file.truncate(CARD_BYTES)
    return place


class Sensor(LIS3DH):
    """Notes with which sample its FIFO began anew: an exam begins so."""

    begins = 0

    def put(self, value):
        super().put(value)
        if self.fifo_mode == 0:
            self.begins = self.number


class Machine:
    """Runs from its making to `close`. `card`: the image, None for no card at all. `log`: where QEMU notes
    each write to the card. Where the button `is_held` from the start, the machine reaches ready and then
    stops in order. Where it `restarts`, a restart goes on in the same machine, and does not end it."""

    def __init__(self, boot, card, disk="virtio", log=None, words="", seed=1, is_held=False,
                 is_read_only=False, restarts=False):
        bench.Machine.path = bench.Machine.path or bench.pl061()
        self.boot = pathlib.Path(boot)
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="powercut"))
        self.limb = Limb(seed=seed)
        self.part = Sensor(self.limb, time.monotonic)
        self.part.set_interrupt = lambda level: self.lines.set(qtest.DATA_READY, level)
        self.timeline = lights.Timeline()
        self.log = log
        sockets = {name: self._listen(name) for name in ("lines", "bus")}
        # A flush of the guest's is noted and done; this machine's own disk need not be waited for, which
        # takes a second where others write to it too.
        own = "driver=file,cache.no-flush=on"
        if log:
            open(log, "wb").close()
            drive = [
                "-blockdev", f"{own},filename={card},node-name=file",
                "-blockdev", f"{own},filename={log},node-name=log",
                "-blockdev", "driver=blklogwrites,node-name=card,file=file,log=log"]
        elif card:
            access = "on" if is_read_only else "off"
            drive = ["-blockdev", f"{own},filename={card},node-name=card,read-only={access}"]
        else:
            drive = []
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [*bench.QEMU, "-kernel", self.boot / "kernel8.img", "-initrd",
             self.boot / "initramfs.gz", "-append", f"{kernel_words(self.boot)} {words}",
             *([] if restarts else ["-no-reboot"]), "-serial", f"file:{self.place}/console",
             "-qtest", f"unix:{self.place}/lines", "-qtest-log", "none",
             "-device", "i6300esb", "-qmp", f"unix:{self.place}/monitor,server=on,wait=off",
             "-device", "qemu-xhci", "-chardev", f"socket,id=bus,path={self.place}/bus",
             "-device", "usb-redir,chardev=bus", *drive, *(DEVICES[disk] if card else [])],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=open(self.place / "qemu.log", "wb"))
        try:
            connections = {name: self._accept(sockets[name]) for name in sockets}
        except TimeoutError:
            said = (self.place / "qemu.log").read_text(errors="replace")
            raise bench.BenchError(f"QEMU did not start: {said}") from None
        self.lines = qtest.Lines(connections["lines"], bench.Machine.path, self._heard)
        self.lines.set(qtest.BUTTON, int(not is_held))
        Adapter(connections["bus"], Bus([self.part]))
        self.clock = SampleClock([self.part])
        self.lines.keep_awake(self.process)

    def _listen(self, name):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self.place / name))
        listener.listen(1)
        listener.settimeout(60)
        return listener

    @staticmethod
    def _accept(listener):
        try:
            return listener.accept()[0]
        finally:
            listener.close()

    def _heard(self, line, level):
        self.timeline.change(time.monotonic(), line, level)

    @property
    def console(self):
        try:
            return (self.place / "console").read_text(errors="replace")
        except FileNotFoundError:
            return ""

    def steps(self):
        """What process 1 told: (seconds since the kernel's start, what)."""
        found = re.findall(r"^clonus: ([0-9.]+) (.*?)\r?$", self.console, re.MULTILINE)
        return [(float(seconds), what) for seconds, what in found]

    def told(self, what):
        return any(step.startswith(what) for _, step in self.steps())

    def wait(self, condition, seconds, what):
        """Waits until `condition()` is true; answers it."""
        limit = time.monotonic() + seconds
        while not (found := condition()):
            ended = self.process.poll() is not None
            if ended or time.monotonic() > limit:
                why = self._end() if ended else f"not in {seconds} s"
                raise bench.BenchError(f"no {what}, {why}: {self.console[-600:]}")
            time.sleep(0.02)
        return found

    def _end(self):
        said = (self.place / "qemu.log").read_text(errors="replace").strip()
        return f"the machine has ended ({self.process.returncode}) {said[-300:]}"

    def wait_told(self, what, seconds=60):
        return self.wait(lambda: self.told(what), seconds, f"'{what}'")

    def wait_light(self, name, since, seconds):
        def found():
            states = self.timeline.states(since)[0]
            return next((start for start, state in states if state.startswith(name)), None)
        return self.wait(found, seconds, f"light '{name}'")

    def press(self, seconds=0.15):
        """A short press. A guest on a busy machine takes its edges late: it lasts until the middle light
        has answered for longer than ready's blink, but not so long that it might become a long one."""
        since = time.monotonic()
        self.lines.set(qtest.BUTTON, 0)
        while time.monotonic() < since + 0.7:
            time.sleep(0.02)
            start, lights, length = (self.timeline.segments() or [(since, 0, 0.0)])[-1]
            if lights == 2 and start + length - max(start, since) > seconds:
                break
        self.lines.set(qtest.BUTTON, 1)

    def switch_off(self):
        """The very long press, until the machine has ended."""
        self.lines.set(qtest.BUTTON, 0)
        self.wait_end(60)

    def wait_end(self, seconds):
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise bench.BenchError(f"it does not switch off: {self.console[-600:]}") from None

    def stand_still(self):
        """Overwrites the kernel's code, so that nothing runs any more; a restart loads it anew."""
        self.lines.fill(KERNEL_PLACE, KERNEL_BYTES, 0)

    def pull_card(self):
        """Takes the card out of its slot (an SD card alone)."""
        self._order("blockdev-remove-medium", id="slot")

    def put_card(self, image=None):
        """Puts another card into the empty slot; without one, the card that was pulled."""
        node = "card"
        if image:
            node = "other"
            self._order("blockdev-add", driver="file", filename=str(image), **{"node-name": node})
        self._order("blockdev-insert-medium", id="slot", **{"node-name": node})

    def state(self):
        """Where the processors are, twice: a guest that stands still is told from one that waits."""
        try:
            states = [self._order("human-monitor-command", **{
                "command-line": "info registers -a"}) for _ in range(2)]
        except (OSError, bench.BenchError) as error:
            return f"QEMU does not answer: {error}"
        return " and ".join(" ".join(re.findall(r"PC=\w+", state)) for state in states)

    def _order(self, order, **arguments):
        """Has QEMU's monitor carry out an order; answers what it said."""
        with socket.socket(socket.AF_UNIX) as monitor:
            monitor.settimeout(10)
            monitor.connect(str(self.place / "monitor"))
            for command in ({"execute": "qmp_capabilities"},
                            {"execute": order, "arguments": arguments}):
                monitor.sendall(json.dumps(command).encode())
                answer = b""
                while b'"return"' not in answer:
                    if b'"error"' in answer or not (part := monitor.recv(4096)):
                        raise bench.BenchError(f"no {order}: {answer.decode()}")
                    answer += part
        return answer.decode()

    def log_bytes(self):
        return pathlib.Path(self.log).stat().st_size

    def close(self):
        """Cuts the power, if it is still on; answers what was told."""
        self.clock.is_over = True
        self.process.kill()
        self.process.wait()
        said = self.console
        shutil.rmtree(self.place)
        return said
