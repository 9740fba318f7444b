"""How API entries are put into few words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from knowledge.api.store import Callee

__all__ = ["Budget", "call_text", "keyword_order", "tokens"]

_FIRST_WORDS = (
    "color fill_color fill_opacity stroke_color stroke_width stroke_opacity font_size font run_time "
    "rate_func lag_ratio shift scale path_arc buff radius width height z_index tex_template "
    "substrings_to_isolate tex_to_color_map"
)

_RARE_WORDS = (
    "background_image background_stroke_color background_stroke_opacity background_stroke_width cap_style "
    "close_new_points dim joint_type make_smooth_after_applying_functions n_points_per_cubic_curve name "
    "num_components pre_function_handle_to_anchor_scale_factor shade_in_3d sheen_direction sheen_factor "
    "target tolerance_for_point_equality introducer remover suspend_mobject_updating "
    "reverse_rate_function use_override mobject"
)
_RANK = {word: place for place, word in enumerate(_FIRST_WORDS.split())}
_RARE = frozenset(_RARE_WORDS.split())


def tokens(text: str) -> int:
    """Count tokens, rather too many than too few."""
    return len(re.findall(r"[A-Za-z]{1,6}|\d{1,3}|[^\sA-Za-z\d]", text))


def keyword_order(words: Iterable[str]) -> list[str]:
    """Keywords in the order of their use in real scenes: the common ones first, the rare ones last.

    Those of manim's own use (``_on_finish``) are left out.
    """
    public = (word for word in words if not word.startswith("_"))
    return sorted(public, key=lambda w: (w in _RARE, _RANK.get(w, 99), w))


def call_text(name: str, callee: Callee, *, short: bool = False, returns: bool = False) -> str:
    """``plot(function, x_range=None, …)`` with types, or without when ``short``."""
    parts: list[str] = []
    bare = False
    for p in callee.signature.parameters:
        if p.name.startswith("_") and p.default is not None:
            continue
        if p.kind == "keyword" and not bare and not callee.signature.has("args"):
            parts.append("*")
        bare = bare or p.kind == "keyword"
        stars = {"args": "*", "kwargs": "**"}.get(p.kind, "")
        text = f"{stars}{p.name}"
        if p.annotation and not short and p.kind != "kwargs":
            text += f": {p.annotation}"
        if p.default is not None:
            text += f" = {p.default}" if ":" in text else f"={p.default}"
        parts.append(text)
    result = callee.signature.returns
    tail = f" -> {result}" if returns and result not in ("", "None") else ""
    return f"{name}({', '.join(parts)}){tail}"


class Budget:
    """Collects lines up to a number of tokens; what doesn't fit is counted, not cut in the middle."""

    def __init__(self, limit: int) -> None:
        self._left = limit
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        """The lines so far."""
        return "\n".join(self._lines)

    def add(self, line: str) -> None:
        """Add a line when it fits, else as much of it as does."""
        if not line:
            return
        cost = tokens(line)
        if cost > self._left:
            line = line[: max(0, self._left * 3)].rsplit(" ", 1)[0] + " …"
            cost = min(tokens(line), self._left)
        if self._left > 3:
            self._lines.append(line)
            self._left -= cost

    def add_list(self, title: str, items: Sequence[str] | Collection[str], total: int) -> None:
        """Add ``title: a, b, c … and 4 more``."""
        shown: list[str] = []
        left = self._left - tokens(title) - 8
        for item in items:
            left -= tokens(item) + 1
            if left < 0:
                break
            shown.append(item)
        if not shown:
            return
        more = total - len(shown)
        self._lines.append(f"{title}: {', '.join(shown)}" + (f" … and {more} more" if more else ""))
        self._left = left
