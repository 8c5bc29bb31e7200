"""What the bench boots: Debian's kernel as it is, an initramfs and a card.

    guest.py ROOT PROGRAM FOLDER

ROOT holds what Debian's packages of the kernel and of busybox for arm64 unpack to; PROGRAM is the
static binary. FOLDER gets `vmlinuz`, `initramfs`, and the kernel's name in `kernel`.
"""

import lzma
import pathlib
import re
import shutil
import subprocess
import sys
import zlib

MODULES = (
    "xhci-pci", "i2c-dev", "i2c-tiny-usb", "virtio_pci", "virtio_blk", "vfat", "nls_ascii",
    "nls_cp437",
)
HERE = pathlib.Path(__file__).parent


def depends(module):
    """The modules that the module of these bytes needs, as its own `.modinfo` says."""
    found = re.search(rb"\0depends=([^\0]*)\0", module)
    return [name for name in found.group(1).decode().split(",") if name] if found else []


def modules(root):
    """The bytes of all modules in the order in which they are loaded; built-in ones are left out."""
    files = {path.name.split(".ko")[0].replace("-", "_"): path for path in root.rglob("*.ko*")}
    order = {}

    def add(name):
        name = name.replace("-", "_")
        if name in order or name not in files:
            return
        data = files[name].read_bytes()
        if files[name].suffix == ".xz":
            data = lzma.decompress(data)
        for other in depends(data):
            add(other)
        order[name] = data

    for name in MODULES:
        add(name)
    return order


class Archive:
    """A cpio archive in the kernel's `newc` format, its entries in the order of adding."""

    def __init__(self):
        self.data = bytearray()
        self.number = 0

    def add(self, name, mode, data=b"", device=(0, 0)):
        self.number += 1
        path = name.encode() + b"\0"
        fields = (self.number, mode, 0, 0, 1, 0, len(data), 0, 0, *device, len(path), 0)
        self._append(b"070701" + b"".join(b"%08x" % field for field in fields) + path)
        self._append(data)

    def folder(self, name):
        self.add(name, 0o040755)

    def program(self, name, data):
        self.add(name, 0o100755, data)

    def finish(self):
        self.add("TRAILER!!!", 0)
        return bytes(self.data)

    def _append(self, data):
        self.data += data + bytes(-len(data) % 4)


def initramfs(root, busybox, program):
    archive = Archive()
    for folder in ("bin", "card", "dev", "modules", "proc", "sys", "tmp"):
        archive.folder(folder)
    archive.add("dev/console", 0o020600, device=(5, 1))
    archive.program("bin/busybox", busybox)
    archive.program("bin/clonus", program)
    archive.program("init", (HERE / "init").read_bytes())
    for index, (name, data) in enumerate(modules(root).items()):
        archive.add(f"modules/{index:02}-{name}.ko", 0o100644, data)
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(archive.finish()) + packer.flush()


def make(root, program, folder):
    root, folder = pathlib.Path(root), pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    kernel = next(root.glob("boot/vmlinuz-*"))
    shutil.copyfile(kernel, folder / "vmlinuz")
    (folder / "kernel").write_text(kernel.name.removeprefix("vmlinuz-") + "\n")
    busybox = next(root.rglob("bin/busybox")).read_bytes()
    packed = initramfs(root / "usr/lib/modules", busybox, pathlib.Path(program).read_bytes())
    (folder / "initramfs").write_bytes(packed)


def card(path, settings=""):
    """A FAT32 card labelled CLONUS at `path`, empty but for CLONUS.INI where there are settings."""
    path = pathlib.Path(path)
    path.unlink(missing_ok=True)
    with open(path, "wb") as file:
        file.truncate(64 << 20)
    subprocess.run(
        ["mkfs.fat", "-F", "32", "-s", "1", "-n", "CLONUS", path], check=True,
        stdout=subprocess.DEVNULL)
    if settings:
        subprocess.run(
            ["mcopy", "-i", path, "-", "::CLONUS.INI"], input=settings.encode(), check=True)


def files(path, folder):
    """Copies all that is on the card at `path` into `folder`, which is made."""
    pathlib.Path(folder).mkdir(parents=True, exist_ok=True)
    subprocess.run(
        ["mcopy", "-s", "-n", "-i", path, "::", folder], check=False, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)


if __name__ == "__main__":
    make(*sys.argv[1:])
