"""One machine on the bench: QEMU with Debian's kernel, the board's lines and bus, and the parts."""

import pathlib
import re
import shutil
import socket
import subprocess
import tempfile
import threading
import time

import guest
import lights
import qtest
from adapter import Adapter, Bus, SampleClock

QEMU = (
    "qemu-system-aarch64", "-M", "virt", "-accel", "tcg", "-cpu", "cortex-a53", "-smp", "2", "-m", "256",
    "-nodefaults", "-display", "none",
)
END = re.compile(rb"^=hil= (\d+)\r?\n", re.MULTILINE)


class BenchError(Exception):
    """The bench itself failed; says nothing of what is tested."""


def pl061():
    """QEMU's path of the line controller, which depends on the order in which devices are made."""
    tree = subprocess.run(
        [*QEMU, "-S", "-monitor", "stdio"],
        input="info qom-tree\nquit\n", capture_output=True, text=True, timeout=60).stdout
    return "/machine/unattached/" + re.search(r"device\[\d+\] \(pl061\)", tree)[0].split()[0]


class Machine:
    """Runs from its making to `close`. `parts` are simulated parts; their pins are wired to the one
    interrupt line through `wire`, which rows replace to cut or short it. The card is the image's, or
    where it `is_small` one that is soon full."""

    path = None

    def __init__(self, guest_folder, parts, settings="", is_small=False):
        Machine.path = Machine.path or pl061()
        self.folder = pathlib.Path(guest_folder)
        self.place = pathlib.Path(tempfile.mkdtemp(prefix="hil"))
        self.card = self.place / "card"
        whole = self.folder / "card"
        guest.card(self.card, settings, whole if whole.exists() and not is_small else None)
        self.begun = time.monotonic()
        self.parts = parts
        self.bus = Bus(parts)
        self.timeline = lights.Timeline()
        self.console = bytearray()
        self.wire = lambda level: level
        self.interrupts = []
        self.clock = None
        self._level = None
        self._wiring = threading.Lock()
        self._start()

    def _start(self):
        sockets = {name: self._listen(name) for name in ("lines", "bus", "console")}
        self.log = open(self.place / "qemu.log", "wb")
        self.process = subprocess.Popen(
            [*QEMU, "-kernel", self.folder / "kernel8.img",
             "-initrd", self.folder / "initramfs.gz",
             "-append", guest.kernel_words(self.folder) + " rdinit=/bench", "-no-reboot",
             "-chardev", f"socket,id=console,path={self.place}/console",
             "-serial", "chardev:console",
             "-qtest", f"unix:{self.place}/lines", "-qtest-log", "none",
             "-device", "qemu-xhci", "-chardev", f"socket,id=bus,path={self.place}/bus",
             "-device", "usb-redir,chardev=bus",
             "-drive", f"if=none,id=card,format=raw,cache=writeback,file={self.card}",
             "-device", "virtio-blk-pci,drive=card"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        self.connections = {name: self._accept(sockets[name]) for name in sockets}
        self.lines = qtest.Lines(self.connections["lines"], self.path, self._heard)
        self.lines.set(qtest.BUTTON, 1)
        self.lines.keep_awake(self.process)
        for part in self.parts:
            part.set_interrupt = self.interrupt
        self.adapter = Adapter(self.connections["bus"], self.bus)
        self.clock = SampleClock(self.parts)
        self._arrived = threading.Condition()
        threading.Thread(target=self._listen_console, daemon=True).start()
        self._answer(0, 60)

    def _listen(self, name):
        listener = socket.socket(socket.AF_UNIX)
        listener.bind(str(self.place / name))
        listener.listen(1)
        listener.settimeout(60)
        return listener

    def _accept(self, listener):
        try:
            return listener.accept()[0]
        except TimeoutError:
            raise BenchError("QEMU did not start: " + self._log()) from None
        finally:
            listener.close()

    def _log(self):
        return (self.place / "qemu.log").read_text(errors="replace").strip()

    # Lines.

    def interrupt(self, _=None):
        """Puts on the interrupt line what `wire` makes of the parts' pins, a level of 0 or 1."""
        with self._wiring:
            level = self.wire(max((part.interrupt for part in self.parts), default=0))
            if level == self._level:
                return
            self._level = level
            self.interrupts.append((time.monotonic(), level))
            self.lines.set(qtest.DATA_READY, level)

    def rewire(self, wire):
        self.wire = wire
        self.interrupt()

    def _heard(self, line, level):
        self.timeline.change(time.monotonic(), line, level)

    def button(self, is_down):
        self.lines.set(qtest.BUTTON, int(not is_down))

    def press(self, seconds=0.15):
        self.button(True)
        time.sleep(seconds)
        self.button(False)

    # The console.

    def _listen_console(self):
        while True:
            try:
                piece = self.connections["console"].recv(65_536)
            except OSError:
                piece = b""
            with self._arrived:
                self.console += piece
                self._arrived.notify_all()
            if not piece:
                return

    def _answer(self, start, timeout):
        limit = time.monotonic() + timeout
        with self._arrived:
            while not (found := END.search(self.console, start)):
                if self.process.poll() is not None or not self._arrived.wait(
                        limit - time.monotonic()):
                    said = self.console[start:].decode(errors="replace")
                    raise BenchError(f"the guest does not answer: {said[-500:]} {self._log()}")
            text = self.console[start:found.start()].decode(errors="replace")
            return text.replace("\r\n", "\n"), int(found.group(1))

    def run(self, command, timeout=30):
        """Runs a line of shell in the guest; answers its output and its status."""
        start = len(self.console)
        self.connections["console"].sendall(command.encode() + b"\n")
        return self._answer(start, timeout)

    def close(self, files):
        """Unmounts the card, ends the machine and copies the card's files into the folder `files`."""
        try:
            self.run("cd /; umount /card", timeout=20)
        except (BenchError, OSError):
            pass
        if self.clock:
            self.clock.is_over = True
        self.process.kill()
        self.process.wait()
        for connection in self.connections.values():
            connection.close()
        self.log.close()
        guest.files(self.card, files)
        shutil.rmtree(self.place)
