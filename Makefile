# `make demo` shows one whole meeting, `make test` checks everything. Both set up what they need, once.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: demo test lint bench clean

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

bench: $(READY)
	@for each in benchmarks/*.py; do echo "$$each"; PYTHONPATH=. $(BIN)/python "$$each" || exit 1; done

$(READY): requirements.lock pyproject.toml
	@tests/install-venv "$(PYTHON)" $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps -e .
	@touch $@

clean:
	rm -rf $(VENV) demo-out .pytest_cache .mypy_cache .ruff_cache .hypothesis
