"""The looks of a lesson: colours, typefaces and sizes, chosen together for each theme.

The first five accents are told apart by people who lack any of the three kinds of cones: each two differ in
lightness where their hues look alike then, and each can be read on the theme's background. A test holds both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["THEMES", "Theme", "current_theme", "theme_named", "use_theme"]


@dataclass(frozen=True, slots=True)
class Theme:
    """A design. Colours are hex strings, ``text_scale`` corrects a typeface that looks small or large."""

    name: str
    background: str
    surface: str
    """Panels, a shade away from the background."""
    ink: str
    muted: str
    """Second-rank text; at least 4.5:1 against the background."""
    rule: str
    """Hairlines, grids and axes of little weight."""
    accents: tuple[str, str, str, str, str, str]
    code: dict[str, str]
    """Colours of code by kind: keyword, string, number, comment, name, operator."""
    text_font: str = "Inter"
    title_font: str = "Inter"
    code_font: str = "JetBrains Mono"
    title_weight: str = "BOLD"
    strong_weight: str = "600"
    text_scale: float = 1.0
    motif: Literal["orbits", "discs", "waves", "engraving"] = "orbits"
    """What decorates its title cards."""

    @property
    def accent(self) -> str:
        """The first accent: rules, markers, what matters most."""
        return self.accents[0]


THEMES: dict[str, Theme] = {
    theme.name: theme
    for theme in (
        Theme(
            name="midnight",
            background="#0E1424",
            surface="#1A2238",
            ink="#F1F4FA",
            muted="#9DA8C0",
            rule="#34405C",
            accents=("#0FA5DC", "#FFB84D", "#7BE0AD", "#E07287", "#BDA2FD", "#F4E285"),
            code={
                "keyword": "#FF8FA3",
                "string": "#7BE0AD",
                "number": "#FFB84D",
                "comment": "#8390AB",
                "name": "#5CC8FF",
                "operator": "#B9A5FF",
            },
        ),
        Theme(
            name="daylight",
            motif="discs",
            background="#FAFAF7",
            surface="#EEEFEB",
            ink="#1B1F2A",
            muted="#5A6272",
            rule="#CDD1D6",
            accents=("#0E6CD2", "#C2490A", "#11774D", "#A3296B", "#5B45B0", "#8A6500"),
            code={
                "keyword": "#A3296B",
                "string": "#00795A",
                "number": "#C2490A",
                "comment": "#6B7280",
                "name": "#0B64C0",
                "operator": "#5B45B0",
            },
        ),
        Theme(
            name="chalkboard",
            motif="waves",
            background="#22362F",
            surface="#2C443B",
            ink="#F4F1E6",
            muted="#B3C3B8",
            rule="#4C665B",
            accents=("#FFD966", "#D1D8FB", "#ABE788", "#FFAFA3", "#E0B8FF", "#FFFFFF"),
            code={
                "keyword": "#FFD966",
                "string": "#B8E986",
                "number": "#FFAFA3",
                "comment": "#A9BBB0",
                "name": "#8FD3FF",
                "operator": "#E0B8FF",
            },
            text_font="Patrick Hand",
            title_font="Patrick Hand",
            title_weight="NORMAL",
            strong_weight="NORMAL",
            text_scale=1.14,
        ),
        Theme(
            name="paper",
            motif="engraving",
            background="#F7F1E3",
            surface="#EDE4CF",
            ink="#2A2420",
            muted="#6B5F52",
            rule="#CFC2A8",
            accents=("#A73C37", "#046083", "#284A0C", "#975D17", "#473067", "#2A2420"),
            code={
                "keyword": "#9C2F1F",
                "string": "#4F6F1E",
                "number": "#8A4F0F",
                "comment": "#776A5B",
                "name": "#1F5A7A",
                "operator": "#5A3F78",
            },
            text_font="Source Serif 4",
            title_font="Source Serif 4",
            title_weight="600",
            text_scale=1.04,
        ),
    )
}
"""Every theme by its name."""

_current = THEMES["midnight"]


def theme_named(name: str) -> Theme:
    """The theme of a name. Raises ValueError that lists them."""
    if name not in THEMES:
        raise ValueError(f"There is no theme {name!r}; there are {', '.join(THEMES)}.")
    return THEMES[name]


def use_theme(name: str) -> Theme:
    """Choose the theme of what is drawn from now on."""
    global _current
    _current = theme_named(name)
    return _current


def current_theme() -> Theme:
    """The theme in use."""
    return _current
