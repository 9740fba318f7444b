"""What the model is told to imitate runs, and is right by the rules that it is held to."""

from __future__ import annotations

import re
import shutil

import pytest

from pipeline.director import wording
from pipeline.lesson import parse
from pipeline.reviewing import check_scene
from pipeline.studio import StudioSettings, open_studio
from render_sandbox.sandbox import SandboxSettings


@pytest.mark.bubblewrap
@pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap: apt install bubblewrap")
async def test_the_example_of_a_scene_runs_without_a_finding(home):
    (example,) = re.findall(r"```python\n(.*?)```", wording.guide("scene"), re.DOTALL)
    async with open_studio(StudioSettings(home, SandboxSettings(backend="bubblewrap", workers=1))) as studio:
        session = studio.plan(parse("# Dots\n\n## Idea\n\n- One\n"), owner="local", quality="preview").session
        scene = studio.write_scene(session.id, owner="local", title="Halves", code=example)

        _, report = await check_scene(studio, scene.id, owner="local", sheet=False)

    assert report.ok, report.error
    assert report.findings == []


@pytest.mark.parametrize(("name", "most"), [("plan", 1_400), ("scene", 2_600), ("edit", 900)])
def test_the_guides_are_short(name, most):
    assert len(wording.guide(name)) <= most
