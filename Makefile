# Clonus. `make` builds build/clonus for this machine; `make help` lists the rest.
# Nothing here needs a terminal; nothing needs the network a second time.

ARCHITECTURES := $(shell awk '!/^\#/ { print $$1 }' image/sdk/architectures)
MACHINE := $(patsubst armv7l,armv7,$(patsubst armv6l,armv6,$(shell uname -m)))
SDK_SOURCES := $(filter-out image/sdk/setup image/sdk/check-binary,$(wildcard image/sdk/*))
SWIFT_SOURCES := Sources Tests Board Package.swift
# The build id names the sources, so that the same sources make the same bytes anywhere.
BUILD_ID = $(shell find Sources Board Package.swift image/sdk -type f | LC_ALL=C sort | \
  xargs sha256sum | sha256sum | cut -c 1-40)
DEMO_ARGS ?=

.DEFAULT_GOAL := build/clonus
.NOTPARALLEL:
.DELETE_ON_ERROR:
.SECONDARY:
.PHONY: help setup firmware test judges-of-files commands replays recordings agreement demo format lint no-allocations lock clean FORCE

help: ## this list
	@awk -F ':.*## ' '/^[a-z\/-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile
	@echo "make build/<ARCHITECTURE>/clonus, of: $(ARCHITECTURES)"

setup: ## install by apt what is missing (every target that needs it calls it)
	@image/sdk/setup build/cache

build/clonus: build/$(MACHINE)/clonus ## the static binary for this machine (plain `make`)
	@ln -f $< $@

firmware: $(ARCHITECTURES:%=build/%/clonus) ## the static binary for every architecture

# SwiftPM knows best what changed: it is asked every time, and a binary that is the same is kept.
build/%/clonus: build/sdk/%.made FORCE
	@swift build -c release --product clonus --scratch-path build/swift/$* \
	  --swift-sdks-path build/sdk --swift-sdk clonus-$* -Xlinker --build-id=0x$(BUILD_ID)
	@mkdir -p $(@D)
	@$(TOOLCHAIN)/llvm-objcopy --strip-all --remove-section .swift_modhash \
	  "$$(swift build -c release --scratch-path build/swift/$* --swift-sdks-path build/sdk \
	  --swift-sdk clonus-$* --show-bin-path)/clonus" $@

TOOLCHAIN = $(dir $(shell readlink -f "$$(command -v swiftc)"))

build/sdk/%.made: $(SDK_SOURCES) | setup
	image/sdk/make-sdk build/sdk build/cache $*
	@touch $@

build/host/toolset.json: $(SDK_SOURCES) | setup
	image/sdk/make-host build/host build/cache

# Wheels are kept beside the other downloads, so that the environment can be made again off line.
build/venv/made: Tests/Judges/requirements.txt | setup
	rm -rf build/venv
	python3 -m venv build/venv
	build/venv/bin/pip --quiet install --no-index --find-links build/cache/wheels -r $< 2>/dev/null || \
	  { build/venv/bin/pip --quiet download -d build/cache/wheels -r $< && \
	    build/venv/bin/pip --quiet install --no-index --find-links build/cache/wheels -r $<; }
	@touch $@

test: judges-of-files commands replays build/host/toolset.json ## all tests: MNE and pyEDFlib on real files, the program, then Swift's
	swift test --toolset build/host/toolset.json --scratch-path build/swift/host

judges-of-files: build/clonus build/venv/made
	if ls Tests/Judges/*.py >/dev/null 2>&1; then \
	  CLONUS=build/clonus build/venv/bin/python -m unittest discover -s Tests/Judges -p '*.py'; fi

commands: build/clonus build/venv/made
	CLONUS=build/clonus build/venv/bin/python Tests/Commands/process.py

replays: build/clonus
	CLONUS=build/clonus python3 Tests/Replay/process.py

recordings: build/clonus ## what each recording by others is taken for, as a table
	@CLONUS=build/clonus python3 Tests/Replay/process.py Recordings

agreement: build/clonus ## 200 simulated exams: does the answer agree with the simulated truth?
	@CLONUS=build/clonus python3 Tests/Commands/agreement.py

demo: build/clonus ## one simulated exam on the terminal; DEMO_ARGS="--patient healthy" for another patient
	@build/clonus simulate --log build/demo $(DEMO_ARGS)
	@echo "The exam's files are in build/demo."

format: ## format every Swift file in place
	swift format --in-place --recursive $(SWIFT_SOURCES)

lint: ## fail where a Swift file is not formatted as .swift-format says
	swift format lint --strict --recursive $(SWIFT_SOURCES)

EMBEDDED := swiftc -enable-experimental-feature Embedded -enable-experimental-feature Lifetimes \
  -strict-memory-safety -warnings-as-errors -wmo -O -parse-as-library -swift-version 6
no-allocations: ## prove that the detection core allocates nothing
	@rm -rf build/no-allocations && mkdir -p build/no-allocations
	$(EMBEDDED) -module-name Findings -emit-module-path build/no-allocations/Findings.swiftmodule \
	  -c Sources/Findings/*.swift -o build/no-allocations/Findings.o
	$(EMBEDDED) -no-allocations -module-name Detection -I build/no-allocations \
	  -c Sources/Detection/*.swift -o build/no-allocations/Detection.o

lock: ## record the revisions in build/cache as the ones that were tested
	@sed -i '/^#/!d' image/sdk/packages.lock
	@cd build/cache && sha256sum *.deb *.tar.* >>$(CURDIR)/image/sdk/packages.lock

clean: ## remove all that was made, but keep what was downloaded
	rm -rf .build $(filter-out build/cache,$(wildcard build/*))
