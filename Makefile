# Everything a fresh machine needs is installed from here. Nothing else has to be done by hand.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
SAMPLE := sample_bundles/cgroup-oom-container/bundle

.PHONY: install demo test check golden samples docs clean

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
