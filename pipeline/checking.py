"""Is a scene right? First what can be known without running it, then a rehearsal in the sandbox."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from pipeline.obligations import finding_id, open_errors
from pipeline.rendering import RenderRequest, scene_job
from pipeline.reports import Rehearsed, believable, scene_error
from render_sandbox.sandbox import Sandbox

__all__ = ["CheckReport", "check_code", "rehearse"]

_MOST_OF_ENTRY = 700
_FRAME = re.compile(r"frame-(\d+)\.jpg")


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was found. ``sheet`` is a small picture of the scene's moments, JPEG or PNG."""

    ok: bool
    """No errors: neither in the source nor in what it drew."""
    findings: list[dict[str, Any]]
    """Each has ``rule``, ``severity``, ``line``, ``message``, ``fix`` and where it is sure ``edit``."""
    error: dict[str, Any] | None = None
    """What the scene raised: ``type``, ``message``, ``line``, ``excerpt``, ``hint``, ``api``…"""
    frames: int | None = None
    duration_s: float | None = None
    plays: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    sheet: bytes | None = None
    pictures: dict[int, bytes] = field(default_factory=dict[int, bytes])
    notes: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    """Worth knowing and often on purpose: no findings."""
    waived: dict[str, str] = field(default_factory=dict[str, str])
    """Finding id → reason, of those that somebody accepted."""
    diff: str | None = None

    @property
    def was_run(self) -> bool:
        """Whether the scene got as far as the sandbox; errors in its source keep it out."""
        return self.error is not None or self.frames is not None

    def accepting(self, accepted: Mapping[str, str]) -> CheckReport:
        """The same report where the findings with the ids in ``accepted`` count as no error."""
        waived = {key: accepted[key] for one in self.findings if (key := finding_id(one)) in accepted}
        ok = self.error is None and not open_errors(self.findings, accepted)
        return replace(self, ok=ok, waived=waived)


def check_code(code: str, assets: Collection[str] = ()) -> list[dict[str, Any]]:
    """Findings of the static checker, in the order of the source; takes milliseconds.

    ``assets`` are the names of the files that the scene may open.
    """
    from knowledge.checker import check
    from pipeline.formulas import formula_error

    # A template may define macros that the engine alone does not know.
    own_macros = "TexTemplate" in code or "tex_template" in code
    found: list[dict[str, Any]] = []
    for finding in check(code, assets=assets, formula_check=None if own_macros else formula_error):
        entry = asdict(finding)
        replacement = entry.pop("replacement", None)
        found.append(entry | {"edit": replacement, "stage": "source"})
    return found + _unspoken(code)


def _unspoken(code: str) -> list[dict[str, Any]]:
    """Findings on narration whose text is made while the scene runs: no voice can speak it beforehand."""
    from pipeline.narration.script import unspoken

    rest = {
        "rule": "unspoken-narration",
        "severity": "warning",
        "message": "A voice can't speak this line: its text is made while the scene runs. It is timed and "
        "shown as a caption, and stays silent.",
        "fix": "Write the text out, or build it only of literals and of names assigned once in this file.",
        "edit": None,
        "stage": "source",
    }
    return [{"line": one.line, "column": one.column} | rest for one in unspoken(code)]


async def rehearse(
    request: RenderRequest,
    sandbox: Sandbox,
    *,
    sheet: bool = True,
    waived: Mapping[str, str] | None = None,
    **more: Any,
) -> CheckReport:
    """Run a scene without drawing its frames and report on its layout.

    A scene with errors in its source is not run: the report holds what the checker says. Findings whose
    id is in ``waived`` stay in the report and count as no error.

    Raises:
        SandboxError: a limit was reached, or there is no sandbox.
    """
    static = check_code(request.code, request.files.keys())
    accepted = dict(waived or {})
    if open_errors(static, accepted):
        return CheckReport(ok=False, findings=static)
    outcome = await sandbox.run(scene_job("rehearse", request, sheet=sheet, **more))
    report = outcome.report
    picture = next((data for name, data in outcome.files.items() if name.startswith("sheet.")), None)
    if report.get("ok") is not True:
        return CheckReport(False, static, _explained(report.get("error")), sheet=picture)
    believable(report, Rehearsed, request.label)
    layout = [dict(finding) | {"stage": "layout"} for finding in report.get("findings", [])]
    return CheckReport(
        ok=True,
        findings=static + layout,
        frames=report.get("frames"),
        duration_s=report.get("duration_s"),
        plays=report.get("plays", []),
        sheet=picture,
        pictures=_frames_of(outcome.files),
        notes=report.get("notes", []),
    ).accepting(accepted)


def _frames_of(files: Mapping[str, bytes]) -> dict[int, bytes]:
    """The frames among a rehearsal's files by their number, in order of time."""
    named = ((_FRAME.fullmatch(name), data) for name, data in files.items())
    return dict(sorted((int(found[1]), data) for found, data in named if found))


def _explained(report: Any) -> dict[str, Any]:
    """A scene's error with the hint of the table and the nearest entry of the API."""
    from knowledge.hints import explain
    from knowledge.hints.reference import entry_for

    error = scene_error(report)
    hint = explain(error.type, error.message)
    told = {key: getattr(hint, key) for key in ("happened", "why", "write")} if hint else None
    code = dict(error.excerpt).get(str(error.line), "")
    entry = entry_for(error.message, code)
    return error.model_dump() | {"hint": told, "api": entry.text[:_MOST_OF_ENTRY] if entry else None}
