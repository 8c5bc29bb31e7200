# Clonus. `make` builds build/clonus for this machine; `make help` lists the rest.
# Nothing here needs a terminal; nothing needs the network a second time.

ARCHITECTURES := $(shell awk '!/^\#/ { print $$1 }' image/sdk/architectures)
MACHINE := $(patsubst armv7l,armv7,$(patsubst armv6l,armv6,$(shell uname -m)))
SDK_SOURCES := $(addprefix image/sdk/,architectures describe.py discard.ld fetch libraries.sh make-host make-sdk packages.lock snprintf.h)
SWIFT_SOURCES := Sources Tests Board Package.swift
# The build id names the sources, so that the same sources make the same bytes anywhere.
BUILD_ID = $(shell find Sources Board Package.swift $(SDK_SOURCES) -type f | LC_ALL=C sort | \
  xargs sha256sum | sha256sum | cut -c 1-40)
DEMO_ARGS ?=

.DEFAULT_GOAL := build/clonus
.NOTPARALLEL:
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: help setup firmware reproducible relink conformance golden bench hil image powercut troubles test judges \
  judges-of-files commands replays recordings agreement evaluate demo format lint check-core lock clean FORCE

help: ## this list
	@awk -F ':.*## ' '/^[a-z\/-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile
	@echo "make build/<ARCHITECTURE>/clonus, of: $(ARCHITECTURES)"

setup: ## install by apt what is missing (every target that needs it calls it)
	@image/sdk/setup build/cache

build/clonus: build/$(MACHINE)/clonus ## the static binary for this machine (plain `make`)
	@ln -f $< $@

firmware: $(ARCHITECTURES:%=build/%/clonus) ## the static binary for every architecture
	@cd build && sha256sum $(ARCHITECTURES:%=%/clonus) >SHA256SUMS

# SwiftPM knows best what changed: it is asked every time, and a binary that is the same is kept.
# Optimized as one program when it is linked: a twentieth less code. Nothing walks the stack.
SWIFT_BUILD = swift build -c release --scratch-path build/swift/$* --swift-sdks-path build/sdk \
  --swift-sdk clonus-$* --experimental-lto-mode full --omit-frame-pointers
define BUILD
@$(SWIFT_BUILD) --product $(@F) -Xlinker --build-id=0x$(BUILD_ID)
@mkdir -p $(@D)
@$(TOOLCHAIN)/llvm-objcopy --strip-all "$$($(SWIFT_BUILD) --show-bin-path)/$(@F)" $@.new
@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi
endef
build/%/clonus: build/sdk/%.made FORCE
	$(BUILD)
build/%/conformance build/%/events: build/sdk/%.made FORCE
	$(BUILD)
# With its symbols, and none folded into another: by these the counting finds what to count.
build/%/bench: build/sdk/%.made FORCE
	@$(SWIFT_BUILD) --product bench -Xlinker --icf=none
	@mkdir -p $(@D)
	@cp "$$($(SWIFT_BUILD) --show-bin-path)/bench" $@

TOOLCHAIN = $(dir $(shell readlink -f "$$(command -v swiftc)"))

build/sdk/%.made: $(SDK_SOURCES) | setup
	image/sdk/make-sdk build/sdk build/cache $*
	@touch $@

build/host/toolset.json: $(SDK_SOURCES) | setup
	image/sdk/make-host build/host build/cache

# Wheels are kept beside the other downloads, so that the environments can be made again off line.
define VENV
rm -rf $(@D)
python3 -m venv $(@D)
$(@D)/bin/pip --quiet install --no-index --find-links build/cache/wheels -r $< 2>/dev/null || \
  { $(@D)/bin/pip --quiet download -d build/cache/wheels -r $< && \
    $(@D)/bin/pip --quiet install --no-index --find-links build/cache/wheels -r $<; }
@touch $@
endef
build/venv/made: Tests/Judges/requirements.txt | setup
	$(VENV)
build/heavy-venv/made: Tests/Judges/heavy/requirements.txt | setup
	$(VENV)

