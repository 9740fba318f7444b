"""Bring a session's scenes to what a lesson says now: what did not change keeps its version and chunk.

What the lesson says of a scene is held against what it said when it was last planned: a scene that was
edited since stays as it was edited, unless the lesson says something new of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.lesson import Lesson
from pipeline.planning import Quality, content_address, lesson_draft, settings_of, video_format
from pipeline.state import ordering, projects, scenes
from pipeline.state.assets import keep_assets
from pipeline.state.database import Database
from pipeline.state.model import Scene, SceneStatus, SceneVersion, Session, VideoFormat
from pipeline.state.versions import SceneDraft, find_reusable, get_version, list_versions, refresh_line_map

__all__ = ["Plan", "bring_to", "bring_to_lesson", "would_remove"]

_PLANNER = "lesson"


@dataclass(frozen=True, slots=True)
class Plan:
    """What a lesson became: the session, and which of its scenes are new or changed."""

    session: Session
    scenes: list[Scene]
    changed: list[str]


def bring_to_lesson(
    db: Database,
    lesson: Lesson,
    *,
    owner: str,
    quality: Quality,
    session_id: str | None,
    source_name: str,
    pictures: Mapping[str, bytes],
    voice: str,
) -> Plan:
    """Make a session out of a lesson, or bring one to what the lesson says now; see ``Studio.plan``.

    ``pictures``: the bytes by the paths that the lesson names. ``voice`` speaks where it names none.
    """
    known = projects.get_session(db, session_id, owner=owner) if session_id else None
    # A session keeps its format: an address made for another would name a chunk of the wrong size.
    form = known.format if known else video_format(lesson.format, quality)
    stored = keep_assets(db, pictures)
    settings = settings_of(lesson, voice)
    drafts = [
        lesson_draft(lesson, scene, form=form, settings=settings, assets=stored) for scene in lesson.scenes
    ]
    session = known or _session_for(db, lesson, owner, form, settings, source_name)
    with db.transaction():
        projects.update_session(db, session.id, title=lesson.title, settings=settings)
        changed = bring_to(db, session, drafts, settings)
    return Plan(projects.get_session(db, session.id), scenes.list_scenes(db, session.id), changed)


def would_remove(db: Database, session_id: str, lesson: Lesson) -> list[str]:
    """Ids of the scenes that bringing a session to ``lesson`` would take away."""
    present = scenes.list_scenes(db, session_id)
    kept = {scene.id for scene in _paired(present, [scene.title for scene in lesson.scenes]) if scene}
    return [scene.id for scene in present if scene.id not in kept]


def bring_to(
    db: Database, session: Session, drafts: Sequence[SceneDraft], settings: Mapping[str, Any]
) -> list[str]:
    """Pair the drafts with the session's scenes and change what differs. Returns the changed scenes' ids.

    ``settings``: what the lesson says now; the drafts were made with them.
    """
    present = scenes.list_scenes(db, session.id)
    pairs = _paired(present, [draft.title for draft in drafts])
    changed: list[str] = []
    for scene in present:
        if scene.id not in {found.id for found in pairs if found}:
            ordering.remove_scene(db, scene.id)
    for place, (found, draft) in enumerate(zip(pairs, drafts, strict=True)):
        if found is None:
            added = scenes.add_scene(db, session.id, draft, index=place, author=_PLANNER, change="planned")
            changed.append(added.id)
            continue
        if _update(db, found, draft, _edited_since(db, session, found, draft, settings)):
            changed.append(found.id)
        ordering.move_scene(db, found.id, index=place)
    for scene_id in changed:
        _adopt(db, scene_id)
    return changed


def _paired(present: Sequence[Scene], titles: Sequence[str]) -> list[Scene | None]:
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
    version = get_version(db, scene_id, scene.version)
    known = find_reusable(db, scene_id, version.digest)
    if known is not None and scene.status is SceneStatus.QUEUED:
        scenes.finish_scene(db, scene_id, scene.version, known)


def _update(db: Database, scene: Scene, planned: SceneDraft, edited: SceneDraft | None) -> bool:
    draft = edited or planned
    current = get_version(db, scene.id, scene.version)
    if (current.digest, scene.title) == (draft.digest, draft.title):
        refresh_line_map(db, scene.id, scene.version, draft.line_map)
        return False
    scenes.edit_scene(
        db,
        scene.id,
        draft,
        base_version=scene.version,
        author=_PLANNER if edited is None else "system",
        change="the lesson changed",
    )
    return True


def _edited_since(
    db: Database, session: Session, scene: Scene, draft: SceneDraft, settings: Mapping[str, Any]
) -> SceneDraft | None:
    """The scene's own code as a draft, where it was edited and the lesson says of it what it said before."""
    *_, current = versions = list_versions(db, scene.id)
    planned = next((one for one in reversed(versions) if one.author == _PLANNER), None)
    if planned is None or current.author == _PLANNER or _said(planned) != _said(draft):
        return None
    digest = content_address(current.code, session.format, settings, current.assets)
    return SceneDraft.of(current, draft.title, digest=digest)


def _said(of: SceneVersion | SceneDraft) -> tuple[str, dict[str, str]]:
    return of.code, of.assets


def _session_for(
    db: Database,
    lesson: Lesson,
    owner: str,
    form: VideoFormat,
    settings: Mapping[str, Any],
    source_name: str,
) -> Session:
    project = projects.find_project(db, owner=owner, title=lesson.title)
    if project is None:
        project = projects.create_project(db, owner=owner, title=lesson.title)
    earlier = projects.find_session(db, project.id, form, source_name) if source_name else None
    return earlier or projects.create_session(
        db, project.id, title=lesson.title, format=form, settings=dict(settings), source_name=source_name
    )
