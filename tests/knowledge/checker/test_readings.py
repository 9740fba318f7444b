"""Sources with what the checker says about each line, written below it: what runs has nothing below.

``readings.txt`` holds them: a title after ``==``, then the body of ``construct``, or a whole source. Below a
line stands ``!`` for an error or ``?`` for a warning, the rule, the columns (or the line and column of the
end), the message, and after bars what to do and the exact change. ``self.play(x)`` is a way of asking what
the checker takes ``x`` for. ``SNAPSHOT_UPDATE=1`` writes anew what is said; read the difference.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from textwrap import indent

import pytest

from knowledge.checker import Finding, check

FILE = Path(__file__).with_name("readings.txt")

_HEAD = "from manim import *\n"
_SIGNS = {"error": "!", "warning": "?"}
_STANDS_ALONE = re.compile(r"^(from manim|import manim|class \w+\(\w*Scene\)|```)", re.MULTILINE)
_CLASS = "class Demo(Scene):\n    def construct(self):\n"


def _sections() -> dict[str, str]:
    parts = re.split(r"^== (.+)\n", FILE.read_text(), flags=re.MULTILINE)[1:]
    return {title: body.strip("\n") for title, body in zip(parts[::2], parts[1::2], strict=True)}


def _said(finding: Finding, column: int) -> str:
    end = f"{finding.end_column - column}"
    if finding.end_line != finding.line:
        end = f"+{finding.end_line - finding.line}:{end}"
    text = f"{_SIGNS[finding.severity]} {finding.rule} {finding.column - column}-{end}"
    change = finding.replacement
    parts = [text + " " + finding.message, finding.fix]
    if change is not None:
        parts.append(f"{change.old!r} -> {change.new!r}")
    return " | ".join(parts).rstrip(" |")


def _annotated(code: str) -> str:
    """The code, with what is said about each line below it."""
    left, head = ("", "") if _STANDS_ALONE.search(code) else (" " * 8, _HEAD + _CLASS)
    source = head + "".join(f"{left if line else ''}{line}\n" for line in code.split("\n"))
    found: dict[int, list[str]] = {}
    for finding in check(source):
        line = finding.line - head.count("\n")
        found.setdefault(max(line, 1), []).append(_said(finding, len(left)))
    lines = code.split("\n")
    return "\n".join(part for n, line in enumerate(lines, 1) for part in (line, *found.get(n, ())))


def _code(body: str) -> str:
    return "\n".join(line for line in body.split("\n") if not line.startswith(("! ", "? ")))


if os.environ.get("SNAPSHOT_UPDATE"):
    _written = {title: _annotated(_code(body)) for title, body in _sections().items()}
    FILE.write_text("\n\n".join(f"== {title}\n{body}" for title, body in _written.items()) + "\n")


SECTIONS = _sections()


_CLUMSY = re.compile(r"^(a|an|the) |(?<!-)\b1 (?!has\b)[a-z]+s\b|[=:]\.$|  | \.(?!\w)|[^.]\.\.$")
"""A sentence that begins in lower case, "1 names", "font_size=.", a gap, two full stops."""


def _whole(code: str) -> str:
    return code if _STANDS_ALONE.search(code) else _HEAD + _CLASS + indent(code, " " * 8)


@pytest.mark.parametrize("title", SECTIONS)
def test_each_finding_is_a_sentence_and_says_what_to_do(title: str) -> None:
    for finding in check(_whole(_code(SECTIONS[title]))):
        for sentence in (finding.message, finding.fix):
            assert sentence.endswith(".")
            assert not _CLUMSY.search(sentence), sentence


@pytest.mark.parametrize("title", SECTIONS)
def test_each_line_is_read_as_it_says(title: str) -> None:
    assert _annotated(_code(SECTIONS[title])) == SECTIONS[title]
