"""When the drain sends, waits, gives up and heals, by a clock that the tests move. The deployment is a stub."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from collections.abc import Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

import httpx
import pytest
from structlog.testing import capture_logs

from pipeline.state import scenes
from pipeline.state.versions import SceneDraft
from pipeline.sync import backlog, drain
from pipeline.sync.drain import Drain, Drained, draining
from pipeline.sync.settings import SyncSettings

from .story import new_session

NOW = 1_000_000_000_000
HOUR_S, DAY_S = 3600, 24 * 3600


@dataclass
class Stub:
    """Receives like the deployment does; ``script`` may answer in its place."""

    script: Callable[[list[dict[str, Any]]], httpx.Response | None] = lambda updates: None
    heard: list[list[dict[str, Any]]] = field(default_factory=list)
    received: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    at_once: int = 0
    most_at_once: int = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        updates = json.loads(request.content)["updates"]
        self.heard.append(updates)
        assert len(self.heard) < 100, "it sends for ever"
        self.at_once += 1
        self.most_at_once = max(self.at_once, self.most_at_once)
        await asyncio.sleep(0.001)
        self.at_once -= 1
        if answer := self.script(updates):
            return answer
        session_id, last = updates[0]["sessionId"], max(update["seq"] for update in updates)
        self.received[session_id] = max(last, self.received[session_id])
        return httpx.Response(200, json={"received": self.received[session_id], "latest": last})

    def seqs(self) -> list[list[int]]:
        return [[update["seq"] for update in updates] for updates in self.heard]


@pytest.fixture
def clock(monkeypatch) -> dict[str, int]:
    now = {"ms": NOW}
    monkeypatch.setattr(drain, "now_ms", lambda: now["ms"])
    return now


@pytest.fixture
def stub() -> Stub:
    return Stub()


@pytest.fixture
async def new_drain(db, stub):
    """Makes a drain before the stub, with these settings."""
    async with httpx.AsyncClient(transport=httpx.MockTransport(stub)) as client:
        yield lambda **more: Drain(db, str, SyncSettings("https://s.convex.site", "secret", **more), client)


@pytest.fixture
def session_id(db) -> str:
    return new_session(db)


def write(db, session_id: str, number: int) -> None:
    """So many updates of scenes behind the session's own, which is taken away."""
    with db.transaction() as tx:
        tx.execute("DELETE FROM outbox WHERE session_id = ?", (session_id,))
        tx.executemany(
            "INSERT INTO outbox (session_id, seq, kind, payload, created_at) VALUES (?, ?, 'scene', ?, 1)",
            [
                (
                    session_id,
                    n,
                    json.dumps({"projectId": "p", "sessionId": session_id, "sceneId": "s", "seq": n}),
                )
                for n in range(1, number + 1)
            ],
        )


def column(db, name: str) -> list[Any]:
    return [row[0] for row in db.rows(f"SELECT {name} FROM outbox ORDER BY id")]


def away(updates: list[dict[str, Any]]) -> httpx.Response:
    return httpx.Response(503, json={"message": "away"})


async def test_everything_is_sent_in_order_in_batches_and_counted(db, session_id, stub, new_drain, clock):
    write(db, session_id, 7)

    assert await new_drain(batch=3).send_due() == Drained(sent=7, failed=0, parked=0)

    assert stub.seqs() == [[1, 2, 3], [4, 5, 6], [7]]
    assert column(db, "sent_at") == [NOW] * 7
    assert await new_drain().send_due() == Drained()


async def test_sessions_are_sent_side_by_side_as_many_as_are_allowed(db, session_id, stub, new_drain):
    for n in range(5):
        new_session(db, f"Lesson {n}")

    assert (await new_drain(parallel=3).send_due()).sent == 6

    assert stub.most_at_once == 3


async def test_the_one_that_is_refused_is_found_parked_and_sending_goes_on_in_batches(
    db, session_id, stub, new_drain, clock
):
    write(db, session_id, 8)
    stub.script = lambda updates: (
        httpx.Response(400, json={"message": "no"}) if {2, 3} & {u["seq"] for u in updates} else None
    )

    with capture_logs() as logs:
        assert await new_drain(batch=4, heal_every_s=1 << 60).send_due() == Drained(
            sent=6, failed=0, parked=2
        )

    assert stub.seqs() == [[1, 2, 3, 4], [1], [2], [3, 4, 5, 6], [3], [4, 5, 6, 7], [8]]
    assert column(db, "parked_at")[:4] == [None, NOW, NOW, None]
    assert column(db, "error")[:4] == [None, *["The deployment refuses it (400): no."] * 2, None]
    assert [log for log in logs if log["event"] == "sync_update_parked"] == [
        {
            "event": "sync_update_parked",
            "log_level": "error",
            "session_id": session_id,
            "seq": seq,
            "error": "The deployment refuses it (400): no.",
        }
        for seq in (2, 3)
    ]


