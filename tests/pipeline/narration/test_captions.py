"""Captions: lines that fit, times that can be read, formats that players take."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.narration.captions import FASTEST_PER_S, LINE_WIDTH, cues, srt, transcript, vtt, word_cues

LONG = (
    "The square on the hypotenuse is as large as the two squares on the legs together, whatever the "
    "triangle looks like. So we may shift it. Try it yourself with a triangle of your own choice!"
)


def caption(text, start=0.0, end=None):
    words = text.split()
    end = start + 0.35 * len(words) if end is None else end
    step = (end - start) / len(words)
    timed = [[start + step * index, word] for index, word in enumerate(words)]
    return {"start_s": start, "end_s": end, "text": text, "words": timed}


words = st.from_regex(r"[a-zA-Z]{1,12}[.,;!?]?", fullmatch=True)
texts = st.lists(words, min_size=1, max_size=60).map(" ".join)


@given(st.lists(texts, min_size=1, max_size=4))
def test_cues_keep_all_words_fit_the_width_and_never_overlap(said):
    captions, now = [], 0.0
    for text in said:
        captions.append(caption(text, now))
        now = captions[-1]["end_s"] + 0.3
    found = cues(captions)
    assert " ".join(cue.text for cue in found) == " ".join(" ".join(said).split())
    for cue in found:
        assert len(cue.lines) <= 2
        assert all(len(line) <= LINE_WIDTH for line in cue.lines)
        assert cue.start_s <= cue.words[0][0]
        assert cue.words[-1][0] <= cue.end_s
    assert all(one.end_s <= two.start_s for one, two in pairwise(found))


def test_a_sentence_ends_its_cue_where_the_next_does_not_fit():
    found = [cue.text for cue in cues([caption(LONG)])]
    assert found[-1].startswith(("So we", "Try it"))
    assert any(text.endswith("like.") for text in found)


def test_a_long_sentence_is_cut_at_a_comma():
    assert any(cue.text.endswith("together,") for cue in cues([caption(LONG)]))


def test_a_short_word_stands_a_second_where_nothing_follows():
    (cue,) = cues([caption("Yes.", 1.0, 1.2)])
    assert cue.end_s - cue.start_s >= 1.0


def test_what_is_said_fast_stands_until_it_can_be_read_where_a_pause_follows():
    said = "Hypotenuses surprise mathematicians again"
    (slow, _) = cues([caption(said, 0.0, 1.2), caption("Next.", 8.0)])
    assert len(slow.text) / (slow.end_s - slow.start_s) == pytest.approx(FASTEST_PER_S, rel=0.01)
    (cut, following) = cues([caption(said, 0.0, 1.2), caption("Next.", 1.5)])
    assert cut.end_s <= following.start_s


def test_wide_signs_count_twice():
    said = "直角三角形の 斜辺の 二乗は 他の 二辺の 二乗の 和に 等しい"
    (cue,) = cues([{"start_s": 0, "end_s": 9, "text": said}])
    assert [len(line) <= LINE_WIDTH // 2 + 4 for line in cue.lines] == [True, True]


def test_webvtt_has_its_header_times_and_escapes():
    text = vtt(cues([caption("a < b & c", 3661.5, 3663.5)]))
    assert text.startswith("WEBVTT\n\n1\n01:01:01.500 --> 01:01:03.500\n")
    assert "a &lt; b &amp; c" in text


def test_webvtt_by_words_times_each_word():
    text = vtt(cues([caption("one two three", 0.0, 3.0)]), words=True)
    assert "one <00:00:01.000>two <00:00:02.000>three" in text


def test_srt_has_commas_and_numbers():
    text = srt(cues([caption("one two"), caption("three", 5.0)]))
    assert re.match(r"1\n00:00:00,000 --> 00:00:01,000\none two\n\n2\n00:00:05,000 --> ", text)
    assert srt([]) == ""


def test_word_cues_are_one_a_word_and_in_order():
    found = word_cues([caption(LONG)])
    assert [cue.text for cue in found] == LONG.split()
    assert all(one.end_s <= two.start_s + 1e-9 for one, two in pairwise(found))


def test_a_caption_without_word_times_is_shared_out():
    (cue,) = cues([{"start_s": 0.0, "end_s": 2.0, "text": "aaa bbb"}])
    assert cue.words == ((0.0, "aaa"), (1.0, "bbb"))


def test_the_transcript_is_text_with_paragraphs_at_pauses():
    said = [caption("First."), caption("Second.", 1.0), caption("Later.", 20.0)]
    assert transcript(said) == "First. Second.\n\nLater.\n"
    assert transcript([]) == ""
