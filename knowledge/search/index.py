"""The search itself: a question becomes parts, each part scores snippets, the best come first."""

from __future__ import annotations

import difflib
import json
import math
import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.search.errors import SnippetError, UnknownTopic
from knowledge.search.library import OWN_SNIPPETS, load_folders
from knowledge.search.manim_docs import Manim, installed_manim, load_examples
from knowledge.search.meaning import Meaning, fused
from knowledge.search.snippet import Snippet
from knowledge.search.spelling import Speller
from knowledge.search.store import FIELDS, open_store, stamp
from knowledge.search.vocabulary import FILE, Variant, variants, vocabulary_words
from knowledge.search.words import STOP_WORDS, spoken

__all__ = ["Hit", "SearchAnswer", "SnippetIndex", "count_tokens"]

_ASK_WEIGHT = 0.9
_COVERAGE_WEIGHT = 6.0
_OWN_BONUS = 1.1
_CHARACTERS_A_TOKEN = 3.3
_LONGEST_QUESTION = 24


@dataclass(frozen=True, slots=True)
class Hit:
    """One result. ``code`` is None in the short form and where the token budget was spent."""

    snippet: Snippet
    score: float
    code: str | None

    def as_dict(self, *, short: bool = False) -> dict[str, Any]:
        """The hit as JSON-able data; the short form is ``id`` and ``title`` with what tells them apart."""
        snippet = self.snippet
        row: dict[str, Any] = {
            "id": snippet.id,
            "title": snippet.title,
            "topic": snippet.topic,
            "source": snippet.source,
            "license": snippet.license,
            "score": round(self.score, 2),
        }
        if short:
            return row
        row |= {"teaches": snippet.teaches, "level": snippet.level, "needs": list(snippet.needs)}
        return row | {"manim": snippet.manim, "code": self.code}


@dataclass(frozen=True, slots=True)
class SearchAnswer:
    """What a search found, best first. ``did_you_mean`` is the question as it was understood, if changed."""

    query: str
    hits: tuple[Hit, ...]
    did_you_mean: str | None
    version: str
    manim: str | None

    def as_dict(self, *, short: bool = False) -> dict[str, Any]:
        """The answer as JSON-able data: ``results`` and what they were made from."""
        answer: dict[str, Any] = {
            "query": self.query,
            "results": [hit.as_dict(short=short) for hit in self.hits],
            "version": self.version,
            "manim": self.manim,
        }
        return answer | ({"did_you_mean": self.did_you_mean} if self.did_you_mean else {})


def count_tokens(text: str) -> int:
    """About how many tokens a model reads for this text; a little more for code than it really is."""
    return math.ceil(len(text) / _CHARACTERS_A_TOKEN)


