"""The HTTP API: shapes, refusals, and who may write."""

from __future__ import annotations

import io
import json
import zipfile

import pytest

from pipeline.state import projects

CODE = "from manim import *\n\n\nclass Dots(Scene):\n    def construct(self):\n        self.wait()\n"


def scenes_of(http, session):
    return http.get(f"/api/sessions/{session.id}").json()["scenes"]


def test_a_session_is_told_with_its_scenes(planned):
    http, _, session = planned

    told = http.get(f"/api/sessions/{session.id}").json()

    assert told["status"] == "idle"
    assert told["format"] == {"width": 854, "height": 480, "fps": 15, "quality": "preview"}
    assert [scene["title"] for scene in told["scenes"]] == ["Round", "Area"]
    assert http.get("/api/projects").json()["projects"][0]["sessions"][0]["sceneCount"] == 2


def test_a_missing_thing_is_a_problem_with_a_correlation_id(planned):
    http, _, _ = planned

    answer = http.get("/api/sessions/ses_none")

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "not_found"
    assert answer.json()["correlationId"] == answer.headers["X-Correlation-Id"]


def test_a_stale_edit_is_a_conflict_with_the_difference(planned):
    http, _, session = planned
    scene = scenes_of(http, session)[0]
    http.post(f"/api/scenes/{scene['id']}/edit", json={"version": 1, "code": CODE, "render": False})

    answer = http.post(
        f"/api/scenes/{scene['id']}/edit", json={"version": 1, "code": "x = 1", "render": False}
    )

    assert answer.status_code == 409
    assert answer.json()["currentVersion"] == 2
    assert "class Dots" in answer.json()["diff"]


def test_blocks_come_without_places_and_can_be_sent_back_changed(planned):
    http, _, session = planned
    scene = scenes_of(http, session)[1]
    blocks = http.get(f"/api/scenes/{scene['id']}/source").json()["blocks"]
    blocks[0]["tex"] = "A = \\pi d^2 / 4"

    answer = http.post(
        f"/api/scenes/{scene['id']}/edit", json={"version": 1, "blocks": blocks, "render": False}
    )

    assert answer.status_code == 202
    assert answer.json()["version"] == 2
    told = http.get(f"/api/scenes/{scene['id']}/source").json()
    assert (told["kind"], told["blocks"]) == ("blocks", [{"kind": "math", "tex": "A = \\pi d^2 / 4"}])


def test_mistakes_in_blocks_are_all_reported(planned):
    http, _, session = planned
    scene = scenes_of(http, session)[1]
    blocks = [{"kind": "math", "tex": ""}, {"kind": "nonsense"}]

    answer = http.post(
        f"/api/scenes/{scene['id']}/edit", json={"version": 1, "blocks": blocks, "render": False}
    )

    assert answer.status_code == 422
    assert len(answer.json()["problems"]) == 2


def test_history_shows_who_changed_what(planned):
    http, _, session = planned
    scene = scenes_of(http, session)[0]
    http.post(f"/api/scenes/{scene['id']}/edit", json={"version": 1, "code": CODE, "render": False})

    versions = http.get(f"/api/scenes/{scene['id']}/history").json()["versions"]

    assert [(v["version"], v["author"], v["current"]) for v in versions] == [
        (2, "person", True),
        (1, "lesson", False),
    ]
    assert "+class Dots(Scene):" in versions[0]["diff"]
    assert http.get(f"/api/scenes/{scene['id']}/source?version=1").json()["kind"] == "blocks"


def test_scenes_are_inserted_moved_and_removed(planned):
    http, _, session = planned
    new = http.post(
        f"/api/sessions/{session.id}/scenes", json={"index": 0, "title": "New", "code": CODE}
    ).json()

    http.post(f"/api/scenes/{new['id']}/move", json={"index": 2})
    moved = [scene["title"] for scene in scenes_of(http, session)]
    http.delete(f"/api/scenes/{new['id']}")

    assert moved == ["Round", "Area", "New"]
    assert [scene["title"] for scene in scenes_of(http, session)] == ["Round", "Area"]


