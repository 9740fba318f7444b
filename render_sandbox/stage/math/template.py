r"""What a LaTeX preamble means to MathJax: its definitions are taken over, its packages named."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["definitions", "packages"]

_DEFINES = re.compile(
    r"\\(?:re)?newcommand\*?|\\providecommand\*?|\\DeclareMathOperator\*?|\\def\b|\\let\b|\\(?:re)?newenvironment\*?"
    r"|\\DeclarePairedDelimiters?X?(?:PP)?\*?|\\definecolor\b|\\newtagform|\\DeclareRobustCommand\*?"
)
_PACKAGE = re.compile(r"\\(?:usepackage|RequirePackage)\s*(?:\[[^]]*\])?\s*\{([^}]*)\}")
_COMMENT = re.compile(r"(?<!\\)%.*")


def packages(preamble: str) -> list[str]:
    """The packages that ``\\usepackage`` asks for, in order."""
    found = _PACKAGE.findall(_COMMENT.sub("", preamble))
    return [name.strip() for names in found for name in names.split(",") if name.strip()]


def definitions(preamble: str) -> list[str]:
    """The commands of ``preamble`` that define something, each with all its arguments."""
    return list(_definitions(_COMMENT.sub("", preamble)))


def _definitions(text: str) -> Iterator[str]:
    start = 0
    while found := _DEFINES.search(text, start):
        start = _end(text, found.end())
        yield _known(text[found.start() : start].strip())


def _known(definition: str) -> str:
    """``definition`` in the words that MathJax knows."""
    for unknown in (r"\providecommand", r"\DeclareRobustCommand"):
        if definition.startswith(unknown):
            return r"\newcommand" + definition.removeprefix(unknown).removeprefix("*")
    return definition


def _end(text: str, start: int) -> int:
    """Where the arguments that begin at ``start`` end: at the first line that is complete."""
    depth, position = 0, start
    while position < len(text):
        character = text[position]
        if character == "\\":
            position += 2
            continue
        depth += (character == "{") - (character == "}")
        position += 1
        if depth < 0:
            return position - 1
        if depth == 0 and character in "}\n" and not re.match(r"\s*[\[{]", text[position:]):
            return position
    return len(text)
