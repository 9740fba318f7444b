"""The pictures that scenes open, each kept once under its SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from pipeline.state.database import Database
from pipeline.state.errors import NotFound

__all__ = ["keep_assets", "read_asset"]


def keep_assets(db: Database, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """Keep files; returns the SHA-256 of each, in hexadecimal digits, by its name."""
    kept: dict[str, str] = {}
    with db.transaction() as tx:
        for path, data in pictures.items():
            kept[path] = hashlib.sha256(data).hexdigest()
            tx.execute("INSERT OR IGNORE INTO assets VALUES (?, ?)", (kept[path], data))
    return kept


def read_asset(db: Database, sha256: str) -> bytes:
    """A kept file.

    Raises:
        NotFound: no such file was kept.
    """
    row = db.row("SELECT data FROM assets WHERE sha256 = ?", (sha256,))
    if row is None:
        raise NotFound("A picture of the scene is gone from the database.", fix="Plan the lesson again.")
    return bytes(row["data"])
