"""Show moments of a chunk: decode it and put the frames on one small sheet.

Request: ``times`` (seconds), ``findings`` (their boxes are drawn in), ``format``. The only file is the
chunk. File: ``sheet.jpg``, at most 80 kB, a time in each corner. The report has the ``frames`` shown.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import av
from av.error import FFmpegError
from PIL import Image

from ..channel import Channel

__all__ = ["run"]


def run(request: Mapping[str, Any], files: Mapping[str, bytes], channel: Channel) -> dict[str, Any]:
    """Decode the only file of the job up to the last wanted frame."""
    from ..layout.sheet import sheet_of

    (data,) = files.values()
    fps = float(request["format"]["fps"])
    wanted = sorted({max(0, round(float(second) * fps)) for second in request["times"]})
    try:
        pictures = _decode(data, wanted)
    except (FFmpegError, ValueError) as error:
        return {"ok": False, "error": {"type": type(error).__name__, "message": str(error)}}
    if not pictures:
        return {"ok": False, "error": {"type": "ValueError", "message": "there is no picture"}}
    channel.file("sheet.jpg", sheet_of(pictures, fps, list(request.get("findings") or [])))
    return {"ok": True, "frames": sorted(pictures), "error": None}


def _decode(data: bytes, wanted: list[int]) -> dict[int, Image.Image]:
    """The wanted frames, and the last one in place of any beyond the end."""
    found: dict[int, Image.Image] = {}
    last: Any = None
    number = -1
    with av.open(io.BytesIO(data), "r", format="mov") as container:
        for number, frame in enumerate(container.decode(video=0)):
            last = frame
            if number in wanted:
                found[number] = frame.to_image()
            if number >= wanted[-1]:
                break
    if last is not None and wanted[-1] > number:
        found[number] = last.to_image()
    return found
