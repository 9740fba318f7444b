"""Make the replacements that findings bring ready: what is mechanical mends itself."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pipeline.checking import check_code
from pipeline.obligations import finding_id

__all__ = ["mended", "mended_source", "without_tried_edits"]

_MOST_ROUNDS = 8


def mended(code: str, findings: Sequence[Mapping[str, Any]], spared: Collection[str] = ()) -> str:
    """The code with every finding's ready replacement made that still fits.

    What somebody waived is as they want it: findings whose id or rule is in ``spared`` are left alone. A
    thing that several findings would move is moved once: the rehearsal that follows says what is left.
    """
    fixed = code
    moved: set[tuple[str, str]] = set()
    for finding in findings:
        edit = finding.get("edit")
        if not edit or (spared and {finding_id(finding), finding["rule"]} & set(spared)):
            continue
        if fixed.count(edit["old"]) != 1:
            continue  # an earlier replacement changed it
        added = (edit["old"], edit["new"].removeprefix(edit["old"]).strip().split(".shift", 1)[0])
        if ".shift" in edit["new"] and added in moved:
            continue
        moved.add(added)
        fixed = fixed.replace(edit["old"], edit["new"])
    return fixed if _compiles(fixed) or not _compiles(code) else code


def mended_source(code: str, spared: Collection[str] = ()) -> str:
    """The code with the checker's ready replacements made, as long as they bring new ones."""
    for _ in range(_MOST_ROUNDS):
        before = code
        code = mended(code, check_code(code), spared)
        if code == before:
            break
    return code


def without_tried_edits(
    findings: Sequence[dict[str, Any]], before: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """The findings; one that its ready replacement has not mended has none any more."""
    tried = {finding_id(found) for found in before if found.get("edit")}
    return [found | {"edit": None} if finding_id(found) in tried else found for found in findings]


def _compiles(code: str) -> bool:
    try:
        compile(code, "scene.py", "exec")
    except (SyntaxError, ValueError):
        return False
    return True
