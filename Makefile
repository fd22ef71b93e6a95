# From a clean clone: `make test` and `make table`. Each sets up .venv first where that is missing or stale.
SHELL       := bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

PY    ?= python3
V     := .venv/bin
TABLE ?= quick
MODEL ?= random:audiontt2020
BENCH ?= pretraining
OUT   ?= results
MODE  ?= full
ARGS  ?=
PORT  ?= 8000

.PHONY: help setup table speech benchmark hear test docs serve export notebooks lint clean

help:       ## this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## */\t/' | awk -F '\t' '{printf "make %-10s %s\n", $$1, $$2}'

setup: .venv/.done  ## a Python environment in .venv, with the versions of constraints.txt
.venv/.done: settings.ini setup.py constraints.txt
	@printf "\n== %s\n" "setup: an environment in .venv (about a minute; several where torch is downloaded with CUDA)"
	@command -v $(PY) >/dev/null || { echo "error: $(PY) not found; name a Python of 3.11 or later: make PY=python3.12 ..." >&2; exit 1; }
	@$(PY) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "error: $(PY) is Python %d.%d, and byola needs 3.11 or later: make PY=python3.12 ..." % v[:2])'
	@$(V)/python -c '' 2>/dev/null || $(PY) -m venv --clear .venv
	$(V)/python -m pip install -qq --disable-pip-version-check --no-compile -c constraints.txt -e '.[dev]'
	@touch $@

table: TO = $(OUT)/$(TABLE)$(if $(filter smoke,$(MODE)),-smoke)
table: setup        ## pre-train a small encoder, evaluate it, print the table; TABLE=name for another, MODE=smoke for a quick look, ARGS='-p name value' for papermill
	@printf "\n== %s\n" "table: nbs/tables/$(TABLE).ipynb -> $(TO)/"
	@mkdir -p '$(TO)' && touch '$(TO)/.started'
	TQDM_MININTERVAL=10 $(V)/papermill -k python3 --progress-bar --log-output --log-level WARNING --cwd nbs/tables nbs/tables/$(TABLE).ipynb '$(TO)/$(TABLE).ipynb' -p out '$(abspath $(TO))' -p mode '$(MODE)' $(ARGS)
	@find '$(TO)' -maxdepth 1 -name '*.csv' -newer '$(TO)/.started' -exec printf '\n%s\n' {} \; -exec cat {} \;

speech:             ## the table on recorded speech, which must be on disk: see nbs/tables/speech.ipynb
	@$(MAKE) --no-print-directory table TABLE=speech

benchmark: setup    ## what each remedy gives on this machine; leave it alone meanwhile (about ten minutes); BENCH=name, ARGS as for table
	@printf "\n== %s\n" "benchmark: nbs/benchmarks/$(BENCH).ipynb -> $(OUT)/benchmarks/"
	@mkdir -p '$(OUT)/benchmarks'
	$(V)/papermill -k python3 --progress-bar --log-level WARNING --cwd nbs/benchmarks nbs/benchmarks/$(BENCH).ipynb '$(OUT)/benchmarks/$(BENCH).ipynb' -p out '$(abspath $(OUT)/benchmarks)' $(ARGS)

hear: setup         ## the validator of the HEAR benchmark on an encoder; MODEL=folder, weight file or name
	@printf "\n== %s\n" "hear: hearvalidator (an empty stand-in for TensorFlow) on $(MODEL)"
	$(V)/python -m pip install -qq --disable-pip-version-check --no-deps --upgrade --target .hear hearvalidator==2021.0.2
	@mkdir -p .hear/tensorflow && echo 'class Module: pass' > .hear/tensorflow/__init__.py
	PYTHONPATH=.hear $(V)/python -W ignore -m hearvalidator.validate byola.embedding.hear --model '$(MODEL)' -d cpu

test: setup         ## run every notebook, then check that library, notebooks, README and links agree
	@printf "\n== %s\n" "test: every notebook, each cell, in parallel"
	$(V)/python -W ignore -m byola.dev.notebooks test
	@printf "\n== %s\n" "test: the repository agrees with itself"
	$(V)/python -m pytest -q nbs/test_repo.py

docs: setup         ## the site, in _docs/; fails on a link that leads nowhere
	@printf "\n== %s\n" "docs: notebooks -> _docs/"
	$(V)/python -W ignore -m byola.dev.docs site

serve: docs         ## the site at http://localhost:8000 (PORT=...)
	@printf "\n== %s\n" "serve: http://localhost:$(PORT) until ctrl-c"
	$(V)/python -m http.server $(PORT) -d _docs

export: setup       ## notebooks -> byola/, clean notebooks, README.md
	@printf "\n== %s\n" "export: notebooks -> byola/ and README.md"
	$(V)/nbdev_export
	$(V)/nbdev_clean
	$(V)/python -W ignore -m byola.dev.docs readme

notebooks: setup    ## run the notebooks that git sees as changed and store their outputs; ARGS=--all for all
	@printf "\n== %s\n" "notebooks: run and store outputs"
	$(V)/python -W ignore -m byola.dev.notebooks run $(or $(ARGS),--changed)

lint: setup         ## ruff and mypy
	@printf "\n== %s\n" "lint: ruff, mypy"
	$(V)/ruff check .
	$(V)/ruff format --check .
	$(V)/mypy

clean:              ## remove what can be made again; results/ and runs/ stay
	@printf "\n== %s\n" "clean: .venv .hear _docs _site_src _proc build caches"
	rm -rf .venv .hear _docs _site_src _proc build *.egg-info .pytest_cache .ruff_cache .mypy_cache
