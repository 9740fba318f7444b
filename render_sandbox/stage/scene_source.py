"""The user's ``scene.py``: put in place, imported, its Scene class found, its errors described.

Every job that runs a scene starts here, so that they agree on which class is meant and on how a
failure reads. A job calls :func:`place_files`, then :func:`load_scene_class`, and hands whatever
the scene raises to :func:`describe_error`.
"""

from __future__ import annotations

import importlib.util
import inspect
import linecache
import sys
import traceback
from collections.abc import Mapping
from pathlib import Path
from types import FrameType, ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from manim import Scene

__all__ = [
    "SCENE_FILE",
    "SceneChoiceError",
    "calling_line",
    "describe_error",
    "load_scene_class",
    "place_files",
]

SCENE_FILE = "scene.py"
"""Name of the user's module in the worker's private directory."""

_EXCERPT_LINES = 3
_MODULE_NAME = "scene"


class SceneChoiceError(Exception):
    """``scene.py`` has no Scene class, not the one asked for, or several and none was named."""


def place_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write the job's files below ``folder``; those already there with the same size are left alone.

    Raises ``ValueError`` for a name that would leave the folder.
    """
    root = folder.resolve()
    for name, data in files.items():
        path = (root / name).resolve()
        if not path.is_relative_to(root):
            raise ValueError(f"the file name {name!r} leaves the job's folder")
        if path.is_file() and path.read_bytes() == data:
            continue
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def load_module(path: Path) -> ModuleType:
    """Import ``path`` afresh as the module ``scene``; what the code raises goes through."""
    linecache.checkcache(str(path))
    spec = importlib.util.spec_from_file_location(_MODULE_NAME, path)
    if spec is None or spec.loader is None:
        raise SceneChoiceError(f"{path.name} cannot be imported")
    module = importlib.util.module_from_spec(spec)
    sys.modules[_MODULE_NAME] = module  # dataclasses and pickle look a class's module up here
    spec.loader.exec_module(module)
    return module


def load_scene_class(path: Path, name: str | None = None) -> type[Scene]:
    """Import ``path`` and return the Scene class called ``name``, or the only one that it defines.

    A class that another one of the file derives from is a base, not a candidate. Raises
    :class:`SceneChoiceError` where the choice isn't clear, and whatever the module raises.
    """
    module = load_module(path)
    scenes = _scene_classes(module)
    if name is not None:
        for scene in scenes:
            if scene.__name__ == name:
                return scene
        raise SceneChoiceError(f"there is no Scene class {name!r} in {path.name}; it has {_names(scenes)}")
    leaves = [
        one for one in scenes if not any(other is not one and issubclass(other, one) for other in scenes)
    ]
    if len(leaves) == 1:
        return leaves[0]
    if leaves:
        raise SceneChoiceError(f"{path.name} has several Scene classes: {_names(leaves)}; keep one of them")
    raise SceneChoiceError(f"{path.name} defines no class that derives from manim's Scene")


def _scene_classes(module: ModuleType) -> list[type[Scene]]:
    from manim import Scene

    return [
        value
        for value in vars(module).values()
        if isinstance(value, type) and issubclass(value, Scene) and value.__module__ == module.__name__
    ]


def _names(scenes: list[type[Scene]]) -> str:
    return ", ".join(scene.__name__ for scene in scenes) or "none"


def calling_line(path: Path, frame: FrameType | None = None) -> int | None:
    """Line of ``path`` that is being executed, seen from ``frame`` (by default the caller) outwards.

    The innermost frame of the file counts: a play inside a helper of the file is the helper's line.
    """
    current = frame if frame is not None else inspect.currentframe()
    name = str(path)
    while current is not None:
        if current.f_code.co_filename == name:
            return current.f_lineno
        current = current.f_back
    return None


def describe_error(error: BaseException, path: Path, play: int | None = None) -> dict[str, Any]:
    """Say what went wrong in the user's words: the ``error`` of a report.

    ``line`` is the innermost line of ``path`` on the way to the error (or the line of a syntax
    error), ``excerpt`` that line and three around it as ``[number, text]`` pairs, ``traceback`` the
    frames of ``path`` alone, ``play`` the 0-based index of the play that was running, if one was.
    """
    line = _line_of(error, path)
    return {
        "type": type(error).__name__,
        "message": _message_of(error),
        "line": line,
        "play": play,
        "excerpt": _excerpt(path, line),
        "traceback": _traceback(error, path),
    }


def _message_of(error: BaseException) -> str:
    if isinstance(error, SyntaxError):
        return error.msg
    if isinstance(error, KeyError) and len(error.args) == 1:
        return f"no such key: {error.args[0]!r}"
    return str(error) or type(error).__name__


def _line_of(error: BaseException, path: Path) -> int | None:
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return error.lineno
    told = getattr(error, "scene_line", None)  # The kit's: where the block was made that makes trouble now.
    if isinstance(told, int):
        return told
    lines = [
        frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)
    ]
    return lines[-1] if lines else None


def _frames_of(error: BaseException, path: Path) -> list[traceback.FrameSummary]:
    return [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]


def _excerpt(path: Path, line: int | None) -> list[list[str]]:
    if line is None:
        return []
    source = path.read_text("utf-8", errors="replace").splitlines()
    first = max(line - _EXCERPT_LINES, 1)
    last = min(line + _EXCERPT_LINES, len(source))
    return [[str(number), source[number - 1]] for number in range(first, last + 1)]


def _traceback(error: BaseException, path: Path) -> str:
    text = "".join(traceback.format_list(_frames_of(error, path))).replace(str(path), path.name)
    last = "".join(traceback.format_exception_only(error)).replace(str(path), path.name)
    return text + last
