"""The vocabulary of the field: other words for a word, and words for manim's names.

The data is ``vocabulary.yaml``, which says in its comments what each table means.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from knowledge.search.words import WEAK_WORDS, camel_words, stem, tokens

__all__ = ["FILE", "Variant", "name_words", "variants", "vocabulary_words"]

FILE = Path(__file__).with_name("vocabulary.yaml")
_SAME_WEIGHT = 0.8
_TOWARD_WEIGHT = 0.55
_WEAK = 0.4
_LONGEST_PHRASE = 4
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Variant:
    """Another way to say a part of the question: words in order, and how much a hit is worth."""

    words: tuple[str, ...]
    weight: float


@dataclass(frozen=True, slots=True)
class _Vocabulary:
    others: dict[tuple[str, ...], dict[tuple[str, ...], float]]
    names: dict[str, str]


@cache
def _vocabulary() -> _Vocabulary:
    data: dict[str, Any] = yaml.load(FILE.read_text(encoding="utf-8"), Loader=_Loader)  # noqa: S506
    others: dict[tuple[str, ...], dict[tuple[str, ...], float]] = {}

    def link(left: str, right: str, weight: float) -> None:
        words = tuple(word for token in right.split() for word in camel_words(token))
        found = others.setdefault(_key(left), {})
        found[words] = max(weight, found.get(words, 0.0))

    for group in data["same"]:
        members = [member.strip() for member in group.split(",")] if isinstance(group, str) else group
        for left in members:
            for right in members:
                if left != right:
                    link(left, right, _SAME_WEIGHT)
    for left, rights in data["toward"].items():
        for right in rights:
            link(left, right, _TOWARD_WEIGHT)
    return _Vocabulary(others, data["names"])


def _key(phrase: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in tokens(phrase))


def variants(words: Sequence[str], stop: Iterable[str]) -> list[list[Variant]]:
    """The parts of a question, each as the ways to say it, the asker's own first with weight 1.

    The longest phrases that the vocabulary knows are taken first; a word of ``stop`` counts only
    inside such a phrase.
    """
    known, stopped = _vocabulary().others, set(stop)
    parts: list[list[Variant]] = []
    position = 0
    while position < len(words):
        length = next(
            (
                size
                for size in range(min(_LONGEST_PHRASE, len(words) - position), 0, -1)
                if tuple(map(stem, words[position : position + size])) in known
                and not (size == 1 and words[position] in stopped)
            ),
            0,
        )
        phrase = tuple(words[position : position + max(length, 1)])
        position += max(length, 1)
        if length == 0 and phrase[0] in stopped:
            continue
        others = known.get(tuple(map(stem, phrase)), {})
        own = [Variant(phrase, 1.0)]
        if len(phrase) > 1:
            own += [Variant((word,), 0.45) for word in phrase if word not in stopped]
        said = own + [Variant(other, weight) for other, weight in others.items() if other != phrase]
        parts.append([Variant(v.words, v.weight * _WEAK) for v in said] if _is_weak(phrase) else said)
    return parts


def _is_weak(phrase: Sequence[str]) -> bool:
    """Whether a part says little: a vague verb, a lone letter or digit."""
    return len(phrase) == 1 and (phrase[0] in WEAK_WORDS or len(phrase[0]) == 1)


def name_words(names: Iterable[str]) -> list[str]:
    """What the manim names among these do, in a beginner's words."""
    table = _vocabulary().names
    return [table[name] for name in dict.fromkeys(names) if name in table]


def vocabulary_words() -> set[str]:
    """Every single word that the vocabulary can make something of."""
    return {word for phrase in _vocabulary().others for word in phrase}
