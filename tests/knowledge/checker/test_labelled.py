"""Every labelled scene: what fails is said before it runs, what runs is left in peace."""

import sys
from pathlib import Path

import pytest

from knowledge.checker import check

sys.path.insert(0, str(Path(__file__).parent))
from written_scenes import Scene, scenes


@pytest.mark.parametrize("scene", scenes(), ids=lambda s: s.name)
def test_the_errors_are_those_of_the_label(scene: Scene) -> None:
    assert {f.rule for f in check(scene.source) if f.severity == "error"} == scene.rules
