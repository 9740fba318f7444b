"""One nasty lesson for each kind of block: everything that breaks layouts, at once.

Not a test: ``test_lessonkit_layout`` draws them in every run; the laws of ``lesson_scenes`` run at night.
"""

from __future__ import annotations

from typing import Any

LONG = "Donaudampfschifffahrtsgesellschaftskapitän"
LONGER = "pneumonoultramicroscopicsilicovolcanoconiosis" * 2
LINK = "https://example.org/a/very/long/path/that/never/ends/index.html?with=query&and=more"
CHINESE = "物理学中最重要的定律之一是能量守恒定律。" * 2
ARABIC = "المثلث القائم الزاوية له ضلعان قائمان ووتر يقابل الزاوية القائمة"
HEBREW = "משפט פיתגורס קובע כי במשולש ישר זווית"
EMOJI = "🚀👩‍🔬 😀🇯🇵"
FORMULA = r"$\sum_{i=1}^{n} \frac{a_i+b}{c}$"
MIXED = f"**{LONG}** שלום {EMOJI} {FORMULA} 日本語 `code_name` <&> *italic* नमस्ते"
EVERYTHING = [LONGER, LINK, CHINESE, ARABIC, HEBREW, EMOJI, MIXED, "a"]
TERMS = " + ".join(f"a_{{{number}}} x^{{{number}}}" for number in range(40))
TOWER = r"\frac{1}{1+\frac{1}{1+\frac{1}{1+\frac{1}{1+\frac{1}{x}}}}}"
MATRIX = r"\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \\ 7 & 8 & 9 \end{pmatrix}"


def _nodes(count: int) -> list[str]:
    return [f"{word} {number}"[:90] for number, word in zip(range(count), EVERYTHING * 2, strict=False)]


CORNERS: dict[str, dict[str, Any]] = {
    "bullets": {"items": [{"text": text, "points": [MIXED, ARABIC]} for text in EVERYTHING], "ordered": True},
    "math": {"tex": f"f(x) = {TERMS}"},
    "steps": {
        "steps": [
            {"tex": f"f(x) = {TERMS}", "note": LONGER},
            {"tex": f"= {TOWER} = {MATRIX}", "note": CHINESE},
            {"tex": "x = 1", "note": ARABIC},
            *[{"tex": f"x_{{{number}}} = {TOWER}", "note": ""} for number in range(4)],
        ]
    },
    "code": {
        "code": "\n".join([f"# {text}" for text in EVERYTHING] + ["    return x" * 14, "", "y = 1"] * 9) + "x",
        "language": "python",
        "highlight": [[1, 3], [20, 20]],
    },
    "plot": {
        "curves": [
            {"y": curve, "label": label[:50]}
            for curve, label in (("tan(x)", MIXED), ("1/x", CHINESE), ("exp(x)", ARABIC), ("0", LONGER))
        ],
        "points": [{"x": 1, "y": 1, "label": LONG}, {"x": 1.1, "y": 1, "label": "$x_1$"}],
        "x_label": LINK[:50],
        "y_label": "שלום 😀",
    },
    "bars": {
        "kind": "plot",
        "bars": {
            f"{text}{number}"[:100]: (-1) ** number * 10.0**number for number, text in enumerate(EVERYTHING)
        },
    },
    "numberline": {
        "range": [-1000, 1000000],
        "points": [{"at": at, "label": text[:50]} for at, text in zip((0, 1, 2, 999999), EVERYTHING, strict=False)],
        "jumps": [{"from": 0, "to": 500000, "label": LONG}, {"from": 500000, "to": 100, "label": "日本"}],
        "intervals": [{"from": -900, "to": 900000, "label": CHINESE[:50]}, {"from": 0, "to": 10, "label": MIXED[:50]}],
    },
    "graph": {
        "nodes": _nodes(12),
        "edges": [
            {"from": a, "to": b, "label": "a long label", "directed": True}
            for a, b in zip(_nodes(12), [*_nodes(12)[3:], *_nodes(12)[:3]], strict=True)
        ],
    },
    "table": {
        "header": [f"{text[:14]} {number}" for number, text in zip(range(12), EVERYTHING * 2, strict=False)],
        "rows": [[LONGER, CHINESE, ARABIC, "", "1", FORMULA, EMOJI, LINK, MIXED, HEBREW, "−1", "a"], ["1"] * 12] * 3,
    },
    "timeline": {"events": [{"when": text[:60], "what": MIXED} for text in EVERYTHING]},
    "compare": {"sides": [{"title": text[:90], "points": EVERYTHING} for text in (LONG, ARABIC, CHINESE)]},
    "quote": {"text": " ".join(EVERYTHING), "by": f"{ARABIC} {EMOJI}"},
    "quiz": {
        "question": " ".join(EVERYTHING[2:]),
        "options": EVERYTHING[:5],
        "answer": LINK,
        "pause": 1,
        "why": MIXED * 2,
    },
    "narration": {"text": " ".join(EVERYTHING * 2)},
    "summary": {"points": EVERYTHING},
}  # fmt: skip


def corner(kind: str) -> dict[str, Any]:
    """The plan of the nasty lesson of a kind."""
    block = {"kind": kind} | CORNERS[kind]
    return {"title": "Any", "scenes": [{"title": f"{LONG} {HEBREW} {FORMULA}", "blocks": [block]}]}


def in_turn() -> list[tuple[str, str]]:
    """Each kind with a shape of frame, the shapes in turn; what is widest in all of them."""
    shapes = ("landscape", "portrait", "square")
    turns = [(kind, shapes[number % 3]) for number, kind in enumerate(CORNERS)]
    wide = [(kind, shape) for kind in ("table", "steps", "quiz") for shape in shapes]
    return sorted({*turns, *wide})
