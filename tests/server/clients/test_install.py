"""``proofreel install`` on real files in a home of its own."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path
from unittest import mock

import pytest

from server.cli import main
from server.clients import CLIENTS

FILES = {
    "claude-desktop": ".config/Claude/claude_desktop_config.json",
    "claude-code": ".claude.json",
    "cursor": ".cursor/mcp.json",
    "vscode": ".config/Code/User/mcp.json",
    "windsurf": ".codeium/windsurf/mcp_config.json",
    "zed": ".config/zed/settings.json",
}


@pytest.fixture
def person(tmp_path, monkeypatch):
    folder = tmp_path / "person"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return folder


def install(*arguments):
    return call("install", *arguments)


def call(*arguments):
    """The command in this process: its exit code and output."""
    told = subprocess.CompletedProcess(arguments, 0, "", "")
    out, err = io.StringIO(), io.StringIO()
    with (
        mock.patch("sys.argv", ["proofreel", *map(str, arguments)]),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        try:
            main()
        except SystemExit as end:
            told.returncode = end.code or 0
    told.stdout, told.stderr = out.getvalue(), err.getvalue()
    return told


@pytest.mark.skipif(sys.platform == "darwin", reason="the paths of Linux")
@pytest.mark.parametrize("client", CLIENTS)
def test_each_client_has_its_own_place_and_key(person, client):
    done = install(client, "--json")

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    file = person / FILES[client]
    assert told["file"] == str(file.resolve())
    entry = json.loads(file.read_text())[CLIENTS[client].key]["proofreel"]
    assert entry == told["entry"]
    assert Path(entry["command"]).is_absolute()
    assert entry["args"][-1] == "serve"
    assert file.stat().st_mode & 0o777 == 0o600


def test_what_is_written_starts_the_server_in_the_same_home(person, home):
    install("cursor")
    entry = json.loads((person / FILES["cursor"]).read_text())["mcpServers"]["proofreel"]

    started = subprocess.run(
        [entry["command"], *entry["args"][:-1], "config", "show", "--json"],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"PATH": "/usr/bin:/bin", "HOME": str(person), **entry["env"]},
        cwd="/",
    )

    assert json.loads(started.stdout)["home"]["value"] == str(home)


def test_it_keeps_the_file_as_it_was_changes_nothing_else_and_nothing_twice(person):
    file = person / FILES["zed"]
    file.parent.mkdir(parents=True)
    before = '{\n  // mine\n  "theme": "Ayu",\n  "context_servers": {"other": {"command": "y"}},\n}\n'
    file.write_text(before)
    file.chmod(0o640)

    first, second = install("zed"), install("zed", "--json")

    (backup,) = file.parent.glob("settings.json.before-proofreel-*")
    assert first.returncode == 0, first.stderr
    assert backup.read_text() == before
    assert "// mine" in file.read_text()
    assert '"other": {"command": "y"}' in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o640
    assert json.loads(second.stdout)["changed"] is False


def test_uninstall_takes_out_only_ours(person):
    file = person / FILES["cursor"]
    file.parent.mkdir()
    file.write_text('{"mcpServers": {"other": {"command": "y"}}}')
    install("cursor")

    gone = install("cursor", "--uninstall")
    again = install("cursor", "--uninstall")

    assert gone.returncode == again.returncode == 0
    assert json.loads(file.read_text()) == {"mcpServers": {"other": {"command": "y"}}}
    assert "nothing to change" in again.stderr


def test_a_dry_run_shows_the_change_and_makes_none(person):
    done = install("vscode", "--dry-run")

    assert done.returncode == 0
    assert '+    "proofreel": {' in done.stdout
    assert not (person / FILES["vscode"]).exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'{"mcpServers": {', ":1:17: not JSON"),
        (b"[]", "not an object"),
        (b'{"mcpServers": []}', "mcpServers is not an object"),
        (b"\xff\xfe{}", "not UTF-8"),
    ],
)
def test_a_broken_file_is_refused_with_its_place_and_left_as_it_is(person, content, said):
    file = person / FILES["cursor"]
    file.parent.mkdir()
    file.write_bytes(content)

    done = install("cursor")

    assert done.returncode == 1
    assert said in done.stderr
    assert "Fix:" in done.stderr
    assert "Traceback" not in done.stderr
    assert file.read_bytes() == content
    assert [path.name for path in file.parent.iterdir()] == ["mcp.json"]


def test_a_link_into_a_folder_of_dotfiles_stays_a_link(person):
    real = person / "dotfiles" / "mcp.json"
    real.parent.mkdir()
    real.write_text("{}")
    file = person / FILES["cursor"]
    file.parent.mkdir()
    file.symlink_to(real)

    install("cursor")

    assert file.is_symlink()
    assert "proofreel" in json.loads(real.read_text())["mcpServers"]


def test_another_file_can_be_named(person, tmp_path):
    file = tmp_path / ".mcp.json"

    done = install("claude-code", "--file", file)

    assert done.returncode == 0, done.stderr
    assert json.loads(file.read_text())["mcpServers"]["proofreel"]["type"] == "stdio"


def test_a_client_that_is_not_known_is_wrong_use(person):
    done = install("emacs")

    assert done.returncode == 2
    assert "claude-desktop" in done.stderr


def test_skills_are_put_where_the_agent_looks_and_one_that_was_changed_is_kept(person):
    first = json.loads(call("skills", "--json").stdout)
    changed = person / ".claude" / "skills" / "review-a-video" / "SKILL.md"
    changed.write_text("my own")
    second = json.loads(call("skills", "--json").stdout)["skills"]
    gone = json.loads(call("skills", "--uninstall", "--json").stdout)["skills"]

    assert set(first["skills"].values()) == {"written"}
    assert {second.pop("review-a-video"), gone.pop("review-a-video")} == {"kept"}
    assert (set(second.values()), set(gone.values())) == ({"there"}, {"removed"})
    assert changed.read_text() == "my own"
    assert [found.name for found in (person / ".claude" / "skills").iterdir()] == ["review-a-video"]
