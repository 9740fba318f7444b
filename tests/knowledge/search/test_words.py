import pytest

from knowledge.search.words import spoken, tokens


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("colour the centre grey", "color the center gray"),
        ("analyse a labelled dialogue", "analyze a labeled dialog"),
        ("visualisation of modelling", "visualization of modeling"),
        ("metres and litres", "meters and liters"),
    ],
)
def test_spellings_of_both_sides_are_the_same_words(british: str, american: str) -> None:
    assert spoken(british) == spoken(american)


def test_words_that_only_look_british_stay() -> None:
    assert tokens("four hours of your rolling, filled tour") == [
        "four",
        "hours",
        "of",
        "your",
        "rolling",
        "filled",
        "tour",
    ]
