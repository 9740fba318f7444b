"""The SQLite file behind the search: full-text tables, built in one go and then only read."""

from __future__ import annotations

import hashlib
import json
import sqlite3
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from knowledge.search.snippet import Snippet
from knowledge.search.vocabulary import name_words
from knowledge.search.words import code_names, comments, spoken, tokens

__all__ = ["FIELDS", "open_store", "stamp"]

_SCHEMA_VERSION = 1


@dataclass(frozen=True, slots=True)
class _Field:
    """A column of the full-text table and how much a hit in it counts."""

    name: str
    weight: float


FIELDS = (
    _Field("title", 6.0),
    _Field("asks", 5.0),
    _Field("tags", 4.0),
    _Field("teaches", 2.5),
    _Field("names", 1.5),
    _Field("words", 1.5),
    _Field("topic", 1.5),
    _Field("body", 0.7),
)

_SCHEMA = f"""
CREATE TABLE snippet (id TEXT PRIMARY KEY, topic TEXT NOT NULL, source TEXT NOT NULL, data TEXT NOT NULL);
CREATE VIRTUAL TABLE document USING fts5(
    {", ".join(field.name for field in FIELDS)}, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE phrasing USING fts5(
    ask, snippet UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TABLE word (word TEXT PRIMARY KEY, documents INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""


def stamp(snippets: Iterable[Snippet], vocabulary: bytes) -> str:
    """A fingerprint of everything the index is built from, sixteen hex digits."""
    digest = hashlib.sha256(f"{_SCHEMA_VERSION} {FIELDS} {sqlite3.sqlite_version}".encode())
    digest.update(vocabulary)
    for snippet in snippets:
        digest.update(repr(snippet).encode())
    return digest.hexdigest()[:16]


def open_store(
    path: Path | None, snippets: Sequence[Snippet], about: Mapping[str, str]
) -> sqlite3.Connection:
    """A connection for reading, to the file at ``path`` or to memory when that is None.

    A file whose stamp is another's is built anew beside the old one and put in its place at once, so
    that a process that still reads the old file isn't disturbed.
    """
    if path is None:
        connection = sqlite3.connect(":memory:", check_same_thread=False)
        _build(connection, snippets, about)
        return connection
    if not _is_current(path, about["stamp"]):
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".index-") as folder:
            fresh = Path(folder) / "index.sqlite"
            connection = sqlite3.connect(fresh)
            _build(connection, snippets, about)
            connection.close()
            fresh.replace(path)
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, check_same_thread=False)


def _is_current(path: Path, wanted: str) -> bool:
    if not path.is_file():
        return False
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        row = connection.execute("SELECT value FROM about WHERE key = 'stamp'").fetchone()
    except sqlite3.DatabaseError:
        return False
    finally:
        connection.close()
    return row is not None and row[0] == wanted


def _build(connection: sqlite3.Connection, snippets: Sequence[Snippet], about: Mapping[str, str]) -> None:
    counts: dict[str, int] = {}
    with connection:
        connection.executescript(_SCHEMA)
        for number, snippet in enumerate(snippets, start=1):
            columns = _columns(snippet)
            data = json.dumps(asdict(snippet), ensure_ascii=False)
            connection.execute(
                "INSERT INTO snippet (rowid, id, topic, source, data) VALUES (?, ?, ?, ?, ?)",
                (number, snippet.id, snippet.topic, snippet.source, data),
            )
            marks = ", ".join("?" * (len(columns) + 1))
            connection.execute(
                f"INSERT INTO document (rowid, {', '.join(columns)}) VALUES ({marks})",  # noqa: S608
                (number, *columns.values()),
            )
            connection.executemany(
                "INSERT INTO phrasing (ask, snippet) VALUES (?, ?)",
                [(spoken(ask), number) for ask in (snippet.title, *snippet.asks)],
            )
            for word in {word for text in columns.values() for word in tokens(text)}:
                counts[word] = counts.get(word, 0) + 1
        connection.executemany("INSERT INTO word VALUES (?, ?)", counts.items())
        connection.executemany("INSERT INTO about VALUES (?, ?)", about.items())
        connection.execute("INSERT INTO document(document) VALUES ('optimize')")
        connection.execute("INSERT INTO phrasing(phrasing) VALUES ('optimize')")


def _columns(snippet: Snippet) -> dict[str, str]:
    """The text of each field of the document table."""
    names = code_names(snippet.code)
    return {
        "title": spoken(snippet.title),
        "asks": spoken(" . ".join(snippet.asks)),
        "tags": spoken(" . ".join(snippet.tags)),
        "teaches": spoken(snippet.teaches),
        "names": spoken(" ".join(names)),
        "words": " ".join(name_words([*names, *snippet.tags])),
        "topic": snippet.topic.replace("-", " "),
        "body": spoken(comments(snippet.code)),
    }
