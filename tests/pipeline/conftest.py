"""A database and a session to work on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.state import Database, Session, projects
from pipeline.state.model import PREVIEW, SceneStatus
from pipeline.state.scenes import add_scene, finish_scene, get_scene
from pipeline.state.transitions import advance
from pipeline.state.versions import SceneDraft, get_version


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


def finish(db, scene, *, frames=10, key="projects/p/v1.mp4"):
    with db.transaction() as tx:
        for step in (SceneStatus.GENERATING_CODE, SceneStatus.RENDERING, SceneStatus.UPLOADING):
            advance(tx, scene.id, step, version=scene.version)
    chunk = replace(
        get_version(db, scene.id, scene.version), chunk_key=key, sha256="ab" * 32, bytes=7, frames=frames
    )
    finish_scene(db, scene.id, scene.version, chunk)
    return get_scene(db, scene.id)


@pytest.fixture
def three_scenes(db, session):
    return [add_scene(db, session.id, draft(f"Scene {n}"), author="agent") for n in range(3)]
