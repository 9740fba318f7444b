"""Recorded runs: what is written, what is left out, and what is counted."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from fastmcp import Client
from hypothesis import given
from hypothesis import strategies as st

from server.app import create_mcp
from server.recording import without_secrets
from server.transcripts import TranscriptBroken, read_transcript, summarize

LETTERS = st.text("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", min_size=20, max_size=40)


@given(
    LETTERS,
    st.sampled_from(
        ["prf_{}", "sk-{}", "Authorization: Bearer {}", "see http://x/?token={} there", "ghp_{}"]
    ),
)
def test_secrets_are_left_out_wherever_they_stand(secret, form):
    kept = json.dumps(without_secrets({"code": form.format(secret), "list": [{"x": form.format(secret)}]}))

    assert secret not in kept


@given(LETTERS, st.sampled_from(["password", "api_key", "accessToken", "clientSecret"]))
def test_what_is_called_a_secret_is_left_out(secret, name):
    assert secret not in json.dumps(without_secrets({"a": [{name: secret}]}))


async def test_a_run_is_recorded_and_counted(studio, lesson, tmp_path):
    path = tmp_path / "run.jsonl"
    async with Client(create_mcp(studio, record=path)) as client:
        planned = (await client.call_tool("plan_lesson", {"lesson": lesson})).structured_content
        for _ in range(2):
            await client.call_tool("get_status", {"session_id": planned["session_id"]})
        await client.call_tool("get_status", {"session_id": "ses_none"}, raise_on_error=False)
        await client.call_tool("get_status", {"session": "x"}, raise_on_error=False)
        await client.read_resource(f"session://{planned['session_id']}")

    found = summarize(read_transcript(path))

    assert found.by_tool == {"get_status": 4, "plan_lesson": 1, "session://": 1}
    assert [failure["code"] for failure in found.failures] == ["not_found", "invalid_arguments"]
    assert [call["line"] for call in found.wasted] == [3, 5]
    assert found.tokens_out > 50


def test_the_command_prints_a_run_and_refuses_what_is_none(home, tmp_path):
    good, bad = tmp_path / "good.jsonl", tmp_path / "bad.jsonl"
    line = {
        "tool": "render",
        "arguments": {},
        "ok": True,
        "result": "x",
        "tokens_in": 1,
        "tokens_out": 2,
        "ms": 3,
    }
    good.write_text(json.dumps(line) + "\n")
    bad.write_text("no\n")

    def run(path, *more):
        command = [sys.executable, "-m", "proofreel", "transcript", str(path), *more]
        return subprocess.run(command, capture_output=True, text=True, timeout=60)

    assert json.loads(run(good, "--json").stdout)["by_tool"] == {"render": 1}
    assert "1 calls" in run(good).stdout
    assert run(bad).returncode == 1
    with pytest.raises(TranscriptBroken):
        read_transcript(bad)
