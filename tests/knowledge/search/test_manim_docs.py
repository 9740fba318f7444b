import ast
import json
from pathlib import Path

import pytest

from knowledge.search import Manim, SnippetIndex
from knowledge.search.manim_docs import extract, installed_manim, load_examples

MODULE = '''
class Comet:
    """A dot with a tail.

    .. manim:: CometInFlight
        :save_last_frame:

        class CometInFlight(Scene):
            def construct(self):
                self.add(Comet())

    More words.
    """
'''


@pytest.fixture
def fake(tmp_path: Path) -> Manim:
    folder = tmp_path / "manim"
    (folder / "animation").mkdir(parents=True)
    (folder / "animation" / "indication.py").write_text(MODULE)
    return Manim("9.9", folder)


def test_takes_the_example_without_its_options(fake: Manim) -> None:
    (snippet,) = extract(fake)
    assert snippet.id == "manim-comet-in-flight"
    assert snippet.teaches == "A dot with a tail."
    assert (snippet.license, snippet.source, snippet.manim) == ("MIT", "manim-docs", "9.9")
    assert snippet.topic == "emphasis"
    assert snippet.code.startswith("from manim import *\n\nclass CometInFlight(Scene):")
    assert "save_last_frame" not in snippet.code
    assert "More words" not in snippet.code


def test_second_run_reads_the_cache(fake: Manim, tmp_path: Path) -> None:
    first = load_examples(fake, tmp_path / "cache")
    (fake.folder / "animation" / "indication.py").unlink()
    assert load_examples(fake, tmp_path / "cache") == first


def test_unreadable_cache_is_made_anew(fake: Manim, tmp_path: Path) -> None:
    load_examples(fake, tmp_path)
    (cache,) = tmp_path.glob("manim-docs-*.json")
    cache.write_text(json.dumps([{"id": 1}]))
    assert [s.id for s in load_examples(fake, tmp_path)] == ["manim-comet-in-flight"]


def test_installed_manim_gives_hundreds_of_valid_examples() -> None:
    manim = installed_manim()
    if manim is None:
        pytest.skip("manim isn't installed: install the render extra")
    snippets = list(extract(manim))
    assert len(snippets) > 350
    assert len({s.id for s in snippets}) == len(snippets)
    for snippet in snippets:
        ast.parse(snippet.code)


def test_every_result_of_both_sources_has_a_licence() -> None:
    index = SnippetIndex.open()
    assert {s.license for s in index} <= {"Apache-2.0", "MIT"}
    assert all(s.license for s in index)
