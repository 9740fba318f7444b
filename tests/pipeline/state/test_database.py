"""The file: what cannot be opened is refused with a way out, and a change is all or nothing."""

from __future__ import annotations

import asyncio
import sqlite3
import threading

import pytest

from pipeline.state import projects
from pipeline.state.assets import keep_assets, read_asset
from pipeline.state.database import Database
from pipeline.state.errors import DatabaseBroken, NotFound
from pipeline.state.watching import watch


def test_a_database_is_made_with_its_folders(tmp_path):
    db = Database(tmp_path / "a" / "b" / "proofreel.db")

    assert (tmp_path / "a" / "b" / "proofreel.db").is_file()
    assert db.row("PRAGMA journal_mode")[0] == "wal"
    assert db.row("PRAGMA synchronous")[0] == 1
    assert db.row("PRAGMA foreign_keys")[0] == 1
    assert "scenes" in db.tables.table_names()
    db.close()
    with pytest.raises(sqlite3.ProgrammingError):
        db.rows("SELECT 1")


def test_a_database_may_live_in_memory_without_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    db = Database(":memory:")

    assert projects.create_project(db, owner="ada", title="Circles")
    db.close()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_named_with_a_way_out(tmp_path):
    (tmp_path / "file").write_text("")
    path = tmp_path / "file" / "proofreel.db"

    with pytest.raises(DatabaseBroken) as refused:
        Database(path)

    assert refused.value.message.startswith(f"{path} cannot be opened: ")
    assert refused.value.fix == "Set PROOFREEL_HOME to a folder that can be written."
    assert refused.value.details == {"path": str(path)}


def test_a_file_that_is_no_database_is_left_as_it_is(tmp_path):
    path = tmp_path / "proofreel.db"
    path.write_bytes(b"a lesson, not a database" * 100)

    with pytest.raises(DatabaseBroken) as refused:
        Database(path)

    assert refused.value.message == f"{path} cannot be used as proofreel's database: file is not a database."
    assert refused.value.fix == "Move it away, or set PROOFREEL_HOME to another folder."
    assert refused.value.details == {"path": str(path)}
    assert path.read_bytes() == b"a lesson, not a database" * 100


def test_a_file_of_a_newer_proofreel_is_refused_by_the_names_of_its_migrations(tmp_path):
    path = tmp_path / "proofreel.db"
    Database(path).close()
    with sqlite3.connect(path) as raw:
        for name in ("m999_b", "m998_a"):
            raw.execute(
                "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
                "SELECT migration_set, ?, applied_at FROM _sqlite_migrations LIMIT 1",
                (name,),
            )

    with pytest.raises(DatabaseBroken) as refused:
        Database(path)

    assert refused.value.message == f"{path} was written by a newer proofreel (m998_a, m999_b)."
    assert refused.value.fix == "Upgrade proofreel, or set PROOFREEL_HOME to another folder."


def test_an_inner_transaction_is_part_of_the_outer_one(db, session):
    with pytest.raises(ZeroDivisionError), db.transaction():
        projects.create_session(db, session.project_id, title="lost", format=session.format)
        raise ZeroDivisionError

    (project,) = projects.list_projects(db, owner="ada")
    assert [found.id for found in project.sessions] == [session.id]
    assert projects.create_project(db, owner="ada", title="after")


def test_listeners_hear_of_a_session_once_per_commit_and_never_of_what_was_undone(db, session):
    heard: list[str] = []
    stop = db.listen(heard.append)

    with db.transaction():
        projects.update_session(db, session.id, title="1", settings={})
        projects.update_session(db, session.id, title="2", settings={})
        assert heard == []
    assert heard == [session.id]

    with pytest.raises(ZeroDivisionError), db.transaction():
        projects.update_session(db, session.id, title="3", settings={})
        raise ZeroDivisionError
    projects.create_project(db, owner="ada", title="no session")
    assert heard == [session.id]

    stop()
    projects.update_session(db, session.id, title="4", settings={})
    assert heard == [session.id]


def test_threads_write_one_after_the_other(db, session):
    def rename(n: int) -> None:
        projects.update_session(db, session.id, title=str(n), settings={})

    threads = [threading.Thread(target=rename, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert projects.get_session(db, session.id).seq == session.seq + 8


async def test_a_watch_rings_for_its_session_from_any_thread(db, session):
    other = projects.create_session(db, session.project_id, title="other", format=session.format)

    with watch(db, session.id) as mine, watch(db) as any_of_them:
        await asyncio.to_thread(projects.update_session, db, other.id, title="o", settings={})
        assert await any_of_them.wait(5)
        assert not await mine.wait(0.05)

        any_of_them.forget()
        assert not await any_of_them.wait(0.05)
        projects.update_session(db, session.id, title="m", settings={})
        assert await mine.wait(5)
        assert await any_of_them.wait(5)

    mine.forget()
    projects.update_session(db, session.id, title="after", settings={})
    assert not await mine.wait(0.05)


def test_a_picture_is_kept_once_and_read_by_its_digest(db):
    kept = keep_assets(db, {"a.png": b"same", "b.png": b"same", "c.png": b"other"})
    assert keep_assets(db, {"d.png": b"same"}) == {"d.png": kept["a.png"]}

    assert kept["a.png"] == kept["b.png"] != kept["c.png"]
    assert read_asset(db, kept["a.png"]) == b"same"
    assert read_asset(db, kept["c.png"]) == b"other"
    assert db.row("SELECT COUNT(*) FROM assets")[0] == 2
    with pytest.raises(NotFound) as gone:
        read_asset(db, "0" * 64)
    assert gone.value.message == "A picture of the scene is gone from the database."
    assert gone.value.fix == "Plan the lesson again."
