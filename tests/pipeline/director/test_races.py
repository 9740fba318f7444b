"""A person changes a scene while the director's model works on it: neither's work is lost."""

from __future__ import annotations

import shutil

import pytest

from pipeline.director.settings import Budget
from pipeline.lesson import parse
from pipeline.state import scenes
from pipeline.state.history import scene_history
from pipeline.state.model import SceneStatus

from ...replay import calls, says
from .test_director import BROKEN, CIRCLE

pytestmark = [
    pytest.mark.bubblewrap,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap: apt install bubblewrap"),
]

BY_HAND = CIRCLE.replace("RIGHT * 4", "RIGHT * 3")


class WhileAsked:
    """Scripted answers; before the answer to turn ``at`` a person changes the scene."""

    def __init__(self, replies, at):
        self.replies, self.at = replies, at
        self.by_hand = None

    def __call__(self, body):
        turn = sum(message["role"] == "assistant" for message in body["messages"])
        if turn == self.at and self.by_hand:
            self.by_hand()
            self.by_hand = None
        return "edit", turn, self.replies[min(turn, len(self.replies) - 1)]


async def edited(director, script):
    """The scene and the generation after an edit in words that a person's edit cut across."""
    studio = director._studio
    session = studio.plan(parse("# Dots\n\n## Idea\n\n- One\n"), owner="local", quality="preview").session
    scene = studio.write_scene(session.id, owner="local", title="Motion", code=CIRCLE)
    script.by_hand = lambda: studio.edit_scene(scene.id, owner="local", code=BY_HAND, author="person")
    progress = await director.wait(director.edit(scene.id, "Make the dot red.", owner="local"))
    return scenes.get_scene(studio.db, scene.id), progress


async def test_a_change_on_an_older_version_is_refused_and_made_on_the_new_one(direct):
    red = calls("edit_scene", edits=[{"old": "YELLOW", "new": "RED"}])
    script = WhileAsked([red, red, calls("check_scene"), says("The dot is red.")], at=0)
    async with direct(script) as (director, replay):
        scene, progress = await edited(director, script)

        assert progress.generation.status == "done", progress.generation.error
        assert director._studio.source(scene.id, owner="local").code == BY_HAND.replace("YELLOW", "RED")
        assert scene.status is SceneStatus.READY
        refused = replay.bodies[1]["messages"][-1]["content"][0]
        assert refused["is_error"] is True
        assert "+        self.play(dot.animate.shift(RIGHT * 3)" in refused["content"][0]["text"].replace(
            "\\n", "\n"
        )
        authors = [change.author for change in scene_history(director._studio.db, scene.id)]
        assert authors == ["director", "person", "agent"]


async def test_a_whole_new_scene_does_not_cover_what_a_person_changed_unseen(direct):
    script = WhileAsked(
        [
            calls("check_scene"),
            calls("write_scene", code=CIRCLE.replace("YELLOW", "RED")),
            calls("write_scene", code=BY_HAND.replace("YELLOW", "RED")),
            calls("check_scene"),
            says("The dot is red."),
        ],
        at=1,
    )
    async with direct(script) as (director, replay):
        scene, progress = await edited(director, script)

        assert progress.generation.status == "done", progress.generation.error
        assert replay.bodies[2]["messages"][-1]["content"][0]["is_error"] is True
        assert director._studio.source(scene.id, owner="local").code == BY_HAND.replace("YELLOW", "RED")


@pytest.mark.parametrize("at", [0, 1, pytest.param(2, marks=pytest.mark.nightly)])
async def test_an_edit_that_fails_leaves_what_a_person_made_of_the_scene_meanwhile(direct, at):
    wrong = calls("write_scene", code=BROKEN)
    script = WhileAsked([wrong, wrong, says("Done.")], at=at)
    async with direct(script, Budget(scene_repairs=0)) as (director, _):
        scene, progress = await edited(director, script)

        assert director._studio.source(scene.id, owner="local").code == BY_HAND
        if at == 0:  # later its change is refused, and it says nothing more
            assert progress.generation.status == "failed"
