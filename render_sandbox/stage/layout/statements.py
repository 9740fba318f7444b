"""What a text states in numbers: equations, degrees, lengths, integrals, areas, counts.

Formulas are read as their TeX, made plainer first: ``\\tfrac{\\pi}{2}`` is ``1/2\\pi`` then.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

__all__ = [
    "Number",
    "area",
    "count",
    "degrees",
    "equations",
    "integral",
    "length",
    "limits",
    "width",
]

_VALUE = r"([-+−]?\d+(?:\.\d+)?(?:/\d+)?(?:\\pi)?)"
_ENDS = (
    r"(?![\d/*]|\.\d|\^(?!\s*\{?\s*\\circ)|\s*[-+−*](?!\s*\\?[A-Za-z]*\s*=)"
    r"|\s*\\(?:cdot|times|sqrt|ln|log|frac|pi|sin|cos|left)|[xyntuvkabcre](?![A-Za-z]))"
)
"""A number is a whole one: no term of a sum, no factor, no base."""
_IS = r"\s*(?:=|:|≈|\\approx)\s*"
_EQUATION = re.compile(rf"(?<!\\Delta )(?<!Δ)(\\?[A-Za-zθαβφω_]+(?:_\{{?\w+\}}?)?){_IS}{_VALUE}{_ENDS}")
_DEGREES = re.compile(rf"{_VALUE}\s*(?:°|\^\s*\{{?\s*\\circ\s*\}}?|\\degree|degrees)")
_RADIANS = re.compile(rf"^(?:\\?[A-Za-zθαβφ]+\s*=)?\s*{_VALUE}$")
_LENGTH = re.compile(
    rf"^(?:[A-Za-z]{{1,2}}\s*=\s*)?{_VALUE}\s*(?:(?:cm|m|mm|km|units?)|\\text\{{\s*\w+\s*\}})?$"
)
_RANGE = rf"\\int_\{{?\s*{_VALUE}\s*\}}?\s*\^\{{?\s*{_VALUE}\s*\}}?"
_LIMITS = re.compile(_RANGE)
_INTEGRAL = re.compile(rf"{_RANGE}.*?(?:=|\\approx|≈)\s*{_VALUE}{_ENDS}")
_COUNT = re.compile(r"^(?:[nN]\s*=\s*(\d+)(?:\s+rectangles)?|(\d+)\s+rectangles)$")
_WIDTH = re.compile(rf"^(?:\\Delta\s*x|Δx|dx|h){_IS}{_VALUE}$")
_AREA = re.compile(rf"(?:[Aa]rea(?:\s+[a-z]+){{0,4}}|[Ss]um|\bA|\bS|\bS_\{{?\w+\}}?){_IS}{_VALUE}{_ENDS}")


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it is written, and what it is."""

    written: str

    @property
    def value(self) -> float:
        """``1/2\\pi`` is 1.5708."""
        text = self.written.replace("−", "-")
        bare = text.removesuffix("\\pi")
        above, _, below = bare.partition("/")
        value = float(above) / (float(below or 1) or math.nan)
        return value * math.pi if bare != text else value

    @property
    def slack(self) -> float:
        """How far off the truth may be and still be rounded to this."""
        decimals = len(self.written.split(".")[1].split("\\")[0]) if "." in self.written else 0
        return 0.51 * 10.0**-decimals if not set("/\\") & set(self.written) else 0.01

    def states(self, exact: float) -> bool:
        """Whether it stands for the exact number, give or take rounding."""
        return abs(self.value - exact) <= max(1.02 * self.slack, 0.015 * abs(exact))


def _plain(text: str) -> str:
    """The text without TeX's spaces and fonts; fractions and multiples of π written on one line."""
    text = re.sub(r"\\(?:text|mathrm|textbf|mathbf|textit|operatorname)\s*\{([^{}]*)\}", r" \1 ", text)
    text = re.sub(r"\\(?:left|right)(?![a-z])|\\[,;:!> ]|\\q?quad|[$~]", " ", text)
    text = text.replace("π", "\\pi ").replace("\\tfrac", "\\frac").replace("\\dfrac", "\\frac")
    text = re.sub(r"\\frac\s*\{\s*(\d*)\s*\\pi\s*\}\s*\{\s*(\d+)\s*\}", _of_pi, text)
    text = re.sub(r"(\d)\s*\\frac", r"\1*\\frac", text)
    text = re.sub(r"\\frac\s*\{\s*(-?\d+)\s*\}\s*\{\s*(\d+)\s*\}|\\frac\s*(\d)\s*(\d)", _on_one_line, text)
    text = re.sub(r"(?<![\d/])(\d*)\s*\\pi\s*/\s*(\d+)", _of_pi, text)
    text = re.sub(r"(\d)\s+\\pi", r"\1\\pi", text)
    text = re.sub(r"(?<![\d])\\pi", r"1\\pi", text)
    return " ".join(text.split())


def _of_pi(found: re.Match[str]) -> str:
    return f" {found[1] or 1}/{found[2]}\\pi "


def _on_one_line(found: re.Match[str]) -> str:
    return f"{found[1] or found[3]}/{found[2] or found[4]}"


def equations(text: str) -> list[tuple[str, Number]]:
    """``x = 1.5``, ``radius: 2``: the name and the number."""
    return [(found[1], Number(found[2])) for found in _EQUATION.finditer(_plain(text))]


def degrees(text: str) -> Number | None:
    """The one angle that a text states, in degrees, or as a multiple of π."""
    said = _plain(text)
    found = _DEGREES.findall(said)
    if len(found) == 1:
        return Number(found[0])
    radians = _RADIANS.match(said)
    if radians is None or not radians[1].endswith("\\pi"):
        return None
    return Number(f"{math.degrees(Number(radians[1]).value):g}")


def length(text: str) -> Number | None:
    """A text that is nothing but a length: ``4``, ``a = 3``, ``5 cm``."""
    found = _LENGTH.match(_plain(text))
    return Number(found[1]) if found is not None else None


def integral(text: str) -> tuple[Number, Number, Number] | None:
    """An integral between numbers that is said to be a number."""
    found = _INTEGRAL.search(_plain(text))
    return (Number(found[1]), Number(found[2]), Number(found[3])) if found is not None else None


def limits(text: str) -> list[tuple[Number, Number]]:
    """The limits of every integral between numbers."""
    return [(Number(low), Number(high)) for low, high in _LIMITS.findall(_plain(text))]


def count(text: str) -> int | None:
    """How many rectangles a text says there are."""
    found = _COUNT.match(_plain(text))
    return int(found[1] or found[2]) if found is not None else None


def width(text: str) -> Number | None:
    """How broad a text says each rectangle is."""
    found = _WIDTH.match(_plain(text))
    return Number(found[1]) if found is not None else None


def area(text: str) -> Number | None:
    """The area that a text states without an integral."""
    found = _AREA.search(_plain(text))
    return Number(found[1]) if found is not None else None
