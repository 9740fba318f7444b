"""docs/layout-rules.md shows for each rule a scene that breaks it and one that doesn't; both are run."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from render_sandbox.stage.channel import MemoryChannel
from render_sandbox.stage.jobs import rehearse

ROOT = Path(__file__).parents[3]
STAGE = ROOT / "render_sandbox" / "stage" / "layout"
_SECTION = re.compile(r"^### ([a-z-]+).*?(?=^##)", re.MULTILINE | re.DOTALL)
_BLOCK = re.compile(r"```python\n# (bad|good)\n(.*?)```", re.DOTALL)


def documented() -> dict[str, dict[str, str]]:
    """Rule → ``bad`` and ``good`` → the body of a ``construct``."""
    text = (ROOT / "docs" / "layout-rules.md").read_text("utf-8")
    return {one[1]: dict(_BLOCK.findall(one[0])) for one in _SECTION.finditer(text)}


def findings(body: str) -> set[str]:
    base = "MovingCameraScene" if "self.camera.frame" in body else "Scene"
    lines = "".join(f"        {line}\n" for line in body.splitlines())
    code = f"from manim import *\nimport numpy as np\n\n\nclass Shown({base}):\n    def construct(self):\n{lines}"
    request = {"format": {"width": 1920, "height": 1080, "fps": 30}}
    report: dict[str, Any] = rehearse.run(request, {"scene.py": code.encode()}, MemoryChannel())
    assert report["ok"], report["error"]
    return {one["rule"] for one in report["findings"]}


def test_every_rule_is_documented_and_no_other() -> None:
    used = {rule for path in STAGE.glob("*.py") for rule in _rules_of(path.read_text("utf-8"))}

    assert set(documented()) == used


def _rules_of(source: str) -> set[str]:
    """The first arguments of calls that add a finding, or claim one."""
    return set(re.findall(r'(?:\.add|\.claim)\(\s*(?:context,\s*)?"([a-z]+(?:-[a-z]+)+)"', source))


@pytest.mark.parametrize("rule", sorted(documented()))
def test_the_bad_example_breaks_the_rule_and_the_good_one_breaks_none(
    rule: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    assert findings(documented()[rule]["bad"]) == {rule}
    assert findings(documented()[rule]["good"]) == set()
