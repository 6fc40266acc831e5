# Every target does the set-up that it needs.
PYTHON ?= python3
EXTRAS := schema,codegen,sandbox,redis,otel,httpx2,cli,findings,parquet,remote,dev
CONSTRAINTS ?= constraints.txt
INSTALL := -m pip install --quiet --quiet --disable-pip-version-check --no-input --constraint

# The project as its engineers edit it.
VENV := .venv
BIN := $(VENV)/bin
SETUP := $(VENV)/.installed-$(subst /,-,$(PYTHON))

# The project as its users install it: nothing of src/ is on the path of what runs there.
WHEEL_VENV := .venv-wheel
WHEEL_PYTHON := $(WHEEL_VENV)/bin/python
WHEEL_SETUP := $(WHEEL_VENV)/.installed-$(subst /,-,$(PYTHON)-$(CONSTRAINTS))

# Whose every line and branch the tests run.
COVERED := conviso_client.call,conviso_client.http,conviso_client.errors
PROCESSES ?= auto
# A process keeps to neighbours, which share what is costly to make, until another has nothing left.
PYTEST := pytest --numprocesses $(PROCESSES) --dist worksteal
TEST ?= $(MAKE) test
# For targets that use one core each. Old makes mix what they print.
SIDE_BY_SIDE := --no-print-directory --jobs 2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target)

# Tests start hundreds of processes. Where images forbid Python to write bytecode, each would compile all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup schema schema-update schema-publish generate demo test test-fast lint types current api workflows example \
	dist sbom lowest graphql-3.3 newest scanners release-check check bench bench-quick bench-lists bench-quota bench-quota-full docs clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9.-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(SETUP) ## make .venv with the project and all that its checks need

$(SETUP): pyproject.toml constraints.txt
	@echo "setup: $(VENV) with $$($(PYTHON) --version), the project and what its checks need, in about a minute"
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python $(INSTALL) constraints.txt --editable '.[$(EXTRAS)]'
	@touch $@
	@echo "setup: done"

$(WHEEL_SETUP): pyproject.toml $(filter-out /dev/null,$(CONSTRAINTS))
	@echo "setup: $(WHEEL_VENV) with $$($(PYTHON) --version), the wheel and what its tests need, in about a minute"
	@$(PYTHON) -m venv --clear $(WHEEL_VENV)
	@$(WHEEL_PYTHON) $(INSTALL) $(CONSTRAINTS) '.[$(EXTRAS)]'
	@$(WHEEL_PYTHON) -m pip --disable-pip-version-check check
	@touch $@

schema: setup ## pull schema.graphql from the live API (wants CONVISO_API_KEY)
	$(BIN)/conviso-client schema pull --output schema.graphql

schema-update: setup ## bring the project to the API's present schema: pull, diff, generate, test, changelog
	$(BIN)/python -m tools.schema_update --test "$(TEST)"

schema-publish: setup ## open or refresh the pull request, or the issue, that the last schema-update calls for
	$(BIN)/python -m tools.schema_publish

generate: setup ## write the client and its reference from schema.graphql and queries/
	$(BIN)/conviso-client generate
	$(BIN)/python -m tools.reference --write

demo: setup ## see it work, against a sandbox on this machine
	$(BIN)/python examples/demo.py

test: $(WHEEL_SETUP) ## build the wheel, install it in an environment of its own, and run all tests against it
	rm -rf build/wheel .coverage .coverage.*
	$(WHEEL_PYTHON) -m build --no-isolation --wheel --outdir build/wheel . >/dev/null
	$(WHEEL_PYTHON) $(INSTALL) $(CONSTRAINTS) --no-deps --force-reinstall build/wheel/*.whl
	$(WHEEL_PYTHON) -m coverage run --source $(COVERED) -m $(PYTEST)
	$(WHEEL_PYTHON) -m coverage combine --quiet
	$(WHEEL_PYTHON) -m coverage report --fail-under 100

test-fast: setup ## run all tests against the tree, as it is now
	$(BIN)/python -m $(PYTEST)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy
	$(BIN)/pyright --warnings

current: setup
	$(BIN)/conviso-client generate --check
	$(BIN)/python -m tools.reference

api: setup
	$(BIN)/python -m tools.python_api

workflows: setup
	$(BIN)/zizmor --offline --quiet .github action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-actions action.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.gitlab-ci ci/gitlab.yml
	awk '/^---$$/ { exit } 1' ci/conviso.yml | $(BIN)/check-jsonschema --default-filetype yaml --builtin-schema vendor.gitlab-ci -
	awk 'f; /^---$$/ { f = 1 }' ci/conviso.yml | $(BIN)/check-jsonschema --default-filetype yaml --builtin-schema vendor.gitlab-ci -
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-forms .github/ISSUE_TEMPLATE/bug.yml .github/ISSUE_TEMPLATE/feature.yml
	$(BIN)/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml

example: setup
	$(MAKE) --no-print-directory --directory examples/own-operations check BIN=$(abspath $(BIN))

dist: setup ## build wheel and sdist into dist/: twice, and the same to the byte
	$(BIN)/python -m tools.build_distributions

sbom: setup ## describe the wheel in dist/ and what it brings along, as a CycloneDX SBOM in build/sbom/
	$(BIN)/python -m tools.sbom

lowest: dist ## smoke-test the wheel in dist/ with the lowest versions that it allows
	PYTHON=$(BIN)/python .ci/test-wheel lowest

graphql-3.3: dist ## test the wheel in dist/ with graphql-core 3.3, in all but generating
	PYTHON=$(BIN)/python .ci/test-wheel graphql-3.3

scanners: setup ## run bandit, semgrep and pip-audit, and import what they write into a sandbox
	$(BIN)/python -m tools.scanners

newest: ## make test, with the newest versions that exist today
	$(MAKE) test CONSTRAINTS=/dev/null WHEEL_VENV=.venv-newest

release-check: setup ## say whether $$TAG can be released: the version, the changelog and the record of the public API agree
	$(BIN)/python -m tools.release

check: ## everything that must hold before a change lands
	$(MAKE) $(SIDE_BY_SIDE) lint types current api workflows example docs
	$(MAKE) test
	$(MAKE) $(SIDE_BY_SIDE) lowest graphql-3.3
	$(MAKE) sbom

bench: setup ## measure beside raw httpx and other clients in 8 minutes, and write benchmarks/RESULTS.md; BEFORE=REV: and beside that
	$(BIN)/python -m benchmarks $(if $(BEFORE),--before $(BEFORE))

bench-lists: setup ## read and export 100,000 issues of a sandbox: order, memory, exports that are killed
	$(BIN)/python -m benchmarks.pages
	$(BIN)/python -m benchmarks.export

bench-quick: setup ## measure the shorter cases in a minute
	$(BIN)/python -m benchmarks --quick $(if $(BEFORE),--before $(BEFORE))

bench-quota: setup ## measure how well the quota is used, ten times faster than real time, in 13 minutes
	$(BIN)/python -m benchmarks.quota

bench-quota-full: setup ## measure it for ten minutes at full scale
	$(BIN)/python -m benchmarks.quota --full

docs: setup ## build the documentation into site/
	NO_MKDOCS_2_WARNING=true $(BIN)/python -m mkdocs build --strict
	cd docs && find . -name '*.md' | tar -cf - -T - | tar -xf - -C ../site # what llms.txt links to
	$(BIN)/python -m tools.reference.offline site

clean: ## remove what the targets made
	rm -rf $(VENV) $(WHEEL_VENV) .venv-newest .venv-bench build dist site .coverage .coverage.* .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
