"""Draw what the documentation shows: a frame of every scene of the example lessons and of each kind of block.

    .venv/bin/python release/docs/pictures.py
    .venv/bin/python release/docs/pictures.py --readme

Into ``build/pictures``, by the rehearsal that checks use too: each scene is run without its frames, and its
fullest still moment is drawn. What hasn't changed since is kept. ``--readme`` also lays four of them out as
``docs/images/frames.webp``.
"""

from __future__ import annotations

import hashlib
import importlib
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

_ROOT = Path(__file__).resolve().parent.parent.parent
sys.path[:0] = [str(_ROOT), str(Path(__file__).parent)]

from kit_pages import EVERY_BLOCK, EXAMPLES, PICTURES, picture_name  # noqa: E402
from PIL import Image  # noqa: E402

from pipeline.lesson import Lesson, compile_scene, load  # noqa: E402
from pipeline.planning import video_format  # noqa: E402
from render_sandbox.fingerprint import stage_fingerprint  # noqa: E402
from render_sandbox.stage import worker  # noqa: E402
from render_sandbox.stage.channel import MemoryChannel  # noqa: E402

_SHOWN = (("derivative", 1), ("birthdays", 1), ("pythagoras", 2), ("recursion", 1))
"""Lesson and scene, counted from 0, of the README's pictures: what its words for those who don't see them say."""


def main() -> None:
    """Draw what is missing or old."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    drawn = 0
    for path in (EVERY_BLOCK, *EXAMPLES):
        lesson = load(path)
        for number in range(len(lesson.scenes)):
            drawn += _draw(lesson, number, PICTURES / picture_name(path, number))
    print(f"{drawn} pictures drawn into {PICTURES.relative_to(_ROOT)}")
    if "--readme" in sys.argv[1:]:
        _lay_out(
            [PICTURES / picture_name(_ROOT / "examples" / f"{name}.md", scene) for name, scene in _SHOWN]
        )


def _lay_out(pictures: list[Path]) -> None:
    """Four pictures in two rows, for the README."""
    width, height, gap = 640, 360, 12
    sheet = Image.new("RGB", (2 * width + gap, 2 * height + gap), (230, 232, 236))
    for number, path in enumerate(pictures):
        with Image.open(path) as picture:
            place = (number % 2 * (width + gap), number // 2 * (height + gap))
            sheet.paste(picture.resize((width, height), Image.Resampling.LANCZOS), place)
    sheet.save(_ROOT / "docs" / "images" / "frames.webp", quality=82, method=6)


def _draw(lesson: Lesson, number: int, target: Path) -> bool:
    compiled = compile_scene(lesson, lesson.scenes[number])
    made_of = hashlib.sha256(f"{stage_fingerprint()}\0{lesson.theme}\0{compiled.code}".encode()).hexdigest()
    mark = target.with_suffix(".sha256")
    if target.is_file() and mark.is_file() and mark.read_text() == made_of:
        return False
    plays = _rehearsed(lesson, compiled.code, [])[0]["plays"]
    still = [play for play in plays if play["kind"] == "wait"][-1]  # after it the picture dissolves
    last = still["start_frame"] + still["frames"]
    _, pictures = _rehearsed(lesson, compiled.code, [frame / 30 for frame in range(last - 3, last)])
    target.write_bytes(list(pictures.values())[-1])
    mark.write_text(made_of)
    return True


def _rehearsed(lesson: Lesson, code: str, frames: list[float]) -> tuple[dict[str, Any], dict[str, bytes]]:
    rehearse = importlib.import_module("render_sandbox.stage.jobs.rehearse")
    form = video_format(lesson.format, "full")
    channel = MemoryChannel()
    request = {"format": {"width": form.width, "height": form.height, "fps": form.fps}, "theme": lesson.theme}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        report = rehearse.run(
            request | {"frames": frames, "stamp": False}, {"scene.py": code.encode()}, channel
        )
        os.chdir(_ROOT)
    if not report["ok"] or report["findings"]:
        raise SystemExit(f"{lesson.title}: {report.get('error') or report['findings']}")
    return report, dict(channel.files)


if __name__ == "__main__":
    worker.name_lessonkit()
    main()