def test_a_session_is_removed_with_its_scenes(planned):
    http, _, session = planned
    (scene, _) = scenes_of(http, session)

    gone = http.delete(f"/api/sessions/{session.id}")

    assert gone.status_code == 204
    assert http.get(f"/api/sessions/{session.id}").status_code == 404
    assert http.get(f"/api/scenes/{scene['id']}/history").status_code == 404
    assert http.get("/api/projects").json() == {"projects": []}
    assert http.get(f"/api/sessions/{session.id}/events").status_code == 404


def test_code_is_checked_before_it_is_saved(planned):
    http, _, session = planned
    scene = scenes_of(http, session)[0]

    findings = http.post(
        f"/api/scenes/{scene['id']}/check", json={"code": "from manim import *\nSquaer()"}
    ).json()

    assert findings["findings"][0]["line"] in (1, 2)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/api/scenes/{scene}/edit", {"version": 1}),
        (
            "post",
            "/api/scenes/{scene}/edit",
            {"version": 1, "code": "x", "replacements": [{"old": "a", "new": "b"}]},
        ),
        ("post", "/api/scenes/{scene}/edit", {"version": 0, "code": "x"}),
        ("post", "/api/scenes/{scene}/edit", {"version": 1, "code": "x", "unknown": 1}),
        ("post", "/api/scenes/{scene}/move", {"index": -1}),
        ("post", "/api/sessions/{session}/scenes", {"title": "", "code": "x"}),
    ],
)
def test_a_malformed_body_is_refused_and_changes_nothing(planned, method, path, body):
    http, _, session = planned
    before = scenes_of(http, session)

    answer = getattr(http, method)(path.format(scene=before[0]["id"], session=session.id), json=body)

    assert answer.status_code == 422
    assert answer.json()["code"] == "invalid_request"
    assert scenes_of(http, session) == before


def test_another_site_s_page_may_not_write(planned):
    http, _, session = planned

    answer = http.post(f"/api/sessions/{session.id}/render", headers={"Origin": "https://evil.example"})

    assert answer.status_code == 403
    assert answer.json()["code"] == "foreign_origin"


def test_a_foreign_host_name_is_refused(planned):
    http, _, session = planned

    assert http.get(f"/api/sessions/{session.id}", headers={"Host": "evil.example"}).status_code == 400


def test_without_a_sandbox_a_render_is_unavailable_and_says_what_to_do(planned):
    http, _, session = planned

    answer = http.post(f"/api/sessions/{session.id}/render")

    assert answer.status_code == 503
    assert answer.json()["fix"]


@pytest.mark.parametrize("key", ["../proofreel.db", "%2e%2e/proofreel.db", "projects/x/v1.mp4", "a//b.mp4"])
def test_media_gives_nothing_but_chunks(planned, key):
    http, _, _ = planned

    assert http.get(f"/media/{key}").status_code == 404


def test_a_chunk_is_served_in_ranges_and_kept_by_browsers(planned):
    http, studio, session = planned
    key = f"projects/{session.project_id}/sessions/s/scenes/0/v1.mp4"
    studio.store.put(key, bytes(range(100)), {})

    part = http.get(f"/media/{key}", headers={"Range": "bytes=10-19"})

    assert (part.status_code, part.content) == (206, bytes(range(10, 20)))
    assert part.headers["cache-control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [("bytes=999-", 416, "range_not_satisfiable"), ("bytes=x", 400, "malformed_range")],
)
def test_a_range_that_there_is_not_is_a_problem_too(planned, asked, status, code):
    http, studio, session = planned
    key = f"projects/{session.project_id}/sessions/{session.id}/scenes/0/v1.mp4"
    studio.store.put(key, b"0123456789", {})

    answer = http.get(f"/media/{key}", headers={"Range": asked})

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-correlation-id"] == answer.json()["correlationId"]
    assert status != 416 or answer.headers["content-range"] == "bytes */10"


