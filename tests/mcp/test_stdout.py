"""Over stdio, stdout is the protocol and nothing else, whatever is logged, printed or broken."""

from __future__ import annotations

import json
import sys

import pytest

NOISY = """
import os, subprocess, sys
import tools.knowledge as knowledge
from server.entry import main

real = knowledge.snippet_index
def noisy(*given):
    print("printed by a tool")
    sys.stdout.flush()
    os.write(1, b"written to descriptor 1\\n")
    subprocess.run([sys.executable, "-c", "print('printed by a child')"])
    {then}
    return real(*given)
knowledge.snippet_index = noisy
sys.argv = ["proofreel", "serve"]
main()
"""


def all_protocol(lines: list[bytes]) -> bool:
    return all(json.loads(line)["jsonrpc"] == "2.0" for line in lines)


@pytest.mark.parametrize(
    ("level", "version"),
    [
        ("debug", "2025-06-18"),
        ("warning", "2026-07-28"),
        pytest.param("info", "2025-11-25", marks=pytest.mark.nightly),
        pytest.param("error", "2026-07-28", marks=pytest.mark.nightly),
    ],
)
def test_whatever_is_logged(serve, level, version):
    server = serve(env={"PROOFREEL_LOG_LEVEL": level})
    meta = {
        "io.modelcontextprotocol/protocolVersion": version,
        "io.modelcontextprotocol/clientCapabilities": {},
        "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
    }
    modern = version == "2026-07-28"
    if not modern:
        server.greet(version)
    more = {"_meta": meta} if modern else {}
    arguments = {"lesson": "---\ntitle: T\n---\n\n## A\n\nText.\n"}
    planned = server.ask(2, "tools/call", name="plan_lesson", arguments=arguments, **more)
    refused = server.ask(3, "tools/call", name="get_status", arguments={"session_id": "x"}, **more)
    server.send({"id": 4, "method": "no/such/method", "params": more})
    server.child.stdin.write(b"this is no JSON\n")
    server.close()

    assert "session_id" in planned["result"]["structuredContent"]
    assert refused["result"]["isError"]
    assert all_protocol(server.lines)


@pytest.mark.parametrize("then", ["pass", "raise RuntimeError('broken')", "os._exit(3)"])
def test_whatever_a_tool_or_its_children_print_and_however_it_ends(serve, then):
    server = serve(command=[sys.executable, "-c", NOISY.format(then=then)])
    server.greet()

    server.send(
        {
            "id": 2,
            "method": "tools/call",
            "params": {"name": "search_snippets", "arguments": {"query": "circle"}},
        }
    )
    if "_exit" not in then:
        server.answer_to(2)
    _, err = server.close()

    assert all_protocol(server.lines)
    assert b"printed by a tool" in err
    assert b"printed by a child" in err
