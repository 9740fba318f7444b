"""Pictures for the model: a contact sheet of settled moments and single frames, small, with times."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from manim import Scene
from PIL import Image, ImageDraw, ImageFont

from .stepping import Moment

__all__ = ["MOST_BYTES", "Sheet", "picture", "sheet_of"]

MOST_BYTES = 80_000
_MOST_CELLS = 12
_MOST_SUSPECTED = 40
_COLUMNS = 3
_GAP = 4
_ALONE, _FEW, _MANY = 960, 560, 420
"""Widths in pixels of one frame, of few, of many."""
_RED = (255, 70, 70)


@dataclass(slots=True)
class _Cell:
    image: Image.Image
    time_s: float
    frame: int
    view: tuple[float, float, float, float]


class Sheet:
    """Keeps at most a dozen settled moments, evenly over the scene however long it gets."""

    def __init__(self, wanted: set[int] | None = None) -> None:
        self._cells: list[_Cell] = []
        self._last_s = -1.0
        self._every_s = 0.0
        self._wanted = wanted or set()
        self.frames: dict[int, _Cell] = {}
        self._suspected: list[_Cell] = []

    def look(
        self, scene: Scene, moment: Moment, view: tuple[float, float, float, float], *, keep: bool
    ) -> None:
        """Draw the state if it is one to show; a frame that all has left is none."""
        if moment.frame in self._wanted and moment.frame not in self.frames:
            self.frames[moment.frame] = _Cell(picture(scene, 960), moment.time_s, moment.frame, view)
        if not keep or moment.kind != "end" or (moment.play.kind == "wait" and self._cells):
            return
        if moment.time_s - self._last_s < self._every_s or (self._cells and not scene.mobjects):
            return
        self._cells.append(_Cell(picture(scene), moment.time_s, moment.frame, view))
        self._last_s = moment.time_s
        if len(self._cells) > _MOST_CELLS:
            self._every_s = max(self._every_s * 2, 1.6 * moment.time_s / _MOST_CELLS)
            self._thin_out()

    def suspect(self, scene: Scene, moment: Moment, view: tuple[float, float, float, float]) -> None:
        """Draw a state that may turn out to be one with a fault."""
        if len(self._suspected) < _MOST_SUSPECTED:
            self._suspected.append(_Cell(picture(scene, 960), moment.time_s, moment.frame, view))

    def keep_faults(self, times_s: list[float], most: int) -> None:
        """Of the suspected states keep the first ones at the given times."""
        for time_s in sorted(set(times_s))[:most]:
            cell = next((one for one in self._suspected if abs(one.time_s - time_s) < 5e-4), None)
            if cell is not None:
                self.frames.setdefault(cell.frame, cell)

    def _thin_out(self) -> None:
        kept = self._cells[:1]
        for cell in self._cells[1:]:
            if cell.time_s - kept[-1].time_s >= self._every_s * 0.99:
                kept.append(cell)
        self._cells = kept
        self._last_s = kept[-1].time_s

    def jpeg(self, findings: list[dict[str, Any]] | None = None) -> bytes | None:
        """The sheet, at most 80 kB; with ``findings`` their boxes are drawn into the cells they fall in."""
        if not self._cells:
            return None
        return _laid_out(self._cells, findings or [])

    def stills(self, findings: list[dict[str, Any]] | None = None, *, stamp: bool = True) -> dict[int, bytes]:
        """The frames that were asked for, as JPEG of at most 80 kB; ``stamp``: with their time."""
        made: dict[int, bytes] = {}
        for frame, cell in self.frames.items():
            within = [one for one in findings or [] if abs(one["time_s"] - cell.time_s) < 0.75]
            made[frame] = _squeezed(_stamped(cell, within) if stamp else cell.image)
        return made


def sheet_of(
    pictures: dict[int, Image.Image], fps: float, findings: list[dict[str, Any]] | None = None
) -> bytes:
    """A sheet of given frames of a video, at most 80 kB: alone one is large, many are small."""
    width = _ALONE if len(pictures) == 1 else _FEW if len(pictures) <= _COLUMNS + 1 else _MANY
    cells: list[_Cell] = []
    for frame, image in sorted(pictures.items()):
        tall = image.height / image.width
        small = image.copy()
        small.thumbnail((width, round(width * max(tall, 1.0))))
        half = (4 / tall, 4.0) if tall <= 1 else (4.0, 4 * tall)
        cells.append(_Cell(small, frame / fps, frame, (-half[0], -half[1], half[0], half[1])))
    return _laid_out(cells, findings or [])


def _laid_out(cells: list[_Cell], findings: list[dict[str, Any]]) -> bytes:
    columns = min(_COLUMNS, len(cells))
    rows = math.ceil(len(cells) / columns)
    width, height = cells[0].image.size
    height += _strip(_type_size(cells[0].image))
    sheet = Image.new("RGB", (columns * (width + _GAP) - _GAP, rows * (height + _GAP) - _GAP), (64, 64, 64))
    for index, cell in enumerate(cells):
        until = cells[index + 1].time_s if index + 1 < len(cells) else math.inf
        within = [one for one in findings if _shows(cell, one, until)]
        place = ((index % columns) * (width + _GAP), (index // columns) * (height + _GAP))
        sheet.paste(_stamped(cell, within), place)
    return _squeezed(sheet)


def picture(scene: Scene, width: int | None = None) -> Image.Image:
    """Draw the scene as it is. ``width`` in pixels; otherwise as the stepper set the camera."""
    camera: Any = scene.camera
    renderer: Any = scene.renderer
    before = (camera.pixel_height, camera.pixel_width)
    if width is not None:
        camera.reset_pixel_shape(round(width * before[0] / before[1] / 2) * 2, width)
    renderer.static_image = None
    renderer.update_frame(scene)
    image = Image.fromarray(np.asarray(renderer.get_frame())).convert("RGB")
    if width is not None:
        camera.reset_pixel_shape(*before)
    return image


def _shows(cell: _Cell, finding: dict[str, Any], until: float) -> bool:
    return bool(cell.time_s - 0.05 <= finding["time_s"] < until - 0.05)


def _stamped(cell: _Cell, findings: list[dict[str, Any]]) -> Image.Image:
    image = cell.image.copy()
    draw = ImageDraw.Draw(image)
    size = _type_size(image)
    font = ImageFont.load_default(size)
    for finding in findings:
        for thing in finding["things"]:
            draw.rectangle(
                _pixels(thing["box"], tuple(finding.get("view") or cell.view), image.size),
                outline=_RED,
                width=2,
            )
    # Above the picture: on it, the time would cover what stands in the corner, often the title.
    framed = Image.new("RGB", (image.width, image.height + _strip(size)))
    framed.paste(image, (0, _strip(size)))
    ImageDraw.Draw(framed).text((4, 2), f"{cell.time_s:.1f} s", font=font, fill=(255, 220, 90))
    return framed


def _type_size(image: Image.Image) -> int:
    return max(12, image.width // 32)


def _strip(type_size: int) -> int:
    return round(1.4 * type_size)


def _pixels(
    box: list[float], view: tuple[float, ...], size: tuple[int, int]
) -> tuple[float, float, float, float]:
    scale_x, scale_y = size[0] / (view[2] - view[0]), size[1] / (view[3] - view[1])
    left, right = (box[0] - view[0]) * scale_x, (box[2] - view[0]) * scale_x
    top, bottom = (view[3] - box[3]) * scale_y, (view[3] - box[1]) * scale_y
    edge_x, edge_y = size[0] - 2.0, size[1] - 2.0
    left, right = min(max(left - 2, 0), edge_x), min(max(right + 2, 1), edge_x)
    top, bottom = min(max(top - 2, 0), edge_y), min(max(bottom + 2, 1), edge_y)
    return (min(left, right), min(top, bottom), max(left, right), max(top, bottom))


def _squeezed(sheet: Image.Image) -> bytes:
    data = b""
    # Type is lost with pixels before it is lost with quality.
    for scale, quality in ((1, 82), (1, 70), (1, 55), (1, 40), (0.8, 45), (0.65, 45), (0.5, 50)):
        size = (round(sheet.width * scale), round(sheet.height * scale))
        buffer = io.BytesIO()
        (sheet if scale == 1 else sheet.resize(size)).save(buffer, "JPEG", quality=quality)
        data = buffer.getvalue()
        if len(data) <= MOST_BYTES:
            break
    return data
