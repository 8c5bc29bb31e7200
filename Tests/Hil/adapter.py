"""An I2C adapter of the i2c-tiny-usb kind, as a USB device spoken by the usbredir protocol 0.7.

The kernel's own driver sits on the other end. Every I2C message is one control transfer; a second
one asks whether the address was acknowledged.
"""

import struct
import threading
import time

# usbredir's packets and capabilities, as its protocol description numbers them.
HELLO, CONNECT, INTERFACES, ENDPOINTS = 0, 1, 4, 5
SET_CONFIGURATION, GET_CONFIGURATION, CONFIGURATION = 6, 7, 8
SET_SETTING, GET_SETTING, SETTING, CANCEL, CONTROL = 9, 10, 11, 21, 100
IDS_ARE_64_BITS = 1 << 5
# Connect tells the device's version; endpoints tell packet sizes; 64-bit ids; 32-bit lengths.
CAPABILITIES = 1 << 1 | 1 << 4 | IDS_ARE_64_BITS | 1 << 6
SUCCESS, CANCELLED, STALL = 0, 1, 4

DEVICE = struct.pack(
    "<BBHBBBBHHHBBBB", 18, 1, 0x110, 0xFF, 0, 0, 8, 0x0403, 0xC631, 0x0205, 1, 2, 0, 1)
CONFIGURATION_DESCRIPTOR = struct.pack("<BBHBBBBB", 9, 2, 18, 1, 1, 0, 0x80, 50) + struct.pack(
    "<BBBBBBBBB", 9, 4, 0, 0, 0, 0xFF, 0, 0, 0)
# The adapter's requests.
FUNCTIONS, DELAY, STATUS = 1, 2, 3
BEGINS = 1
# Plain I2C, and what the kernel makes of it for SMBus.
FUNCTIONALITY = 0x0EFF0001
ACKNOWLEDGED, NOT_ACKNOWLEDGED = 1, 2


def text(words):
    data = words.encode("utf-16le")
    return bytes((2 + len(data), 3)) + data


STRINGS = {0: bytes((4, 3, 9, 4)), 1: text("clonus"), 2: text("i2c-tiny-usb")}


class Bus:
    """The parts on the wires, and what goes wrong there.

    `transactions` counts what began with a start condition; `refused(number, address)` says whether
    the part is to leave that one without an acknowledge. While `hangs` nothing is answered at all;
    `stall` has the next answer wait, as a part does that stretches the clock.
    """

    def __init__(self, parts):
        self.parts = list(parts)
        self.transactions = 0
        self.refused = lambda number, address: False
        self.refusals = 0
        self.hangs = False
        self._wait = 0.0

    def stall(self, seconds):
        self._wait = seconds

    def message(self, begins, address, data, count):
        """One message, a read of `count` bytes where `data` is None: bytes, or None where nobody
        acknowledged."""
        if begins:
            self.transactions += 1
            wait, self._wait = self._wait, 0.0
            time.sleep(wait)
            if self.refused(self.transactions, address):
                self.refusals += 1
                return None
        part = next((p for p in self.parts if p.address == address and p.is_powered), None)
        if part is None:
            return None
        if data is None:
            return part.read(count)
        part.write(data)
        return b""


