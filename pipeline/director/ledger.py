"""What was asked, answered and spent, kept before the next step is taken."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from pipeline.queue.jobs import LEASE_MS, is_gone
from pipeline.state.database import Database, Row
from pipeline.state.errors import NotFound
from pipeline.state.generating import announce_generation
from pipeline.state.model import Scene, new_id, now_ms
from proofreel.errors import ProofreelError

__all__ = ["Generation", "Ledger", "SceneRecord", "Spent", "TakenOver"]

Kind = Literal["generate", "edit"]
SceneOutcome = Literal["working", "accepted", "fallback", "failed"]


@dataclass(frozen=True, slots=True)
class Spent:
    """What the answers of a generation cost. ``usd`` is ``None`` where no prices are set."""

    turns: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    cache_read_tokens: int = 0
    cache_write_tokens: int = 0
    usd: float | None = None

    @property
    def tokens(self) -> int:
        """All of them."""
        return self.input_tokens + self.output_tokens + self.cache_read_tokens + self.cache_write_tokens


@dataclass(frozen=True, slots=True)
class SceneRecord:
    """What became of one scene."""

    scene_id: str
    place: int
    base_version: int
    """What is gone back to where the model does not succeed."""
    outcome: SceneOutcome
    note: str
    first_shot: bool | None
    """Whether it was right before any repair; ``None`` while unknown."""


@dataclass(frozen=True, slots=True)
class Generation:
    """One run of the director."""

    id: str
    kind: Kind
    owner: str
    status: Literal["running", "done", "failed", "cancelled"]
    request: dict[str, Any]
    session_id: str | None
    error: dict[str, Any] | None
    created_at: int
    updated_at: int
    worked_ms: int = 0
    """How long it has been worked on, by every process that had it."""


class TakenOver(ProofreelError):
    """Another process goes on with the generation; this one must stop."""

    code = "taken_over"


class Ledger:
    """The director's tables in one database."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def begin(self, kind: Kind, owner: str, request: dict[str, Any], session_id: str | None = None) -> str:
        """A new generation; returns its id."""
        generation_id = new_id("gen")
        now = now_ms()
        with self.db.transaction() as tx:
            tx.execute(
                "INSERT INTO generations (id, kind, owner, request, session_id, created_at, updated_at) "
                "VALUES (?, ?, ?, ?, ?, ?, ?)",
                (generation_id, kind, owner, json.dumps(request), session_id, now, now),
            )
            announce_generation(tx, session_id)
        return generation_id

    def get(self, generation_id: str, *, owner: str | None = None) -> Generation:
        """One generation.

        Raises:
            NotFound: there is none, or it is not ``owner``'s.
        """
        row = self.db.row("SELECT * FROM generations WHERE id = ?", (generation_id,))
        if row is None or (owner is not None and row["owner"] != owner):
            raise NotFound(f"There is no generation {generation_id!r}.", fix="Start one with generate.")
        return _generation(row)

    def running(self) -> list[Generation]:
        """Those that a process which ended left behind, oldest first."""
        rows = self.db.rows("SELECT * FROM generations WHERE status = 'running' ORDER BY id")
        return [_generation(row) for row in rows]

    def unfinished(self, owner: str) -> list[Generation]:
        """Those of an owner that did not come to their end, the newest first."""
        rows = self.db.rows(
            "SELECT * FROM generations WHERE owner = ? AND status IN ('running', 'failed') ORDER BY id DESC",
            (owner,),
        )
        return [_generation(row) for row in rows]

    def reopen(self, generation_id: str) -> None:
        """Let a generation go on: what failed is tried again, with the answers that are there."""
        with self.db.transaction() as tx:
            tx.execute(
                "UPDATE generations SET status = 'running', error = NULL, leased_by = NULL, updated_at = ? "
                "WHERE id = ?",
                (now_ms(), generation_id),
            )
            tx.execute(
                "UPDATE generation_scenes SET outcome = 'working' "
                "WHERE generation_id = ? AND outcome = 'failed'",
                (generation_id,),
            )

    def take(self, generation_id: str, holder: str) -> bool:
        """Let ``holder`` work on a running generation that nobody has; whether it may."""
        with self.db.transaction() as tx:
            row = tx.execute(
                "SELECT leased_by, leased_until FROM generations WHERE id = ? AND status = 'running'",
                (generation_id,),
            ).fetchone()
            if row is None:
                return False
            held = row["leased_by"]
            if held not in (None, holder) and row["leased_until"] >= now_ms() and not is_gone(held):
                return False
            tx.execute(
                "UPDATE generations SET leased_by = ?, leased_until = ? WHERE id = ?",
                (holder, now_ms() + LEASE_MS, generation_id),
            )
        return True

    def beat(self, holder: str, worked_ms: int) -> set[str]:
        """Keep what ``holder`` works on; add the time that has passed. Returns the generations it still has.

        What is missing was cancelled, or taken by another process: stop working on it.
        """
        with self.db.transaction() as tx:
            rows = tx.execute(
                "UPDATE generations SET leased_until = ?, worked_ms = worked_ms + ? "
                "WHERE leased_by = ? AND status = 'running' RETURNING id",
                (now_ms() + LEASE_MS, worked_ms, holder),
            ).fetchall()
        return {row["id"] for row in rows}

    def release(self, holder: str) -> None:
        """Let other processes go on with what ``holder`` had."""
        with self.db.transaction() as tx:
            tx.execute(
                "UPDATE generations SET leased_by = NULL, leased_until = 0 WHERE leased_by = ?", (holder,)
            )

    def attach(self, generation_id: str, session_id: str, found: Sequence[Scene]) -> None:
        """The session that is worked on and its scenes, in order, as they are before the model's work."""
        with self.db.transaction() as tx:
            tx.execute(
                "UPDATE generations SET session_id = ?, updated_at = ? WHERE id = ?",
                (session_id, now_ms(), generation_id),
            )
            for place, scene in enumerate(found):
                tx.execute(
                    "INSERT OR IGNORE INTO generation_scenes (generation_id, scene_id, place, base_version) "
                    "VALUES (?, ?, ?, ?)",
                    (generation_id, scene.id, place, scene.version),
                )

    def end(self, generation_id: str, status: str, error: dict[str, Any] | None = None) -> None:
        """``done``, ``failed`` or ``cancelled``; the first word on it stays."""
        with self.db.transaction() as tx:
            ended = tx.execute(
                "UPDATE generations SET status = ?, error = ?, updated_at = ? "
                "WHERE id = ? AND status = 'running' RETURNING session_id",
                (status, json.dumps(error) if error else None, now_ms(), generation_id),
            ).fetchall()
            for row in ended:
                announce_generation(tx, row["session_id"])

    def scenes(self, generation_id: str) -> list[SceneRecord]:
        """What became of each scene, in order."""
        rows = self.db.rows(
            "SELECT scene_id, place, base_version, outcome, note, first_shot FROM generation_scenes "
            "WHERE generation_id = ? ORDER BY place",
            (generation_id,),
        )
        return [
            SceneRecord(
                row["scene_id"],
                row["place"],
                row["base_version"],
                row["outcome"],
                row["note"],
                None if row["first_shot"] is None else bool(row["first_shot"]),
            )
            for row in rows
        ]

    def settle(self, generation_id: str, scene_id: str, outcome: SceneOutcome, note: str = "") -> None:
        """What became of a scene."""
        with self.db.transaction() as tx:
            tx.execute(
                "UPDATE generation_scenes SET outcome = ?, note = ? WHERE generation_id = ? AND scene_id = ?",
                (outcome, note, generation_id, scene_id),
            )

    def note_first_shot(self, generation_id: str, scene_id: str, passed: bool) -> None:
        """Whether a scene was right at its first verification; later calls change nothing."""
        with self.db.transaction() as tx:
            tx.execute(
                "UPDATE generation_scenes SET first_shot = COALESCE(first_shot, ?) "
                "WHERE generation_id = ? AND scene_id = ?",
                (int(passed), generation_id, scene_id),
            )

    def messages(self, generation_id: str, thread: str) -> list[dict[str, Any]]:
        """A conversation as the Messages API has it."""
        rows = self.db.rows(
            "SELECT role, content FROM generation_turns WHERE generation_id = ? AND thread = ? ORDER BY n",
            (generation_id, thread),
        )
        return [{"role": row["role"], "content": json.loads(row["content"])} for row in rows]

    def append(
        self, generation_id: str, thread: str, n: int, role: str, content: Any, spent: Spent | None = None
    ) -> None:
        """Message number ``n`` of a conversation; an answer comes with what it cost.

        Raises:
            TakenOver: there is such a message already: somebody else holds this conversation.
        """
        figures = asdict(spent) if spent else asdict(Spent())
        try:
            self._write(generation_id, thread, n, role, content, figures)
        except sqlite3.IntegrityError as error:
            raise TakenOver(
                f"Generation {generation_id} goes on in another process.", fix="Nothing: look at its state."
            ) from error

    def _write(
        self, generation_id: str, thread: str, n: int, role: str, content: Any, figures: dict[str, Any]
    ) -> None:
        with self.db.transaction() as tx:
            tx.execute(
                """
                INSERT INTO generation_turns (generation_id, thread, n, role, content, input_tokens,
                    output_tokens, cache_read_tokens, cache_write_tokens, usd, created_at)
                VALUES (:generation, :thread, :n, :role, :content, :input_tokens, :output_tokens,
                    :cache_read_tokens, :cache_write_tokens, :usd, :now)
                """,
                {
                    "generation": generation_id,
                    "thread": thread,
                    "n": n,
                    "role": role,
                    "content": json.dumps(content),
                    "now": now_ms(),
                    **figures,
                },
            )
            row = tx.execute("SELECT session_id FROM generations WHERE id = ?", (generation_id,)).fetchone()
            if row["session_id"] is not None:
                tx.changed_sessions.add(row["session_id"])

    def spent(self, generation_id: str, thread: str | None = None) -> Spent:
        """What a generation, or one conversation of it, has cost so far."""
        row = self.db.row(
            """
            SELECT COUNT(*) AS turns, COALESCE(SUM(input_tokens), 0) AS input_tokens,
                COALESCE(SUM(output_tokens), 0) AS output_tokens,
                COALESCE(SUM(cache_read_tokens), 0) AS cache_read_tokens,
                COALESCE(SUM(cache_write_tokens), 0) AS cache_write_tokens, SUM(usd) AS usd
            FROM generation_turns WHERE generation_id = ? AND role = 'assistant'
                AND (? IS NULL OR thread = ?)
            """,
            (generation_id, thread, thread),
        )
        assert row is not None
        return Spent(**dict(row))


def _generation(row: Row) -> Generation:
    names = Generation.__dataclass_fields__
    fields: dict[str, Any] = {key: row[key] for key in row.keys() if key in names}  # noqa: SIM118
    fields["request"] = json.loads(fields["request"])
    fields["error"] = json.loads(fields["error"]) if fields["error"] else None
    return Generation(**fields)
