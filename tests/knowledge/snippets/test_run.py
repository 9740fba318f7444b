import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.search import OWN_SNIPPETS

FILES = sorted(OWN_SNIPPETS.rglob("*.py"))


@pytest.fixture(scope="module")
def outcomes() -> dict[str, str | None]:
    """What came of each snippet, rehearsed once for the module: an error or None."""
    if importlib.util.find_spec("manim") is None:
        pytest.skip("manim isn't installed: install the render extra")
    done = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("rehearse_all.py"))],
        input="\n".join(map(str, FILES)),
        capture_output=True,
        text=True,
        timeout=900,
        check=True,
    )
    rows = [json.loads(line) for line in done.stdout.splitlines() if line.startswith('{"file"')]
    return {row["file"]: row["error"] for row in rows}


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_snippet_runs_without_layout_errors(path: Path, outcomes: dict[str, str | None]) -> None:
    assert outcomes[str(path)] is None, outcomes[str(path)]
