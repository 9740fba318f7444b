"""A session's events: a snapshot first, then every change once, in order, also after a break."""

from __future__ import annotations

import asyncio

import pytest

from pipeline.lesson import parse
from pipeline.state import scenes
from pipeline.state.model import SceneStatus
from pipeline.state.transitions import advance
from server.events import session_events

from .conftest import LESSON


async def take(events, count):
    """So many events, of as many tellings as it takes."""
    told = []
    async with asyncio.timeout(5):
        while len(told) < count:
            told += await anext(events)
    assert len(told) == count
    return told


@pytest.fixture
def plan(studio):
    return studio.plan(parse(LESSON), owner="local", quality="preview")


def move(studio, scene, to):
    with studio.db.transaction() as tx:
        advance(tx, scene.id, to, version=scene.version)


async def test_a_new_reader_gets_the_whole_first_and_then_what_changes(studio, plan):
    events = session_events(studio, plan.session.id, None)
    (first,) = await take(events, 1)
    move(studio, plan.scenes[0], SceneStatus.GENERATING_CODE)

    changed, session = await take(events, 2)

    assert first.event == "snapshot"
    assert len(first.data["scenes"]) == 2
    assert (changed.event, changed.data["scene"]["status"]) == ("scene", "generating_code")
    assert (session.event, session.data["status"]) == ("session", "generating")
    assert int(first.id) < int(changed.id) <= int(session.id)
    await events.aclose()


async def test_a_reader_that_comes_back_gets_only_what_it_missed(studio, plan):
    move(studio, plan.scenes[0], SceneStatus.GENERATING_CODE)
    seen = scenes.get_scene(studio.db, plan.scenes[0].id).seq + 1
    move(studio, plan.scenes[1], SceneStatus.GENERATING_CODE)

    events = session_events(studio, plan.session.id, seen)
    missed = await take(events, 2)

    assert [event.event for event in missed] == ["scene", "session"]
    assert missed[0].data["scene"]["id"] == plan.scenes[1].id
    await events.aclose()


async def test_a_reader_of_a_future_that_never_was_starts_anew(studio, plan):
    events = session_events(studio, plan.session.id, 10_000)

    (first,) = await take(events, 1)

    assert first.event == "snapshot"
    await events.aclose()


async def test_readers_that_come_together_share_their_first_look_and_one_that_comes_later_sees_what_is_new(
    studio, plan
):
    readers = [session_events(studio, plan.session.id, None) for _ in range(3)]
    (one,), (two,) = await take(readers[0], 1), await take(readers[1], 1)
    move(studio, plan.scenes[0], SceneStatus.GENERATING_CODE)
    (late,) = await take(readers[2], 1)

    assert one is two
    assert late.data["scenes"][0]["status"] == "generating_code"
    assert [event.event for event in await take(readers[0], 2)] == ["scene", "session"]
    for events in readers:
        await events.aclose()


async def test_an_added_scene_is_told_by_a_new_snapshot(studio, plan):
    events = session_events(studio, plan.session.id, None)
    await take(events, 1)
    studio.write_scene(plan.session.id, owner="local", title="Three", code="x = 1\n")

    (event,) = await take(events, 1)

    assert event.event == "snapshot"
    assert [scene["title"] for scene in event.data["scenes"]] == ["Round", "Area", "Three"]
    await events.aclose()


async def test_a_change_by_another_process_is_noticed(studio, plan, home):
    from pipeline.state import Database

    events = session_events(studio, plan.session.id, None)
    await take(events, 1)
    other = Database(home / "proofreel.db")
    with other.transaction() as tx:
        advance(tx, plan.scenes[0].id, SceneStatus.GENERATING_CODE, version=1)
    other.close()

    (event, _) = await take(events, 2)

    assert event.data["scene"]["status"] == "generating_code"
    await events.aclose()