async def test_a_session_that_is_not_reached_waits_twice_as_long_each_time_up_to_the_longest(
    db, session_id, stub, new_drain, clock, monkeypatch
):
    spread: list[tuple[float, float]] = []
    monkeypatch.setattr(drain.random, "uniform", lambda low, high: spread.append((low, high)) or high)
    stub.script = away
    sender = new_drain(first_wait_s=2.06, longest_wait_s=12)
    waits = []

    with capture_logs() as logs:
        for _ in range(5):
            assert await sender.send_due() == Drained(sent=0, failed=1, parked=0)
            waits.append(column(db, "next_at")[0] - clock["ms"])
            clock["ms"] += waits[-1] - 1
            assert await sender.send_due() == Drained(), "it waits"
            clock["ms"] += 1

    assert waits == [2060, 4120, 8240, 12_000, 12_000]
    assert set(spread) == {(0.5, 1.0)}
    assert column(db, "attempts") == [5]
    assert column(db, "failed_at") == [NOW]
    assert column(db, "error") == ["The deployment answered 503: away."]
    assert [log["log_level"] for log in logs] == ["warning", "info", "info", "info", "info"]
    assert logs[1] == {
        "event": "sync_unreached",
        "log_level": "info",
        "session_id": session_id,
        "wait_s": 4.1,
        "error": "The deployment answered 503: away.",
    }


async def test_after_ever_so_many_tries_the_wait_is_the_longest(db, session_id, stub, new_drain, clock):
    stub.script = away
    with db.transaction() as tx:
        tx.execute("UPDATE outbox SET attempts = 5000")

    await new_drain(longest_wait_s=10).send_due()

    assert 5_000 <= column(db, "next_at")[0] - NOW <= 10_000


async def test_a_deployment_that_asks_for_more_time_gets_it(db, session_id, stub, new_drain, clock):
    stub.script = lambda updates: httpx.Response(429, headers={"Retry-After": "70.5"})

    await new_drain(first_wait_s=1).send_due()

    assert column(db, "next_at") == [NOW + 70_500]


async def test_of_two_updates_the_refused_one_alone_is_parked(db, session_id, stub, new_drain):
    write(db, session_id, 2)
    stub.script = lambda updates: httpx.Response(400) if updates[-1]["seq"] == 2 else None

    assert await new_drain(heal_every_s=1 << 60).send_due() == Drained(sent=1, failed=0, parked=1)


async def test_what_arrived_before_a_failure_counts(db, session_id, stub, new_drain):
    write(db, session_id, 5)
    stub.script = lambda updates: away(updates) if updates[0]["seq"] == 3 else None

    assert await new_drain(batch=2).send_due() == Drained(sent=2, failed=1, parked=0)

    assert column(db, "attempts") == [0, 0, 1, 0, 0]


async def test_a_session_is_given_up_when_its_head_has_failed_for_as_long_as_is_allowed(
    db, session_id, stub, new_drain, clock
):
    write(db, session_id, 3)
    stub.script = away
    sender = new_drain(give_up_s=100, longest_wait_s=1)
    await sender.send_due()

    clock["ms"] = NOW + 99_999
    assert await sender.send_due() == Drained(sent=0, failed=1, parked=0)
    clock["ms"] = NOW + 100_000
    backlog.release(db)
    with capture_logs() as logs:
        assert await sender.send_due() == Drained(sent=0, failed=1, parked=3)

    assert column(db, "parked_at") == [NOW + 100_000] * 3
    assert column(db, "error") == ["The deployment answered 503: away."] * 3
    assert logs == [
        {
            "event": "sync_session_parked",
            "log_level": "error",
            "session_id": session_id,
            "updates": 3,
            "error": "The deployment answered 503: away.",
            "fix": f"proofreel sync --session {session_id}",
        }
    ]


async def test_a_day_without_the_deployment_is_the_end_of_a_session_s_wait(
    db, session_id, stub, new_drain, clock
):
    new_session(db, "Squares")
    stub.script = away
    sender = new_drain()
    assert await sender.send_due() == Drained(sent=0, failed=2, parked=0)

    clock["ms"] = NOW + DAY_S * 1000 - 1
    assert (await sender.send_due()).parked == 0
    clock["ms"] = NOW + DAY_S * 1000
    backlog.release(db)
    assert await sender.send_due() == Drained(sent=0, failed=2, parked=2)


async def test_a_hole_is_closed_at_once_and_then_at_most_once_an_hour(db, session_id, stub, new_drain, clock):
    # This deployment never says that it has everything.
    stub.script = lambda updates: httpx.Response(200, json={"received": 0, "latest": 0})
    sender = new_drain()

    def sent_after(passed_s: int) -> int:
        clock["ms"] = NOW + passed_s * 1000
        scenes.add_scene(db, session_id, SceneDraft("x", "code", "x", digest="d"), author="agent")
        return passed_s

    with capture_logs() as logs:
        await sender.send_due()
        first = len(logs)
        for passed in (1, HOUR_S - 1):
            sent_after(passed)
            await sender.send_due()
        quiet = len(logs)
        sent_after(HOUR_S)
        await sender.send_due()

    assert (first, quiet, len(logs)) == (1, 1, 2)
    assert logs[0] == {
        "event": "sync_hole_closed",
        "log_level": "warning",
        "session_id": session_id,
        "updates": 1,
    }
    assert logs[1]["updates"] == 4


