"""Lessons of every kind of block with nasty contents, and a check of their geometry that is our own.

Not a test: ``test_lessonkit_layout`` draws lessons with it.
"""

from __future__ import annotations

import functools
import importlib
import pkgutil
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from hypothesis import strategies as st

from pipeline.lesson import compile_scene, from_plan

SIZES = {"landscape": (1920, 1080), "square": (1080, 1080), "portrait": (1080, 1920)}

_WORDS = [
    "a",
    "energy",
    "photosynthesis",
    "Donaudampfschifffahrtsgesellschaftskapitän",
    "pneumonoultramicroscopicsilicovolcanoconiosispneumonoultramicroscopicsilicovolcanoconiosis",
    "https://example.org/a/very/long/path/that/never/ends/index.html?with=query&and=more",
    "日本語の文章",
    "物理学中最重要的定律之一是能量守恒定律",
    "한국어",
    "مرحبا",
    "المثلث القائم الزاوية",
    "שלום",
    "😀",
    "🚀👩‍🔬",
    "**bold words**",
    "*italic*",
    "`code_name`",
    "$x^2$",
    r"$\frac{a+b}{c}$",
    r"$\sum_{i=1}^{n} i$",
    "नमस्ते",
    "Ελληνικά",
    "<&>",
]
words = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=9).map(" ".join)
long_texts = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=28).map(" ".join)
names = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)
short = st.one_of(st.sampled_from(_WORDS[:5]), names, st.sampled_from(["日本", "שלום", "$x_1$", "😀"]))
terms = st.integers(1, 40).map(lambda n: " + ".join(f"a_{{{i}}} x^{{{i}}}" for i in range(n)))
formulas = st.one_of(
    terms,
    terms.map(lambda tex: f"f(x) = {tex}"),
    st.sampled_from(
        [
            r"\frac{1}{1+\frac{1}{1+\frac{1}{1+\frac{1}{x}}}}",
            r"\begin{pmatrix} 1 & 2 & 3 \\ 4 & 5 & 6 \\ 7 & 8 & 9 \end{pmatrix}",
            r"\underbrace{x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x+x}_{n}",
            r"\int_0^\infty e^{-x^2}\,dx = \frac{\sqrt{\pi}}{2}",
            "x",
        ]
    ),
)
numbers = st.floats(-1e6, 1e6, allow_nan=False).map(lambda value: float(f"{value:.4g}"))


