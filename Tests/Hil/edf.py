"""Reads the device's recordings, apart from the program that wrote them: Sources/Recording/
RecordLayout.swift tells what lies where."""

import struct
import zlib

FILLED = 1


class Recording:
    """`samples` are the counts of X, Y and Z; `filled` says of each whether it was made up; `marks`
    are annotations as (seconds, text)."""

    def __init__(self, data):
        self.header = data[:256].decode("latin-1")
        records, self.duration = int(self.header[236:244]), float(self.header[244:252])
        signals = int(self.header[252:256])
        fields = data[256:256 * (signals + 1)].decode("latin-1")
        counts = [int(fields[signals * 216 + 8 * i:][:8]) for i in range(signals)]
        self.per_record = counts[0]
        size = 2 * sum(counts)
        if len(data) != 256 * (signals + 1) + records * size:
            raise ValueError("the file's size is not what its header says")
        self.samples, self.filled, self.marks = [], [], []
        self.empty = 0
        for number in range(records):
            start = 256 * (signals + 1) + number * size
            self._record(data[start:start + size], number, counts)

    @property
    def rate(self):
        return self.per_record / self.duration

    def _record(self, record, number, counts):
        words = struct.unpack(f"<{len(record) // 2}h", record)
        n = counts[0]
        status = [word & 0xFFFF for word in words[3 * n:3 * n + counts[3]]]
        if status[0] | status[1] << 16 != number:
            raise ValueError(f"record {number} calls itself {status[0]}")
        if not status[2]:
            self.empty += 1
            return
        place = 2 * (3 * n + 11)
        sum_ = zlib.crc32(record[:place] + bytes(4) + record[place + 4:])
        if sum_ != status[11] | status[12] << 16:
            raise ValueError(f"the checksum of record {number} is wrong")
        for index in range(status[4]):
            self.samples.append(tuple(words[index + axis * n] for axis in range(3)))
            flags = status[13 + index // 8] >> 2 * (index % 8)
            self.filled.append(bool(flags & FILLED))
        self._annotations(record[2 * (3 * n + counts[3]):])

    def _annotations(self, data):
        for entry in data.split(b"\0"):
            if not entry:
                continue
            onset, *texts = entry.split(b"\x14")
            seconds = float(onset.split(b"\x15")[0])
            self.marks += [(seconds, text.decode()) for text in texts if text]

    def marked(self, word):
        return [text for _, text in self.marks if text.split()[0] == word]


class Comparison:
    """A recording beside what the silicon sent: `mismatch` is None where they are equal."""

    def __init__(self, recording, fifo):
        real = [s for s, filled in zip(recording.samples, recording.filled) if not filled]
        sent = fifo.sent
        self.count = len(real)
        self.filled = sum(recording.filled)
        self.mismatch = None
        self.lost = 0
        start = self._place(real, sent)
        if start is None:
            self.mismatch = "nowhere in what was sent"
            return
        part = sent[start:start + len(real)]
        for index, (mine, (number, theirs)) in enumerate(zip(real, part)):
            if mine != theirs:
                self.mismatch = f"sample {index} is {mine}, number {number} was sent as {theirs}"
                return
        if len(part) < len(real):
            self.mismatch = f"{len(real) - len(part)} samples more than were sent"
            return
        self.first, self.last = part[0][0], part[-1][0]
        self.lost = self.last - self.first + 1 - len(real)
        self.mismatch = self._gaps(recording, part)

    @staticmethod
    def _place(real, sent):
        head = real[:16]
        values = [counts for _, counts in sent]
        for index in range(len(values) - len(head) + 1):
            if values[index] == head[0] and values[index:index + len(head)] == head:
                return index
        return None

    @staticmethod
    def _gaps(recording, part):
        """Each gap must be filled where it was, by as many samples as were lost."""
        index, made_up = 0, 0
        for filled in recording.filled:
            if filled:
                made_up += 1
                continue
            missing = part[index][0] - part[index - 1][0] - 1 if index else made_up
            if made_up != missing:
                return f"{missing} samples lost before number {part[index][0]}, {made_up} filled"
            index, made_up = index + 1, 0
        return None
