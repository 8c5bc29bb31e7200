"""Programs for the card that are no good: the smallest static ones for aarch64, by hand."""

import struct

BASE = 0x400000
HEADERS = 64 + 56
# The sign by which a worker says that it is ready (Sources/Linux/LifeSign.swift).
READY = b"\x02"

TRAP = [0xD4200000]
# ppoll without anything to wait for, and once more should it return.
SLEEP = [0xD2800000, 0xD2800001, 0xD2800002, 0xD2800003, 0xD2800928, 0xD4000001, 0x17FFFFFA]


def program(code, data=b""):
    """A static program of these instructions, with the data behind them."""
    body = struct.pack(f"<{len(code)}I", *code) + data
    size = HEADERS + len(body)
    head = b"\x7fELF" + bytes((2, 1, 1)) + bytes(9)
    head += struct.pack(
        "<HHIQQQIHHHHHH", 2, 183, 1, BASE + HEADERS, 64, 0, 0, 64, 56, 1, 0, 0, 0)
    return head + struct.pack("<IIQQQQQQ", 1, 5, 0, BASE, BASE, size, size, 0x1000) + body


def crashes():
    return program(TRAP)


def never_ready():
    return program(SLEEP)


def stands_still():
    """Says that it is ready, and then nothing more."""
    code = [
        0xD2800020,  # x0 = 1, the pipe to process 1
        0x10000001 | 4 + len(SLEEP) << 5,  # x1 = where the data lies, so many words on
        0xD2800022,  # x2 = 1 byte
        0xD2800808,  # x8 = 64, write
        0xD4000001,
        *SLEEP,
    ]
    return program(code, READY)
