"""Whatever a lesson says, its text stays on the frame and off other text."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pipeline.lesson import compile_scene, load

pytest.importorskip("manim", reason="needs manim: install the render extra")

_HERE = Path(__file__).parent
EXAMPLES = _HERE.parents[1] / "examples"


def _load(name: str):
    spec = importlib.util.spec_from_file_location(name, _HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


lessons = _load("lesson_scenes")
corners = _load("lesson_corners")


@pytest.fixture(scope="module", autouse=True)
def mathjax():
    from render_sandbox.stage import math

    if not (Path(math.__file__).parent / "mathjax.js").is_file():
        pytest.skip("mathjax.js is missing: run make setup")
    math.install("mathjax")


REFUSED = {"bars", "numberline", "graph", "quiz", "table"}
"""Kinds that can't be split however nasty their contents are: refused with what to cut."""


def wrong_in(plan: dict, size: tuple[int, int], *, may_refuse: bool = False) -> list[str]:
    code, class_name = lessons.compiled(plan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            seen = lessons.pictures(code, class_name, size)
        except ValueError as error:
            told = may_refuse and "Cut about" in str(error) and getattr(error, "scene_line", 0)
            return [] if told else [f"refused: {error}"]
    assert seen
    return [complaint for boxes in seen for complaint in lessons.complaints(boxes, size)]


def hold_for(examples: int, *strategies: Any) -> Any:
    """Run a law on so many examples."""
    with_settings = settings(
        max_examples=examples,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    return lambda law: with_settings(given(*strategies)(law))()


def blocks_fit(kind: str, examples: int) -> None:
    shapes = st.sampled_from(sorted(lessons.SIZES))

    @hold_for(examples, lessons.blocks[kind], lessons.words, shapes)
    def law(block, title, shape):
        plan = {"title": "Any", "scenes": [{"title": title[:190], "blocks": [block]}]}
        assert wrong_in(plan, lessons.SIZES[shape], may_refuse=True) == []


def blocks_share(examples: int) -> None:
    kinds = ("bullets", "math", "plot", "table", "quote", "narration")
    several = st.lists(st.one_of(*[lessons.blocks[kind] for kind in kinds]), min_size=2, max_size=4)

    @hold_for(examples, several, st.sampled_from(sorted(lessons.SIZES)))
    def law(blocks, shape):
        plan = {"title": "Any", "scenes": [{"title": "Together", "blocks": blocks}]}
        assert wrong_in(plan, lessons.SIZES[shape], may_refuse=True) == []


@pytest.mark.parametrize(("kind", "shape"), corners.in_turn())
def test_the_nastiest_contents_of_a_block_fit(kind, shape):
    assert wrong_in(corners.corner(kind), lessons.SIZES[shape], may_refuse=kind in REFUSED) == []


def test_nasty_blocks_share_pictures_without_meeting():
    kinds = ("bullets", "math", "plot", "quote")
    blocks = [corners.corner(kind)["scenes"][0]["blocks"][0] for kind in kinds]
    plan = {"title": "Any", "scenes": [{"title": "Together", "blocks": blocks}]}
    assert wrong_in(plan, lessons.SIZES["square"]) == []


@pytest.mark.nightly
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kind", sorted(lessons.blocks))
def test_blocks_of_very_many_contents_fit_every_format(kind):
    blocks_fit(kind, examples=60)


@pytest.mark.nightly
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("shape", sorted(lessons.SIZES))
@pytest.mark.parametrize("lesson", sorted(EXAMPLES.glob("*.md")), ids=lambda path: path.stem)
def test_the_example_lessons_fit_every_format(lesson, shape):
    loaded = load(lesson)
    for scene in loaded.scenes:
        compiled = compile_scene(loaded, scene)
        seen = lessons.pictures(compiled.code, compiled.class_name, lessons.SIZES[shape])
        found = [complaint for boxes in seen for complaint in lessons.complaints(boxes, lessons.SIZES[shape])]
        assert found == [], scene.title


@pytest.mark.nightly
@pytest.mark.timeout(1200)
def test_very_many_blocks_share_pictures_without_meeting():
    blocks_share(examples=60)


@pytest.mark.parametrize("theme", ["midnight", "daylight", "chalkboard", "paper"])
def test_a_twelve_column_table_and_a_forty_term_formula_fit_in_every_theme(theme):
    header = [f"Column {number}" for number in range(12)]
    plan = {
        "title": "Wide",
        "theme": theme,
        "scenes": [
            {
                "title": "Wide things",
                "blocks": [
                    {"kind": "table", "header": header, "rows": [["wonderful words"] * 12, ["1"] * 12]},
                    {"kind": "math", "tex": "f(x) = " + " + ".join(f"a_{{{n}}}x^{{{n}}}" for n in range(40))},
                ],
            }
        ],
    }
    assert wrong_in(plan, lessons.SIZES["landscape"]) == []


def test_the_check_itself_sees_overlaps_and_what_is_off_the_frame():
    box = lessons.Box
    one, other = box("one", 0, 2, 0, 1), box("other", 1, 3, 0.2, 1)
    outside = box("outside", 6, 8, 0, 1)
    found = lessons.complaints([one, other, outside], lessons.SIZES["landscape"])
    assert [complaint.split()[0] for complaint in found] == ["off", "overlap"]
    assert lessons.complaints([one, box("beside", 2.1, 3, 0, 1)], lessons.SIZES["landscape"]) == []
