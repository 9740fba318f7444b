"""A change before it is saved: what is wrong with it, and the frames on which that shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pipeline import planning
from pipeline.checking import CheckReport, rehearse
from pipeline.state import projects, scenes
from pipeline.state.versions import get_version
from pipeline.studio import Studio

__all__ = ["Preview", "preview"]

_MOST_FRAMES = 6


@dataclass(frozen=True, slots=True)
class Preview:
    """The report on a change, the code it stands for, and frame number → JPEG."""

    report: CheckReport
    code: str
    frames: dict[int, bytes]


async def preview(
    studio: Studio,
    scene_id: str,
    *,
    owner: str,
    code: str | None = None,
    blocks: Sequence[Mapping[str, Any]] | None = None,
) -> Preview:
    """Rehearse a scene with new code or new blocks in place of what it has. Nothing is kept.

    Raises:
        LessonError: every mistake in the blocks.
        SandboxError: a limit was reached, or there is no sandbox.
    """
    scene = scenes.get_scene(studio.db, scene_id, owner=owner)
    version = get_version(studio.db, scene_id, scene.version)
    session = projects.get_session(studio.db, scene.session_id)
    if blocks is not None:
        draft = planning.blocks_draft(session, scene.title, blocks, version.assets)
        version = replace(version, code=draft.code, assets=draft.assets)
    elif code is not None:
        version = replace(version, code=code)
    request = await studio.request_for(session, scene, version)
    sandbox = await studio.sandbox()
    report = await rehearse(request, sandbox, sheet=False, faults=_MOST_FRAMES)
    return Preview(report, version.code, report.pictures)
