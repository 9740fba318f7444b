"""``doctor``: what does not work is named, with what to do about it."""

from __future__ import annotations

import importlib.util
import json

import pytest
import typer

from server.commands.care import doctor

from ..seaweed import ACCESS_KEY, SECRET_KEY


@pytest.fixture
def diagnosed(monkeypatch, capsys):
    """The checks by name, and the exit code, with these settings."""

    def run(**settings):
        settings = {"sandbox": "none", **settings}
        for name, value in settings.items():
            monkeypatch.setenv(f"PROOFREEL_{name.upper()}", str(value))
        code = 0
        try:
            doctor(as_json=True)
        except typer.Exit as end:
            code = end.exit_code
        checks = json.loads(capsys.readouterr().out)["checks"]
        assert all(check["fix"] for check in checks if check["status"] != "ok"), checks
        assert not any(check["fix"] for check in checks if check["status"] == "ok"), checks
        return {check["check"]: check for check in checks}, code

    return run


@pytest.fixture
def bucket(s3_endpoint):
    """Settings of a real bucket."""
    return {
        "s3_endpoint": s3_endpoint,
        "s3_bucket": "proofreel-chunks",
        "s3_sources_bucket": "proofreel-sources",
        "s3_access_key_id": ACCESS_KEY,
        "s3_secret_access_key": SECRET_KEY,
    }


def test_without_isolation_it_fails_and_says_how_to_get_some(diagnosed):
    checks, code = diagnosed()

    assert code == 1
    assert checks["sandbox"]["status"] == "error"
    assert {"python", "settings", "home", "database", "storage", "formulas", "player"} <= set(checks)


def test_a_wrong_setting_is_the_last_line_and_names_itself(diagnosed):
    checks, code = diagnosed(workres=3)

    assert code == 1
    assert list(checks) == ["python", "settings"]
    assert "PROOFREEL_WORKRES" in checks["settings"]["message"]


def test_what_is_set_and_lacks_its_extra_is_an_error(diagnosed, monkeypatch):
    known = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util,
        "find_spec",
        lambda name: None if name in ("anthropic", "opentelemetry.sdk") else known(name),
    )

    checks, _ = diagnosed(director_key="k", otel_endpoint="http://127.0.0.1:4318")

    assert (checks["director"]["status"], checks["director"]["fix"]) == (
        "error",
        "Install proofreel[director].",
    )
    assert (checks["tracing"]["status"], checks["tracing"]["fix"]) == ("error", "Install proofreel[otel].")


def test_a_home_that_cannot_be_is_an_error(diagnosed, tmp_path):
    (tmp_path / "file").write_text("in the way")

    checks, code = diagnosed(home=tmp_path / "file" / "home")

    assert code == 1
    assert checks["home"]["status"] == "error"
    assert "PROOFREEL_HOME" in checks["home"]["fix"]


def test_a_file_that_is_no_database_is_an_error(diagnosed, home):
    home.mkdir()
    (home / "proofreel.db").write_bytes(b"not a database, but long enough to be looked at" * 50)

    checks, code = diagnosed()

    assert code == 1
    assert checks["database"]["status"] == "error"


def test_a_bucket_that_answers_is_fine(diagnosed, bucket):
    checks, _ = diagnosed(**bucket)

    assert checks["storage"] == {
        "check": "storage",
        "status": "ok",
        "message": "proofreel-chunks answers",
        "fix": "",
    }


def test_a_bucket_with_a_wrong_secret_says_where_to_look(diagnosed, bucket):
    checks, code = diagnosed(**{**bucket, "s3_secret_access_key": "wrong"})

    assert code == 1
    assert checks["storage"]["status"] == "error"
    assert "PROOFREEL_S3" in checks["storage"]["fix"]


def test_a_person_reads_each_fix_below_its_line(capsys, monkeypatch):
    monkeypatch.setenv("PROOFREEL_SANDBOX", "none")

    with pytest.raises(typer.Exit):
        doctor(as_json=False)

    lines = capsys.readouterr().out.splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("✗ sandbox:"))
    assert lines[at + 1].startswith("    ")
