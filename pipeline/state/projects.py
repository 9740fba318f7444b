"""Projects and sessions: making, finding, listing."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from typing import Any

from pipeline.state import outbox
from pipeline.state.database import Database
from pipeline.state.errors import NotFound
from pipeline.state.model import Project, Session, SessionStatus, VideoFormat, new_id, now_ms

__all__ = [
    "ProjectSummary",
    "SessionSummary",
    "begin_session",
    "create_project",
    "create_session",
    "find_project",
    "find_session",
    "get_session",
    "list_owners",
    "list_projects",
    "owner_of",
    "require_media_owner",
    "update_session",
]


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A session as a line in a list."""

    id: str
    title: str
    status: str
    total_frames: int
    scene_count: int
    ready_count: int
    fps: int
    updated_at: int
    poster_of: str | None
    """The key of a chunk whose poster may stand for the session."""


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """A project as a line in a list, with its sessions, newest first."""

    id: str
    title: str
    updated_at: int
    sessions: list[SessionSummary]


def create_project(db: Database, *, owner: str, title: str) -> Project:
    """A new, empty project."""
    now = now_ms()
    project = Project(new_id("prj"), owner, title, now, now)
    with db.transaction() as tx:
        tx.execute("INSERT INTO projects VALUES (?, ?, ?, ?, ?)", (project.id, owner, title, now, now))
    return project


def begin_session(
    db: Database,
    *,
    owner: str,
    project_id: str,
    project_title: str,
    session_id: str,
    title: str,
    format: VideoFormat,  # noqa: A002
) -> Session:
    """The session of these ids, made with its project where they were begun elsewhere and are new here.

    Raises:
        NotFound: the project or the session is somebody else's.
    """
    now = now_ms()
    with db.transaction() as tx:
        tx.execute(
            "INSERT OR IGNORE INTO projects VALUES (?, ?, ?, ?, ?)",
            (project_id, owner, project_title, now, now),
        )
        (found,) = tx.execute("SELECT owner FROM projects WHERE id = ?", (project_id,)).fetchone()
        if found != owner:
            raise _missing(db, session_id, owner)
        if tx.execute("SELECT 1 FROM sessions WHERE id = ?", (session_id,)).fetchone() is None:
            create_session(db, project_id, title=title, format=format, session_id=session_id)
        return get_session(db, session_id, owner=owner)


def find_project(db: Database, *, owner: str, title: str) -> Project | None:
    """The owner's newest project of this title, if there is one."""
    row = db.row(
        "SELECT * FROM projects WHERE owner = ? AND title = ? ORDER BY updated_at DESC LIMIT 1",
        (owner, title),
    )
    return Project(**dict(row)) if row else None


