"""The entry of the API that goes with an error."""

from __future__ import annotations

import pytest

from knowledge.hints.reference import entry_for


@pytest.mark.parametrize(
    ("message", "code", "said"),
    [
        ("name 'ShowCreation' is not defined", "self.play(ShowCreation(c))", "Use instead: Create"),
        (
            "Mobject.__init__() got an unexpected keyword argument 'colour'",
            "c = Circle(colour=RED)",
            "Circle(",
        ),
        ("next_to() got an unexpected keyword argument 'buf'", "a.next_to(b, buf=1)", "buff: float"),
        ("'Circle' object has no attribute 'set_colour'", "", "set_color"),
        ("unsupported operand", "self.play(FadeIn(a, b))", "FadeIn"),
    ],
)
def test_it_is_of_what_was_called_or_meant(message: str, code: str, said: str) -> None:
    entry = entry_for(message, code)
    assert entry is not None
    assert said in entry.text


@pytest.mark.parametrize("message", ["division by zero", "name 'foo' is not defined", "no such key: 3"])
def test_an_error_of_plain_python_has_none(message: str) -> None:
    assert entry_for(message, "x = 1 / 0") is None
