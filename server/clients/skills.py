"""The skills that come with proofreel, put where an agent looks for its own."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from knowledge.skills import SKILLS

__all__ = ["AGENT_SKILLS", "Placed", "place_skills", "remove_skills"]

AGENT_SKILLS = Path("~/.claude/skills")
"""Where Claude Code looks; other agents that know skills are told by ``--into``."""

_FILE = "SKILL.md"


@dataclass(frozen=True, slots=True)
class Placed:
    """One skill and what was done with it."""

    name: str
    done: Literal["written", "there", "kept", "removed"]
    """``kept``: a file of this name says something else; it is somebody's own work."""


def place_skills(folder: Path, *, force: bool = False) -> list[Placed]:
    """Copy every skill below ``folder``. A file that says something else stays, but for ``force``."""
    done: list[Placed] = []
    for source in sorted(SKILLS.glob(f"*/{_FILE}")):
        target = folder / source.parent.name / _FILE
        text = source.read_bytes()
        if target.exists() and target.read_bytes() == text:
            done.append(Placed(source.parent.name, "there"))
        elif target.exists() and not force:
            done.append(Placed(source.parent.name, "kept"))
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text)
            done.append(Placed(source.parent.name, "written"))
    return done


def remove_skills(folder: Path) -> list[Placed]:
    """Take out what :func:`place_skills` wrote; what was changed since stays."""
    done: list[Placed] = []
    for source in sorted(SKILLS.glob(f"*/{_FILE}")):
        target = folder / source.parent.name / _FILE
        if not target.exists():
            continue
        ours = target.read_bytes() == source.read_bytes()
        if ours:
            target.unlink()
            if not any(target.parent.iterdir()):
                target.parent.rmdir()
        done.append(Placed(source.parent.name, "removed" if ours else "kept"))
    return done
