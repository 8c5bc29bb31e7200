"""The card in an image, looked at from outside: its files, and the place of each on the disk."""

import os
import pathlib
import struct
import subprocess
import tempfile

START = 68 << 20
SIZE = 1 << 30
SECTOR = 512


def copy_data(source, target, start, size):
    """Copies the part of an image that is no hole."""
    with open(source, "rb") as image, open(target, "wb") as part:
        part.truncate(size)
        end = start
        while True:
            try:
                begin = os.lseek(image.fileno(), end, os.SEEK_DATA)
            except OSError:
                return  # Nothing but a hole is left.
            if begin >= start + size:
                return
            end = min(os.lseek(image.fileno(), begin, os.SEEK_HOLE), start + size)
            image.seek(begin)
            part.seek(begin - start)
            part.write(image.read(end - begin))


def files(image):
    """The card's files: name to bytes."""
    with tempfile.TemporaryDirectory() as folder:
        unpack(image, folder)
        root = pathlib.Path(folder)
        return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def unpack(image, folder):
    """Copies the card's files into a folder."""
    subprocess.run(
        ["mcopy", "-s", "-n", "-Q", "-i", f"{image}@@{START}", "::", folder],
        check=False, capture_output=True)


def recordings(image):
    """The card's recordings: E0001.EDF and so on, to their bytes."""
    found = {}
    for name, data in files(image).items():
        folder, _, file = name.upper().rpartition("/")
        if folder == "EXAMS" and file.endswith(".EDF"):
            found[file] = data
    return found


def check(image):
    """What dosfstools says of the card, unrepaired: None where it is clean."""
    with tempfile.NamedTemporaryFile() as part:
        copy_data(image, part.name, START, SIZE)
        done = subprocess.run(["fsck.fat", "-n", part.name], capture_output=True, text=True)
        return None if done.returncode == 0 else " / ".join(done.stdout.split("\n")[1:])


def sectors(image, name):
    """The disk's sectors that hold a file of EXAMS, as a set."""
    with open(image, "rb") as file:
        file.seek(START)
        boot = file.read(SECTOR)
        per_cluster, reserved, copies = boot[13], *struct.unpack("<HB", boot[14:17])
        fat_sectors, = struct.unpack("<I", boot[36:40])
        root, = struct.unpack("<I", boot[44:48])
        file.seek(START + reserved * SECTOR)
        fat = struct.unpack(f"<{fat_sectors * 128}I", file.read(fat_sectors * SECTOR))
        data = START // SECTOR + reserved + copies * fat_sectors

        def chain(cluster):
            found = []
            while 2 <= cluster < 0x0FFFFFF8 and len(found) < len(fat):
                found.append(cluster)
                cluster = fat[cluster] & 0x0FFFFFFF
            return found

        def entries(cluster):
            for number in chain(cluster):
                file.seek((data + (number - 2) * per_cluster) * SECTOR)
                block = file.read(per_cluster * SECTOR)
                for place in range(0, len(block), 32):
                    entry = block[place:place + 32]
                    if entry[0] not in (0, 0xE5) and entry[11] != 15:
                        high, low = struct.unpack("<H4xH", entry[20:28])
                        yield entry[:11], high << 16 | low

        folder = dict(entries(root))[b"EXAMS      "]
        stem, ending = name.split(".")
        first = dict(entries(folder))[f"{stem:8}{ending:3}".encode()]
        return {
            data + (number - 2) * per_cluster + index
            for number in chain(first) for index in range(per_cluster)}


def fill(image, left):
    """Takes all of a card's free clusters but `left`, by marking them as bad; answers how many."""
    with open(image, "r+b") as file:
        file.seek(START)
        boot = file.read(SECTOR)
        reserved, copies = struct.unpack("<HB", boot[14:17])
        fat_sectors, = struct.unpack("<I", boot[36:40])
        clusters = (SIZE // SECTOR - reserved - copies * fat_sectors) // boot[13]
        file.seek(START + reserved * SECTOR)
        fat = list(struct.unpack(f"<{fat_sectors * 128}I", file.read(fat_sectors * SECTOR)))
        free = [number for number in range(2, clusters + 2) if not fat[number] & 0x0FFFFFFF]
        for number in free[left:]:
            fat[number] |= 0x0FFFFFF7
        data = struct.pack(f"<{len(fat)}I", *fat)
        for copy in range(copies):
            file.seek(START + (reserved + copy * fat_sectors) * SECTOR)
            file.write(data)
        # The count of free clusters beside them (FSInfo) is a hint that would let a check complain.
        file.seek(START + struct.unpack("<H", boot[48:50])[0] * SECTOR + 488)
        file.write(struct.pack("<II", left, 2))
        return len(free) - left