async def test_a_deployment_that_has_everything_is_told_nothing_anew(db, session_id, stub, new_drain):
    write(db, session_id, 3)

    with capture_logs() as logs:
        await new_drain().send_due()

    assert stub.seqs() == [[1, 2, 3]]
    assert logs == []


async def test_a_repeated_request_shows_no_hole(db, session_id, stub, new_drain):
    stub.script = lambda updates: httpx.Response(409)

    with capture_logs() as logs:
        assert (await new_drain().send_due()).sent == 1

    assert logs == []


async def test_parked_sessions_are_told_anew_when_another_gets_through_and_lost_ones_are_passed_over(
    db, session_id, stub, new_drain
):
    lost, other = new_session(db, "Lost"), new_session(db, "Other")
    for parked in (session_id, lost):
        backlog.park_session(db, parked, 1, "a day")
    with db.transaction() as tx:
        tx.execute("DELETE FROM sessions WHERE id = ?", (lost,))

    with capture_logs() as logs:
        assert await new_drain().send_due() == Drained(sent=2, failed=0, parked=0)

    assert [log["session_id"] for log in logs] == [session_id]
    assert [updates[0]["sessionId"] for updates in stub.heard] == [other, session_id]
    assert backlog.parked_sessions(db) == [lost]


async def test_a_path_of_a_local_store_is_put_behind_the_media_url_and_a_url_stays(db, new_drain):
    local = new_drain(media_url="https://studio.example/")

    assert local._url_of("/media/a.mp4") == "https://studio.example/media/a.mp4"
    assert local._url_of("https://s3.example/a.mp4") == "https://s3.example/a.mp4"


@asynccontextmanager
async def running(sender: Drain):
    """Runs a drain as long as the block; gives what waits until something is seen."""
    task = asyncio.create_task(sender.run())

    async def until(seen: Callable[[], bool]) -> None:
        async with asyncio.timeout(20):
            while not seen():
                assert not task.done(), task
                await asyncio.sleep(0.005)

    yield until
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_a_running_drain_forgets_what_arrived_long_ago_once_an_hour(
    db, session_id, stub, new_drain, clock
):
    write(db, session_id, 6)
    with db.transaction() as tx:
        tx.execute("UPDATE outbox SET sent_at = ? + seq", (NOW - 20_000 - 3,))

    async with running(new_drain(keep_sent_s=20)) as until:
        await until(lambda: column(db, "seq") == [3, 4, 5, 6])

        clock["ms"] += 1000 * HOUR_S
        other = new_session(db, "Other")
        await until(lambda: any(u["sessionId"] == other for updates in stub.heard for u in updates))
        assert [seq for seq in column(db, "seq") if seq > 1] == [3, 4, 5, 6]

        clock["ms"] += 1
        await until(lambda: column(db, "session_id") == [other])


async def test_a_running_drain_survives_a_round_that_fails(db, session_id, stub, new_drain, monkeypatch):
    due, failures = backlog.due_sessions, [RuntimeError("disk")]

    def sometimes(*args):
        if failures:
            raise failures.pop()
        return due(*args)

    monkeypatch.setattr(backlog, "due_sessions", sometimes)
    with capture_logs() as logs:
        async with running(new_drain()) as until:
            await until(lambda: None not in column(db, "sent_at"))

    assert [(log["event"], log["log_level"], log["exc_info"]) for log in logs] == [
        ("sync_round_failed", "error", True)
    ]


@pytest.mark.parametrize(
    ("next_at", "waited"),
    [(None, 1.0), (NOW - 5, 0.05), (NOW + 20, 0.05), (NOW + 300, 0.3), (NOW + 60_000, 1.0)],
)
async def test_between_rounds_a_drain_waits_for_a_change_or_for_the_next_head(
    db, session_id, new_drain, clock, monkeypatch, next_at, waited
):
    waits: list[float] = []

    async def wait(self, seconds: float) -> bool:
        waits.append(seconds)
        await asyncio.sleep(0.01)
        return False

    monkeypatch.setattr("pipeline.state.watching.Watch.wait", wait)
    monkeypatch.setattr(backlog, "due_sessions", lambda db, now: [])
    monkeypatch.setattr(backlog, "next_due_ms", lambda db: next_at)

    async with running(new_drain()) as until:
        await until(lambda: len(waits) > 1)

    assert waits[:2] == [waited, waited]


async def test_a_drain_of_its_own_connections_follows_no_redirect(db, session_id, stub, monkeypatch):
    made: list[dict[str, Any]] = []
    client = httpx.AsyncClient

    def with_stub(**more):
        made.append(more)
        return client(transport=httpx.MockTransport(stub), **more)

    monkeypatch.setattr(httpx, "AsyncClient", with_stub)

    async with draining(db, str, SyncSettings("https://s.convex.site", "secret")) as sender:
        assert stub.heard == []
        assert (await sender.send_due()).sent == 1

    assert made == [{"follow_redirects": False}]
