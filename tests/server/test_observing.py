"""What whoever runs the service sees: log lines with ids and without secrets, and figures."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
import uuid

import httpx
import pytest

from pipeline.signing import signed_headers

SYNC, S3_SECRET, S3_ID = "a-shared-hmac-secret", "an-s3-secret-access-key", "AKIDNOBODYKNOWS"


@pytest.fixture
def served(home, tmp_path, monkeypatch):
    """A real server that logs everything: ``(url, what it has logged)``."""
    for name, value in {
        "SANDBOX": "none",
        "LOG_LEVEL": "debug",
        "LOG_FORMAT": "json",
        "SYNC_SECRETS": SYNC,
        "S3_BUCKET": "chunks",
        "S3_SOURCES_BUCKET": "sources",
        "S3_ENDPOINT": "http://127.0.0.1:9",
        "S3_ACCESS_KEY_ID": S3_ID,
        "S3_SECRET_ACCESS_KEY": S3_SECRET,
    }.items():
        monkeypatch.setenv(f"PROOFREEL_{name}", value)
    log = tmp_path / "server.log"
    with log.open("w") as stream:
        command = [sys.executable, "-m", "proofreel", "serve", "--http", "--port", "0"]
        server = subprocess.Popen(command, stderr=stream, stdout=stream)
    try:
        deadline = time.monotonic() + 60
        while not (found := re.search(r"http://127\.0\.0\.1:\d+", log.read_text())):
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < deadline, log.read_text()
            time.sleep(0.1)
        yield found.group(), log
    finally:
        server.terminate()
        server.wait(20)


def lines(log) -> list[dict]:
    return [json.loads(line) for line in log.read_text().splitlines() if line.startswith("{")]


def call(url: str, tool: str, arguments: dict, correlation: str) -> httpx.Response:
    message = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "tools/call",
        "params": {"name": tool, "arguments": arguments},
    }
    headers = {"Accept": "application/json, text/event-stream", "X-Correlation-Id": correlation}
    return httpx.post(f"{url}/mcp/", json=message, headers=headers, timeout=30)


def test_every_line_is_json_with_the_request_s_ids_and_none_has_a_secret(served):
    url, log = served
    correlation = str(uuid.uuid4())
    body = json.dumps({"projectId": "prj_x", "sessionId": "ses_x", "sceneCount": 1, "prompt": "p"}).encode()
    signed = signed_headers(SYNC, body)
    bearer = "Bearer pr_0123456789abcdefghij"

    answer = httpx.post(
        f"{url}/jobs/generate", content=body, headers={**signed, "X-Correlation-Id": correlation}
    )
    httpx.get(f"{url}/api/projects?key=0123456789abcdef", headers={"Authorization": bearer})
    called = call(url, "get_status", {"session_id": "ses_nothing"}, correlation)
    httpx.post(
        f"{url}/jobs/generate", content=SYNC.encode(), headers={"X-Signature": SYNC, "X-Timestamp": SYNC}
    )

    assert answer.status_code in (401, 404, 422)
    assert called.status_code == 200
    said = log.read_text()
    for secret in (SYNC, S3_SECRET, S3_ID, signed["X-Signature"], bearer.removeprefix("Bearer ")):
        assert secret not in said
    ours = [line for line in lines(log) if line.get("correlationId") == correlation]
    assert {line["event"] for line in ours} >= {"request", "tool_called"}
    assert next(line for line in ours if line["event"] == "tool_called")["sessionId"] == "ses_nothing"
    after_start = said[said.index("Studio and player") :].splitlines()[1:]
    assert all(line.startswith("{") for line in after_start), after_start


def test_what_is_logged_by_mistake_is_masked(capsys, monkeypatch):
    import structlog

    from server.logs import configure_logging
    from server.settings import load_settings

    monkeypatch.setenv("PROOFREEL_SYNC_SECRETS", f"{SYNC},second-secret")
    monkeypatch.setenv("PROOFREEL_LOG_FORMAT", "json")
    configure_logging(load_settings())
    log = structlog.get_logger("test")
    ticket = "http://s3.test/b/k?X-Amz-Credential=AKIDX%2Fus&X-Amz-Signature=0123456789abcdef&x=1"

    try:
        json.loads(f"secret in an exception: {SYNC}".partition(": ")[2])
    except ValueError as error:
        error.add_note(f"secret in an exception: {SYNC}")
        log.exception("mistake", secrets=["second-secret"], url=ticket, header="Bearer abcdefghijklmnop")
    structlog.reset_defaults()

    said = capsys.readouterr().err
    for secret in (SYNC, "second-secret", "0123456789abcdef", "abcdefghijklmnop"):
        assert secret not in said
    line = json.loads(said)
    assert line["event"] == "mistake"
    assert "secret in an exception: [secret]" in line["exception"]
    assert "x=1" in line["url"]


def test_the_service_is_told_in_figures_without_ids(planned):
    http, _, session = planned
    http.get(f"/api/sessions/{session.id}")
    http.get("/api/sessions/ses_none")
    http.request("BREW", "/api/projects")

    told = http.get("/metrics")

    assert told.headers["content-type"].startswith("text/plain; version=")
    for name in ("render_seconds", "queue_wait_seconds", "job_failures", "scenes", "chunk_bytes", "jobs"):
        assert f"# TYPE proofreel_{name}" in told.text
    route = 'method="GET",route="/api/sessions/{session_id}",status="200"'
    assert re.search(rf"proofreel_http_request_seconds_count\{{{re.escape(route)}\}} [1-9]", told.text)
    assert 'proofreel_jobs{state="waiting"} 0.0' in told.text
    assert session.id not in told.text
    assert "BREW" not in told.text
