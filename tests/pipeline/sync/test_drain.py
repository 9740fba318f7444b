"""The drain before the real functions of ``convex/``, in convex-test's engine, and before what goes wrong on the way."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable
from contextlib import asynccontextmanager, suppress

import httpx
import pytest

from pipeline.state import Database, ordering, projects, scenes
from pipeline.state.model import now_ms
from pipeline.state.removing import remove_session
from pipeline.state.versions import SceneDraft
from pipeline.sync import backlog
from pipeline.sync.drain import Drain
from pipeline.sync.resync import resync_all, resync_project, resync_session
from pipeline.sync.settings import SyncSettings
from pipeline.sync.status import numbers, sync_status

from .network import Answer, Scripted
from .story import OWNER, finish, happen, history_shown, history_told, new_session, shown, told

pytestmark = pytest.mark.node

DAY_MS = 24 * 3600 * 1000


@pytest.fixture
def session_id(db) -> str:
    return new_session(db)


def add(db: Database, session_id: str, title: str = "Round", **more) -> str:
    draft = SceneDraft(title, "code", "x = 1\n", digest=f"digest of {title}")
    return scenes.add_scene(db, session_id, draft, author="agent", change="written", **more).id


@asynccontextmanager
async def drain_of(db, deployment, script: Callable[[httpx.Request], Answer] = lambda request: None, **more):
    """A drain and the network before it."""
    more = {"first_wait_s": 0.01, "longest_wait_s": 0.02} | more
    network = Scripted(script)
    async with httpx.AsyncClient(transport=network) as client:
        settings = SyncSettings(deployment.url, deployment.secret, **more)
        yield Drain(db, lambda key: f"https://chunks.example/{key}", settings, client), network


def compare(db, deployment, session_id) -> None:
    token = deployment.sign_in("ada@example.org", OWNER)
    assert shown(deployment, token, session_id) == told(db, session_id)


def titled(request: httpx.Request) -> list[str]:
    return [update["title"] for update in json.loads(request.content)["updates"]]


async def test_what_happened_is_told_in_order_and_in_batches(db, deployment, session_id):
    for n in range(30):
        add(db, session_id, f"Scene {n}")

    async with drain_of(db, deployment, batch=8) as (drain, network):
        round_ = await drain.send_due()

    seqs = [u["seq"] for r in network.requests for u in json.loads(r.content)["updates"]]
    assert seqs == sorted(seqs)
    assert len(seqs) == round_.sent == projects.get_session(db, session_id).seq
    assert max(network.sizes()) <= 8
    assert sync_status(db).open == 0
    compare(db, deployment, session_id)


async def test_a_large_batch_is_cut_to_what_a_request_may_hold(db, deployment, session_id):
    for n in range(4):
        add(db, session_id, f"{n}" * 200_000)

    async with drain_of(db, deployment) as (drain, network):
        await drain.send_due()

    assert max(len(request.content) for request in network.requests) < 1024 * 1024
    compare(db, deployment, session_id)


async def test_chunk_paths_of_a_local_store_get_the_address_where_viewers_reach_them(
    db, deployment, session_id
):
    finish(db, scenes.get_scene(db, add(db, session_id)), frames=30)
    settings = SyncSettings(deployment.url, deployment.secret, media_url="https://studio.example/")

    async with httpx.AsyncClient() as client:
        await Drain(db, lambda key: f"/media/{key}", settings, client).send_due()

    (scene,) = deployment.table("scenes")
    assert scene["videoUrl"].startswith("https://studio.example/media/projects/prj_")


async def test_a_chunk_comes_with_its_picture_and_what_is_said_in_it(db, deployment, session_id):
    finish(db, scenes.get_scene(db, add(db, session_id, "Why it holds")), frames=30)

    async with drain_of(db, deployment) as (drain, _):
        await drain.send_due()

    (scene,) = deployment.table("scenes")
    assert scene["posterUrl"].endswith(".jpg")
    assert scene["captions"] == [{"startMs": 0, "endMs": 2000, "text": "Why it holds"}]


async def test_a_removed_session_is_gone_for_its_owner_there_too(db, deployment, session_id):
    add(db, session_id)
    token = deployment.sign_in("ada@example.org", OWNER)
    async with drain_of(db, deployment) as (drain, _):
        await drain.send_due()
        (project,) = deployment.query(token, "projects:list")
        before = project["sessions"]

        remove_session(db, session_id)
        await drain.send_due()

    (project,) = deployment.query(token, "projects:list")
    assert [session["id"] for session in before] == [session_id]
    assert project["sessions"] == []
    with pytest.raises(Exception, match="not_found"):
        deployment.query(token, "sessions:snapshot", sessionId=session_id)
    assert [scene["removed"] for scene in deployment.table("scenes")] == [True]


async def test_a_running_drain_tells_a_change_when_it_happens(db, deployment, session_id):
    async with drain_of(db, deployment) as (drain, _):
        task = asyncio.create_task(drain.run())
        add(db, session_id)
        async with asyncio.timeout(20):
            while sync_status(db).open:
                await asyncio.sleep(0.01)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    compare(db, deployment, session_id)


async def test_a_deployment_that_is_away_is_tried_again_ever_more_rarely_and_then_caught_up_with(
    db, deployment, session_id
):
    away = True
    waits: list[int] = []

    async with drain_of(
        db,
        deployment,
        lambda request: httpx.ConnectError("no route") if away else None,
        first_wait_s=1,
        longest_wait_s=300,
    ) as (drain, network):
        for _ in range(12):
            add(db, session_id, f"Scene {len(waits)}")
            began = now_ms()
            assert (await drain.send_due()).failed == 1
            waits.append(db.rows("SELECT MAX(next_at) FROM outbox")[0][0] - began)
            assert (await drain.send_due()).failed == 0, "it waits"
            backlog.release(db)
        status = sync_status(db)
        assert (status.failing, "no route" in status.error) == (1, True)
        away = False
        await drain.send_due()

    for tries, wait in enumerate(waits):
        longest = min(300_000, 1000 * 2**tries)
        assert longest * 0.5 <= wait <= longest + 2000
    assert len(network.requests) < 12 + 30
    compare(db, deployment, session_id)


async def test_a_session_that_fails_holds_no_other_up(db, deployment, session_id):
    other = new_session(db, "Squares")

    def stuck(r):
        return (
            httpx.ConnectError("lost")
            if json.loads(r.content)["updates"][0]["sessionId"] == session_id
            else None
        )

    async with drain_of(db, deployment, stuck, first_wait_s=60, longest_wait_s=60) as (drain, _):
        await drain.send_due()

    compare(db, deployment, other)
    assert sync_status(db).failing == 1


async def test_one_update_that_is_refused_for_good_is_parked_alone_and_the_rest_arrives(
    db, deployment, session_id
):
    for title in ("First", "Poison", "Third"):
        add(db, session_id, title)

    def poison(r):
        return (
            httpx.Response(400, json={"code": "bad_body", "message": "no"}) if "Poison" in titled(r) else None
        )

    async with drain_of(db, deployment, poison) as (drain, _):
        round_ = await drain.send_due()

    assert round_.failed == 0
    parked = db.rows(
        "SELECT json_extract(payload, '$.title') AS title, error FROM outbox WHERE parked_at IS NOT NULL"
    )
    assert {row["title"] for row in parked} == {"Poison"}
    assert all("no" in row["error"] for row in parked)
    titles = {scene["title"] for scene in deployment.table("scenes")}
    assert titles == {"First", "Third"}
    assert sync_status(db).ok is False


async def test_a_refusal_by_the_real_functions_parks(db, deployment, session_id):
    with db.transaction() as tx:
        tx.execute("UPDATE outbox SET payload = json_set(payload, '$.status', 'done')")

    async with drain_of(db, deployment) as (drain, _):
        round_ = await drain.send_due()

    assert round_.parked == 1
    assert "status" in sync_status(db).error


async def test_a_session_is_parked_after_a_day_and_told_whole_once_something_arrives(
    db, deployment, session_id
):
    other = new_session(db, "Squares")
    add(db, session_id)
    away = {session_id}

    def script(r):
        return (
            httpx.ConnectError("lost") if json.loads(r.content)["updates"][0]["sessionId"] in away else None
        )

    async with drain_of(db, deployment, script) as (drain, _):
        await drain.send_due()
        with db.transaction() as tx:
            tx.execute(
                "UPDATE outbox SET next_at = 0, failed_at = failed_at - ? WHERE failed_at IS NOT NULL",
                (DAY_MS - 5000,),
            )
        assert (await drain.send_due()).parked == 0, "not yet a day"
        with db.transaction() as tx:
            tx.execute(
                "UPDATE outbox SET next_at = 0, failed_at = failed_at - 5000 WHERE failed_at IS NOT NULL"
            )
        assert (await drain.send_due()).parked == 3
        status = sync_status(db)
        assert (status.open, status.parked, status.parked_sessions) == (0, 3, [session_id])
        away.clear()
        add(db, other)
        await drain.send_due()

    assert sync_status(db).ok
    compare(db, deployment, session_id)
    compare(db, deployment, other)


async def test_hours_without_a_deployment_are_caught_up_with(db, deployment):
    chance = random.Random(1)
    ids = [new_session(db, f"Lesson {n}") for n in range(3)]
    for _ in range(150):
        happen(db, chance.choice(ids), chance)
    with db.transaction() as tx:
        tx.execute("UPDATE outbox SET created_at = created_at - 6 * 3600 * 1000")
    assert sync_status(db).lag_s >= 6 * 3600

    async with drain_of(db, deployment) as (drain, _):
        await drain.send_due()

    assert numbers(db) == {
        "sync_updates": {"open": 0, "parked": 0},
        "sync_sessions": {"failing": 0, "parked": 0},
        "sync_lag_seconds": {"oldest": 0.0},
    }
    for session_id in ids:
        compare(db, deployment, session_id)


async def test_a_hole_that_the_deployment_has_is_closed_by_a_resync(db, deployment, session_id):
    for n in range(3):
        add(db, session_id, f"Scene {n}")
    async with drain_of(db, deployment) as (drain, _):
        await drain.send_due()
        # As a deployment that was set up anew, or restored from an older backup.
        deployment.reset()
        add(db, session_id, "Later")
        await drain.send_due()

    compare(db, deployment, session_id)
    (delivery,) = deployment.table("deliveries")
    assert (delivery["received"], delivery["ahead"]) == (projects.get_session(db, session_id).seq, [])


@pytest.mark.parametrize("resync", [resync_session, resync_project, lambda db, _: resync_all(db)])
async def test_a_resync_gives_an_empty_deployment_everything(db, deployment, session_id, resync):
    chance = random.Random(5)
    for _ in range(60):
        happen(db, session_id, chance)
    with db.transaction() as tx:
        tx.execute("DELETE FROM outbox")
    which = projects.get_session(db, session_id).project_id if resync is resync_project else session_id

    assert resync(db, which) > 0
    async with drain_of(db, deployment) as (drain, _):
        await drain.send_due()

    compare(db, deployment, session_id)
    token = deployment.sign_in("ada@example.org", OWNER)
    for scene in scenes.list_scenes(db, session_id):
        assert history_shown(deployment, token, scene.id) == history_told(db, scene.id)


async def test_a_resync_removes_what_is_not_there_any_more(db, deployment, session_id):
    kept, gone = add(db, session_id, "Kept"), add(db, session_id, "Gone")
    async with drain_of(db, deployment) as (drain, _):
        await drain.send_due()
        ordering.remove_scene(db, gone)
        with db.transaction() as tx:
            # The removal is lost.
            tx.execute("DELETE FROM outbox WHERE sent_at IS NULL")
        resync_session(db, session_id)
        await drain.send_due()

    assert [s["externalId"] for s in deployment.table("scenes") if not s["removed"]] == [kept]
    compare(db, deployment, session_id)


async def test_a_secret_is_exchanged_without_losing_a_callback(db, deployment, session_id):
    old, new = deployment.secret, "a new secret of thirty-two chars."
    secrets = {"ours": old}

    async def change_something() -> None:
        add(db, session_id)
        settings = SyncSettings(deployment.url, secrets["ours"], first_wait_s=60)
        async with httpx.AsyncClient() as client:
            round_ = await Drain(db, str, settings, client).send_due()
        assert round_.failed == 0

    await change_something()
    deployment.environment(PROOFREEL_SECRET=new, PROOFREEL_PREVIOUS_SECRET=old)
    await change_something()
    secrets["ours"] = new
    await change_something()
    deployment.environment(PROOFREEL_PREVIOUS_SECRET=None)
    await change_something()

    assert len(deployment.table("scenes")) == 4
