"""What a person gets who installs the published wheel: everything it needs, nothing of a checkout."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from email import message_from_string
from pathlib import Path

import pytest
from fastmcp import Client
from fastmcp.client.transports import StdioTransport

from .conftest import PINS, ROOT, UV, run, uv

pytestmark = [pytest.mark.slow]

PACKAGES = ("proofreel", "server", "tools", "pipeline", "knowledge", "render_sandbox")
BUILT = (
    "server/web/",
    "render_sandbox/stage/math/mathjax.js",
    "render_sandbox/stage/lessonkit/fonts/files/",
)
MOVED = {"requirements/worker.txt": "render_sandbox/worker-requirements.txt"} | {
    f"examples/{path.name}": f"server/examples/{path.name}" for path in (ROOT / "examples").glob("*.md")
}
BARE = {"docker", "fastapi", "fastmcp", "httpx", "numpy", "pydantic", "typer", "uvicorn"}


def tracked() -> set[str]:
    listed = subprocess.run(
        ["git", "ls-files", *PACKAGES], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(listed.stdout.split())


def held(wheel: Path) -> set[str]:
    return {name for name in zipfile.ZipFile(wheel).namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_every_tracked_file_and_what_is_built_and_nothing_else(wheel: Path):
    built = {
        str(path.relative_to(ROOT))
        for begin in BUILT
        for path in [ROOT / begin, *(ROOT / begin).rglob("*")]
        if path.is_file()
    }
    for begin in BUILT:
        assert any(name.startswith(begin) for name in built), f"{begin} is not built: run `make setup`"

    assert held(wheel) == tracked() | built | set(MOVED.values())


def test_the_web_pages_in_the_wheel_name_only_files_that_are_in_it(wheel: Path):
    files = held(wheel)
    page = zipfile.ZipFile(wheel).read("server/web/index.html").decode()

    named = [part.split('"')[0] for part in page.split('="/assets/')[1:]]

    assert named
    assert {f"server/web/assets/{name}" for name in named} <= files


def test_the_base_asks_for_no_cairo_and_each_extra_for_what_it_says(wheel: Path):
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith("dist-info/METADATA")]
    told = message_from_string(archive.read(name).decode())
    asked: dict[str, set[str]] = {}
    for line in told.get_all("Requires-Dist") or []:
        package, _, condition = line.partition(";")
        extra = condition.partition("extra == '")[2].rstrip("')") if "extra ==" in condition else ""
        asked.setdefault(extra, set()).add(package.split("[")[0].split(">")[0].split("<")[0].strip())

    assert asked[""] >= BARE
    assert not asked[""] & {"manim", "pycairo", "manimpango", "boto3", "celery", "av"}
    assert set(told.get_all("Provides-Extra") or []) == set(asked) - {""}
    assert "manim" in asked["render"]
    assert "celery" in asked["celery"]
    assert "boto3" in asked["s3"]
    assert {"safetensors", "tokenizers"} <= asked["search"]
    assert "opentelemetry-sdk" in asked["otel"]


def test_without_extras_there_is_no_manim_and_the_command_helps(installed: Path):
    lacking = run(installed / "python", "-c", "import manim")
    helps = run(installed / "proofreel", "--help")
    checks = run(installed / "proofreel", "doctor", "--json", PROOFREEL_SANDBOX="none")

    assert "No module named 'manim'" in lacking.stderr
    assert helps.returncode == 0, helps.stderr
    assert "serve" in helps.stdout
    said = {check["check"]: check for check in json.loads(checks.stdout)["checks"]}
    assert said["player"]["status"] == said["formulas"]["status"] == "ok"
    assert "proofreel[render]" in said["manim"]["fix"]


def test_without_extras_the_checker_and_the_search_work(installed: Path, tmp_path: Path):
    scene = tmp_path / "scene.py"
    scene.write_text(
        "from manim import *\n\n\nclass S(Scene):\n    def construct(self):\n        self.play(ShowCreation(Dot()))\n"
    )

    checked = run(installed / "proofreel", "check", scene)
    found = run(installed / "proofreel", "search", "area under a curve", "--json")

    assert checked.returncode == 1
    assert "scene.py:6: error" in checked.stdout
    assert json.loads(found.stdout)["results"]


async def test_uvx_starts_the_server_from_the_wheel_and_it_lists_the_tools(wheel: Path, home: Path):
    command = ["tool", "run", "-q", "-p", sys.executable, "-c", PINS, "--from", wheel, "proofreel"]
    first = uv(*command, "--version")
    assert first.returncode == 0, first.stderr

    environment = {
        "PROOFREEL_HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "HOME": str(Path.home()),
        "UV_OFFLINE": "1",
    }
    transport = StdioTransport(
        str(UV), [str(part) for part in [*command, "serve"]], environment, cwd=str(home), keep_alive=False
    )
    async with Client(transport) as client:
        tools = {tool.name for tool in await client.list_tools()}
        guide = await client.read_resource("guide://lesson-format")

    assert {"plan_lesson", "check_scene", "search_snippets", "lookup_api", "get_status"} <= tools
    assert "##" in guide[0].text


@pytest.mark.nightly
@pytest.mark.parametrize("resolution", ["lowest-direct", "highest"])
async def test_the_wheel_starts_under_the_oldest_and_the_newest_fastmcp_and_mcp_that_it_allows(
    wheel: Path, home: Path, tmp_path: Path, resolution: str
):
    bounds = [line for line in requirements(wheel) if line.startswith(("fastmcp", "mcp"))]
    made = uv("venv", "-q", "-p", sys.executable, tmp_path / "venv")
    python = tmp_path / "venv" / "bin" / "python"
    done = uv("pip", "install", "-q", "-p", python, "--resolution", resolution, wheel, *bounds)
    assert (made.returncode, done.returncode) == (0, 0), made.stderr + done.stderr

    environment = {"PROOFREEL_HOME": str(home), "PATH": "/usr/bin:/bin", "HOME": str(Path.home())}
    program = str(python.with_name("proofreel"))
    async with Client(StdioTransport(program, ["serve"], environment, cwd=str(home))) as client:
        tools = {tool.name for tool in await client.list_tools()}

    assert len(bounds) == 2
    assert {"plan_lesson", "write_scene", "get_status"} <= tools


def requirements(wheel: Path) -> list[str]:
    archive = zipfile.ZipFile(wheel)
    (name,) = [name for name in archive.namelist() if name.endswith("dist-info/METADATA")]
    return message_from_string(archive.read(name).decode()).get_all("Requires-Dist") or []
