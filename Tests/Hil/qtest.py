"""The lines of the board: QEMU's PL061 seen from outside, through its qtest socket."""

import threading
import time

# As Board/Bench.swift says.
DATA_READY, BUTTON = 0, 1
LIGHTS = (4, 5, 6)
BUZZER = 7
# Wired to nothing.
UNUSED = 2
AWAKE_S = 0.2


class Lines:
    """Drives inputs and hears outputs. Inputs are sent without waiting, in order; each output's
    change is told to `heard(line, level)` on the reader's thread."""

    def __init__(self, connection, device, heard):
        self.device = device
        self.heard = heard
        self.connection = connection
        self.file = connection.makefile("rb")
        self.lock = threading.Lock()
        self.answers = 0
        threading.Thread(target=self._read, daemon=True).start()
        self._send(f"irq_intercept_out {device}")

    def set(self, line, level):
        self._send(f"set_irq_in {self.device} unnamed-gpio-in {line} {level}")

    def fill(self, address, size, value):
        """Sets bytes of the machine's memory."""
        self._send(f"memset {address:#x} {size:#x} {value:#x}")

    def keep_awake(self, process):
        """Asks something of QEMU again and again while it runs: it now and then sleeps through the
        guest's timers until it is asked. About one start in a hundred stood still, lights and all, and
        went on when its processors were looked at."""
        def ask():
            while process.poll() is None:
                self.set(UNUSED, 0)
                time.sleep(AWAKE_S)
        threading.Thread(target=ask, daemon=True).start()

    def _send(self, command):
        try:
            with self.lock:
                self.connection.sendall(command.encode() + b"\n")
        except OSError:
            pass  # QEMU has ended; whoever waits for something will say so.

    def _read(self):
        try:
            for line in self.file:
                words = line.decode().split()
                if words[0] == "IRQ":
                    self.heard(int(words[2]), int(words[1] == "raise"))
                else:
                    self.answers += 1
        except (OSError, ValueError):
            pass
