"""Lesson files: what they mean, and what is said about their mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.lesson import LessonError, from_plan, load, parse
from pipeline.lesson.blocks import Bullets, Code, Graph, Image, Narration, Plot, Quote, Table, Timeline

EXAMPLES = Path(__file__).parents[3] / "examples"


def blocks_of(body: str) -> list:
    return parse(f"# Lesson\n\n## Scene\n\n{body}").scenes[0].blocks


def problems_of(text: str) -> list[tuple[int, str]]:
    with pytest.raises(LessonError) as caught:
        parse(text, "lesson.md")
    assert all(problem.file == "lesson.md" and problem.right for problem in caught.value.problems)
    return [(problem.line, problem.what) for problem in caught.value.problems]


def test_front_matter_and_headings_become_the_lesson():
    lesson = parse(
        "---\ntitle: Waves\ntheme: paper\nvoice: espeak\n---\n\n## One\n\nText.\n\n## Two\n\nMore."
    )
    assert (lesson.title, lesson.theme, lesson.voice.engine) == ("Waves", "paper", "espeak")
    assert [(scene.title, scene.line) for scene in lesson.scenes] == [("One", 7), ("Two", 11)]


def test_a_lone_first_heading_is_the_title_and_top_headings_alone_are_scenes():
    assert parse("# Waves\n\n## One\n\nText.").title == "Waves"
    assert [scene.title for scene in parse("---\ntitle: W\n---\n# A\n\nText.\n\n# B\n\nText.").scenes] == [
        "A",
        "B",
    ]


def test_every_block_knows_its_line():
    blocks = blocks_of("Text.\n\n- a\n- b\n\n$$x$$\n\n```python {1}\nx = 1\n```\n\n| a |\n|---|\n| 1 |")
    assert [(block.kind, block.line) for block in blocks] == [
        ("narration", 5),
        ("bullets", 7),
        ("math", 10),
        ("code", 12),
        ("table", 16),
    ]


def test_inline_markup_is_kept_in_one_form():
    (block,) = blocks_of("Some __bold__, _italic_, `code`, $x^2$ and 2 \\* 3, a [link](x).")
    assert isinstance(block, Narration)
    assert block.text == "Some **bold**, *italic*, `code`, $x^2$ and 2 \\* 3, a link."


def test_lists_keep_two_levels_and_their_order():
    (block,) = blocks_of("1. one\n   - below\n2. two")
    assert isinstance(block, Bullets)
    assert block.ordered
    assert [(item.text, item.points) for item in block.items] == [("one", ["below"]), ("two", [])]


def test_highlighted_lines_are_read_from_behind_the_language():
    (block,) = blocks_of("```python {1,3-4}\na\nb\nc\nd\n```")
    assert isinstance(block, Code)
    assert block.highlight == [(1, 1), (3, 4)]


def test_short_forms_of_yaml_blocks():
    plot, graph, timeline = blocks_of(
        "```plot\ncurve: x^2\n```\n\n```graph\nedges: [A -> B: 7, B -- C]\n```\n\n```timeline\n- 1687: Principia\n```"
    )
    assert isinstance(plot, Plot)
    assert isinstance(graph, Graph)
    assert isinstance(timeline, Timeline)
    assert plot.curves[0].y == "x^2"
    assert [(edge.start, edge.end, edge.label, edge.directed) for edge in graph.edges] == [
        ("A", "B", "7", True),
        ("B", "C", "", False),
    ]
    assert (timeline.events[0].when, timeline.events[0].what) == ("1687", "Principia")


def test_a_quote_ends_with_who_said_it_and_an_image_stands_alone():
    quote, image, table = blocks_of(
        '> Eppur si muove.\n>\n> — Galileo\n\n![A map](map.png "1610")\n\n|a|b|\n|:-:|--:|\n|1|2|'
    )
    assert isinstance(quote, Quote)
    assert isinstance(image, Image)
    assert isinstance(table, Table)
    assert (quote.text, quote.by) == ("Eppur si muove.", "Galileo")
    assert (image.src, image.alt, image.caption) == ("map.png", "A map", "1610")
    assert table.align == ["center", "right"]


def test_all_mistakes_are_reported_at_once_with_their_lines():
    text = """---
