# One entry for everything. `make demo` and `make test` need nothing but Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CORPORA ?= ../shared/corpora

.PHONY: demo test lint types layers docs check bench train clean

demo: $(READY)  ## set up, build the gazetteer, read the example reports and print their claims
	$(BIN)/dateline read examples

test: $(READY)  ## the tests
	$(BIN)/pytest

lint: $(READY)  ## ruff: style and likely mistakes
	$(BIN)/ruff check src tests bench training
	$(BIN)/ruff format --check src tests bench training

types: $(READY)  ## mypy --strict
	$(BIN)/mypy

layers: $(READY)  ## import-linter: stages import only what lies below them
	$(BIN)/lint-imports

docs: $(READY)  ## generated pages are up to date
	$(BIN)/python docs/build.py --check

check: test lint types layers docs  ## what CI runs

bench: $(READY)  ## the quality gate against bench/floors.json
	$(BIN)/python -m bench all --corpora $(CORPORA) --check

train:  ## make the reader again; needs CORPORA, about two hours on two cores
	$(PYTHON) -m venv $(VENV)-train
	$(VENV)-train/bin/pip install -q -e '.[train]' -c constraints.txt
	cd training && for step in \
	  "train.py grammar --epochs 8 --batch 1000" \
	  "train.py claims --epochs 9 --batch 1800 --replay 0.25" \
	  "train.py claims --resume --start claims.pt --epochs 9 --rate 8e-5 --replay 0.25 --seed 2" \
	  "train.py heads --start claims.pt --epochs 8" \
	  "export.py heads.pt --version $$(date +%F)"; \
	do ../$(VENV)-train/bin/python $$step || exit 1; done

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "dateline needs Python 3.11 or newer; say make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-train build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
