"""What came of a run, with how sure that is.

Shares of prompts have Wilson's interval. Scenes of one video are alike, so that what is counted by scene,
and every mean, has a bootstrap interval that draws whole prompts. Differences between two arms are paired:
only prompts that both have run.
"""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import Any

__all__ = ["compared", "summed_up", "wilson"]

Row = Mapping[str, Any]
_Z = 1.959964
_DRAWS = 2_000


def wilson(hits: int, of: int) -> tuple[float, float]:
    """The 95 % interval of a share; (0, 1) of nothing."""
    if not of:
        return 0.0, 1.0
    share, square = hits / of, _Z * _Z / of
    middle = (share + square / 2) / (1 + square)
    half = _Z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def summed_up(rows: Sequence[Row]) -> dict[str, Any]:
    """The figures of one arm, each with its interval; ``None`` where there is nothing to count."""
    completed = sum(row["status"] == "done" for row in rows)
    low, high = wilson(completed, len(rows))
    return {
        "prompts": len(rows),
        "completed": _figure(completed / len(rows) if rows else None, low, high, len(rows)),
        **{name: _bootstrapped(rows, measure) for name, measure in _MEASURES.items()},
    }


def compared(rows: Sequence[Row], base: Sequence[Row]) -> dict[str, Any]:
    """How an arm differs from the base, over the prompts that both have: the arm minus the base."""
    theirs = {row["id"]: row for row in base}
    pairs = [(row, theirs[row["id"]]) for row in rows if row["id"] in theirs]
    return {
        name: _interval(
            pairs,
            lambda drawn, measure=measure: _difference(
                measure([pair[0] for pair in drawn]), measure([pair[1] for pair in drawn])
            ),
        )
        for name, measure in _MEASURES.items()
    }


def _share(of: Callable[[Mapping[str, Any]], bool | None]) -> Callable[[Sequence[Row]], float | None]:
    """A share of the scenes for which ``of`` says yes or no."""

    def measure(rows: Sequence[Row]) -> float | None:
        said = [found for row in rows for scene in row["scenes"] if (found := of(scene)) is not None]
        return sum(said) / len(said) if said else None

    return measure


def _mean(key: str) -> Callable[[Sequence[Row]], float | None]:
    def measure(rows: Sequence[Row]) -> float | None:
        values = [row[key] for row in rows if row.get(key) is not None]
        return statistics.fmean(values) if values else None

    return measure


def _findings(rows: Sequence[Row]) -> float | None:
    counts = [scene["findings"] for row in rows for scene in row["scenes"] if scene["findings"] is not None]
    return statistics.fmean(counts) if counts else None


_MEASURES: dict[str, Callable[[Sequence[Row]], float | None]] = {
    # A scene that never came as far as a verdict was not right at once.
    "first_shot": _share(lambda scene: bool(scene["first_shot"]) if scene["coded"] else None),
    "after_repair": _share(lambda scene: scene["outcome"] == "accepted" if scene["coded"] else None),
    "fallback": _share(lambda scene: scene["outcome"] == "fallback" if scene["coded"] else None),
    "ready": _share(lambda scene: scene["ready"]),
    "findings_left_per_scene": _findings,
    "tokens": _mean("tokens"),
    "usd": _mean("usd"),
    "seconds": _mean("seconds"),
    "answers": _mean("turns"),
}


def _difference(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def _bootstrapped(rows: Sequence[Row], measure: Callable[[Sequence[Row]], float | None]) -> Any:
    return _interval(rows, measure)


def _interval(drawn_from: Sequence[Any], measure: Callable[[Any], float | None]) -> dict[str, Any] | None:
    value = measure(drawn_from) if drawn_from else None
    if value is None:
        return None
    chance = random.Random(0)  # the same interval each time
    draws = [measure(chance.choices(drawn_from, k=len(drawn_from))) for _ in range(_DRAWS)]
    values = sorted(draw for draw in draws if draw is not None)
    low, high = values[int(0.025 * len(values))], values[min(len(values) - 1, int(0.975 * len(values)))]
    return _figure(value, low, high, len(drawn_from))


def _figure(value: float | None, low: float, high: float, n: int) -> dict[str, Any] | None:
    if value is None:
        return None
    return {"value": round(value, 6), "low": round(low, 6), "high": round(high, 6), "n": n}
