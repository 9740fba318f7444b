"""What the blocks of a lesson are built from: the base of all models, and the types of their fields."""

from __future__ import annotations

from typing import Annotated, Any, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

__all__ = ["Label", "Number", "Part", "Tex", "Text", "as_mapping", "as_texts", "wrap"]

Text = Annotated[str, Field(min_length=1, max_length=2000)]
"""Inline Markdown."""
Label = Annotated[str, Field(min_length=1, max_length=120)]
Tex = Annotated[str, Field(min_length=1, max_length=2000)]
"""A formula in LaTeX's math language, without dollars."""
Number = Annotated[float, Field(allow_inf_nan=False, ge=-1e9, le=1e9)]


class Part(BaseModel):
    """A piece of a lesson that knows its line in the file (0: it never was in a file)."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    line: SkipJsonSchema[int] = Field(default=0, ge=0)


def wrap(field: str) -> BeforeValidator:
    """Let a plain scalar stand for the object whose only needed field it is."""

    def wrap(value: object) -> object:
        return {field: value} if isinstance(value, str | int | float) else value

    return BeforeValidator(wrap)


def as_mapping(data: Any) -> dict[Any, Any] | None:
    """The data, if it is key: value pairs."""
    return cast("dict[Any, Any]", data) if isinstance(data, dict) else None


def as_texts(data: Any) -> Any:
    """Numbers of a list as the texts that they are written as; everything else as it is."""
    return [str(one) for one in cast("list[Any]", data)] if isinstance(data, list) else data
