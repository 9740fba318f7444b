"""Exact replacements: all or none, each once."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from pipeline.editing import Replacement, apply_replacements, unified_diff
from pipeline.state.errors import EditRefused

SOURCE = "a = 1\nb = 2\nc = a + b\n"


def test_replacements_are_made_in_order():
    assert apply_replacements(SOURCE, [Replacement("b = 2", "b = 3"), Replacement("b = 3", "b = 4")]) == (
        "a = 1\nb = 4\nc = a + b\n"
    )


def test_a_text_that_stands_twice_is_refused():
    with pytest.raises(EditRefused, match="stands 2 times") as refused:
        apply_replacements("x\nx\n", [Replacement("x", "y")])
    assert "more of the lines" in refused.value.fix


def test_a_text_that_is_not_there_brings_the_nearest_line():
    with pytest.raises(EditRefused) as refused:
        apply_replacements(SOURCE, [Replacement("c = a + d", "c = 0")])
    assert "'c = a + b'" in refused.value.fix


@given(st.text(min_size=1), st.text(), st.text(), st.text())
def test_a_replacement_that_stands_once_changes_just_that(old, new, before, after):
    source = before + old + after
    assume(source.count(old) == 1)

    assert apply_replacements(source, [Replacement(old, new)]) == before + new + after


def test_a_difference_shows_the_changed_line_and_nothing_for_equal_texts():
    assert "+b = 3\n" in unified_diff(SOURCE, SOURCE.replace("2", "3"))
    assert unified_diff(SOURCE, SOURCE) == ""
