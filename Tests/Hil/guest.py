"""What the bench boots: the kernel, the initramfs and the card of the card's image; and a newer kernel.

    guest.py IMAGE ROOT PROGRAM FOLDER

ROOT holds what Debian's packages of a kernel and of busybox for arm64 unpack to; PROGRAM is the static
binary. FOLDER gets what the image boots, with a shell as process 1 that obeys the bench, the image's card
partition in `card`, and the kernel's name in `kernel`; FOLDER/newer the same of ROOT's kernel, with
PROGRAM and no card.
"""

import gzip
import lzma
import pathlib
import re
import shutil
import subprocess
import sys
import zlib

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "PowerCut"))
import card as place

# Where the image's boot partition lies.
BOOT = "4M"
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


def packed(archive):
    packer = zlib.compressobj(1, zlib.DEFLATED, 31)
    return packer.compress(archive.finish()) + packer.flush()


def shell(busybox):
    """What is added to the initramfs of an appliance, whose /init is the program, for the bench to tell
    it what to do: the kernel unpacks one archive after the other."""
    archive = Archive()
    for folder in ("bin", "tmp"):
        archive.folder(folder)
    archive.program("bin/busybox", busybox)
    archive.add("bin/clonus", 0o120777, b"/init")
    archive.program("bench", (HERE / "init").read_bytes())
    return packed(archive)


def appliance(root, program):
    """An initramfs like the image's, of the modules in the folder `root`."""
    archive = Archive()
    for folder in ("card", "dev", "modules", "proc", "sys"):
        archive.folder(folder)
    archive.add("dev/console", 0o020600, device=(5, 1))
    archive.program("init", program)
    found = modules(root)
    archive.add("modules/list", 0o100444, "".join(f"* {name}\n" for name in found).encode())
    for name, data in found.items():
        archive.add(f"modules/{name}", 0o100444, data)
    return packed(archive)


def boot_files(image, folder):
    """The kernel, its words and the initramfs as the image's boot partition holds them."""
    for name in ("kernel8.img", "initramfs.gz", "cmdline.txt"):
        subprocess.run(
            ["mcopy", "-n", "-o", "-i", f"{image}@@{BOOT}", f"::{name}", folder], check=True)


def kernel_words(boot):
    """The image's own, on the console of this machine."""
    given = pathlib.Path(boot, "cmdline.txt").read_text().split()
    return " ".join(["console=ttyAMA0", *(word for word in given if not word.startswith("console="))])


def make(image, root, program, folder):
    root, folder = pathlib.Path(root), pathlib.Path(folder)
    newer = folder / "newer"
    newer.mkdir(parents=True, exist_ok=True)
    extra = shell(next(root.rglob("bin/busybox")).read_bytes())

    boot_files(image, folder)
    with open(folder / "initramfs.gz", "ab") as file:
        file.write(extra)
    code = gzip.decompress((folder / "kernel8.img").read_bytes())
    (folder / "kernel").write_bytes(re.search(rb"Linux version (\S+)", code)[1] + b"\n")
    place.copy_data(image, folder / "card", place.START, place.SIZE)

    kernel = next(root.glob("boot/vmlinuz-*"))
    shutil.copyfile(kernel, newer / "kernel8.img")
    (newer / "kernel").write_text(kernel.name.removeprefix("vmlinuz-") + "\n")
    (newer / "cmdline.txt").write_text("quiet panic=-1\n")
    program = pathlib.Path(program).read_bytes()
    (newer / "initramfs.gz").write_bytes(appliance(root / "usr/lib/modules", program) + extra)


def card(path, settings="", whole=None):
    """A FAT32 card labelled CLONUS at `path`, but for CLONUS.INI as it is flashed: a copy of `whole`, or
    a small empty one."""
    path = pathlib.Path(path)
    path.unlink(missing_ok=True)
    if whole:
        subprocess.run(["cp", "--sparse=always", whole, path], check=True)
    else:
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
