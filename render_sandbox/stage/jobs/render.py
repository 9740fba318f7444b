"""Render a scene to its chunk: ``chunk.mp4`` in the format of :mod:`..engine.profiles`.

Request: ``scene`` (class name or null), ``format`` (``width``, ``height``, ``fps``), ``profile``,
``math``, ``without`` (names of :data:`..engine.patches.OPTIMISATIONS` to leave out). Files: ``scene.py``,
``assets/…``, ``voice/…``, and of the scene's last version ``reuse/chunk.mp4`` and ``reuse/frames.bin``:
what hasn't changed is taken from there. Out: ``chunk.mp4`` and ``frames.bin``. Progress: ``frames`` done
and ``play`` begun. A scene that raises gives ``{"ok": False, "error": …}``
(see :func:`..scene_source.describe_error`).
"""

from __future__ import annotations

import contextlib
import resource
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from av.error import FFmpegError

from ..channel import Channel
from ..engine.profiles import PROFILES, Profile, VideoFormat
from ..engine.reuse import LastVersion, setup_digest
from ..scene_source import SCENE_FILE, describe_error, load_scene_class, place_files

__all__ = ["run", "warm"]


def warm() -> None:
    """Import what a render needs and touch fonts and MathJax, so that a waiting worker starts at once."""
    from manim import Text

    from .. import math
    from ..engine import output, patches

    del output, patches
    Text("warm")  # Pango reads the fonts at its first text
    with contextlib.suppress(math.MathError):  # a scene without formulas renders without MathJax too
        math.warm()


def run(request: Mapping[str, Any], files: Mapping[str, bytes], channel: Channel) -> dict[str, Any]:
    """Render ``files["scene.py"]`` in the current directory and send ``chunk.mp4``."""
    from manim import __version__ as manim_version

    from .. import lessonkit, math, narration
    from ..engine import output, patches

    folder = Path.cwd()
    source = folder / SCENE_FILE
    place_files(files, folder)
    video = VideoFormat.parse(request["format"])
    recording = output.Recording(
        folder / "chunk.mp4",
        video,
        PROFILES[request.get("profile") or "final"],
        source,
        lambda frames, play: channel.progress(frames=frames, play=play, total=None),
    )
    recording.last_version = _last_version(files, video, recording.profile)
    output.configure_manim(video, folder)
    off = request.get("without") or ()
    undo = patches.install_all(recording, off)
    undo.callback(output.install(recording))
    begun, cpu, cpu_of_scene = time.perf_counter(), time.process_time(), time.thread_time()
    try:
        math.install(request.get("math") or "mathjax")
        narration.install(request.get("voice"), folder)
        lessonkit.use_theme(request.get("theme") or "midnight")
        scene_class = load_scene_class(source, request.get("scene"))
        output.configure_size(video)  # the format is the session's, whatever the file says
        scene_class().render()
    except (Exception, SystemExit) as error:  # whatever the user's code raises is the report
        recording.abort()
        return {"ok": False, "error": describe_error(output.in_our_words(error), source, recording.playing)}
    finally:
        undo.close()
    seconds = time.perf_counter() - begun
    cost = {**recording.cpu_s, "scene": time.thread_time() - cpu_of_scene, "all": time.process_time() - cpu}
    channel.file("chunk.mp4", recording.path)
    channel.file("frames.bin", recording.description)
    return {
        "ok": True,
        **recording.report(),
        "captions": [*recording.captions, *narration.captions()],
        "seconds": {
            "construct": round(seconds - recording.encode_wait_s, 3),
            "encode": round(recording.encode_wait_s, 3),
        },
        "cost": {
            "cpu_s": {name: round(value, 3) for name, value in cost.items()},
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        },
        "versions": {"manim": manim_version, "stage": "1"},
        "size": {"width": video.width, "height": video.height, "fps": float(video.fps)},
    }


def _last_version(files: Mapping[str, bytes], video: VideoFormat, profile: Profile) -> LastVersion | None:
    """The scene's last version, where the host sent one that can be used."""
    if "reuse/chunk.mp4" not in files or "reuse/frames.bin" not in files:
        return None
    try:
        setup = setup_digest(video, profile)
        return LastVersion(files["reuse/chunk.mp4"], files["reuse/frames.bin"], setup)
    except (ValueError, FFmpegError):
        return None
