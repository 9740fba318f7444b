"""Change one member of a JSON document and leave every other byte as it is.

Editors' settings have comments and trailing commas, which a parser and a printer would lose; here the
document is only read to find the places, and the change is a cut in its text.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

__all__ = ["NotJson", "read", "with_member", "without_member"]

_DEEPEST = 100
_BLANK = " \t\r\n"


class NotJson(ValueError):
    """The text is not JSON with comments. ``line`` and ``column`` count from 1."""

    def __init__(self, what: str, text: str, at: int) -> None:
        super().__init__(what)
        self.line = text.count("\n", 0, at) + 1
        self.column = at - (text.rfind("\n", 0, at) + 1) + 1


@dataclass(slots=True)
class _Member:
    start: int
    value: _Node
    comma: int | None = None


@dataclass(slots=True)
class _Node:
    start: int
    end: int
    value: Any
    members: dict[str, _Member] = field(default_factory=dict[str, _Member])


def read(text: str) -> Any:
    """What the document says; ``None`` where it says nothing at all.

    Raises:
        NotJson: says where.
    """
    node = _document(text)
    return node.value if node else None


def with_member(text: str, path: tuple[str, ...], value: Any) -> str:
    """The text with the member at ``path`` set, objects on the way made. Each of them must be an object.

    Raises:
        NotJson: the text is not JSON with comments, or something on the way is not an object.
    """
    node = _document(text)
    if node is None:
        kept = text.rstrip()
        return (f"{kept}\n" if kept else "") + json.dumps(_nested(path, value), indent=2) + "\n"
    unit = _unit(text, node)
    for depth, name in enumerate(path):
        _require_object(text, node)
        member = node.members.get(name)
        if member is None:
            return _inserted(text, node, name, _nested(path[depth + 1 :], value), unit)
        node = member.value
    return text[: node.start] + _printed(value, unit, _margin(text, node.start)) + text[node.end :]


def without_member(text: str, path: tuple[str, ...]) -> str:
    """The text without the member at ``path``; as it is where there is none.

    Raises:
        NotJson: the text is not JSON with comments.
    """
    node = _document(text)
    for name in path[:-1]:
        node = node.members[name].value if node and name in node.members else None
    if node is None or path[-1] not in node.members:
        return text
    member = node.members[path[-1]]
    start, end = member.start, (member.comma + 1 if member.comma is not None else member.value.end)
    while text[start - 1] in " \t":
        start -= 1
    rest = text[end:].lstrip(" \t")
    if text[start - 1] == "\n" and rest[:1] in ("\n", "\r"):
        start -= 2 if text[start - 2 : start] == "\r\n" else 1
    before = text[:start]
    if member.comma is None:
        ahead = [other.comma for other in node.members.values() if other.start < member.start]
        last = max((comma for comma in ahead if comma is not None), default=None)
        before = before if last is None else before[:last] + before[last + 1 :]
    return before + text[end:]


def _document(text: str) -> _Node | None:
    begin = _skipped(text, 0)
    if begin == len(text):
        return None
    node = _value(text, begin, 0)
    after = _skipped(text, node.end)
    if after != len(text):
        raise NotJson("there is something after the end of the document", text, after)
    return node


def _skipped(text: str, at: int) -> int:
    """The next place that is neither blank nor comment."""
    while at < len(text):
        if text[at] in _BLANK or text[at] == "\ufeff":
            at += 1
        elif text.startswith("//", at):
            found = text.find("\n", at)
            at = len(text) if found < 0 else found
        elif text.startswith("/*", at):
            found = text.find("*/", at + 2)
            if found < 0:
                raise NotJson("this comment has no end", text, at)
            at = found + 2
        else:
            return at
    return at


def _constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


_DECODER = json.JSONDecoder(parse_constant=_constant)


def _value(text: str, at: int, depth: int) -> _Node:
    if depth > _DEEPEST:
        raise NotJson(f"nested more than {_DEEPEST} deep", text, at)
    if text[at : at + 1] == "{":
        return _object(text, at, depth)
    if text[at : at + 1] == "[":
        return _array(text, at, depth)
    try:
        value, end = _DECODER.raw_decode(text, at)
    except ValueError as error:
        raise NotJson("a value is expected here", text, min(getattr(error, "pos", at), len(text))) from None
    return _Node(at, end, value)


def _object(text: str, start: int, depth: int) -> _Node:
    node = _Node(start, start, {})
    at = _skipped(text, start + 1)
    while text[at : at + 1] != "}":
        if text[at : at + 1] != '"':
            raise NotJson("a name in quotes or } is expected here", text, at)
        name = _value(text, at, depth + 1)
        colon = _skipped(text, name.end)
        if text[colon : colon + 1] != ":":
            raise NotJson("a colon is expected here", text, colon)
        member = _Member(at, _value(text, _skipped(text, colon + 1), depth + 1))
        node.members[name.value] = member
        node.value[name.value] = member.value.value
        at, member.comma = _after_item(text, member.value.end, "}")
    node.end = at + 1
    return node


def _array(text: str, start: int, depth: int) -> _Node:
    items: list[Any] = []
    at = _skipped(text, start + 1)
    while text[at : at + 1] != "]":
        item = _value(text, at, depth + 1)
        items.append(item.value)
        at, _ = _after_item(text, item.end, "]")
    return _Node(start, at + 1, items)


def _after_item(text: str, end: int, closing: str) -> tuple[int, int | None]:
    at = _skipped(text, end)
    if text[at : at + 1] == ",":
        return _skipped(text, at + 1), at
    if text[at : at + 1] != closing:
        raise NotJson(f"a comma or {closing} is expected here", text, at)
    return at, None


def _require_object(text: str, node: _Node) -> None:
    if not isinstance(node.value, dict):
        raise NotJson("an object is expected here", text, node.start)


def _nested(path: tuple[str, ...], value: Any) -> Any:
    for name in reversed(path):
        value = {name: value}
    return value


def _margin(text: str, at: int) -> str:
    """The blanks that begin the line of a place."""
    line = text[text.rfind("\n", 0, at) + 1 : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def _unit(text: str, root: _Node) -> str:
    """What one step of indentation is in this document."""
    first = min((member.start for member in root.members.values()), default=None)
    own = "" if first is None or "\n" not in text[root.start : first] else _margin(text, first)
    return own.removeprefix(_margin(text, root.start)) or "  "


def _printed(value: Any, unit: str, margin: str) -> str:
    return json.dumps(value, indent=unit, ensure_ascii=False).replace("\n", f"\n{margin}")


def _inserted(text: str, node: _Node, name: str, value: Any, unit: str) -> str:
    close = node.end - 1
    margin = _margin(text, node.start)
    last = max(node.members.values(), key=lambda member: member.start, default=None)
    body = text[node.start + 1 : close]
    if last is not None and last.comma is None:
        end = last.value.end
        body = text[node.start + 1 : end] + "," + text[end:close]
    added = f"{margin}{unit}{json.dumps(name, ensure_ascii=False)}: {_printed(value, unit, margin + unit)}"
    return f"{text[: node.start + 1]}{body.rstrip()}\n{added}\n{margin}{text[close:]}"
