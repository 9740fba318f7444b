"""Formulas: one displayed, or a chain of them that morphs from step to step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from manim import Animation, Group, MathTex, Mobject, ReplacementTransform, VGroup, Write

from ..block import Block, Kind, Page, Part, changing, fade_in
from ..formulas import displayed
from ..frame import body_size
from ..motion import EASE, MORPH
from ..prose import Prose, formula_scale
from ..theme import current_theme

__all__ = ["Formula", "Steps"]

Step = str | tuple[str, str]

_LARGEST_NOTE = 1.25
"""Of the size of running text."""
_TO_NOTE = 1.5
"""From the formulas to the notes, in em of the formulas."""
_OVER_NOTE = 0.26
"""From a formula down to the note below it, in em of the formulas."""
_LOW = 1.5
"""The height in em up to which parts of a formula move through the row above without hiding it."""
_EQUAL = 0.72
"""How much smaller than it might be a formula gets for the sake of its neighbours."""


class Formula(Block):
    """One displayed formula."""

    kind: Kind = "formula"
    largest = 1.7

    def __init__(self, tex: str) -> None:
        super().__init__()
        self.tex = tex

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """As large as a display deserves, in rows where it is long."""
        formula = displayed(self.tex, size=1.65 * body_size() * scale, width=width)
        if formula.height > height:
            formula.scale(height / formula.height)
        formula.shift((-formula.get_left()[0], -formula.get_top()[1], 0))
        pages = Page(Group(formula), float(formula.width), float(formula.height))
        pages.parts.append(Part(lambda: _write(formula), self.tex[:80]))
        return [pages]


class Steps(Block):
    """A derivation: each line grows out of the one before and stays; notes stand beside."""

    kind: Kind = "formula"
    largest = 1.7
    fullest = 0.95
    keeps_lines = False

    def __init__(self, *steps: Step) -> None:
        super().__init__()
        self.steps = [(step, "") if isinstance(step, str) else step for step in steps]

    def draw(self, width: float, height: float, scale: float) -> list[Page]:
        """Rows with the formula to the left and its note to the right; below it where that's too tight."""
        size = 1.3 * body_size() * scale
        formulas, formula_width = self._formulas(width, size)
        beside = formula_width < width
        share = _equalise(formulas, size)
        if scale > 1 and share < 0.99:
            return self.draw(width, height, max(1.0, min(0.97, share) * scale))
        note_size = min(0.76 * size * max(0.85, share), _LARGEST_NOTE * body_size())
        rows = [
            self._row(formula, note, size, note_size, width if not beside else formula_width, width)
            for formula, (_, note) in zip(formulas, self.steps, strict=True)
        ]
        _align_relations(formulas)
        if beside:
            _set_notes(rows, _TO_NOTE * size)
        else:
            _set_notes_below(rows)
        pages: list[Page] = []
        gap = 0.62 * size
        previous: VGroup | None = None
        for formula, note, natural in rows:
            row_height = min(natural, height)
            if natural > height:
                Group(formula, *([note] if note else [])).scale(height / natural, about_point=(0, 0, 0))
            if not pages or pages[-1].height + gap + row_height > height + 1e-6:
                pages.append(Page(Group(), width, -gap, slack=0.6 * size))
                previous = None
            page = pages[-1]
            row = Group(formula, *([note] if note else []))
            row.shift((0, -page.height - gap, 0))
            page.mobject.add(row)
            page.rows.append(row)
            page.height += gap + row_height
            page.parts.append(Part(_growth(previous, formula, note), "x" * 14))
            previous = formula
        for page in pages:
            _tighten(page)
        return pages

    def _formulas(self, width: float, size: float) -> tuple[list[VGroup], float]:
        """The formulas, and what they have of the width: less than all where the notes stand beside them."""
        formulas = [displayed(tex, size=size, width=width - 0.4 * size) for tex, _ in self.steps]
        texts = [note for _, note in self.steps if note]
        if not texts:
            return formulas, width
        note_size = min(0.76 * size, _LARGEST_NOTE * body_size())
        longest = max(float(Prose(note, size=note_size).width) for note in texts)
        left = width - _TO_NOTE * size - min(1.02 * longest, 0.38 * width)
        if max(float(formula.width) for formula in formulas) <= left:
            return formulas, left
        if width < 26 * body_size():
            return formulas, width
        narrow = 0.6 * width
        return [displayed(tex, size=size, width=narrow - 0.4 * size) for tex, _ in self.steps], narrow

    def _row(
        self, formula: VGroup, note: str, size: float, note_size: float, formula_width: float, width: float
    ) -> tuple[VGroup, Prose | None, float]:
        formula.shift((-formula.get_left()[0], -formula.get_top()[1], 0))
        if not note:
            row_height = max(float(formula.height), 1.15 * size)
            formula.shift((0, -(row_height - formula.height) / 2, 0))
            return formula, None, row_height
        beside = formula_width < width
        room = width - formula_width if beside else width
        prose = Prose(note, size=note_size, width=room, color=current_theme().muted)
        if beside:
            row_height = max(float(formula.height), prose.box_height, 1.15 * size)
            formula.shift((0, -(row_height - formula.height) / 2, 0))
            prose.place(formula_width, -(row_height - prose.box_height) / 2)
            return formula, prose, row_height
        prose.place(0, -float(formula.height) - _OVER_NOTE * size)
        return formula, prose, float(formula.height) + _OVER_NOTE * size + prose.box_height


