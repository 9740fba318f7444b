"""Frames of a scene to look at: out of its video where there is one, else out of a rehearsal."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.checking import rehearse
from pipeline.reports import scene_error
from pipeline.state import projects, scenes
from pipeline.state.model import Scene
from pipeline.state.reviews import find_review
from pipeline.state.versions import get_version
from pipeline.studio import Studio
from proofreel.errors import ProofreelError
from render_sandbox.job import Job, Limits

__all__ = ["NothingToShow", "View", "view_frames"]


class NothingToShow(ProofreelError):
    """The scene gives no frames: its code fails, or its chunk can't be read."""

    code = "nothing_to_show"


@dataclass(frozen=True, slots=True)
class View:
    """Small JPEGs, at most 80 kB each, with the times in their corners."""

    scene: Scene
    pictures: list[bytes]
    rendered: bool
    """Out of the scene's video; False: drawn by a rehearsal, there is no video of this version yet."""


async def view_frames(
    studio: Studio, scene_id: str, times: Sequence[float], *, owner: str, boxes: bool = False
) -> View:
    """Show a scene's current version at some times, in seconds. The host decodes nothing itself.

    Raises:
        NothingToShow: the scene fails as it is run, or its chunk can't be read.
        SandboxError: a limit was reached, or there is no sandbox.
    """
    times = [max(0.0, second) for second in times]
    scene = scenes.get_scene(studio.db, scene_id, owner=owner)
    version = get_version(studio.db, scene_id, scene.version)
    session = projects.get_session(studio.db, scene.session_id)
    sandbox = await studio.sandbox()
    if version.chunk_key is None:
        request = await studio.request_for(session, scene, version)
        report = await rehearse(request, sandbox, sheet=False, frames=list(times), boxes=boxes)
        if not report.pictures:
            why = report.error["message"] if report.error else "its source has errors, or it is shorter"
            raise NothingToShow(f"There is nothing to see of scene {scene_id}: {why}.", fix="check_scene.")
        return View(scene, list(report.pictures.values()), rendered=False)
    data = await asyncio.to_thread(studio.store.get, version.chunk_key)
    findings = (find_review(studio.db, scene) or []) if boxes else []
    job = Job(
        "frames",
        {
            "times": list(times),
            "format": {"fps": session.format.fps},
            "findings": [one for one in findings if one.get("stage") == "layout"],
        },
        {"chunk.mp4": data},
        Limits(wall_s=60),
        f"frames of {scene.title}",
    )
    outcome = await sandbox.run(job)
    if outcome.report.get("ok") is not True or "sheet.jpg" not in outcome.files:
        said = scene_error(outcome.report.get("error")).message
        raise NothingToShow(f"The video of scene {scene_id} can't be read: {said}.", fix="Render it again.")
    return View(scene, [outcome.files["sheet.jpg"]], rendered=True)
