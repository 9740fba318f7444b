"""Where a sentence of running text ends."""

from __future__ import annotations

import re

__all__ = ["sentences"]

_END = re.compile(r"(?<=[.!?…])[\"”’)»]*\s+(?=\S)|(?<=[。！？])(?=\S)")
_SHORT_FORMS = frozenset(
    ("dr", "mr", "mrs", "ms", "prof", "st", "no", "nr", "fig", "vs", "ca", "e.g", "i.e", "z.b", "d.h", "bzw")
)


def sentences(text: str) -> list[str]:
    """The sentences of inline Markdown; one that ends inside bold, code or a formula goes on."""
    found: list[str] = []
    start = 0
    for end in _END.finditer(text):
        sentence = text[start : end.end()].strip()
        if _is_over(sentence, text[end.end() :]):
            found.append(sentence)
            start = end.end()
    return [one for one in (*found, text[start:].strip()) if one]


def _is_over(sentence: str, rest: str) -> bool:
    if rest[:1].islower() or any(sentence.count(sign) % 2 for sign in ("$", "`", "**")):
        return False
    if not sentence.endswith("."):
        return True
    last = sentence.rsplit(maxsplit=1)[-1].rstrip(".").lstrip('("“‘*_').lower()
    is_initial = len(last) == 1 and last.isalpha()
    return not is_initial and last not in _SHORT_FORMS and not sentence[:-1].isdigit()
