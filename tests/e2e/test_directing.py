"""The director in a served process: asked by other programs, followed, cancelled, killed and taken up again.

The model's answers are scripted; the server, its sandbox, its signatures and its death are real.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import time
import urllib.request
from contextlib import asynccontextmanager

import pytest

from pipeline.signing import signed_headers
from pipeline.state import Database
from pipeline.state.versions import get_version

from ..replay import calls, replaying, says, thinks
from .test_crash import Server

pytestmark = [
    pytest.mark.bubblewrap,
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("bwrap") is None, reason="bubblewrap: apt install bubblewrap"),
]

SECRET = "a secret of both sides"
CIRCLE = """from manim import *


class Turn(Scene):
    def construct(self):
        dot = Dot(color=YELLOW).shift(LEFT * 2)
        self.play(FadeIn(dot), run_time=0.2)
        self.play(dot.animate.shift(RIGHT * 4), run_time=0.4)
"""
MENDED = [{"old": "FadeInn(dot)", "new": "FadeIn(dot)"}]
PLAN = {
    "title": "Dots",
    "scenes": [
        {"title": "Idea", "goal": "Know it.", "visual": "A line.", "blocks": "- A dot has no size\n"},
        {
            "title": "Motion",
            "goal": "See it.",
            "visual": "A dot moves.",
            "blocks": "- A dot moves\n",
            "needs_code": True,
        },
    ],
}
SCRIPT = {
    "plan": [thinks(calls("submit_plan", **PLAN))],
    "Motion": [
        thinks(calls("write_scene", code=CIRCLE.replace("FadeIn(", "FadeInn("))),
        says("It is right."),  # it is not: the first repair
        thinks(calls("edit_scene", edits=MENDED)),
        calls("check_scene"),
        says("It is right now."),
    ],
    "edit": [
        calls("edit_scene", edits=[{"old": "YELLOW", "new": "RED"}]),
        calls("check_scene"),
        says("The dot is red."),
    ],
}
BEGIN = {
    "projectId": "prj_else",
    "sessionId": "ses_else",
    "sceneCount": 2,
    "prompt": "What is a dot?",
    "owner": "local",
    "begin": {"projectTitle": "Dots", "sessionTitle": "What is a dot?", "quality": "preview"},
}


@pytest.fixture
def serving(monkeypatch):
    """``async with serving(replay) as server``: a served director that asks the replay server."""

    @asynccontextmanager
    async def served(replay):
        settings = {
            "DIRECTOR_KEY": "sk-scripted",
            "DIRECTOR_URL": replay.url,
            "DIRECTOR_PRICE_IN": "3",
            "DIRECTOR_PRICE_OUT": "15",
            "SANDBOX": "bubblewrap",
            "VOICE": "none",
            "SYNC_SECRETS": SECRET,
        }
        for name, value in settings.items():
            monkeypatch.setenv(f"PROOFREEL_{name}", value)
        server = await asyncio.to_thread(Server)
        try:
            yield server
        finally:
            if server.process.poll() is None:
                await asyncio.to_thread(server.stop)

    return served


async def post(server, path, body):
    raw = json.dumps(body).encode()
    headers = {"Content-Type": "application/json", **signed_headers(SECRET, raw)}
    request = urllib.request.Request(server.url + path, method="POST", data=raw, headers=headers)

    def send():
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)

    return await asyncio.to_thread(send)


async def get(server, path):
    return await asyncio.to_thread(server.get, path)


async def until(condition, seconds=120):
    deadline = time.monotonic() + seconds
    while not (found := await condition()):
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.05)
    return found


class Listening:
    """What a session's events say, read in a thread of its own until the session is ready or in error."""

    def __init__(self, server, session_id):
        self._url = f"{server.url}/api/sessions/{session_id}/events"
        self.heard = []
        self.done = asyncio.create_task(asyncio.to_thread(self._read))

    def _read(self):
        with urllib.request.urlopen(self._url, timeout=120) as stream:
            kind = ""
            for line in stream:
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name == "event":
                    kind = value
                if name == "data":
                    self.heard.append((kind, json.loads(value)))
                    if kind == "session" and self.heard[-1][1]["status"] in ("ready", "error"):
                        return

    def of(self, kind):
        return [data for name, data in self.heard if name == kind]


async def test_another_program_has_a_video_made_follows_it_and_changes_a_scene(serving):
    async with replaying(SCRIPT) as replay, serving(replay) as server:
        replay.hold = asyncio.Event()
        status, taken = await post(server, "/jobs/generate", BEGIN)
        assert (status, taken["status"]) == (202, "queued")
        planning = await get(server, "/api/sessions/ses_else")
        assert (planning["status"], planning["generation"]["status"]) == ("generating", "running")
        listening = Listening(server, "ses_else")
        await until(lambda: _true(listening.heard))
        replay.hold.set()
        replay.hold = None
        await asyncio.wait_for(listening.done, 120)

        made = await get(server, "/api/sessions/ses_else")
        assert [scene["status"] for scene in made["scenes"]] == ["ready", "ready"]
        assert made["generation"]["id"] == taken["job_id"]
        assert (made["generation"]["status"], made["generation"]["answers"]) == ("done", 6)
        assert made["generation"]["usd"] == pytest.approx(6 * 0.0048375)
        assert made["error"] is None
        statuses = [event["scene"]["status"] for event in listening.of("scene")]
        assert "generating_code" in statuses
        assert statuses[-1] == "ready"
        costs = [event["tokens"] for event in listening.of("generation")]
        assert costs == sorted(costs)
        assert costs, "tokens are told while it goes on"

        motion = made["scenes"][1]
        edit = {"sceneId": motion["id"], "projectId": "prj_else", "prompt": "Make the dot red."}
        await post(server, "/jobs/edit", edit)

        async def edited():
            now = await get(server, "/api/sessions/ses_else")
            told = now["generation"]
            return now if told["kind"] == "edit" and told["status"] != "running" else None

        after = await until(edited)
        assert after["generation"]["status"] == "done", after["error"]
        source = await get(server, f"/api/scenes/{motion['id']}/source")
        assert "color=RED" in source["code"]
        assert after["scenes"][0] == made["scenes"][0]
        assert replay.refused == []


