"""Make the bundle that Claude Desktop installs by a double click.

``python release/mcpb/build.py WHEEL OUT.mcpb``: the wheel, a project that installs it with the versions that
the tests ran with, and a manifest that names the tools. ``npm ci`` in this folder first.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

_HERE = Path(__file__).resolve().parent
_ROOT = _HERE.parent.parent
_PACKER = _HERE / "node_modules" / ".bin" / "mcpb"
_PROJECT = """\
[project]
name = "proofreel-bundle"
version = "{version}"
requires-python = ">=3.11"
dependencies = ["proofreel"]

[tool.uv]
package = false
constraint-dependencies = {pins}

[tool.uv.sources]
proofreel = {{ path = "{wheel}" }}
"""


def pins(requirements: str) -> list[str]:
    """``name==version ; marker`` of each pinned package, without its hashes."""
    lines = (line.rstrip("\\ ") for line in requirements.splitlines())
    return [line for line in lines if "==" in line and not line.startswith((" ", "#"))]


def manifest(version: str) -> dict[str, Any]:
    """The manifest with the version and the tools as the server offers them."""
    told: dict[str, Any] = json.loads((_HERE / "manifest.json").read_text(encoding="utf-8"))
    snapshots = sorted((_ROOT / "tests" / "tools" / "schemas").glob("*.json"))
    tools = [json.loads(path.read_text(encoding="utf-8")) for path in snapshots]
    named = [
        {"name": tool["name"], "description": tool["description"].partition("\n")[0]}
        for tool in tools
        if tool["name"] != "session_snapshot"  # for the player in the chat, not for the model
    ]
    return {**told, "version": version, "tools": named}


def stage(wheel: Path, folder: Path) -> None:
    """Put what the bundle holds into ``folder``."""
    version = wheel.name.split("-")[1]
    project = _PROJECT.format(
        version=version,
        wheel=wheel.name,
        pins=json.dumps(pins((_ROOT / "requirements" / "dev.txt").read_text()), indent=4),
    )
    (folder / "manifest.json").write_text(json.dumps(manifest(version), indent=2) + "\n", encoding="utf-8")
    (folder / "pyproject.toml").write_text(project, encoding="utf-8")
    shutil.copy(_HERE / "main.py", folder)
    shutil.copy(_ROOT / "LICENSE", folder)
    shutil.copy(wheel, folder)


def main(wheel: Path, out: Path) -> None:
    """Stage, validate and pack."""
    with tempfile.TemporaryDirectory() as name:
        stage(wheel, Path(name))
        subprocess.run([_PACKER, "validate", Path(name) / "manifest.json"], check=True)
        subprocess.run([_PACKER, "pack", name, out.absolute()], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
