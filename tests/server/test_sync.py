"""Telling Convex, as a person sees it: the command, the doctor, the metrics, and a server that does it by itself.

The functions are the real ones of ``convex/``, in convex-test's engine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from pipeline.lesson import parse
from pipeline.state import projects
from pipeline.studio import Studio
from pipeline.sync.status import sync_status
from server import commands
from server.cli import app
from server.settings import SettingsError, load_settings
from server.shares import studio_settings

from ..pipeline.sync.conftest import Deployment, deployment, loopback  # noqa: F401
from ..pipeline.sync.story import shown, told
from .conftest import LESSON

pytestmark = pytest.mark.node

if not app.registered_commands:
    commands.register(app)


@pytest.fixture(autouse=True)
def own_log(monkeypatch):
    """The runner's stderr is closed after the command: no logger may be left with it."""
    monkeypatch.setattr("server.logs.configure_logging", lambda settings: None)


@pytest.fixture
def studio(home, monkeypatch):
    monkeypatch.setenv("PROOFREEL_SANDBOX", "none")
    studio = Studio(studio_settings(load_settings()))
    yield studio
    studio.db.close()


@pytest.fixture
def session(studio):
    return studio.plan(parse(LESSON), owner="ada", quality="preview").session


@pytest.fixture
def told_to(deployment, monkeypatch) -> Deployment:  # noqa: F811
    monkeypatch.setenv("PROOFREEL_SYNC_URL", deployment.url)
    monkeypatch.setenv("PROOFREEL_SYNC_SECRETS", deployment.secret)
    return deployment


def run(*args: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, list(args))
    if result.exception and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout


def test_sync_sends_what_waits_and_says_that_nothing_is_left(told_to, studio, session):
    code, output = run("sync", "--json")

    assert (code, json.loads(output)["open"]) == (0, 0)
    token = told_to.sign_in("ada@example.org", "ada")
    assert shown(told_to, token, session.id) == told(studio.db, session.id, studio.store)


@pytest.mark.parametrize("which", ["--session", "--project", "--all"])
def test_sync_tells_everything_anew(told_to, studio, session, which):
    run("sync")
    told_to.reset()
    named = {"--session": [session.id], "--project": [session.project_id], "--all": []}[which]

    assert run("sync", which, *named)[0] == 0

    token = told_to.sign_in("ada@example.org", "ada")
    assert shown(told_to, token, session.id) == told(studio.db, session.id, studio.store)


def test_sync_says_what_keeps_it_from_sending_and_fails(told_to, studio, session, monkeypatch):
    monkeypatch.setenv("PROOFREEL_SYNC_SECRETS", "another secret")

    code, output = run("sync")

    assert code == 1
    assert "401" in output
    assert sync_status(studio.db).open > 0


def test_what_was_given_up_is_said_with_what_to_do(told_to, studio, session):
    with studio.db.transaction() as tx:
        tx.execute("UPDATE outbox SET parked_at = 1, error = 'refused' WHERE seq = 1")

    code, output = run("sync", "--status")

    assert code == 1
    assert f"proofreel sync --session {session.id}" in output
    from server.diagnosis import _convex

    found = _convex(load_settings())
    assert (found["status"], session.id in found["fix"]) == ("error", True)
    assert run("sync", "--session", session.id)[0] == 0
    assert _convex(load_settings())["status"] == "ok"


def test_without_a_deployment_sync_says_what_to_set(home):
    with pytest.raises(SettingsError, match="no Convex deployment"):
        run("sync")


def test_a_deployment_without_a_secret_is_refused(home, monkeypatch):
    monkeypatch.setenv("PROOFREEL_SYNC_URL", "https://name.convex.site")

    with pytest.raises(SettingsError, match="sync_secrets"):
        load_settings()


def test_two_ways_of_saying_what_to_tell_are_refused(told_to, studio, session):
    assert run("sync", "--all", "--session", session.id)[0] == 2


def test_how_far_behind_it_is_stands_among_the_metrics(told_to, studio, session):
    import asyncio

    from fastapi.testclient import TestClient

    from server.http import create_app

    other = Studio(studio_settings(load_settings()))
    with TestClient(create_app(load_settings(), other), base_url="http://127.0.0.1") as http:
        page = http.get("/metrics").text
    asyncio.run(other.aclose())

    assert (
        f'proofreel_sync_updates{{state="open"}} {projects.get_session(studio.db, session.id).seq}.0' in page
    )
    assert 'proofreel_sync_lag_seconds{state="oldest"}' in page


def test_the_pages_are_told_which_deployment_to_read(home, monkeypatch):
    import asyncio

    from fastapi.testclient import TestClient

    from server.http import _CONFIG, _WEB, create_app

    if not (_WEB / "index.html").is_file():
        pytest.skip("the web pages: run `make setup`")
    monkeypatch.setenv("PROOFREEL_SANDBOX", "none")
    monkeypatch.setenv("PROOFREEL_CONVEX_URL", "https://name.convex.cloud/</script>")
    settings = load_settings()
    studio = Studio(studio_settings(settings))
    with TestClient(create_app(settings, studio), base_url="http://127.0.0.1") as http:
        page = http.get("/").text
    asyncio.run(studio.aclose())

    assert _CONFIG.format('{"convexUrl": "https://name.convex.cloud/\\u003c/script>"}') in page


def test_a_process_that_is_killed_while_it_tells_loses_nothing(told_to, studio, session):
    import random
    import time

    from ..pipeline.sync.story import happen

    chance = random.Random(3)
    for _ in range(3):
        for _ in range(20):
            happen(studio.db, session.id, chance)
        watching = subprocess.Popen(
            [sys.executable, "-m", "proofreel", "sync", "--watch"], stderr=subprocess.PIPE, text=True
        )
        deadline = time.monotonic() + 60
        before = sync_status(studio.db).open
        while sync_status(studio.db).open == before and time.monotonic() < deadline:
            happen(studio.db, session.id, chance)
            before = max(before, sync_status(studio.db).open)
            time.sleep(0.02)
        watching.kill()
        watching.communicate()

    assert run("sync")[0] == 0
    token = told_to.sign_in("ada@example.org", "ada")
    assert shown(told_to, token, session.id) == told(studio.db, session.id, studio.store)


def test_a_server_tells_by_itself_what_other_processes_changed(told_to, studio, session):
    command = [sys.executable, "-m", "proofreel", "serve", "--http", "--port", "0"]
    process = subprocess.Popen(command, env=os.environ.copy(), stderr=subprocess.PIPE, text=True)
    try:
        import time

        deadline = time.monotonic() + 60
        while sync_status(studio.db).open and time.monotonic() < deadline:
            time.sleep(0.1)
    finally:
        process.terminate()
        process.communicate(timeout=20)

    token = told_to.sign_in("ada@example.org", "ada")
    assert shown(told_to, token, session.id) == told(studio.db, session.id, studio.store)
