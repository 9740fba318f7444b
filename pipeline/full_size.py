"""The scenes of a preview as a session in full size: what was written once is not written again."""

from __future__ import annotations

from dataclasses import replace

from pipeline.pairing import bring_to
from pipeline.planning import content_address, video_format
from pipeline.state import projects, scenes
from pipeline.state.database import Database
from pipeline.state.model import Session
from pipeline.state.reviews import add_waiver, list_waivers
from pipeline.state.versions import SceneDraft, get_version

__all__ = ["full_session"]


def full_session(db: Database, session_id: str, *, owner: str) -> Session:
    """The session in full size that belongs to a preview, with the preview's scenes as they are now.

    It is made the first time, and brought to what changed the next times. What was waived in the preview is
    waived in it. A session that is in full size itself is its own.
    """
    preview = projects.get_session(db, session_id, owner=owner)
    form = video_format(preview.settings.get("format", "landscape"), "full")
    if preview.format == form:
        return preview
    drafts: list[SceneDraft] = []
    for scene in scenes.list_scenes(db, preview.id):
        of = get_version(db, scene.id, scene.version)
        digest = content_address(of.code, form, preview.settings, of.assets)
        drafts.append(SceneDraft.of(of, scene.title, digest=digest))
    with db.transaction():
        found = projects.find_session(db, preview.project_id, form, preview.id)
        full = found or projects.create_session(
            db,
            preview.project_id,
            title=preview.title,
            format=form,
            settings=preview.settings,
            source_name=preview.id,
        )
        projects.update_session(db, full.id, title=preview.title, settings=preview.settings)
        bring_to(db, full, drafts, preview.settings)
        for small, large in zip(*(scenes.list_scenes(db, one.id) for one in (preview, full)), strict=True):
            for waiver in list_waivers(db, small.id):
                add_waiver(db, replace(waiver, scene_id=large.id, version=large.version))
    return full
