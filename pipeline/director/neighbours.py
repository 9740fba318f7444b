"""What stands before and after a scene, so that an edit fits in: a frame of each, and its texts."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from pipeline.director.toolbox import ToolBox
from pipeline.state import projects, scenes
from pipeline.state.database import Database
from pipeline.state.model import Scene
from pipeline.state.versions import get_version
from proofreel.parsing import parse_python

__all__ = ["Neighbour", "look_around"]

_MOST_OF_TEXTS = 1_200


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A scene beside the one that is changed."""

    where: str
    """``before`` or ``after``."""
    title: str
    texts: str
    """What it shows and says: the strings of its code."""
    picture: tuple[str, str] | None
    """(media type, base64) of the frame at the cut, where it can be drawn."""


async def look_around(db: Database, toolbox: ToolBox, scene: Scene) -> list[Neighbour]:
    """The scenes beside ``scene``, in order: one near its end, one near its beginning."""
    around: list[Neighbour] = []
    fps = projects.get_session(db, scene.session_id).format.fps
    for found in scenes.list_scenes(db, scene.session_id):
        if abs(found.index - scene.index) != 1:
            continue
        before = found.index < scene.index
        code = get_version(db, found.id, found.version).code
        # Something has appeared by then; at the very end it may have gone already.
        moment = max(0.0, found.duration_frames / fps - 1) if before and found.duration_frames else 1.0
        seen = await toolbox.call("view_frames", {"scene_id": found.id, "times": [moment]})
        picture = seen.images[0] if seen.images and not seen.failed else None
        around.append(Neighbour("before" if before else "after", found.title, _texts(code), picture))
    return around


def _texts(code: str) -> str:
    """The strings of a scene's code that a viewer may see or hear, one a line."""
    try:
        tree = parse_python(code)
    except (SyntaxError, ValueError):
        return ""
    strings = [
        node.value.strip()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " in node.value.strip()
    ]
    return "\n".join(dict.fromkeys(strings))[:_MOST_OF_TEXTS]