def test_the_document_says_what_a_session_looks_like(planned):
    http, _, session = planned
    said = http.get("/openapi.json").json()

    def of(path: str, method: str, status: str):
        content = said["paths"][path][method]["responses"][status]["content"]
        return content["application/json"]["schema"]

    untyped = [
        f"{method} {path}"
        for path, methods in said["paths"].items()
        for method, operation in methods.items()
        for status, response in operation["responses"].items()
        if status[0] == "2"
        and (schema := response.get("content", {}).get("application/json", {}).get("schema")) is not None
        and not {"$ref", "items"} & schema.keys()
    ]
    assert untyped == []
    name = of("/api/sessions/{session_id}", "get", "200")["$ref"].rpartition("/")[2]
    told = http.get(f"/api/sessions/{session.id}").json()
    assert set(said["components"]["schemas"][name]["properties"]) == set(told)


@pytest.mark.parametrize("path", ["/mcp", "/mcp/"])
def test_mcp_answers_beside_the_api_with_or_without_a_slash(planned, path):
    http, _, _ = planned
    request = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18",
            "capabilities": {},
            "clientInfo": {"name": "t", "version": "1"},
        },
    }

    answer = http.post(path, json=request, headers={"Accept": "application/json, text/event-stream"})

    assert answer.status_code == 200
    assert "proofreel" in answer.text


def test_snippets_and_the_context_of_a_topic_are_found(planned):
    http, _, _ = planned

    found = http.get("/search", params={"q": "tangent to a curve", "limit": 2}).json()["results"]
    context = http.get("/context/calculus").json()["context"]
    unknown = http.get("/search", params={"q": "curve", "topic": "nonsense"})

    assert len(found) == 2
    assert found[0]["code"]
    assert 1 <= len(context) <= 8
    assert (unknown.status_code, unknown.json()["code"]) == (404, "unknown_topic")


def test_a_scene_made_of_blocks_can_be_inserted(planned):
    http, _, session = planned
    blocks = [{"kind": "bullets", "items": ["one", "two"]}]

    answer = http.post(
        f"/api/sessions/{session.id}/scenes", json={"title": "Points", "index": 0, "blocks": blocks}
    )

    assert answer.status_code == 201
    assert [scene["title"] for scene in scenes_of(http, session)] == ["Points", "Round", "Area"]
    told = http.get(f"/api/scenes/{answer.json()['id']}/source").json()
    assert told["blocks"] == [{"kind": "bullets", "items": [{"text": "one"}, {"text": "two"}]}]


def test_a_new_scene_is_either_code_or_blocks(planned):
    http, _, session = planned

    both = {"title": "Points", "code": CODE, "blocks": [{"kind": "break"}]}

    assert http.post(f"/api/sessions/{session.id}/scenes", json=both).status_code == 422
    assert http.post(f"/api/sessions/{session.id}/scenes", json={"title": "Points"}).status_code == 422


def test_the_sources_come_as_files_with_the_blocks_beside_the_code(planned):
    http, _, session = planned

    answer = http.get(f"/api/sessions/{session.id}/source.zip")

    assert "Circles.zip" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert archive.namelist() == ["01-round.py", "01-round.json", "02-area.py", "02-area.json"]
        assert "class" in archive.read("02-area.py").decode()
        assert json.loads(archive.read("02-area.json"))[0]["kind"] == "math"


def test_subtitles_come_as_a_file(planned):
    http, _, session = planned

    answer = http.get(f"/api/sessions/{session.id}/captions.srt")

    assert answer.headers["content-type"].startswith("application/x-subrip")
    assert "Circles.srt" in answer.headers["content-disposition"]


def test_a_picture_that_stands_for_a_chunk_is_served_as_one(planned):
    http, studio, session = planned
    key = f"projects/{session.project_id}/sessions/s/scenes/0/v1.jpg"
    studio.store.put(key, b"\xff\xd8\xff", {})

    answer = http.get(f"/media/{key}")

    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_captions_come_as_webvtt_with_the_sources_of_the_lesson(planned):
    http, studio, session = planned
    cited = session.settings | {"sources": ["a.md:3", "b --> c"]}
    projects.update_session(studio.db, session.id, title=session.title, settings=cited)

    answer = http.get(f"/api/sessions/{session.id}/captions.vtt")

    assert answer.headers["content-type"].startswith("text/vtt")
    assert answer.text == "WEBVTT\n\nNOTE Sources: a.md:3; b → c\n"
