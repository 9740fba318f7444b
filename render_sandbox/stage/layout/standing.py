"""Contradictions between a text and the picture, and how long they stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .context import Context
from .findings import Severity
from .stepping import Moment
from .things import State, Thing

__all__ = ["Standing"]

_STANDS_S = 1.5
"""A text that is put right by the next play or two was never meant to stand."""


@dataclass(slots=True)
class _Claim:
    """A contradiction, and since when it stands."""

    rule: str
    severity: Severity
    moment: Moment
    state: State
    things: list[Thing]
    message: str
    fix: str


class Standing:
    """The contradictions that stand now. What stands long enough, or to the end, is a finding."""

    def __init__(self) -> None:
        self._claims: dict[tuple[Any, ...], _Claim] = {}
        self._seen: set[tuple[Any, ...]] = set()

    def begin(self) -> None:
        """A settled state is looked at."""
        self._seen = set()

    def claim(
        self,
        context: Context,
        rule: str,
        severity: Severity,
        things: list[Thing],
        message: str,
        fix: str,
    ) -> None:
        """This state contradicts a text."""
        key = (rule, *(context.log.identity(one) for one in things))
        self._seen.add(key)
        if key not in self._claims:
            self._claims[key] = _Claim(rule, severity, context.moment, context.state, things, message, fix)
            context.suspect()

    def close(self, context: Context) -> None:
        """The state was looked at: forget what was put right, say what has stood for long."""
        self._claims = {key: claim for key, claim in self._claims.items() if key in self._seen}
        for claim in self._claims.values():
            if context.moment.time_s - claim.moment.time_s >= _STANDS_S:
                _say(context, claim)

    def conclude(self, context: Context) -> None:
        """Say what stands at the end."""
        for claim in self._claims.values():
            _say(context, claim)


def _say(context: Context, claim: _Claim) -> None:
    context.log.add(
        claim.rule, claim.severity, claim.moment, claim.state, claim.things, claim.message, claim.fix
    )
