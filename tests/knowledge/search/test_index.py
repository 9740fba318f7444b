from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.search import SnippetIndex, UnknownTopic, topic_context
from knowledge.search.index import count_tokens


@pytest.fixture(scope="module")
def index() -> SnippetIndex:
    return SnippetIndex.open(docs=False)


def ids(index: SnippetIndex, query: str, **options: object) -> list[str]:
    return [hit.snippet.id for hit in index.search(query, **options).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("typewriter effect", "typewriter-with-cursor"),
        ("trail behind a moving dot", "cycloid-traced-by-wheel"),
        ("donut chart", "pie-chart"),
        ("colour keywords in a sentence", "colored-words"),
    ],
)
def test_finds_what_a_user_calls_it(index: SnippetIndex, query: str, wanted: str) -> None:
    assert wanted in ids(index, query, limit=3)


def test_understands_british_and_american_spelling_alike(index: SnippetIndex) -> None:
    assert ids(index, "color of words")[0] == ids(index, "colour of words")[0]


def test_mends_a_misspelt_word_and_says_so(index: SnippetIndex) -> None:
    answer = index.search("histogrm of data")
    assert answer.did_you_mean == "histogram of data"
    assert answer.hits[0].snippet.id == "histogram-builds-up"


def test_leaves_a_well_spelt_question_alone(index: SnippetIndex) -> None:
    assert index.search("binary search").did_you_mean is None


def test_keeps_to_the_topic_asked_for(index: SnippetIndex) -> None:
    hits = index.search("line", limit=8, topic="graphs").hits
    assert hits
    assert {hit.snippet.topic for hit in hits} == {"graphs"}


def test_names_the_nearest_topics_for_an_unknown_one(index: SnippetIndex) -> None:
    with pytest.raises(UnknownTopic) as caught:
        index.search("line", topic="graph")
    assert "graphs" in caught.value.fix


def test_short_form_carries_no_code(index: SnippetIndex) -> None:
    answer = index.search("pie chart", short=True)
    assert answer.hits[0].code is None
    assert set(answer.as_dict(short=True)["results"][0]) == {
        "id",
        "title",
        "topic",
        "source",
        "license",
        "score",
    }


@given(budget=st.integers(min_value=0, max_value=3000))
def test_code_never_exceeds_the_token_budget(index: SnippetIndex, budget: int) -> None:
    hits = index.search("plot a function on axes", limit=8, token_budget=budget).hits
    assert sum(count_tokens(hit.code) for hit in hits if hit.code) <= budget
    assert len(hits) == 8


@given(query=st.text(max_size=60))
def test_any_text_is_a_question(index: SnippetIndex, query: str) -> None:
    scores = [hit.score for hit in index.search(query, limit=5).hits]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("query", ['"', "a AND", "NEAR(", "col:*", "-", "'; DROP TABLE snippet"])
def test_query_syntax_of_the_engine_is_just_text(index: SnippetIndex, query: str) -> None:
    index.search(query)


def test_an_empty_question_finds_nothing(index: SnippetIndex) -> None:
    assert index.search("  ").hits == ()


def test_file_is_built_once_and_rebuilt_when_a_snippet_changes(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    snippet = folder / "hop.py"
    front = '"""\n---\ntitle: Hopping rabbit\nasks: [rabbit hops]\nlicense: MIT\n---\n"""\n\n'
    snippet.write_text(front + "x = 1\n")
    path = tmp_path / "index.sqlite"
    first = SnippetIndex.open(path, folders=[folder], docs=False)
    inode = path.stat().st_ino
    assert SnippetIndex.open(path, folders=[folder], docs=False).version == first.version
    assert path.stat().st_ino == inode
    snippet.write_text(front + "x = 2\n")
    second = SnippetIndex.open(path, folders=[folder], docs=False)
    assert second.version != first.version
    assert second.search("rabbit").hits[0].code == "x = 2\n"
    assert first.search("rabbit").hits[0].code == "x = 1\n"


def test_broken_user_snippet_is_named_and_the_rest_found(tmp_path: Path) -> None:
    (tmp_path / "bad.py").write_text("x = 1\n")
    index = SnippetIndex.open(folders=[tmp_path], docs=False)
    assert "bad.py" in index.problems[0].message
    assert len(index) > 200


def test_damaged_index_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "index.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    assert SnippetIndex.open(path, docs=False).search("pie chart").hits


def test_context_of_a_topic_has_at_most_eight_items_of_three_kinds(index: SnippetIndex) -> None:
    for topic in index.topics:
        items = topic_context(index, topic)
        assert {item.kind for item in items} == {"snippet", "api", "pitfall"}, topic
        assert len(items) <= 8


def test_context_of_nonsense_is_empty(index: SnippetIndex) -> None:
    assert topic_context(index, "qzxqzx") == []
