"""Times of words."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.narration.align import audible, by_characters, estimated, fitted, normal
from pipeline.narration.sound import RATE

WORDS = st.lists(st.from_regex(r"[a-zA-Z]{1,8}[.,!?]?", fullmatch=True), min_size=1, max_size=20)


def sound(*spans, total):
    """A tone at the spans (start, end), silence elsewhere."""
    samples = np.zeros(round(total * RATE), np.float32)
    for start, end in spans:
        count = round(end * RATE) - round(start * RATE)
        samples[round(start * RATE) : round(end * RATE)] = 0.3 * np.sin(0.06 * np.arange(count))
    return samples


def test_a_word_begins_with_its_first_character():
    assert by_characters("ab cd", [0.0, 0.1, 0.2, 0.3, 0.4]) == (0.0, 0.3)


def test_words_that_were_heard_keep_their_time_and_others_share_what_is_between():
    timed = [(0.0, "Start"), (0.4, "with"), (1.2, "RIGHT,"), (1.6, "triangle")]
    times = fitted(["start", "with", "a", "right", "triangle."], timed, 2.0)
    assert times == pytest.approx((0.0, 0.4, 0.8, 1.2, 1.6))


def test_a_word_after_a_stop_begins_where_the_sound_does_after_the_pause():
    samples = sound((0.1, 1.0), (1.5, 2.5), total=2.6)
    times = estimated(["First", "sentence.", "Then", "another."], samples)
    assert times[0] == pytest.approx(0.1, abs=0.02)
    assert times[2] == pytest.approx(1.5, abs=0.02)


def test_without_pauses_words_share_the_time_by_length():
    times = estimated(["aa", "bbbbbbbb", "cc"], sound((0.0, 1.0), total=1.0))
    assert times[1] < times[2] - times[1]


@given(WORDS, st.floats(0.2, 10.0))
def test_estimates_are_one_a_word_in_order_and_within_the_sound(words, seconds):
    times = estimated(words, sound((0.0, seconds), total=seconds))
    assert len(times) == len(words)
    assert list(times) == sorted(times)
    assert 0 <= times[0] <= times[-1] <= seconds


@given(WORDS, WORDS)
def test_fitted_times_are_one_a_word_in_order(words, heard):
    timed = [(0.3 * index, word) for index, word in enumerate(heard)]
    times = fitted(words, timed, 0.3 * len(heard) + 1)
    assert len(times) == len(words)
    assert list(times) == sorted(times)


def test_words_are_compared_without_case_accents_and_punctuation():
    assert normal("Café,") == normal("CAFE") == "cafe"


def test_a_word_begins_when_it_is_heard_not_when_the_mouth_closes():
    samples = sound((0.0, 0.5), (0.6, 1.0), (1.8, 2.0), total=2.0)
    assert audible([0.0, 0.52, 1.2], samples) == pytest.approx((0.0, 0.6, 1.2), abs=0.011)