async def test_who_asked_is_told_why_nothing_came_of_it(serving):
    refused = says("I cannot help with that.", stop_reason="refusal")
    async with replaying({"plan": [refused]}) as replay, serving(replay) as server:
        await post(server, "/jobs/generate", BEGIN)

        async def failed():
            now = await get(server, "/api/sessions/ses_else")
            return now if now["status"] == "error" else None

        session = await until(failed)

    assert session["error"]["code"] == "model_refused"
    assert "other words" in session["error"]["fix"]
    assert session["generation"]["status"] == "failed"
    assert session["scenes"] == []


async def test_a_generation_is_cancelled_while_the_model_is_asked(serving):
    from fastmcp import Client

    async with replaying(SCRIPT) as replay, serving(replay) as server:
        replay.hold = asyncio.Event()
        _, taken = await post(server, "/jobs/generate", BEGIN)
        await until(lambda: _true(replay.bodies))
        async with Client(f"{server.url}/mcp/") as client:
            again = {"generation_id": taken["job_id"], "cancel": True}
            said = (await client.call_tool("generate_lesson", again)).structured_content
        session = await get(server, "/api/sessions/ses_else")
        replay.hold.set()
        await asyncio.sleep(0.5)

        assert said["status"] == "cancelled"
        assert (session["status"], session["generation"]["status"]) == ("idle", "cancelled")
        assert len(replay.bodies) == 1


STEPS = {
    "plan": ("plan", 0),
    "write": ("scene:1", 0),
    "believe nothing": ("scene:1", 1),
    "repair": ("scene:1", 2),
    "rehearse and look": ("scene:1", 3),
    "accept": ("scene:1", 4),
    "render": "rendering",
    "ask": "asked",
}
QUICK = ("repair", "render")


@pytest.mark.parametrize(
    "step", [pytest.param(step, marks=() if step in QUICK else pytest.mark.nightly) for step in STEPS]
)
async def test_killed_at_any_step_it_goes_on_and_asks_for_no_stored_answer_again(serving, home, step):
    at = STEPS[step]
    async with replaying(SCRIPT) as replay:
        async with serving(replay) as server:
            _, taken = await post(server, "/jobs/generate", BEGIN)
            db = Database(home / "proofreel.db")

            async def there():
                if at == "rendering":
                    rows = "SELECT 1 FROM scenes WHERE \"index\" = 1 AND status = 'rendering'"
                    return db.row(rows)
                if at == "asked":
                    return replay.asked["Motion", 2]  # its answer is under way
                thread, answers = at
                return (
                    len([m for m in _kept(db, taken["job_id"]).get(thread, []) if m == "assistant"]) > answers
                )

            deadline = time.monotonic() + 120
            while not await there():
                assert time.monotonic() < deadline
                await asyncio.sleep(0.005)
            server.kill()
            stored = _answers(db, taken["job_id"])
        paid = dict(replay.asked)
        async with serving(replay) as server:

            async def ended():
                now = await get(server, "/api/sessions/ses_else")
                return now if now["generation"]["status"] != "running" else None

            session = await until(ended)

        assert session["generation"]["status"] == "done", session["error"]
        assert [scene["status"] for scene in session["scenes"]] == ["ready", "ready"]
        assert session["generation"]["answers"] == len(_answers(db, taken["job_id"]))
        for thread, turn in stored:
            assert replay.asked[thread, turn] == 1, "an answer that was kept is not asked for again"
        assert sum(replay.asked.values()) <= 6 + len(set(paid) - stored)
        code = get_version(db, session["scenes"][1]["id"], session["scenes"][1]["version"]).code
        assert code == CIRCLE
        outcomes = db.rows("SELECT outcome FROM generation_scenes ORDER BY place")
        assert [row["outcome"] for row in outcomes] == ["accepted", "accepted"]
        assert replay.refused == [], "the conversation is taken up as it was, thoughts included"
        db.close()


async def _true(value):
    return bool(value)


def _kept(db, generation_id):
    rows = db.rows(
        "SELECT thread, role FROM generation_turns WHERE generation_id = ? ORDER BY n", (generation_id,)
    )
    found = {}
    for row in rows:
        found.setdefault(row["thread"], []).append(row["role"])
    return found


def _answers(db, generation_id):
    """(thread as the script calls it, turn) of every answer that is kept."""
    names = {"scene:1": "Motion"}
    return {
        (names.get(thread, thread), turn)
        for thread, roles in _kept(db, generation_id).items()
        for turn in range(roles.count("assistant"))
    }
