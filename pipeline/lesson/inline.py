"""Inline Markdown: the canonical form that blocks hold, and the plain text that a voice says.

The form is a small part of Markdown: ``**bold**``, ``*italic*``, `` `code` ``, ``$formula$`` and a
backslash before a sign that is meant literally. The lesson kit in the sandbox reads the same form.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from markdown_it.token import Token

from pipeline.lesson.speech import speak

__all__ = ["InlineMistake", "escape", "plain", "spoken", "to_source"]

MARK = re.compile(r"<mark\s+([A-Za-z0-9_-]+)\s*/?>")
"""A moment in a narration: ``<mark a/>``."""

_PIECES = re.compile(
    r"\\(?P<escaped>[\\`*$_\[\]<>])|\*\*(?P<bold>.+?)\*\*(?!\*)|\*(?P<italic>[^*\s](?:[^*]*[^*\s])?)\*"
    r"|`(?P<code>[^`]+)`|\$(?P<math>(?:[^$\\]|\\.)+)\$",
    re.DOTALL,
)


class InlineMistake(NamedTuple):
    """Something in running text that a scene can't show."""

    what: str
    right: str


def escape(text: str) -> str:
    """Literal text as inline Markdown."""
    return re.sub(r"([\\`*$])", r"\\\1", text)


def plain(source: str) -> str:
    """What is read on a caption: no markup, formulas as their spoken words."""
    return _flatten(MARK.sub("", source), speak)


def spoken(source: str) -> str:
    """What a voice says: as ``plain``, with the marks left in."""
    return _flatten(source, speak)


def _flatten(source: str, formula: Callable[[str], str]) -> str:
    def put(found: re.Match[str]) -> str:
        if (math := found["math"]) is not None:
            return formula(math)
        if (escaped := found["escaped"]) is not None:
            return escaped
        if (code := found["code"]) is not None:
            return code
        return _flatten(found["bold"] or found["italic"], formula)

    return re.sub(r"\s+", " ", _PIECES.sub(put, source)).strip()


def to_source(tokens: Sequence[Token], mistakes: list[InlineMistake], *, marks: bool = False) -> str:
    """The canonical form of a line's tokens; what can't be shown is added to ``mistakes``."""
    pieces: list[str] = []
    for token in tokens:
        match token.type:
            case "text":
                pieces.append(escape(token.content))
            case "softbreak" | "hardbreak":
                pieces.append(" ")
            case "strong_open" | "strong_close":
                pieces.append("**")
            case "em_open" | "em_close":
                pieces.append("*")
            case "code_inline":
                pieces.append(f"`{token.content.replace('`', 'ˋ')}`")
            case "math_inline" | "math_inline_double":
                pieces.append(f"${token.content.strip()}$")
            case "link_open" | "link_close":
                pass  # A video has no links: their text stays.
            case "html_inline":
                pieces.append(_html(token.content, mistakes, marks=marks))
            case "image":
                mistakes.append(
                    InlineMistake(
                        "A picture stands in the middle of a text.", "Put it into a paragraph of its own."
                    )
                )
            case _:
                mistakes.append(
                    InlineMistake(f"{token.content!r} can't be shown.", "Write it as text or `code`.")
                )
    return re.sub(r"[ \t]+", " ", "".join(pieces)).strip()


def _html(tag: str, mistakes: list[InlineMistake], *, marks: bool) -> str:
    if tag.startswith("<!--"):
        return ""
    if MARK.fullmatch(tag):
        if marks:
            return tag
        mistakes.append(InlineMistake(f"{tag} marks a moment of speech.", "It belongs into a paragraph."))
        return ""
    if re.fullmatch(r"</mark>", tag):
        return ""
    mistakes.append(InlineMistake(f"HTML isn't drawn: {tag[:40]}.", "Use Markdown, or `code` to show it."))
    return ""
