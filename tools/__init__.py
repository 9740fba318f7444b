"""What an agent can do: MCP tools, resources and prompts, one module per capability.

Each tool is a thin function over :class:`pipeline.studio.Studio`; what it returns is a model of
``results``. A module has ``register(mcp)``; ``register_all`` calls them. ``context`` tells a tool which
studio and which owner it works for. Tools speak of ids and of the lesson; never of paths as input.
"""

from __future__ import annotations

from fastmcp import FastMCP

__all__ = ["register_all"]


def register_all(mcp: FastMCP) -> None:
    """Add everything that this server offers."""
    from tools import (
        authoring,
        checking,
        completions,
        generating,
        guides,
        knowledge,
        lessons,
        manual,
        prompts,
        publishing,
        rendering,
        resources,
        scenes,
        watching,
    )

    for module in (
        lessons,
        scenes,
        checking,
        rendering,
        watching,
        authoring,
        publishing,
        generating,
        knowledge,
    ):
        module.register(mcp)
    for module in (guides, manual, resources, prompts, completions):
        module.register(mcp)
