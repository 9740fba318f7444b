"""YAML that remembers its lines, for front matter and the bodies of blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, cast

import yaml

from pipeline.lesson.errors import Problem

__all__ = ["Body", "read_yaml"]

_DEEPEST = 20
_UNQUOTED = re.compile(r"^(\s*(?:-\s+)*(?:[^\s'\"\[{#&*`-][^:'\"\[{]*:\s+)?)([*`@%].*?)\s*$", re.MULTILINE)
"""A value that starts with a sign of Markdown, which YAML keeps for itself: ``- **bold** words``."""


class _Loader(yaml.SafeLoader):
    """Plain data: no dates, ``yes``, ``no``, ``on`` and ``off`` as words, no aliases (they can explode)."""

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = cast("yaml.Mark", cast("Any", self).peek_event().start_mark)
            raise yaml.MarkedYAMLError(None, None, "a name with * refers elsewhere", mark)
        return super().compose_node(parent, index)


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag not in {"tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:bool", "tag:yaml.org,2002:merge"}
        or (tag == "tag:yaml.org,2002:bool" and first in "tTfF")
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


@dataclass(frozen=True, slots=True)
class Body:
    """The data, and the line in the file of every place in it."""

    data: Any
    lines: dict[tuple[int | str, ...], int]
    first_line: int

    def line_of(self, location: tuple[int | str, ...]) -> int:
        """The line of a location, or of the nearest place around it."""
        while location:
            if location in self.lines:
                return self.lines[location]
            location = location[:-1]
        return self.lines.get((), self.first_line)


def read_yaml(text: str, *, file: str, first_line: int) -> Body | Problem:
    """Parse YAML that starts at a line of the file; a Problem where it can't be read."""
    read = _read(text, file, first_line)
    if isinstance(read, Body):
        return read
    # Only now, since within a long quoted text a line may begin with such a sign too.
    quoted = _UNQUOTED.sub(lambda found: f"{found[1]}'{found[2].replace(chr(39), chr(39) * 2)}'", text)
    return _read(quoted, file, first_line)


def _read(text: str, file: str, first_line: int) -> Body | Problem:
    try:
        loader = _Loader(text)
    except yaml.YAMLError:
        return Problem(file, first_line, "There are control characters.", "Remove them; they can't be seen.")
    try:
        node: Any = loader.get_single_node()
        if node is None:
            return Body(None, {}, first_line)
        lines: dict[tuple[int | str, ...], int] = {}
        _collect(node, (), first_line, lines)
        return Body(loader.construct_document(node), lines, first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        return Problem(
            file, line, f"YAML can't be read: {error.problem}.", _advice(text, mark.line if mark else 0)
        )
    except (yaml.YAMLError, ValueError, RecursionError, TypeError) as error:
        reason = " ".join(str(error).split())[:120]
        return Problem(file, first_line, f"YAML can't be read: {reason}.", "Write key: value, one a line.")
    finally:
        loader.dispose()


def _advice(text: str, line: int) -> str:
    lines = text.splitlines()
    shown = lines[min(line, len(lines) - 1)] if lines else ""
    if "\t" in shown:
        return "Indent with spaces, not with tabs."
    if any(sign in shown for sign in "{}[]:\\#&*!|>%@`'\""):
        return "Put the text in 'single quotes', since it holds signs that mean something in YAML."
    return "Write key: value, one a line, lists with a dash and a space."


def _collect(
    node: yaml.Node,
    path: tuple[int | str, ...],
    first_line: int,
    lines: dict[tuple[int | str, ...], int],
) -> None:
    if len(path) > _DEEPEST:
        raise ValueError("it is nested too deep")
    lines.setdefault(path, first_line + node.start_mark.line)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _collect(item, (*path, index), first_line, lines)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if isinstance(key, yaml.ScalarNode):
                lines[(*path, str(key.value))] = first_line + key.start_mark.line
                _collect(value, (*path, str(key.value)), first_line, lines)
