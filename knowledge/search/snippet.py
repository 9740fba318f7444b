"""What a snippet is: a runnable scene file that says in its front matter what it is good for."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

import yaml

from knowledge.search.errors import SnippetError
from proofreel.parsing import parse_python

__all__ = ["Level", "Snippet", "parse_snippet"]

Level = Literal["beginner", "intermediate", "advanced"]
LEVELS: tuple[Level, ...] = get_args(Level)

_FRONT_MATTER = re.compile(r'\A"""\s*\n?---\n(?P<yaml>.*?)\n---\s*\n?"""\n+', re.DOTALL)
_LISTS = frozenset({"asks", "tags", "needs"})
_ID = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Snippet:
    """One entry of the library.

    ``code`` is the file without its front matter: it runs as it is. ``asks`` are phrasings of what
    somebody who needs this would type. ``needs`` names what must be there besides manim: ``math``
    for typeset formulas, ``asset:NAME`` for a file of the lesson.
    """

    id: str
    title: str
    topic: str
    code: str
    license: str
    source: str
    manim: str
    asks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    teaches: str = ""
    needs: tuple[str, ...] = ()
    level: Level = "beginner"

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Snippet:
        """The snippet again from its fields as JSON keeps them, tuples having become lists."""
        fields: dict[str, Any] = {key: tuple(row[key]) if key in _LISTS else row[key] for key in row}
        return cls(**fields)

    @property
    def scene(self) -> str:
        """The name of the first scene class in the code, or an empty string."""
        classes = [node for node in parse_python(self.code).body if isinstance(node, ast.ClassDef)]
        scenes = [node for node in classes if any("Scene" in ast.unparse(base) for base in node.bases)]
        return scenes[0].name if scenes else ""


def parse_snippet(text: str, *, name: str, defaults: Mapping[str, str] | None = None) -> Snippet:
    """Read one snippet file.

    ``name`` is what the file is called in messages. ``defaults`` stands in for ``id``, ``topic``,
    ``license``, ``source`` and ``manim`` where the front matter leaves them out. Raises
    ``SnippetError`` when the front matter is missing, isn't YAML, lacks a field or has a wrong one,
    and when the code isn't Python.
    """
    match = _FRONT_MATTER.match(text)
    if match is None:
        raise SnippetError(
            f"{name} has no front matter.",
            fix='Begin the file with a docstring that holds YAML between two lines of "---".',
        )
    fields = {**(defaults or {}), **_front_matter(match["yaml"], name)}
    code = text[match.end() :]
    try:
        parse_python(code)
    except SyntaxError as error:
        line = (error.lineno or 1) + text[: match.end()].count("\n")
        raise SnippetError(f"{name}, line {line}: {error.msg}.", fix="Mend the syntax.") from error
    snippet_id = _text(fields, "id", name)
    if not _ID.fullmatch(snippet_id):
        raise SnippetError(f"{name}: the id {snippet_id!r} isn't words joined by hyphens.")
    level = _text(fields, "level", name, "beginner")
    if level not in LEVELS:
        raise SnippetError(f"{name}: level is {level!r}.", fix=f"One of {', '.join(LEVELS)}.")
    return Snippet(
        id=snippet_id,
        title=_text(fields, "title", name),
        topic=_text(fields, "topic", name),
        code=code,
        license=_text(fields, "license", name),
        source=_text(fields, "source", name),
        manim=_text(fields, "manim", name),
        asks=_texts(fields, "asks", name),
        tags=_texts(fields, "tags", name),
        teaches=_text(fields, "teaches", name, ""),
        needs=_texts(fields, "needs", name),
        level=level,
    )


def _front_matter(text: str, name: str) -> dict[str, Any]:
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - it is the safe loader in C
    except yaml.YAMLError as error:
        raise SnippetError(f"{name}: the front matter isn't YAML: {error}") from error
    if not isinstance(data, dict):
        raise SnippetError(f"{name}: the front matter isn't a mapping of fields.")
    return cast("dict[str, Any]", data)


def _text(fields: Mapping[str, Any], key: str, name: str, default: str | None = None) -> str:
    value = fields.get(key, default)
    if value is None:
        raise SnippetError(f"{name} has no {key}.", fix=f"Add a line `{key}: …` to the front matter.")
    if not isinstance(value, str | int | float):
        raise SnippetError(f"{name}: {key} isn't text.")
    return str(value).strip()


def _texts(fields: Mapping[str, Any], key: str, name: str) -> tuple[str, ...]:
    value: object = fields.get(key) or []
    if not isinstance(value, list):
        raise SnippetError(f"{name}: {key} isn't a list.")
    return tuple(str(item).strip() for item in cast("list[object]", value))
