"""Whatever a lesson says, its text stays on the frame and off other text."""

from __future__ import annotations

import importlib.util
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

pytest.importorskip("manim", reason="needs manim: install the render extra")

_HERE = Path(__file__).parent


def _load(name: str):
    spec = importlib.util.spec_from_file_location(name, _HERE / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


lessons = _load("lesson_scenes")


@pytest.fixture(scope="module", autouse=True)
def mathjax():
    from render_sandbox.stage import math

    if not (Path(math.__file__).parent / "mathjax.js").is_file():
        pytest.skip("mathjax.js is missing: run make setup")
    math.install("mathjax")


def wrong_in(plan: dict, size: tuple[int, int]) -> list[str]:
    code, class_name = lessons.compiled(plan)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        seen = lessons.pictures(code, class_name, size)
    assert seen
    return [complaint for boxes in seen for complaint in lessons.complaints(boxes, size)]


@pytest.mark.slow
@pytest.mark.parametrize("kind", sorted(lessons.blocks))
@pytest.mark.timeout(240)
def test_blocks_of_any_content_fit_every_format(kind):
    @settings(
        max_examples=3,
        deadline=None,
        phases=[Phase.explicit, Phase.reuse, Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(lessons.blocks[kind], lessons.words, st.sampled_from(sorted(lessons.SIZES)))
    def check(block, title, shape):
        plan = {"title": "Any", "scenes": [{"title": title[:190], "blocks": [block]}]}
        assert wrong_in(plan, lessons.SIZES[shape]) == []

    check()


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_several_blocks_share_pictures_without_meeting():
    @settings(
        max_examples=3,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        database=None,
    )
    @given(
        st.lists(
            st.one_of(
                *[lessons.blocks[kind] for kind in ("bullets", "math", "plot", "table", "quote", "narration")]
            ),
            min_size=2,
            max_size=4,
        ),
        st.sampled_from(sorted(lessons.SIZES)),
    )
    def check(blocks, shape):
        plan = {"title": "Any", "scenes": [{"title": "Together", "blocks": blocks}]}
        assert wrong_in(plan, lessons.SIZES[shape]) == []

    check()


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
