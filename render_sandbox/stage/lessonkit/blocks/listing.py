"""Code on a panel, with lines to point at."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from manim import Animation, Group, Mobject, RoundedRectangle, Text, VGroup, VMobject
from pygments.lexers import get_lexer_by_name  # pyright: ignore[reportUnknownVariableType]
from pygments.lexers.special import TextLexer
from pygments.token import Token
from pygments.util import ClassNotFound

from .. import fonts
from ..block import Block, Kind, Page, Part, changing, fade_in
from ..frame import body_size
from ..outlines import shape
from ..shapes import panel
from ..theme import current_theme

__all__ = ["Listing"]

_ADVANCE = 0.6
"""Width of a sign in em: both code fonts agree."""
_LEADING = 1.5
_SMALLEST = 0.64
_DIMMED = 0.32


class _CodeLine(Text):
    """One line of code: glyphs coloured by what they are, the baseline at y = 0."""

    def __init__(self, text: str, markup: str, size: float) -> None:
        theme = current_theme()
        VMobject.__init__(self, color=theme.ink, fill_opacity=1, stroke_width=0)
        self.text = self.original_text = text
        # The mark keeps a line that starts with Arabic or Hebrew at the left, where lines of code begin.
        for glyph in shape(f"\u200e{markup}", font=fonts.family(theme.code_font)):
            drawn = VMobject(fill_color=glyph.color, fill_opacity=1, stroke_width=0, stroke_color=glyph.color)
            drawn.points = glyph.outline * size + (glyph.x * size, 0, 0)
            self.add(drawn)

    def __repr__(self) -> str:
        return f"CodeLine({self.text!r})"


class Listing(Block):
    """Code in its colours. ``highlight`` are groups of lines (first, last) to point at one after another."""

    kind: Kind = "figure"
    largest = 1.55
    fullest = 1.0

    def __init__(
        self, code: str, *, language: str = "text", highlight: list[tuple[int, int]] | None = None
    ) -> None:
        super().__init__()
        self.code = code.expandtabs(4)
        self.language = language
        self.highlight = highlight or []

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """As large as fits; smaller for long lines, wrapped for very long ones, paged for many."""
        lines = self.code.split("\n")
        base = 0.86 * body_size() * scale
        smallest = _SMALLEST * 0.86 * body_size()
        gutter = (len(str(len(lines))) + 2.0) * _ADVANCE
        longest = max(8, *(_cells(line) for line in lines))
        size = min(base, width / ((longest + 1) * _ADVANCE + gutter + 1.6))
        size = max(size, smallest)
        fits = int((height / size - 1.3) / _LEADING)
        if len(lines) > fits:
            size = max(min(size, height / (len(lines) * _LEADING + 1.3)), smallest)
        columns = max(8, int((width / size - 1.6 - gutter) / _ADVANCE))
        rows = _wrapped(_tokens(self.code, self.language), columns)
        per_page = max(1, int((height / size - 1.3) / _LEADING))
        return [
            self._page(rows[start : start + per_page], size, gutter, width)
            for start in range(0, len(rows), per_page)
        ]

    def _page(
        self, rows: list[tuple[int, list[tuple[str, str]]]], size: float, gutter: float, width: float
    ) -> Page:
        theme = current_theme()
        used = max(sum(_cells(text) for text, _ in row) for _, row in rows)
        panel_width = min(width, max((used + 1) * _ADVANCE + gutter + 1.6, 14.0) * size)
        panel_height = (len(rows) * _LEADING + 1.3) * size
        back = panel(panel_width, panel_height)
        code = VGroup()
        numbers: dict[int, list[Mobject]] = {}
        places: dict[int, list[float]] = {}
        last = 0
        for index, (number, row) in enumerate(rows):
            y = -(0.65 + (index + 0.5) * _LEADING) * size
            places.setdefault(number, []).append(y)
            baseline = y - 0.26 * size
            text = "".join(piece for piece, _ in row)
            line = _CodeLine(text, _markup(row), size)
            line.shift(((0.8 + gutter) * size, baseline, 0))
            room = panel_width - (1.2 + gutter) * size
            if line.width > room:  # Signs of other scripts can be wider than their cells.
                line.scale(room / line.width, about_point=((0.8 + gutter) * size, baseline, 0))
            digits = _CodeLine(str(number), f'<span foreground="{theme.muted}">{number}</span>', 0.88 * size)
            if number != last:
                digits.shift(((0.8 + gutter - 1.2) * size - digits.get_right()[0], baseline, 0))
                numbers.setdefault(number, []).append(digits)
                code.add(digits)
            numbers.setdefault(number, []).append(line)
            code.add(line)
            last = number
        page = Page(Group(back, code), panel_width, panel_height)
        page.parts.append(
            Part(lambda: fade_in(page.mobject, shift=(0, -0.1, 0)), " word" * min(30, 3 * len(rows)))
        )
        self._pointers(page, numbers, places, size, panel_width)
        return page

    def _pointers(
        self,
        page: Page,
        lines: dict[int, list[Mobject]],
        places: dict[int, list[float]],
        size: float,
        width: float,
    ) -> None:
        """A step for each group of lines that is on this page: a bar behind them, the others dimmed."""
        theme = current_theme()
        bar: RoundedRectangle | None = None
        for first, last in self.highlight:
            inside = [number for number in lines if first <= number <= last]
            if not inside:
                continue
            top = max(y for number in inside for y in places[number]) + _LEADING / 2 * size
            bottom = min(y for number in inside for y in places[number]) - _LEADING / 2 * size
            wanted = RoundedRectangle(width=width - 0.5 * size, height=top - bottom, corner_radius=0.2 * size)
            wanted.set_fill(theme.accent, 0.15).set_stroke(width=0)
            wanted.move_to((width / 2, (top + bottom) / 2, 0))
            is_new = bar is None
            if bar is None:
                bar = wanted.copy()
                page.mobject.add(bar)
                page.mobject.submobjects.insert(1, page.mobject.submobjects.pop())
                bar.set_fill(opacity=0)
            page.parts.append(
                Part(_point(bar, wanted, lines, inside, page, first_time=is_new), " word" * 6 * len(inside))
            )


def _point(
    bar: RoundedRectangle,
    wanted: RoundedRectangle,
    lines: dict[int, list[Mobject]],
    inside: list[int],
    page: Page,
    *,
    first_time: bool,
) -> Callable[[], list[Animation]]:
    own_width = float(page.mobject.submobjects[0].width)

    def enter() -> list[Animation]:
        # Places were drawn from the page's corner; the page may have moved and grown since.
        back = page.mobject.submobjects[0]
        target = wanted.copy().scale(back.width / own_width, about_point=(0, 0, 0))
        target.shift((back.get_left()[0], back.get_top()[1], 0))
        moves: list[Animation] = []
        if first_time:
            bar.become(target.copy().set_fill(opacity=0))
        moves.append(changing(bar).become(target).build())
        for number, mobjects in lines.items():
            opacity = 1.0 if number in inside else _DIMMED
            moves += [changing(one).set_fill(opacity=opacity).build() for one in mobjects]
        return moves

    return enter


def _cells(text: str) -> int:
    import unicodedata

    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _tokens(code: str, language: str) -> list[list[tuple[str, str]]]:
    """Each line as pieces with their colours."""
    theme = current_theme()
    try:
        lexer: Any = cast("Any", get_lexer_by_name)(language, stripnl=False, ensurenl=False)
    except ClassNotFound:
        lexer = TextLexer(stripnl=False, ensurenl=False)
    lines: list[list[tuple[str, str]]] = [[]]
    for kind, text in lexer.get_tokens(code):
        color = _color(kind, theme.code, theme.ink)
        for number, piece in enumerate(text.split("\n")):
            if number:
                lines.append([])
            if piece:
                lines[-1].append((piece, color))
    return lines[: code.count("\n") + 1]


def _color(kind: Any, colors: dict[str, str], ink: str) -> str:
    for family, name in (
        (Token.Comment, "comment"),
        (Token.Literal.String, "string"),
        (Token.Literal.Number, "number"),
        (Token.Keyword, "keyword"),
        (Token.Name.Function, "name"),
        (Token.Name.Class, "name"),
        (Token.Name.Builtin, "name"),
        (Token.Operator.Word, "keyword"),
        (Token.Operator, "operator"),
    ):
        if kind in family:
            return colors[name]
    return ink


def _wrapped(lines: list[list[tuple[str, str]]], columns: int) -> list[tuple[int, list[tuple[str, str]]]]:
    """Lines no longer than this many signs, each with the number of the line it belongs to."""
    rows: list[tuple[int, list[tuple[str, str]]]] = []
    for number, line in enumerate(lines, start=1):
        rows.append((number, []))
        used = 0
        for text, color in line:
            for sign in text:
                cells = _cells(sign)
                if used + cells > columns:
                    rows.append((number, [("  ", color)]))
                    used = 2
                row = rows[-1][1]
                if row and row[-1][1] == color:
                    row[-1] = (row[-1][0] + sign, color)
                else:
                    row.append((sign, color))
                used += cells
    return rows


def _markup(row: list[tuple[str, str]]) -> str:
    import html

    return "".join(
        f'<span foreground="{color}">{html.escape(text).replace(" ", chr(160))}</span>' for text, color in row
    )
