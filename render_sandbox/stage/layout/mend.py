"""Apply the edits that are mechanical, and show what changed."""

from __future__ import annotations

import difflib
from typing import Any

__all__ = ["mended"]


def mended(source: str, findings: list[dict[str, Any]]) -> dict[str, Any]:
    """``{"fixed_source", "diff"}`` with each finding's ``edit`` applied once; empty if nothing could be.

    A thing that several findings would move is moved once: the rehearsal that follows says what is left.
    An edit whose ``old`` isn't there exactly once any more (an earlier one changed it) is left out.
    """
    fixed = source
    moved: set[tuple[str, str]] = set()
    for finding in findings:
        edit = finding.get("edit")
        if edit and fixed.count(edit["old"]) == 1:
            added = (edit["old"], edit["new"].removeprefix(edit["old"]).strip().split(".shift", 1)[0])
            if ".shift" in edit["new"] and added in moved:
                continue
            moved.add(added)
            fixed = fixed.replace(edit["old"], edit["new"])
    if fixed == source:
        return {}
    try:
        compile(fixed, "scene.py", "exec")
    except SyntaxError:
        return {}
    diff = difflib.unified_diff(
        source.splitlines(keepends=True), fixed.splitlines(keepends=True), "scene.py", "scene.py (mended)"
    )
    return {"fixed_source": fixed, "diff": "".join(diff)}
