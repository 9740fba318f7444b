"""Rehearse a scene: run it without drawing its frames, report on its layout, show a few moments.

Request: that of ``render``, and ``sheet`` (bool), ``frames`` (seconds to draw singly), ``boxes``
(draw the findings in), ``stamp`` (false: frames without their time), ``faults`` (how many moments with
findings to draw singly, the first ones of the video).
Files: ``sheet.jpg``, ``frame-<n>.jpg``.
The report has ``findings`` (see :mod:`..layout`). Passes and fails as a render of the same scene does.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any

from ..channel import Channel
from ..engine.profiles import VideoFormat
from ..scene_source import SCENE_FILE, describe_error, load_scene_class, place_files

__all__ = ["run", "warm"]

_CELL_WIDTH = 420


def warm() -> None:
    """Import what a rehearsal needs; ``render`` warms manim, fonts and MathJax."""
    from ..layout import report, sheet

    del report, sheet


def run(request: Mapping[str, Any], files: Mapping[str, bytes], channel: Channel) -> dict[str, Any]:
    """Rehearse ``files["scene.py"]`` in the current directory."""
    from .. import narration
    from ..engine import output, patches
    from ..layout import lean, stepping

    folder = Path.cwd()
    source = folder / SCENE_FILE
    place_files(files, folder)
    video = VideoFormat.parse(request["format"])
    observer = _Rehearsal(request, float(video.fps))
    cell = (_CELL_WIDTH, round(_CELL_WIDTH * video.height / video.width / 2) * 2)
    if video.height > video.width:
        cell = (round(_CELL_WIDTH * video.width / video.height / 2) * 2, _CELL_WIDTH)
    stepper = stepping.Stepper(observer, float(video.fps), source, list(request.get("frames") or []), cell)
    output.configure_manim(video, folder)
    undo = patches.install_all(None)
    undo.callback(observer.report.plots.install())
    undo.callback(stepping.install(stepper, observer.report.aliases))
    if b"id_to_vgroup_dict" not in files[SCENE_FILE]:
        undo.callback(lean.install())
    begun = time.perf_counter()
    try:
        narration.install(request.get("voice"), folder)
        _run_scene(request, source, video)
    except (Exception, SystemExit) as error:  # whatever the user's code raises is the report
        return {
            "ok": False,
            "error": describe_error(output.in_our_words(error), source, stepper.playing),
            **observer.files(channel, []),
        }
    finally:
        undo.close()
    ran = time.perf_counter() - begun
    said = narration.captions()
    spoken_s = max([stepper.sound_ends_s, *(float(one["end_s"]) for one in said)])
    voiced_s = sum(float(one["end_s"]) - float(one["start_s"]) for one in said)
    meant_s = narration.meant_silence_s()
    told = observer.report.as_dicts(source.read_text("utf-8"), spoken_s, voiced_s, meant_s)
    findings = [one for one in told if one["severity"] != "note"]
    report: dict[str, Any] = {
        "ok": True,
        "frames": stepper.frames,
        "duration_s": round(stepper.frames / float(video.fps), 6),
        "plays": [asdict(play) for play in stepper.plays],
        "findings": findings,
        "notes": [one for one in told if one["severity"] == "note"],
        "captions": said,
        "skipped": observer.report.skipped,
        "seconds": {"run": round(ran, 3)},
        **observer.files(channel, findings),
    }
    report["seconds"]["all"] = round(time.perf_counter() - begun, 3)
    return report


def _run_scene(request: Mapping[str, Any], source: Path, video: VideoFormat) -> None:
    from .. import lessonkit, math, narration
    from ..engine import output

    math.install(request.get("math") or "mathjax")
    narration.install(request.get("voice"), source.parent)
    lessonkit.use_theme(request.get("theme") or "midnight")
    scene_class = load_scene_class(source, request.get("scene"))
    output.configure_size(video)
    scene_class().render()


class _Rehearsal:
    """The stepper's observer: the report, and the pictures beside it."""

    def __init__(self, request: Mapping[str, Any], fps: float) -> None:
        from ..layout.report import Report
        from ..layout.sheet import Sheet

        self.report = Report()
        self._boxes = bool(request.get("boxes"))
        self._keep = bool(request.get("sheet"))
        self._stamp = request.get("stamp") is not False
        self._faults = int(request.get("faults") or 0)
        seconds: list[float] = list(request.get("frames") or [])
        self._sheet = Sheet({round(second * fps) for second in seconds})

    def began(self, scene: Any, play: Any, caller: FrameType | None) -> None:
        """Pass it on."""
        self.report.began(scene, play, caller)

    def saw(self, scene: Any, moment: Any) -> None:
        """Report first: drawing changes nothing, but the view is known then."""
        self.report.saw(scene, moment)
        self._sheet.look(scene, moment, self.report.view, keep=self._keep)
        if self._faults and self.report.suspects:
            self._sheet.suspect(scene, moment, self.report.view)

    def ended(self, scene: Any, play: Any) -> None:
        """Pass it on."""
        self.report.ended(scene, play)

    def files(self, channel: Channel, findings: list[dict[str, Any]]) -> dict[str, Any]:
        """Send the pictures."""
        marked = findings if self._boxes else []
        sheet = self._sheet.jpeg(marked) if self._keep else None
        if sheet is not None:
            channel.file("sheet.jpg", sheet)
        self._sheet.keep_faults([float(one["time_s"]) for one in findings], self._faults)
        for frame, data in self._sheet.stills(marked, stamp=self._stamp).items():
            channel.file(f"frame-{frame}.jpg", data)
        return {}
