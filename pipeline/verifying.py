"""Does the database hold together, and with the chunks? What ``proofreel db check`` and ``repair`` do."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from pipeline.chunks import ChunkStore
from pipeline.state import outbox
from pipeline.state.database import Database
from pipeline.state.errors import NotFound
from pipeline.state.model import now_ms
from pipeline.state.scenes import list_scenes
from pipeline.state.transitions import refresh_ranges, refresh_session
from pipeline.state.versions import get_version

__all__ = ["Problem", "mend", "verify"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that must not be."""

    kind: str
    """``file``, ``order``, ``range``, ``chunk``, ``session``."""
    session_id: str
    scene_id: str
    what: str

    def as_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return asdict(self)


def verify(db: Database, store: ChunkStore) -> list[Problem]:
    """Every broken invariant, session by session."""
    (integrity,) = db.rows("PRAGMA integrity_check")[0]
    problems = [] if integrity == "ok" else [Problem("file", "", "", f"SQLite says: {integrity}")]
    for row in db.rows("SELECT id FROM sessions WHERE NOT removed ORDER BY id"):
        problems += _session(db, store, row["id"])
    return problems


def mend(db: Database, problems: Sequence[Problem]) -> None:
    """Put right what :func:`verify` found; a scene without its chunk is queued as it is."""
    with db.transaction() as tx:
        for problem in problems:
            if problem.kind == "chunk":
                tx.execute(
                    "UPDATE scene_versions SET chunk_key = NULL, sha256 = NULL WHERE scene_id = ?"
                    " AND version = (SELECT version FROM scenes WHERE id = ?)",
                    (problem.scene_id, problem.scene_id),
                )
                tx.execute(
                    "UPDATE scenes SET status = 'queued', chunk_version = NULL, updated_at = ? WHERE id = ?",
                    (now_ms(), problem.scene_id),
                )
                outbox.announce_scene(tx, problem.scene_id)
            if problem.kind == "order":
                tx.execute(
                    'UPDATE scenes SET "index" = placed.place FROM (SELECT id, ROW_NUMBER() OVER '
                    '(ORDER BY "index", slot) - 1 AS place FROM scenes WHERE session_id = ?) AS placed '
                    "WHERE scenes.id = placed.id",
                    (problem.session_id,),
                )
        for session_id in {problem.session_id for problem in problems if problem.session_id}:
            refresh_ranges(tx, session_id)
            refresh_session(tx, session_id)


def _session(db: Database, store: ChunkStore, session_id: str) -> list[Problem]:
    problems: list[Problem] = []
    expected = 0
    for place, scene in enumerate(list_scenes(db, session_id)):
        if scene.index != place:
            problems.append(Problem("order", session_id, scene.id, f"index {scene.index}, not {place}"))
        if (scene.start_frame, scene.end_frame) != (expected, expected + scene.duration_frames - 1):
            said = f"frames {scene.start_frame} to {scene.end_frame}, expected to start at {expected}"
            problems.append(Problem("range", session_id, scene.id, said))
        expected += scene.duration_frames
        if scene.status == "ready" and (fault := _chunk_fault(db, store, scene.id, scene.version)):
            problems.append(Problem("chunk", session_id, scene.id, fault))
    return problems


def _chunk_fault(db: Database, store: ChunkStore, scene_id: str, version: int) -> str | None:
    found = get_version(db, scene_id, version)
    if found.chunk_key is None:
        return f"ready at version {version} without a chunk"
    try:
        data = store.get(found.chunk_key)
    except NotFound:
        return f"its chunk {found.chunk_key} is gone"
    if hashlib.sha256(data).hexdigest() != found.sha256:
        return f"its chunk {found.chunk_key} has other bytes than were stored"
    return None
