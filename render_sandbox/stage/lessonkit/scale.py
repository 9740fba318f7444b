"""Numbers along an axis: round ticks, and how they are written."""

from __future__ import annotations

import math

__all__ = ["number_text", "round_range", "ticks"]


def ticks(low: float, high: float, most: int = 8) -> list[float]:
    """Round numbers from low to high, at most so many, evenly apart."""
    step = _round_step((high - low) / max(1, most))
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return [number * step for number in range(first, last + 1)]


def round_range(low: float, high: float) -> tuple[float, float]:
    """A little more than from low to high, so that nothing touches the edge."""
    if not high > low:
        low, high = low - 1, high + 1
    margin = 0.08 * (high - low)
    return low - margin, high + margin


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough)) if rough > 0 else 1.0
    for factor in (1, 2, 5, 10):
        if factor * power >= rough * 0.999:
            return factor * power
    return 10 * power


def number_text(value: float) -> str:
    """A number as a label: a true minus sign, no needless digits, thousands apart."""
    if abs(value) < 1e-12:
        return "0"
    if abs(value) >= 1e6 or abs(value) < 1e-4:
        mantissa, _, exponent = f"{value:.2e}".partition("e")
        digits = mantissa.rstrip("0").rstrip(".").replace("-", "−")
        power = int(exponent)
        return f"${digits.replace('−', '-')} \\cdot 10^{{{power}}}$" if digits != "1" else f"$10^{{{power}}}$"
    text = f"{value:,.4f}".rstrip("0").rstrip(".") if abs(value) < 1e4 else f"{value:,.0f}"
    if abs(value) < 1e4:
        text = text.replace(",", "")
    return text.replace(",", "\u202f").replace("-", "−")
