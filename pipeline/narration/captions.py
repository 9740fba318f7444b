"""Captions from what scenes said: WebVTT and SRT by sentence and by word, and a plain transcript.

A cue is at most two lines of 42 characters (fewer for wide scripts), doesn't cross a sentence's end
where it can help it, stands a second at least, and is never read faster than 20 characters a second
where the pause behind it allows more time.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

__all__ = ["Cue", "cues", "srt", "transcript", "vtt", "word_cues"]

LINE_WIDTH = 42
LINES = 2
LEAST_S = 1.0
FASTEST_PER_S = 20.0
_GAP_S = 0.04
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)\]]*$")
_CLAUSE_END = re.compile(r"[,;:–—、，；：][\"'”’)\]]*$")


@dataclass(frozen=True, slots=True)
class Cue:
    """A caption from ``start_s`` to ``end_s``; ``words`` are (second, word), ``lines`` its text, broken."""

    start_s: float
    end_s: float
    words: tuple[tuple[float, str], ...]

    @property
    def text(self) -> str:
        """The words in one line."""
        return " ".join(word for _, word in self.words)

    @property
    def lines(self) -> list[str]:
        """The text in lines, the shorter above the longer where both fit."""
        return _broken([word for _, word in self.words])


def cues(captions: Iterable[Mapping[str, Any]]) -> list[Cue]:
    """Cues from a report's captions (``start_s``, ``end_s``, ``text``, and ``words`` where known)."""
    spoken = sorted((_whole(caption) for caption in captions), key=lambda cue: cue.start_s)
    parts = [part for cue in spoken if cue.words for part in _parted(cue)]
    return [
        _timed(part, parts[index + 1].start_s if index + 1 < len(parts) else None)
        for index, part in enumerate(parts)
    ]


def word_cues(captions: Iterable[Mapping[str, Any]]) -> list[Cue]:
    """A cue for each word, for players that highlight."""
    found: list[Cue] = []
    for cue in cues(captions):
        ends = [start for start, _ in cue.words[1:]] + [cue.end_s]
        found += [
            Cue(start, max(start, end), ((start, word),))
            for (start, word), end in zip(cue.words, ends, strict=True)
        ]
    return found


def vtt(captions: Sequence[Cue], *, words: bool = False, note: str = "") -> str:
    """WebVTT; with ``words``, each word carries its time, as karaoke players want it.

    ``note`` stands before the captions, for those who read the file.
    """
    blocks = ["WEBVTT"]
    if note:
        # A blank line or an arrow would end it.
        blocks.append("NOTE " + " ".join(note.split()).replace("-->", "→"))
    for number, cue in enumerate(captions, start=1):
        text = _karaoke(cue) if words else "\n".join(_escaped(line) for line in cue.lines)
        blocks.append(f"{number}\n{_stamp(cue.start_s, '.')} --> {_stamp(cue.end_s, '.')}\n{text}")
    return "\n\n".join(blocks) + "\n"


def srt(captions: Sequence[Cue]) -> str:
    """SubRip."""
    blocks = [
        f"{number}\n{_stamp(cue.start_s, ',')} --> {_stamp(cue.end_s, ',')}\n" + "\n".join(cue.lines)
        for number, cue in enumerate(captions, start=1)
    ]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def transcript(captions: Iterable[Mapping[str, Any]], *, pause_s: float = 3.0) -> str:
    """What was said as running text, a paragraph after each longer pause."""
    paragraphs: list[list[str]] = []
    ended = float("-inf")
    for caption in sorted(captions, key=lambda caption: float(caption["start_s"])):
        text = " ".join(str(caption["text"]).split())
        if not text:
            continue
        if float(caption["start_s"]) - ended > pause_s or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(text)
        ended = float(caption["end_s"])
    return "\n\n".join(" ".join(paragraph) for paragraph in paragraphs) + ("\n" if paragraphs else "")


def _whole(caption: Mapping[str, Any]) -> Cue:
    start, end = float(caption["start_s"]), float(caption["end_s"])
    known: Sequence[tuple[float, str]] = caption.get("words") or ()
    timed = [(float(at), str(word)) for at, word in known]
    if not timed:
        words = str(caption["text"]).split()
        letters = sum(len(word) + 1 for word in words) or 1
        said = 0
        for word in words:
            timed.append((start + (end - start) * said / letters, word))
            said += len(word) + 1
    return Cue(start, max(start, end), tuple(timed))


def _parted(cue: Cue) -> list[Cue]:
    """A line in cues that fit: sentences together while they fit, long ones cut at a clause."""
    groups: list[list[tuple[float, str]]] = []
    whole = False
    for sentence in _sentences(cue.words):
        joined = [*groups[-1], *sentence] if whole else []
        if joined and _fits(joined):
            groups[-1] = joined
            continue
        pieces = _chopped(sentence)
        groups += pieces
        whole = len(pieces) == 1
    ends = [group[0][0] for group in groups[1:]] + [cue.end_s]
    starts = [cue.start_s] + [group[0][0] for group in groups[1:]]
    return [Cue(start, end, tuple(group)) for start, end, group in zip(starts, ends, groups, strict=True)]


def _sentences(words: Sequence[tuple[float, str]]) -> list[list[tuple[float, str]]]:
    found: list[list[tuple[float, str]]] = [[]]
    for word in words:
        found[-1].append(word)
        if _SENTENCE_END.search(word[1]):
            found.append([])
    return [sentence for sentence in found if sentence]


def _chopped(words: list[tuple[float, str]]) -> list[list[tuple[float, str]]]:
    if _fits(words) or len(words) < 2:
        return [words]
    middle = len(words) / 2

    def cost(cut: int) -> float:
        return abs(cut - middle) - (len(words) / 4 if _CLAUSE_END.search(words[cut - 1][1]) else 0)

    cut = min(range(1, len(words)), key=cost)
    return [*_chopped(words[:cut]), *_chopped(words[cut:])]


def _fits(words: Sequence[tuple[float, str]]) -> bool:
    lines = _broken([word for _, word in words])
    return len(lines) <= LINES and all(_width(line) <= LINE_WIDTH for line in lines)


def _broken(words: list[str]) -> list[str]:
    """As few lines as the width allows, two of them evened out with the longer below."""
    lines: list[str] = []
    for word in words:
        if lines and _width(f"{lines[-1]} {word}") <= LINE_WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    if len(lines) != LINES:
        return lines
    splits = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    fitting = [pair for pair in splits if all(_width(line) <= LINE_WIDTH for line in pair)]
    if not fitting:
        return lines
    return list(min(fitting, key=lambda pair: (abs(_width(pair[0]) - _width(pair[1])), _width(pair[0]))))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)


def _timed(cue: Cue, following: float | None) -> Cue:
    """Stand long enough to be read, but not into the next cue."""
    needed = max(cue.end_s, cue.start_s + LEAST_S, cue.start_s + len(cue.text) / FASTEST_PER_S)
    if following is not None:
        needed = max(min(needed, following - _GAP_S), min(cue.end_s, following), cue.start_s)
    return replace(cue, end_s=needed)


def _karaoke(cue: Cue) -> str:
    first, *others = cue.words
    return _escaped(first[1]) + "".join(f" <{_stamp(at, '.')}>{_escaped(word)}" for at, word in others)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _stamp(seconds: float, point: str) -> str:
    millis = max(0, round(seconds * 1000))
    hours, rest = divmod(millis, 3_600_000)
    minutes, rest = divmod(rest, 60_000)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{point}{rest % 1000:03}"
