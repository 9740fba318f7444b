"""Where settings come from: the environment, ``.env`` in the working folder, ``proofreel.toml`` in the home.

``.env`` is often another program's: keys of it that do not begin with ``PROOFREEL_`` are not ours.
"""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dotenv import dotenv_values

__all__ = ["PREFIX", "Layer", "layers", "origin_of", "unknown_settings"]

PREFIX = "PROOFREEL_"


@dataclass(frozen=True, slots=True)
class Layer:
    """One place that says something."""

    place: str
    """What a person calls it: ``environment``, or the path of a file."""
    values: Mapping[str, Any]
    """By the spelling of that place; empty strings count as not set."""

    def by_field(self) -> dict[str, Any]:
        """The values by the fields that the keys mean."""
        return {_field(key): value for key, value in self.values.items()}


def layers(home: Path) -> tuple[Layer, ...]:
    """What is said where, the first place counting most.

    Raises:
        ValueError: the TOML file is not TOML; the message has its path, line and column.
    """
    toml = home / "proofreel.toml"
    return (
        Layer("environment", _own(os.environ)),
        Layer(str(Path(".env").resolve()), _own(dotenv_values(".env"))),
        Layer(str(toml), _read_toml(toml)),
    )


def origin_of(field: str, found: tuple[Layer, ...]) -> str:
    """The place that a setting's value is from: ``environment``, a file's path, or ``default``."""
    for layer in found:
        if field in layer.by_field():
            return layer.place
    return "default"


def unknown_settings(found: tuple[Layer, ...], known: Mapping[str, Any]) -> Iterator[str]:
    """A sentence for each key that is no setting, with what it may have been meant to be."""
    for layer in found:
        for key in sorted(layer.values):
            if _field(key) in known:
                continue
            near = difflib.get_close_matches(_field(key), list(known), n=1, cutoff=0.6)
            spelt = f"{PREFIX}{near[0].upper()}" if near and key.startswith(PREFIX) else "".join(near)
            meant = f" Did you mean {spelt}?" if near else ""
            yield f"{key} ({layer.place}): there is no such setting.{meant}"


def _field(spelling: str) -> str:
    return spelling.lower().removeprefix(PREFIX.lower())


def _own(values: Mapping[str, str | None]) -> dict[str, str]:
    return {key: value for key, value in values.items() if value and key.startswith(PREFIX)}


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ValueError(f"{path} cannot be read: {error}") from error
