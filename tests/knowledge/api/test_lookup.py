import pytest

from knowledge.api import load_api, lookup
from knowledge.api.store import load_renames
from knowledge.api.wording import tokens
from knowledge.errors import ReferenceMissing


def test_a_class_tells_its_signature_and_the_keywords_that_reach_its_bases():
    entry = lookup("Circle")
    assert entry.kind == "class"
    assert entry.signature.startswith("Circle(radius: float | None = None")
    assert {"fill_opacity", "stroke_width", "arc_center"} <= set(entry.keywords)
    assert "start_angle" not in entry.keywords, "Circle sets it itself"


@pytest.mark.parametrize("symbol", ["Axes.plot", "axes.plot", "plot", ".plot"])
def test_a_method_is_found_with_and_without_its_class(symbol: str):
    entry = lookup(symbol)
    assert (entry.kind, entry.symbol) == ("method", "CoordinateSystem.plot")
    assert "-> ParametricFunction" in entry.text


@pytest.mark.parametrize(
    ("symbol", "kind"),
    [("FadeIn", "animation"), ("ThreeDScene", "scene"), ("RED", "color"), ("UP", "constant"),
     ("smooth", "rate function"), ("rate_functions.ease_in_sine", "rate function"),
     ("interpolate_color", "function"), ("Mobject.width", "property"), ("rate_functions", "module")],
)  # fmt: skip
def test_each_kind_of_symbol_is_told_apart(symbol: str, kind: str):
    assert lookup(symbol).kind == kind


def test_a_misspelt_name_gets_the_closest_ones():
    entry = lookup("Cricle")
    assert not entry.found
    assert entry.nearest[0] == "Circle"


@pytest.mark.parametrize(
    ("old", "new"), [("ShowCreation", "Create"), (".get_graph", ".plot"), ("CYAN", "PURE_CYAN")]
)
def test_a_name_of_another_version_gets_its_successor(old: str, new: str):
    entry = lookup(old)
    assert not entry.found
    assert new in entry.instead


def test_no_rename_hides_a_name_that_exists():
    names = load_api().names
    assert [old for old in load_renames() if old in names] == []


def test_answers_stay_within_their_tokens():
    symbols = [
        *load_api().names,
        *(f"{c.name}.{m}" for c in load_api().classes.values() for m in c.own_methods),
    ]
    assert max(tokens(lookup(s).text) for s in symbols) <= 330
    assert max(tokens(lookup(s, full=True).text) for s in symbols) <= 1300


def test_a_version_without_data_is_refused_with_the_ones_there_are():
    with pytest.raises(ReferenceMissing, match=r"0\.1"):
        lookup("Circle", version="0.1")


@pytest.mark.parametrize("symbol", ["FadeIn", "Animation", "Animation.set_default"])
def test_what_is_manim_s_own_business_is_not_offered(symbol: str):
    entry = lookup(symbol, True)
    assert "_on_finish" not in entry.text + " ".join(entry.keywords)
