"""How far behind the deployment is, in numbers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from pipeline.state.database import Database
from pipeline.state.model import now_ms
from pipeline.sync.backlog import parked_sessions

__all__ = ["SyncStatus", "numbers", "sync_status"]


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """The outbox at one moment."""

    open: int
    """Updates to be sent."""
    lag_s: float
    """How long the oldest of them has waited; 0 when nothing is open."""
    failing: int
    """Sessions whose last try failed."""
    parked: int
    """Updates given up."""
    parked_sessions: list[str]
    error: str
    """Why the last try failed, or why something was parked."""
    last_sent_at: int | None
    """Epoch milliseconds."""

    @property
    def ok(self) -> bool:
        """Whether nothing was given up."""
        return not self.parked

    def as_dict(self) -> dict[str, Any]:
        """JSON-able."""
        return asdict(self) | {"ok": self.ok}


def sync_status(db: Database) -> SyncStatus:
    """Read from the outbox: it is right in every process, and after a restart."""
    # Each of these finds its rows by the index of what wasn't sent: a week of what was lies beside it.
    row = db.row(
        """
        SELECT COUNT(*) FILTER (WHERE parked_at IS NULL) AS open,
            MIN(created_at) FILTER (WHERE parked_at IS NULL) AS oldest,
            COUNT(DISTINCT session_id) FILTER (WHERE parked_at IS NULL AND attempts > 0) AS failing,
            COUNT(*) FILTER (WHERE parked_at IS NOT NULL) AS parked
        FROM outbox WHERE sent_at IS NULL
        """
    )
    assert row is not None
    error = db.row(
        "SELECT error FROM outbox WHERE sent_at IS NULL AND error IS NOT NULL "
        "ORDER BY COALESCE(parked_at, next_at) DESC LIMIT 1"
    )
    last = db.row("SELECT sent_at FROM outbox WHERE sent_at IS NOT NULL ORDER BY id DESC LIMIT 1")
    return SyncStatus(
        open=row["open"],
        lag_s=max(0, now_ms() - row["oldest"]) / 1000 if row["oldest"] is not None else 0.0,
        failing=row["failing"],
        parked=row["parked"],
        parked_sessions=parked_sessions(db),
        error=error["error"] if error else "",
        last_sent_at=last["sent_at"] if last else None,
    )


def numbers(db: Database) -> dict[str, dict[str, float]]:
    """The gauges of a metrics page: name → state → value, in seconds and counts."""
    status = sync_status(db)
    return {
        "sync_updates": {"open": status.open, "parked": status.parked},
        "sync_sessions": {"failing": status.failing, "parked": len(status.parked_sessions)},
        "sync_lag_seconds": {"oldest": status.lag_s},
    }
