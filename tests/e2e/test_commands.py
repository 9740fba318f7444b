"""The ``proofreel`` command as a person runs it: its own process, its real exit code and output."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .command import proofreel as run

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def lesson_file(tmp_path, lesson):
    path = tmp_path / "circles.md"
    path.write_text(lesson)
    return path


@pytest.mark.slow
def test_make_turns_a_lesson_into_a_video_and_the_second_time_renders_nothing(lesson_file):
    first = run("make", lesson_file, "--quality", "preview", "--json")
    second = run("make", lesson_file, "--quality", "preview", "--json")

    assert first.returncode == 0, first.stderr
    told = json.loads(first.stdout)
    assert Path(told["video"]).read_bytes()[4:8] == b"ftyp"
    assert told["changed"] == 3
    assert json.loads(second.stdout)["changed"] == 0
    assert "rendering" not in second.stderr


@pytest.mark.slow
def test_make_names_the_line_of_a_scene_that_fails_and_exits_with_1(lesson_file, lesson):
    lesson_file.write_text(lesson.replace("Create(Square())", "Create(Square(side=1))"))
    line = next(n for n, text in enumerate(lesson_file.read_text().splitlines(), 1) if "side=1" in text)

    done = run("make", lesson_file, "--quality", "preview")

    assert done.returncode == 1
    assert f"circles.md:{line}" in done.stderr
    assert "Traceback" not in done.stderr
    assert not lesson_file.with_suffix(".mp4").exists()


def test_make_reports_every_mistake_of_the_file_at_once(tmp_path):
    path = tmp_path / "bad.md"
    path.write_text("---\ntitle: x\ntheme: purple\n---\n\n## One\n\n```plot\ncurve: 2x\n```\n")

    done = run("make", path)

    assert done.returncode == 1
    assert "bad.md:3" in done.stderr
    assert "bad.md:9" in done.stderr


@pytest.mark.slow
def test_the_demo_goes_through_the_real_mcp_server(home, tmp_path, lesson_file):
    done = run("demo", lesson_file, "--quality", "preview", "-o", tmp_path / "out.mp4")

    assert done.returncode == 0, done.stderr
    for tool in ("plan_lesson", "check_scene", "render", "export_video"):
        assert f"→ {tool}(" in done.stdout
    assert (tmp_path / "out.mp4").stat().st_size > 1000
    assert list((home / "exports").rglob("*.mp4"))


def test_check_finds_a_mistake_without_running_anything(tmp_path):
    scene = tmp_path / "scene.py"
    scene.write_text(
        "from manim import *\n\n\nclass S(Scene):\n    def construct(self):\n        self.play(ShowCreation(Dot()))\n"
    )

    plain = run("check", scene)
    told = run("check", scene, "--json")
    sarif = run("check", scene, "--format", "sarif")

    assert plain.returncode == told.returncode == 1
    assert "scene.py:6: error" in plain.stdout
    assert json.loads(told.stdout)["findings"][0]["line"] == 6
    assert json.loads(sarif.stdout)["version"] == "2.1.0"


@pytest.mark.slow
def test_a_rehearsal_reports_what_leaves_the_frame(tmp_path):
    scene = tmp_path / "scene.py"
    scene.write_text(
        "from manim import *\n\n\nclass S(Scene):\n    def construct(self):\n"
        "        label = Text('out of the frame').shift(RIGHT * 6.5)\n"
        "        self.play(Write(label))\n        self.wait()\n"
    )

    done = run("check", scene, "--rehearse", "--json")

    assert done.returncode == 1
    findings = json.loads(done.stdout)["findings"]
    assert any("frame" in finding["message"] and finding["stage"] == "layout" for finding in findings)


def test_search_and_api_answer_in_the_form_that_the_design_names():
    found = run("search", "area under a curve", "--limit", "2", "--json")
    entry = run("api", "Circle")
    missing = run("api", "ShowCreation")

    results = json.loads(found.stdout)["results"]
    assert len(results) == 2
    assert set(results[0]) >= {"id", "title", "source", "license", "score", "code"}
    assert "radius" in entry.stdout
    assert (entry.returncode, missing.returncode) == (0, 1)


@pytest.mark.slow
def test_doctor_tells_what_works_here():
    done = run("doctor", "--json")

    checks = {check["check"]: check for check in json.loads(done.stdout)["checks"]}
    assert checks["sandbox"]["status"] in ("ok", "warning"), checks["sandbox"]
    assert checks["formulas"]["status"] == "ok"
    assert all(
        check["fix"] for check in checks.values() if check["status"] != "ok" and check["check"] != "sandbox"
    )


def test_config_show_says_where_each_value_is_from(tmp_path, home):
    home.mkdir()
    (home / "proofreel.toml").write_text('port = 9000\nlog_level = "info"\ncpus = 1.5\n')
    (tmp_path / ".env").write_text("PROOFREEL_PORT=9001\nPROOFREEL_LATEX=true\nDJANGO_DEBUG=1\n")

    done = run("config", "show", "--json", cwd=tmp_path, PROOFREEL_LATEX="false", PROOFREEL_VOICE="")

    assert done.returncode == 0, done.stderr
    told = {name: (row["value"], row["origin"]) for name, row in json.loads(done.stdout).items()}
    assert told["latex"] == (False, "environment")
    assert told["port"] == (9001, str(tmp_path / ".env"))
    assert told["log_level"] == ("info", str(home / "proofreel.toml"))
    assert told["host"] == ("127.0.0.1", "default")
    assert told["voice"][1] == "default"


def test_an_unknown_or_wrong_setting_is_named_with_its_place_and_what_was_meant(tmp_path, home):
    home.mkdir()
    (home / "proofreel.toml").write_text('prot = 9000\ncpus = "many"\n[s3]\nbucket = "x"\n')
    (tmp_path / ".env").write_text("PROOFREEL_LATEXT=true\n")

    done = run("config", "show", cwd=tmp_path, PROOFREEL_WORKRES="3")

    toml = home / "proofreel.toml"
    assert done.returncode == 2
    said = done.stderr.splitlines()
    assert (
        "PROOFREEL_WORKRES (environment): there is no such setting. Did you mean PROOFREEL_WORKERS?"
        in said[0]
    )
    assert said[1] == (
        f"PROOFREEL_LATEXT ({tmp_path / '.env'}): there is no such setting. Did you mean PROOFREEL_LATEX?"
    )
    assert said[2] == f"prot ({toml}): there is no such setting. Did you mean port?"
    assert said[3].startswith(f"s3 ({toml}): there is no such setting.")
    assert said[4].startswith(f"PROOFREEL_CPUS ({toml}): Input should be a valid number")
    assert (
        "PROOFREEL_WORKERS  " in done.stdout
    )  # what the fix promises: every setting, though none could be read


def test_a_settings_file_that_is_no_toml_is_named_with_the_line(home):
    home.mkdir()
    (home / "proofreel.toml").write_text("port = 1\nport 2\n")

    done = run("config", "show")

    assert done.returncode == 2
    assert f"{home / 'proofreel.toml'} cannot be read" in done.stderr
    assert "line 2" in done.stderr
    assert "Traceback" not in done.stderr


def test_config_show_masks_secrets():
    done = run("config", "show", "--json", PROOFREEL_SYNC_SECRETS="do-not-print-me")

    assert done.returncode == 0
    assert "do-not-print-me" not in done.stdout + done.stderr
    assert json.loads(done.stdout)["sync_secrets"]["origin"] == "environment"


def test_the_server_listens_on_loopback_only():
    done = run("serve", "--http", "--host", "0.0.0.0")

    assert done.returncode == 2
    assert "PROOFREEL_AUTH" in done.stderr


def test_db_check_finds_a_missing_chunk_and_repair_queues_its_scene(home, lesson):
    from pipeline.lesson import parse
    from pipeline.studio import Studio, StudioSettings
    from render_sandbox.sandbox import SandboxSettings

    studio = Studio(StudioSettings(home, SandboxSettings()))
    plan = studio.plan(parse(lesson), owner="local", quality="preview")
    with studio.db.transaction() as tx:
        tx.execute("UPDATE scenes SET status = 'ready', chunk_version = 1 WHERE id = ?", (plan.scenes[0].id,))
    studio.db.close()

    found = run("db", "check", "--json")
    mended = run("db", "repair")

    assert found.returncode == 1
    assert json.loads(found.stdout)["problems"][0]["kind"] == "chunk"
    assert mended.returncode == 0
    assert run("db", "check").returncode == 0


def test_every_example_lesson_is_without_mistakes():
    from pipeline.checking import check_code
    from pipeline.lesson import compile_scene, load

    for path in sorted((ROOT / "examples").glob("*.md")):
        lesson = load(path)
        for scene in lesson.scenes:
            findings = check_code(compile_scene(lesson, scene).code)
            assert [f for f in findings if f["severity"] == "error"] == [], (path, scene.title)
