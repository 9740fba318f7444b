# What a person does with a checkout. `make` alone lists it.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: help setup demo test check quick bench lock clean soak fuzz mutants wheel mcpb audit sbom docs pictures

help:  ## This list
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*##/\t/' | expand -t 12

setup:  ## Install what is missing, make .venv, build the web parts; a second when nothing is to do
	@PYTHON=$(PYTHON) ./setup.sh

demo: setup  ## Make the example video through the real MCP server
	@[ "$$(uname)" = Linux ] || $(BIN)/proofreel sandbox build
	@$(BIN)/proofreel demo

JOBS ?= 2
test: setup  ## Every test that this machine can run, JOBS=2 at a time; what was skipped and why stands at the end
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix convex run --silent test
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix player run --silent test
	@if command -v chromium > /dev/null && command -v ffmpeg > /dev/null || [ -n "$$TESTS_MAY_NOT_SKIP" ]; then \
		PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix player run --silent test:browser; \
	else echo "skipped: the player in a browser (install chromium and ffmpeg)"; fi
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal $(ARGS)

check: setup  ## Lint, format, types, architecture
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/pyright
	@$(BIN)/lint-imports
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix player run --silent types
	@PATH="$(CURDIR)/$(BIN):$$PATH"; export PATH; before=$$(cat convex/functions/_generated/* | cksum); \
		npm --prefix convex run --silent codegen; \
		[ "$$before" = "$$(cat convex/functions/_generated/* | cksum)" ] \
		|| { echo "convex/functions/_generated was not up to date: commit what codegen has made"; exit 1; }
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix convex run --silent types
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix convex run --silent lint

QUICK := tests/knowledge/checker tests/pipeline/state tests/pipeline/lesson \
	$(addprefix tests/pipeline/sync/test_,backlog.py callbacks.py patience.py status.py) \
	$(addprefix tests/pipeline/test_,checking.py editing.py formulas.py obligations.py pairing.py planning.py signing.py) \
	$(addprefix tests/render_sandbox/test_,protocol.py session.py session_words.py) tests/tools tests/test_architecture.py tests/test_threats.py
quick: check  ## `check`, and the tests that start no sandbox, server or browser: before each commit
	@$(BIN)/python -m pytest -q -n $(JOBS) --dist worksteal $(QUICK)

bench: setup  ## The quick benchmarks; each script under benchmarks/ has --help
	-@$(BIN)/python benchmarks/sandbox.py --rounds 2
	-@$(BIN)/python benchmarks/render.py --quick
	-@$(BIN)/python benchmarks/state.py --quick
	-@$(BIN)/python benchmarks/throughput.py --scenes 20
	-@$(BIN)/python benchmarks/simulation.py --scenes 20000
	-@$(BIN)/python benchmarks/service.py --quick

MINUTES ?= 60
soak: setup  ## An hour of mixed load with faults (MINUTES=15 for less); fails if anything grows or is lost
	@$(BIN)/python benchmarks/soak.py --minutes $(MINUTES)

TARGET ?= lesson
SECONDS ?= 60
fuzz: setup  ## Fuzz one entry point with atheris: TARGET=lesson|protocol|signature|http|mcp|probe SECONDS=60
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/fuzz.txt
	@$(BIN)/python tests/fuzz/fuzz.py $(TARGET) -max_total_time=$(SECONDS)

AREA ?= state
SAMPLE ?= 0
mutants: setup  ## How many small mistakes in one area the tests notice: AREA=state|sync|checker|protocol SAMPLE=0
	@$(BIN)/uv pip install -q --python $(BIN)/python --require-hashes -r requirements/mutants.txt
	@$(BIN)/python benchmarks/mutants.py $(AREA) --sample $(SAMPLE) --show 20

wheel: setup  ## The Python package, in dist/
	@rm -f dist/*.whl && $(BIN)/python -m hatchling build -t wheel -d dist

mcpb: wheel  ## The bundle for Claude Desktop, in dist/
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python release/mcpb/build.py dist/*.whl dist/proofreel.mcpb

pictures: setup  ## The pictures of the documentation, in build/pictures/
	@$(BIN)/python release/docs/pictures.py

docs: pictures  ## The documentation as a site, with its pictures, in site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict -q

audit: setup  ## Ask the public advisories about every pinned package; says what it could not ask about
	@$(BIN)/python release/audit.py

sbom: setup  ## What proofreel is made of, as CycloneDX, in dist/
	@mkdir -p dist && $(BIN)/uv tool run -q --from cyclonedx-bom==7.5.0 cyclonedx-py requirements \
		--pyproject pyproject.toml requirements/dev.txt -o dist/proofreel.cdx.json
	@for folder in player convex; do \
		PATH="$(CURDIR)/$(BIN):$$PATH" npm --prefix $$folder sbom --sbom-format cyclonedx --omit=dev \
		> dist/$$folder.cdx.json || exit 1; done; ls dist/*.cdx.json

lock: setup  ## Pin the requirements anew from pyproject.toml
	@$(BIN)/uv pip compile -q pyproject.toml --all-extras --group dev --universal --python-version 3.11 \
		--generate-hashes --no-header --no-annotate -o requirements/dev.txt
	@$(BIN)/uv pip compile -q pyproject.toml --extra celery --extra s3 --extra director --extra otel --universal \
		--python-version 3.11 --generate-hashes --no-header --no-annotate -o requirements/server.txt
	@echo 'atheris>=3' | $(BIN)/uv pip compile -q - --python-version 3.11 --generate-hashes --no-header --no-annotate \
		-o requirements/fuzz.txt
	@echo 'pip-audit>=2.10' | $(BIN)/uv pip compile -q - --universal --python-version 3.11 --generate-hashes --no-header \
		--no-annotate -o requirements/audit.txt
	@echo 'mutmut>=3.8' | $(BIN)/uv pip compile -q - -c requirements/dev.txt --python-version 3.11 --generate-hashes \
		--no-header --no-annotate -o requirements/mutants.txt
	@PATH="$(CURDIR)/$(BIN):$$PATH" render_sandbox/image/lock.sh

clean:  ## Remove what setup made
	@rm -rf .venv server/web player/node_modules convex/node_modules release/mcpb/node_modules dist site render_sandbox/stage/math/bundle/node_modules