def _write(formula: VGroup) -> Animation:
    return Write(formula, run_time=min(1.8, 0.7 + 0.012 * len(formula.get_family())))


def _growth(before: VGroup | None, formula: VGroup, note: Prose | None) -> Callable[[], list[Animation]]:
    """The entrance of a row: its formula out of a copy of the one above, which steps back; then the note."""

    def enter() -> list[Animation]:
        animations: list[Animation]
        if before is None or len(before) != 1 or len(formula) != 1:
            animations = [_write(formula)]
        else:
            animations = _grown(cast("MathTex", before[0]), cast("MathTex", formula[0]))
        if before is not None:
            animations.append(changing(before, run_time=MORPH).set_color(current_theme().muted).build())
        return [*animations, fade_in(note)] if note is not None else animations

    return enter


def _grown(before: MathTex, formula: MathTex) -> list[Animation]:
    """What both formulas have comes down from the one above; the rest is written where it stands.

    Nothing of the old one travels that doesn't stay: the row above keeps it, and two formulas that pass
    through each other can't be read. For that reason tall parts, as matrices, only seem to come down.
    """
    above = cast("list[MathTex]", list(before.submobjects))
    kept: list[tuple[MathTex, MathTex]] = []
    new: list[MathTex] = []
    for part in cast("list[MathTex]", formula.submobjects):
        same = next((one for one in above if _tex(one) == _tex(part)), None)
        if same is None:
            new.append(part)
        else:
            above.remove(same)
            kept.append((same, part))
    em = float(formula.font_size) / 48 / formula_scale()
    moves: list[Animation] = [_write(VGroup(*new))] if new else []
    if any(part.height > _LOW * em for _, part in kept):
        return [*moves, *[fade_in(part, shift=(0, -0.3 * em, 0), run_time=MORPH) for _, part in kept]]
    return moves + [
        ReplacementTransform(same.copy(), part, run_time=MORPH, rate_func=EASE) for same, part in kept
    ]


def _tex(part: MathTex) -> str:
    return str(cast("Any", part).tex_string)


def _align_relations(rows: list[VGroup]) -> None:
    """Put the first relation of each one-row formula under that of the others, where all have one."""
    signs: list[tuple[VGroup, Mobject]] = []
    for row in rows:
        parts = row[0].submobjects if len(row) == 1 else []
        if len(parts) < 2:
            return
        signs.append((row, parts[1]))
    edge = max(float(sign.get_left()[0]) for _, sign in signs)
    if any(edge - sign.get_left()[0] > 3.0 for _, sign in signs):
        return
    for row, sign in signs:
        row.shift((edge - sign.get_left()[0], 0, 0))


def _equalise(formulas: list[VGroup], size: float) -> float:
    """Give formulas of one row the size of the smallest of them; that size as a share of ``size``."""
    single = [formula for formula in formulas if len(formula) == 1]
    sizes = [float(cast("MathTex", formula[0]).font_size) for formula in single]
    for formula, own in zip(single, sizes, strict=True):
        formula.scale(max(min(sizes) / own, _EQUAL))
    return min(sizes) / (48 * size * formula_scale()) if sizes else 1.0


def _set_notes_below(rows: list[tuple[VGroup, Prose | None, float]]) -> None:
    """Begin each note where its formula begins."""
    for formula, note, _ in rows:
        if note is not None and not note.right_to_left:
            note.place_ink(left=float(formula.get_left()[0]), top=float(note.get_top()[1]) + note.top_gap)


def _set_notes(rows: list[tuple[VGroup, Prose | None, float]], gap: float) -> None:
    """Move the column of notes up to the formulas."""
    edge = max(float(formula.get_right()[0]) for formula, _, _ in rows)
    for _, note, _ in rows:
        if note is not None:
            note.place_ink(left=edge + gap, top=float(note.get_top()[1]) + note.top_gap)


def _tighten(page: Page) -> None:
    """Let the page be as wide as what is on it, so that it is centred by what is seen."""
    left, right = float(page.mobject.get_left()[0]), float(page.mobject.get_right()[0])
    if right > page.width:
        page.mobject.scale(page.width / (right - min(left, 0)), about_point=(0, 0, 0))
        left, right = float(page.mobject.get_left()[0]), float(page.mobject.get_right()[0])
    page.mobject.shift((-left, 0, 0))
    page.width = right - left
