# SPDX-License-Identifier: EUPL-1.2
# `make help` tells what there is.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
COMPILE := CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile -q --generate-hashes --allow-unsafe \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --strip-extras

.PHONY: help run test sure lint bench fuzz lock vendor clean

help: ## Show this list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | sort

run: $(VENV)/main.stempel ## Run the portal with demo data, worker, mail sink and stand-in broker
	@$(BIN)/python tools/run.py $(PORT)

test: $(VENV)/dev.stempel ## Run all tests, on SQLite and on PostgreSQL
	@$(BIN)/python tools/test.py

lint: $(VENV)/dev.stempel ## Format, lint, types and import contracts
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy portal wizard admin wsgi.py
	@$(BIN)/lint-imports
	@$(BIN)/python tools/vendor.py --check

sure: lint test ## All that CI runs

bench: $(VENV)/dev.stempel ## Benchmarks, as ratios
	@$(BIN)/python -m tests.bench

fuzz: $(VENV)/fuzz.stempel ## Look for hostile answers of eHerkenning that get in (FUZZ=seconds)
	@$(BIN)/python -m tests.aanval.fuzz -max_total_time=$(or $(FUZZ),600)

lock: $(VENV)/dev.stempel ## Pin the dependencies anew
	@$(COMPILE) -o requirements/main.txt requirements/main.in
	@$(COMPILE) -o requirements/dev.txt requirements/dev.in
	@$(COMPILE) -o requirements/fuzz.txt requirements/fuzz.in

vendor: ## Fetch the front-end files of others again (npm)
	@$(PYTHON) tools/vendor.py

clean: ## Remove the virtual environment and the demo database
	@rm -rf $(VENV) instance

$(VENV)/main.stempel: requirements/main.txt
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 of nieuwer is nodig." if sys.version_info < (3, 11) else 0)'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Pakketten installeren ..."
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/main.txt
	@touch $@

$(VENV)/dev.stempel: requirements/dev.txt $(VENV)/main.stempel
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/fuzz.stempel: requirements/fuzz.txt $(VENV)/dev.stempel
	@$(BIN)/pip install -q --disable-pip-version-check --require-hashes -r requirements/fuzz.txt
	@touch $@
