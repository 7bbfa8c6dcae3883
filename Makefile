# handrail: `make handbook` checks and publishes, `make test` tests. Both need Python 3.11 or newer with pip, and nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input
WORKERS ?= auto
export PYTHONUTF8 := 1
# Material advertises in the build log
export NO_MKDOCS_2_WARNING := 1
.DEFAULT_GOAL := help
.PHONY: help handbook check serve test test-deep bench bench-search bench-site fuzz coverage mutants kept lock clean

help:  ## Say what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

handbook: check  ## Check sops/ and build the site into site/
	@echo "handbook: building the site"
	@# not --quiet: it would hide the warnings from --strict too, and let them pass
	@$(BIN)/mkdocs build --strict --clean
	@echo "handbook: open site/index.html"

check: $(VENV)/handbook.stamp  ## Check sops/
	@echo "check: checking sops/"
	@$(BIN)/handrail check

serve: $(VENV)/handbook.stamp  ## Show the site and reload it whenever a file changes
	@# --dirty: only pages that say something else are rendered again; a new title reaches the navigation of others later
	@$(BIN)/mkdocs serve --livereload --dirty $(if $(ADDRESS),--dev-addr $(ADDRESS))

test: $(VENV)/test.stamp browser  ## Run every linter and every test
	@echo "test: ruff"
	@$(BIN)/ruff check --quiet
	@$(BIN)/ruff format --check --quiet
	@echo "test: mypy"
	@$(BIN)/mypy --no-error-summary
	@echo "test: pytest"
	@$(BIN)/pytest -q -n $(WORKERS) -m "not deep" $(ARGS)

test-deep: $(VENV)/deep.stamp browser  ## Run the slow and thorough tests too
	@$(BIN)/pytest -q -n $(WORKERS) $(ARGS)

bench: $(VENV)/test.stamp $(VENV)-bench/stamp  ## Measure the speed of the check against plain YAML reading and other linters
	@$(BIN)/python tooling/ci/bench.py $(ARGS)

bench-search: $(VENV)/test.stamp browser  ## Measure how well the search answers, beside that of the theme
	@$(BIN)/python tooling/ci/bench_search.py $(ARGS)

fuzz: $(VENV)/deep.stamp  ## Look for input that breaks a promise (MINUTES=5)
	@$(BIN)/python tests/fuzz/run.py --minutes $(or $(MINUTES),5) $(ARGS)

coverage: $(VENV)/deep.stamp  ## Say which lines and branches of reasoning, rules and reading no test comes to
	@$(BIN)/python tooling/ci/covered.py $(ARGS)

mutants: $(VENV)/deep.stamp  ## Put small faults into the code and count those that the tests notice (SAMPLE=100, SEED=1)
	@$(BIN)/python tooling/ci/mutants.py --sample $(or $(SAMPLE),100) --seed $(or $(SEED),1) $(ARGS)

kept: $(VENV)/test.stamp  ## Write down which test shows which fault, for the page about it
	@$(BIN)/python tooling/ci/kept.py

bench-site: $(VENV)/test.stamp browser  ## Measure our share of a build, and a page with Lighthouse where there is one
	@$(BIN)/python tooling/ci/bench_site.py $(ARGS)

lock: pyproject.toml  ## Remake the lock files (UPGRADE=1 takes newer versions)
	@$(PYTHON) -m venv $(VENV)-lock
	@$(VENV)-lock/bin/python -m pip install -qq --disable-pip-version-check "uv==0.13.9"
	@$(VENV)-lock/bin/python tooling/ci/lock.py

clean:  ## Remove everything that was made
	rm -rf $(VENV) $(VENV)-lock $(VENV)-bench site dist build .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis .handrail-cache .bench .fuzz .mutants
	find tooling tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)-bench/stamp: requirements/bench.txt
	@$(PYTHON) -m venv $(VENV)-bench
	@$(VENV)-bench/bin/python -m pip install -qq --disable-pip-version-check --no-input --require-hashes -r $<
	@touch $@

.PHONY: browser
browser: $(VENV)/test.stamp
	@$(BIN)/python tooling/ci/chromium.py

$(VENV)/bin/python:
	@echo "making $(VENV)"
	@$(PYTHON) tooling/ci/python_version.py
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "this Python has no venv: on Debian, apt-get install python3-venv" >&2; exit 2; }

$(VENV)/handbook.stamp: requirements/handbook.txt pyproject.toml | $(VENV)/bin/python
	@echo "installing the pinned packages"
	@$(INSTALL) --require-hashes -r requirements/handbook.txt
	@$(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/test.stamp: requirements/test.txt $(VENV)/handbook.stamp
	@echo "installing the pinned test tools"
	@$(INSTALL) --require-hashes -r requirements/test.txt
	@touch $@

$(VENV)/deep.stamp: requirements/deep.txt $(VENV)/test.stamp
	@echo "installing the pinned tools of the deep tests"
	@$(INSTALL) --require-hashes -r requirements/deep.txt
	@touch $@