test: judges-of-files commands replays build/host/toolset.json ## all tests: MNE and pyEDFlib on real files, the program, then Swift's
	swift test --toolset build/host/toolset.json --scratch-path build/swift/host

# Swift's tests write what MNE and pyEDFlib then read.
judges-of-files: build/clonus build/venv/made build/host/toolset.json
	swift test --toolset build/host/toolset.json --scratch-path build/swift/host --filter RecordingTests
	CLONUS=build/clonus build/venv/bin/python -m unittest discover -s Tests/Judges -p '*.py'

# Their samples are written by the tests of the recording. Pictures to look at go to build/judges.
judges: build/clonus build/heavy-venv/made build/host/toolset.json ## the heavy readers: EDFbrowser, Chromium, LibreOffice, DuckDB, pandas, BIDS
	@image/sdk/setup build/cache chromium edfbrowser imagemagick libreoffice-calc poppler-utils x11-utils xvfb
	swift test --toolset build/host/toolset.json --scratch-path build/swift/host --filter 'DerivedFilesTests|JudgesSamples'
	CLONUS=build/clonus build/heavy-venv/bin/python -m unittest discover -s Tests/Judges/heavy -p '*.py'

commands: build/clonus build/venv/made
	CLONUS=build/clonus build/venv/bin/python Tests/Commands/process.py
	@CLONUS=build/clonus PATH="$(TOOLCHAIN):$$PATH" python3 Tests/Commands/thousand.py

replays: build/clonus
	CLONUS=build/clonus python3 Tests/Replay/process.py

recordings: build/clonus ## what each recording by others is taken for, as a table
	@CLONUS=build/clonus python3 Tests/Replay/process.py Recordings

# EXAMS=n SEED=s CLASS=name narrow it; a development run: python Tests/Evaluate/run.py --class X --n 50
evaluate: build/clonus build/$(MACHINE)/events build/venv/made ## detection against simulated exams and recordings, into build/evaluate
	@CLONUS=build/clonus EVENTS=build/$(MACHINE)/events build/venv/bin/python Tests/Evaluate/run.py

agreement: build/clonus ## 200 simulated exams: does the answer agree with the simulated truth?
	@CLONUS=build/clonus python3 Tests/Commands/agreement.py

reproducible: build/$(MACHINE)/clonus ## prove that another folder makes the same bytes
	@elsewhere=$$(mktemp -d) && trap 'rm -rf "$$elsewhere"' EXIT && mkdir "$$elsewhere/build" && \
	  cp -r Makefile Package.swift Sources Tests Board image "$$elsewhere/" && \
	  cp -r build/cache "$$elsewhere/build/" && \
	  $(MAKE) -C "$$elsewhere" --no-print-directory build/$(MACHINE)/clonus && \
	  cmp $< "$$elsewhere/$<" && echo "$<: the same $$(stat -c %s $<) bytes from another folder"

ARCHITECTURE ?= $(MACHINE)
relink: build/sdk/$(ARCHITECTURE).made ## link with your own LIBRARIES="FILE.a..." for ARCHITECTURE (see LICENSE)
	cp $(LIBRARIES) build/sdk/clonus-$(ARCHITECTURE).artifactbundle/usr/lib/
	find build/swift/$(ARCHITECTURE)/ -type f -name clonus -delete
	@$(MAKE) --no-print-directory build/$(ARCHITECTURE)/clonus

conformance: firmware $(ARCHITECTURES:%=build/%/conformance) ## golden vectors and whole exams, the same bits on every architecture
	@image/sdk/setup build/cache qemu-user
	Tests/Conformance/run check $(ARCHITECTURES)

golden: build/$(MACHINE)/clonus build/$(MACHINE)/conformance ## renew the golden files that conformance compares with
	Tests/Conformance/run golden $(MACHINE)

bench: firmware $(ARCHITECTURES:%=build/%/bench) ## instructions, size and memory, also in build/bench.md
	@image/sdk/setup build/cache qemu-user valgrind
	@PATH="$(TOOLCHAIN):$$PATH" python3 Tests/Bench/bench.py build/bench $(ARCHITECTURES) >build/bench.md
	@cat build/bench.md

