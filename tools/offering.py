"""How a tool is offered: its annotations, icon and schemas, and who can be served with it.

What a client pays for a tool is the text of its schemas, in every conversation. So they are said as
shortly as JSON Schema allows: no titles, no ``anyOf`` with null for what may be left out, and results one
level deep. Arguments are still checked against the full types.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection
from functools import cache
from typing import Any, Final, Literal, cast

from fastmcp import FastMCP
from fastmcp.apps.config import AppConfig
from fastmcp.tools import FunctionTool
from mcp.types import Icon, ToolAnnotations
from pydantic import BaseModel

__all__ = ["FOR_THE_APP", "NEEDS_BUCKET", "NEEDS_MODEL", "NEEDS_SANDBOX", "drawn_icon", "offer"]

FOR_THE_APP: Final = "app"
"""The tag of tools that the player's page alone calls."""

NEEDS_SANDBOX: Final = "sandbox"
"""The tag of tools that are not listed where nothing can isolate code."""

NEEDS_BUCKET: Final = "bucket"
"""The tag of tools that are not listed where no bucket is set."""

NEEDS_MODEL: Final = "model"
"""The tag of tools that are not listed where no model of ours is set up."""

_LONGEST_CALL_S: Final = 30

Kind = Literal["reads", "adds", "repeats", "destroys", "publishes", "buys"]

_ANNOTATIONS: Final[dict[Kind, ToolAnnotations]] = {
    "reads": ToolAnnotations(read_only_hint=True, open_world_hint=False),
    "adds": ToolAnnotations(
        read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=False
    ),
    "repeats": ToolAnnotations(
        read_only_hint=False, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    ),
    "destroys": ToolAnnotations(
        read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=False
    ),
    "buys": ToolAnnotations(
        read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=True
    ),
    "publishes": ToolAnnotations(
        read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=True
    ),
}

_TELLING: Final = {"maxLength": range(1_000), "maxItems": range(50), "minLength": range(2, 1_000)}
"""Which bounds are told: those that a sensible argument could miss."""

_GLYPHS: Final = {
    "plan": "M4 5h16M4 10h16M4 15h10",
    "write": "M4 20l4-1 11-11-3-3L5 16z",
    "look": "M2 12q10-13 20 0-10 13-20 0M12 9a3 3 0 100 6 3 3 0 000-6",
    "find": "M10 4a6 6 0 100 12 6 6 0 000-12M15 15l6 6",
    "render": "M7 4l13 8-13 8z",
    "back": "M9 6L3 12l6 6M3 12h12a5 5 0 010 10",
    "stop": "M6 6h12v12H6z",
    "share": "M12 15V3M7 8l5-5 5 5M5 14v7h14v-7",
}


def offer(
    mcp: FastMCP,
    function: Callable[..., Any],
    *,
    title: str,
    kind: Kind,
    icon: str,
    result: type[BaseModel],
    never: Collection[str] = (),
    tags: set[str] | None = None,
    app: AppConfig | None = None,
) -> None:
    """Add ``function`` as a tool that returns ``result``, of it ``never`` these fields."""
    tool = FunctionTool.from_function(
        function,
        title=title,
        description=_one_line_paragraphs(function.__doc__ or ""),
        annotations=_ANNOTATIONS[kind],
        icons=[drawn_icon(icon)],
        output_schema=brief_output(result, never),
        tags=tags,
        timeout=_LONGEST_CALL_S,
        meta={"ui": app.model_dump(by_alias=True, exclude_none=True)} if app else None,
    )
    tool.parameters = brief_input(tool.parameters)
    mcp.add_tool(tool)


def brief_input(schema: dict[str, Any]) -> dict[str, Any]:
    """An input schema without what the model has no use for.

    >>> brief_input({"type": "object", "properties": {"n": {"anyOf": [{"type": "integer"}, {"type": "null"}],
    ...     "default": None, "title": "N"}}})
    {'type': 'object', 'properties': {'n': {'type': 'integer'}}}
    """
    said = cast("dict[str, Any]", _brief(schema))
    # Unknown arguments are refused by the call itself, with the nearest name.
    said.pop("additionalProperties", None)
    return said


def brief_output(model: type[BaseModel], never: Collection[str] = ()) -> dict[str, Any]:
    """A model's JSON schema, one level deep: what is in lists and objects stays open."""
    full = model.model_json_schema()
    fields = {
        name: _outline(field, full.get("$defs", {}))
        for name, field in full["properties"].items()
        if name not in never
    }
    return {"type": "object", "properties": fields}


def _brief(node: Any) -> Any:
    if isinstance(node, list):
        return [_brief(item) for item in cast("list[Any]", node)]
    if not isinstance(node, dict):
        return node
    found = cast("dict[str, Any]", node)
    kept = {key: value for key, value in found.items() if key != "title" or not isinstance(value, str)}
    if "anyOf" in kept and {"type": "null"} in kept["anyOf"]:
        others = [option for option in kept.pop("anyOf") if option != {"type": "null"}]
        kept = (others[0] if len(others) == 1 else {"anyOf": others}) | kept
    for bound, telling in _TELLING.items():
        if bound in kept and kept[bound] not in telling:
            del kept[bound]
    if kept.get("default", 0) in (None, "", [], {}):
        del kept["default"]
    return {key: _brief(value) for key, value in kept.items()}


def _outline(field: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    options = [option for option in field.get("anyOf", [field]) if option != {"type": "null"}]
    chosen = options[0]
    if "$ref" in chosen:
        chosen = definitions[chosen["$ref"].rpartition("/")[2]]
    said: dict[str, Any] = {"type": chosen["type"]} if "type" in chosen else {}
    return said | ({"enum": chosen["enum"]} if "enum" in chosen else {})


def _one_line_paragraphs(text: str) -> str:
    return "\n".join(" ".join(part.split()) for part in text.strip().split("\n\n"))


@cache
def drawn_icon(name: str) -> Icon:
    """One of the glyphs, as a picture in the address itself."""
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#7c6cf0" '
        f'stroke-width="2"><path d="{_GLYPHS[name]}"/></svg>'
    )
    data = base64.b64encode(drawn.encode()).decode()
    return Icon(src=f"data:image/svg+xml;base64,{data}", mime_type="image/svg+xml", sizes=["any"])
