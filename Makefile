# Two commands to know: `make report` and `make test`. Both set themselves up.
STUDY ?= demo
PYTHON ?= python3
JOBS ?= 2
BIN := .venv/bin
READY := .venv/.ready
export OMP_NUM_THREADS = 1
export OPENBLAS_NUM_THREADS = 1

.DEFAULT_GOAL := help
.PHONY: help setup report watch reports test test-fast check train evaluate evaluate-measures lexicons pictures docs bench fuzz clean

help: ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(READY) ## .venv from the lock file

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("framing needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $(READY)

report: $(READY) ## run a study and write its report: make report [STUDY=configs/x.yaml]
	$(BIN)/framing run $(STUDY) --jobs $(JOBS)

watch: $(READY) ## the report again whenever something of the study was saved; stop with Ctrl+C
	while :; do $(BIN)/framing run $(STUDY) --jobs $(JOBS) --quiet || true; sleep 2; done

reports: $(READY) ## the reports of all shipped studies
	set -e; for study in configs/*.yaml; do $(BIN)/framing run $$study --jobs $(JOBS); done

test: $(READY) ## everything that must hold
	$(BIN)/python -m pytest -n 2 --dist worksteal

test-fast: $(READY) ## what to run between edits
	$(BIN)/python -m pytest -n 2 -q -m "not slow"

check: $(READY) ## style, types, floors of the house, lexicons, documentation
	$(BIN)/ruff check framing
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/framing check --quiet
	$(BIN)/python docs/generate.py --check
	$(BIN)/mkdocs build --strict --quiet

train: $(READY) ## train the shipped model on the coded sentences
	$(BIN)/framing train corpora/coded/*.jsonl -o framing/classify/models/protest.framing

evaluate: $(READY) ## scores of lexicon and classifier on our own coded sentences, by cross-validation
	$(BIN)/framing evaluate corpora/coded/*.jsonl --cross-validate

evaluate-measures: $(READY) ## simulations with known truth: coverage of every interval; exit 1 when a bound breaks
	$(BIN)/python benchmarks/measures.py $(REPLICATIONS)

lexicons: $(READY) ## check the lexicons and refresh their expanded forms
	$(BIN)/framing lexicon expand --write
	$(BIN)/framing check

pictures: $(READY) ## the page at three widths, light and dark: docs/pictures/<study>-<width>-<theme>.png (needs chromium)
	$(BIN)/framing run $(STUDY) --jobs $(JOBS) --fresh
	$(BIN)/python docs/pictures.py reports/$(STUDY)/index.html

docs: $(READY) ## the generated parts of the documentation
	$(BIN)/python docs/generate.py

bench: $(READY) ## speed: finding, voice, the page's filter; make bench [BENCH="--corpus FILE --spacy PYTHON"]; against spaCy: benchmarks/bench.py
	$(BIN)/python benchmarks/mentions.py $(BENCH)
	$(BIN)/python benchmarks/voice.py
	$(BIN)/python benchmarks/evidence.py

fuzz: $(READY) ## ten minutes of made-up input for every reader and loader (atheris): make fuzz [SECONDS=600]
	$(BIN)/python -m pip install --quiet --disable-pip-version-check atheris
	$(BIN)/python tests/fuzz/fuzz.py --seconds $(or $(SECONDS),600)

clean: ## remove what runs and tools leave behind
	rm -rf reports/*/ .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
