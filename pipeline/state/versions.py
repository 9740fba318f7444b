"""The versions of a scene: what each was made from, and the chunk that it got.

A version is never changed once it is written, but for its chunk and the lines at which its lesson file
says it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from pipeline.state.database import Database, Row, Transaction
from pipeline.state.errors import NotFound
from pipeline.state.model import SceneKind, SceneVersion, now_ms

__all__ = [
    "SceneDraft",
    "attach_chunk",
    "find_reusable",
    "get_version",
    "list_versions",
    "refresh_line_map",
    "write_version",
]


@dataclass(frozen=True, slots=True)
class SceneDraft:
    """What a version is made from."""

    title: str
    kind: SceneKind
    code: str
    digest: str
    blocks: list[dict[str, Any]] | None = None
    line_map: dict[int, int] = field(default_factory=dict[int, int])
    assets: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def of(cls, version: SceneVersion, title: str, *, digest: str | None = None) -> SceneDraft:
        """The source of a version once more; ``digest``: its address where it is made for another session."""
        return cls(
            title,
            version.kind,
            version.code,
            digest or version.digest,
            version.blocks,
            version.line_map,
            version.assets,
        )


def get_version(db: Database, scene_id: str, version: int) -> SceneVersion:
    """One version of a scene.

    Raises:
        NotFound: there is no such version.
    """
    row = db.row("SELECT * FROM scene_versions WHERE scene_id = ? AND version = ?", (scene_id, version))
    if row is None:
        (newest,) = db.rows("SELECT MAX(version) FROM scene_versions WHERE scene_id = ?", (scene_id,))[0]
        raise NotFound(
            f"Scene {scene_id} has no version {version}.",
            fix=f"It has the versions 1 to {newest}." if newest else "There is no such scene.",
        )
    return _version(row)


def list_versions(db: Database, scene_id: str) -> list[SceneVersion]:
    """Every version of a scene, oldest first."""
    rows = db.rows("SELECT * FROM scene_versions WHERE scene_id = ? ORDER BY version", (scene_id,))
    return [_version(row) for row in rows]


def find_reusable(db: Database, scene_id: str, digest: str) -> SceneVersion | None:
    """A version with a chunk and the same content address, of any scene of the same owner."""
    row = db.row(
        """
        SELECT scene_versions.* FROM scene_versions
        JOIN scenes ON scenes.id = scene_versions.scene_id
        JOIN sessions ON sessions.id = scenes.session_id
        JOIN projects ON projects.id = sessions.project_id
        WHERE digest = ? AND chunk_key IS NOT NULL AND projects.owner = (
            SELECT owner FROM scenes AS mine JOIN sessions AS s ON s.id = mine.session_id
            JOIN projects AS p ON p.id = s.project_id WHERE mine.id = ?
        ) ORDER BY scene_versions.created_at LIMIT 1
        """,
        (digest, scene_id),
    )
    return _version(row) if row else None


def write_version(
    tx: Transaction, scene_id: str, version: int, draft: SceneDraft, author: str, change: str
) -> None:
    """Keep a new version; which number it has is the caller's to know."""
    tx.execute(
        """
        INSERT INTO scene_versions (scene_id, version, kind, code, blocks, line_map, assets, digest,
            author, change, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        (
            scene_id,
            version,
            draft.kind,
            draft.code,
            json.dumps(draft.blocks) if draft.blocks is not None else None,
            json.dumps(draft.line_map),
            json.dumps(draft.assets),
            draft.digest,
            author,
            change,
            now_ms(),
        ),
    )


def attach_chunk(tx: Transaction, scene_id: str, version: int, chunk: SceneVersion) -> None:
    """Let a version have the chunk that ``chunk`` describes."""
    tx.execute(
        """
        UPDATE scene_versions SET chunk_key = ?, sha256 = ?, bytes = ?, frames = ?, report = ?
        WHERE scene_id = ? AND version = ?
        """,
        (
            chunk.chunk_key,
            chunk.sha256,
            chunk.bytes,
            chunk.frames,
            json.dumps(chunk.report) if chunk.report else None,
            scene_id,
            version,
        ),
    )


def refresh_line_map(db: Database, scene_id: str, version: int, line_map: dict[int, int]) -> None:
    """The same scene stands at other lines of its lesson file now."""
    with db.transaction() as tx:
        tx.execute(
            "UPDATE scene_versions SET line_map = ? WHERE scene_id = ? AND version = ?",
            (json.dumps(line_map), scene_id, version),
        )


def _version(row: Row) -> SceneVersion:
    fields: dict[str, Any] = dict(row)
    fields["blocks"] = json.loads(fields["blocks"]) if fields["blocks"] else None
    fields["line_map"] = {int(key): value for key, value in json.loads(fields["line_map"]).items()}
    fields["assets"] = json.loads(fields["assets"])
    fields["report"] = json.loads(fields["report"]) if fields["report"] else None
    return SceneVersion(**fields)
