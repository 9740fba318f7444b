"""Where snippets come from: the folder that ships with proofreel and the folders a user adds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.search.errors import SnippetError
from knowledge.search.snippet import Snippet, parse_snippet

__all__ = ["OWN_SNIPPETS", "Library", "load_folders"]

OWN_SNIPPETS = Path(__file__).parent.parent / "snippets"
"""The library that ships with proofreel: ``TOPIC/ID.py``."""


@dataclass(frozen=True, slots=True)
class Library:
    """The snippets that could be read, and what was wrong with the others."""

    snippets: tuple[Snippet, ...]
    problems: tuple[SnippetError, ...] = ()


def load_folders(folders: Sequence[Path]) -> Library:
    """Read every ``.py`` file below the folders, in the order given and then by path.

    A file's id defaults to its name, its topic to its folder's name, its source to the name of the
    folder that was given. A broken file is a problem of that file alone: it is left out and said so.
    A later snippet with the id of an earlier one replaces it, so that users can mend ours.
    """
    snippets: dict[str, Snippet] = {}
    problems: list[SnippetError] = []
    for folder in folders:
        for path in snippet_files(folder):
            try:
                snippet = _load(path, folder)
            except SnippetError as problem:
                problems.append(problem)
            else:
                snippets[snippet.id] = snippet
    return Library(tuple(snippets.values()), tuple(problems))


def snippet_files(folder: Path) -> Iterable[Path]:
    """The files that count as snippets: not hidden, not private, not a package's marker."""
    return sorted(path for path in folder.rglob("*.py") if not path.name.startswith(("_", ".")))


def _load(path: Path, folder: Path) -> Snippet:
    name = str(path.relative_to(folder))
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SnippetError(f"{name} can't be read: {error}") from error
    source = "proofreel" if folder == OWN_SNIPPETS else folder.name
    topic = path.parent.name if path.parent != folder else "general"
    defaults = {"id": path.stem.replace("_", "-"), "topic": topic, "source": source}
    if folder != OWN_SNIPPETS:
        defaults |= {"license": "unstated", "manim": "unstated"}
    return parse_snippet(text, name=name, defaults=defaults)
