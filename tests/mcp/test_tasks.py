"""Long calls as tasks: polled, cancelled, and taken up again after the server has died."""

from __future__ import annotations

import time

import pytest

from render_sandbox.bubblewrap import find_bubblewrap

META = {
    "io.modelcontextprotocol/protocolVersion": "2026-07-28",
    "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    "io.modelcontextprotocol/clientCapabilities": {"extensions": {"io.modelcontextprotocol/tasks": {}}},
}
WITHOUT = {**META, "io.modelcontextprotocol/clientCapabilities": {}}
LESSON = "---\ntitle: Dots\n---\n\n## One\n\n```manim\nself.play(Create(Dot()), run_time=0.4)\n```\n"


class Modern:
    """Asks a child in the way of 2026-07-28."""

    def __init__(self, server) -> None:
        self.server = server
        self.number = 0

    def ask(self, method: str, meta=META, **params):
        self.number += 1
        return self.server.ask(self.number, method, _meta=meta, **params)

    def call(self, name: str, meta=META, **arguments):
        return self.ask("tools/call", meta, name=name, arguments=arguments)["result"]

    def wait(self, task_id: str) -> dict:
        deadline = time.monotonic() + 120
        while (task := self.ask("tasks/get", taskId=task_id)["result"])["status"] == "working":
            assert time.monotonic() < deadline, task
            time.sleep(0.3)
        return task


@pytest.fixture
def start(serve):
    if find_bubblewrap() is None:
        pytest.skip("bubblewrap is missing: apt install bubblewrap")
    return lambda: Modern(serve(env={"PROOFREEL_SANDBOX": "bubblewrap", "PROOFREEL_WORKERS": "1"}))


@pytest.mark.bubblewrap
def test_a_task_outlives_the_server_and_ends_with_the_tool_s_result(start):
    first = start()
    planned = first.call("plan_lesson", lesson=LESSON)["structuredContent"]
    task = first.call("render", session_id=planned["session_id"])
    first.server.child.kill()
    first.server.child.wait()

    second = start()
    rendered = second.wait(task["taskId"])
    export = second.call("export_video", session_id=planned["session_id"])
    exported = second.wait(export["taskId"])

    assert (task["resultType"], task["status"]) == ("task", "working")
    assert rendered["result"]["structuredContent"]["status"] == "ready"
    assert exported["result"]["structuredContent"]["frames"] >= 5


@pytest.mark.bubblewrap
def test_a_task_that_is_cancelled_stops_its_renders_and_stays_cancelled(start):
    client = start()
    planned = client.call("plan_lesson", lesson=LESSON.replace("0.4", "40"))["structuredContent"]
    task = client.call("render", session_id=planned["session_id"])

    client.ask("tasks/cancel", taskId=task["taskId"])

    assert client.ask("tasks/get", taskId=task["taskId"])["result"]["status"] == "cancelled"
    # A render that is under way is stopped within moments, not before the answer.
    deadline = time.monotonic() + 30
    while client.call("get_status", session_id=planned["session_id"])["structuredContent"]["status"] not in (
        "idle",
        "error",
    ):
        assert time.monotonic() < deadline, "the renders went on"
        time.sleep(0.1)


def test_without_the_extension_the_same_call_is_an_ordinary_one(serve):
    client = Modern(serve())
    planned = client.call("plan_lesson", lesson=LESSON)["structuredContent"]

    result = client.call("render", WITHOUT, session_id=planned["session_id"], wait_s=0)

    assert result["isError"]
    assert "sandbox_backend_missing" in result["content"][0]["text"]
    refused = client.ask("tasks/get", WITHOUT, taskId="tsk_x")["error"]
    assert refused["data"]["requiredCapabilities"]["extensions"]


def test_what_can_be_refused_is_refused_by_the_call_itself(serve):
    client = Modern(serve())

    for tool in ("render", "export_video", "publish"):
        refused = client.call(tool, session_id="ses_none")
        assert refused["isError"]
        assert "not_found" in refused["content"][0]["text"]
    wrong = client.call("render", session_id="ses_none", scenes="all")
    assert "Did you mean 'scene_ids'?" in wrong["content"][0]["text"]
    assert "There is no task" in client.ask("tasks/get", taskId="tsk_other")["error"]["message"]
