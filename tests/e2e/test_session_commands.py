"""``proofreel list``, ``export`` and ``delete``, as a person runs them after an agent has worked."""

from __future__ import annotations

import json

import pytest

from pipeline.lesson import parse
from pipeline.pairing import Plan
from pipeline.studio import Studio, StudioSettings
from render_sandbox.sandbox import SandboxSettings

from .command import proofreel

LESSON = "---\ntitle: Circles\n---\n\n## What it is\n\nEqually far from one point.\n\n## Its length\n\n- Two pi r\n"


@pytest.fixture
def planned(home) -> Plan:
    studio = Studio(StudioSettings(home, SandboxSettings()))
    plan = studio.plan(parse(LESSON), owner="local", quality="preview")
    studio.db.close()
    return plan


def test_list_says_what_is_there_by_the_ids_that_other_commands_take(planned):
    projects = json.loads(proofreel("list", "--json").stdout)["projects"]
    scenes = json.loads(proofreel("list", planned.session.id, "--json").stdout)["scenes"]
    shown = proofreel("list").stdout
    shown_scenes = proofreel("list", planned.session.id).stdout

    (session,) = projects[0]["sessions"]
    assert (projects[0]["title"], session["session"]) == ("Circles", planned.session.id)
    assert (session["status"], session["ready"], session["scenes"]) == ("idle", 0, 2)
    assert [scene["scene"] for scene in scenes] == [scene.id for scene in planned.scenes]
    assert "0 of 2 scenes" in shown
    assert planned.session.id in shown
    assert [scene.title in shown_scenes and scene.id in shown_scenes for scene in planned.scenes] == [
        True
    ] * 2


def test_where_nothing_was_made_yet_list_says_how_to_begin(home):
    done = proofreel("list")

    assert done.returncode == 0
    assert "make LESSON.md" in done.stdout


def test_an_owner_s_sessions_are_listed_and_deleted_by_whoever_looks_after_the_server(home):
    studio = Studio(StudioSettings(home, SandboxSettings()))
    plan = studio.plan(parse(LESSON), owner="alice", quality="preview")
    studio.db.close()

    mine = proofreel("list").stdout
    hers = proofreel("list", "--owner", "alice").stdout
    refused = proofreel("delete", plan.session.id, "--yes")
    done = proofreel("delete", plan.session.id, "--yes", "--owner", "alice")

    assert "--owner is one of alice" in mine
    assert plan.session.id in hers
    assert refused.returncode == 1
    assert done.returncode == 0
    assert "Nothing yet" in proofreel("list").stdout


def test_an_unknown_session_is_refused_with_the_nearest(planned):
    done = proofreel("export", planned.session.id[:-1] + "!")

    assert done.returncode == 1
    assert planned.session.id in done.stderr
    assert "Traceback" not in done.stderr


def test_delete_asks_and_takes_the_session_away_for_good(planned):
    asked = proofreel("delete", planned.session.id)
    kept = proofreel("list", planned.session.id)
    done = proofreel("delete", planned.session.id, "--yes")

    assert asked.returncode == 1
    assert "'Circles' with its 2 scenes" in asked.stdout
    assert kept.returncode == 0
    assert done.returncode == 0
    assert proofreel("list", planned.session.id).returncode == 1
    assert planned.session.id not in proofreel("list").stdout


@pytest.mark.slow
def test_export_renders_what_is_missing_and_writes_video_and_captions(planned, tmp_path):
    first = proofreel("export", "-o", tmp_path / "new" / "circles.mp4", "--captions", "srt", "--json")
    again = proofreel("export", planned.session.id, "--captions", "vtt", cwd=tmp_path)

    told = json.loads(first.stdout)
    assert first.returncode == 0, first.stderr
    assert told["session"] == planned.session.id
    assert (tmp_path / "new" / "circles.mp4").read_bytes()[4:8] == b"ftyp"
    assert "Equally far from one point." in (tmp_path / "new" / "circles.srt").read_text()
    assert "rendering" in first.stderr
    assert "rendering" not in again.stderr
    (named,) = tmp_path.glob("circles*.vtt")
    assert named.read_text().startswith("WEBVTT")
    assert named.with_suffix(".mp4").exists()
