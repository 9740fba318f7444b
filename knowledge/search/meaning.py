"""Ranking by meaning, beside the ranking by words: a vector for each snippet, kept with the index.

Only where the extra ``search`` is installed. The vectors take a minute or so to make once, so that is
done in the background: until they are there, and wherever anything fails, words alone decide.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from knowledge.search.minilm import MiniLM, model_folder
from knowledge.search.snippet import Snippet

__all__ = ["Meaning", "fused"]

_log = logging.getLogger(__name__)
_RANK_OFFSET = 5
_DEEPEST = 60
_DOCS_MALUS = 0.05
_KEPT_QUESTIONS = 256


class Meaning:
    """Vectors of an index's snippets. ``ready`` is set once they can be asked."""

    def __init__(self, snippets: Sequence[Snippet], file: Path | None, stamp: str) -> None:
        self.ready = threading.Event()
        self._snippets = snippets
        self._suffix = f".{stamp}.npy"
        self._file = file.with_name(file.name + self._suffix) if file else None
        self._model: MiniLM | None = None
        self._vectors: Any = None
        self._asked: dict[str, Any] = {}
        self._thread = threading.Thread(target=self._make, name="snippet-vectors", daemon=True)

    @classmethod
    def start(cls, snippets: Sequence[Snippet], file: Path | None, stamp: str) -> Meaning | None:
        """Begin to load or make the vectors in the background; None where the extra is missing."""
        if model_folder() is None:
            return None
        meaning = cls(snippets, file, stamp)
        meaning._thread.start()
        return meaning

    def ranked(self, question: str) -> list[int]:
        """Positions of the nearest snippets, the best first; empty until the vectors are ready."""
        if not self.ready.is_set() or self._model is None:
            return []
        import numpy as np

        vector = self._asked.get(question)
        if vector is None:
            vector = self._model.encode([question])[0]
            if len(self._asked) >= _KEPT_QUESTIONS:
                self._asked.clear()
            self._asked[question] = vector
        malus = [_DOCS_MALUS if snippet.source == "manim-docs" else 0.0 for snippet in self._snippets]
        scores = self._vectors @ vector - np.array(malus, np.float32)
        return [int(number) for number in np.argsort(-scores)[:_DEEPEST]]

    def _make(self) -> None:
        try:
            folder = model_folder()
            if folder is None:
                return
            self._model = MiniLM(folder)
            self._vectors = self._kept()
            self.ready.set()
        except Exception:
            _log.warning("no vectors for the snippets: searching by words alone", exc_info=True)

    def _kept(self) -> Any:
        import numpy as np

        if self._file is not None and self._file.is_file():
            vectors = np.load(self._file, allow_pickle=False)
            if vectors.shape[0] == len(self._snippets):
                return vectors
        assert self._model is not None
        vectors = self._model.encode([_said(snippet) for snippet in self._snippets])
        if self._file is not None:
            for old in self._file.parent.glob(f"{self._file.name.removesuffix(self._suffix)}.*.npy"):
                old.unlink(missing_ok=True)
            partial = self._file.with_suffix(f".{threading.get_ident()}.tmp")
            with partial.open("wb") as out:
                np.save(out, vectors)
            partial.replace(self._file)
        return vectors


def fused(by_words: Sequence[int], by_meaning: Sequence[int]) -> dict[int, float]:
    """Reciprocal rank fusion: what stands high in either list stands high; scores between 0 and 1."""
    scores: dict[int, float] = {}
    for ranking in (by_words[:_DEEPEST], by_meaning):
        for rank, number in enumerate(ranking):
            scores[number] = scores.get(number, 0.0) + _RANK_OFFSET / 2 / (_RANK_OFFSET + rank)
    return scores


def _said(snippet: Snippet) -> str:
    return ". ".join([snippet.title, *snippet.asks] if snippet.asks else [snippet.title, snippet.teaches])
