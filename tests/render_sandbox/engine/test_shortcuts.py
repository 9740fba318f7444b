"""Shorter ways through manim's families and copies come out where the long ones do."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from manim import Dot, Mobject, Square, VGroup, VMobject

from render_sandbox.stage.engine import copies, shortcuts


@pytest.fixture(scope="module", autouse=True)
def _short():
    undo = [shortcuts.install(), copies.install()]
    yield
    for back in undo:
        back()


class Uncounted(VMobject):
    def get_num_points(self) -> int:
        return 0


@st.composite
def families(draw: st.DrawFn) -> Mobject:
    """A tree, of which parts may stand in several places, and one may be an ancestor of itself."""
    made: list[Mobject] = [draw(st.sampled_from([VGroup, Square, Dot, Uncounted]))() for _ in range(8)]
    for number, member in enumerate(made):
        below = draw(st.lists(st.sampled_from(made[:number] or [Square()]), max_size=3))
        member.submobjects = below
    if draw(st.booleans()):
        made[0].submobjects = [made[-1]]
    return made[-1]


def long_way(name: str, top: Mobject) -> list[Mobject]:
    function = vars(Mobject)[name].__wrapped__
    return function(top)


@given(top=families())
def test_a_family_is_listed_as_manim_lists_it(top):
    assert list(map(id, top.get_family())) == list(map(id, long_way("get_family", top)))
    drawn = top.family_members_with_points()
    assert list(map(id, drawn)) == list(map(id, long_way("family_members_with_points", top)))


def test_a_family_is_asked_for_with_manims_argument_too():
    square = Square()
    assert square.get_family(recurse=False) == square.get_family(False) == [square]


def test_a_copy_shares_nothing_that_can_be_edited_and_keeps_what_is_one():
    square = Square()
    square.extra, square.same = np.zeros(2), square.points
    square.parts, square.odd = [np.ones(1)], np.array([[1]], dtype=object)
    square.twin = VGroup(square)

    copy = square.copy()

    assert copy.same is copy.points
    assert copy.twin.submobjects == [copy]
    for mine, its in ((square.extra, copy.extra), (square.parts[0], copy.parts[0]), (square.odd, copy.odd)):
        assert not np.shares_memory(mine, its)
        assert np.array_equal(mine, its)
    assert vars(copy).keys() - vars(square).keys() == {"original_id"}
