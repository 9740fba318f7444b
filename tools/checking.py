"""Looking before rendering: the checker and the rehearsal."""

from __future__ import annotations

from typing import Annotated

from fastmcp import FastMCP
from fastmcp.tools import ToolResult
from fastmcp.utilities.types import Image
from mcp.types import ContentBlock, TextContent
from pydantic import Field

from pipeline.checking import CheckReport
from pipeline.state.model import Scene
from pipeline.studio import Studio
from tools.context import Owner, TheStudio
from tools.offering import NEEDS_SANDBOX, offer
from tools.results import CheckResult, Finding, answer

__all__ = ["register"]

_MOST_FINDINGS = 12


def register(mcp: FastMCP) -> None:
    """Add ``check_scene``."""
    offer(
        mcp,
        check_scene,
        title="Check a scene",
        kind="adds",
        icon="look",
        result=CheckResult,
        tags={NEEDS_SANDBOX},
    )


async def check_scene(
    scene_id: Annotated[str, Field(examples=["scn_01k…"])],
    sheet: Annotated[bool, Field(description="With a contact sheet.")] = True,
    frames: Annotated[
        list[Annotated[float, Field(ge=0)]],
        Field(description="Seconds to see large, e.g. [1.5].", max_length=4),
    ] = [],  # noqa: B006  # never changed
    fix: Annotated[
        bool, Field(description="Mend what is mechanical (move, shrink) as a new version.")
    ] = False,
    studio: Studio = TheStudio,
    owner: str = Owner,
) -> ToolResult:
    """Run a scene without rendering, about a second: what fails, leaves the frame or overlaps, with fixes and
    a contact sheet. Use after writing Manim code. Next: edit_scene with the fixes, or render.
    """
    scene, report = await studio.check(scene_id, owner=owner, sheet=sheet, frames=frames, fix=fix)
    result = _result(scene, report)
    content: list[ContentBlock] = [TextContent(type="text", text=_text(result))]
    if report.sheet:
        content.append(Image(data=report.sheet, format=_format(report.sheet)).to_image_content())
    for _, picture in sorted(report.pictures.items()):
        content.append(Image(data=picture, format=_format(picture)).to_image_content())
    return answer(result, *content)


def _result(scene: Scene, report: CheckReport) -> CheckResult:
    findings = [Finding.model_validate(found) for found in report.findings[:_MOST_FINDINGS]]
    return CheckResult(
        scene_id=scene.id,
        version=scene.version,
        ok=report.ok,
        findings=findings,
        more_findings=max(0, len(report.findings) - _MOST_FINDINGS),
        error=_without_traceback(report),
        duration_s=report.duration_s,
        frames=report.frames,
        fixed_diff=report.diff,
        next="render." if report.ok else "edit_scene, then check_scene again.",
    )


def _text(result: CheckResult) -> str:
    lines = [f"{'ok' if result.ok else 'not ok'}: scene {result.scene_id} version {result.version}"]
    if result.duration_s is not None:
        lines[0] += f", {result.duration_s:.1f} s"
    if result.error:
        lines.append(f"{result.error['type']}: {result.error['message']} (line {result.error.get('line')})")
        lines += [f"  {number}: {code}" for number, code in result.error.get("excerpt", [])]
        if hint := result.error.get("hint"):
            lines.append(f"hint: {hint['why']} {hint['write']}")
    for finding in result.findings:
        place = f"line {finding.line}" if finding.line else ""
        moment = f" at {finding.time_s:.1f} s" if finding.time_s is not None else ""
        lines.append(
            f"{finding.severity} {finding.rule} {place}{moment}: {finding.message} {finding.fix}".strip()
        )
    lines.append(f"next: {result.next}")
    return "\n".join(lines)


def _without_traceback(report: CheckReport) -> dict[str, object] | None:
    if report.error is None:
        return None
    return {key: value for key, value in report.error.items() if key != "traceback" and value is not None}


def _format(data: bytes) -> str:
    return "png" if data.startswith(b"\x89PNG") else "jpeg"
