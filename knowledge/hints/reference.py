"""The entry of the API reference that is nearest to an error: of what was called, or was meant."""

from __future__ import annotations

import re

from knowledge.api import lookup
from knowledge.api.lookup import Entry

__all__ = ["entry_for"]

_UNDEFINED = re.compile(r"name '(\w+)' is not defined")
_ATTRIBUTE = re.compile(r"'(\w+)' object has no attribute '(\w+)'")
_IMPORT = re.compile(r"cannot import name '(\w+)'|has no attribute '(\w+)'")
_CALLEE = re.compile(r"(?:(\w+)\.)?(\w+)\(\) (?:got|missing|takes)")
_CALLED = re.compile(r"(?:\.|\b)([A-Za-z_]\w*)\s*\(")
_EVERYWHERE = {"play", "wait", "add", "print", "range", "len", "str", "append", "construct"}


def entry_for(message: str, code: str = "") -> Entry | None:
    """Look up what an exception names, else what its line (``code``) calls, the outermost last.

    A name that no manim has gives the entry with its nearest names; None where nothing fits.
    """
    if match := _UNDEFINED.search(message):
        return _known(match[1]) or _unless_odd(match[1])
    if match := _ATTRIBUTE.search(message):
        return _unless_odd(f"{match[1]}.{match[2]}") or _known(match[1])
    if match := _IMPORT.search(message):
        return _unless_odd(match[1] or match[2])
    named = _CALLEE.search(message)
    called = [name for name in _CALLED.findall(code) if name not in _EVERYWHERE]
    if named and named[2] != "__init__":
        called.insert(0, named[2])
    for name in called:
        if found := _known(name):
            return found
    return _known(named[1]) if named and named[1] else None


def _known(symbol: str) -> Entry | None:
    entry = lookup(symbol)
    return entry if entry.found else None


def _unless_odd(symbol: str) -> Entry | None:
    """An unknown symbol is worth an entry where it looks like one of manim's: a class, a member."""
    entry = lookup(symbol)
    looks_like_one = symbol[0].isupper() and bool(entry.nearest)
    return entry if entry.found or entry.instead or looks_like_one else None
