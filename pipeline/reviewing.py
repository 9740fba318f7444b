"""Review a scene: rehearse its current version, keep what was found, accept or mend it.

:class:`Reviewer` is what stands between a session and its export; :func:`check_scene` is what an agent asks.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pipeline.checking import CheckReport, rehearse
from pipeline.editing import unified_diff
from pipeline.mending import mended, mended_source, without_tried_edits
from pipeline.obligations import accept, require_mended
from pipeline.rendering import RenderRequest
from pipeline.state import projects, scenes
from pipeline.state.database import Database
from pipeline.state.model import Scene, SceneStatus, SceneVersion, Session
from pipeline.state.reviews import find_review, keep_review, list_waivers
from pipeline.state.versions import get_version
from render_sandbox.sandbox import Sandbox

if TYPE_CHECKING:
    from pipeline.studio import Studio

__all__ = ["Reviewer", "check_scene"]


class Reviewer:
    """Rehearses scenes' current versions and keeps the reports with them."""

    def __init__(
        self,
        db: Database,
        sandbox: Callable[[], Awaitable[Sandbox]],
        request_for: Callable[[Session, Scene, SceneVersion], Awaitable[RenderRequest]],
    ) -> None:
        self._db = db
        self._sandbox = sandbox
        self._request_for = request_for

    async def review(self, scene: Scene, *, sheet: bool, **more: Any) -> CheckReport:
        """Rehearse a scene's current version and keep what was found."""
        version = get_version(self._db, scene.id, scene.version)
        session = projects.get_session(self._db, scene.session_id)
        request = await self._request_for(session, scene, version)
        accepted = self.accepted(scene)
        report = await rehearse(request, await self._sandbox(), sheet=sheet, waived=accepted, **more)
        if report.error is None:
            keep_review(self._db, scene.id, scene.version, report.findings)
        return report

    def accepted(self, scene: Scene) -> dict[str, str]:
        """Finding id → reason, of what somebody accepted in this scene."""
        return {one.finding: one.reason for one in list_waivers(self._db, scene.id)}

    async def require_mended(self, session: Session) -> None:
        """Rehearse what was never rehearsed; refuse a session with open errors.

        Raises:
            UnmendedFindings: errors were neither mended nor waived.
        """
        present = scenes.list_scenes(self._db, session.id)
        for scene in present:
            if scene.status is SceneStatus.READY and find_review(self._db, scene) is None:
                await self.review(scene, sheet=False)
        require_mended(self._db, present)


async def check_scene(
    studio: Studio,
    scene_id: str,
    *,
    owner: str,
    sheet: bool = True,
    frames: Sequence[float] = (),
    fix: bool = False,
    boxes: bool = False,
    waive: Mapping[str, str] | None = None,
    author: str = "agent",
) -> tuple[Scene, CheckReport]:
    """The checker and a rehearsal of a scene's current version; its findings are kept with it.

    With ``fix`` what is mechanical is mended as a new version, and the report is of that one; what was
    waived, now or before, stays as it is.
    ``waive`` (finding id or rule → reason) accepts errors; the reasons are kept.

    Raises:
        BadWaiver: ``waive`` fits no error of the scene.
    """
    scene = scenes.get_scene(studio.db, scene_id, owner=owner)
    reviewer = studio.reviewer
    pictures = {"frames": list(frames), "boxes": boxes}
    before = studio.source(scene_id, owner=owner).code

    def with_code(code: str) -> Scene:
        return studio.edit_scene(
            scene_id, owner=owner, base_version=scene.version, code=code, author="system"
        )

    spared = {*reviewer.accepted(scene), *(waive or {})} if fix else set[str]()
    code = mended_source(before, spared) if fix else before
    if code != before:
        scene = with_code(code)
    report = await reviewer.review(scene, sheet=sheet, **pictures)
    if waive:
        accept(studio.db, scene, report.findings, waive, author=author)
        accepted = report.accepting(reviewer.accepted(scene))
        # Errors of the source kept the scene from being run; now that they are waived it is.
        held_back = not report.was_run and accepted.ok
        report = await reviewer.review(scene, sheet=sheet, **pictures) if held_back else accepted
    if fix and (fixed := mended(code, report.findings, spared)) != code:
        unmended = scene.version
        scene = with_code(fixed)
        again = await reviewer.review(scene, sheet=sheet, **pictures)
        findings = without_tried_edits((again if again.error is None else report).findings, report.findings)
        if again.error is None:
            report = replace(again, findings=findings)
        else:  # an edit that breaks the scene is worse than what it would mend
            scene = studio.revert(scene_id, owner=owner, version=unmended, author="system")
            why = (
                f"they broke the scene ({again.error['type']}: {again.error['message']}) and were taken back."
            )
            note = {"rule": "ready-edits", "message": why}
            report = replace(report, findings=findings, notes=[note, *report.notes])
    diff = unified_diff(before, studio.source(scene_id, owner=owner).code) if fix else ""
    return scene, replace(report, diff=diff or None)
