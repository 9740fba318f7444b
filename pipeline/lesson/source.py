"""Python literals and calls as a person would write them: safe for any text, short enough to read."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable

__all__ = ["call", "formula", "name", "said", "text"]

_WIDTH = 96
_LINE = 84


def text(value: str) -> str:
    """A string literal; a long one as adjacent pieces in brackets."""
    pieces = _pieces(value)
    return pieces[0] if len(pieces) == 1 else "(\n" + "\n".join(f"    {piece}" for piece in pieces) + "\n)"


def said(function: str, value: str) -> list[str]:
    """The lines of a call whose only argument is a text."""
    pieces = _pieces(value)
    if len(pieces) == 1:
        return call(function, pieces)
    return [f"{function}(", *(f"    {piece}" for piece in pieces), ")"]


def _pieces(value: str) -> list[str]:
    """Literals that say a text one after the other, broken at spaces but not within a mark or a formula."""
    if len(value) <= _LINE or "\n" in value:
        return [_quote(value)]
    whole = re.sub(r"<mark [^>]*>|\$[^$]+\$", lambda found: found[0].replace(" ", "\0"), value)
    pieces = textwrap.wrap(
        whole, _LINE, drop_whitespace=False, replace_whitespace=False, break_on_hyphens=False
    )
    if "".join(pieces) != whole or "\0" in value:
        return [_quote(value)]
    # A piece ends with its space, so that each line starts with a word.
    for index in range(len(pieces) - 1):
        stripped = pieces[index + 1].lstrip(" ")
        pieces[index] += " " * (len(pieces[index + 1]) - len(stripped))
        pieces[index + 1] = stripped
    return [_quote(piece.replace("\0", " ")) for piece in pieces if piece]


def formula(value: str) -> str:
    """A formula's literal, on one line."""
    return _quote(" ".join(value.split()))


def _quote(value: str) -> str:
    """A literal in double quotes where possible, raw where that saves backslashes."""
    if "\\" in value and '"' not in value and not value.endswith("\\") and value.isprintable():
        return f'r"{value}"'
    literal = repr(value)
    if literal.startswith("'") and '"' not in literal and "\\'" not in literal:
        return f'"{literal[1:-1]}"'
    return literal


def name(value: str) -> str:
    """``DerivativeOfASineScene`` for a title; only ASCII letters and digits are kept."""
    words = ["".join(sign for sign in word if sign.isascii() and sign.isalnum()) for word in value.split()]
    camel = "".join(word[:1].upper() + word[1:] for word in words if word)[:48].lstrip("0123456789")
    return camel if camel.endswith("Scene") else f"{camel}Scene"


def call(function: str, arguments: Iterable[str]) -> list[str]:
    """The lines of a call: one where it fits, else an argument a line."""
    given = list(arguments)
    line = f"{function}({', '.join(given)})"
    if len(line) <= _WIDTH and "\n" not in line:
        return [line]
    lines = [f"{function}("]
    for argument in given:
        lines += textwrap.indent(f"{argument},", "    ").split("\n")
    return [*lines, ")"]