def create_session(
    db: Database,
    project_id: str,
    *,
    title: str,
    format: VideoFormat,  # noqa: A002
    settings: dict[str, Any] | None = None,
    source_name: str = "",
    session_id: str = "",
) -> Session:
    """A new session without scenes; ``session_id`` where it was begun elsewhere."""
    now = now_ms()
    session_id = session_id or new_id("ses")
    with db.transaction() as tx:
        tx.execute(
            """
            INSERT INTO sessions (id, project_id, title, width, height, fps, profile, settings,
                source_name, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            (
                session_id,
                project_id,
                title,
                format.width,
                format.height,
                format.fps,
                format.profile,
                json.dumps(settings or {}),
                source_name,
                now,
                now,
            ),
        )
        tx.execute("UPDATE projects SET updated_at = ? WHERE id = ?", (now, project_id))
        outbox.announce_session(tx, session_id)
    return get_session(db, session_id)


def find_session(db: Database, project_id: str, form: VideoFormat, source_name: str) -> Session | None:
    """The project's newest session made from a lesson file of this name in this format."""
    row = db.row(
        "SELECT * FROM sessions WHERE project_id = ? AND source_name = ? AND width = ? AND height = ? "
        "AND fps = ? AND profile = ? AND NOT removed ORDER BY updated_at DESC LIMIT 1",
        (project_id, source_name, form.width, form.height, form.fps, form.profile),
    )
    return _session(row) if row else None


def update_session(db: Database, session_id: str, *, title: str, settings: dict[str, Any]) -> None:
    """Give a session a new title and new lesson-wide settings."""
    with db.transaction() as tx:
        changed = tx.execute(
            "UPDATE sessions SET title = ?, settings = ? WHERE id = ? AND (title != ? OR settings != ?)",
            (title, json.dumps(settings), session_id, title, json.dumps(settings)),
        ).rowcount
        if changed:
            outbox.announce_session(tx, session_id)


def get_session(db: Database, session_id: str, *, owner: str | None = None) -> Session:
    """One session.

    Raises:
        NotFound: there is none, or its project is not ``owner``'s.
    """
    row = db.row(
        "SELECT sessions.*, projects.owner FROM sessions JOIN projects ON projects.id = project_id "
        "WHERE sessions.id = ? AND NOT removed",
        (session_id,),
    )
    if row is None or (owner is not None and row["owner"] != owner):
        raise _missing(db, session_id, owner)
    return _session(row)


def owner_of(db: Database, session_id: str) -> str:
    """Whose project a session belongs to.

    Raises:
        NotFound: there is no such session.
    """
    row = db.row(
        "SELECT owner FROM projects JOIN sessions ON projects.id = project_id "
        "WHERE sessions.id = ? AND NOT removed",
        (session_id,),
    )
    if row is None:
        raise _missing(db, session_id, None)
    return str(row["owner"])


def require_media_owner(db: Database, key: str, *, owner: str) -> None:
    """Refuse the key of a chunk of somebody else's project, as if there were no such chunk.

    Raises:
        NotFound: no project of ``owner`` has it.
    """
    parts = key.split("/")
    found = (
        db.row("SELECT 1 FROM projects WHERE id = ? AND owner = ?", (parts[1], owner))
        if len(parts) > 2 and parts[0] == "projects"
        else None
    )
    if found is None:
        raise NotFound(f"There is no chunk {key!r}.", fix="Ask for the session again.")


def list_owners(db: Database) -> list[str]:
    """Whoever has a session, by name."""
    rows = db.rows(
        "SELECT DISTINCT owner FROM projects JOIN sessions ON projects.id = project_id "
        "WHERE NOT removed ORDER BY owner"
    )
    return [row["owner"] for row in rows]


def list_projects(db: Database, *, owner: str, limit: int = 20, offset: int = 0) -> list[ProjectSummary]:
    """The owner's projects, the last changed first."""
    projects = db.rows(
        "SELECT * FROM projects WHERE owner = ? AND (EXISTS (SELECT 1 FROM sessions WHERE project_id = "
        "projects.id AND NOT removed) OR NOT EXISTS (SELECT 1 FROM sessions WHERE project_id = projects.id)) "
        "ORDER BY updated_at DESC, id DESC LIMIT ? OFFSET ?",
        (owner, limit, offset),
    )
    sessions = db.rows(
        f"""
        SELECT sessions.id, sessions.project_id, sessions.title, sessions.status, sessions.fps,
            sessions.updated_at, COALESCE(SUM(duration_frames), 0) AS total_frames,
            COUNT(scenes.id) AS scene_count, COALESCE(SUM(scenes.status = 'ready'), 0) AS ready_count,
            (
                SELECT chunk_key FROM scenes AS shown JOIN scene_versions
                ON scene_id = shown.id AND scene_versions.version = shown.chunk_version
                WHERE shown.session_id = sessions.id AND json_extract(report, '$.poster')
                ORDER BY shown."index" LIMIT 1
            ) AS poster_of
        FROM sessions LEFT JOIN scenes ON scenes.session_id = sessions.id
        WHERE sessions.project_id IN ({", ".join("?" * len(projects))}) AND NOT sessions.removed
        GROUP BY sessions.id ORDER BY sessions.updated_at DESC
        """,  # noqa: S608  # only question marks are inserted
        [row["id"] for row in projects],
    )
    by_project: dict[str, list[SessionSummary]] = {}
    for row in sessions:
        fields = {key: row[key] for key in row.keys() if key != "project_id"}  # noqa: SIM118
        by_project.setdefault(row["project_id"], []).append(SessionSummary(**fields))
    return [
        ProjectSummary(row["id"], row["title"], row["updated_at"], by_project.get(row["id"], []))
        for row in projects
    ]


def _session(row: sqlite3.Row) -> Session:
    return Session(
        id=row["id"],
        project_id=row["project_id"],
        title=row["title"],
        status=SessionStatus(row["status"]),
        seq=row["seq"],
        format=VideoFormat(row["width"], row["height"], row["fps"], row["profile"]),
        settings=json.loads(row["settings"]),
        source_name=row["source_name"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _missing(db: Database, session_id: str, owner: str | None) -> NotFound:
    near = db.rows(
        "SELECT sessions.id FROM sessions JOIN projects ON projects.id = project_id "
        "WHERE owner = ? AND NOT removed ORDER BY 1 DESC LIMIT 3",
        (owner or "local",),
    )
    ids = [row["id"] for row in near]
    hint = f"The newest are {', '.join(ids)}." if ids else "There is none yet: plan a lesson first."
    return NotFound(f"There is no session {session_id!r}.", fix=hint, nearest=ids)
