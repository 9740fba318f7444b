"""Every labelled scene: what is wrong is found, what is right is left alone."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from render_sandbox.stage.channel import MemoryChannel
from render_sandbox.stage.jobs import rehearse

sys.path.insert(0, str(Path(__file__).parent))
from labelled import Case, cases

FORMAT = {"width": 1920, "height": 1080, "fps": 30}


_ALWAYS = "tuned"


def _parameters() -> list[Any]:
    """The scenes that the rules were made with and every fifth of the others; the rest in the nightly run."""
    found: list[Any] = []
    for index, case in enumerate(cases()):
        always = case.name.split("/")[0].endswith(_ALWAYS) or index % 5 == 0
        marks = () if always else (pytest.mark.nightly,)
        found.append(pytest.param(case, id=case.name, marks=marks))
    return found


@pytest.mark.parametrize("case", _parameters())
def test_the_report_names_the_rules_that_the_scene_breaks_and_no_others(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report: dict[str, Any] = rehearse.run(
        {"format": FORMAT}, {"scene.py": case.source.encode()}, MemoryChannel()
    )
    assert report["ok"], report["error"]
    assert {one["rule"] for one in report["findings"]} == case.expected
