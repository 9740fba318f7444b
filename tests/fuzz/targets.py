"""What untrusted bytes reach, each as a function of bytes that may do anything but crash, hang or answer 5xx.

Hypothesis calls them for a moment in every run (``test_fuzz.py``); atheris for as long as one likes, led by
what the code does with them (``fuzz.py``).
"""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

__all__ = ["TARGETS", "Choices"]

SECRET = "a secret of the fuzz test"
PLACES = ("abc", "../..", "%00", "s" * 300, "é", "0")


class Choices:
    """Decisions read from bytes; at their end everything is zero."""

    def __init__(self, data: bytes) -> None:
        self.rest = data

    def number(self, below: int) -> int:
        """Less than ``below``, at most 256."""
        first, self.rest = self.rest[:1], self.rest[1:]
        return int.from_bytes(first or b"\0") % below

    def text(self) -> str:
        """What is left, as text, whatever it is."""
        return self.rest.decode("utf-8", "replace")

    def value(self, depth: int = 0) -> object:
        """A JSON value."""
        kind = self.number(9 if depth < 3 else 7)
        match kind:
            case 0 | 1:
                size = self.number(64)
                piece, self.rest = self.rest[:size], self.rest[size:]
                return piece.decode("utf-8", "replace")
            case 2:
                return self.number(256) - 128
            case 3:
                return (1, -1, 2**63, -(2**63), 10**40, 0)[self.number(6)]
            case 4:
                return (True, False, None)[self.number(3)]
            case 5:
                return self.number(256) / 7
            case 6:
                return PLACES[self.number(len(PLACES))]
            case 7:
                return [self.value(depth + 1) for _ in range(self.number(4))]
            case _:
                return {str(self.value(3)): self.value(depth + 1) for _ in range(self.number(4))}


def lesson(data: bytes) -> None:
    """A lesson file: a lesson, or a list of mistakes with their lines."""
    from pipeline.lesson import LessonError, parse

    try:
        parse(data.decode("utf-8", "surrogateescape" if data[:1] == b"\xff" else "replace"))
    except LessonError as error:
        assert error.problems


def protocol(data: bytes) -> None:
    """A worker's frames, in pieces: frames, or a refusal."""
    from render_sandbox.stage.protocol import FrameError, FrameReader, Kind

    choices = Choices(data)
    reader = FrameReader(frozenset(Kind))
    try:
        while choices.rest:
            size = 1 + choices.number(64)
            piece, choices.rest = choices.rest[:size], choices.rest[size:]
            for frame in reader.feed(piece):
                try:
                    frame.json()
                except FrameError:
                    pass
    except FrameError:
        pass


def signature(data: bytes) -> None:
    """A signed request that nobody signed: refused, whatever it says."""
    from pipeline.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER, MemoryReplays, SignatureRefused, verify
    from pipeline.state.model import now_ms

    choices = Choices(data)
    now = str(now_ms())
    stamps = ("", now, now + "0", "-1", "0x10", "1e12", "٣" * 13, choices.text()[:20])
    headers = {
        TIMESTAMP_HEADER: stamps[choices.number(len(stamps))],
        SIGNATURE_HEADER: ("0" * 64, "A" * 64, choices.rest.hex()[:64].ljust(64, "0"), choices.text())[
            choices.number(4)
        ],
    }
    replays = MemoryReplays()
    try:
        verify((SECRET,), choices.rest, headers, replays)
    except SignatureRefused:
        assert len(replays) == 0
    else:
        raise AssertionError("a request that nobody signed was taken")


