"""The card in an image, looked at from outside: its files, and the place of each on the disk."""

import pathlib
import struct
import subprocess
import tempfile

START = 68 << 20
SIZE = 1 << 30
SECTOR = 512


def files(image):
    """The card's files: name to bytes."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["mcopy", "-s", "-n", "-Q", "-i", f"{image}@@{START}", "::", folder],
            check=False, capture_output=True)
        root = pathlib.Path(folder)
        return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


def exams(image):
    return {n: d for n, d in files(image).items() if n.upper().startswith("EXAMS/")}


def check(image):
    """What dosfstools says of the card, unrepaired: None where it is clean."""
    with tempfile.NamedTemporaryFile() as part:
        subprocess.run(
            ["dd", f"if={image}", f"of={part.name}", "bs=4M", f"skip={START >> 22}",
             f"count={SIZE >> 22}", "conv=sparse", "status=none"], check=True)
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
