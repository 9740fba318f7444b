"""The commands of the how-to pages, as they stand there: each is started and does what its page says.

What a reader replaces by something of their own (a host, a password, a port) is replaced here too.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from .seaweed import ACCESS_KEY, SECRET_KEY

HOW_TO = Path(__file__).parent.parent / "docs" / "how-to"

pytestmark = [pytest.mark.slow]


def commands(page: str) -> list[str]:
    """Lines of a page's shell blocks, without what is said about them."""
    blocks = re.findall(r"^```(?:ba)?sh\n(.*?)^```", (HOW_TO / page).read_text(), re.MULTILINE | re.DOTALL)
    return [line.partition("  #")[0].strip() for block in blocks for line in block.splitlines()]


def command(page: str, part: str) -> str:
    """The one line of a page that has this in it."""
    (found,) = [line for line in commands(page) if part in line]
    return found


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


class Shell:
    """A reader's shell: the commands of this environment, a home and a port of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        own = {"PROOFREEL_PORT": str(self.port), "PROOFREEL_SANDBOX": "none", "PROOFREEL_VOICE": "none"}
        path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
        self.environment = {**os.environ, **own, "PATH": path, "HOME": str(folder)}
        self.url = f"http://127.0.0.1:{self.port}"

    def run(self, line: str, exit_code: int = 0) -> str:
        done = subprocess.run(
            ["sh", "-c", line],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == exit_code, (line, done.stdout, done.stderr)
        return done.stdout

    @contextlib.contextmanager
    def started(self, line: str) -> Iterator[subprocess.Popen[bytes]]:
        """What has no end of its own, while the block lasts."""
        process = subprocess.Popen(["sh", "-c", f"exec env {line}"], cwd=self.folder, env=self.environment)
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def wait_for_server(self, process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + 90
        while process.poll() is None and time.monotonic() < until:
            with contextlib.suppress(httpx.HTTPError):
                if httpx.get(f"{self.url}/healthz", timeout=5).status_code == 200:
                    return
            time.sleep(0.2)
        raise AssertionError(f"no server: exit code {process.poll()}")


@pytest.fixture
def shell(tmp_path: Path, home: Path) -> Shell:
    return Shell(tmp_path)


def test_one_server_lets_in_who_has_the_token_of_the_page(shell: Shell):
    page = "host-for-a-team.md"
    with_token = command(page, "PROOFREEL_PUBLIC_URL=")
    (make_token,) = {line for line in commands(page) if line.startswith("proofreel token create")}

    token = json.loads(shell.run(f"{make_token} --json"))["token"]
    with shell.started(with_token) as server:
        shell.wait_for_server(server)
        answers = [
            httpx.get(f"{shell.url}/api/projects", headers=headers, timeout=30).status_code
            for headers in ({}, {"Authorization": f"Bearer {token}"})
        ]

    assert answers == [401, 200]
    for line, exit_code in (("doctor --json", 1), ("db check", 0), ("gc --dry-run", 0)):
        assert f"proofreel {line}" in commands(page)
        shell.run(f"proofreel {line}", exit_code)  # 1: there is no sandbox here


@pytest.mark.redis
def test_a_server_and_a_worker_meet_at_the_redis_of_the_page(shell: Shell):
    if shutil.which("redis-server") is None:
        pytest.skip("apt install redis-server")
    page, port = "render-on-many-machines.md", free_port()
    redis = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--requirepass", "abc"]
    known = str(port)

    def mine(line: str) -> str:
        return line.replace("rediss://:PASSWORD@queue.example:6379", f"redis://:abc@127.0.0.1:{known}")

    serve, work = mine(command(page, "serve --http")), mine(command(page, "proofreel worker"))
    look = f"{serve.rpartition(' proofreel')[0]} proofreel doctor --json"
    with contextlib.ExitStack() as stack:
        bus = stack.enter_context(subprocess.Popen(redis, stdout=subprocess.DEVNULL, cwd=shell.folder))
        stack.callback(bus.terminate)
        server = stack.enter_context(shell.started(serve))
        shell.environment["PROOFREEL_SANDBOX"] = "host"  # a worker without isolation would not start
        stack.enter_context(shell.started(work))
        shell.wait_for_server(server)
        until, said = time.monotonic() + 90, ""
        while "1 workers" not in said and time.monotonic() < until:
            checks = json.loads(shell.run(look))["checks"]
            (said,) = [check["message"] for check in checks if check["check"] == "queue"]

    assert said == "1 workers of this version at Redis, 2 scenes at once"


def test_the_log_and_the_figures_tell_of_a_request(shell: Shell):
    page = "watch-the-service.md"
    serve, look, ask = command(page, "serve --http"), command(page, "grep "), command(page, "curl ")
    if shutil.which("curl") is None:
        pytest.skip("apt install curl")

    with shell.started(serve) as server:
        shell.wait_for_server(server)
        answer = httpx.get(f"{shell.url}/api/sessions/ses_none", timeout=30)
        given = answer.headers["X-Correlation-Id"]
        lines = shell.run(re.sub(r"[0-9a-f-]{36}", given, look)).splitlines()
        figures = shell.run(ask.replace(":8765", f":{shell.port}"))

    assert answer.json()["correlationId"] == given
    assert [json.loads(line)["correlationId"] for line in lines]
    named = re.findall(r"`(proofreel_(?!sync)\w+)`", (HOW_TO / page).read_text())  # nobody syncs here
    assert named
    assert [name for name in named if f"# TYPE {name}" not in figures] == []


def test_the_buckets_are_made_and_answer(shell: Shell, home: Path, s3_endpoint: str):
    page = "keep-chunks-on-s3.md"
    (toml,) = re.findall(r"^```toml[^\n]*\n(.*?)^```", (HOW_TO / page).read_text(), re.MULTILINE | re.DOTALL)
    home.mkdir(exist_ok=True)
    (home / "proofreel.toml").write_text(f'{toml}s3_endpoint = "{s3_endpoint}"\n')
    shell.environment["PROOFREEL_S3_ACCESS_KEY_ID"] = ACCESS_KEY
    shell.environment["PROOFREEL_S3_SECRET_ACCESS_KEY"] = SECRET_KEY
    steps = commands(page)

    told = [shell.run(line) for line in steps[:2]]
    checks = json.loads(shell.run(f"{steps[2]} --json", exit_code=1))["checks"]  # there is no sandbox here
    again = shell.run(steps[1])

    assert steps[2] == "proofreel doctor"
    assert all("lessons-chunks" in text and "lessons-sources" in text for text in told)
    assert ("storage", "ok") in [(check["check"], check["status"]) for check in checks]
    made = [line.split()[0] for line in again.splitlines() if "create_bucket" in line]
    assert made == ["present", "present"]


def test_a_session_is_opened_in_the_browser(shell: Shell):
    page = "../player.md"
    line = command(page, "--open").replace("ses_…", "ses_01")
    browser = shell.folder / "browser"
    browser.write_text(f"#!/bin/sh\necho $1 > {shell.folder}/opened\n")
    browser.chmod(0o755)
    shell.environment["BROWSER"] = f"{browser} %s"

    with shell.started(line) as server:
        shell.wait_for_server(server)

    assert (shell.folder / "opened").read_text().strip() == f"{shell.url}/watch/ses_01"
