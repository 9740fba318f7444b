"""Running text with formulas in it, wrapped to a width and set on an even grid of lines."""

from __future__ import annotations

import copy
import functools
import html
import re
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from manim import ORIGIN, MathTex, Mobject, Text, VGroup, VMobject

from . import fonts
from .markup import Run, is_right_to_left, plain_text, runs_of
from .outlines import POINTS, Glyph, Points, shape
from .theme import current_theme

__all__ = ["ASCENT", "Prose", "balanced", "formula_scale", "longest_word"]

ASCENT = 0.86
DESCENT = 0.28
"""What a line needs above and below its baseline, in em."""
LEADING = 1.34
"""From baseline to baseline, in em."""

_MOST_LINES = 4
_ORPHAN = 0.38
"""A last line shorter than this share of the width, in a text of few lines, is drawn out."""
_ALIKE = 1.5
"""How much less even lines may be than the evenest ones, and still count as even."""
_HYPHEN = re.compile(r"\s+|(?<=\w-)(?=\w)")
_GROUPED = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
"""Between the thousands of a number, where no line may end."""
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)|(?<=s)'(?=\s)")

Align = Literal["left", "center", "right"]

_EMOJI = re.compile(
    "((?:[\U0001f1e6-\U0001f1ff]{2}|[\U0001f000-\U0001faff\u2600-\u27bf\u231a-\u23ff\u2b00-\u2bff\u3030\u303d]"
    "[\ufe0f\U0001f3fb-\U0001f3ff]*(?:\u200d[\U0001f000-\U0001faff\u2600-\u27bf]\ufe0f?)*)+)"
)
_PLACE = "H"
"""Stands for a formula while Pango breaks the lines; told by its colour."""
_PLACE_ADVANCE = 0.752
"""Of DejaVu Sans, in em."""


class Prose(Text):
    """Inline Markdown as a mobject: one group of glyphs and formulas for each line.

    ``size`` is the em in units of the frame, ``strong`` the colour of what is bold. ``box_height`` is the
    height by lines, whatever letters they hold; ``place`` puts the box's corner, so that texts of any
    letters stand on one grid.
    """

    def __init__(
        self,
        source: str,
        *,
        size: float,
        width: float | None = None,
        color: str | None = None,
        font: str | None = None,
        weight: str = "NORMAL",
        align: Align = "left",
        leading: float = LEADING,
        strong: str | None = None,
    ) -> None:
        theme = current_theme()
        self.ink = color or theme.ink
        VMobject.__init__(self, color=self.ink, fill_opacity=1, stroke_width=0)
        self.text = self.original_text = plain_text(source)
        self.source = source
        self.em = size
        self.right_to_left = is_right_to_left(self.text)
        self.lines: list[VGroup] = []
        self._face = (font or theme.text_font, weight)
        family = fonts.family(self._face[0])
        runs = runs_of(" ".join(source.split()))
        formulas = [inline_formula(run.text, size, self.ink) if run.math else None for run in runs]
        em = size * theme.text_scale if font is None or font == theme.text_font else size
        self._em_scale = em
        room = width / em if width else None
        glyphs: list[Glyph] = []
        for sign_width in (0.56, 0.9):
            broken = [
                run if run.math or not room else replace(run, text=_breakable(run.text, room / sign_width))
                for run in runs
            ]
            markup = "".join(
                _place_holder(index, formula, em) if formula else _markup(run, strong or theme.accent)
                for index, (run, formula) in enumerate(zip(broken, formulas, strict=True))
            )
            glyphs = shape(markup, font=family, weight=weight, width=room, align=align)
            if room is None or all(glyph.right <= room * 1.01 for glyph in glyphs):
                if room is not None:
                    style: dict[str, Any] = {"font": family, "weight": weight, "align": align}
                    glyphs = _without_orphan(markup, glyphs, room, style)
                break
        self._set_lines(glyphs, formulas, leading * size)
        if width and self.drawn_width > width * 1.01:
            self._shrink(width / self.drawn_width)

    def _shrink(self, factor: float) -> None:
        """Last resort for what can't be broken: a formula or a sign wider than the box."""
        self.scale(factor, about_point=ORIGIN)
        self.em *= factor
        self.top, self.bottom = self.top * factor, self.bottom * factor
        self._note_ink()

    def _note_ink(self) -> None:
        low, high = _bounds(self)
        self._ink_left, self._ink_top = float(low[0]), float(high[1])
        self.drawn_width = float(high[0] - low[0])
        """Between the edges of the ink, before anybody scales it."""

    def _set_lines(self, glyphs: list[Glyph], formulas: list[MathTex | None], leading: float) -> None:
        rows = _rows(glyphs)
        y = 0.0
        self.top, self.bottom = ASCENT * self.em, -DESCENT * self.em
        for number, row in enumerate(rows):
            pieces: list[VMobject] = []
            above, below = ASCENT * self.em, DESCENT * self.em
            for glyph in row:
                index = _index(glyph)
                formula = formulas[index] if index is not None and index < len(formulas) else None
                if formula is None:
                    pieces.append(_drawn(glyph, self._em_scale, self.ink))
                    continue
                formula.shift((glyph.x * self._em_scale - formula.get_left()[0], 0, 0))
                above, below = (
                    max(above, formula.get_top()[1] + 0.1 * self.em),
                    max(below, 0.1 * self.em - formula.get_bottom()[1]),
                )
                pieces.append(formula)
            if number == 0:
                self.top = above
            else:
                y -= max(leading, self._below + above)
            self._below = below
            self.bottom = y - below
            line = VGroup(*pieces).shift((0, y, 0))
            self.lines.append(line)
            self.add(line)
        self._note_ink()

    @property
    def box_height(self) -> float:
        """From above the first line to below the last one."""
        return self.top - self.bottom

    @property
    def ruled_height(self) -> float:
        """From above the first line down to where a rule under the text keeps clear of its letters' tails."""
        return self.box_height + _tail(*self._face) * self.em

    @property
    def top_gap(self) -> float:
        """From the highest ink up to the box's top."""
        return self.top - self._ink_top

    def place(self, left: float, top: float) -> Prose:
        """Put the box's upper left corner somewhere."""
        if self.lines:
            self.shift(
                (
                    left - self.get_left()[0] + self._ink_left,
                    top - self.top - self.get_top()[1] + self._ink_top,
                    0,
                )
            )
        return self

    def place_ink(
        self,
        *,
        left: float | None = None,
        right: float | None = None,
        center: float | None = None,
        top: float,
    ) -> Prose:
        """Put the lines by their visible edge, or middle, across, and by the box's top."""
        if not self.lines:
            return self
        self.place(0, top)
        if left is not None:
            self.shift((left - self.get_left()[0], 0, 0))
        elif right is not None:
            self.shift((right - self.get_right()[0], 0, 0))
        elif center is not None:
            self.shift((center - self.get_center()[0], 0, 0))
        return self

    def get_critical_point(self, direction: Any) -> Any:
        """As manim's own, in one look at all points instead of one for each glyph."""
        low, high = _bounds(self)
        return np.where(np.sign(direction) < 0, low, np.where(np.sign(direction) > 0, high, (low + high) / 2))

    def length_over_dim(self, dim: int) -> float:
        """Width, height or depth."""
        low, high = _bounds(self)
        return float(high[dim] - low[dim])

    def __repr__(self) -> str:
        return f"Prose({self.text[:60]!r})"


