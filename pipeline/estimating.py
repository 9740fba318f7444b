"""How long a render will take, said before it begins."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pipeline.state.model import Scene, SceneStatus, VideoFormat

__all__ = ["render_seconds"]

# Rough: seconds a scene and seconds a frame of ordinary scenes on two cores.
_PER_SCENE_S: Final = {"preview": 1.0, "final": 1.5}
_PER_FRAME_S: Final = {"preview": 0.03, "final": 0.05}
_USUAL_LENGTH_S: Final = 8.0


def render_seconds(scenes: Sequence[Scene], form: VideoFormat, *, workers: int) -> int:
    """Whole seconds that the scenes without a chunk will take, for ``workers`` at once; 0: nothing to do.

    A scene that was rendered before is taken to be as long as it was, others as long as scenes usually are.
    """
    waiting = [scene for scene in scenes if scene.status is not SceneStatus.READY]
    if not waiting:
        return 0
    usual = int(_USUAL_LENGTH_S * form.fps)
    frames = sum(scene.duration_frames or usual for scene in waiting)
    work = len(waiting) * _PER_SCENE_S[form.profile] + frames * _PER_FRAME_S[form.profile]
    return max(1, round(work / max(1, min(workers, len(waiting)))))
