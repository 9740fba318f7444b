"""Servers as hosts start them: over stdio as a child, over HTTP on a free port."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]


class StdioServer:
    """``proofreel serve`` as a child; one JSON message a line."""

    def __init__(
        self, *arguments: str, command: list[str] | None = None, env: dict[str, str] | None = None
    ) -> None:
        self.child = subprocess.Popen(
            command or [sys.executable, "-m", "proofreel", "serve", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            env={**os.environ, "PROOFREEL_SANDBOX": "none", **(env or {})},
        )
        self.lines: list[bytes] = []

    def send(self, message: dict[str, Any]) -> None:
        assert self.child.stdin
        self.child.stdin.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
        self.child.stdin.flush()

    def read(self) -> dict[str, Any]:
        assert self.child.stdout
        line = self.child.stdout.readline()
        self.lines.append(line)
        return json.loads(line)

    def answer_to(self, number: int) -> dict[str, Any]:
        while (message := self.read()).get("id") != number:
            pass
        return message

    def ask(self, number: int, method: str, **params: Any) -> dict[str, Any]:
        self.send({"id": number, "method": method, "params": params})
        return self.answer_to(number)

    def greet(self, version: str = "2025-11-25") -> dict[str, Any]:
        said = self.ask(
            1,
            "initialize",
            protocolVersion=version,
            capabilities={},
            clientInfo={"name": "test", "version": "1"},
        )
        self.send({"method": "notifications/initialized"})
        return said["result"]

    def close(self) -> tuple[bytes, bytes]:
        """What was left on stdout and all of stderr."""
        out, err = self.child.communicate(timeout=60)
        self.lines += out.splitlines(keepends=True)
        return out, err


@pytest.fixture(scope="module")
def http(tmp_path_factory):
    """The address of a server over HTTP, with a home of its own; one for all tests of a file."""
    command = [sys.executable, "-m", "proofreel", "serve", "--http", "--port", "0"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PROOFREEL_")}
    environment = {
        **kept,
        "PROOFREEL_HOME": str(tmp_path_factory.mktemp("http")),
        "PROOFREEL_SANDBOX": "none",
    }
    child = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=ROOT, env=environment)
    assert child.stderr
    line = next(line for line in child.stderr if "MCP:" in line)
    yield line.partition("MCP: ")[2].split()[0]
    child.terminate()
    child.wait(20)


@pytest.fixture
def serve(home):
    """Starts ``proofreel serve``; what still runs at the end is stopped."""
    started: list[StdioServer] = []

    def start(*arguments: str, **more: Any) -> StdioServer:
        started.append(StdioServer(*arguments, **more))
        return started[-1]

    yield start
    for server in started:
        if server.child.poll() is None:
            server.child.kill()
            server.child.communicate()
