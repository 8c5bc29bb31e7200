"""Writes the card's initramfs: the appliance as /init, fsck.fat, and the modules that it loads.

initramfs.py OUT KERNEL MODULES [PLACE=FILE...]

KERNEL is what image/kernel unpacked; MODULES the table of modules. In the archive /modules/list names
them in the order in which they are loaded, each with the boards that load it. PLACE=FILE puts a
program there. The archive is written here and not by cpio, so that nobody need be root for the two
devices in it, and the same input makes the same bytes.
"""

import gzip
import stat
import sys
from pathlib import Path

FOLDERS = ["boot", "card", "dev", "modules", "proc", "run", "sys"]
# The kernel opens /dev/console for process 1 before anything is mounted.
DEVICES = {"dev/console": (5, 1), "dev/null": (1, 3)}


def entry(number, name, mode, content=b"", device=(0, 0)):
    """One entry of a "newc" archive (Linux: Documentation/driver-api/early-userspace/buffer-format)."""
    path = name.encode() + b"\0"
    links = 2 if stat.S_ISDIR(mode) else 1
    fields = [number, mode, 0, 0, links, 0, len(content), 0, 0, *device, len(path), 0]
    head = b"070701" + b"".join(b"%08X" % field for field in fields) + path
    return padded(head) + padded(content)


def padded(data):
    return data + bytes(-len(data) % 4)


class Modules:
    """The modules of a kernel, and what each depends on."""

    def __init__(self, kernel):
        folder = Path(kernel, "modules")
        self.files = {self.key(path.stem): path for path in sorted(folder.rglob("*.ko"))}
        builtin = (folder / "modules.builtin").read_text().split()
        self.builtin = {self.key(Path(name).stem) for name in builtin}

    @staticmethod
    def key(name):
        return name.replace("-", "_")

    def needs(self, key):
        """What `modinfo -F depends` prints: the section .modinfo holds it as depends=A,B."""
        content = self.files[key].read_bytes()
        start = content.index(b"\0depends=") + len(b"\0depends=")
        names = content[start : content.index(b"\0", start)].decode()
        return [self.key(name) for name in names.split(",") if name]

    def ordered(self, key):
        """The module and all that it needs, each behind what it needs itself."""
        if key not in self.files:
            if key in self.builtin:
                return []
            sys.exit(f"initramfs.py: this kernel has no module {key}")
        before = [other for need in self.needs(key) for other in self.ordered(need)]
        return [*dict.fromkeys(before), key]


def load_list(table, modules):
    """Rows of (boards, key): a module appears once for each kind of board, never twice for one."""
    rows = []
    for line in Path(table).read_text().splitlines():
        if not line or line.startswith("#"):
            continue
        board, name = line.split()[:2]
        for key in modules.ordered(modules.key(name)):
            seen = [b for b, k in rows if k == key and (b == "*" or board.startswith(b))]
            if not seen:
                rows.append((board, key))
    return rows


def main(out, kernel, table, *programs):
    modules = Modules(kernel)
    rows = load_list(table, modules)
    contents = [(name, stat.S_IFDIR | 0o755, b"", (0, 0)) for name in FOLDERS]
    contents += [(n, stat.S_IFCHR | 0o600, b"", device) for n, device in DEVICES.items()]
    listing = "".join(f"{board} {key}\n" for board, key in rows).encode()
    contents.append(("modules/list", stat.S_IFREG | 0o444, listing, (0, 0)))
    for key in sorted({key for _, key in rows}):
        content = modules.files[key].read_bytes()
        contents.append((f"modules/{key}", stat.S_IFREG | 0o444, content, (0, 0)))
    for program in programs:
        place, file = program.split("=", 1)
        content = Path(file).read_bytes()
        contents.append((place.lstrip("/"), stat.S_IFREG | 0o555, content, (0, 0)))
    archive = b""
    for number, (name, mode, content, device) in enumerate(sorted(contents), 1):
        archive += entry(number, name, mode, content, device)
    archive += entry(0, "TRAILER!!!", 0)
    Path(out).write_bytes(gzip.compress(archive, 9, mtime=0))


main(*sys.argv[1:])
