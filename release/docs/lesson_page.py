"""The page on a lesson as data: every model of ``pipeline.lesson``, with an example of each block."""

from __future__ import annotations

import json
from typing import Any

from kit_pages import EVERY_BLOCK
from schema_words import cell, default_of, words_of

from pipeline.lesson import Lesson, load

__all__ = ["lesson_data"]


def lesson_data() -> str:
    """What a lesson may hold, from the schema that judges it."""
    schema = Lesson.model_json_schema()
    parts: dict[str, dict[str, Any]] = schema["$defs"]
    blocks = [name for name, part in parts.items() if "kind" in part["properties"]]
    lines = [
        "# A lesson as data",
        "",
        "The same lesson that a [file](../lesson-format.md) writes in Markdown, as the JSON that `plan_lesson` takes as well.",
        "This page is made from the models that judge both: what is not here is refused, with its place and what would be right.",
        "",
        *_part("Lesson", schema),
        *_part("Scene", parts["Scene"]),
        *_part("Voice", parts["Voice"]),
        "## Blocks",
        "",
        "A block is told by its `kind`.",
        "",
    ]
    examples = _examples()
    for name in blocks:
        kind = parts[name]["properties"]["kind"]["const"]
        lines += [*_part(kind, parts[name], 3), *_fence(examples.get(kind))]
    lines += ["## Parts of blocks", ""]
    for name in sorted(set(parts) - set(blocks) - {"Scene", "Voice"}):
        lines += _part(name, parts[name], 3)
    return "\n".join(lines)


def _part(name: str, schema: dict[str, Any], depth: int = 2) -> list[str]:
    required = set(schema.get("required", ()))
    lines = [f"{'#' * depth} {name}", "", cell(schema["description"]), ""]
    lines += ["| field | what it takes | default | |", "|---|---|---|---|"]
    for field, told in schema["properties"].items():
        default = "needed" if field in required or field == "kind" else default_of(told.get("default"))
        lines.append(f"| `{field}` | {cell(_column(told))} | {default} | {cell(told.get('description'))} |")
    return [*lines, ""]


def _column(told: dict[str, Any]) -> str:
    items = told.get("items", {})
    if told.get("type") == "array" and "discriminator" in items:
        return f"at most {told['maxItems']} of: [blocks](#blocks)"
    return words_of(told)


def _fence(block: dict[str, Any] | None) -> list[str]:
    """A block as JSON: a line for each of its fields, and for each entry of a list."""
    if block is None:
        return []
    fields = [f"  {_json(name)}: {_lines(value)}" for name, value in block.items()]
    return ["```json", "{", ",\n".join(fields), "}", "```", ""]


def _lines(value: Any) -> str:
    if isinstance(value, list) and any(isinstance(one, dict | list) for one in value):
        return "[\n" + ",\n".join(f"    {_json(one)}" for one in value) + "\n  ]"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _examples() -> dict[str, dict[str, Any]]:
    """By kind, the first block of ``every_block.md`` as a plan has it."""
    found: dict[str, dict[str, Any]] = {}
    for scene in load(EVERY_BLOCK).scenes:
        for block in scene.blocks:
            told = block.model_dump(mode="json", exclude_defaults=True, by_alias=True)
            found.setdefault(block.kind, {"kind": block.kind} | _without_lines(told))
    return found


def _without_lines(told: Any) -> Any:
    """Where a part stood in its file is no part of a plan."""
    if isinstance(told, dict):
        return {key: _without_lines(value) for key, value in told.items() if key != "line"}
    return [_without_lines(one) for one in told] if isinstance(told, list) else told
