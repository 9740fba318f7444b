"""Signed job requests: who may ask, what is done once, and what is refused."""

from __future__ import annotations

import base64
import json
import uuid

import pytest
from fastapi.testclient import TestClient

from pipeline.signing import WINDOW_MS, sign, signed_headers
from pipeline.state.model import now_ms

from .conftest import LESSON

SECRET, OLD = "the new secret", "the old secret"


class Director:
    """Writes down what it is asked for."""

    def __init__(self):
        self.asked = []

    def generate(self, request):
        self.asked.append(("generate", request.session_id, request.prompt, request.scene_count))
        return f"job_{len(self.asked)}"

    def edit(self, scene_id, prompt, *, owner):
        assert owner == "local"
        self.asked.append(("edit", scene_id, prompt))
        return f"job_{len(self.asked)}"


@pytest.fixture
def served(home, monkeypatch):
    """A server with two secrets and a director: ``(http, director, body of a generate request)``."""
    import asyncio

    from pipeline.lesson import parse
    from pipeline.studio import Studio
    from server.http import create_app
    from server.settings import load_settings
    from server.shares import studio_settings

    monkeypatch.setenv("PROOFREEL_SANDBOX", "none")
    monkeypatch.setenv("PROOFREEL_SYNC_SECRETS", f"{SECRET}, {OLD}")
    settings = load_settings()
    studio = Studio(studio_settings(settings))
    session = studio.plan(parse(LESSON), owner="local", quality="preview").session
    app = create_app(settings, studio)
    studio.director = director = Director()
    body = {"projectId": session.project_id, "sessionId": session.id, "sceneCount": 3, "prompt": "circles"}
    with TestClient(app, base_url="http://127.0.0.1") as http:
        yield http, director, body
    asyncio.run(studio.aclose())