class Adapter:
    """Serves one connection on a thread of its own."""

    def __init__(self, connection, bus):
        self.connection = connection
        self.bus = bus
        self.status = 0
        self.wide = False
        self.held = set()
        self.requests = 0
        threading.Thread(target=self._serve, daemon=True).start()

    def _receive(self, count):
        data = b""
        while len(data) < count:
            piece = self.connection.recv(count - len(data))
            if not piece:
                raise EOFError
            data += piece
        return data

    def _send(self, kind, number, payload):
        head = struct.pack("<IIQ" if self.wide else "<III", kind, len(payload), number)
        self.connection.sendall(head + payload)

    def _serve(self):
        try:
            self._send(HELLO, 0, b"clonus".ljust(64, b"\0") + struct.pack("<I", CAPABILITIES))
            while True:
                kind, length, number = struct.unpack(
                    "<IIQ" if self.wide else "<III", self._receive(16 if self.wide else 12))
                self._packet(kind, number, self._receive(length))
        except (EOFError, OSError):
            pass  # QEMU has ended.

    def _packet(self, kind, number, payload):
        if kind == HELLO:
            (capabilities,) = struct.unpack("<I", payload[64:68])
            self.wide = bool(capabilities & IDS_ARE_64_BITS)
            self._introduce()
        elif kind == SET_CONFIGURATION:
            self._send(CONFIGURATION, number, bytes((SUCCESS, payload[0])))
        elif kind == GET_CONFIGURATION:
            self._send(CONFIGURATION, number, bytes((SUCCESS, 1)))
        elif kind == SET_SETTING:
            self._send(SETTING, number, bytes((SUCCESS, payload[0], payload[1])))
        elif kind == GET_SETTING:
            self._send(SETTING, number, bytes((SUCCESS, payload[0], 0)))
        elif kind == CONTROL:
            self._control(number, payload)
        elif kind == CANCEL and number in self.held:
            self.held.discard(number)
            self._send(CONTROL, number, struct.pack("<BBBBHHH", 0, 0, 0, CANCELLED, 0, 0, 0))

    def _introduce(self):
        none = bytes(32)
        kinds = bytes([0] + [255] * 15) * 2
        sizes = struct.pack("<32H", *([8] + [0] * 15) * 2)
        self._send(ENDPOINTS, 0, kinds + none + none + sizes)
        self._send(
            INTERFACES, 0,
            struct.pack("<I", 1) + none + bytes([0xFF] + [0] * 31) + none + none)
        self._send(CONNECT, 0, struct.pack("<BBBBHHH", 1, 0xFF, 0, 0, 0x0403, 0xC631, 0x0205))

    def _control(self, number, payload):
        endpoint, request, kind, _, value, index, length = struct.unpack("<BBBBHHH", payload[:10])
        self.requests += 1
        is_input = bool(kind & 0x80)
        if kind & 0x60 == 0x40 and self.bus.hangs:
            self.held.add(number)
            return
        status, data = self._answer(request, kind, value, index, length, payload[10:])
        count = len(data) if is_input else length
        self._send(
            CONTROL, number,
            struct.pack("<BBBBHHH", endpoint, request, kind, status, value, index, count) + data)

    def _answer(self, request, kind, value, index, length, data):
        is_input = bool(kind & 0x80)
        if kind == 0x80 and request == 6:
            table = {1: {0: DEVICE}, 2: {0: CONFIGURATION_DESCRIPTOR}, 3: STRINGS}
            found = table.get(value >> 8, {}).get(value & 0xFF)
            return (SUCCESS, found[:length]) if found else (STALL, b"")
        if kind in (0x80, 0x81, 0x82) and request == 0:
            return SUCCESS, bytes(2)[:length]
        if kind & 0x60 != 0x40:
            return (STALL, b"") if is_input else (SUCCESS, b"")
        if request == FUNCTIONS:
            return SUCCESS, struct.pack("<I", FUNCTIONALITY)[:length]
        if request == STATUS:
            return SUCCESS, bytes((self.status,))
        if request == DELAY:
            return SUCCESS, b""
        answer = self.bus.message(
            bool(request & BEGINS), index, None if is_input else data, length)
        self.status = NOT_ACKNOWLEDGED if answer is None else ACKNOWLEDGED
        return SUCCESS, (answer or bytes(length)) if is_input else b""


class SampleClock:
    """Lets the parts' time go on, so that their pins change when they are due."""

    def __init__(self, parts):
        self.parts = parts
        self.worst = 0.0
        self.is_over = False
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def _run(self):
        while not self.is_over:
            due = [time for time in (part.advance() for part in self.parts) if time is not None]
            wait = min(due, default=time.monotonic() + 0.02) - time.monotonic()
            wait = min(max(wait, 0), 0.02)
            before = time.monotonic()
            time.sleep(wait)
            self.worst = max(self.worst, time.monotonic() - before - wait)
