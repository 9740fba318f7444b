"""Bring a session's scenes to what a lesson says now: what did not change keeps its version and chunk."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.state import ordering, scenes
from pipeline.state.database import Database
from pipeline.state.model import Scene, SceneStatus, Session
from pipeline.state.scenes import SceneDraft

__all__ = ["bring_to", "paired"]


def bring_to(db: Database, session: Session, drafts: Sequence[SceneDraft]) -> list[str]:
    """Pair the drafts with the session's scenes and change what differs. Returns the changed scenes' ids."""
    present = scenes.list_scenes(db, session.id)
    pairs = paired(present, [draft.title for draft in drafts])
    changed: list[str] = []
    for scene in present:
        if scene.id not in {found.id for found in pairs if found}:
            ordering.remove_scene(db, scene.id)
    for place, (found, draft) in enumerate(zip(pairs, drafts, strict=True)):
        if found is None:
            added = scenes.add_scene(db, session.id, draft, index=place, author="lesson", change="planned")
            changed.append(added.id)
            continue
        if _update(db, found, draft):
            changed.append(found.id)
        ordering.move_scene(db, found.id, index=place)
    for scene_id in changed:
        _adopt(db, scene_id)
    return changed


def paired(present: Sequence[Scene], titles: Sequence[str]) -> list[Scene | None]:
    """The present scene that each title continues: the one of that title, else the one in its place."""
    free = list(present)
    pairs: list[Scene | None] = [None] * len(titles)

    def take(place: int, found: Scene | None) -> None:
        if found is not None:
            free.remove(found)
            pairs[place] = found

    for place, title in enumerate(titles):
        take(place, next((scene for scene in free if scene.title == title), None))
    for place, pair in enumerate(pairs):
        if pair is None:
            take(place, next((scene for scene in free if scene.index == place), None))
    return pairs


def _adopt(db: Database, scene_id: str) -> None:
    """Make a scene ready at once where its very picture has been rendered before."""
    scene = scenes.get_scene(db, scene_id)
    version = scenes.get_version(db, scene_id, scene.version)
    known = scenes.find_reusable(db, scene_id, version.digest)
    if known is not None and scene.status is SceneStatus.QUEUED:
        scenes.finish_scene(db, scene_id, scene.version, known)


def _update(db: Database, scene: Scene, draft: SceneDraft) -> bool:
    current = scenes.get_version(db, scene.id, scene.version)
    if (current.digest, scene.title) == (draft.digest, draft.title):
        scenes.refresh_line_map(db, scene.id, scene.version, draft.line_map)
        return False
    scenes.edit_scene(
        db, scene.id, draft, base_version=scene.version, author="lesson", change="the lesson changed"
    )
    return True
