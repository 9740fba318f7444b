"""What the director says to the model: briefs, verdicts, and how a mistake is quoted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from pipeline.director.memory import Pitfall
from pipeline.director.neighbours import Neighbour
from pipeline.director.plan import Plan
from pipeline.director.quoting import quoted
from pipeline.director.sources import Document
from pipeline.state.model import VideoFormat

__all__ = [
    "CUT",
    "LOOK",
    "REPAIR",
    "edit_brief",
    "guide",
    "image",
    "plan_brief",
    "plan_problems",
    "repair",
    "scene_brief",
]

REPAIR = "Not right yet."
LOOK = "It runs and the report is clean."
CUT = (
    "Your answer was cut off by its length limit, and nothing of a tool call in it was carried out. "
    "Write less at once: a shorter scene, or write_scene with the first half and edit_scene for the rest."
)
_LINES_AROUND = 5
_MOST_FINDINGS = 6


def guide(name: str) -> str:
    """The standing orders for one kind of work."""
    return files("pipeline.director").joinpath("guides", f"{name}.md").read_text("utf-8")


def plan_brief(prompt: str, documents: Sequence[Document], scene_count: int | None, workflow: str) -> str:
    """What is asked, with the documents as data."""
    # Long documents first, the question last: models keep to it better so.
    parts = [document.quoted() for document in documents]
    parts.append(f"Plan a video that answers: {prompt}")
    if workflow:
        parts.append(workflow)
    if scene_count:
        parts.append(f"Exactly {scene_count} scene{'s' if scene_count > 1 else ''}.")
    return "\n\n".join(parts)


def plan_problems(problems: Sequence[str]) -> str:
    """What is wrong with a plan."""
    return "The plan cannot be used yet. Mend these and hand it in again, whole:\n- " + "\n- ".join(problems)


def scene_brief(plan: Plan, place: int, form: VideoFormat) -> str:
    """One scene's task, with its neighbours and the passages that it cites."""
    scene = plan.scenes[place]
    shape = f"{14.2 * form.width / form.height / (16 / 9):.1f} × 8" if form.width != form.height else "8 × 8"
    parts = [
        f"The video “{plan.title}”, scene {place + 1} of {len(plan.scenes)}: “{scene.title}”.",
        f"Its goal: {scene.goal}\nWhat is seen: {scene.visual}",
        f"Language of all texts: {plan.language}. Frame: {shape} units.",
        f"The same content as planned blocks; their paragraphs are the narration:\n\n{scene.blocks}",
    ]
    around = [(place - 1, "Before it"), (place + 1, "After it")]
    parts += [
        f"{word}: {plan.scenes[n].title} – {plan.scenes[n].goal}"
        for n, word in around
        if 0 <= n < len(plan.scenes)
    ]
    for citation in scene.cites:
        parts.append(f"From {citation.source} ({citation.place}): “{citation.quote}”")
    return "\n\n".join(parts)


def edit_brief(prompt: str, title: str, code: str, beside: Sequence[Neighbour]) -> list[dict[str, Any]]:
    """An edit's task as blocks: what stands beside the scene, the scene as it is, what is asked."""
    blocks: list[dict[str, Any]] = []
    for found in beside:
        said = f"The scene {found.where} it:\n{quoted('scene', found.texts, title=found.title)}"
        if found.picture:
            said += "\nIts frame next to this scene:"
        blocks.append({"type": "text", "text": said})
        if found.picture:
            blocks.append(image(*found.picture))
    blocks.append(
        {
            "type": "text",
            "text": ("" if beside else "It is the only scene.\n\n")
            + f"The scene to change, as it is now:\n{quoted('scene', code, title=title)}\n\n"
            f"Change this scene as follows: {prompt}",
        }
    )
    return blocks


def image(media: str, data: str) -> dict[str, Any]:
    """A picture as the Messages API takes it."""
    return {"type": "image", "source": {"type": "base64", "media_type": media, "data": data}}


def repair(
    report: Mapping[str, Any],
    code: str,
    pitfalls: Sequence[Pitfall],
    api: str,
    *,
    whole_scene: bool,
    tried: Sequence[str],
) -> str:
    """What is wrong, each with the lines around it and what mended the like before."""
    parts = [REPAIR]
    if error := report.get("error"):
        parts.append(f"It fails: {error.get('type')}: {str(error.get('message', ''))[:600]}")
        parts.append(_around(code, error.get("line")))
        if hint := error.get("hint"):
            parts.append(f"Why: {hint.get('why', '')} Write instead: {hint.get('write', '')}")
    findings = [found for found in report.get("findings", []) if found.get("severity") == "error"]
    for found in findings[:_MOST_FINDINGS]:
        moment = f" at {found['time_s']:.1f} s" if found.get("time_s") is not None else ""
        parts.append(f"{found['rule']}{moment}: {found['message']} {found.get('fix', '')}".strip())
        if edit := found.get("edit"):
            parts.append(f"This replacement mends it: old {edit['old']!r}, new {edit['new']!r}")
        parts.append(_around(code, found.get("line")))
    if more := len(findings) - _MOST_FINDINGS:
        parts.append(f"{more} more of the kind." if more > 0 else "")
    if report.get("note"):
        parts.append(str(report["note"]))
    if api:
        parts.append(f"From the API reference:\n{api}")
    parts += [f"The same went wrong before; this mended it:\n{pitfall.mend}" for pitfall in pitfalls]
    if tried:
        parts.append("Tried already, without success: " + "; ".join(tried))
    parts.append(
        "Write the whole scene anew with write_scene."
        if whole_scene
        else "Mend it by the smallest change (edit_scene); another way if the same failed twice."
    )
    return "\n\n".join(part for part in parts if part)


def _around(code: str, line: Any) -> str:
    lines = code.splitlines()
    if not isinstance(line, int) or not 1 <= line <= len(lines):
        return ""
    start, end = max(1, line - _LINES_AROUND), min(len(lines), line + _LINES_AROUND)
    shown = (f"{'>' if n == line else ' '} {n:>4} {lines[n - 1]}" for n in range(start, end + 1))
    return "\n".join(shown)
