# `make demo` shows one whole meeting, `make test` checks everything. Both set up what they need, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint simulation bench clean

demo: $(READY)
	@$(BIN)/motebot demo --out demo-out

test: $(READY)
	@tests/install-servers
	@$(MAKE) --no-print-directory lint
	@$(BIN)/pytest -q -n 2

lint: $(READY)
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# Two minutes of meetings among faults, from seeds that no run before has had; a failing one prints itself.
simulation: $(READY)
	@$(BIN)/python -m tests.simulation --meetings 10000 --seconds 120 --workers 2 --first $$(date +%s)

bench: $(READY)
	@for each in benchmarks/*.py; do echo "$$each"; PYTHONPATH=. $(BIN)/python "$$each" || exit 1; done

$(READY): requirements.lock pyproject.toml
	@tests/install-venv "$(PYTHON)" $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

clean:
	rm -rf $(VENV) demo-out .pytest_cache .mypy_cache .ruff_cache .hypothesis
