"""A database of any age opens, keeps what it has, and becomes what a new one is."""

from __future__ import annotations

import sqlite3

import pytest
from sqlite_utils import Database as SqliteDatabase
from sqlite_utils import Migrations

from pipeline.queue import jobs
from pipeline.state import Database, projects
from pipeline.state.errors import DatabaseBroken
from pipeline.state.scenes import get_scene
from pipeline.state.schema import migrations
from pipeline.state.versions import list_versions

STEPS = migrations._migrations

_CONTENT = """
INSERT INTO projects VALUES ('prj_1', 'ada', 'Old', 1, 1);
INSERT INTO sessions (id, project_id, title, status, width, height, fps, profile, created_at, updated_at)
    VALUES ('ses_1', 'prj_1', 'Old', 'queued', 854, 480, 15, 'preview', 1, 1);
INSERT INTO scenes (id, session_id, slot, "index", title, created_at, updated_at)
    VALUES ('scn_1', 'ses_1', 0, 0, 'Old', 1, 1);
INSERT INTO scene_versions (scene_id, version, kind, code, digest, author, created_at)
    VALUES ('scn_1', 1, 'code', 'x = 1', 'd', 'agent', 1);
INSERT INTO jobs (id, scene_id, session_id, version, owner, run_at, created_at, updated_at)
    VALUES ('job_1', 'scn_1', 'ses_1', 1, 'ada', 1, 1, 1);
INSERT INTO outbox (session_id, seq, kind, payload, created_at) VALUES ('ses_1', 1, 'session', '{}', 1);
"""


def shape(path) -> dict[str, list[tuple[str, str]]]:
    """Tables with their columns, whatever the order in which they came."""
    connection = sqlite3.connect(path)
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: sorted((row[1], row[2]) for row in connection.execute(f"PRAGMA table_info('{name}')"))
        for name in names
    }


@pytest.mark.parametrize("age", range(1, len(STEPS) + 1))
def test_a_database_of_any_age_is_brought_up_to_date_and_works_on(tmp_path, age):
    path = tmp_path / "old.db"
    tables = SqliteDatabase(path)
    old = Migrations("proofreel")
    old._migrations = STEPS[:age]
    old.apply(tables)
    tables.conn.executescript(_CONTENT)
    tables.conn.close()

    db = Database(path)
    new = Database(tmp_path / "new.db")

    assert shape(path) == shape(tmp_path / "new.db")
    assert get_scene(db, "scn_1", owner="ada").title == "Old"
    assert list_versions(db, "scn_1")[0].code == "x = 1"
    assert jobs.lease(db, "elsewhere/1/1/0").id == "job_1"
    assert projects.get_session(db, "ses_1").status == "queued"
    db.close()
    new.close()
    Database(path).close()  # and once more, with nothing to do


def test_the_first_schema_is_never_changed_afterwards():
    import hashlib

    from pipeline.state import schema

    digest = hashlib.sha256(schema._FIRST.encode()).hexdigest()

    assert digest == "fde20aff151193f5c8fc3e934dbc890bba7d5c592958f298966ed3df2056bbcd"


def test_a_database_of_a_newer_proofreel_is_refused(tmp_path):
    path = tmp_path / "new.db"
    Database(path).close()
    connection = sqlite3.connect(path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('proofreel', 'm999_later', '')"
    )
    connection.commit()
    connection.close()

    with pytest.raises(DatabaseBroken, match="newer proofreel"):
        Database(path)
