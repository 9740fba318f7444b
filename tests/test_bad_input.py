"""Rows of ``docs/bad-input.md`` that no other test holds, and that every row's test exists."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from fastmcp import Client
from fastmcp.exceptions import ToolError

from pipeline.lesson import LessonError, parse
from pipeline.signing import signed_headers

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "bad-input.md").read_text()
KINDS = ("malformed", "huge", "hostile", "duplicate", "late")
LESSON = "# Circles\n\n## Round\n\nA circle is round.\n"
SECRET = "a secret of the bad-input test"

ROWS = [
    [cell.strip() for cell in row.strip("|").split("|")]
    for row in re.findall(r"^\|.*\|$", PAGE, re.MULTILINE)
    if "---" not in row and "input" not in row.split("|")[2]
]


def test_every_entry_point_says_what_it_does_with_each_kind_of_input():
    told = {(entry, kind) for entry, kind, *_ in ROWS}

    entries = dict.fromkeys(entry for entry, *_ in ROWS)
    assert len(entries) >= 8
    assert told == {(entry, kind) for entry in entries for kind in KINDS}
    assert len(ROWS) == len(told)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_each_row_names_one_test_that_exists(row):
    _, _, does, held = row
    ((file, name),) = re.findall(r"`((?:tests|convex)/[^`]+?)::([^`]+)`", held)
    text = (ROOT / file).read_text()

    assert does
    if file.endswith(".ts"):
        assert f'("{name}"' in text
    else:
        assert re.search(rf"^ *(async )?def {name}\(", text, re.MULTILINE), name


def test_no_test_stands_for_two_rows():
    named = [held for *_, held in ROWS]

    assert len(named) == len(set(named))


def test_a_lesson_of_ten_thousand_scenes_is_refused_at_once():
    text = "# Long\n\n" + "".join(f"## Scene {n}\n\nText.\n\n" for n in range(10_000))
    begun = time.monotonic()

    with pytest.raises(LessonError) as refused:
        parse(text)

    # Generous: it must not be quadratic, which would take minutes.
    assert time.monotonic() - begun < 60
    assert refused.value.problems


@pytest.fixture
def app(home, monkeypatch):
    """An app with a session, and the scene's id and path: ``(http, studio, plan)``."""
    import asyncio

    from pipeline.studio import Studio
    from server.http import create_app
    from server.settings import load_settings
    from server.shares import studio_settings

    monkeypatch.setenv("PROOFREEL_SANDBOX", "none")
    monkeypatch.setenv("PROOFREEL_SYNC_SECRETS", SECRET)
    monkeypatch.setenv("PROOFREEL_LARGEST_REQUEST_KB", "64")
    settings = load_settings()
    studio = Studio(studio_settings(settings))
    plan = studio.plan(parse(LESSON), owner="local", quality="preview")
    with TestClient(create_app(settings, studio), base_url="http://127.0.0.1") as http:
        yield http, studio, plan
    asyncio.run(studio.aclose())


def test_the_same_edit_twice_is_one_version_and_a_conflict(app):
    http, _studio, plan = app
    scene = plan.scenes[0].id
    body = {"version": 1, "code": "from manim import *\n\n\nclass S(Scene):\n    pass\n", "render": False}

    first = http.post(f"/api/scenes/{scene}/edit", json=body)
    second = http.post(f"/api/scenes/{scene}/edit", json=body)

    assert (first.status_code, second.status_code) == (202, 409)
    assert len(http.get(f"/api/scenes/{scene}/history").json()["versions"]) == 2


def test_a_signed_body_that_is_too_large_is_refused_before_its_signature_counts(app):
    http, _, _ = app
    body = json.dumps({"prompt": "x" * 100_000}).encode()

    answers = [
        http.post("/jobs/generate", content=body, headers=signed_headers(SECRET, body)) for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [413, 413]


async def test_a_tool_s_argument_that_is_far_too_long_is_refused(app):
    from server.app import create_mcp

    _, studio, plan = app
    async with Client(create_mcp(studio)) as client:
        with pytest.raises(ToolError) as refused:
            await client.call_tool(
                "write_scene",
                {"session_id": plan.session.id, "title": "Long", "code": "x = 1\n" * 200_000},
            )

    assert "invalid_arguments" in str(refused.value)
    assert len(str(refused.value)) < 2000


async def test_a_call_of_a_tool_sent_twice_adds_nothing_the_second_time(app):
    from server.app import create_mcp

    _, studio, plan = app
    async with Client(create_mcp(studio)) as client:
        given = {"lesson": LESSON, "session_id": plan.session.id}
        answers = [(await client.call_tool("plan_lesson", given)).structured_content for _ in range(2)]

    assert [answer["changed"] for answer in answers] == [[], []]
    assert [len(answer["scenes"]) for answer in answers] == [1, 1]


def test_a_number_out_of_a_setting_s_range_is_refused_with_the_range(monkeypatch):
    from server.settings import SettingsError, load_settings

    monkeypatch.setenv("PROOFREEL_PORT", "9" * 400)
    monkeypatch.setenv("PROOFREEL_WORKERS", "1000000")

    with pytest.raises(SettingsError) as refused:
        load_settings()

    assert "PROOFREEL_PORT (environment)" in str(refused.value)
    assert "less than or equal to 64" in str(refused.value)


def test_a_setting_that_changes_under_a_running_server_counts_at_its_next_start(app, home):
    http, _, _ = app
    home.mkdir(exist_ok=True)
    (home / "proofreel.toml").write_text('auth = "tokens"\nnonsense = 1\n')

    assert http.get("/api/projects").status_code == 200
