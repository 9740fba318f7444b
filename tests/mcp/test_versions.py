"""Every revision of the protocol that is promised, over HTTP (over stdio: ``test_stdout`` and ``test_clients``)."""

from __future__ import annotations

import json

import httpx
import pytest

LESSON = "---\ntitle: T\n---\n\n## A\n\nText.\n"
ABOUT = "io.modelcontextprotocol/"
WHO = {"name": "test", "version": "1"}
OLDER = ["2025-06-18", "2025-11-25"]
NEWEST = "2026-07-28"


class Wire:
    """Raw requests of one revision."""

    def __init__(self, url: str, version: str) -> None:
        self._url = url
        self._version = version

    def ask(self, method: str, **params):
        headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": self._version}
        if self._version == NEWEST:
            headers |= {"Mcp-Method": method} | ({"Mcp-Name": params["name"]} if "name" in params else {})
            own = {"protocolVersion": NEWEST, "clientInfo": WHO, "clientCapabilities": {}}
            params["_meta"] = {f"{ABOUT}{key}": value for key, value in own.items()}
        body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        text = httpx.post(self._url, json=body, headers=headers, follow_redirects=True, timeout=30).text
        return json.loads(text.rpartition("data: ")[2] if text.startswith("event") else text)


@pytest.mark.parametrize("version", OLDER)
def test_an_older_revision_is_agreed_to_and_served(http, version):
    wire = Wire(http, version)

    hello = wire.ask("initialize", protocolVersion=version, capabilities={}, clientInfo=WHO)["result"]
    planned = wire.ask("tools/call", name="plan_lesson", arguments={"lesson": LESSON})["result"]

    assert hello["protocolVersion"] == version
    assert planned["structuredContent"]["scenes"]


def test_the_newest_revision_needs_no_handshake_and_says_how_long_answers_keep(http):
    wire = Wire(http, NEWEST)

    found = wire.ask("server/discover")["result"]
    tools = wire.ask("tools/list")["result"]
    planned = wire.ask("tools/call", name="plan_lesson", arguments={"lesson": LESSON})["result"]

    assert NEWEST in found["supportedVersions"]
    assert f"{ABOUT}tasks" in found["capabilities"]["extensions"]
    assert {"ttlMs", "cacheScope"} <= tools.keys()
    assert planned["structuredContent"]["scenes"]
