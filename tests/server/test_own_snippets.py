import json

import pytest
import typer
from typer.testing import CliRunner

from server import commands
from server.settings import SettingsError, load_settings

app = typer.Typer()
commands.register(app)

MINE = '"""\n---\ntitle: Zebrafish heartbeat\n---\n"""\n\nfrom manim import *\n\n\nclass Fish(Scene):\n    pass\n'


def test_a_folder_of_ones_own_is_searched(tmp_path, monkeypatch) -> None:
    (tmp_path / "biology").mkdir()
    (tmp_path / "biology" / "fish.py").write_text(MINE)
    (tmp_path / "biology" / "broken.py").write_text("x = (")
    monkeypatch.setenv("PROOFREEL_SNIPPETS", str(tmp_path / "biology"))
    said = CliRunner().invoke(app, ["search", "zebrafish", "--json"])
    assert json.loads(said.stdout)["results"][0]["id"] == "fish"
    assert "broken.py" in said.stderr


def test_a_folder_that_is_not_there_is_named(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("PROOFREEL_SNIPPETS", f"{tmp_path},{tmp_path / 'gone'}")
    with pytest.raises(SettingsError, match="gone is not a folder"):
        load_settings()


def test_check_knows_the_pictures_beside_a_scene(tmp_path) -> None:
    scene = tmp_path / "scene.py"
    scene.write_text(
        "from manim import *\n\n\nclass A(Scene):\n    def construct(self):\n"
        "        self.add(ImageMobject('cat.png'))\n        self.wait()\n"
    )
    missing = CliRunner().invoke(app, ["check", str(scene), "--json"])
    assert [found["rule"] for found in json.loads(missing.stdout)["findings"]] == ["missing-file"]
    (tmp_path / "cat.png").write_bytes(b"png")
    assert CliRunner().invoke(app, ["check", str(scene)]).exit_code == 0


def test_sarif_of_a_lesson_points_into_the_lesson(tmp_path) -> None:
    lesson = tmp_path / "my lesson.md"
    lesson.write_text("---\ntitle: T\n---\n\n## One\n\n$$\\frac{1}$$\n")
    said = CliRunner().invoke(app, ["check", str(lesson), "--format", "sarif"])
    run = json.loads(said.stdout)["runs"][0]
    known = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    assert said.exit_code == 1
    for result in run["results"]:
        place = result["locations"][0]["physicalLocation"]
        assert place["artifactLocation"]["uri"].endswith("my%20lesson.md")
        assert 1 <= place["region"]["startLine"] <= 7
        assert result["ruleId"] in known
        assert result["level"] in {"error", "warning", "note"}


def test_a_search_that_finds_nothing_says_so() -> None:
    said = CliRunner().invoke(app, ["search", "xyzzyqq"])
    assert said.exit_code == 1
    assert "No snippet" in said.stderr
