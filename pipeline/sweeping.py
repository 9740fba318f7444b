"""What a home holds that nobody needs any more, and its removal: what ``proofreel gc`` does.

Kept are the chunks of each scene's current version, of the version that viewers see, and of the newest few
versions. An older version keeps its source: to revert to it renders it again. A file is removed only while
no writer of the database can come to need it, and never within its first hour: it may be on its way.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.chunks import chunk_key
from pipeline.state.database import Database, Row, Transaction

__all__ = ["Swept", "sweep"]

KEEP_VERSIONS = 5
_ON_ITS_WAY_S = 3600
_UNUSED_S = 30 * 86400

_OLD_VERSIONS = """
    SELECT scene_id, version, chunk_key FROM (
        SELECT scene_id, scene_versions.version, chunk_key,
            scene_versions.version IN (scenes.version, COALESCE(scenes.chunk_version, 0)) AS shown,
            ROW_NUMBER() OVER (PARTITION BY scene_id ORDER BY scene_versions.version DESC) AS age
        FROM scene_versions JOIN scenes ON scenes.id = scene_versions.scene_id
        WHERE chunk_key IS NOT NULL
    ) WHERE age > ? AND NOT shown
"""
_CURRENT = """
    SELECT sessions.project_id, session_id, slot, version FROM scenes
    JOIN sessions ON sessions.id = scenes.session_id
"""


@dataclass(slots=True)
class Swept:
    """What was removed, or would be: files by kind, and the versions whose chunk is forgotten."""

    versions: int = 0
    files: dict[str, int] = field(default_factory=lambda: {"chunks": 0, "exports": 0, "cache": 0})
    bytes: dict[str, int] = field(default_factory=lambda: {"chunks": 0, "exports": 0, "cache": 0})


def sweep(
    db: Database,
    home: Path,
    *,
    keep: int | None = KEEP_VERSIONS,
    dry_run: bool = False,
    now: float | None = None,
) -> Swept:
    """Remove what nobody needs from ``home``. Objects in buckets are never touched.

    Args:
        db: the database of ``home``; others may be using it meanwhile.
        home: the folder with ``chunks``, ``exports`` and ``cache``.
        keep: how many versions of a scene keep their chunk, besides the one that is shown; None: all,
            for homes whose chunks are in a bucket.
        dry_run: change nothing.
        now: epoch seconds, for files' ages.
    """
    now = time.time() if now is None else now
    swept = Swept()
    forgotten = [] if keep is None else _forget(db, keep, dry_run=dry_run)
    swept.versions = len(forgotten)
    # What follows reads and unlinks under the write lock, after the rows that named the files are gone for
    # good: a crash at any point leaves files too many, never a row without its file.
    with db.transaction() as tx:
        removable = [
            *(("chunks", path) for path in _chunks(tx, home / "chunks", forgotten, now)),
            *(("exports", path) for path in _exports(tx, home / "exports", now)),
            *(("cache", path) for path in _unused(home / "cache", now)),
        ]
        for kind, path in removable:
            swept.files[kind] += 1
            swept.bytes[kind] += path.stat().st_size
            if not dry_run:
                path.unlink()
    return swept


def _forget(db: Database, keep: int, *, dry_run: bool) -> list[Row]:
    """The versions beyond those to keep; unless ``dry_run`` they have no chunk afterwards."""
    with db.transaction() as tx:
        old = tx.execute(_OLD_VERSIONS, (keep,)).fetchall()
        if not dry_run:
            tx.executemany(
                "UPDATE scene_versions SET chunk_key = NULL, sha256 = NULL, bytes = NULL, frames = NULL, "
                "report = NULL WHERE scene_id = ? AND version = ?",
                [(row["scene_id"], row["version"]) for row in old],
            )
    return old


def _chunks(tx: Transaction, root: Path, forgotten: Sequence[Row], now: float) -> Iterator[Path]:
    """Files of chunks that no version names. A current version may find its own by its address."""
    gone = {(row["scene_id"], row["version"]) for row in forgotten}
    named = tx.execute(
        "SELECT scene_id, version, chunk_key FROM scene_versions WHERE chunk_key IS NOT NULL"
    ).fetchall()
    kept = {row["chunk_key"] for row in named if (row["scene_id"], row["version"]) not in gone}
    kept |= {chunk_key(*row) for row in tx.execute(_CURRENT)}
    stems = {key.removesuffix(".mp4") for key in kept}
    for path in _old_files(root, now, _ON_ITS_WAY_S):
        key = path.relative_to(root).as_posix().removesuffix(".json")
        if key.rpartition(".")[0] not in stems:
            yield path


def _exports(tx: Transaction, root: Path, now: float) -> Iterator[Path]:
    """All but the newest video of each session that is there."""
    sessions = {row["id"] for row in tx.execute("SELECT id FROM sessions WHERE NOT removed")}
    for folder in sorted(root.iterdir()) if root.is_dir() else ():
        videos = sorted(folder.glob("*.mp4"), key=lambda path: path.stat().st_mtime)
        newest = videos[-1:] if folder.name in sessions else []
        yield from (path for path in _old_files(folder, now, _ON_ITS_WAY_S) if path not in newest)


def _unused(root: Path, now: float) -> Iterator[Path]:
    """What the caches hold that nobody has read for a month."""
    for path in _old_files(root, now, _UNUSED_S):
        if path.stat().st_atime < now - _UNUSED_S:
            yield path


def _old_files(root: Path, now: float, age_s: float) -> list[Path]:
    found = (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())
    return [path for path in found if path.stat().st_mtime < now - age_s]
