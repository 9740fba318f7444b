"""Scenes: making, editing, finding them.

Every change of a scene's source makes a new version; a revert makes one that shares the old one's chunk.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Sequence
from typing import Any

from pipeline.editing import unified_diff
from pipeline.state import outbox
from pipeline.state.database import Database, Row, Transaction
from pipeline.state.errors import NotFound, SceneBusy, StaleVersion
from pipeline.state.model import Scene, SceneStatus, SceneVersion, new_id, now_ms
from pipeline.state.transitions import IN_FLIGHT, advance, refresh_session, show_chunk
from pipeline.state.versions import SceneDraft, attach_chunk, get_version, write_version

__all__ = [
    "add_scene",
    "announce_from",
    "count_scenes",
    "edit_scene",
    "finish_scene",
    "get_scene",
    "list_scenes",
    "require_current",
    "require_scene",
    "retry_scene",
    "revert_scene",
    "shift_scenes",
]


def add_scene(
    db: Database,
    session_id: str,
    draft: SceneDraft,
    *,
    index: int | None = None,
    author: str,
    change: str = "",
) -> Scene:
    """Insert a scene before ``index`` (``None``: at the end); later ones move by one."""
    now = now_ms()
    scene_id = new_id("scn")
    with db.transaction() as tx:
        row = tx.execute(
            "UPDATE sessions SET slots = slots + 1 WHERE id = ? AND NOT removed RETURNING slots",
            (session_id,),
        ).fetchone()
        if row is None:
            raise NotFound(f"There is no session {session_id!r}.", fix="Plan a lesson first.")
        count = count_scenes(tx, session_id)
        place = count if index is None else max(0, min(index, count))
        shift_scenes(tx, session_id, place, +1)
        (start,) = tx.execute(
            'SELECT COALESCE(SUM(duration_frames), 0) FROM scenes WHERE session_id = ? AND "index" < ?',
            (session_id, place),
        ).fetchone()
        tx.execute(
            """
            INSERT INTO scenes (id, session_id, slot, "index", title, start_frame, end_frame,
                created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (scene_id, session_id, row["slots"] - 1, place, draft.title, start, start - 1, now, now),
        )
        write_version(tx, scene_id, 1, draft, author, change)
        outbox.announce_scene(tx, scene_id)
        announce_from(tx, session_id, place + 1)
        refresh_session(tx, session_id)
        outbox.announce_session(tx, session_id)
    return get_scene(db, scene_id)


def edit_scene(
    db: Database, scene_id: str, draft: SceneDraft, *, base_version: int, author: str, change: str
) -> Scene:
    """Make a new version out of ``draft``, on top of ``base_version``.

    Raises:
        StaleVersion: the scene has moved on; ``details`` carries the current version.
        SceneBusy: it is being made right now.
    """
    with db.transaction() as tx:
        require_current(db, scene_id, base_version)
        _new_version(tx, scene_id, base_version, draft.title)
        write_version(tx, scene_id, base_version + 1, draft, author, change)
        _after_change(tx, scene_id)
    return get_scene(db, scene_id)


def require_current(db: Database, scene_id: str, base_version: int) -> Scene:
    """The scene, if ``base_version`` is still the current one.

    Raises:
        StaleVersion: it is not; ``details["diff"]`` shows what changed since.
    """
    scene = get_scene(db, scene_id)
    if scene.version == base_version:
        return scene
    diff = ""
    if 1 <= base_version < scene.version:
        old, new = get_version(db, scene_id, base_version), get_version(db, scene_id, scene.version)
        diff = unified_diff(old.code, new.code, f"v{base_version}", f"v{scene.version}")
    raise StaleVersion(
        f"Scene {scene_id} is at version {scene.version}; the edit was made on {base_version}.",
        fix="Look at the difference and make the edit on the current version.",
        scene_id=scene_id,
        base_version=base_version,
        current_version=scene.version,
        diff=diff,
    )


def revert_scene(db: Database, scene_id: str, *, to_version: int, author: str) -> Scene:
    """Make an old version current again. Its chunk is used as it is; nothing is rendered.

    A version that never had a chunk is ``queued`` like any edit.

    Raises:
        NotFound: the scene has no such version.
        SceneBusy: the scene is being made right now.
    """
    with db.transaction() as tx:
        scene = require_scene(tx, scene_id)
        old = get_version(db, scene_id, to_version)
        draft = SceneDraft.of(old, scene.title)
        _new_version(tx, scene_id, scene.version, scene.title)
        version = scene.version + 1
        write_version(tx, scene_id, version, draft, author, f"revert to version {to_version}")
        _after_change(tx, scene_id)
        if old.chunk_key is not None:
            attach_chunk(tx, scene_id, version, old)
            if scene.status is SceneStatus.GENERATING_CODE:
                show_chunk(tx, scene_id, frames=old.frames)
            else:
                advance(tx, scene_id, SceneStatus.READY, version=version, frames=old.frames)
    return get_scene(db, scene_id)


def retry_scene(db: Database, scene_id: str) -> Scene:
    """Queue a scene in ``error`` again, as it is. In any other status it stays: it may be rendered now."""
    with db.transaction() as tx:
        scene = require_scene(tx, scene_id)
        if scene.status is SceneStatus.ERROR:
            advance(tx, scene_id, SceneStatus.QUEUED, version=scene.version)
    return get_scene(db, scene_id)