# Debian's packages, unpacked; renewed where the cache has others.
build/hil/root.made: Tests/Hil/kernel image/sdk/fetch image/sdk/packages.lock
	@image/sdk/setup build/cache
	rm -rf build/hil/root && mkdir -p build/hil/root
	@Tests/Hil/kernel build/cache >build/hil/packages
	@while read -r package; do dpkg-deb -x "$$package" build/hil/root || exit; done <build/hil/packages
	@touch $@

SHORT ?=
LONG ?=
HIL_ROWS ?=
hil: build/aarch64/clonus build/clonus build/clonus.img build/hil/root.made ## the program on Debian's kernel in QEMU, with simulated silicon; SHORT=1, LONG=1, HIL_ROWS="words,words"
	@image/sdk/setup build/cache qemu-system-arm mtools dosfstools
	@python3 -m unittest discover -s Tests/Hil
	@python3 Tests/Hil/guest.py build/clonus.img build/hil/root build/aarch64/clonus build/hil/guest
	@PATH="$$PATH:/sbin:/usr/sbin" python3 Tests/Hil/hil.py build/hil/guest build/clonus build/clonus.img build/hil.md $(if $(SHORT),--short) $(if $(LONG),--long) \
	  --rows "$(HIL_ROWS)"

# Debian's kernel as the card holds it.
build/kernel/version: image/kernel image/sdk/fetch image/sdk/packages.lock
	@image/sdk/setup build/cache
	image/kernel build/kernel build/cache

build/%/fsck.fat: image/fsck build/sdk/%.made
	image/fsck $@ build/cache build/sdk $*

build/clonus.img: build/kernel/version build/aarch64/fsck.fat build/aarch64/clonus $(wildcard image/*)
	@image/sdk/setup build/cache genimage mtools dosfstools
	PATH="$$PATH:/sbin:/usr/sbin" image/make build build/cache build/kernel build/aarch64/clonus build/aarch64/fsck.fat

image: build/clonus.img ## the card of the 64-bit Raspberry Pis: build/clonus.img and build/clonus.img.gz
	@cd build && stat -c '%n: %s bytes' clonus.img.gz && sha256sum clonus.img

CUTS ?= 20
CUT_ARGS ?=
powercut: build/clonus.img build/clonus ## cut the power of that image CUTS times in QEMU, and look at what is left
	@image/sdk/setup build/cache qemu-system-arm mtools dosfstools
	@PATH="$$PATH:/sbin:/usr/sbin" python3 Tests/PowerCut/powercut.py build/clonus.img build/clonus \
	  build/aarch64/clonus build/powercut --cuts $(CUTS) $(CUT_ARGS)

TROUBLES ?=
troubles: build/clonus.img ## bad updates, machines that stand still, and cards that take nothing, in QEMU; TROUBLES="word,word"
	@image/sdk/setup build/cache qemu-system-arm mtools dosfstools
	@PATH="$$PATH:/sbin:/usr/sbin" python3 Tests/PowerCut/troubles.py build/clonus.img.gz build/aarch64/clonus \
	  build/troubles --rows "$(TROUBLES)"

demo: build/clonus ## one simulated exam on the terminal; DEMO_ARGS="--patient healthy" for another patient
	@build/clonus simulate --log build/demo $(DEMO_ARGS)
	@echo "The exam's files are in build/demo."

format: ## format every Swift file in place
	swift format --in-place --recursive $(SWIFT_SOURCES)

lint: ## fail where a Swift file is not formatted as .swift-format says
	swift format lint --strict --recursive $(SWIFT_SOURCES)

check-core: ## prove that the detection core allocates nothing and has no floating point
	@image/sdk/check-core build/core

lock: ## record the revisions in build/cache as the ones that were tested
	@sed -i '/^#/!d' image/sdk/packages.lock
	@image/sdk/lock build/cache >>image/sdk/packages.lock

clean: ## remove all that was made, but keep what was downloaded
	rm -rf .build $(filter-out build/cache,$(wildcard build/*))
