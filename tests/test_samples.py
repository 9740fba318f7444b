"""Every sample in the documentation is run, or stands below with the test that does so in another way."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), *(ROOT / name for name in ("README.md", "SECURITY.md"))]
BLOCKS = [
    (page.relative_to(ROOT).as_posix(), language, body)
    for page in PAGES
    for language, body in re.findall(
        r"^```(\w+)[^\n]*\n(.*?)^```", page.read_text(), re.MULTILINE | re.DOTALL
    )
]

RUN_HERE = ("docs/tutorial/with-claude.md",)
"""Pages whose `proofreel` lines are run below."""

ELSEWHERE = {
    "docs/tutorial/first-lesson.md": "tests/test_site.py::test_the_first_lesson_of_the_tutorial_works_as_it_says",
    "docs/database.md": "tests/pipeline/state/test_documents.py::",
    "docs/convex.md": "needs an account at Convex; its functions run in convex/tests",
    "docs/player.md": "tests/test_how_to.py::test_a_session_is_opened_in_the_browser",
    "docs/snippets.md": "tests/knowledge/search/test_meaning.py::",
    "docs/how-to/generate-without-a-client.md": "needs a model's key; tests/e2e/test_generate.py runs the commands by a replay",
    "docs/how-to/measure-the-director.md": "needs a model's key; without one its tests run the harness",
    "docs/how-to/host-for-a-team.md": "tests/test_how_to.py::test_one_server_lets_in_who_has_the_token_of_the_page",
    "docs/how-to/keep-chunks-on-s3.md": "tests/test_how_to.py::test_the_buckets_are_made_and_answer",
    "docs/how-to/render-on-many-machines.md": "tests/test_how_to.py::test_a_server_and_a_worker_meet_at_the_redis_of_the_page",
    "docs/how-to/watch-the-service.md": "tests/test_how_to.py::test_the_log_and_the_figures_tell_of_a_request",
    "docs/speed.md": "benchmarks are not for CI; the docstring examples are the nightly run's",
    "README.md": "tests/e2e/test_commands.py::test_the_demo_goes_through_the_real_mcp_server",
}
"""Pages whose shell lines are not run here, and why or where."""

READ = {"text", "markdown", "mermaid", "yaml", "console", "ini"}
"""Not code, or read by the test of the lesson format."""


def test_every_shell_block_is_run_here_or_its_page_says_where():
    shell = {page for page, language, _ in BLOCKS if language in ("sh", "bash")}

    assert shell - set(RUN_HERE) <= set(ELSEWHERE)
    assert set(ELSEWHERE) <= shell
    for place in ELSEWHERE.values():
        if place.startswith("tests/") and "::" in place:
            file, _, name = place.partition("::")
            assert name in (ROOT / file).read_text()


def test_no_command_hides_in_a_block_that_is_not_shell():
    hidden = [
        (page, line)
        for page, language, body in BLOCKS
        if language in ("text", "console", "ini")
        for line in body.splitlines()
        if re.match(r"(\w+=\S+ )*(proofreel|make|docker|pip|uvx?) [a-z]", line)
    ]

    assert hidden == []


@pytest.mark.slow
@pytest.mark.parametrize("page", RUN_HERE)
def test_the_commands_of_a_page_work(page, tmp_path, home):
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(tmp_path),
        "XDG_CONFIG_HOME": str(tmp_path / ".config"),
        "PROOFREEL_WORKERS": "1",
    }
    lines = [
        line
        for where, language, body in BLOCKS
        if where == page and language == "sh"
        for line in body.splitlines()
        if line.startswith("proofreel ")
    ]

    _plan_what_the_page_asks_for(home)
    assert lines
    for line in lines:
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, (line, done.stdout, done.stderr)


def _plan_what_the_page_asks_for(home: Path) -> None:
    """What the client's agent has done by then."""
    from pipeline.lesson import parse
    from pipeline.studio import Studio, StudioSettings
    from render_sandbox.sandbox import SandboxSettings

    studio = Studio(StudioSettings(home, SandboxSettings()))
    studio.plan(
        parse("# The harmonic series\n\n## Its sum\n\n- Beyond every bound\n"),
        owner="local",
        quality="preview",
    )
    studio.db.close()


@pytest.mark.parametrize(
    ("page", "body"),
    # The rules of the checker show what is wrong: each is checked, and the page is made from them.
    [(page, body) for page, language, body in BLOCKS if language == "python" and "checker-rules" not in page],
)
def test_python_is_python(page, body):
    ast.parse(body)


def test_the_snippet_of_its_page_is_found_as_the_page_does_it(tmp_path, monkeypatch, capsys):
    snippet, search = (
        body for page, language, body in BLOCKS if (page, language) == ("docs/snippets.md", "python")
    )
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-snippets").mkdir()
    (tmp_path / "my-snippets" / "pie.py").write_text(snippet)

    exec(compile(search.replace("logo in the corner", "donut chart"), "docs/snippets.md", "exec"), {})

    assert "pie-chart Apache-2.0" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("page", "body"), [(page, body) for page, language, body in BLOCKS if language == "json"]
)
def test_json_is_json(page, body):
    json.loads(body)


@pytest.mark.parametrize(
    ("page", "body"), [(page, body) for page, language, body in BLOCKS if language == "toml"]
)
def test_a_settings_file_is_taken_as_it_stands(page, body, home):
    from server.settings import load_settings, setting_origins

    home.mkdir()
    (home / "proofreel.toml").write_text(body)

    load_settings()

    assert str(home / "proofreel.toml") in setting_origins().values()


def test_no_language_is_left_out():
    covered = {"sh", "bash", "python", "json", "toml", "html", "tsx"} | READ

    # What the blocks of the lesson format mean is read by the test of that page.
    others = {language for page, language, _ in BLOCKS if page != "docs/lesson-format.md"}
    assert others <= covered
