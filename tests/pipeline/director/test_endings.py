"""However a model answers, a generation ends: every scene ready, or an error that says what to do.

The answers are drawn at random from a seed: right and wrong code, calls of tools that there are and are
not, broken arguments, refusals, cuts, silence, faults of the API.
"""

from __future__ import annotations

import random
import shutil
from collections import Counter

import pytest

from pipeline.director.settings import Budget
from pipeline.state import scenes
from pipeline.state.model import SceneStatus

from ...replay import Reply, calls, says, thinks
from .test_director import ASK, BROKEN, CIRCLE, FAILS_WHEN_RUN, plan, run, scene

pytestmark = [
    pytest.mark.bubblewrap,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap: apt install bubblewrap"),
]

FEW = Budget(scene_turns=5, scene_repairs=2, plan_repairs=2)


class AnyAnswers:
    """Answers drawn from a seed; a fault comes at most twice before the answer."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.mood = random.Random(f"thinks {seed}")
        self.given: dict[tuple[str, int], Reply] = {}
        self.drawn: Counter[str] = Counter()

    def __call__(self, body):
        turn = sum(message["role"] == "assistant" for message in body["messages"])
        planning = body["system"][0]["text"].startswith("You plan")
        thread = "plan" if planning else str(body["messages"][0]["content"])[:200]
        known = self.given.get((thread, turn))
        if known is None:
            drawn = self._plan(turn) if planning else self._work()
            known = self.given[thread, turn] = thinks(drawn) if self.mood.random() < 0.4 else drawn
            faults = ["429", "529", "cut", "error_event"]
            known.faults = self.chance.choices(faults, k=self.chance.choice([0, 0, 0, 1, 2]))
        return thread, turn, known

    def _plan(self, turn: int) -> Reply:
        good = plan(scene("Idea"), scene("Motion", code=True), scene("More", code=True))
        bad = [
            calls("submit_plan", title=""),
            plan(scene("Idea", blocks="```plot\n{{{\n```\n")),
            calls("submit_plan", _stop="max_tokens", title="half"),
            says("Here is a plan in words."),
            says("No.", stop_reason="refusal"),
            Reply([]),
        ]
        return good if turn or self.chance.random() < 0.6 else self.chance.choice(bad)

    def _work(self) -> Reply:
        code = self.chance.choice([CIRCLE, BROKEN, FAILS_WHEN_RUN, "not Python (", "from manim import *\n"])
        answers = {
            "write": calls("write_scene", code=code),
            "edit": calls("edit_scene", edits=[{"old": "YELLOW", "new": "RED"}]),
            "edit nothing": calls("edit_scene", edits=[]),
            "check": calls("check_scene"),
            "no such tool": calls("delete_scene", scene_id="scn_1"),
            "wrong arguments": calls("write_scene", kode=code, scene_id=7),
            "broken arguments": Reply(
                [{"type": "tool_use", "name": "write_scene", "input": '{"code": "from'}]
            ),
            "no object": Reply([{"type": "tool_use", "name": "check_scene", "input": "[1, 2]"}]),
            "two at once": Reply([*calls("write_scene", code=code).blocks, *calls("check_scene").blocks]),
            "says so": says("It is right."),
            "refuses": says("No.", stop_reason="refusal"),
            "cut": calls("write_scene", _stop="max_tokens", code=code[:40]),
            "silence": Reply([]),
        }
        weights = [4, 2, 1, 3, 1, 1, 1, 1, 1, 4, 0.5, 1, 1]
        (kind,) = self.chance.choices(list(answers), weights)
        self.drawn[kind] += 1
        return answers[kind]


@pytest.mark.parametrize(
    "seed", [1, *(pytest.param(seed, marks=pytest.mark.nightly) for seed in range(40) if seed != 1)]
)
async def test_every_generation_ends_with_ready_scenes_or_what_to_do(direct, seed):
    answers = AnyAnswers(seed)
    async with direct(answers, FEW, retries=2) as (director, replay):
        progress, made = await run(director, ASK)

        generation = progress.generation
        assert generation.status in ("done", "failed"), (seed, answers.drawn)
        if generation.status == "done":
            assert [found.status for found in made] == [SceneStatus.READY] * 3, (seed, answers.drawn)
            assert all(record.outcome in ("accepted", "fallback") for record in progress.scenes)
            assert all(record.note for record in progress.scenes if record.outcome == "fallback")
        else:
            assert generation.error["message"], (seed, answers.drawn)
            assert generation.error["fix"]
            assert generation.error["code"] != "internal", (seed, answers.drawn, generation.error)
        assert replay.refused == [], (seed, answers.drawn)
        left = [found for found in made if found.status is SceneStatus.GENERATING_CODE]
        assert left == []
        assert scenes.list_scenes(director._studio.db, generation.session_id or "") == made
