"""Sessions that something happens to, and what Convex is to show of them."""

from __future__ import annotations

import random
from typing import Any

from pipeline.chunks import chunk_key
from pipeline.state import Database, ordering, projects, scenes
from pipeline.state.errors import StateError
from pipeline.state.model import PREVIEW, Scene, SceneStatus, SceneVersion
from pipeline.state.transitions import advance
from pipeline.state.versions import SceneDraft, get_version, list_versions
from server.snapshots import snapshot

OWNER = "ada"
NEXT = {
    SceneStatus.QUEUED: SceneStatus.GENERATING_CODE,
    SceneStatus.GENERATING_CODE: SceneStatus.RENDERING,
    SceneStatus.RENDERING: SceneStatus.UPLOADING,
}


class Urls:
    """A chunk store of which only the addresses matter."""

    def url(self, key: str) -> str:
        return f"https://chunks.example/{key}"

    def __getattr__(self, name: str) -> Any:
        # A poster, say: there is none.
        return lambda *args, **more: None


def new_session(db: Database, title: str = "Circles") -> str:
    project = projects.create_project(db, owner=OWNER, title=title)
    return projects.create_session(db, project.id, title=title, format=PREVIEW).id


def happen(db: Database, session_id: str, chance: random.Random) -> None:
    """One thing that may happen to a session."""
    present = scenes.list_scenes(db, session_id)
    if not present or (len(present) < 5 and chance.random() < 0.1):
        draft = _draft(chance)
        scenes.add_scene(db, session_id, draft, index=chance.randrange(6), author="agent", change="written")
        return
    scene = chance.choice(present)
    try:
        _to_scene(db, scene, chance)
    except StateError:
        # What a scene's status doesn't allow: that is for the state's own tests.
        return


def _to_scene(db: Database, scene: Scene, chance: random.Random) -> None:
    what = chance.random()
    if what < 0.04:
        ordering.remove_scene(db, scene.id)
    elif what < 0.1:
        ordering.move_scene(db, scene.id, index=chance.randrange(5))
    elif what < 0.2:
        draft = _draft(chance)
        scenes.edit_scene(db, scene.id, draft, base_version=scene.version, author="person", change="edited")
    elif what < 0.25:
        scenes.retry_scene(db, scene.id)
    elif what < 0.3 and scene.version > 1:
        scenes.revert_scene(db, scene.id, to_version=chance.randrange(1, scene.version), author="person")
    else:
        _go_on(db, scene, chance)


def _go_on(db: Database, scene: Scene, chance: random.Random) -> None:
    if scene.status is SceneStatus.UPLOADING:
        finish(db, scene, frames=chance.randrange(15, 90))
    elif scene.status in NEXT and chance.random() < 0.9:
        with db.transaction() as tx:
            advance(tx, scene.id, NEXT[scene.status], version=scene.version)
    elif scene.status in NEXT:
        error = {"code": "scene_failed", "message": "x is not defined", "fix": "", "line": 3}
        with db.transaction() as tx:
            advance(tx, scene.id, SceneStatus.ERROR, version=scene.version, error=error)


def finish(db: Database, scene: Scene, *, frames: int) -> None:
    """Give the scene's current version a chunk of so many frames."""
    session = projects.get_session(db, scene.session_id)
    version = get_version(db, scene.id, scene.version)
    key = chunk_key(session.project_id, session.id, scene.slot, scene.version)
    fields = {name: getattr(version, name) for name in SceneVersion.__dataclass_fields__}
    report = {"poster": frames % 2 == 0, "captions": [{"start_s": 0.0, "end_s": 2.0, "text": scene.title}]}
    fields |= {"chunk_key": key, "sha256": f"sha of {key}", "bytes": 1000, "frames": frames, "report": report}
    scenes.finish_scene(db, scene.id, scene.version, SceneVersion(**fields))


def _draft(chance: random.Random) -> SceneDraft:
    number = chance.randrange(10**9)
    return SceneDraft(f"Scene {number}", "code", f"x = {number}\n", digest=f"digest {number}")


def told(db: Database, session_id: str, store: Any = None) -> dict[str, Any]:
    """The session as SQLite has it, in the words that viewers of both read."""
    return _common(snapshot(db, store or Urls(), projects.get_session(db, session_id)))


def shown(deployment: Any, token: str, session_id: str) -> dict[str, Any]:
    """The session as the deployment shows it to its owner."""
    return _common(deployment.query(token, "sessions:snapshot", sessionId=session_id))


# What only one of them has: frames drawn so far, a subtitles' file or lines, exports, who may prompt, what the
# director did.
# A session's updatedAt is touched by every number given; here it is that of the session's last own row.
ELSEWHERE = {"exportUrl", "captionsUrl", "canPrompt", "updatedAt", "progress", "previewUrl", "generation"}


def _common(view: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in view.items() if name not in ELSEWHERE and name != "error"}
    kept["scenes"] = [_scene(scene) for scene in view["scenes"]]
    return kept


def _scene(scene: dict[str, Any]) -> dict[str, Any]:
    names = ("id", "index", "title", "status", "version", "seq", "startFrame", "endFrame")
    kept = {name: scene[name] for name in (*names, "durationInFrames", "url", "posterUrl", "updatedAt")}
    error = scene["error"]
    kept["error"] = (error["code"], error["message"], error["line"]) if error else None
    return kept


def history_told(db: Database, scene_id: str) -> list[tuple[Any, ...]]:
    """A scene's versions as SQLite has them."""
    return [(v.version, v.author, v.change, v.sha256) for v in list_versions(db, scene_id)]


def history_shown(deployment: Any, token: str, scene_id: str) -> list[tuple[Any, ...]]:
    """A scene's versions as the deployment shows them."""
    answer = deployment.query(token, "scenes:history", sceneId=scene_id)
    return [(v["version"], v["author"], v["change"], v["checksum"]) for v in answer["versions"]]
