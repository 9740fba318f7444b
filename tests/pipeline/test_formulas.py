"""Formulas are checked on the host, from any thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from pipeline.formulas import formula_error, formulas_checkable


@pytest.fixture(autouse=True)
def _engine():
    if not formulas_checkable():
        pytest.skip("the math engine: install proofreel[render] and run make setup")


def test_a_good_formula_has_no_mistake_and_a_bad_one_is_explained():
    assert formula_error(r"\frac{a}{b}") is None
    assert formula_error(r"\frac{a}") == r"Missing argument for \frac"
    assert formula_error(r"\nosuch") == r"Undefined control sequence \nosuch"


def test_many_threads_may_ask_at_once():
    formulas = [rf"\frac{{{number}}}{{x}}" for number in range(40)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(formula_error, formulas)) == [None] * 40


def test_a_formula_that_never_ends_is_a_mistake_and_the_next_is_none():
    assert formula_error(r"\def\a{\a\a}\a") is not None
    assert formula_error("x" * 30_000) is not None
    assert formula_error("x") is None
