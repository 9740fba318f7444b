"""What an export and a publication over HTTP ask first: that the layout's errors are mended or waived."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.obligations import accept
from pipeline.state import scenes
from pipeline.state.model import SceneStatus
from pipeline.state.reviews import keep_review
from pipeline.state.transitions import advance
from pipeline.state.versions import get_version

FINDING = {
    "rule": "text-over-text", "severity": "error", "line": 9, "time_s": 1.5, "stage": "layout",
    "message": "`title` and `note` lie over each other.", "fix": "`note.shift(DOWN * 0.6)`",
    "things": [{"name": "title", "text": "Supply"}, {"name": "note", "text": "Demand"}],
}  # fmt: skip


@pytest.fixture
def faulty(planned):
    """A session whose scenes are all ready, the second with an open error: ``(http, studio, scenes)``."""
    http, studio, session = planned
    for scene in scenes.list_scenes(studio.db, session.id):
        with studio.db.transaction() as tx:
            for step in (SceneStatus.GENERATING_CODE, SceneStatus.RENDERING, SceneStatus.UPLOADING):
                advance(tx, scene.id, step, version=scene.version)
        version = get_version(studio.db, scene.id, scene.version)
        made = replace(version, chunk_key=f"{scene.id}.mp4", sha256="ab" * 32, bytes=7, frames=10)
        scenes.finish_scene(studio.db, scene.id, scene.version, made)
        keep_review(studio.db, scene.id, 1, [FINDING] if scene.index else [])
    return http, studio, scenes.list_scenes(studio.db, session.id)


def call(http, tool, **arguments):
    message = {
        "jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": tool, "arguments": arguments},
    }  # fmt: skip
    return http.post("/mcp/", json=message, headers={"Accept": "application/json, text/event-stream"}).text


def test_an_open_error_refuses_the_export_and_says_where_it_is_and_what_to_do(faulty):
    http, _, (_, scene) = faulty

    refused = http.post(f"/api/sessions/{scene.session_id}/export")

    assert (refused.status_code, refused.json()["code"]) == (409, "unmended_findings")
    (found,) = refused.json()["findings"]
    assert (found["scene_id"], found["rule"], found["line"]) == (scene.id, "text-over-text", 9)
    assert "waive" in refused.json()["fix"]


def test_a_waiver_opens_the_way_as_far_as_the_sandbox(faulty):
    http, studio, (_, scene) = faulty
    accept(studio.db, scene, [FINDING], {"text-over-text": "a palimpsest"}, author="ada")

    answer = http.post(f"/api/sessions/{scene.session_id}/export")

    # Nothing here may run code, and joining chunks does: the obligation is no longer what refuses.
    assert answer.json()["code"] != "unmended_findings"


@pytest.mark.parametrize("tool", ["export_video", "publish"])
def test_the_tools_refuse_likewise_over_http(faulty, tool):
    http, _, (_, scene) = faulty

    said = call(http, tool, session_id=scene.session_id)

    assert "unmended_findings" in said
    assert "lie over each other" in said
