import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.checker import check
from knowledge.hints import HINTS, Hint, explain

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent


def scene(code: str) -> str:
    if code.startswith("from manim import *"):
        return code
    body = "\n".join(f"        {line}" for line in code.splitlines())
    return f"from manim import *\nclass Demo(Scene):\n    def construct(self):\n{body}\n"


@pytest.fixture(scope="module")
def raised(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[list[str], list[str]]]:
    """Hint to what its bad and its good form raised."""
    if importlib.util.find_spec("manim") is None:
        pytest.skip("manim is not installed: install the extra 'render'")
    if not (ROOT / "render_sandbox/stage/math/mathjax.js").exists():
        pytest.skip("the math engine is not built: run make setup")
    folder = tmp_path_factory.mktemp("hints")
    forms, out = folder / "forms.json", folder / "out.json"
    forms.write_text(json.dumps([scene(code) for hint in HINTS for code in (hint.bad, hint.good)]))
    subprocess.run(
        [sys.executable, str(HERE / "run_forms.py"), str(forms), str(out)],
        cwd=folder, env={"PYTHONPATH": str(ROOT), "PATH": ""}, check=True, timeout=280, stdin=subprocess.DEVNULL,
    )  # fmt: skip
    results = json.loads(out.read_text())
    return {h.id: (results[2 * i], results[2 * i + 1]) for i, h in enumerate(HINTS)}


def test_there_are_enough_hints_and_each_has_its_own_id():
    assert len(HINTS) >= 120
    assert len({h.id for h in HINTS}) == len(HINTS)


@pytest.mark.parametrize("hint", HINTS, ids=lambda h: h.id)
def test_the_bad_form_gives_the_message_and_the_good_form_runs(hint: Hint, raised: dict):
    bad, good = raised[hint.id]
    assert explain(*bad) == hint
    assert good == ["", ""]


def test_no_good_form_is_refused_by_the_checker():
    refused = {h.id: [f.message for f in check(scene(h.good)) if f.severity == "error"] for h in HINTS}
    assert {k: v for k, v in refused.items() if v} == {}


def test_an_error_nobody_knows_has_no_hint():
    assert explain("WeirdError", "odd") is None
