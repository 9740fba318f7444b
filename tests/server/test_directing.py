"""The director as a server's process has it: what it does when the process ends."""

from __future__ import annotations

import asyncio
import shutil

import pytest

from pipeline.director import GenerateRequest
from pipeline.state.versions import list_versions
from pipeline.studio import open_studio
from server.directing import directing
from server.settings import load_settings
from server.shares import studio_settings

from ..pipeline.director.test_director import CIRCLE, plan, scene
from ..replay import calls, replaying, says

pytestmark = [
    pytest.mark.bubblewrap,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap: apt install bubblewrap"),
]


async def test_a_process_that_ends_within_a_tool_call_leaves_the_scene_to_the_next(home, monkeypatch):
    script = {
        "plan": [plan(scene("Motion", code=True))],
        "Motion": [calls("write_scene", code=CIRCLE), calls("check_scene"), says("It is right.")],
    }
    async with replaying(script) as replay:
        for name, value in {"KEY": "sk-scripted", "URL": replay.url}.items():
            monkeypatch.setenv(f"PROOFREEL_DIRECTOR_{name}", value)
        monkeypatch.setenv("PROOFREEL_SANDBOX", "bubblewrap")
        settings = load_settings()
        async with open_studio(studio_settings(settings)) as studio:
            async with directing(settings, studio):
                director = studio.require_director()
                generation_id = director.generate(GenerateRequest("What is a dot?", "local", "preview"))
                while director.progress(generation_id).spent.turns < 3:
                    await asyncio.sleep(0.01)

            left = director.progress(generation_id)
            (record,) = left.scenes
            assert (left.generation.status, record.outcome, record.note) == ("running", "working", "")
            assert list_versions(studio.db, record.scene_id)[-1].code == CIRCLE, "it is not taken back"

            async with directing(settings, studio):
                progress = await studio.require_director().wait(generation_id)

        assert progress.scenes[0].outcome == "accepted", progress.scenes[0].note
        assert sum(replay.asked.values()) == 4
