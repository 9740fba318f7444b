"""The rules that hold the folders apart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_imports_point_from_server_to_tools_to_pipeline_to_the_rest():
    linter = Path(sys.executable).parent / "lint-imports"

    done = subprocess.run([linter, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_a_server_starts_without_manim_and_cairo():
    code = (
        "import sys, server.app, server.http, server.cli, server.commands.make, pipeline.studio\n"
        "print([m for m in ('manim', 'cairo', 'av') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_help_imports_neither_fastmcp_nor_the_pipeline():
    code = (
        "import sys\nfrom server.cli import app\nfrom server import commands\ncommands.register(app)\n"
        "import typer.testing\nresult = typer.testing.CliRunner().invoke(app, ['--help'])\n"
        "assert 'demo' in result.output\n"
        "print([m for m in ('fastmcp', 'pipeline', 'knowledge', 'fastapi', 'docker') if m in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_no_committed_file_is_built_or_names_a_machine():
    files = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = [name for name in files.stdout.split("\0") if name]

    built = [name for name in names if name.endswith((".mp4", ".db", ".whl", ".sqlite", ".so", ".pyc"))]
    large = [name for name in names if (ROOT / name).is_file() and (ROOT / name).stat().st_size > 1_000_000]

    assert (built, large) == ([], [])


def test_pinned_requirements_carry_hashes_and_no_address():
    for path in (ROOT / "requirements").glob("*.txt"):
        text = path.read_text()
        assert "--hash=sha256:" in text, path
        assert "://" not in text, path
    for path in ROOT.rglob("package-lock.json"):
        if "node_modules" not in path.parts:
            assert '"resolved"' not in path.read_text(), path


def test_every_file_that_the_documents_link_to_exists():
    import re

    for document in [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").glob("*.md"),
        ROOT / "render_sandbox" / "THREATS.md",
    ]:
        for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8")):
            made = document.parent.name == "docs" and target.startswith(
                "reference/"
            )  # by `make docs`, which is strict
            if "://" not in target and not target.startswith("map.png") and not made:
                assert (document.resolve().parent / target).exists() or (document.parent / target).exists(), (
                    document.name,
                    target,
                )


def test_the_map_names_every_folder_and_each_row_s_folder_exists():
    import re

    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    folders = {name.split("/")[0] for name in files.stdout.splitlines() if "/" in name}
    page = (ROOT / "ARCHITECTURE.md").read_text()
    named = set(re.findall(r"^\| \[?`([\w]+)/`", page, re.MULTILINE))

    assert {folder for folder in folders if not folder.startswith(".")} == named
