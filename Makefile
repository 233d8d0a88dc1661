# Everything a developer needs, on a fresh Debian or Ubuntu with Python 3.11 or newer. `make help` lists it.
# requirements*.lock are made from pyproject.toml by `make lock`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := .stamps
CATALOGUES := $(wildcard translations/*/LC_MESSAGES/*.po)
# The lock files are complete: nothing has to be resolved.
INSTALL := $(BIN)/pip install --quiet --disable-pip-version-check --no-deps

# Packages of the system come while those of Python do.
MAKEFLAGS += --jobs=2

.DEFAULT_GOAL := help
.PHONY: help install demo test bench run worker lint fmt types i18n-extract i18n-update i18n-compile i18n-check lock clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMPS)/venv: requirements.lock pyproject.toml
	@mkdir -p $(STAMPS)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(INSTALL) --require-hashes -r requirements.lock
	$(INSTALL) --no-build-isolation -e .
	@touch $@

$(STAMPS)/venv-dev: requirements-dev.lock $(STAMPS)/venv
	$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@

$(STAMPS)/system: scripts/system-packages
	@mkdir -p $(STAMPS)
	scripts/system-packages runtime
	@touch $@

$(STAMPS)/system-test: scripts/system-packages $(STAMPS)/system
	@mkdir -p $(STAMPS)
	scripts/system-packages test
	@touch $@

$(STAMPS)/catalogues: $(CATALOGUES) $(STAMPS)/venv
	$(BIN)/python scripts/i18n compile
	@touch $@

install: $(STAMPS)/system $(STAMPS)/venv $(STAMPS)/catalogues ## Make .venv with the program in it

demo: install ## Build an instance with fictional data and serve it
	$(BIN)/labelapp demo

run: install ## Serve the instance that the settings name
	$(BIN)/labelapp serve

worker: install ## Run the jobs that wait, and deliver mails
	$(BIN)/labelapp worker

test: install $(STAMPS)/venv-dev $(STAMPS)/system-test ## Lint, types, structure, translations and all tests on SQLite and PostgreSQL
	scripts/test

bench: install $(STAMPS)/venv-dev $(STAMPS)/system-test ## Saving an answer, beside the least that the libraries need; exit status 1 beyond the limits
	PYTHONPATH=. $(BIN)/python -W ignore -m benchmarks.save_answer

lint: $(STAMPS)/venv-dev ## Style and structure
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

fmt: $(STAMPS)/venv-dev ## Format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

types: $(STAMPS)/venv-dev ## Static types
	$(BIN)/mypy labelapp

i18n-extract: $(STAMPS)/venv ## Collect the texts of program, schemes and documents
	$(BIN)/python scripts/i18n extract

i18n-update: i18n-extract ## Bring every catalogue up to date with the texts
	$(BIN)/python scripts/i18n update

i18n-compile: $(STAMPS)/venv ## Compile the catalogues
	$(BIN)/python scripts/i18n compile

i18n-check: $(STAMPS)/venv ## Say what is missing, and whether placeholders survived translation
	$(BIN)/python scripts/i18n check

lock: ## Pin the newest versions of all dependencies
	uv pip compile pyproject.toml --extra build --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --universal --upgrade --quiet --output-file requirements.lock
	uv pip compile pyproject.toml --extra build --extra dev --generate-hashes --no-emit-index-url --no-header \
		--python-version 3.11 --universal --constraint requirements.lock --quiet --output-file requirements-dev.lock

clean: ## Remove what the other targets made
	rm -rf $(VENV) $(STAMPS)
