"""What a recorded run says about the tools: how often, how long, what failed, and which calls were wasted."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from proofreel.errors import ProofreelError

__all__ = ["Summary", "TranscriptBroken", "read_transcript", "summarize"]


class TranscriptBroken(ProofreelError):
    """The file is not a recording."""

    code = "transcript_broken"


@dataclass(frozen=True, slots=True)
class Summary:
    """A run in figures. Times are milliseconds; tokens are about four characters each."""

    calls: int
    by_tool: dict[str, int]
    failures: list[dict[str, str]]
    wasted: list[dict[str, Any]]
    tokens_in: int
    tokens_out: int
    ms: int
    slowest: dict[str, Any] = field(default_factory=dict[str, Any])


def read_transcript(path: Path) -> list[dict[str, Any]]:
    """The lines of a recording.

    Raises:
        TranscriptBroken: a line is no JSON, with its number.
    """
    lines: list[dict[str, Any]] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            lines.append(json.loads(line))
        except ValueError as error:
            raise TranscriptBroken(
                f"{path.name}:{number} is not a line of a recording.",
                fix="Record with `proofreel serve --record FILE`.",
            ) from error
    return lines


def summarize(lines: Sequence[dict[str, Any]]) -> Summary:
    """Count a run."""
    slowest = max(lines, key=lambda line: line["ms"], default=None)
    return Summary(
        calls=len(lines),
        by_tool=dict(Counter(_name(line) for line in lines).most_common()),
        failures=[
            {"call": _name(line), "code": line["result"].partition(":")[0], "said": line["result"][:200]}
            for line in lines
            if not line["ok"]
        ],
        wasted=_wasted(lines),
        tokens_in=sum(line["tokens_in"] for line in lines),
        tokens_out=sum(line["tokens_out"] for line in lines),
        ms=sum(line["ms"] for line in lines),
        slowest={"call": _name(slowest), "ms": slowest["ms"]} if slowest else {},
    )


def _wasted(lines: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Calls that brought nothing: repeated with the same answer, or refused for their arguments."""
    wasted: list[dict[str, Any]] = []
    seen: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        key = json.dumps([_name(line), line.get("arguments")], sort_keys=True)
        if seen.get(key) == line["result"]:
            wasted.append({"line": number, "call": _name(line), "why": "the same call had the same answer"})
        elif not line["ok"] and line["result"].startswith(("invalid_arguments", "unknown_tool")):
            wasted.append({"line": number, "call": _name(line), "why": line["result"][:200]})
        seen[key] = line["result"]
    return wasted


def _name(line: dict[str, Any]) -> str:
    return str(line.get("tool") or str(line.get("resource", "")).partition("://")[0] + "://")
