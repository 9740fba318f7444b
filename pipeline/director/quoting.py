"""How data is shown to a model: between tags that nothing within can close."""

from __future__ import annotations

import re

__all__ = ["quoted"]


def quoted(tag: str, body: str, **attributes: str) -> str:
    """``body`` between ``<tag …>`` and ``</tag>``, so that it reads as data whatever it says."""
    said = "".join(f' {name}="{_plain(value)}"' for name, value in attributes.items())
    kept = re.sub(rf"(?i)<(?=\s*/\s*{tag})", r"<\\", body)
    return f"<{tag}{said}>\n{kept}\n</{tag}>"


def _plain(text: str) -> str:
    return re.sub(r'["<>]', "'", " ".join(text.split()))