def http(data: bytes) -> None:
    """Any route with any body: an answer below 500, or 503 as there is no sandbox."""
    client, routes, ids = _served()
    choices = Choices(data)
    method, path = routes[choices.number(len(routes))]
    for name in ("session_id", "scene_id", "key:path", "key", "name", "topic", "symbol"):
        known = ids.get(name, "x") if choices.number(4) else PLACES[choices.number(len(PLACES))]
        path = path.replace(f"{{{name}}}", known)
    if path.endswith("/events"):
        return  # it has no end
    body = json.dumps(choices.value()).encode() if choices.number(2) else choices.rest
    answer = client.request(method, path, content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code < 500 or answer.status_code == 503, (method, path, answer.text)


def mcp(data: bytes) -> None:
    """Any tool with any arguments: a result, or a refusal that says what is wrong; never `internal`."""
    client, _, ids = _served()
    choices = Choices(data)
    tools = _tools()
    name = tools[choices.number(len(tools))]
    given: dict[str, object] = {}
    for argument in _arguments_of(name):
        if choices.number(3):
            real = argument in ids and choices.number(2)
            given[argument] = ids[argument] if real else choices.value()
    params = {"name": name, "arguments": given}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": params}
    headers = {"Accept": "application/json, text/event-stream"}
    answer = client.post("/mcp/", json=message, headers=headers)
    assert answer.status_code < 500, answer.text
    assert "internal: proofreel itself failed" not in answer.text, (name, given, answer.text)


def probe(data: bytes) -> None:
    """A damaged chunk: a report, sound or not; what is no video at all is refused."""
    from render_sandbox.stage.channel import MemoryChannel
    from render_sandbox.stage.jobs import probe as job

    choices = Choices(data)
    chunk = bytearray(_chunk())
    if choices.number(8) == 0:
        chunk = bytearray(choices.rest)
    for _ in range(choices.number(6)):
        at = (choices.number(256) << 8 | choices.number(256)) % max(1, len(chunk))
        match choices.number(3):
            case 0:
                chunk[at : at + 1] = bytes([choices.number(256)])
            case 1:
                del chunk[at : at + 1 + choices.number(64)]
            case _:
                chunk[at:at] = chunk[: choices.number(256)]
    report = job.run(
        {"expect": {"width": 128, "height": 72, "fps": 30}}, {"chunk.mp4": bytes(chunk)}, MemoryChannel()
    )
    assert report["ok"] in (True, False)
    assert report["ok"] or report["error"]["message"]


TARGETS: dict[str, Callable[[bytes], None]] = {
    each.__name__: each for each in (lesson, protocol, signature, http, mcp, probe)
}


@functools.cache
def _chunk() -> bytes:
    import numpy as np

    from render_sandbox.stage.engine.audio import Mix
    from render_sandbox.stage.engine.chunk import ChunkFile
    from render_sandbox.stage.engine.profiles import PROFILES, VideoFormat

    path = Path(tempfile.mkdtemp(prefix="proofreel-fuzz-")) / "chunk.mp4"
    target = ChunkFile(path, VideoFormat(128, 72, Fraction(30)), PROFILES["final"])
    for shade in range(8):
        target.encoder.write(np.full((72, 128, 4), shade * 30, np.uint8))
    target.finish(target.encoder.finish(), Mix())
    return path.read_bytes()


@functools.cache
def _served():
    """An app without a sandbox, its routes, and ids that exist; once for a process."""
    import os

    from fastapi.testclient import TestClient
    from pydantic import SecretStr

    from pipeline.lesson import parse
    from pipeline.studio import Studio
    from server.http import create_app
    from server.settings import Settings
    from server.shares import studio_settings

    os.environ.setdefault("FASTMCP_LOG_ENABLED", "false")
    home = Path(tempfile.mkdtemp(prefix="proofreel-fuzz-"))
    settings = Settings(home=home, sandbox="none", rate_per_minute=10**9, sync_secrets=(SecretStr(SECRET),))
    studio = Studio(studio_settings(settings))
    plan = studio.plan(
        parse("# Fuzz\n\n## One\n\nText.\n\n## Two\n\n- a\n"), owner="local", quality="preview"
    )
    app = create_app(settings, studio)
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=True)
    client.__enter__()
    routes = [
        (method, path)
        for path, methods in app.openapi()["paths"].items()
        for method in methods
        # A scene that is removed would leave nothing to work on.
        if (method, path) != ("delete", "/api/scenes/{scene_id}")
    ]
    ids = {"session_id": plan.session.id, "scene_id": plan.scenes[0].id, "topic": "calculus"}
    return client, routes, ids


@functools.cache
def _schemas() -> dict[str, list[str]]:
    client, _, _ = _served()
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
    answer = client.post("/mcp/", json=message, headers={"Accept": "application/json, text/event-stream"})
    told = answer.text.partition("data: ")[2].splitlines()[0] if "data: " in answer.text else answer.text
    tools = json.loads(told)["result"]["tools"]
    return {tool["name"]: sorted(tool["inputSchema"].get("properties", {})) for tool in tools}


def _tools() -> list[str]:
    return sorted(_schemas())


def _arguments_of(tool: str) -> list[str]:
    return _schemas()[tool]
