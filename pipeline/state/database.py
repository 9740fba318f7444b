"""The open SQLite file: one connection, one lock, transactions that never upgrade from a read."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlite_utils import Database as SqliteDatabase

from pipeline.state.errors import DatabaseBroken
from pipeline.state.schema import migrations

__all__ = ["Database", "Row", "Transaction"]

Row = sqlite3.Row

_BUSY_S = 10.0


class Transaction(sqlite3.Connection):
    """An open transaction; remembers which sessions it changed, for the listeners."""

    changed_sessions: set[str]


class Database:
    """The state of one ``PROOFREEL_HOME``, safe to use from any thread of this process.

    Several processes may open the same file (WAL): a writer waits for another up to ten seconds.

    Raises:
        DatabaseBroken: the file cannot be opened, is not a database, or was written by a newer proofreel.
    """

    def __init__(self, path: Path | str) -> None:
        self.path = Path(path)
        self._lock = threading.RLock()
        self._listeners: list[Callable[[str], None]] = []
        try:
            if str(path) != ":memory:":
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self._conn = sqlite3.connect(
                str(path), timeout=_BUSY_S, check_same_thread=False, factory=Transaction
            )
        except (OSError, sqlite3.OperationalError) as error:
            raise DatabaseBroken(
                f"{self.path} cannot be opened: {error}.",
                fix="Set PROOFREEL_HOME to a folder that can be written.",
                path=str(self.path),
            ) from error
        self._conn.changed_sessions = set()
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            self._conn.close()
            raise DatabaseBroken(
                f"{self.path} cannot be used as proofreel's database: {error}.",
                fix="Move it away, or set PROOFREEL_HOME to another folder.",
                path=str(self.path),
            ) from error

    def _prepare(self) -> None:
        self._conn.row_factory = sqlite3.Row
        for pragma in ("journal_mode = WAL", "synchronous = NORMAL", "foreign_keys = ON"):
            self._conn.execute(f"PRAGMA {pragma}")
        tables = SqliteDatabase(self._conn)
        if migrations.pending(tables):
            migrations.apply(tables)
        self._refuse_newer(tables)

    def _refuse_newer(self, tables: SqliteDatabase) -> None:
        ours = {migration.name for migration in migrations._migrations}  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
        newer = {m.name for m in migrations.applied(tables)} - ours
        if newer:
            raise DatabaseBroken(
                f"{self.path} was written by a newer proofreel ({', '.join(sorted(newer))}).",
                fix="Upgrade proofreel, or set PROOFREEL_HOME to another folder.",
                path=str(self.path),
            )

    @property
    def tables(self) -> SqliteDatabase:
        """The same connection through sqlite-utils, for reports and maintenance."""
        return SqliteDatabase(self._conn)

    @contextmanager
    def transaction(self) -> Generator[Transaction]:
        """All or nothing. Nested use joins the outer transaction.

        Starts with ``BEGIN IMMEDIATE``: a reader that turns writer half-way could not wait for
        another writer, SQLite would refuse it at once.
        """
        with self._lock:
            if self._conn.in_transaction:
                yield self._conn
                return
            self._conn.execute("BEGIN IMMEDIATE")
            try:
                yield self._conn
                # In here: a commit that fails (a full disk) must not leave the transaction open.
                self._conn.commit()
            except BaseException:
                self._conn.rollback()
                self._conn.changed_sessions.clear()
                raise
            changed, self._conn.changed_sessions = self._conn.changed_sessions, set()
        for session_id in changed:
            for listener in tuple(self._listeners):
                listener(session_id)

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[Row]:
        """Every row of a query."""
        with self._lock:
            return self._conn.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Row | None:
        """The first row of a query, if any."""
        with self._lock:
            found: Row | None = self._conn.execute(sql, parameters).fetchone()
            return found

    def listen(self, listener: Callable[[str], None]) -> Callable[[], None]:
        """Call ``listener(session_id)`` after each commit that changed a session; returns the way out.

        Listeners run in the writer's thread and must not block.
        """
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def close(self) -> None:
        """Close the file; the WAL is folded into it."""
        with self._lock:
            self._conn.close()
