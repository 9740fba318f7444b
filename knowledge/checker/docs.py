"""The page of rules in the documentation, written from the rules: ``python -m knowledge.checker.docs``."""

from __future__ import annotations

from knowledge.checker.rules import RULES

__all__ = ["page"]

_HEAD = """# Checker rules

`proofreel check FILE.py` reads a scene without running it. An error means that the scene won't run
with the pinned manim; a warning, that it runs but hardly as meant. What isn't sure isn't said.
This page is written by `python -m knowledge.checker.docs > docs/checker-rules.md`; the examples are tests.
"""


def page() -> str:
    """Return the page in Markdown."""
    parts = [_HEAD]
    parts.extend(
        f"## {rule.id}\n\n{rule.severity.capitalize()}. {rule.title}\n\n"
        f"```python\n# bad\n{rule.bad}\n```\n\n```python\n# good\n{rule.good}\n```\n"
        for rule in RULES.values()
    )
    return "\n".join(parts)


if __name__ == "__main__":
    print(page(), end="")
