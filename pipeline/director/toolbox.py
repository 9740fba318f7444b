"""The tools as the director sees them: schemas and calls, wherever they live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

__all__ = [
    "OF_THE_SCENE",
    "SCENE_TOOLS",
    "ToolAnswer",
    "ToolBox",
    "ToolSchema",
    "bind",
    "bound_to_scene",
]

SCENE_TOOLS = ("write_scene", "edit_scene", "check_scene", "search_snippets", "lookup_api")
"""What a model that works on one scene may call."""

OF_THE_SCENE = frozenset({"write_scene", "edit_scene", "check_scene"})
"""Of those, the ones that work on the scene; the director says which."""
_NOT_ITS_CHOICE = frozenset({"session_id", "scene_id", "index", "confirm", "waive", "base_version"})


@dataclass(frozen=True, slots=True)
class ToolSchema:
    """A tool as the server lists it."""

    name: str
    description: str
    input_schema: dict[str, Any]


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """What a call gave. ``images`` are (media type, base64)."""

    text: str
    failed: bool = False
    images: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    data: dict[str, Any] = field(default_factory=dict[str, Any])


class ToolBox(Protocol):
    """A client of the server's tools."""

    async def list(self) -> Sequence[ToolSchema]:
        """Every tool that the server lists."""
        ...

    async def call(self, name: str, arguments: Mapping[str, Any]) -> ToolAnswer:
        """Call one; a tool error is an answer with ``failed``, not an exception."""
        ...

    async def guide(self, uri: str) -> str:
        """A guide that the server offers as a resource."""
        ...


def bound_to_scene(tools: Sequence[ToolSchema], *, snippets: bool) -> list[dict[str, Any]]:
    """The scene tools as the Messages API wants them, without what the director fills in itself.

    A model that cannot name a scene cannot reach another one, whatever a document told it to do.
    """
    wanted = [name for name in SCENE_TOOLS if snippets or name != "search_snippets"]
    known = {tool.name: tool for tool in tools}
    return [_bound(known[name]) for name in wanted if name in known]


def bind(name: str, arguments: Mapping[str, Any], scene_id: str, session_id: str) -> dict[str, Any]:
    """The model's arguments with the scene they are for."""
    if name not in OF_THE_SCENE:
        return dict(arguments)
    own = {key: value for key, value in arguments.items() if key not in _NOT_ITS_CHOICE}
    own["scene_id"] = scene_id
    if name == "write_scene":
        own["session_id"] = session_id
    return own


def _bound(tool: ToolSchema) -> dict[str, Any]:
    schema = dict(tool.input_schema)
    if tool.name in OF_THE_SCENE:
        properties: dict[str, Any] = schema.get("properties", {})
        schema["properties"] = {k: v for k, v in properties.items() if k not in _NOT_ITS_CHOICE}
        schema["required"] = [name for name in schema.get("required", []) if name not in _NOT_ITS_CHOICE]
    return {"name": tool.name, "description": tool.description, "input_schema": schema}
