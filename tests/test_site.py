"""The documentation: it builds, names only what there is, and what its tutorial says to do works."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main

from pipeline.lesson import Lesson
from server import commands
from server.cli import app
from server.clients import CLIENTS
from server.settings import Settings
from server.shares import studio_settings

ROOT = Path(__file__).parent.parent
BIN = Path(sys.executable).parent
PAGES = [*sorted((ROOT / "docs").rglob("*.md")), ROOT / "README.md", ROOT / "SECURITY.md"]
FIRST = (ROOT / "docs" / "tutorial" / "first-lesson.md").read_text()
WITH_CLAUDE = (ROOT / "docs" / "tutorial" / "with-claude.md").read_text()

BLOCK_KINDS = [
    part["properties"]["kind"]["const"]
    for part in Lesson.model_json_schema()["$defs"].values()
    if "kind" in part["properties"]
]

commands.register(app)
COMMANDS = typer.main.get_command(app)


def blocks(text, language):
    return re.findall(rf"^```{language}[^\n]*\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def lines_of(text):
    """Commands of ``proofreel`` in a page, without comments and prompts."""
    for block in [*blocks(text, "sh"), *blocks(text, "bash"), *blocks(text, "text")]:
        for line in block.replace("\\\n", " ").splitlines():
            found = re.search(r"(?:^|[ /])proofreel ([a-z].*?)(?:  +#.*|\s#.*)?$", line)
            if found:
                yield found[1]


@pytest.mark.slow
def test_the_site_builds_strictly_and_llms_txt_names_every_page(tmp_path):
    done = subprocess.run(
        [BIN / "mkdocs", "build", "--strict", "-q", "-d", tmp_path / "site"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
    )

    assert (done.returncode, done.stderr) == (0, "")
    told = (tmp_path / "site" / "llms.txt").read_text()
    for page in (tmp_path / "site").rglob("index.html"):
        name = page.parent.relative_to(tmp_path / "site").as_posix()
        assert f"/proofreel/{'' if name == '.' else f'{name}/'})" in told
    reference = (tmp_path / "site" / "reference" / "settings" / "index.html").read_text()
    assert all(f"PROOFREEL_{name.upper()}" in reference for name in Settings.model_fields)
    assert all(field.description for field in Settings.model_fields.values())
    blocks = (tmp_path / "site" / "reference" / "lesson-data" / "index.html").read_text()
    assert all(f'id="{kind}"' in blocks for kind in BLOCK_KINDS)
    files = (tmp_path / "site" / "reference" / "clients" / "index.html").read_text()
    assert all(client.linux.rpartition("/")[2] in files for client in CLIENTS.values())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_setting_that_a_page_names_exists(page):
    named = set(re.findall(r"PROOFREEL_([A-Z][A-Z0-9_]*[A-Z0-9])", page.read_text()))

    # Three are variables of the deployment on Convex, not of the server.
    assert {name for name in named if name.lower() not in Settings.model_fields} <= {
        "SECRET",
        "PREVIOUS_SECRET",
        "SERVER_URL",
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_command_that_a_page_shows_exists_with_its_options(page):
    for line in lines_of(page.read_text()):
        words = shlex.split(line.replace("…", ""))
        command = COMMANDS
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        assert not hasattr(command, "commands"), line
        known = {option for parameter in command.params for option in parameter.opts} | {"--help"}
        assert {word for word in words if word.startswith("-")} <= known, line


@pytest.mark.slow
@pytest.mark.bubblewrap
def test_the_first_lesson_of_the_tutorial_works_as_it_says(tmp_path, monkeypatch):
    from render_sandbox.bubblewrap import find_bubblewrap

    if find_bubblewrap() is None:
        pytest.skip("bubblewrap is missing: apt install bubblewrap")
    (lesson,) = re.findall(r'^````markdown title="circle.md"\n(.*?)^````', FIRST, re.MULTILINE | re.DOTALL)
    (tmp_path / "circle.md").write_text(lesson)
    environment = {**os.environ, "PATH": f"{BIN}:{os.environ['PATH']}", "PROOFREEL_SANDBOX": "bubblewrap"}
    said = []
    for block in blocks(FIRST, "sh"):
        for line in block.splitlines():
            done = subprocess.run(
                ["sh", "-c", line],
                cwd=tmp_path,
                capture_output=True,
                text=True,
                timeout=200,
                check=False,
                env=environment,
            )
            assert done.returncode == 0, (line, done.stdout, done.stderr)
            said.append(done.stdout + done.stderr)

    assert (tmp_path / "circle.mp4").read_bytes()[4:8] == b"ftyp"
    assert "scene 1 (Slices): rendering" not in said[-1]
    assert "scene 2 (The formula): rendering" in said[-1]


async def test_the_calls_that_the_tutorial_shows_are_taken(home):
    from fastmcp import Client

    from pipeline.studio import open_studio
    from server.app import create_mcp
    from server.settings import load_settings

    calls = [json.loads(block) for block in blocks(WITH_CLAUDE, "json")]
    async with open_studio(studio_settings(load_settings())) as studio, Client(create_mcp(studio)) as client:
        for call in calls:
            result = await client.call_tool(call["tool"], call["arguments"])
            assert not result.is_error

    assert [call["tool"] for call in calls] == ["plan_lesson", "search_snippets", "list_projects"]