def balanced(text: str, *, width: float, **style: Any) -> Prose:
    """A heading whose lines are about equally long, so that no word is left alone on the last one."""
    widest = Prose(text, width=width, **style)
    for share in (0.55, 0.64, 0.73, 0.82, 0.91):
        narrower = Prose(text, width=share * width, **style)
        if len(narrower.lines) == len(widest.lines) > 1 and narrower.em == widest.em:
            return narrower
    return widest


def _without_orphan(markup: str, glyphs: list[Glyph], room: float, style: dict[str, Any]) -> list[Glyph]:
    """The same lines broken a little earlier, where the last one would be a lonely short word."""
    rows = _rows(glyphs)
    if not 1 < len(rows) <= _MOST_LINES or _extent(rows[-1]) >= _ORPHAN * room:
        return glyphs
    tried = [(_unevenness(rows), glyphs)]
    for share in (0.92, 0.84, 0.76, 0.68, 0.6):
        narrower = shape(markup, width=share * room, **style)
        found = _rows(narrower)
        if len(found) != len(rows) or any(glyph.right > share * room * 1.01 for glyph in narrower):
            break
        tried.append((_unevenness(found), narrower))
        if _extent(found[-1]) >= _ORPHAN * room:
            break
    # Of about equal ones the first: better a short last line than a short first one.
    least = min(uneven for uneven, _ in tried)
    return next(one for uneven, one in tried if uneven <= _ALIKE * least)


def _unevenness(rows: list[list[Glyph]]) -> float:
    """By how much the longest line is longer than the shortest."""
    extents = [_extent(row) for row in rows]
    return max(extents) - min(extents)


def _extent(row: list[Glyph]) -> float:
    return max(glyph.right for glyph in row) - min(glyph.x for glyph in row)


def _tail(font: str, weight: str) -> float:
    """How far letters reach below the box of their line, in em."""
    theme = current_theme()
    scale = theme.text_scale if font == theme.text_font else 1.0
    return max(0.0, scale * _depth(font, weight) - DESCENT)


@functools.lru_cache(maxsize=16)
def _depth(font: str, weight: str) -> float:
    glyphs = shape("gjpqy", font=fonts.family(font), weight=weight)
    return -min(float(glyph.outline[:, 1].min()) for glyph in glyphs if len(glyph.outline))


