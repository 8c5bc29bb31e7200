"""QEMU's log of a disk's writes (its driver blklogwrites, the format of Linux's dm-log-writes), and
what a power cut would have left of them."""

import dataclasses
import pathlib
import struct

MAGIC = 0x6A736677736872
FLUSH, FUA, DISCARD = 1, 2, 4
SECTOR = 512


@dataclasses.dataclass
class Entry:
    """A write of `sectors` from `sector` on; its data lies at `place` of the log, which its own end."""

    sector: int
    sectors: int
    flags: int
    place: int
    end: int

    @property
    def writes(self):
        return self.sectors > 0 and not self.flags & DISCARD


class WriteLog:
    def __init__(self, path):
        self.path = pathlib.Path(path)
        data = self.path.read_bytes()
        magic, version, _, size = struct.unpack("<QQQI", data[:28])
        # QEMU writes this sector with a flush or at its end, and where it was killed perhaps never.
        if data[:28] != bytes(28) and (magic != MAGIC or version != 1):
            raise ValueError(f"{path} is no write log")
        self.entries = []
        offset = size or SECTOR
        unit = size or SECTOR
        while offset + unit <= len(data):
            sector, count, flags, _ = struct.unpack("<QQQQ", data[offset:offset + 32])
            place = offset + unit
            end = place + (0 if flags & DISCARD else count * unit)
            if end > len(data):
                break
            scale = unit // SECTOR
            self.entries.append(Entry(sector * scale, count * scale, flags, place, end))
            offset = end
        self.data = data

    def index(self, size):
        """How many entries the log held when it had `size` bytes."""
        return sum(entry.end <= size for entry in self.entries)

    def bytes(self, entry):
        return self.data[entry.place:entry.place + entry.sectors * SECTOR]

    def durable(self, cut, has_flush):
        """How many of the first `cut` entries are durable: up to the last flush, or, where the kernel
        knows of no cache (an SD card), all of them."""
        if not has_flush:
            return cut
        return max((i + 1 for i in range(cut) if self.entries[i].flags & FLUSH), default=0)

    def lay_first(self, image, count):
        """Writes the first `count` entries onto `image`."""
        with open(image, "r+b") as file:
            for entry in self.entries[:count]:
                self._put(file, entry)

    def lay(self, image, cut, has_flush, random):
        """Writes onto `image` what a cut after `cut` entries leaves: all that is durable; of the rest
        any part in any order, the last of it torn; where there is no cache, the next write torn."""
        durable = self.durable(cut, has_flush)
        self.lay_first(image, durable)
        with open(image, "r+b") as file:
            if has_flush:
                rest = [e for e in self.entries[durable:cut] if e.writes and random.random() < 0.5]
                random.shuffle(rest)
            else:
                rest = [e for e in self.entries[cut:cut + 1] if e.writes]
            for entry in rest:
                torn = random.randint(0, entry.sectors) if entry is rest[-1] else entry.sectors
                self._put(file, entry, torn)

    def _put(self, file, entry, sectors=None):
        if entry.writes:
            file.seek(entry.sector * SECTOR)
            count = entry.sectors if sectors is None else sectors
            file.write(self.bytes(entry)[:count * SECTOR])
