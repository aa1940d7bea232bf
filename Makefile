# Two commands matter: `make demo` and `make test`. Each sets up what it needs in .venv and then runs.

PYTHON ?= python3
BIN := .venv/bin
FUZZ_SECONDS ?= 10
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
WITH_DATABASE := tests/server tests/scenarios tests/faults
# One thread for each process: two of OpenBLAS, or of torch, wait for each other longer than they compute.
ONE_THREAD := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1
# Bad input is refused before a database is asked, and a browser sees the same pages: alike on both.
BEFORE_DATABASE := --ignore=tests/scenarios/test_bad_input.py --ignore=tests/server/console/test_browser.py
# Commands, what is started around them, and what lies between the line and the database or at the branch: on
# PostgreSQL among the long tests.
BESIDE_DATABASE := tests/server/bootstrap tests/server/cli tests/server/rpc tests/server/console \
	tests/server/test_metrics.py $(addprefix tests/scenarios/test_,renewal.py traces.py remote_administration.py \
	key_rotation.py examples.py)
# Faults that are tried on PostgreSQL with all others, by make faults alone.
FAULTS_BESIDE := $(addprefix tests/scenarios/test_,leaks.py s3_vault.py) \
	$(addprefix tests/faults/test_,bombs.py image_names.py)
# The tests that are not long wait for processes and databases a quarter of their time.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
FAULTS := -n auto --faults --fault-record=.venv/faults.json -m 'fault or slow'
# Hundreds of processes are started; each would compile what it imports.
unexport PYTHONDONTWRITEBYTECODE
PROTOS := protos/ridgekey/v1/exchange.proto protos/ridgekey/v1/admin.proto

.DEFAULT_GOAL := help
.PHONY: help demo demo-all test faults check bench load fuzz mutants protos help-blocks transcripts

help: ## show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/core.stamp ## a head office and two branches, 23 messages and every refusal, on loopback
	@$(BIN)/ridgekey-lab demo

demo-all: .venv/core.stamp ## the same, and one more message under each inner cipher
	@$(BIN)/ridgekey-lab demo --all

test: .venv/test.stamp check ## the laws of the house and every test but the long ones, then services, faults and scenarios again on PostgreSQL
	@$(ONE_THREAD) $(BIN)/python -m pytest -n $(WORKERS)
	@$(ONE_THREAD) $(BIN)/python -m pytest -n $(WORKERS) --database postgresql $(WITH_DATABASE) $(BEFORE_DATABASE) \
		$(patsubst %,--ignore=%,$(BESIDE_DATABASE) $(FAULTS_BESIDE))

# The last run prints the outcomes of both; what failed in the first is a failure of its row there.
faults: .venv/test.stamp ## every fault of docs/faults.md and the long tests, on PostgreSQL and on SQLite, and a table of the outcomes
	@rm -f .venv/faults.json
	@$(ONE_THREAD) $(BIN)/python -m pytest -n auto --database postgresql $(BESIDE_DATABASE) $(BEFORE_DATABASE)
	@$(ONE_THREAD) $(BIN)/python -m pytest $(FAULTS) --database postgresql $(WITH_DATABASE) || true
	@$(ONE_THREAD) $(BIN)/python -m pytest $(FAULTS) tests

check: .venv/test.stamp ## lint, formatting, import contracts, types and protos, without running tests
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache
	@$(BIN)/mypy
	@$(BIN)/buf lint

bench: .venv/test.stamp ## key regeneration, handshake, sealing, one fetch: measured, never asserted
	@$(BIN)/python -m benchmarks

load: .venv/test.stamp ## 10,000 exchanges on PostgreSQL while server processes are killed; LOAD='--exchanges N …'
	@$(BIN)/python -m benchmarks.load $(LOAD)

fuzz: .venv/fuzz.stamp ## every parser against made-up input, each for FUZZ_SECONDS (10 unless given)
	@$(BIN)/python -m tests.fuzz --seconds $(FUZZ_SECONDS)

mutants: .venv/test.stamp ## small changes to what counts and proves, which tests must notice; takes long
	@$(ONE_THREAD) $(BIN)/mutmut run
	@$(BIN)/mutmut results

protos: .venv/test.stamp ## regenerate the committed stubs from protos/
	@$(BIN)/python -m grpc_tools.protoc -Ishared/wire/gen=protos \
		--python_out=. --pyi_out=. --grpc_python_out=. $(PROTOS:protos/%=shared/wire/gen/%)

help-blocks: .venv/test.stamp ## rewrite the --help blocks of README.md, and docs/reference
	@$(BIN)/python docs/help_blocks.py README.md
	@PYTHONPATH=. $(BIN)/python docs/reference.py docs/reference

transcripts: .venv/test.stamp ## write what the tutorials and the walk show anew, where it is not so any more
	@PYTHONPATH=. $(BIN)/python docs/transcripts.py docs/walk.md docs/tutorials/*.md

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "RidgeKey needs Python 3.11 or newer; try make PYTHON=python3.12")'
	@$(PYTHON) -m venv .venv

.venv/core.stamp: pyproject.toml constraints.txt | .venv/pyvenv.cfg
	@echo "setting up .venv: the core" >&2
	@$(INSTALL) --editable .
	@touch $@

.venv/test.stamp: .venv/core.stamp
	@echo "setting up .venv: tools of development and the lab" >&2
	@$(INSTALL) --editable '.[dev]'
	@touch $@

# Without atheris the fuzzing goes on, by blind mutation.
.venv/fuzz.stamp: .venv/test.stamp
	@echo "setting up .venv: the coverage-guided fuzzer" >&2
	@$(INSTALL) --editable '.[fuzz]' || echo "atheris does not install here" >&2
	@touch $@
