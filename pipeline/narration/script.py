"""The lines of a scene, found in its code without running it, and the marks in a line.

A line is what ``self.say("…")`` or ``self.narrate("…")`` says. Its text may be a literal, literals
joined by ``+``, an f-string, or a name that the file assigns one such text or number to; what stands in
an f-string must itself be known so.
"""

from __future__ import annotations

import ast
import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from proofreel.parsing import parse_python

__all__ = ["Line", "Unspoken", "lines", "parse", "unspoken"]

_MARK = re.compile(r"<mark\s+(?:name=)?[\"']?([A-Za-z0-9_-]+)[\"']?\s*/?>")
_LONG_FIELD = re.compile(r"\d{3}")
"""In a format: no line of narration is padded to a hundred signs, and none may fill the memory."""
_Value: TypeAlias = str | int | float
_SPEAKING = frozenset({"say", "narrate"})


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``key`` is the stage's name for it, ``marks`` lead to the index of a word of ``text``.

    Words are what white space separates; a mark behind the last word has the number of words.
    """

    key: str
    text: str
    marks: tuple[tuple[str, int], ...]

    @property
    def words(self) -> list[str]:
        """The words of the line, with their punctuation."""
        return self.text.split()


@dataclass(frozen=True, slots=True)
class Unspoken:
    """A call whose text is made while the scene runs: no voice can say it beforehand."""

    line: int
    column: int
    source: str


def parse(said: str) -> Line:
    """A line as a scene says it, its marks taken out."""
    pieces = _MARK.split(said)
    marks: list[tuple[str, int]] = []
    before = ""
    for text, name in zip(pieces[::2], pieces[1::2], strict=False):
        before += text
        following = "".join(pieces[2 * len(marks) + 2 :: 2])
        marks.append((name, _words_before(before, following)))
    plain = " ".join("".join(pieces[::2]).split())
    key = hashlib.sha256(" ".join(said.split()).encode()).hexdigest()[:16]
    return Line(key, plain, tuple(marks))


def lines(code: str) -> list[Line]:
    """The lines of a scene's code in its order, each once. Code that doesn't parse has none."""
    found: dict[str, Line] = {}
    for _, text in _calls(code):
        if text is not None and (line := parse(text)).text:
            found.setdefault(line.key, line)
    return list(found.values())


def unspoken(code: str) -> list[Unspoken]:
    """The calls whose text isn't known before the scene runs."""
    return [
        Unspoken(call.lineno, call.col_offset + 1, ast.unparse(call))
        for call, text in _calls(code)
        if text is None
    ]


def _words_before(before: str, following: str) -> int:
    count = len(before.split())
    within = before[-1:].strip() and following[:1].strip()
    return max(0, count - 1) if within else count


def _calls(code: str) -> Iterator[tuple[ast.Call, str | None]]:
    try:
        tree = parse_python(code)
    except (SyntaxError, ValueError, RecursionError):
        return
    names = _texts_by_name(tree)
    for node in sorted(ast.walk(tree), key=_place):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _SPEAKING
        ):
            given = node.args[0] if node.args else _keyword(node, "text")
            if given is not None:
                yield node, _text(given, names)


def _place(node: ast.AST) -> tuple[int, int]:
    return getattr(node, "lineno", 0), getattr(node, "col_offset", 0)


def _keyword(call: ast.Call, name: str) -> ast.expr | None:
    return next((keyword.value for keyword in call.keywords if keyword.arg == name), None)


def _texts_by_name(tree: ast.Module) -> dict[str, _Value]:
    """Names to which the whole file assigns exactly once, and a text or a number at that."""
    assigned = Counter(
        node.id for node in ast.walk(tree) if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    )
    assigned.update(node.arg for node in ast.walk(tree) if isinstance(node, ast.arg))
    known: dict[str, _Value] = {}
    for node in sorted(ast.walk(tree), key=_place):
        if isinstance(node, ast.Assign) and len(node.targets) == 1 and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            value = _value(node.value, known)
            if value is not None and assigned[name] == 1:
                known[name] = value
    return known


def _text(node: ast.expr, names: Mapping[str, _Value]) -> str | None:
    value = _value(node, names)
    return value if isinstance(value, str) else None


def _value(node: ast.expr, names: Mapping[str, _Value]) -> _Value | None:
    """The text or number that an expression always has, or None."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str | int | float) else None
    if isinstance(node, ast.Name):
        return names.get(node.id)
    if isinstance(node, ast.JoinedStr):
        parts = [_value(part, names) for part in node.values]
        return None if None in parts else "".join(map(str, parts))
    if isinstance(node, ast.FormattedValue):
        return _formatted(node, names)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        number = _value(node.operand, names)
        return -number if isinstance(number, int | float) else None
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _text(node.left, names), _text(node.right, names)
        return None if left is None or right is None else left + right
    return None


def _formatted(node: ast.FormattedValue, names: Mapping[str, _Value]) -> str | None:
    value = _value(node.value, names)
    spec = _text(node.format_spec, names) if node.format_spec is not None else ""
    if value is None or spec is None or _LONG_FIELD.search(spec):
        return None
    if node.conversion != -1:
        value = {"s": str, "r": repr, "a": ascii}[chr(node.conversion)](value)
    try:
        return format(value, spec)
    except ValueError:
        return None
