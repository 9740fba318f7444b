"""Where a generation stops: every limit of the whole and of a scene. The conversation alone, no sandbox."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import fields
from types import SimpleNamespace

import pytest

from pipeline.director.conversation import Conversation, Purse
from pipeline.director.errors import BudgetSpent
from pipeline.director.ledger import Ledger
from pipeline.director.model import Model
from pipeline.director.settings import Budget, DirectorSettings, Prices
from pipeline.state.database import Database

from ...replay import replaying, says

AN_ANSWER = 1_000 + 500 + 50 + 100
"""Tokens of a scripted answer: read, from the cache, to the cache, written."""
ITS_PRICE = (1_000 * 3 + 500 * 0.3 + 50 * 3.75 + 100 * 15) / 1e6
SCENE = "scene:0"


@asynccontextmanager
async def talking(home, budget, *threads, hold=False, worked_ms=0):
    """Conversations of one generation that would go on for ever: ``(conversations, replay)``."""
    ledger = Ledger(Database(home / "db.sqlite"))
    generation_id = ledger.begin("generate", "local", {})
    ledger.take(generation_id, "me")
    ledger.beat("me", worked_ms)
    async with replaying(lambda body: ("any", len(body["messages"]), says("And another."))) as replay:
        if hold:
            replay.hold = asyncio.Event()
        model = Model(DirectorSettings("sk-scripted", base_url=replay.url, prices=Prices(3, 15)))
        purse = Purse(ledger, generation_id, budget)
        talks = [Conversation(model, ledger, purse, generation_id, name, "You test.") for name in threads]
        for talk in talks:
            if talk.thread.startswith("scene"):
                purse.begin(talk.thread)
            talk.say("Go on.")
        try:
            yield talks, replay
        finally:
            await model.aclose()


async def go_on(talk):
    await talk.answer()
    talk.say("Go on.")


LIMITS = {
    "turns": (Budget(turns=2), "2 answers; its limit is 2 (turns)"),
    "tokens": (
        Budget(tokens=AN_ANSWER + 1),
        f"{2 * AN_ANSWER:,} tokens; its limit is {AN_ANSWER + 1:,} (tokens)",
    ),
    "usd": (Budget(usd=ITS_PRICE * 1.5), f"${2 * ITS_PRICE:.2f}; its limit is {ITS_PRICE * 1.5:g} (usd)"),
}
OF_A_SCENE = {
    "scene_turns": (Budget(scene_turns=2), "2 answers; its limit is 2 (scene_turns)"),
    "scene_tokens": (
        Budget(scene_tokens=AN_ANSWER + 1),
        f"{2 * AN_ANSWER:,} tokens; its limit is {AN_ANSWER + 1:,} (scene_tokens)",
    ),
    "scene_usd": (
        Budget(scene_usd=ITS_PRICE * 1.5),
        f"${2 * ITS_PRICE:.2f}; its limit is {ITS_PRICE * 1.5:g} (scene_usd)",
    ),
}


@pytest.mark.parametrize("name", LIMITS)
async def test_a_limit_of_the_whole_is_held_over_all_conversations_together(home, name):
    budget, said = LIMITS[name]
    async with talking(home, budget, "plan", SCENE) as ((plan, scene), replay):
        await go_on(plan)
        await go_on(scene)

        for talk in (plan, scene):
            with pytest.raises(BudgetSpent) as stopped:
                await talk.answer()

            assert str(stopped.value).startswith(f"The generation has used {said}")
            assert f"Raise director_{name}" in stopped.value.fix
            assert stopped.value.details["limit"] == name
        assert len(replay.bodies) == 2


@pytest.mark.parametrize("name", OF_A_SCENE)
async def test_a_limit_of_a_scene_stops_that_scene_alone(home, name):
    budget, said = OF_A_SCENE[name]
    async with talking(home, budget, SCENE, "scene:1", "plan") as ((scene, other, plan), replay):
        await go_on(scene)
        await go_on(scene)

        with pytest.raises(BudgetSpent) as stopped:
            await scene.answer()
        await go_on(other)
        for _ in range(3):
            await go_on(plan)

        assert str(stopped.value).startswith(f"The scene has used {said}")
        assert f"Raise director_{name}" in stopped.value.fix
        assert len(replay.bodies) == 6


@pytest.mark.parametrize(
    ("budget", "whose", "name"),
    [
        (Budget(wall_s=3), "The generation", "wall_s"),
        (Budget(scene_wall_s=3), "The scene", "scene_wall_s"),
    ],
)
async def test_time_that_runs_out_while_the_model_is_asked_ends_the_call(home, budget, whose, name):
    async with talking(home, budget, SCENE, hold=True) as ((scene,), replay):
        with pytest.raises(BudgetSpent) as stopped:
            await asyncio.wait_for(scene.answer(), 60)

        assert len(replay.bodies) == 1, "it was asked, and not answered in time"
        assert stopped.value.details["limit"] == name
        assert stopped.value.message.startswith(whose)
        assert scene.waits_for_model, "no half answer is kept"

        with pytest.raises(BudgetSpent):
            await scene.answer()
        assert len(replay.bodies) == 1, "nothing more is asked"


async def test_a_scene_that_waits_for_its_turn_does_not_use_its_time(home, monkeypatch):
    clock = SimpleNamespace(now=0.0, monotonic=lambda: clock.now)
    monkeypatch.setattr("pipeline.director.conversation.time", clock)
    async with talking(home, Budget(scene_wall_s=60), SCENE) as ((first,), _):
        clock.now += 50
        first._purse.begin("scene:1")  # its turn comes now
        waited = replace_thread(first, "scene:1")
        clock.now += 50

        await waited.answer()
        with pytest.raises(BudgetSpent, match="The scene has used 100 seconds"):
            await first.answer()


def replace_thread(talk, thread):
    other = Conversation(talk._model, talk._ledger, talk._purse, talk._generation_id, thread, "You test.")
    other.say("Go on.")
    return other


async def test_time_that_earlier_processes_worked_on_it_counts(home):
    async with talking(home, Budget(wall_s=60), "plan", worked_ms=61_000) as ((plan,), replay):
        with pytest.raises(BudgetSpent) as stopped:
            await plan.answer()

    assert "its limit is 60 (wall_s)" in str(stopped.value)
    assert replay.bodies == []


async def test_without_limits_nothing_stops_it(home):
    endless = Budget(scene_turns=10_000, tokens=None, wall_s=None)
    async with talking(home, endless, SCENE) as ((scene,), _):
        for _ in range(30):
            await go_on(scene)

    assert scene.turns == 30


def test_every_limit_is_a_setting(monkeypatch):
    from server.settings import load_settings
    from server.shares import director_settings

    limits = [limit.name for limit in fields(Budget) if limit.name != "plan_repairs"]
    wanted = {name: number for number, name in enumerate(limits, 3)}
    named = wanted | {"key": "sk-x", "price_in": 3, "price_out": 15}
    for name, value in named.items():
        monkeypatch.setenv(f"PROOFREEL_DIRECTOR_{name.upper()}", str(value))

    chosen = director_settings(load_settings())

    assert {name: getattr(chosen.budget, name) for name in limits} == wanted
