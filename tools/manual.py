"""manim's API as resources: ``manim://api/{symbol}``, and the same under ``docs://manim/{symbol}``."""

from __future__ import annotations

import asyncio

from fastmcp import FastMCP
from fastmcp.exceptions import ResourceError

__all__ = ["complete_symbol", "register"]

TEMPLATES = ("manim://api/{symbol}", "docs://manim/{symbol}")
_MOST = 20


def register(mcp: FastMCP) -> None:
    """Add the resource under both of its names."""
    for address in TEMPLATES:
        name = f"{address.partition(':')[0]}-api"
        mcp.resource(address, name=name, title="A name of manim", mime_type="text/plain")(api_page)


async def api_page(symbol: str) -> str:
    """The full entry of a name of the installed manim, such as ``Axes`` or ``Axes.plot``."""
    from knowledge.api import lookup

    entry = await asyncio.to_thread(lookup, symbol, True)
    if entry.kind == "unknown":
        raise ResourceError(entry.text)
    return entry.text


def complete_symbol(begun: str) -> list[str]:
    """Names of manim that go on from ``begun``, whatever the case; after a dot the members of the class."""
    from knowledge.api.store import load_api

    api = load_api()
    owner, dot, rest = begun.rpartition(".")
    if not dot:
        return [name for name in sorted(api.names) if name.lower().startswith(begun.lower())][:_MOST]
    cls = api.classes.get(owner)
    members = sorted(cls.members) if cls else []
    fitting = [name for name in members if name.startswith(rest) and not name.startswith("_")]
    return [f"{owner}.{name}" for name in fitting][:_MOST]
