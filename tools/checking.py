"""Looking before rendering: the checker and the rehearsal."""

from __future__ import annotations

import json
from typing import Annotated, Any

from fastmcp import FastMCP
from fastmcp.tools import ToolResult
from fastmcp.utilities.types import Image
from mcp.types import ContentBlock, TextContent
from pydantic import Field

from pipeline import reviewing, viewing
from pipeline.checking import CheckReport
from pipeline.obligations import finding_id
from pipeline.state import scenes
from pipeline.state.model import Scene
from pipeline.studio import Studio
from proofreel.errors import ProofreelError
from tools.context import Owner, TheStudio
from tools.offering import NEEDS_SANDBOX, offer
from tools.results import CheckResult, Detail, Finding, ViewResult, answer

__all__ = ["register"]

_WAIT_S = 25
_MOST_FINDINGS = 12
_MOST_NOTES = 3


class StillChecking(ProofreelError):
    """The check takes longer than a call may; it goes on."""

    code = "still_checking"


def register(mcp: FastMCP) -> None:
    """Add the tools that look."""
    offer(
        mcp,
        check_scene,
        title="Check a scene",
        kind="adds",
        icon="look",
        result=CheckResult,
        tags={NEEDS_SANDBOX},
    )
    offer(
        mcp,
        view_frames,
        title="See frames",
        kind="reads",
        icon="look",
        result=ViewResult,
        tags={NEEDS_SANDBOX},
    )


async def check_scene(
    scene_id: Annotated[str, Field(examples=["scn_01k…"])],
    sheet: Annotated[bool, Field(description="With a contact sheet.")] = True,
    boxes: bool = False,
    fix: Annotated[bool, Field(description="Make the ready edits.")] = False,
    waive: Annotated[dict[str, str], Field(description="id or rule: reason.")] = {},  # noqa: B006
    detail: Detail = "brief",
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Run a scene without rendering, a second: what fails, leaves the frame or overlaps, with fixes and a
    sheet. Errors block export until mended or waived. Next: edit_scene, view_frames or render.
    """
    how = {"sheet": sheet, "fix": fix, "boxes": boxes, "waive": waive}
    scene, report = await _checked(studio, scene_id, owner, how)
    result = _result(scene, report, detail)
    content: list[ContentBlock] = [TextContent(type="text", text=_text(result))]
    if report.sheet:
        content.append(Image(data=report.sheet, format=_format(report.sheet)).to_image_content())
    content += [
        Image(data=picture, format=_format(picture)).to_image_content()
        for picture in report.pictures.values()
    ]
    return answer(result, *content)


async def _checked(
    studio: Studio, scene_id: str, owner: str, how: dict[str, Any]
) -> tuple[Scene, CheckReport]:
    """A check of the scene as it is now; one that takes too long goes on, and the next call joins it."""
    key = json.dumps([owner, scene_id, how], sort_keys=True)
    while True:
        done = await studio.checks.join(
            key, lambda: reviewing.check_scene(studio, scene_id, owner=owner, **how), wait_s=_WAIT_S
        )
        if done is None:
            raise StillChecking(
                f"The check of scene {scene_id} goes on: the machine is busy.",
                fix="Call check_scene again in the same way: it answers with what came of it.",
            )
        if done[0].version == scenes.get_scene(studio.db, scene_id, owner=owner).version:
            return done


async def view_frames(
    scene_id: str,
    times: Annotated[
        list[float],
        Field(description="Seconds.", min_length=1, max_length=12),
    ],
    boxes: bool = False,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Show a scene at some times, rendered or not. Next: edit_scene."""
    view = await viewing.view_frames(studio, scene_id, times, owner=owner, boxes=boxes)
    result = ViewResult(
        version=view.scene.version,
        rendered=view.rendered,
    )
    return answer(result, *(Image(data=one, format="jpeg").to_image_content() for one in view.pictures))


def _result(scene: Scene, report: CheckReport, detail: Detail) -> CheckResult:
    findings = [
        Finding.model_validate(found | {"id": (key := finding_id(found)), "waived": report.waived.get(key)})
        for found in report.findings[:_MOST_FINDINGS]
    ]
    return CheckResult(
        scene_id=scene.id,
        version=scene.version,
        ok=report.ok,
        findings=findings,
        more_findings=max(0, len(report.findings) - _MOST_FINDINGS),
        notes=[f"{one['rule']}: {one['message']}" for one in report.notes[:_MOST_NOTES]],
        error=_error(report, detail),
        duration_s=report.duration_s,
        fixed_diff=report.diff,
        next=_following(report),
    )


def _following(report: CheckReport) -> str:
    if report.ok:
        return "render."
    if any(found.get("edit") for found in report.findings):
        return "check_scene with fix=true makes the ready edits; edit_scene for the rest."
    return "edit_scene, then check_scene again."


def _text(result: CheckResult) -> str:
    lines = [f"{'ok' if result.ok else 'not ok'}: scene {result.scene_id} version {result.version}"]
    if result.duration_s is not None:
        lines[0] += f", {result.duration_s:.1f} s"
    if result.error:
        lines.append(f"{result.error['type']}: {result.error['message']} (line {result.error.get('line')})")
        at = str(result.error.get("line"))
        lines += [
            f"{'>' if number == at else ' '} {number}: {code}"
            for number, code in result.error.get("excerpt", [])
        ]
        if hint := result.error.get("hint"):
            lines.append(f"hint: {hint['happened']} {hint['write']}")
        if entry := result.error.get("api"):
            lines.append(f"api: {entry}")
    for finding in result.findings:
        place = f"line {finding.line}" if finding.line else ""
        moment = f" at {finding.time_s:.1f} s" if finding.time_s is not None else ""
        severity = f"waived ({finding.waived})" if finding.waived else finding.severity
        head = f"{severity} {finding.rule} [{finding.id}] {place}{moment}".rstrip()
        lines.append(f"{head}: {finding.message} {finding.fix}".strip())
        if finding.edit:
            lines.append(f"edit: {json.dumps(finding.edit, ensure_ascii=False)}")
    lines += [f"note {note}" for note in result.notes]
    if result.fixed_diff:
        lines.append(result.fixed_diff)
    lines.append(f"next: {result.next}")
    return "\n".join(lines)


def _error(report: CheckReport, detail: Detail) -> dict[str, object] | None:
    if report.error is None:
        return None
    hidden = () if detail == "full" else ("traceback",)
    return {key: value for key, value in report.error.items() if key not in hidden and value is not None}


def _format(data: bytes) -> str:
    return "png" if data.startswith(b"\x89PNG") else "jpeg"
