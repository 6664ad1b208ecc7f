# Three commands: make roster, make test, make install. Everything is kept in .venv; nothing else is touched.
# The first Python from 3.11 on that is there.
PYTHON ?= $(shell for name in python3.11 python3.12 python3.13 python3.14 python3 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
VENV := .venv
BIN := $(VENV)/bin
WEEK ?= 2023-11-06

# Tests start the package in hundreds of processes, for which it is compiled once.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: install roster test docs lock clean

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml requirements.lock
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer was not found; name it: make $(MAKECMDGOALS) PYTHON=..." >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	$(BIN)/python -m scheduler.solve.week.annealing
	$(BIN)/python -m scheduler.simulation.kernel
	touch $@

roster: install
	$(BIN)/scheduler generate inputs/dasan --week $(WEEK)

test: install
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 2 --dist worksteal

docs: install
	$(BIN)/python -m scheduler.docs docs

# Rewrites the pinned versions; the file names versions only, never where they come from.
lock: install
	$(BIN)/python -m pip freeze --exclude-editable --disable-pip-version-check > requirements.lock

clean:
	rm -rf $(VENV) build *.egg-info
