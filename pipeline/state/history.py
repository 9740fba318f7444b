"""What happened to a scene: who made which version, when, and what it changed."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.editing import unified_diff
from pipeline.state.database import Database
from pipeline.state.reviews import list_waivers
from pipeline.state.scenes import get_scene
from pipeline.state.versions import list_versions

__all__ = ["DIRECTOR", "Change", "scene_history"]


DIRECTOR = "director"
"""The author of what the director's model has done."""


@dataclass(frozen=True, slots=True)
class Change:
    """One version as a change of the one before."""

    version: int
    author: str
    """``agent``, ``director``, ``person``, ``lesson`` or ``system``."""
    change: str
    """What was done, in a few words; with the findings that were waived on it, and why."""
    created_at: int
    diff: str
    """Of the source, as a unified diff; empty for the first version and for one that only shares a chunk."""
    checksum: str | None
    """The chunk's sha256; None: never rendered."""
    current: bool


def scene_history(db: Database, scene_id: str, *, owner: str | None = None) -> list[Change]:
    """Every version of a scene, newest first.

    Raises:
        NotFound: there is no such scene, or it is not ``owner``'s.
    """
    scene = get_scene(db, scene_id, owner=owner)
    waived: dict[int, list[str]] = {}
    for one in list_waivers(db, scene_id):
        waived.setdefault(one.version, []).append(f"waived {one.rule} ({one.author}): {one.reason}")
    changes: list[Change] = []
    before = None
    for version in list_versions(db, scene_id):
        diff = before and unified_diff(before.code, version.code, f"v{before.version}", f"v{version.version}")
        changes.append(
            Change(
                version.version,
                version.author,
                "; ".join(filter(None, [version.change, *waived.get(version.version, [])])),
                version.created_at,
                diff or "",
                version.sha256,
                version.version == scene.version,
            )
        )
        before = version
    return changes[::-1]
