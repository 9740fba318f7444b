"""Tables: columns as wide as their words, wrapped where that's too wide, split where that's too much."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from manim import Animation, Group, Mobject

from ..block import Block, Kind, Page, Part, drawing, fade_in
from ..frame import body_size, unit
from ..motion import APPEAR
from ..prose import Prose, longest_word
from ..shapes import hairline
from ..theme import current_theme

__all__ = ["DataTable"]

_PAD, _NARROW_PAD = 0.7, 0.4
"""Room beside a cell's text, in em: where there is width, and in portrait."""
_AIRY, _TIGHT = 0.95, 0.55
"""Room between the texts of two rows, in em: as much as is good to read, and where it has to be less."""
_HIGHEST_HEADER = 0.4
"""The share of a page that a header may take."""
_NARROWEST = 3.6
"""What a column keeps at least, in em, before the table is split."""


class DataTable(Block):
    """A header and rows of cells. ``align`` is ``left``, ``center`` or ``right`` for each column."""

    kind: Kind = "figure"
    fullest = 0.85

    def __init__(
        self, header: Sequence[str], *rows: Sequence[str], align: Sequence[str] | None = None
    ) -> None:
        super().__init__()
        self.header = list(header)
        self.rows = [list(row) for row in rows]
        self._between = _AIRY
        self._split: dict[tuple[float, float], list[Page]] = {}
        """Pages of what doesn't fit on one, by the room: kept, since each is asked for at every scale."""
        self.align = [*(align or []), *["left"] * len(self.header)][: len(self.header)]

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """One page where it fits, else pages of rows under the same header, and of columns."""
        if (width, height) in self._split:
            return self._split[width, height]
        base = body_size() * scale
        size, smallest = base, 0.6 * body_size() * min(scale, 1.0)
        hopeless = not self._wide_enough(width, smallest)
        self._between = _TIGHT if hopeless else _AIRY
        while not hopeless and size > smallest and not self._fits(width, height, size):
            if self._between == _AIRY:
                self._between = _TIGHT
            else:
                size *= 0.92
        if hopeless:
            size = smallest
        elif self._between == _TIGHT:
            self._between = _AIRY
            if not self._fits(width, height, size):
                self._between = _TIGHT
        pages: list[Page] = []
        for columns in self._column_groups(width, size):
            pages += self._pages(columns, width, height, size)
        if len(pages) > 1:
            self._split[width, height] = pages
        return pages

    def _wide_enough(self, width: float, size: float) -> bool:
        groups = self._column_groups(width, size)
        return len(groups) == 1 and sum(self._least(groups[0], size)) <= width

    def _fits(self, width: float, height: float, size: float) -> bool:
        if not self._wide_enough(width, size):
            return False
        return len(self._pages(list(range(len(self.header))), width, height, size)) == 1

    def _least(self, columns: list[int], size: float) -> list[float]:
        """What each column needs so that no word of it breaks; at most ten em, for words without end."""
        return [
            min(
                max(
                    longest_word(
                        cell, size=size, weight=current_theme().strong_weight if number == 0 else "NORMAL"
                    )
                    for number, cell in enumerate([self.header[column], *(row[column] for row in self.rows)])
                ),
                10 * size,
            )
            + (2 * _pad() + 0.35) * size
            for column in columns
        ]

    def _column_groups(self, width: float, size: float) -> list[list[int]]:
        """All columns; where they can't be wide enough, groups that each start with the first column."""
        most = max(2, int(width / ((_NARROWEST + 2 * _pad()) * size)))
        count = len(self.header)
        if count <= most:
            return [list(range(count))]
        rest = list(range(1, count))
        step = max(1, most - 1)
        parts = -(-len(rest) // step)
        even = -(-len(rest) // parts)
        return [[0, *rest[start : start + even]] for start in range(0, len(rest), even)]

    def _pages(self, columns: list[int], width: float, height: float, size: float) -> list[Page]:
        widths = self._widths(columns, width, size)
        total = sum(widths)
        head, head_height = self._row(
            [self.header[column] for column in columns], columns, widths, size, header=True
        )
        if head_height > _HIGHEST_HEADER * height:
            head.scale(_HIGHEST_HEADER * height / head_height, about_point=(0, 0, 0))
            head_height = _HIGHEST_HEADER * height
        drawn = [
            self._row([row[column] for column in columns], columns, widths, size, header=False)
            for row in self.rows
        ]
        pages: list[Page] = []
        for row, row_height in drawn:
            if not pages or pages[-1].height + row_height > height + 1e-6:
                top = head if not pages else head.copy()
                rule = hairline(
                    (0, -head_height), (total, -head_height), color=current_theme().accent, weight=3
                )
                page = Page(Group(top, rule), total, head_height)
                page.parts.append(Part(_header_entrance(top, rule), " ".join(self.header)))
                pages.append(page)
            page = pages[-1]
            room = height - page.height
            if row_height > room:
                row.scale(room / row_height, about_point=(0, 0, 0))
            row.shift((0, -page.height, 0))
            page.mobject.add(row)
            page.height += min(row_height, room)
            page.parts.append(Part(_row_entrance(row), " word" * (2 * len(columns))))
        for page in pages:
            _even_out(page)
        return pages

    def _widths(self, columns: list[int], width: float, size: float) -> list[float]:
        """As wide as the words; narrow columns keep what they need, wide ones share the rest."""
        natural = [
            max(
                float(Prose(cell, size=size, weight="BOLD" if number == 0 else "NORMAL").width)
                if cell.strip()
                else 0.0
                for number, cell in enumerate([self.header[column], *(row[column] for row in self.rows)])
            )
            + (2 * _pad() + 0.35) * size
            for column in columns
        ]
        natural = [max(one, 2.6 * size) for one in natural]
        if sum(natural) <= width:
            spare = min(width - sum(natural), 1.8 * size * len(columns))
            return [one + spare / len(columns) for one in natural]
        least = self._least(columns, size)
        if sum(least) <= width:
            wanted = [max(0.0, one - need) for one, need in zip(natural, least, strict=True)]
            part = (width - sum(least)) / (sum(wanted) or 1.0)
            return [need + min(part, 1.0) * more for need, more in zip(least, wanted, strict=True)]
        shares = [0.0] * len(columns)
        room, open_columns = width, set(range(len(columns)))
        while open_columns:
            even = room / len(open_columns)
            settled = {column for column in open_columns if natural[column] <= even}
            if not settled:
                for column in open_columns:
                    shares[column] = even
                break
            for column in settled:
                shares[column] = natural[column]
                room -= natural[column]
            open_columns -= settled
        return shares

    def _row(
        self, cells: list[str], columns: list[int], widths: list[float], size: float, *, header: bool
    ) -> tuple[Group, float]:
        theme = current_theme()
        texts: list[tuple[Prose, float, float, str]] = []
        x = 0.0
        for cell, column, width in zip(cells, columns, widths, strict=True):
            prose = Prose(
                cell,
                size=size,
                width=width - 2 * _pad() * size,
                color=theme.muted if header else theme.ink,
                weight=theme.strong_weight if header else "NORMAL",
                align="center" if self.align[column] == "center" else "left",
            )
            texts.append((prose, x, width, self.align[column]))
            x += width
        row_height = (
            max([prose.box_height for prose, *_ in texts if prose.lines] or [1.2 * size])
            + self._between * size
        )
        group = Group()
        if not header:
            group.add(hairline((0, -row_height), (x, -row_height)))
        for prose, left, width, align in texts:
            if not prose.lines:
                continue
            top = -(row_height - prose.box_height) / 2
            if align == "center":
                prose.place_ink(center=left + width / 2, top=top)
            elif align == "right" or prose.right_to_left:
                prose.place_ink(right=left + width - _pad() * size, top=top)
            else:
                prose.place_ink(left=left + _pad() * size, top=top)
            group.add(prose)
        return group, row_height


def _pad() -> float:
    return _PAD if unit() == 1.0 else _NARROW_PAD


def _even_out(page: Page) -> None:
    """No rule below the last row."""
    last = page.mobject.submobjects[-1]
    if len(page.mobject.submobjects) > 2 and last.submobjects:
        last.remove(last.submobjects[0])


def _header_entrance(head: Mobject, rule: Mobject) -> Callable[[], list[Animation]]:
    return lambda: [fade_in(head), drawing(rule, run_time=1.4 * APPEAR)]


def _row_entrance(row: Mobject) -> Callable[[], Animation]:
    return lambda: fade_in(row, shift=(0, -0.1, 0))
