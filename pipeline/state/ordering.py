"""The order of a session's scenes: moving, taking away, doubling; the frame ranges follow."""

from __future__ import annotations

from pipeline.state import outbox
from pipeline.state.database import Database
from pipeline.state.model import Scene, SceneStatus
from pipeline.state.scenes import (
    add_scene,
    announce_from,
    count_scenes,
    get_scene,
    require_scene,
    shift_scenes,
)
from pipeline.state.transitions import advance, refresh_ranges, refresh_session
from pipeline.state.versions import SceneDraft, attach_chunk, get_version

__all__ = ["duplicate_scene", "move_scene", "remove_scene"]


def move_scene(db: Database, scene_id: str, *, index: int) -> Scene:
    """Put a scene at another place of its session (clamped to what there is)."""
    with db.transaction() as tx:
        scene = require_scene(tx, scene_id)
        target = max(0, min(index, count_scenes(tx, scene.session_id) - 1))
        if target != scene.index:
            shift_scenes(tx, scene.session_id, scene.index + 1, -1)
            shift_scenes(tx, scene.session_id, target, +1)
            tx.execute('UPDATE scenes SET "index" = ? WHERE id = ?', (target, scene_id))
            announce_from(tx, scene.session_id, min(target, scene.index))
            refresh_ranges(tx, scene.session_id)
            outbox.announce_session(tx, scene.session_id)
    return get_scene(db, scene_id)


def remove_scene(db: Database, scene_id: str) -> None:
    """Take a scene out of its session, with its versions. Its chunks stay until ``proofreel gc``."""
    with db.transaction() as tx:
        scene = require_scene(tx, scene_id)
        outbox.announce_scene(tx, scene_id, removed=True)
        tx.execute("DELETE FROM scenes WHERE id = ?", (scene_id,))
        shift_scenes(tx, scene.session_id, scene.index + 1, -1)
        announce_from(tx, scene.session_id, scene.index)
        refresh_ranges(tx, scene.session_id)
        refresh_session(tx, scene.session_id)
        outbox.announce_session(tx, scene.session_id)


def duplicate_scene(db: Database, scene_id: str, *, author: str) -> Scene:
    """A second scene right behind the first, with its source and, where it has been rendered, its chunk."""
    with db.transaction() as tx:
        scene = require_scene(tx, scene_id)
        source = get_version(db, scene_id, scene.version)
        draft = SceneDraft.of(source, scene.title)
        change = f"a copy of scene {scene.index + 1}"
        twin = add_scene(db, scene.session_id, draft, index=scene.index + 1, author=author, change=change)
        if source.chunk_key is not None:
            attach_chunk(tx, twin.id, 1, source)
            advance(tx, twin.id, SceneStatus.READY, version=1, frames=source.frames)
    return get_scene(db, twin.id)
