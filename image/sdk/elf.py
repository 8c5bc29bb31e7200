"""Says of an ELF file what the checks of image/sdk ask.

elf.py build-id FILE     the build id in hexadecimal, as the linker's note has it
elf.py vfp-args FILE     how floating-point arguments are passed on ARM: "registers" or "core"
"""

import struct
import sys
from pathlib import Path

NT_GNU_BUILD_ID = 3
PT_NOTE = 4
SHT_ARM_ATTRIBUTES = 0x70000003
TAG_FILE = 1
# Attributes whose value is a string (Addenda to the ABI of the Arm architecture, 3.3.5): the others
# below 32 are numbers, those above are strings where they are odd.
TAG_STRINGS = (4, 5)
TAG_COMPATIBILITY = 32
TAG_VFP_ARGS = 28


class Elf:
    def __init__(self, path):
        self.bytes = Path(path).read_bytes()
        if self.bytes[:4] != b"\x7fELF" or self.bytes[5] != 1:
            raise SystemExit(f"elf.py: {path} is no little-endian ELF file")
        self.wide = self.bytes[4] == 2
        if self.wide:
            _, self.segments, self.sections = struct.unpack_from("<QQQ", self.bytes, 24)
            sizes = struct.unpack_from("<4H", self.bytes, 54)
        else:
            _, self.segments, self.sections = struct.unpack_from("<III", self.bytes, 24)
            sizes = struct.unpack_from("<4H", self.bytes, 42)
        self.segment_size, self.segment_count, self.section_size, self.section_count = sizes

    def parts_of_segments(self, kind):
        for index in range(self.segment_count):
            at = self.segments + index * self.segment_size
            if self.wide:
                found, _, offset, _, _, size = struct.unpack_from("<IIQQQQ", self.bytes, at)
            else:
                found, offset, _, _, size = struct.unpack_from("<IIIII", self.bytes, at)
            if found == kind:
                yield self.bytes[offset : offset + size]

    def parts_of_sections(self, kind):
        for index in range(self.section_count):
            at = self.sections + index * self.section_size
            layout = "<IIQQQQ" if self.wide else "<IIIIII"
            _, found, _, _, offset, size = struct.unpack_from(layout, self.bytes, at)
            if found == kind:
                yield self.bytes[offset : offset + size]

    def build_id(self):
        for notes in self.parts_of_segments(PT_NOTE):
            at = 0
            while at + 12 <= len(notes):
                name, content, kind = struct.unpack_from("<III", notes, at)
                start = at + 12 + (name + 3 & ~3)
                if kind == NT_GNU_BUILD_ID and notes[at + 12 : at + 15] == b"GNU":
                    return notes[start : start + content].hex()
                at = start + (content + 3 & ~3)
        raise SystemExit("elf.py: the file has no build id")

    def vfp_args(self):
        for section in self.parts_of_sections(SHT_ARM_ATTRIBUTES):
            # 'A', then for each vendor: length, name, then for the file: tag, length, attributes.
            at = 5 + section.index(b"\0", 5) - 5 + 1
            if section[at] == TAG_FILE:
                (length,) = struct.unpack_from("<I", section, at + 1)
                if attributes(section[at + 5 : at + length]).get(TAG_VFP_ARGS) == 1:
                    return "registers"
        return "core"


def attributes(data):
    found, at = {}, 0

    def number():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value

    while at < len(data):
        tag = number()
        value = None
        if tag == TAG_COMPATIBILITY:
            value = number()
        if tag in TAG_STRINGS or tag == TAG_COMPATIBILITY or (tag > 32 and tag % 2):
            at = data.index(b"\0", at) + 1
        else:
            value = number()
        found[tag] = value
    return found


print({"build-id": Elf.build_id, "vfp-args": Elf.vfp_args}[sys.argv[1]](Elf(sys.argv[2])))
