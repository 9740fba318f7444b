import ast
import re
from pathlib import Path

import pytest

from knowledge.search import OWN_SNIPPETS, load_folders

LIBRARY = load_folders([OWN_SNIPPETS])
FILES = sorted(OWN_SNIPPETS.rglob("*.py"))


def test_every_file_is_a_valid_snippet() -> None:
    assert [str(problem) for problem in LIBRARY.problems] == []
    assert len(LIBRARY.snippets) == len(FILES)


@pytest.mark.parametrize("snippet", LIBRARY.snippets, ids=lambda s: s.id)
def test_snippet_keeps_to_the_house_rules(snippet) -> None:
    assert 3 <= len(snippet.asks) <= 6
    assert len(set(snippet.asks)) == len(snippet.asks)
    assert snippet.teaches
    assert snippet.tags
    assert (snippet.license, snippet.source, snippet.manim) == ("Apache-2.0", "proofreel", "0.22")
    path = OWN_SNIPPETS / snippet.topic / f"{snippet.id.replace('-', '_')}.py"
    assert path.is_file()
    assert len(snippet.code.splitlines()) <= 50
    assert snippet.scene


@pytest.mark.parametrize("snippet", LIBRARY.snippets, ids=lambda s: s.id)
def test_snippet_draws_the_same_each_time(snippet) -> None:
    names = {node.id for node in ast.walk(ast.parse(snippet.code)) if isinstance(node, ast.Name)}
    assert not names & {"random", "time", "datetime", "open", "exec", "eval"}
    assert not re.search(r"np\.random\.(?!default_rng\(\w)", snippet.code)


def test_no_two_snippets_ask_the_same() -> None:
    seen: dict[str, str] = {}
    for snippet in LIBRARY.snippets:
        for ask in snippet.asks:
            assert ask not in seen, f"{snippet.id} and {seen.get(ask)}: {ask}"
            seen[ask] = snippet.id


def test_library_covers_the_field() -> None:
    assert len({path.parent.name for path in FILES}) >= 20
    assert Path(OWN_SNIPPETS).is_dir()
