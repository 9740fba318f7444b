"""What a sandbox says about a scene, taken apart with care: its report comes from hostile code."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

__all__ = ["SceneError", "scene_error"]


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