def _block(kind: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({"kind": st.just(kind), **fields})


def _texts(low: int, high: int, each: st.SearchStrategy[str] = words) -> st.SearchStrategy[list[str]]:
    return st.lists(each, min_size=low, max_size=high)


def _table(columns: int) -> st.SearchStrategy[dict[str, Any]]:
    row = st.lists(st.one_of(short, words, st.just("")), min_size=columns, max_size=columns)
    return _block("table", header=row, rows=st.lists(row, min_size=1, max_size=12))


_CURVES = ["x^2", "sin(x)/x", "1/x", "tan(x)", "exp(x)", "sqrt(x)", "ln(x)", "0", "1e6*x", "abs(x)^x"]
blocks = {
    "bullets": _block(
        "bullets",
        items=st.lists(
            st.fixed_dictionaries({"text": long_texts, "points": _texts(0, 3)}), min_size=1, max_size=10
        ),
        ordered=st.booleans(),
    ),
    "math": _block("math", tex=formulas),
    "steps": _block(
        "steps",
        steps=st.lists(
            st.fixed_dictionaries(
                {"tex": formulas, "note": st.one_of(st.just(""), words.map(lambda w: w[:180]))}
            ),
            min_size=1,
            max_size=8,
        ),
    ),
    "code": _block(
        "code",
        code=st.lists(
            st.one_of(words, st.just(""), st.just("    return x" * 12)), min_size=1, max_size=40
        ).map(lambda lines: "\n".join(lines) + "x"),
        language=st.sampled_from(["python", "text", "rust", "nonsense"]),
        highlight=st.sampled_from([[], [(1, 1)]]),
    ),
    "plot": _block(
        "plot",
        curves=st.lists(
            st.fixed_dictionaries(
                {"y": st.sampled_from(_CURVES), "label": words.map(lambda w: w[:50]) | st.just("")}
            ),
            min_size=1,
            max_size=4,
        ),
        points=st.lists(
            st.fixed_dictionaries(
                {"x": st.floats(-4, 4), "y": st.floats(-4, 4), "label": short.map(lambda w: w[:50])}
            ),
            max_size=3,
        ),
        x_label=short.map(lambda w: w[:50]),
        y_label=words.map(lambda w: w[:50]),
    ),
    "bars": _block(
        "plot", bars=st.dictionaries(short.map(lambda w: w[:100]), numbers, min_size=1, max_size=14)
    ),
    "numberline": _block(
        "numberline",
        range=st.sampled_from([(-5, 5), (0, 1), (-1000, 1_000_000)]),
        points=st.lists(
            st.fixed_dictionaries({"at": st.floats(0, 1), "label": words.map(lambda w: w[:50])}), max_size=5
        ),
        jumps=st.lists(
            st.fixed_dictionaries(
                {"from": st.floats(0, 1), "to": st.floats(0, 1), "label": short.map(lambda w: w[:50])}
            ),
            max_size=4,
        ),
        intervals=st.lists(
            st.fixed_dictionaries(
                {"from": st.just(0.1), "to": st.just(0.9), "label": words.map(lambda w: w[:50])}
            ),
            max_size=3,
        ),
    ),
    "graph": st.lists(short.map(lambda w: w[:100]), min_size=2, max_size=14, unique=True).flatmap(
        lambda nodes: _block(
            "graph",
            nodes=st.just(nodes),
            edges=st.lists(
                st.fixed_dictionaries(
                    {
                        "from": st.sampled_from(nodes),
                        "to": st.sampled_from(nodes),
                        "label": st.sampled_from(["", "7", "a long label"]),
                        "directed": st.booleans(),
                    }
                ),
                max_size=12,
            ),
            layout=st.sampled_from(["auto", "circle", "tree", "layers", "row"]),
        )
    ),
    "table": st.integers(1, 12).flatmap(_table),
    "timeline": _block(
        "timeline",
        events=st.lists(st.fixed_dictionaries({"when": short, "what": words}), min_size=1, max_size=12),
    ),
    "compare": _block(
        "compare",
        sides=st.lists(
            st.fixed_dictionaries({"title": short, "points": _texts(1, 8)}), min_size=2, max_size=3
        ),
    ),
    "quote": _block("quote", text=long_texts, by=short),
    "quiz": st.lists(words, min_size=2, max_size=5, unique=True).flatmap(
        lambda options: _block(
            "quiz",
            question=long_texts,
            options=st.just(options),
            answer=st.just(options[0]),
            pause=st.just(1.0),
            why=words.map(lambda w: w[:300]),
        )
    ),
    "narration": _block("narration", text=long_texts),
    "summary": _block("summary", points=_texts(1, 8, long_texts)),
}
"""A strategy for the plan of each kind of block."""


@dataclass(frozen=True)
class Box:
    """A visible line of text in a picture."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


@functools.cache
def lessonkit() -> Any:
    """The kit under the name that scenes know it by."""
    stage_kit = importlib.import_module("render_sandbox.stage.lessonkit")
    for found in pkgutil.walk_packages(stage_kit.__path__, f"{stage_kit.__name__}."):
        if "node_modules" not in found.name:
            importlib.import_module(found.name)
    for name, module in list(sys.modules.items()):
        if name.startswith("render_sandbox.stage.lessonkit"):
            sys.modules[name.removeprefix("render_sandbox.stage.")] = module
    return stage_kit


def compiled(plan: dict[str, Any]) -> tuple[str, str]:
    """Code and class of a plan's first scene."""
    lesson = from_plan(plan)
    scene = compile_scene(lesson, lesson.scenes[0])
    return scene.code, scene.class_name


@contextmanager
def undrawn(folder: Path, size: tuple[int, int]) -> Generator[None]:
    """manim set to a size in pixels, eight units high, of which no frame is written."""
    from manim import tempconfig

    settings = {
        "media_dir": str(folder),
        "progress_bar": "none",
        "verbosity": "ERROR",
        "save_last_frame": True,
        "write_to_movie": False,
        "pixel_width": size[0],
        "pixel_height": size[1],
        "frame_height": 8.0,
        "frame_width": 8.0 * size[0] / size[1],
    }
    with tempconfig(settings):
        yield


def pictures(code: str, class_name: str, size: tuple[int, int]) -> list[list[Box]]:
    """The visible text after each play of a scene, of which no frame is drawn."""
    from manim import config

    lessonkit()
    seen: list[list[Box]] = []
    with tempfile.TemporaryDirectory() as folder:
        with undrawn(Path(folder), size):
            namespace: dict[str, Any] = {"__name__": "scene"}
            exec(compile(code, str(Path(folder) / "scene.py"), "exec"), namespace)
            scene = namespace[class_name]()

            def play(*arguments: Any, **options: Any) -> None:
                _skip(scene, *arguments, **options)
                seen.append(visible_lines(scene))

            scene.play, scene.wait = play, lambda *_: None
            scene.setup()
            scene.construct()
            scene.tear_down()
        assert config.media_dir
    return seen


def _skip(scene: Any, *arguments: Any, **options: Any) -> None:
    """Bring a scene to the state after a play, as manim does when it skips one, without drawing it."""
    scene.compile_animation_data(*arguments, **options)
    scene.begin_animations()
    for animation in scene.animations:
        animation.finish()
        animation.clean_up_from_scene(scene)


def visible_lines(scene: Any) -> list[Box]:
    """Every line of text that can be seen now."""
    found: list[Box] = []
    for mobject in scene.mobjects:
        _collect(mobject, found)
    return found


def _collect(mobject: Any, found: list[Box]) -> None:
    from manim import MathTex

    kit = lessonkit()
    if isinstance(mobject, kit.Prose):
        for line in mobject.lines:
            _add(line, mobject.text, found)
    elif isinstance(mobject, MathTex) or type(mobject).__name__ == "_CodeLine":
        _add(mobject, getattr(mobject, "text", "") or str(getattr(mobject, "tex_string", "")), found)
    else:
        for child in mobject.submobjects:
            _collect(child, found)


def _add(mobject: Any, text: str, found: list[Box]) -> None:
    inked = [part for part in mobject.get_family() if len(part.points)]
    if not inked or max(part.get_fill_opacity() for part in inked) < 0.03:
        return
    points = np.concatenate([part.points for part in inked])
    (left, bottom, _), (right, top, _) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    found.append(Box(text, left, right, bottom, top))


def complaints(boxes: list[Box], size: tuple[int, int]) -> list[str]:
    """What is off the frame, what overlaps. Less than 0.04 units is a hair."""
    half_width, half_height = 4.0 * size[0] / size[1], 4.0
    wrong = [
        f"off the frame: {box}"
        for box in boxes
        if max(-box.left, box.right) > half_width + 0.001 or max(-box.bottom, box.top) > half_height + 0.001
    ]
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            across = min(one.right, other.right) - max(one.left, other.left)
            down = min(one.top, other.top) - max(one.bottom, other.bottom)
            least = min(one.top - one.bottom, other.top - other.bottom)
            if across > 0.04 and down > max(0.04, 0.3 * least):
                wrong.append(f"overlap of {across:.2f} × {down:.2f}: {one} and {other}")
    return wrong
