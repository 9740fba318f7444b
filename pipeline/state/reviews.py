"""What a rehearsal found in each version of a scene, and which findings somebody accepted, and why."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.state.database import Database
from pipeline.state.model import Scene, now_ms

__all__ = ["Waiver", "add_waiver", "find_review", "keep_review", "list_waivers"]


@dataclass(frozen=True, slots=True)
class Waiver:
    """A finding that stays, with the reason. It holds for later versions too, as long as they have it."""

    scene_id: str
    finding: str
    """The finding's ``id``, see ``pipeline.obligations.finding_id``."""
    rule: str
    message: str
    reason: str
    author: str
    version: int
    """The version on which it was given."""
    created_at: int


def keep_review(db: Database, scene_id: str, version: int, findings: Sequence[Mapping[str, Any]]) -> None:
    """Keep a version's findings in place of what was found before."""
    with db.transaction() as tx:
        tx.execute(
            "INSERT OR REPLACE INTO reviews (scene_id, version, findings, created_at) VALUES (?, ?, ?, ?)",
            (scene_id, version, json.dumps(list(findings)), now_ms()),
        )


def find_review(db: Database, scene: Scene) -> list[dict[str, Any]] | None:
    """The findings of the scene's current version, or of an older one with the same content; else None."""
    row = db.row(
        """
        SELECT findings FROM reviews JOIN scene_versions USING (scene_id, version)
        WHERE scene_id = ? AND digest = (
            SELECT digest FROM scene_versions WHERE scene_id = ? AND version = ?
        ) ORDER BY version DESC LIMIT 1
        """,
        (scene.id, scene.id, scene.version),
    )
    return json.loads(row["findings"]) if row else None


def add_waiver(db: Database, waiver: Waiver) -> None:
    """Keep a waiver; a new reason for the same finding replaces the old one."""
    with db.transaction() as tx:
        tx.execute(
            "INSERT OR REPLACE INTO waivers (scene_id, finding, rule, message, reason, author, version, "
            "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                waiver.scene_id,
                waiver.finding,
                waiver.rule,
                waiver.message,
                waiver.reason,
                waiver.author,
                waiver.version,
                waiver.created_at,
            ),
        )


def list_waivers(db: Database, scene_id: str) -> list[Waiver]:
    """A scene's waivers, the oldest first."""
    rows = db.rows("SELECT * FROM waivers WHERE scene_id = ? ORDER BY created_at, finding", (scene_id,))
    return [Waiver(**dict(row)) for row in rows]