def post(http, body, path="/jobs/generate", *, secret=SECRET, at_ms=None, sent=None, headers=None):
    """Sign ``body`` and send it, or ``sent`` in its place, with ``headers`` over the right ones."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    said = {"Content-Type": "application/json", **signed_headers(secret, raw, at_ms=at_ms), **(headers or {})}
    said = {name: value for name, value in said.items() if value is not None}
    return http.post(path, content=raw if sent is None else sent, headers=said)


def reason(answer) -> str:
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["code"] == "signature_refused"
    return answer.json()["reason"]


def test_a_signed_request_is_taken_and_handed_to_the_director(served):
    http, director, body = served
    correlation = str(uuid.uuid4())

    answer = post(http, body, headers={"X-Correlation-Id": correlation})

    assert (answer.status_code, answer.json()) == (202, {"job_id": "job_1", "status": "queued"})
    assert answer.headers["X-Correlation-Id"] == correlation
    assert director.asked == [("generate", body["sessionId"], "circles", 3)]


def test_an_edit_names_the_scene_and_its_project(served):
    http, director, body = served
    scene = http.get(f"/api/sessions/{body['sessionId']}").json()["scenes"][0]["id"]
    edit = {"sceneId": scene, "projectId": body["projectId"], "prompt": "slower"}

    assert post(http, edit, "/jobs/edit", secret=OLD).status_code == 202
    assert post(http, edit | {"projectId": "prj_other"}, "/jobs/edit").status_code == 404
    assert post(http, edit | {"owner": "somebody else"}, "/jobs/edit").status_code == 404
    assert director.asked == [("edit", scene, "slower")]


def test_a_session_that_was_begun_elsewhere_is_made_for_its_owner_once(served):
    http, director, body = served
    begin = {"projectTitle": "Geometry", "sessionTitle": "Circles", "quality": "preview"}
    new = body | {"projectId": "prj_new", "sessionId": "ses_new", "owner": "local", "begin": begin}

    assert post(http, {k: v for k, v in new.items() if k != "begin"}).status_code == 404
    assert [post(http, new).status_code for _ in range(2)] == [202, 202]

    session = http.get("/api/sessions/ses_new").json()
    assert (session["title"], session["projectId"], session["format"]["width"]) == ("Circles", "prj_new", 854)
    assert len(director.asked) == 2


def test_a_session_is_not_begun_in_somebody_elses_project(served):
    http, director, body = served
    begin = {"projectTitle": "Mine", "sessionTitle": "Circles"}

    for foreign in ({"sessionId": "ses_new"}, {"projectId": "prj_new"}):
        answer = post(http, body | foreign | {"owner": "eve", "begin": begin})
        assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert director.asked == []


def test_a_wrong_signature_is_refused(served):
    http, director, body = served

    assert reason(post(http, body, secret="guessed")) == "wrong"
    assert reason(post(http, body, headers={"X-Timestamp": str(now_ms() - 1000)})) == "wrong"
    assert director.asked == []


@pytest.mark.parametrize("off", [-WINDOW_MS - 5000, WINDOW_MS + 5000])
def test_a_stale_request_is_refused_in_either_direction(served, off):
    http, director, body = served

    assert reason(post(http, body, at_ms=now_ms() + off)) == "stale"
    assert director.asked == []


def test_a_replayed_request_is_refused(served):
    http, director, body = served
    headers = signed_headers(SECRET, json.dumps(body).encode())

    assert post(http, body, headers=headers).status_code == 202
    assert reason(post(http, body, headers=headers)) == "replayed"
    assert len(director.asked) == 1


def test_a_changed_body_is_refused_also_when_it_means_the_same(served):
    http, director, body = served

    assert reason(post(http, body, sent=json.dumps(body | {"sceneCount": 50}).encode())) == "wrong"
    assert reason(post(http, body, sent=json.dumps(body, indent=1).encode())) == "wrong"
    assert reason(post(http, body, sent=json.dumps(body).encode("utf-16"))) == "wrong"
    assert director.asked == []


def test_a_signature_in_another_encoding_is_refused(served):
    http, director, body = served
    raw, at = json.dumps(body).encode(), str(now_ms())
    right = sign(SECRET, raw, at)

    for other in (right.upper(), base64.b64encode(bytes.fromhex(right)).decode(), f"sha256={right}"):
        headers = {"X-Timestamp": at, "X-Signature": other}
        assert reason(post(http, body, headers=headers)) == "malformed"
    assert director.asked == []


@pytest.mark.parametrize("header", ["X-Signature", "X-Timestamp"])
def test_an_unsigned_request_learns_nothing_but_that(served, header):
    http, _, body = served

    assert reason(post(http, body, headers={header: None})) == "missing"
    assert reason(post(http, b"not even JSON", headers={header: None})) == "missing"


def test_without_a_secret_nothing_is_taken(planned):
    http, _, _ = planned

    assert reason(post(http, {"a": 1}, secret="")) == "off"


def test_a_signed_body_that_makes_no_sense_is_invalid(served):
    http, director, body = served

    for wrong in (
        b"not JSON",
        body | {"sceneCount": 0},
        body | {"sceneCount": "3"},
        body | {"prompt": ""},
        body | {"prompt": "x" * 20_001},
        body | {"more": 1},
    ):
        answer = post(http, wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert director.asked == []


@pytest.mark.parametrize("header", ["Idempotency-Key", "X-Correlation-Id"])
def test_a_request_sent_again_is_done_once_and_gets_the_first_answer(served, header):
    http, director, body = served
    key = {header: str(uuid.uuid4())}

    first = post(http, body, headers=key)
    again = post(http, body, headers=key, at_ms=now_ms() + 1)
    other = post(http, body | {"prompt": "squares"}, headers=key, at_ms=now_ms() + 2)

    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len(director.asked) == 1


def test_a_refused_request_may_be_sent_again_with_its_key(served):
    http, director, body = served
    http.app.state.studio.director = None
    refused = post(http, body, headers={"Idempotency-Key": "k"})
    http.app.state.studio.director = director

    taken = post(http, body, headers={"Idempotency-Key": "k"}, at_ms=now_ms() + 1)

    assert (refused.status_code, refused.json()["code"]) == (409, "director_missing")
    assert "lesson" in refused.json()["fix"]
    assert taken.status_code == 202


def test_a_request_that_is_still_being_answered_is_not_begun_again(served):
    from pipeline.state.requests import begin

    http, director, body = served
    begin(http.app.state.studio.db, "generate k", json.dumps(body).encode())

    answer = post(http, body, headers={"Idempotency-Key": "k"})

    assert (answer.status_code, answer.json()["code"]) == (409, "idempotency_in_flight")
    assert director.asked == []


def test_a_viewer_of_its_own_asks_the_director_for_a_change(served):
    http, director, body = served
    scene = http.get(f"/api/sessions/{body['sessionId']}").json()["scenes"][0]

    answer = http.post(f"/api/scenes/{scene['id']}/prompt", json={"prompt": "make it red"})

    assert answer.status_code == 202
    assert director.asked == [("edit", scene["id"], "make it red")]
    assert http.get("/api/status").json()["canPrompt"] is True
    http.app.state.studio.director = None
    assert http.get("/api/status").json()["canPrompt"] is False
    assert (
        http.post(f"/api/scenes/{scene['id']}/prompt", json={"prompt": "x"}).json()["code"]
        == "director_missing"
    )
