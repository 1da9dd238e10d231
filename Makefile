# Menara: `make run` starts it, `make test` tests it, `make check` holds it to its shape. `make help` lists the rest.
# Each step leaves a mark in .venv and is done again only when what it read has changed.

PYTHON ?= python3
PEER_LIMIT ?= 120
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet --quiet
VENDOR := src/menara/web/static/vendor
FONTS := src/menara/exports/fonts
WORDS := $(wildcard locale/*/LC_MESSAGES/django.po)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test check bench bench-all lock words clean

help:
	@echo "make run     install what is missing and start Menara (PORT=8000 MENARA_DATA=./data DATABASE_URL=)"
	@echo "make setup   only install what is missing"
	@echo "make test    install what the tests need and run them all"
	@echo "make check   format, lint, types, import contracts, migrations, translations"
	@echo "make bench   measure screening and solving beside the peers, in ten minutes"
	@echo "make bench-all  measure everything; PEER_LIMIT=120 seconds for each peer on each instance; about an hour"
	@echo "make lock    settle the versions of all packages again"
	@echo "make words   collect new sentences into the translation files"
	@echo "make clean   remove what was installed; data/ stays"

setup: $(VENV)/.run $(VENV)/.assets $(VENV)/.words

run: setup
	@exec $(BIN)/menara serve

test: $(VENV)/.dev $(VENV)/.spark $(VENV)/.assets $(VENV)/.words $(VENV)/.browser
	@$(BIN)/python -m pytest $(ARGS)

check: $(VENV)/.dev $(VENV)/.assets $(VENV)/.words
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports
	PYTHONWARNINGS=ignore::RuntimeWarning $(BIN)/menara manage makemigrations --check --dry-run
	MENARA_HTTPS=1 $(BIN)/menara manage check --deploy --fail-level WARNING
	$(BIN)/python -m menara.ground.translations check

bench: $(VENV)/.dev
	@$(BIN)/python -m bench.run

bench-all: $(VENV)/.dev $(VENV)/.spark
	@PEER_LIMIT=$(PEER_LIMIT) $(BIN)/python -m bench.run --all

words: $(VENV)/.run
	@$(BIN)/python -m menara.ground.translations update

lock:
	@$(BIN)/python -m menara.ground.lock

clean:
	rm -rf $(VENV) node_modules $(VENDOR) $(FONTS)
	find locale -name '*.mo' -delete

# --- how each mark is made -------------------------------------------------------------------------------------------

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Menara needs Python 3.11 or later; name it with PYTHON=, for example: make setup PYTHON=python3.12"; exit 3; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	  { echo "This Python has no venv module; on Debian it is the package python3-venv."; exit 3; }
	@echo "Creating $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.run: requirements.lock pyproject.toml | $(BIN)/python
	@echo "Installing the packages of requirements.lock"
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements-dev.lock $(VENV)/.run
	@echo "Installing the packages of requirements-dev.lock"
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

# Spark is half a gigabyte, so only its tests and measurements bring it. It runs on Java 17 or later, from the system.
$(VENV)/.spark: requirements-spark.lock $(VENV)/.dev
	@echo "Installing the packages of requirements-spark.lock"
	@$(PIP) install --require-hashes -r requirements-spark.lock
	@touch $@

# Fonts and htmx come from npm. A system without Node gets it as a wheel.
$(VENV)/.assets: package-lock.json .npmrc src/menara/ground/assets.py $(VENV)/.run
	@echo "Installing fonts and scripts of package-lock.json"
	@command -v npm >/dev/null || $(PIP) install --require-hashes -r requirements-node.lock
	@$(BIN)/python -m menara.ground.assets
	@touch $@

$(VENV)/.words: $(WORDS) $(VENV)/.run
	@$(BIN)/python -m menara.ground.translations compile
	@touch $@

$(VENV)/.browser: $(VENV)/.dev
	@$(BIN)/python tests/browser.py
	@touch $@
