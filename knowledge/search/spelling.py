"""Did you mean: the nearest known word to a misspelt one, in well under a millisecond.

Each known word is filed under itself and under everything that is left when one of its letters is
dropped; a misspelt word is looked up in the same way. That finds every word one letter, one swap,
and most that are two edits away, without comparing against the whole vocabulary.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

from knowledge.search.words import stem

__all__ = ["Speller"]

_SHORTEST = 4
_CLOSE_ENOUGH = 0.9


class Speller:
    """Mends words against those that a library holds, the commoner one where two are as near."""

    def __init__(self, counts: Mapping[str, int], others: Iterable[str] = ()) -> None:
        self._counts = dict(counts)
        self._filed = _file(counts)
        self._stems = {stem(word) for word in counts} | {stem(word) for word in others}

    def knows(self, word: str) -> bool:
        """Whether some form of the word is in the library or the vocabulary."""
        return word in self._counts or stem(word) in self._stems

    def mend(self, word: str) -> str:
        """The word itself when it's known, too short to judge, or like no other; else the nearest."""
        if len(word) < _SHORTEST or not word.isalpha() or self.knows(word):
            return word
        candidates = {known for left in (word, *_shortened(word)) for known in self._filed.get(left, ())}
        scored = [(_likeness(word, known), self._counts[known], known) for known in candidates]
        best = max(scored, default=(0.0, 0, word))
        return best[2] if best[0] >= _CLOSE_ENOUGH else word


def _file(words: Iterable[str]) -> dict[str, list[str]]:
    filed: dict[str, list[str]] = {}
    for known in words:
        if len(known) >= _SHORTEST - 1 and known.isalpha():
            for left in {known, *_shortened(known)}:
                filed.setdefault(left, []).append(known)
    return filed


def _shortened(word: str) -> set[str]:
    return {word[:at] + word[at + 1 :] for at in range(len(word))}


def _likeness(one: str, other: str) -> float:
    bonus = 0.05 if one[0] == other[0] else 0.0
    return difflib.SequenceMatcher(None, one, other).ratio() + bonus