def longest_word(text: str, *, size: float, weight: str = "NORMAL", font: str | None = None) -> float:
    """Width of the longest word, below which it would have to break; wide scripts break anywhere."""
    words = [word for run in runs_of(text) if not run.math for word in _HYPHEN.split(run.text)]
    words = [word for word in words if word.isascii() or not any(ord(sign) > 0x2E80 for sign in word)]
    if not words:
        return 0.0
    longest = max(words, key=len).replace("*", "")
    return float(Prose(longest, size=size, weight=weight, font=font).width)


def inline_formula(tex: str, size: float, color: str) -> MathTex:
    """A formula with its baseline at y = 0, as large as text of an em of ``size``."""
    made = MathTex("{\\mathrm{H}}", tex, color=color).scale(size * formula_scale())
    made.shift((0, -made[0].get_bottom()[1], 0))
    made.remove(made.submobjects[0])
    return made


def formula_scale() -> float:
    """What to scale a ``MathTex`` of manim's default size by, for an em of one unit."""
    # Manim's default 48 pt sets a 10 pt formula so that its em is 0.2 × 2.4 units high.
    return 1 / 0.48


def _markup(run: Run, strong: str) -> str:
    theme = current_theme()
    text = "".join(
        f'<span font_family="{fonts.family(fonts.EMOJI)}">{_text_style(piece)}</span>'
        if number % 2
        else html.escape(piece if run.code else _GROUPED.sub("\u00a0", _APOSTROPHE.sub("’", piece)))
        for number, piece in enumerate(_EMOJI.split(run.text))
    )
    if run.code:
        color = theme.accents[1]
        face = fonts.family(theme.code_font)
        text = f'<span font_family="{face}" size="92%" foreground="{color}">{text}</span>'
    if run.bold:
        weight = theme.strong_weight.lower()
        text = f'<span weight="{weight}" foreground="{strong}">{text}</span>'
    if run.italic:
        text = f"<i>{text}</i>"
    return text


def _breakable(text: str, signs: float) -> str:
    """Let words of more than so many signs break anywhere, with a hyphen where a script has one."""
    longest = max(4, int(signs))

    def break_up(found: re.Match[str]) -> str:
        word = found[0]
        if len(word) <= longest:
            return word
        hyphen = "\u00ad" if re.fullmatch(r"[A-Za-z\u00c0-\u052f'-]+", word) else "\u200b"
        return hyphen.join([word[:3], *word[3:-2], word[-2:]])

    return re.sub(r"[^\s-]+-?|-+", break_up, text)


def _text_style(emoji: str) -> str:
    """Ask for the outline form of each emoji; sequences fall apart, as the outline font has none."""
    emoji = re.sub("[\u200d\U0001f3fb-\U0001f3ff]", "", emoji)
    return re.sub(
        "([\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u231a-\u23ff])\ufe0f?(?!\u200d)",
        "\\1\ufe0e",
        emoji,
    )


def _place_holder(index: int, formula: MathTex, em: float) -> str:
    """A letter as wide as the formula. Its size does that: Pango trims letter spacing at a line's ends."""
    points = max(0.05, float(formula.width) / em / _PLACE_ADVANCE) * POINTS
    return (
        f'<span foreground="#{0x010000 + index:06X}" size="{int(points * 1024)}" font_family="DejaVu Sans" '
        f'weight="normal" style="normal">{_PLACE}</span>'
    )


def _index(glyph: Glyph) -> int | None:
    return int(glyph.color[3:], 16) if glyph.color.startswith("#01") else None


def _bounds(mobject: Mobject) -> tuple[Points, Points]:
    """The lowest and the highest of all coordinates."""
    inked = [one.points for one in mobject.get_family() if len(one.points)]
    points = np.concatenate(inked) if inked else np.zeros((1, 3))
    return points.min(axis=0), points.max(axis=0)


@functools.lru_cache(maxsize=64)
def _blank(color: str) -> VMobject:
    return VMobject(fill_color=color, fill_opacity=1, stroke_width=0, stroke_color=color)


def _drawn(glyph: Glyph, scale: float, ink: str) -> VMobject:
    """A glyph as a mobject. A shallow copy of a blank one: manim's constructor takes ten times as long."""
    blank = _blank(ink if glyph.color == "#000000" else glyph.color)
    made = copy.copy(blank)
    made.submobjects, made.updaters = [], []
    made.fill_rgbas, made.stroke_rgbas = blank.fill_rgbas.copy(), blank.stroke_rgbas.copy()
    made.background_stroke_rgbas = blank.background_stroke_rgbas.copy()
    made.points = glyph.outline * scale + np.array((glyph.x * scale, 0, 0))
    return made


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by line: those whose baselines are less than half an em apart."""
    rows: list[list[Glyph]] = []
    last: float | None = None
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.y):
        if last is None or last - glyph.y > 0.5:
            rows.append([])
            last = glyph.y
        rows[-1].append(glyph)
    return [sorted(row, key=lambda glyph: glyph.x) for row in rows]
