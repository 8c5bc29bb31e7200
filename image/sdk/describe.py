"""Writes the JSON files by which SwiftPM knows an SDK, or the host's toolset.

describe.py host DIRECTORY
describe.py sdk BUNDLE NAME SWIFT_TRIPLE CLANG_TRIPLE TOOLCHAIN -- [CLANG_FLAG...]
"""

import json
import sys
from pathlib import Path


# Named here and not in Package.swift, so that `swift build` without an SDK needs no library.
LIBRARIES = ["-lgpiod", "-li2c"]


def write(path, value):
    path.write_text(json.dumps(value, indent=1) + "\n")


def host(directory):
    write(
        Path(directory, "toolset.json"),
        {
            "schemaVersion": "1.0",
            "cCompiler": {"extraCLIOptions": [f"-I{directory}/include"]},
            "swiftCompiler": {"extraCLIOptions": [f"-L{directory}/lib"]},
            "linker": {"extraCLIOptions": LIBRARIES},
        },
    )


def sdk(bundle, name, swift, clang, toolchain, _, *flags):
    sections = ["-ffunction-sections", "-fdata-sections"]
    # Nothing unwinds. One unit with tables would make the linker write them for all of Swift: 30 kB.
    sections += ["-fno-unwind-tables", "-fno-asynchronous-unwind-tables"]
    # Embedded mode stands here and not in Package.swift: SwiftPM links in Embedded mode wherever a
    # manifest merely declares it, which breaks the host's tests.
    swift_options = ["-enable-experimental-feature", "Embedded", "-wmo"]
    swift_options += ["-Xfrontend", "-function-sections", "-use-ld=lld"]
    swift_options += ["-Xfrontend", "-clang-target", "-Xfrontend", clang]
    # One trap for all checks of a function: 1 % less code; the address of a trap tells the function.
    swift_options += ["-Xfrontend", "-mergeable-traps"]
    for flag in flags:
        swift_options += ["-Xcc", flag]
    # Swift asks for -pie on some targets, which -static overrides: that is no news.
    quiet = "-Wno-unused-command-line-argument"
    for option in (f"--target={clang}", "-static", quiet):
        swift_options += ["-Xclang-linker", option]
    # The whole program is one unit of link-time optimization (Makefile). Runs of instructions that
    # occur twice in it become a call; on x86_64 LLVM does so only where nothing lies below the stack
    # pointer: -mno-red-zone. Functions that came out the same are kept once.
    small = ["-mllvm", "-enable-machine-outliner=always"]
    # Optimized thrice: what one time makes small goes into its callers or is cut the next time.
    # A twentieth less code on armv6, two hundredths elsewhere, and an exam takes as long.
    small += ["--lto-newpm-passes=default<Oz>,lto<O2>,lto<O2>"]
    # A function goes into its callers only where that makes them smaller.
    small += ["-mllvm", "-inline-threshold=0", "-mllvm", "-split-spill-mode=size"]
    small += ["-mllvm", "-min-jump-table-entries=12"]
    # Nor where it needs much of the stack: what lies far from the stack pointer is dear to reach.
    small += ["-mllvm", "-inline-max-stacksize=256"]
    # Nothing is computed ahead of a loop, or on a second way, that may not be needed there.
    small += ["-mllvm", "-disable-machine-licm", "-mllvm", "-enable-pre=false"]
    if clang.startswith("x86_64"):
        # A call clobbers the registers that the called function uses, not all that it might. On the
        # other processors a run that is shared (the outliner) uses one that its callers then trust.
        small += ["-mllvm", "-enable-ipra"]
    if clang.startswith("riscv64"):
        # Swift does not note on all of its functions which extensions the processor has.
        small += ["-mllvm", "-mattr=+m,+a,+f,+d,+c", "-mllvm", "-target-abi=lp64d"]
    if clang.startswith("arm"):
        # LLVM 21, asked for the least code, turns a last load through r10 into one that also moves
        # r10 (MergeBaseUpdateLSMultiple). A method of Swift has its self there and must leave it as
        # it was, which that step does not know: whoever called it then wrote beside its own value.
        small += ["-mllvm", "-arm-load-store-opt=0"]
    small += ["-O2", "--gc-sections", "--icf=all", str(Path(__file__).resolve().with_name("discard.ld"))]
    unicode = f"{toolchain}/lib/swift/embedded/{swift}/libswiftUnicodeDataTables.a"
    write(
        Path(bundle, "toolset.json"),
        {
            "schemaVersion": "1.0",
            "rootPath": f"{toolchain}/bin",
            "swiftCompiler": {"extraCLIOptions": swift_options},
            "cCompiler": {
                "extraCLIOptions": [f"--target={clang}", "-Oz", *sections, "-fno-pic", *flags]
            },
            "linker": {"extraCLIOptions": [*small, unicode, *LIBRARIES]},
        },
    )
    triples = {swift: {"sdkRootPath": ".", "toolsetPaths": ["toolset.json"]}}
    write(Path(bundle, "swift-sdk.json"), {"schemaVersion": "4.0", "targetTriples": triples})
    artifact = {"type": "swiftSDK", "version": "1", "variants": [{"path": "."}]}
    write(
        Path(bundle, "info.json"),
        {"schemaVersion": "1.0", "artifacts": {f"clonus-{name}": artifact}},
    )


{"host": host, "sdk": sdk}[sys.argv[1]](*sys.argv[2:])