def finish_scene(db: Database, scene_id: str, version: int, chunk: SceneVersion) -> None:
    """Give a version the chunk described by ``chunk`` and make the scene ``ready``."""
    with db.transaction() as tx:
        attach_chunk(tx, scene_id, version, chunk)
        advance(tx, scene_id, SceneStatus.READY, version=version, frames=chunk.frames)


def get_scene(db: Database, scene_id: str, *, owner: str | None = None) -> Scene:
    """One scene.

    Raises:
        NotFound: there is none, or its project is not ``owner``'s.
    """
    row = db.row(
        """
        SELECT scenes.*, projects.owner FROM scenes JOIN sessions ON sessions.id = session_id
        JOIN projects ON projects.id = project_id WHERE scenes.id = ?
        """,
        (scene_id,),
    )
    if row is None or (owner is not None and row["owner"] != owner):
        raise _missing(db, scene_id, owner)
    return _scene(row)


def list_scenes(db: Database, session_id: str) -> list[Scene]:
    """The scenes of a session in order."""
    rows = db.rows('SELECT * FROM scenes WHERE session_id = ? ORDER BY "index"', (session_id,))
    return [_scene(row) for row in rows]


def _missing(db: Database, scene_id: str, owner: str | None) -> NotFound:
    rows = db.rows(
        """
        SELECT scenes.id, scenes.title FROM scenes JOIN sessions ON sessions.id = session_id
        JOIN projects ON projects.id = project_id WHERE owner = ? ORDER BY scenes.id DESC LIMIT 200
        """,
        (owner or "local",),
    )
    titles = {row["id"]: row["title"] for row in rows}
    near = difflib.get_close_matches(scene_id, titles, n=3, cutoff=0.6) or list(titles)[:3]
    said = ", ".join(f"{found} ({titles[found]})" for found in near)
    hint = f"The nearest are {said}; get_status lists a session's." if near else "There is none yet."
    return NotFound(f"There is no scene {scene_id!r}.", fix=hint, nearest=near)


def count_scenes(tx: Transaction, session_id: str) -> int:
    """How many scenes a session has."""
    (count,) = tx.execute("SELECT COUNT(*) FROM scenes WHERE session_id = ?", (session_id,)).fetchone()
    return int(count)


def shift_scenes(tx: Transaction, session_id: str, start: int, by: int) -> None:
    """Move the places from ``start`` on by ``by``."""
    tx.execute(
        'UPDATE scenes SET "index" = "index" + ? WHERE session_id = ? AND "index" >= ?',
        (by, session_id, start),
    )


def announce_from(tx: Transaction, session_id: str, start: int) -> None:
    """Announce every scene from a place on."""
    later: Sequence[Row] = tx.execute(
        'SELECT id FROM scenes WHERE session_id = ? AND "index" >= ? ORDER BY "index"', (session_id, start)
    ).fetchall()
    for row in later:
        outbox.announce_scene(tx, row["id"])


def require_scene(tx: Transaction, scene_id: str) -> Scene:
    """The scene as it stands in this transaction.

    Raises:
        NotFound: there is none.
    """
    row = tx.execute("SELECT * FROM scenes WHERE id = ?", (scene_id,)).fetchone()
    if row is None:
        raise NotFound(f"There is no scene {scene_id!r}.", fix="Ask for the session's status.")
    return _scene(row)


def _new_version(tx: Transaction, scene_id: str, base_version: int, title: str) -> None:
    changed = tx.execute(
        """
        UPDATE scenes SET version = version + 1, error = NULL, title = ?, updated_at = ?,
            status = CASE WHEN status = 'generating_code' THEN status ELSE 'queued' END
        WHERE id = ? AND version = ? AND (status IN ('queued', 'ready', 'error')
            OR status = 'generating_code' AND NOT EXISTS (
                SELECT 1 FROM jobs WHERE scene_id = scenes.id AND jobs.status = 'leased'))
        """,
        (title, now_ms(), scene_id, base_version),
    ).rowcount
    if not changed:
        scene = require_scene(tx, scene_id)
        assert scene.status in IN_FLIGHT
        raise SceneBusy(
            f"Scene {scene_id} is {scene.status} right now.",
            fix="Wait until it is ready, or cancel its render first.",
            scene_id=scene_id,
            status=str(scene.status),
        )


def _after_change(tx: Transaction, scene_id: str) -> None:
    scene = require_scene(tx, scene_id)
    # A job for the version before has nothing left to do.
    tx.execute(
        "UPDATE jobs SET status = 'cancelled', updated_at = ? WHERE scene_id = ? AND version < ? "
        "AND status = 'waiting'",
        (now_ms(), scene_id, scene.version),
    )
    outbox.announce_scene(tx, scene_id)
    refresh_session(tx, scene.session_id)


def _scene(row: Row) -> Scene:
    names = Scene.__dataclass_fields__
    fields: dict[str, Any] = {key: row[key] for key in row.keys() if key in names}  # noqa: SIM118
    fields["status"] = SceneStatus(fields["status"])
    fields["error"] = json.loads(fields["error"]) if fields["error"] else None
    return Scene(**fields)
