"""Whatever happens on the way, Convex ends with what SQLite has.

The functions are the real ones of ``convex/``. The engine under them is convex-test, not Convex' own: what
is shown is that the functions and the drain agree on order and repetition, not how Convex runs transactions.
"""

from __future__ import annotations

import asyncio
import random
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.state import Database, scenes
from pipeline.sync.drain import Drain
from pipeline.sync.settings import SyncSettings
from pipeline.sync.status import sync_status

from .network import Unreliable
from .story import OWNER, happen, history_shown, history_told, new_session, shown, told

pytestmark = pytest.mark.node


def patience(deployment, **more) -> SyncSettings:
    return SyncSettings(deployment.url, deployment.secret, first_wait_s=0.002, longest_wait_s=0.02, **more)


async def live_through(
    db: Database, deployment, seed: int, *, sessions: int, changes: int, faults: float
) -> int:
    """Let things happen while a drain that is restarted again and again sends them; until all has arrived.

    Returns how many updates the deployment received.
    """
    chance = random.Random(seed)
    ids = [new_session(db, f"Lesson {n}") for n in range(sessions)]
    network = Unreliable(chance, deployment.secret, faults=faults)
    async with httpx.AsyncClient(transport=network) as client:
        begin = lambda: asyncio.create_task(  # noqa: E731
            Drain(
                db, lambda key: f"https://chunks.example/{key}", patience(deployment, batch=20), client
            ).run()
        )
        task = begin()
        for at in range(changes):
            happen(db, chance.choice(ids), chance)
            if at % 7 == 0:
                await asyncio.sleep(0)
            if chance.random() < 0.01:
                # The process dies in the middle of whatever it was doing, and another one starts.
                await asyncio.sleep(chance.random() * 0.01)
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task
                task = begin()
        async with asyncio.timeout(800):
            while sync_status(db).open:
                await asyncio.sleep(0.02)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        await network.settle()
    return network.callbacks


def compare(db: Database, deployment) -> None:
    assert sync_status(db).parked == 0
    token = deployment.sign_in("ada@example.org", OWNER)
    for row in db.rows("SELECT id FROM sessions"):
        assert shown(deployment, token, row["id"]) == told(db, row["id"])
        for scene in scenes.list_scenes(db, row["id"]):
            assert history_shown(deployment, token, scene.id) == history_told(db, scene.id)
    numbers = {d["sessionId"]: d for d in deployment.table("deliveries")}
    stored = {s["_id"]: s["externalId"] for s in deployment.table("videoSessions")}
    for key, delivery in numbers.items():
        (seq,) = db.rows("SELECT seq FROM sessions WHERE id = ?", (stored[key],))[0]
        assert (delivery["received"], delivery["ahead"]) == (seq, [])


@given(seed=st.integers(0, 2**32), faults=st.sampled_from([0.0, 0.2, 0.5]))
@settings(
    max_examples=5,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    # A smaller seed is no simpler story: nothing is gained by shrinking.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
def test_drops_repeats_late_copies_and_restarts_end_in_the_state_of_sqlite(
    deployment, tmp_path_factory, seed, faults
):
    deployment.reset()
    db = Database(tmp_path_factory.mktemp("state") / "proofreel.db")
    try:
        asyncio.run(live_through(db, deployment, seed, sessions=4, changes=60, faults=faults))
        compare(db, deployment)
    finally:
        db.close()


@pytest.mark.nightly
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", range(3))
def test_five_thousand_callbacks_of_twenty_sessions_end_in_the_state_of_sqlite(
    deployment, tmp_path: Path, seed
):
    db = Database(tmp_path / "proofreel.db")

    received = asyncio.run(live_through(db, deployment, seed, sessions=20, changes=4400, faults=0.3))

    (told_of,) = db.rows("SELECT COUNT(*) FROM outbox")[0]
    print(f"{told_of} updates, {received} received")
    assert told_of >= 5000
    compare(db, deployment)
    db.close()
