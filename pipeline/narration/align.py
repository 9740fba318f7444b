"""Word times where a voice gives none, and other people's words fitted to ours."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import accumulate

import numpy as np

from pipeline.narration.sound import RATE, Samples

__all__ = ["audible", "by_characters", "estimated", "fitted", "normal"]

_WINDOW_S = 0.01
_PAUSE_S = 0.12
_CLOSED_S = 0.25
_FAR = 0.3
"""How many seconds of length a pause loses for each second that it is off."""
_PAUSING = ".,;:!?…—"


def normal(word: str) -> str:
    """A word as it is compared: letters and digits only, without accents or case."""
    spread = unicodedata.normalize("NFKD", word.casefold())
    return re.sub(r"[^\w]", "", "".join(sign for sign in spread if not unicodedata.combining(sign)))


def audible(times: Sequence[float], samples: Samples) -> tuple[float, ...]:
    """``times`` moved to where the sound is heard: a word that begins with a closed mouth (p, t, k)
    begins for its voice before it begins for an ear.
    """
    voiced = np.flatnonzero(~_quiet(samples)) * _WINDOW_S
    moved = list(times)
    for index, time in enumerate(times):
        following = voiced[voiced > time - _WINDOW_S]
        until = times[index + 1] if index + 1 < len(times) else np.inf
        if len(following) and time < following[0] < min(time + _CLOSED_S, until):
            moved[index] = float(following[0])
    return tuple(moved)


def by_characters(text: str, starts: Sequence[float]) -> tuple[float, ...]:
    """Word times from the time of each character of ``text``."""
    if not starts:
        return ()
    places = [match.start() for match in re.finditer(r"\S+", text)]
    return tuple(accumulate((starts[min(place, len(starts) - 1)] for place in places), max))


def fitted(words: Sequence[str], timed: Sequence[tuple[float, str]], end_s: float) -> tuple[float, ...]:
    """Times for ``words`` from words that something else heard or said, ``timed``.

    Words that both have keep their time; those between two of them share what lies between.
    """
    matcher = SequenceMatcher(
        None, [normal(word) for word in words], [normal(word) for _, word in timed], autojunk=False
    )
    known = {
        block.a + offset: timed[block.b + offset][0]
        for block in matcher.get_matching_blocks()
        for offset in range(block.size)
    }
    if 0 not in known:
        known[0] = timed[0][0] if timed else 0.0
    anchors = [*sorted(known.items()), (len(words), max(end_s, *known.values()))]
    at = np.interp(range(len(words)), [index for index, _ in anchors], [time for _, time in anchors])
    return tuple(accumulate((float(time) for time in at), max))


def estimated(words: Sequence[str], samples: Samples) -> tuple[float, ...]:
    """Times by length, with the pauses of the sound laid where the text pauses.

    Each stop of the text takes the pause that is long and near where the stop should be; between two
    stops the words share the voiced time by their number of letters.
    """
    if not words:
        return ()
    duration = len(samples) / RATE
    stops = [index + 1 for index, word in enumerate(words[:-1]) if word[-1] in _PAUSING]
    even = _shared(words, _onset(samples), duration)
    pauses = _chosen(_pauses(samples), [even[stop] for stop in stops])
    if len(pauses) < len(stops):
        pauses, stops = [], []
    times: list[float] = []
    begin, first = _onset(samples), 0
    for stop, (pause_start, pause_end) in zip(stops, pauses, strict=True):
        times += _shared(words[first:stop], begin, pause_start)
        begin, first = pause_end, stop
    times += _shared(words[first:], begin, duration)
    return tuple(accumulate(times, max))


def _chosen(pauses: list[tuple[float, float]], expected: list[float]) -> list[tuple[float, float]]:
    """A pause for each expected time, in order; fewer where there aren't enough."""
    chosen: list[tuple[float, float]] = []
    first = 0
    for index, time in enumerate(expected):
        last = len(pauses) - (len(expected) - index - 1)
        if first >= last:
            return []
        best = max(range(first, last), key=lambda at: _length(pauses[at]) - _FAR * abs(pauses[at][1] - time))
        chosen.append(pauses[best])
        first = best + 1
    return chosen


def _length(pause: tuple[float, float]) -> float:
    return pause[1] - pause[0]


def _shared(words: Sequence[str], start: float, end: float) -> list[float]:
    weights = [len(normal(word)) + 1 for word in words]
    total = sum(weights) or 1
    before = [0, *accumulate(weights)][: len(words)]
    return [start + (end - start) * weight / total for weight in before]


def _quiet(samples: Samples) -> np.ndarray:
    window = round(_WINDOW_S * RATE)
    usable = samples[: len(samples) - len(samples) % window].reshape(-1, window)
    power = np.sqrt((usable.astype(np.float64) ** 2).mean(axis=1)) if len(usable) else np.zeros(0)
    return power < max(1e-4, 0.04 * float(power.max(initial=0.0)))


def _onset(samples: Samples) -> float:
    voiced = np.flatnonzero(~_quiet(samples))
    return float(voiced[0]) * _WINDOW_S if len(voiced) else 0.0


def _pauses(samples: Samples) -> list[tuple[float, float]]:
    """The silences within the sound, (start, end) in seconds."""
    quiet = _quiet(samples)
    edges = np.flatnonzero(np.diff(np.concatenate([[False], quiet, [False]]).astype(int)))
    runs = [(float(start) * _WINDOW_S, float(end) * _WINDOW_S) for start, end in edges.reshape(-1, 2)]
    inner = [run for run in runs if run[0] > 0 and run[1] < len(quiet) * _WINDOW_S - 1e-9]
    return [run for run in inner if run[1] - run[0] >= _PAUSE_S]