class SnippetIndex:
    """A searchable library of snippets. Safe to use from several threads at once."""

    def __init__(self, connection: sqlite3.Connection, problems: Sequence[SnippetError] = ()) -> None:
        self.problems = tuple(problems)
        """The snippet files that were left out, each with its reason."""
        self._connection = connection
        self._lock = threading.Lock()
        about: dict[str, str] = dict(connection.execute("SELECT key, value FROM about"))
        self.version: str = about["stamp"]
        self.manim: str | None = about["manim"] or None
        rows = connection.execute("SELECT rowid, data FROM snippet")
        self._snippets = {number: Snippet.from_row(json.loads(data)) for number, data in rows}
        self._by_id = {snippet.id: snippet for snippet in self._snippets.values()}
        words: dict[str, int] = dict(connection.execute("SELECT word, documents FROM word"))
        self._speller = Speller(words, vocabulary_words() | STOP_WORDS)
        self._scores: dict[tuple[str, Variant], Mapping[int, float]] = {}
        self._meaning: Meaning | None = None
        self._asks: dict[int, int] = dict(connection.execute("SELECT rowid, snippet FROM phrasing"))

    @classmethod
    def open(
        cls,
        path: Path | None = None,
        *,
        folders: Sequence[Path] = (),
        manim: Manim | None = None,
        docs: bool = True,
        meaning: bool = False,
    ) -> SnippetIndex:
        """Open the index of our snippets, the user's ``folders`` and manim's docstring examples.

        ``path`` is the SQLite file, built when it isn't there or isn't up to date; None keeps the
        index in memory. ``manim`` is the installation whose examples are indexed, by default the
        one beside this Python; ``docs=False`` leaves them out.
        With ``meaning`` vectors join in where the extra ``search`` is installed.
        """
        library = load_folders([OWN_SNIPPETS, *folders])
        source = (manim or installed_manim()) if docs else None
        examples = load_examples(source, path.parent if path else None) if source else ()
        snippets = [*library.snippets, *examples]
        about = {
            "stamp": stamp(snippets, FILE.read_bytes()),
            "manim": source.version if source else "",
        }
        index = cls(open_store(path, snippets, about), library.problems)
        if meaning:
            index._meaning = Meaning.start(snippets, path, index.version)
        return index

    def wait_for_meaning(self, seconds: float) -> bool:
        """Wait until the vectors are there; False when there are none or they take longer."""
        return self._meaning is not None and self._meaning.ready.wait(seconds)

    def __len__(self) -> int:
        return len(self._snippets)

    def __iter__(self) -> Iterator[Snippet]:
        return iter(self._snippets.values())

    @property
    def topics(self) -> dict[str, int]:
        """Each topic and how many snippets it has, in alphabetical order."""
        counts: dict[str, int] = {}
        for snippet in self._snippets.values():
            counts[snippet.topic] = counts.get(snippet.topic, 0) + 1
        return dict(sorted(counts.items()))

    def get(self, snippet_id: str) -> Snippet | None:
        """The snippet of this id, or None."""
        return self._by_id.get(snippet_id)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def search(
        self,
        query: str,
        limit: int = 5,
        topic: str | None = None,
        source: str | None = None,
        *,
        token_budget: int | None = None,
        short: bool = False,
    ) -> SearchAnswer:
        """The ``limit`` snippets that answer the question best.

        ``topic`` and ``source`` keep only theirs; an unknown topic raises ``UnknownTopic``. With a
        ``token_budget`` the hits that no longer fit come without code, the best first with it; with
        ``short`` all of them do.
        """
        if topic is not None:
            self._require_topic(topic)
        words, corrected = self._understand(query)
        ranked = self._with_meaning(query, self.rank(words, topic=topic, source=source), topic, source)[
            :limit
        ]
        hits: list[Hit] = []
        left = math.inf if token_budget is None else float(token_budget)
        for number, score in ranked:
            snippet = self._snippets[number]
            cost = count_tokens(snippet.code)
            code = None if short or cost > left else snippet.code
            left -= cost if code else 0
            hits.append(Hit(snippet, score, code))
        return SearchAnswer(query, tuple(hits), corrected, self.version, self.manim)

    def rank(
        self, words: Sequence[str], *, topic: str | None = None, source: str | None = None
    ) -> list[tuple[int, float]]:
        """Row numbers and scores of everything that matches, best first, ties in library order."""
        parts = variants(words, STOP_WORDS) or variants(words, ())
        documents: dict[int, float] = {}
        phrasings: dict[int, float] = {}
        covered: dict[int, float] = {}
        for part in parts:
            for number, score in self._best("document", part).items():
                documents[number] = documents.get(number, 0.0) + score
            for number, score in self._best("phrasing", part).items():
                phrasings[number] = phrasings.get(number, 0.0) + score
            for number, share in self._share(part).items():
                covered[number] = covered.get(number, 0.0) + share / len(parts)
        asks: dict[int, float] = {}
        for row, score in phrasings.items():
            number = self._asks[row]
            asks[number] = max(asks.get(number, 0.0), score)
        scored: list[tuple[int, float]] = []
        for number, score in documents.items():
            if not self._fits(number, topic, source):
                continue
            snippet = self._snippets[number]
            total = (
                score + _ASK_WEIGHT * asks.get(number, 0.0) + _COVERAGE_WEIGHT * covered.get(number, 0.0) ** 2
            )
            scored.append((number, total * (1.0 if snippet.source == "manim-docs" else _OWN_BONUS)))
        return sorted(scored, key=lambda pair: (-pair[1], pair[0]))

    def _with_meaning(
        self, query: str, by_words: list[tuple[int, float]], topic: str | None, source: str | None
    ) -> list[tuple[int, float]]:
        """The ranking by words, fused with the one by meaning where there is one."""
        near = [position + 1 for position in self._meaning.ranked(query)] if self._meaning else []
        near = [number for number in near if self._fits(number, topic, source)]
        if not near:
            return by_words
        scores = fused([number for number, _ in by_words], near)
        return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))

    def _fits(self, number: int, topic: str | None, source: str | None) -> bool:
        snippet = self._snippets[number]
        return not ((topic and snippet.topic != topic) or (source and snippet.source != source))

    def _understand(self, query: str) -> tuple[list[str], str | None]:
        """The words of the question, misspelt ones mended, and the mended question if any was."""
        words = spoken(query).split()[:_LONGEST_QUESTION]
        mended = [self._speller.mend(word) for word in words]
        return mended, (" ".join(mended) if mended != words else None)

    def _best(self, table: str, part: Sequence[Variant]) -> dict[int, float]:
        """For each row the best score that one of the ways to say this part gets."""
        best: dict[int, float] = {}
        for variant in part:
            for row, score in self._lookup(table, variant).items():
                weighted = score * variant.weight
                if weighted > best.get(row, 0.0):
                    best[row] = weighted
        return best

    def _share(self, part: Sequence[Variant]) -> dict[int, float]:
        share: dict[int, float] = {}
        for variant in part:
            for row in self._lookup("document", variant):
                share[row] = max(share.get(row, 0.0), variant.weight)
        return share

    def _lookup(self, table: str, variant: Variant) -> Mapping[int, float]:
        """Rows that hold these words, with their BM25 score; remembered, since the index never changes."""
        key = (table, variant)
        if key not in self._scores:
            weights = f", {', '.join(str(field.weight) for field in FIELDS)}" if table == "document" else ""
            statement = f"SELECT rowid, -bm25({table}{weights}) FROM {table} WHERE {table} MATCH ?"  # noqa: S608
            phrase = '"' + " ".join(variant.words).replace('"', "") + '"'
            with self._lock:
                self._scores[key] = dict(self._connection.execute(statement, (phrase,)))
        return self._scores[key]

    def _require_topic(self, topic: str) -> None:
        if topic not in self.topics:
            near = difflib.get_close_matches(topic, self.topics, n=3, cutoff=0.4)
            raise UnknownTopic(
                f"No snippet has the topic {topic!r}.",
                fix=f"Perhaps {' or '.join(near)}." if near else f"One of {', '.join(self.topics)}.",
                topics=list(self.topics),
            )
