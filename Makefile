# Everything a fresh machine needs is installed from here. Nothing else has to be done by hand.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
SAMPLE := sample_bundles/cgroup-oom-container/bundle

.PHONY: install demo test matrix mutate bench fuzz check golden samples docs clean

install: .venv/installed

.venv/installed: pyproject.toml constraints.txt setup.py
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt pip setuptools wheel
	$(BIN)/pip install --quiet --disable-pip-version-check --no-build-isolation -c constraints.txt -e '.[pdf]' --group dev
	touch .venv/installed

demo: install
	@scripts/debian-packages.sh pdf
	@mkdir -p demo
	$(BIN)/bundlescope analyze $(SAMPLE) --force --write html=demo/report.html --write pdf=demo/report.pdf --write json=demo/report.json

test: install
	@scripts/debian-packages.sh pdf test
	$(BIN)/python -m pytest
	$(BIN)/bundlescope rules test

# What takes minutes: every kubectl, every hostile archive under the limits of a user, every bit flipped.
matrix: install
	@scripts/debian-packages.sh test
	BUNDLE_LONG=1 $(BIN)/python -m pytest -m long --durations=5
	BUNDLE_LONG=1 $(BIN)/python -m pytest tests/bundle

# Whether the tests of the rules notice each clause that is lost, one at a time.
mutate: install
	$(BIN)/python scripts/mutate_rules.py --least 90

bench: install
	$(BIN)/python benchmarks/views_and_rules.py --pods 5000 --events 30000
	$(BIN)/python benchmarks/views_and_rules.py --pods 100000 --events 30000 --repeat 1

fuzz: install
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt --group fuzz
	ls fuzz/corpus | xargs -P 2 -I{} $(BIN)/python fuzz/run.py {} --seconds $(or $(SECONDS),60)

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/vulture
	$(BIN)/deptry .
	$(BIN)/bundlescope rules lint

golden: install
	$(BIN)/python -m pytest --golden $(if $(ONLY),tests/$(ONLY),)

samples: install
	$(BIN)/python -m story_maker

docs: install
	$(BIN)/python scripts/make_docs.py

clean:
	rm -rf .venv demo build dist *.egg-info .mypy_cache .pytest_cache .ruff_cache .hypothesis
