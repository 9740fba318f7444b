"""What there is to know about a topic before writing its scene: a few snippets, names and pitfalls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.search.index import SnippetIndex
from knowledge.search.words import code_names

__all__ = ["ContextItem", "topic_context"]

_MOST = 8
_SNIPPETS = 4
_NAMES = 12

_PITFALLS: dict[str, tuple[str, ...]] = {
    "equations": (
        "TransformMatchingTex matches parts: mark them with {{ }} or pass separate strings.",
        "Write formulas in raw strings: MathTex(r'\\frac{1}{2}').",
    ),
    "camera": ("self.camera.frame exists only in MovingCameraScene; a plain Scene has none.",),
    "three-d": (
        "set_camera_orientation and move_camera belong to ThreeDScene.",
        "Pin titles with add_fixed_in_frame_mobjects, and remove them again before fading them in.",
    ),
    "updaters": (
        "An always_redraw lambda in a loop needs its loop variable as a default argument.",
        "Use a ValueTracker with .animate.set_value; changing a Python variable moves nothing.",
    ),
    "graphs": (
        "Place things with axes.c2p(x, y); screen coordinates and axis coordinates differ.",
        "Clip curves to the y range of the axes, or they leave the frame.",
    ),
    "images": ("ImageMobject goes in a Group, never in a VGroup.",),
    "charts": ("Slices and bars take fill_opacity; without it only the outline is seen.",),
    "transitions": ("After ReplacementTransform(a, b) only b is on screen: go on with b.",),
}
_GENERAL = (
    "Points have three coordinates: [x, y, 0].",
    "The frame is 14.2 wide and 8 high; check wide groups and shrink them with scale_to_fit_width.",
    "A change is only animated through .animate or an animation class; m.shift(...) alone jumps.",
)


@dataclass(frozen=True, slots=True)
class ContextItem:
    """One thing to know: ``kind`` is ``snippet``, ``api`` or ``pitfall``."""

    kind: str
    title: str
    text: str
    source: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The item as JSON-able data."""
        return {"kind": self.kind, "title": self.title, "text": self.text, "source": self.source}


def topic_context(index: SnippetIndex, topic: str) -> list[ContextItem]:
    """At most eight things about a topic, the most useful first.

    ``topic`` is one of the library's topics or any question: its best snippets, the manim names that
    they share, and what usually goes wrong there. Nothing known about it gives an empty list.
    """
    known = topic if topic in index.topics else None
    query = topic.replace("-", " ")
    hits = index.search(query, limit=_SNIPPETS, topic=known).hits
    if known and not hits:
        members = [snippet for snippet in index if snippet.topic == known][:_SNIPPETS]
    else:
        members = [hit.snippet for hit in hits]
    if not members:
        return []
    items = [ContextItem("snippet", s.title, s.code, f"{s.source}/{s.id}") for s in members]
    names = _shared_names([s.code for s in members])
    items.append(ContextItem("api", "Names that these use", ", ".join(names)))
    topics = dict.fromkeys([known] if known else [s.topic for s in members])
    pitfalls = [text for name in topics for text in _PITFALLS.get(name or "", ())]
    items += [ContextItem("pitfall", "Mind", text) for text in [*pitfalls, *_GENERAL]]
    return items[:_MOST]


def _shared_names(codes: Sequence[str]) -> list[str]:
    """The class-like names of the codes, those that more of them share first."""
    counts = Counter(
        name for code in codes for name in code_names(code) if name[0].isupper() and not name.isupper()
    )
    return [name for name, _ in counts.most_common(_NAMES)]
