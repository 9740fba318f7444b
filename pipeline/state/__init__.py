"""What proofreel remembers: one SQLite file, and the only code that writes it.

``database`` opens it and owns transactions, ``schema`` its migrations, ``model`` the rows as
dataclasses. ``projects``, ``scenes``, ``versions`` and ``history`` are plain functions over an open
:class:`~pipeline.state.database.Database`; ``transitions`` is the state machine and the one place
that changes a scene's status; ``outbox`` is what readers elsewhere are told.
"""

from pipeline.state.database import Database
from pipeline.state.model import (
    Scene,
    SceneStatus,
    SceneVersion,
    Session,
    SessionStatus,
    VideoFormat,
)

__all__ = [
    "Database",
    "Scene",
    "SceneStatus",
    "SceneVersion",
    "Session",
    "SessionStatus",
    "VideoFormat",
]
