import pytest

from knowledge.search import SnippetError, parse_snippet

GOOD = '''"""
---
id: a-b
title: A title
topic: layout
asks: [one, two]
license: MIT
source: mine
manim: "0.22"
---
"""

from manim import *


class A(Scene):
    pass
'''


def test_reads_the_front_matter_and_keeps_only_code() -> None:
    snippet = parse_snippet(GOOD, name="a.py")
    assert snippet.asks == ("one", "two")
    assert snippet.manim == "0.22"
    assert snippet.scene == "A"
    assert snippet.code.startswith("from manim import *\n")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("license: MIT\n", "", "no license"),
        ("title: A title", "title: [", "isn't YAML"),
        ("id: a-b", "id: A b", "hyphens"),
        ("asks: [one, two]", "asks: one", "asks isn't a list"),
        ("topic: layout", "level: expert\ntopic: layout", "level is 'expert'"),
        ("class A(Scene):", "class A(Scene:", "line 16"),
        ("---\n", "--\n", "front matter"),
    ],
)
def test_says_what_is_wrong_with_a_file(old: str, new: str, said: str) -> None:
    with pytest.raises(SnippetError, match="(?s)" + said.replace("(", "\\(")):
        parse_snippet(GOOD.replace(old, new), name="a.py")
