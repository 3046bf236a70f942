# Everything lives in .venv and var; nothing is installed outside this folder.
SHELL := /bin/sh
PYTHON ?= python3
PORT ?= 8000
UV := .venv/bin/uv
PY := .venv/bin/python
FLASK := .venv/bin/flask --app wsgi
# uv is quick; where it cannot reach the index the way pip can, pip takes the same locks.
LOCKED := --require-hashes --no-deps --only-binary :all:
define install
$(UV) pip install -q $(LOCKED) --python $(PY) -r $(1) || $(PY) -m pip install -q --disable-pip-version-check $(LOCKED) -r $(1)
endef
COMPILE := $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-annotate --no-emit-index-url --no-emit-find-links -q
# Tests see nothing of the caller's settings: only what is named here passes.
CLEAN = env -i PATH="$$PATH" HOME="$$HOME" LANG=C.UTF-8 TMPDIR="$${TMPDIR:-/tmp}" $${CI:+CI="$$CI"} $${TEST_DATABASE_URL:+TEST_DATABASE_URL="$$TEST_DATABASE_URL"} $${PORTAL_CHROMIUM:+PORTAL_CHROMIUM="$$PORTAL_CHROMIUM"}
PYTEST = $(CLEAN) $(PY) -m pytest
# Two at once; whoever is done takes half of what the other has left.
TWO = -n 2 --dist worksteal
SUITE = not race and not browser
RACES = tests/races tests/outbox/test_killed_workers.py
SERVE := .venv/bin/gunicorn wsgi:app --bind 127.0.0.1:$(PORT) --worker-class gthread --workers 1 --threads 8 --no-control-socket --limit-request-line 4094
DEMO = PORTAL_ENVIRONMENT=development PORTAL_DEMO=1 PORTAL_BASE_URL=http://localhost:$(PORT)

export UV_PYTHON_DOWNLOADS = never
export UV_NO_PROGRESS = 1
export UV_SYSTEM_CERTS = 1
export UV_LINK_MODE = copy
export PYTHONUNBUFFERED = 1

.PHONY: help setup setup-app mo demo run worker migrate migration test test-both test-sqlite test-pg test-races races races-sqlite races-pg browser shots check fix lock bench docs

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(UV): requirements/uv.txt
	@$(PYTHON) -m venv .venv || { echo "No venv: on Debian, apt-get install python3-venv"; exit 1; }
	@$(PY) -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/app: $(UV) requirements/app.txt
	@$(call install,requirements/app.txt)
	@touch $@

.venv/dev: $(UV) requirements/dev.txt
	@$(call install,requirements/dev.txt)
	@touch $@ .venv/app

setup: .venv/dev mo ## Make .venv with everything that development needs
setup-app: .venv/app mo ## Make .venv with what running needs

mo: ## Build the translations that gettext reads
	@$(PY) -m talent_portal.core.catalogs

migrate: setup-app ## Bring the database up to date
	@$(FLASK) db upgrade

migration: setup ## Write the next migration from the models: make migration m="Add waiting lists"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="Add waiting lists"'; exit 1; }
	@$(FLASK) db migrate --rev-id $$(printf '%04d' $$(( $$(ls migrations/versions/[0-9]*.py 2>/dev/null | wc -l) + 1 ))) -m "$(m)"
	@.venv/bin/ruff format -q migrations

demo: setup-app ## Serve Nagasaki with demo data on http://localhost:8000 (PORT=… for another)
	@$(DEMO) $(FLASK) db upgrade
	@$(DEMO) $(FLASK) load-prefecture talent_portal/data/nagasaki
	@$(DEMO) $(FLASK) demo seed
	@echo "Open http://localhost:$(PORT)   (Ctrl-C ends it)"
	@$(DEMO) $(FLASK) worker & worker=$$!; \
	$(DEMO) $(SERVE) & server=$$!; \
	trap 'kill $$server $$worker 2>/dev/null; wait $$server $$worker; exit 0' INT TERM; \
	wait $$server; status=$$?; kill $$worker 2>/dev/null; exit $$status

run: setup-app ## Serve for development, reloading when a file changes
	@$(DEMO) $(FLASK) run --debug --port $(PORT)

worker: setup-app ## Run the worker that sends letters and does the nightly work
	@$(DEMO) $(FLASK) worker

# On SQLite `make check` has the tests of the architecture; here they run on PostgreSQL, where they touch it.
# Races mostly wait, so they share the machine with the tests on both databases; a browser takes all of it.
test: setup ## Run what the product does on SQLite and PostgreSQL, with races and browsers
	@$(MAKE) --no-print-directory -j2 --output-sync=line test-both test-races
	@$(MAKE) --no-print-directory browser

test-both: setup
	@$(MAKE) --no-print-directory test-sqlite
	@$(MAKE) --no-print-directory test-pg

test-sqlite: setup
	$(PYTEST) $(TWO) -m "$(SUITE)" --every-endpoint --ignore tests/architecture

test-pg: setup ## Run everything that touches the database on PostgreSQL
	$(PYTEST) $(TWO) -m "$(SUITE)" --database postgresql

test-races: setup
	$(PYTEST) $(RACES) -m race --repeats 3
	$(PYTEST) $(RACES) -m race --repeats 3 --database postgresql

# Side by side: they mostly wait, and whoever shares a machine meets others at more odd moments.
races: setup ## Run the race tests 20 times on both databases
	@$(MAKE) --no-print-directory -j2 --output-sync=line races-sqlite races-pg

races-sqlite: setup
	$(PYTEST) tests/races -m race --repeats 20

races-pg: setup
	$(PYTEST) tests/races -m race --repeats 20 --database postgresql

browser: setup ## Run the tests that need Chromium
	$(PYTEST) tests/browser -m browser $(TWO)

shots: setup ## Photograph every page at 390 and 1280 px in both languages into var/shots
	$(CLEAN) $(PY) -m tests.browser.shots

check: setup ## Lint, types, contracts, templates, architecture and documents
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet templates
	$(PYTEST) $(TWO) tests/architecture -m "$(SUITE)"

fix: setup ## Let the formatters mend what they can
	.venv/bin/ruff check --fix .
	.venv/bin/ruff format .

docs: setup ## Write what is generated in docs/
	@$(CLEAN) $(PY) -m tests.architecture.documents

lock: $(UV) ## Resolve the dependencies again into requirements/*.txt
	$(COMPILE) -o requirements/app.txt
	$(COMPILE) --extra nation -o requirements/nation.txt
	$(COMPILE) --extra nation --group dev -o requirements/dev.txt

bench: setup ## Measure the rush on both databases, and the pages of matching
	$(PY) -m bench.rush --database sqlite
	$(PY) -m bench.rush --database postgresql
	$(PY) -m bench.pages --database sqlite
