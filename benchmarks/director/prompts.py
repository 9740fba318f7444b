"""Lists of prompts, in our own format and in those of two published benchmarks.

``jsonl``
    One JSON object a line: ``{"id": …, "prompt": …, "group": …}``; ``prompt`` is needed.

``theoremexplainbench``
    TheoremExplainBench: 240 theorems, a JSON array for each difficulty and subject
    (``data/thb_easy/math.json``), or rows as JSON lines. An entry has ``theorem`` (the name),
    ``description`` (what it says), ``difficulty``, ``subfield``, ``remark``; the rows of the data set have
    ``uid`` and ``subject`` as well. The prompt is name and description, as its own runner passes them on.

``mmmc``
    MMMC (Code2Video): ``long_video_topics_list.json``, a JSON array of topics; or the data set's
    ``metadata.jsonl``, where a line has ``id``, ``category``, ``video``, ``main_topics`` (a list),
    ``num_slices`` and ``reference_image``. Every topic is a prompt of its own; the videos are not read.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, get_args

__all__ = ["FORMATS", "Format", "Prompt", "UnreadablePrompts", "read_prompts"]

Format = Literal["jsonl", "theoremexplainbench", "mmmc"]
FORMATS: tuple[Format, ...] = get_args(Format)


class UnreadablePrompts(Exception):
    """A file that is not a list of prompts; says where."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to make a video of. ``id`` is what a run is resumed by."""

    id: str
    text: str
    group: str = ""
    """Difficulty and subject, or category: reported apart."""


def read_prompts(path: Path, form: Format | None = None) -> list[Prompt]:
    """The prompts of a file; without ``form`` it is told from the first entry.

    Raises:
        UnreadablePrompts: not JSON, none of the formats, or an id stands twice.
    """
    entries = list(_entries(path))
    if not entries:
        raise UnreadablePrompts(f"{path}: there is no prompt in it.")
    chosen = form or _form_of(path, entries[0])
    found: list[Prompt] = []
    for number, entry in enumerate(entries, 1):
        try:
            found += _READERS[chosen](entry, f"{path.stem}-{number}")
        except (KeyError, TypeError, AttributeError) as error:
            raise UnreadablePrompts(
                f"{path}: entry {number} is not of the format {chosen}: {error}"
            ) from None
    twice = {prompt.id for prompt in found if sum(other.id == prompt.id for other in found) > 1}
    if twice:
        raise UnreadablePrompts(f"{path}: these ids stand twice: {', '.join(sorted(twice)[:5])}")
    return found


def _entries(path: Path) -> Iterable[Any]:
    text = path.read_text("utf-8").strip()
    try:
        if text.startswith("["):
            return json.loads(text)
        return [json.loads(line) for line in text.splitlines() if line.strip()]
    except ValueError as error:
        raise UnreadablePrompts(f"{path}: neither a JSON array nor JSON lines: {error}") from None


def _form_of(path: Path, entry: Any) -> Format:
    if isinstance(entry, str) or (isinstance(entry, Mapping) and "main_topics" in entry):
        return "mmmc"
    if isinstance(entry, Mapping) and "theorem" in entry:
        return "theoremexplainbench"
    if isinstance(entry, Mapping) and "prompt" in entry:
        return "jsonl"
    raise UnreadablePrompts(f"{path}: of none of the formats {', '.join(FORMATS)}; say --format.")


def _own(entry: Mapping[str, Any], fallback: str) -> list[Prompt]:
    return [Prompt(str(entry.get("id", fallback)), str(entry["prompt"]), str(entry.get("group", "")))]


def _theorem(entry: Mapping[str, Any], fallback: str) -> list[Prompt]:
    group = " ".join(str(entry[key]).lower() for key in ("subject", "difficulty") if entry.get(key))
    text = f"{entry['theorem']}: {entry['description']}" if entry.get("description") else entry["theorem"]
    return [Prompt(str(entry.get("uid", fallback)), text, group)]


def _topics(entry: Mapping[str, Any] | str, fallback: str) -> list[Prompt]:
    if isinstance(entry, str):
        return [Prompt(fallback, entry)]
    one = str(entry.get("id", fallback))
    topics = [str(topic) for topic in entry["main_topics"]]
    return [
        Prompt(one if len(topics) == 1 else f"{one}.{number}", topic, str(entry.get("category", "")))
        for number, topic in enumerate(topics, 1)
    ]


_READERS = {"jsonl": _own, "theoremexplainbench": _theorem, "mmmc": _topics}
