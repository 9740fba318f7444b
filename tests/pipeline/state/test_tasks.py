"""Long tool calls that are polled for: kept across a restart, ended once, seen by their owner alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.state import tasks
from pipeline.state.database import Database
from pipeline.state.tasks import create_task, end_task, find_task, forget_old_tasks


@pytest.fixture
def task(db):
    return create_task(db, owner="ada", tool="render", arguments={"session_id": "ses_1"})


def test_a_task_outlives_the_process_that_made_it(db, task):
    reopened = Database(db.path)

    assert find_task(reopened, task.id, owner="ada") == task
    reopened.close()
    assert (task.tool, task.arguments, task.status, task.result) == (
        "render",
        {"session_id": "ses_1"},
        "working",
        None,
    )
    assert task.id.startswith("tsk_")


def test_only_its_owner_finds_a_task(db, task):
    assert find_task(db, task.id, owner="eve") is None
    assert find_task(db, "tsk_0", owner="ada") is None


@pytest.mark.parametrize("result", [{"video": "v.mp4"}, {}, None])
def test_how_a_task_ended_stays(db, task, monkeypatch, result):
    monkeypatch.setattr(tasks, "now_ms", lambda: task.updated_at + 7)
    end_task(db, task.id, "completed", result)
    end_task(db, task.id, "cancelled")

    ended = replace(task, status="completed", result=result, updated_at=task.updated_at + 7)
    assert find_task(db, task.id, owner="ada") == ended


def test_what_was_touched_before_a_time_is_forgotten(db, task):
    forget_old_tasks(db, before=task.updated_at)
    assert find_task(db, task.id, owner="ada")

    forget_old_tasks(db, before=task.updated_at + 1)
    assert find_task(db, task.id, owner="ada") is None
