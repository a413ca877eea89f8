# `make` alone lists what can be made. Everything that a job needs is made on demand: the first one creates
# .venv and installs specloom with its tools into it; it is brought up to date when pyproject.toml changes.

ifeq ($(OS),Windows_NT)
    BIN := .venv/Scripts
else
    BIN := .venv/bin
endif
PY := $(BIN)/python
READY := .venv/.ready
SOURCES := codegen tests benchmarks

# The interpreter that .venv is made with: PYTHON if given, else the first one on the path that is new enough.
PYTHON ?=
CANDIDATES := python3 python python3.14 python3.13 python3.12 python3.11

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help generate test check lint bless conformance bench format clean

help: ## list the jobs
	@echo "specloom: make JOB"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-11s %s\n", $$1, $$2 }' Makefile

$(READY): pyproject.toml
	@found=""; \
	for candidate in $(if $(PYTHON),"$(PYTHON)",$(CANDIDATES)); do \
	    if "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
	        found="$$candidate"; break; \
	    fi; \
	done; \
	if [ -z "$$found" ]; then \
	    echo "make: Python 3.11 or later is needed; looked for: $(or $(PYTHON),$(CANDIDATES))" >&2; \
	    echo "make: install one, or name it: make PYTHON=/path/to/python3.12" >&2; \
	    exit 1; \
	fi; \
	if [ ! -x $(PY) ]; then \
	    echo "== .venv: a virtual environment of $$("$$found" --version)"; \
	    "$$found" -m venv .venv || { rm -rf .venv; exit 1; }; \
	fi
	@echo "== .venv: install specloom and its tools (this may take a minute)"
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $(READY)

generate: $(READY) ## make generated/ from spec/
	@echo "== generate: spec/ -> generated/"
	@$(PY) -m specloom generate $(ARGS)

lint: $(READY) ## style, mistakes and types of our own code
	@echo "== ruff: mistakes and habits"
	@$(PY) -m ruff check --quiet $(SOURCES)
	@echo "== black: layout"
	@$(PY) -m black --quiet --check $(SOURCES) || { echo "make: run 'make format'" >&2; exit 1; }
	@echo "== mypy: types"
	@$(PY) -m mypy

check: lint ## lint, the spec's own rules, and that generated/ is fresh (seconds; make test does all)
	@echo "== specloom lint: the spec"
	@$(PY) -m specloom lint
	@echo "== specloom generate --check: generated/ is what the spec says"
	@$(PY) -m specloom generate --check

test: lint ## everything: lint, then all tests
	@echo "== pytest: all tests"
	@$(PY) -m pytest -n auto $(ARGS)

bless: $(READY) ## rewrite the goldens that moved, and say which; read the diff before you commit it
	@if [ -n "$$CI" ]; then echo "make: bless is for people; CI only compares" >&2; exit 1; fi
	@echo "== generate: spec/ -> generated/"
	@$(PY) -m specloom generate
	@echo "== goldens: rewrite what moved"
	@$(PY) -m pytest -q -m golden --bless $(ARGS)

conformance: $(READY) ## run every language over the corpus and print the table (ARGS=--write: into README.md)
	@PYTHONPATH=tests $(PY) -m conformance $(ARGS)

# What the benchmarks measure us against; quicktype only where there is npm, and named as missing elsewhere.
PEERS := .cache/peers
$(PEERS)/.ready: pyproject.toml $(READY)
	@echo "== .venv: install the peers"
	@$(PY) -m pip install --quiet --disable-pip-version-check --editable '.[bench]'
	@mkdir -p $(PEERS)
	@if command -v npm >/dev/null 2>&1; then \
	    npm install --silent --no-fund --no-audit --prefix $(PEERS) quicktype \
	        || echo "make: npm could not install quicktype; going on without it" >&2; \
	fi
	@touch $@

bench: $(PEERS)/.ready ## measure against the peers; writes benchmarks/RESULTS.md (about five minutes)
	@PATH="$(CURDIR)/$(PEERS)/node_modules/.bin:$$PATH" $(PY) benchmarks/run.py

format: $(READY) ## lay our own code out
	@$(PY) -m ruff check --quiet --fix-only $(SOURCES)
	@$(PY) -m black --quiet $(SOURCES)

clean: ## remove everything that make and its tools made, .venv included
	rm -rf .venv .cache build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find codegen tests benchmarks generated -name __pycache__ -type d -prune -exec rm -rf {} +
