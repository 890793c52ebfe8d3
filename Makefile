# One entry for everything. `make demo` and `make test` need nothing but Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
CORPORA ?= ../shared/corpora
DEMO := $(VENV)/demo.db

.PHONY: demo demo-unattended test wheel lint types layers docs check bench train clean

demo: $(READY)  ## set up, build the gazetteer, read the example reports, print their claims, serve the desk on them
	$(BIN)/dateline read examples
	$(BIN)/dateline add examples --db $(DEMO)
	@if [ -t 1 ]; then $(BIN)/dateline desk --db $(DEMO); else $(MAKE) --no-print-directory demo-unattended; fi

# Without a terminal nobody could press Ctrl-C: the desk is left running for an hour.
demo-unattended:
	@rm -f $(VENV)/desk.log
	@nohup $(BIN)/dateline desk --db $(DEMO) --minutes 60 > $(VENV)/desk.log 2>&1 < /dev/null & \
	for second in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do \
		if [ -s $(VENV)/desk.log ]; then break; fi; sleep 1; done; \
	cat $(VENV)/desk.log; echo "it stops by itself after an hour"; grep -q "the desk is at" $(VENV)/desk.log

test: $(READY)  ## the tests
	$(BIN)/pytest

wheel: $(READY)  ## put the package as users get it in place of the tree: what is tested next is the wheel
	rm -rf $(VENV)/wheel
	$(BIN)/pip wheel -q --disable-pip-version-check --no-deps -w $(VENV)/wheel .
	$(BIN)/pip install -q --disable-pip-version-check --force-reinstall --no-deps $(VENV)/wheel/dateline-*.whl

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

train:  ## make the reader again; needs CORPORA, about seven hours on two cores
	$(PYTHON) -m venv $(VENV)-train
	$(VENV)-train/bin/pip install -q -e '.[train]' -c constraints.txt
	cd training && for step in \
	  "train.py grammar --epochs 8 --batch 1000" \
	  "train.py claims --epochs 9 --batch 1800 --replay 0.25" \
	  "train.py claims --resume --start claims.pt --epochs 9 --rate 8e-5 --batch 900 --replay 0.25 --seed 2" \
	  "train.py claims --resume --start claims.pt --epochs 5 --rate 9e-5 --batch 900 --replay 0.8 --seed 3" \
	  "train.py claims --resume --start claims.pt --epochs 7 --rate 1e-4 --batch 900 --replay 0.5 --seed 4" \
	  "train.py same --start claims.pt --out claims.pt --epochs 45 --rate 2e-3 --seed 5" \
	  "train.py claims --resume --start claims.pt --epochs 5 --rate 1e-4 --batch 900 --replay 0.4 --seed 6" \
	  "train.py same --start claims.pt --out claims.pt --epochs 25 --rate 1e-3 --seed 7" \
	  "train.py claims --resume --start claims.pt --epochs 7 --rate 1e-4 --batch 900 --replay 0.4 --seed 8" \
	  "train.py same --start claims.pt --out claims.pt --epochs 25 --rate 1e-3 --seed 9" \
	  "train.py claims --resume --teacher grammar.pt --start claims.pt --epochs 6 --rate 1e-4 --batch 900 --replay 0.4 --seed 10" \
	  "train.py claims --resume --teacher grammar.pt --start claims.pt --epochs 4 --rate 8e-5 --batch 900 --replay 0.4 --seed 11" \
	  "train.py same --start claims.pt --out claims.pt --epochs 20 --rate 1e-3 --seed 12" \
	  "train.py claims --resume --teacher grammar.pt --start claims.pt --epochs 6 --rate 1.2e-4 --batch 900 --replay 0.3 --seed 17" \
	  "train.py same --start claims.pt --out claims.pt --epochs 20 --rate 1e-3 --seed 12" \
	  "export.py claims.pt --version $$(date +%F)" \
	  "calibrate.py"; \
	do ../$(VENV)-train/bin/python $$step || exit 1; done

$(READY): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "dateline needs Python 3.11 or newer; say make PYTHON=python3.12")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) $(VENV)-train build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
