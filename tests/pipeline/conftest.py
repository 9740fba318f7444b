"""A database and a session to work on."""

from __future__ import annotations

import pytest

from pipeline.state import Database, Session, projects
from pipeline.state.model import PREVIEW
from pipeline.state.scenes import SceneDraft, add_scene


@pytest.fixture
def db(tmp_path):
    database = Database(tmp_path / "proofreel.db")
    yield database
    database.close()


@pytest.fixture
def session(db) -> Session:
    project = projects.create_project(db, owner="ada", title="Circles")
    return projects.create_session(db, project.id, title="Circles", format=PREVIEW)


def draft(title: str = "A scene", code: str = "x = 1\n") -> SceneDraft:
    return SceneDraft(title, "code", code, digest=f"digest of {code}")


@pytest.fixture
def three_scenes(db, session):
    return [add_scene(db, session.id, draft(f"Scene {n}"), author="agent") for n in range(3)]
