"""Text from anybody, made safe to show: no terminal obeys it, and it turns nothing around."""

from __future__ import annotations

import re

__all__ = ["printable"]

_OBEYED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters but tab and newline
    r"\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"  # unseen, or turning text around
    r"\ud800-\udfff]"  # halves of characters, which no encoding takes
)


def printable(text: str) -> str:
    """The text with every character spelt out that isn't to be seen, such as ``\\x1b``."""
    return _OBEYED.sub(_spelt, text)


def _spelt(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}"
