"""Long tool calls that a client polls for: kept here, so that a restart of the server forgets none."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Literal

from pipeline.state.database import Database, Row
from pipeline.state.model import new_id, now_ms

__all__ = ["Task", "TaskStatus", "create_task", "end_task", "find_task", "forget_old_tasks"]

TaskStatus = Literal["working", "completed", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Task:
    """A tool call and what came of it. Times are epoch milliseconds."""

    id: str
    owner: str
    tool: str
    arguments: dict[str, Any]
    status: TaskStatus
    result: dict[str, Any] | None
    created_at: int
    updated_at: int


def create_task(db: Database, *, owner: str, tool: str, arguments: dict[str, Any]) -> Task:
    """A task that is being worked on."""
    task_id = new_id("tsk")
    now = now_ms()
    with db.transaction() as tx:
        tx.execute(
            "INSERT INTO tasks (id, owner, tool, arguments, created_at, updated_at) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (task_id, owner, tool, json.dumps(arguments), now, now),
        )
    return Task(task_id, owner, tool, arguments, "working", None, now, now)


def find_task(db: Database, task_id: str, *, owner: str) -> Task | None:
    """The owner's task of this id."""
    row = db.row("SELECT * FROM tasks WHERE id = ? AND owner = ?", (task_id, owner))
    return _task(row) if row else None


def end_task(db: Database, task_id: str, status: TaskStatus, result: dict[str, Any] | None = None) -> None:
    """Say how a task ended; one that has ended stays as it is."""
    with db.transaction() as tx:
        tx.execute(
            "UPDATE tasks SET status = ?, result = ?, updated_at = ? WHERE id = ? AND status = 'working'",
            (status, json.dumps(result) if result is not None else None, now_ms(), task_id),
        )


def forget_old_tasks(db: Database, *, before: int) -> None:
    """Drop what was last touched before a time."""
    with db.transaction() as tx:
        tx.execute("DELETE FROM tasks WHERE updated_at < ?", (before,))


def _task(row: Row) -> Task:
    fields: dict[str, Any] = dict(row)
    fields["arguments"] = json.loads(fields["arguments"])
    fields["result"] = json.loads(fields["result"]) if fields["result"] else None
    return Task(**fields)
