"""Somebody's words, and pictures: what others made."""

from __future__ import annotations

from pathlib import Path

from manim import Group, ImageMobject, Mobject, SVGMobject

from ..block import Block, Kind, Page, Part, fade_in
from ..frame import body_size
from ..prose import Prose
from ..shapes import panel
from ..theme import current_theme

__all__ = ["Picture", "Quotation"]


class Quotation(Block):
    """A quotation under a large mark, and who said it."""

    largest = 1.3

    def __init__(self, text: str, *, by: str = "") -> None:
        super().__init__()
        self.text = text
        self.by = by

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """Larger than running text, smaller where it is long."""
        theme = current_theme()
        size = 1.4 * body_size() * scale
        indent = 2.15 * size
        measure = min(width, 28 * size) - indent
        words = Prose(f"*{self.text}*", size=size, width=measure, leading=1.4)
        while words.box_height > height - 2.2 * size and size > 0.5 * body_size():
            size *= 0.9
            words = Prose(f"*{self.text}*", size=size, width=measure, leading=1.4)
        mark = Prose("“", size=3.6 * size, color=theme.accent, font="Source Serif 4", weight="BOLD")
        mark.shift((-mark.get_left()[0], -0.15 * size - mark.get_top()[1], 0))
        words.place(indent, 0)
        if words.right_to_left:
            words.place_ink(right=indent + measure, top=0)
        group = Group(mark, words)
        total = words.box_height
        parts = [Part(lambda: fade_in(Group(mark, words)), words.text)]
        if self.by:
            author = Prose(f"— {self.by}", size=0.68 * size, width=measure, color=theme.muted)
            author.place(indent, -total - 0.45 * size)
            group.add(author)
            total += 0.45 * size + author.box_height
            parts.append(Part(lambda: fade_in(author), self.by))
        page = Page(group, indent + measure, max(total, 1.4 * size))
        if page.height > height:
            group.scale(height / page.height, about_point=(0, 0, 0))
            page.height = height
        page.parts = parts
        return [page]


class Picture(Block):
    """A picture from a file, whole and undistorted, with a caption."""

    kind: Kind = "figure"
    largest = 1.25
    fills = True

    def __init__(self, path: str, *, caption: str = "") -> None:
        super().__init__()
        self.path = path
        self.caption = caption

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """As large as the room allows."""
        caption = None
        room = height
        if self.caption:
            caption = Prose(
                self.caption,
                size=0.72 * body_size() * scale,
                width=width,
                color=current_theme().muted,
                align="center",
            )
            room = max(0.4 * height, height - caption.box_height - 0.4 * body_size())
        picture = self._load(width, room)
        factor = min(width / float(picture.width), room / float(picture.height))
        picture.scale(factor)
        drawn_height = float(picture.height)
        picture.move_to((width / 2, -drawn_height / 2, 0))
        group = Group(picture)
        if caption is not None:
            caption.place_ink(center=width / 2, top=-drawn_height - 0.4 * body_size())
            group.add(caption)
            drawn_height += 0.4 * body_size() + caption.box_height
        page = Page(group, width, drawn_height)
        page.parts.append(Part(lambda: fade_in(group, shift=(0, -0.1, 0)), self.caption or " word" * 6))
        return [page]

    def _load(self, width: float, height: float) -> Mobject:
        path = Path(self.path)
        if not path.is_file() and path.parts[:1] == ("assets",):
            path = Path(*path.parts[1:])
        if not path.is_file():
            note = Prose(f"`{self.path}` is missing", size=0.8 * body_size(), width=0.8 * width)
            back = panel(width, height)
            return Group(back, note.move_to(back))
        if path.suffix.lower() == ".svg":
            return SVGMobject(str(path))
        return ImageMobject(str(path))
