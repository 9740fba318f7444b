"""What a sandbox says about a scene, taken apart with care: its report comes from hostile code."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, ValidationError

from render_sandbox.errors import ProtocolViolation

__all__ = ["Rehearsed", "Rendered", "SceneError", "believable", "scene_error"]


class SceneError(BaseModel):
    """Why a scene failed: one sentence, the line of its code, the lines around it."""

    model_config = ConfigDict(extra="ignore")

    type: Annotated[str, Field(max_length=100)] = "Error"
    message: Annotated[str, Field(max_length=20_000)] = "The scene failed without saying why."
    line: int | None = None
    play: int | None = None
    excerpt: list[tuple[str, str]] = []
    traceback: Annotated[str, Field(max_length=100_000)] = ""


def scene_error(report: Any) -> SceneError:
    """The ``error`` of a report, whatever it is."""
    try:
        return SceneError.model_validate(report)
    except ValidationError:
        return SceneError()


class Spoken(BaseModel):
    """A line of narration and when it is heard, in seconds."""

    start_s: FiniteFloat
    end_s: FiniteFloat
    text: Annotated[str, Field(max_length=10_000)]


class Rendered(BaseModel):
    """The shape of what is kept of a render's report."""

    plays: Annotated[list[dict[str, Any]], Field(max_length=20_000)] = []
    captions: Annotated[list[Spoken], Field(max_length=5_000)] = []
    seconds: dict[str, FiniteFloat] = {}
    versions: dict[str, Annotated[str, Field(max_length=100)]] = {}


class Edit(BaseModel):
    """A finding's ready replacement."""

    old: Annotated[str, Field(max_length=100_000)]
    new: Annotated[str, Field(max_length=100_000)]


class Finding(BaseModel):
    """What every finding on a layout has, whatever else it says."""

    rule: Annotated[str, Field(max_length=100)]
    message: Annotated[str, Field(max_length=4_000)]
    severity: Annotated[str, Field(max_length=20)] = "warning"
    things: Annotated[list[dict[str, Any]], Field(max_length=1_000)] | None = None
    edit: Edit | None = None


class Rehearsed(BaseModel):
    """The shape of a rehearsal's report."""

    findings: Annotated[list[Finding], Field(max_length=2_000)] = []
    frames: int | None = None
    duration_s: FiniteFloat | None = None
    plays: Annotated[list[dict[str, Any]], Field(max_length=20_000)] = []
    notes: Annotated[list[Any], Field(max_length=2_000)] = []


def believable(report: Any, shape: type[BaseModel], label: str) -> None:
    """Refuse a report of another shape: only a scene that spoke in the renderer's place sends one.

    Raises:
        ProtocolViolation: names the place.
    """
    try:
        shape.model_validate(report)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])[:100]
        raise ProtocolViolation(
            f"The report of {label} is not the renderer's: {place}: {first['msg']}.",
            fix="Only the renderer may write to the protocol; the scene's own output belongs on screen.",
            label=label,
        ) from None
