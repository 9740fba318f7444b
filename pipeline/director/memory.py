"""What failed before and what mended it, for one manim version, offered when the same thing fails again."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.state.database import Database
from pipeline.state.model import now_ms

__all__ = ["Pitfall", "PitfallMemory"]

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]{2,}")


@dataclass(frozen=True, slots=True)
class Pitfall:
    """A mistake and its mend."""

    rule: str
    symptom: str
    mend: str
    """The change that mended it, as a short diff."""
    seen: int


class PitfallMemory:
    """The mistakes of earlier scenes, with full-text search over their symptoms."""

    def __init__(self, db: Database, manim_version: str) -> None:
        self._db = db
        self._version = manim_version

    def learn(self, rule: str, symptom: str, mend: str) -> None:
        """Keep a mistake that is mended now. The same again counts once more and keeps the newer mend."""
        with self._db.transaction() as tx:
            tx.execute(
                """
                INSERT INTO pitfalls (manim_version, rule, symptom, mend, seen, updated_at)
                VALUES (?, ?, ?, ?, 1, ?)
                ON CONFLICT (manim_version, rule, symptom) DO UPDATE SET
                    seen = seen + 1, mend = excluded.mend, updated_at = excluded.updated_at
                """,
                (self._version, rule, _general(symptom), mend[:1_500], now_ms()),
            )

    def recall(self, rule: str, symptom: str, limit: int = 2) -> list[Pitfall]:
        """The nearest mistakes of the same rule, the nearest first; empty where none shares two words."""
        words = list(dict.fromkeys(word.lower() for word in _WORD.findall(_general(symptom))))[:12]
        if not words:
            return []
        rows = self._db.rows(
            """
            SELECT pitfalls.rule, pitfalls.symptom, mend, seen FROM pitfalls_fts
            JOIN pitfalls ON pitfalls.id = pitfalls_fts.rowid
            WHERE pitfalls_fts MATCH ? AND manim_version = ? AND pitfalls.rule = ?
            ORDER BY bm25(pitfalls_fts), seen DESC LIMIT ?
            """,
            (" OR ".join(f'"{word}"' for word in words), self._version, rule, limit * 3),
        )
        found = [Pitfall(**dict(row)) for row in rows]
        return [pitfall for pitfall in found if _shared(words, pitfall.symptom) >= 2][:limit]


def _general(symptom: str) -> str:
    """Without numbers, which are another each time."""
    return re.sub(r"-?\d+(\.\d+)?", "N", symptom)[:400]


def _shared(words: list[str], symptom: str) -> int:
    return len(set(words) & {word.lower() for word in _WORD.findall(symptom)})
