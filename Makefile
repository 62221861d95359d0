# From a bare clone: `make demo` shows the tool, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
SERVE ?= 1
DEMO ?= demo
CONTACTS ?= 4000
DATA ?= ../shared/data

unexport PYTHONDONTWRITEBYTECODE  # compiled once, or every process compiles its libraries anew
export UV_PYTHON_PREFERENCE = only-system
export DO_NOT_TRACK = 1
export PREFECT_SERVER_ANALYTICS_ENABLED = false
export STREAMLIT_BROWSER_GATHER_USAGE_STATS = false

UV := .tools/bin/uv
BIN := .venv/bin
CODE := $(wildcard voc flows dashboards benchmarks tests)

.DEFAULT_GOAL := help
.PHONY: help setup demo dashboard test lint bench simulate lock clean

help: ## list what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

setup: .venv/.stamp-run ## install the tool into .venv (the command is .venv/bin/voc)
	@echo "Ready: .venv/bin/voc"

demo: setup ## invent a company, run the main job on it, open the dashboard (SERVE=0 stops before)
	$(BIN)/voc demo $(DEMO) --contacts $(CONTACTS)
	@if [ "$(SERVE)" != 0 ]; then $(BIN)/voc dashboard --workspace $(DEMO); fi

dashboard: setup ## serve the demo's dashboard (DEMO=folder for another workspace)
	$(BIN)/voc dashboard --workspace $(DEMO)

test: .venv/.stamp-dev ## install what tests need and run every check
	@.ci/packages
	@$(MAKE) --no-print-directory lint
	$(BIN)/pytest

lint: .venv/.stamp-dev ## style, types and the import ladder, without the tests
	$(BIN)/ruff check $(CODE)
	$(BIN)/ruff format --check $(CODE)
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

bench: .cache/bench/.stamp ## measure quality, speed and memory beside peers (DATA=folder of the labelled sets)
	.cache/bench/bin/python -m benchmarks $(DATA)

simulate: .venv/.stamp-dev ## power, false alarms and coverage of the signals, by simulation (DATA=folder for real events)
	$(BIN)/python -m benchmarks.signals $(DATA)

lock: $(UV) ## resolve the dependencies anew into both locks
	$(UV) pip compile pyproject.toml -o requirements.lock --upgrade $(LOCK_FLAGS)
	$(UV) pip compile pyproject.toml --group dev -o requirements-dev.lock --upgrade $(LOCK_FLAGS)

clean: ## remove what make made, but no workspace
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

LOCK_FLAGS := --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

.venv/.stamp-run: requirements.lock pyproject.toml
	@if [ -f .venv/.stamp-dev ]; then $(MAKE) --no-print-directory .venv/.stamp-dev; else .ci/install requirements.lock; fi
	@touch $@

.venv/.stamp-dev: requirements-dev.lock pyproject.toml
	.ci/install requirements-dev.lock
	@touch $@ .venv/.stamp-run

.cache/bench/.stamp: requirements.lock benchmarks/requirements.txt | $(UV)
	$(UV) venv --quiet --allow-existing --python $(PYTHON) .cache/bench
	VIRTUAL_ENV=.cache/bench $(UV) pip sync --quiet requirements.lock
	VIRTUAL_ENV=.cache/bench $(UV) pip install --quiet --no-config --no-deps -r benchmarks/requirements.txt -e .
	@touch $@

$(UV):
	$(PYTHON) -m venv .tools && .tools/bin/pip install --quiet 'uv>=0.13,<1'
