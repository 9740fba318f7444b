"""Which known name somebody meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

__all__ = ["nearest"]


def nearest(name: str, known: Iterable[str], limit: int = 3, cutoff: float = 0.6) -> list[str]:
    """Return up to ``limit`` known names, the likeliest first; letter case and underscores count little."""
    folded: dict[str, list[str]] = {}
    for candidate in known:
        folded.setdefault(_fold(candidate), []).append(candidate)
    wanted = _fold(name)
    scored: list[tuple[float, str]] = []
    for key, candidates in folded.items():
        score = _likeness(wanted, key)
        if score >= cutoff:
            scored.extend((score, c) for c in candidates)
    scored.sort(key=lambda pair: (-pair[0], len(pair[1]), pair[1]))
    return [candidate for _, candidate in scored[:limit]]


def _fold(name: str) -> str:
    return name.replace("_", "").lower().replace("grey", "gray").replace("colour", "color")


def _likeness(wanted: str, key: str) -> float:
    if wanted == key:
        return 1.0
    longest = max(len(wanted), len(key))
    if not wanted or min(len(wanted), len(key)) / longest < 0.4:
        return 0.0
    matcher = difflib.SequenceMatcher(None, wanted, key)
    if matcher.quick_ratio() < 0.55:
        return 0.0
    ratio = matcher.ratio()
    # "FadeInFrom" is nearer to "FadeIn" than letters say.
    if key.startswith(wanted) or wanted.startswith(key) or key.endswith(wanted) or wanted.endswith(key):
        ratio = max(ratio, 0.72) + 0.02
    return ratio
