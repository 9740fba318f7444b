"""Asking the model: what a model takes, what it refuses, and what a broken connection costs. No sandbox."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from pipeline.director.conversation import Conversation, Purse
from pipeline.director.errors import ModelRefused, ModelUnavailable
from pipeline.director.ledger import Ledger
from pipeline.director.model import Model
from pipeline.director.settings import Budget, DirectorSettings
from pipeline.state.database import Database

from ...replay import Reply, calls, replaying, says, thinks

TOOL = {"name": "note", "description": "Write it down.", "input_schema": {"type": "object"}}
SYSTEM = "You plan nothing, this is a test."
ASK = [{"role": "user", "content": "Well?"}]


async def answered(model, system=SYSTEM, messages=ASK):
    return await model.ask(system, messages, [TOOL])


async def talk_to(home, url, script_steps, **settings):
    """A conversation that answers every tool call, ``script_steps`` answers long."""
    ledger = Ledger(Database(home / "db.sqlite"))
    generation_id = ledger.begin("generate", "local", {})
    model = Model(DirectorSettings("sk-scripted", base_url=url, **settings))
    talk = Conversation(
        model, ledger, Purse(ledger, generation_id, Budget()), generation_id, "t", SYSTEM, [TOOL]
    )
    talk.say("Well?")
    for _ in range(script_steps):
        answer = await talk.answer()
        results = [
            {"type": "tool_result", "tool_use_id": call["id"], "content": "ok"} for call in talk.last_calls
        ]
        talk.say(results or ("You were cut off." if answer.cut else "Go on."))
    return talk, model


@pytest.mark.parametrize(
    ("takes", "settings", "sent"),
    [
        ("newest", {}, {}),
        ("older", {}, {}),
        ("newest", {"temperature": 0.3}, {}),
        ("older", {"temperature": 0.3}, {"temperature": 0.3}),
        ("newest", {"thinking_tokens": 0}, {"thinking": {"type": "between_tools"}}),
        ("older", {"thinking_tokens": 0}, {"thinking": {"type": "disabled"}}),
        (
            "newest",
            {"thinking_tokens": 8_000, "temperature": 0.3},
            {"thinking": {"type": "adaptive"}, "output_config": {"effort": "medium"}},
        ),
        (
            "older",
            {"thinking_tokens": 8_000, "temperature": 0.3},
            {"thinking": {"type": "enabled", "budget_tokens": 8_000}},
        ),
        (
            "older",
            {"thinking_tokens": 60_000, "max_tokens": 4_000},
            {"thinking": {"type": "enabled", "budget_tokens": 2_976}},
        ),
    ],
)
async def test_a_model_is_asked_for_what_it_takes_and_refuses_nothing_twice(takes, settings, sent):
    async with replaying({"plan": [says("Yes.")]}, takes) as replay:
        model = Model(DirectorSettings("sk-scripted", base_url=replay.url, **settings))
        await answered(model)
        refused = len(replay.refused)
        again = await answered(model)
        await model.aclose()

    assert again.text == "Yes."
    assert len(replay.refused) == refused, "what a model refused once it is not asked again"
    optional = {"thinking", "temperature", "output_config", "tool_choice"}
    assert {key: value for key, value in replay.bodies[-1].items() if key in optional} == sent


async def test_what_only_a_person_can_mend_is_said_as_the_api_says_it():
    refused = says("never")
    refused.faults = ["400"]
    async with replaying({"plan": [refused]}) as replay:
        model = Model(DirectorSettings("sk-scripted", base_url=replay.url))
        with pytest.raises(ModelUnavailable, match=r"did not answer: scripted\.") as raised:
            await answered(model)
        await model.aclose()

    assert "settings" in raised.value.fix
    assert len(replay.bodies) == 1


async def test_thoughts_go_back_as_they_came(home):
    script = {"plan": [thinks(calls("note", n=1)), thinks(calls("note", n=2)), thinks(says("Done."))]}
    async with replaying(script) as replay:
        talk, model = await talk_to(home, replay.url, 3)
        await model.aclose()

    assert replay.refused == []
    kinds = [[block["type"] for block in m["content"]] for m in talk.messages if m["role"] == "assistant"]
    assert kinds == [["thinking", "tool_use"], ["thinking", "tool_use"], ["thinking", "text"]]


async def test_a_conversation_whose_beginning_changed_goes_on_without_its_thoughts(home):
    """After an update of proofreel a generation is taken up with other tools and another system prompt."""
    async with replaying({"plan": [thinks(calls("note", n=1)), says("Done.")]}) as replay:
        talk, model = await talk_to(home, replay.url, 1)
        answer = await answered(model, SYSTEM + " It has changed.", talk.messages)
        await model.aclose()

    assert answer.text == "Done."
    assert ["bound to a different conversation" in said for said in replay.refused] == [True]


@pytest.mark.parametrize("stop", ["max_tokens", "refusal"])
async def test_of_an_answer_that_broke_off_nothing_is_carried_out(home, stop):
    two = [*calls("note", n=1).blocks, *calls("note", n=2).blocks]
    broken = thinks(Reply(two, stop))
    async with replaying({"plan": [broken, broken, says("Shorter.")]}) as replay:
        if stop == "refusal":
            with pytest.raises(ModelRefused):
                await talk_to(home, replay.url, 1)
            return
        talk, model = await talk_to(home, replay.url, 2, max_tokens=64_000)
        await model.aclose()

    assert replay.refused == []
    assert talk.messages[1]["content"] == [{"type": "text", "text": "(nothing)"}]
    assert talk.messages[2]["content"] == "You were cut off."


async def test_a_model_without_more_room_is_left_with_its_cut_answer():
    def script(body):
        reply = says("half of", stop_reason="max_tokens")
        if body["max_tokens"] > 8_000:
            reply.faults = ["400"]
        return "plan", body["max_tokens"], reply

    async with replaying(script) as replay:
        model = Model(DirectorSettings("sk-scripted", base_url=replay.url, max_tokens=8_000))
        answer = await answered(model)
        await model.aclose()

    assert (answer.cut, answer.text, answer.spent.output_tokens) == (True, "half of", 100)
    assert [body["max_tokens"] for body in replay.bodies] == [8_000, 16_000]


async def test_both_answers_are_counted_where_the_first_was_cut():
    async with replaying({"plan": [says("half of", stop_reason="max_tokens")]}) as replay:
        model = Model(DirectorSettings("sk-scripted", base_url=replay.url, max_tokens=32_000))
        answer = await answered(model)
        await model.aclose()

    assert len(replay.bodies) == 2
    assert answer.spent.output_tokens == 200


async def test_empty_texts_are_not_sent_back(home):
    empty = [{"type": "text", "text": " "}, *calls("note", n=1).blocks]
    async with replaying({"plan": [Reply(empty), Reply([]), says("Done.")]}) as replay:
        _, model = await talk_to(home, replay.url, 3)
        await model.aclose()

    assert replay.refused == []


async def test_it_waits_as_long_as_the_api_asks():
    busy = says("Yes.")
    busy.faults = ["429 after 1.5"]
    async with replaying({"plan": [busy]}) as replay:
        model = Model(DirectorSettings("sk-scripted", base_url=replay.url))
        begun = time.monotonic()
        answer = await answered(model)
        waited = time.monotonic() - begun
        await model.aclose()

    assert answer.text == "Yes."
    assert waited >= 1.5
    assert len(replay.bodies) == 2


@pytest.mark.parametrize(
    ("fault", "said"), [("529", "scripted"), ("cut", "did not answer"), ("error_event", "scripted")]
)
async def test_an_api_that_stays_broken_is_given_up_after_the_retries(fault, said):
    def script(body):
        return "plan", 0, replace(says("Yes."), faults=[fault])

    async with replaying(script) as replay:
        model = Model(DirectorSettings("sk-scripted", base_url=replay.url, retries=1))
        with pytest.raises(ModelUnavailable, match=said) as raised:
            await answered(model)
        await model.aclose()

    assert len(replay.bodies) == 2
    assert "the same command goes on" in raised.value.fix