title: Waves
theme: pink
---

## One

<div>no</div>

```plot
curve: 2x + 1
colour: red
```

## Two

```python {9}
x = 1
```

### Too deep
"""
    found = problems_of(text)
    assert [line for line, _ in found] == [3, 8, 11, 12, 17, 21]
    assert "theme" in found[0][1]
    assert "2x + 1" in found[2][1]


def test_a_mistake_says_what_would_be_right():
    with pytest.raises(LessonError) as caught:
        parse(
            "# L\n\n## S\n\n```plot\ncurves: [x^2]\nlabell: a\npoint: 1\n```\n\n```quiz\nquestion: a\nanswer: b\noptions: [c]\n```"
        )
    right = " ".join(problem.right for problem in caught.value.problems)
    assert "points" in right
    assert "Repeat one of them" in right


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("```steps\n- a\n  b: c\n```", 6),
        ("```plot\n- {\n```", 7),
        ("```graph\nedges: [&a [*a]]\n```", 6),
        ("```timeline\n\t- x\n```", 6),
    ],
)
def test_unreadable_yaml_is_a_mistake_with_its_line(body, line):
    found = problems_of(f"# L\n\n## S\n\n{body}")
    assert len(found) == 1
    assert abs(found[0][0] - line) <= 1


@pytest.mark.parametrize(
    "src", ["/etc/passwd.png", "../secret.png", "https://example.org/a.png", "a.gif", "C:/a.png"]
)
def test_a_picture_lies_beside_the_lesson(src):
    assert len(problems_of(f"# L\n\n## S\n\n![x]({src})")) == 1


def test_a_missing_picture_and_wrong_bytes_are_mistakes(tmp_path):
    path = tmp_path / "lesson.md"
    path.write_text("# L\n\n## S\n\n![x](map.png)")
    with pytest.raises(LessonError, match=r"lesson\.md:5: There is no picture map\.png"):
        load(path)
    path.write_bytes(b"# L\n\n## S\n\n\xff")
    with pytest.raises(LessonError, match=r"lesson\.md:5: The file isn't UTF-8"):
        load(path)


def test_a_plan_names_the_place_of_a_mistake():
    with pytest.raises(LessonError) as caught:
        from_plan({"title": "x", "scenes": [{"title": "s", "blocks": [{"kind": "plot", "curves": ["y+"]}]}]})
    assert "scenes[0].blocks[0].curves[0].y" in caught.value.problems[0].what


def test_a_mark_belongs_into_speech():
    (block,) = blocks_of("Say <mark a/> it.")
    assert block.text == "Say <mark a/> it."
    assert len(problems_of("# L\n\n## S\n\n- a <mark a/> point")) == 1


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_a_lesson_or_a_list_of_mistakes(text):
    for source in (
        text,
        f"# L\n\n## S\n\n{text}",
        f"---\n{text}\n---\n## S\n\nx",
        f"# L\n\n## S\n\n```graph\n{text}\n```",
    ):
        try:
            parse(source)
        except LessonError as error:
            assert error.problems


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.md")), ids=lambda path: path.stem)
def test_every_example_is_a_lesson(path):
    if path.stem.lower() == "readme":
        pytest.skip("not a lesson: the folder's index")
    assert load(path).scenes


def test_every_block_of_the_format_s_page_is_read():
    page = (EXAMPLES.parent / "docs" / "lesson-format.md").read_text()
    shown = page.split("````markdown\n")[1].split("````")[0]
    kinds = [block.kind for block in blocks_of(shown)]
    assert kinds == ["steps", "plot", "plot", "numberline", "graph", "timeline", "compare", "quiz", "summary"]


def test_an_unknown_voice_engine_is_told_with_the_known_ones_and_its_line():
    with pytest.raises(LessonError) as caught:
        parse("---\ntitle: T\nvoice: espaek\n---\n\n## One\n\nHello.\n")
    (problem,) = caught.value.problems
    assert problem.line == 3
    assert "'espaek'; there are none, espeak, piper" in problem.what
    assert problem.right == "Did you mean 'espeak'?"
