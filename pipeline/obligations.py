"""Errors of a layout report oblige: they are mended or waived with a reason before a video leaves."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from pipeline.state.database import Database
from pipeline.state.model import Scene, now_ms
from pipeline.state.reviews import Waiver, add_waiver, find_review, list_waivers
from proofreel.errors import ProofreelError

__all__ = ["BadWaiver", "UnmendedFindings", "accept", "finding_id", "open_errors", "require_mended"]

_MOST_SAID = 5


class UnmendedFindings(ProofreelError):
    """Scenes have errors in their last report that nobody mended or waived."""

    code = "unmended_findings"


class BadWaiver(ProofreelError):
    """A waiver that fits no error of the scene, or gives no reason."""

    code = "bad_waiver"


def finding_id(finding: Mapping[str, Any]) -> str:
    """The same for one fault of the same things, also in later versions: eight hexadecimal digits.

    Where a finding names no things its message, and for the source the line's code, stand for them.
    """
    things: Sequence[Mapping[str, Any]] = finding.get("things") or ()
    about = sorted(f"{thing.get('name')}|{thing.get('text')}" for thing in things)
    text = json.dumps([finding["rule"], about or [finding["message"]]])
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def open_errors(findings: Sequence[Mapping[str, Any]], accepted: Collection[str]) -> list[Mapping[str, Any]]:
    """The errors among the findings that no waiver covers; ``accepted`` are the ids of waived ones."""
    return [one for one in findings if one.get("severity") == "error" and finding_id(one) not in accepted]


def accept(
    db: Database,
    scene: Scene,
    findings: Sequence[Mapping[str, Any]],
    reasons: Mapping[str, str],
    *,
    author: str,
) -> None:
    """Keep a waiver for each finding that ``reasons`` names, by its id or by its rule.

    Raises:
        BadWaiver: a key fits no error that is open, or a reason is missing.
    """
    errors = [one for one in findings if one["severity"] == "error"]
    for key, reason in reasons.items():
        chosen = [one for one in errors if key in (finding_id(one), one["rule"])]
        if not chosen:
            have = ", ".join(f"{finding_id(one)} ({one['rule']})" for one in errors) or "none"
            raise BadWaiver(
                f"{key!r} is no error of scene {scene.id} version {scene.version}.",
                fix=f"Waive errors by their id or rule; it has: {have}.",
            )
        if len(reason.strip()) < 3:
            raise BadWaiver(f"The waiver of {key!r} gives no reason.", fix="Say why the finding may stay.")
        for one in chosen:
            add_waiver(
                db,
                Waiver(
                    scene.id,
                    finding_id(one),
                    one["rule"],
                    one["message"],
                    reason.strip(),
                    author,
                    scene.version,
                    now_ms(),
                ),
            )


def require_mended(db: Database, scenes: Sequence[Scene]) -> None:
    """What stands between a session and its export.

    Scenes that were never rehearsed are not judged here; ``Studio`` rehearses them first.

    Raises:
        UnmendedFindings: a scene's last report has an open error; ``details["findings"]`` lists them all.
    """
    found: list[dict[str, Any]] = [
        {"scene_id": scene.id, "scene": scene.index + 1, "id": finding_id(one)}
        | {key: one.get(key) for key in ("rule", "line", "time_s", "message", "fix")}
        for scene in scenes
        for one in open_errors(
            find_review(db, scene) or [], {waiver.finding for waiver in list_waivers(db, scene.id)}
        )
    ]
    if not found:
        return
    said = " ".join(f"Scene {one['scene']}: {one['rule']}: {one['message']}" for one in found[:_MOST_SAID])
    more = f" And {len(found) - _MOST_SAID} more." if len(found) > _MOST_SAID else ""
    raise UnmendedFindings(
        f"{len(found)} error{'s' if len(found) > 1 else ''} of the layout report would be in the video. "
        f"{said}{more}",
        fix="check_scene with fix=true, or edit_scene; what is on purpose: "
        "check_scene with waive={id or rule: reason}.",
        findings=found,
    )
