"""What registries and Claude Desktop take: the bundle, and the entry in the registry of MCP servers."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from fastmcp import Client
from fastmcp.client.transports import StdioTransport

from proofreel import __version__
from server.settings import Settings

from .conftest import ROOT, UV

PACKER = ROOT / "release" / "mcpb" / "node_modules" / ".bin" / "mcpb"
NODE = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


@pytest.fixture(scope="module")
def bundle(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, validated and packed by the official program."""
    if not PACKER.exists():
        pytest.skip("the packer of bundles is missing: run `make setup`")
    out = tmp_path_factory.mktemp("bundle") / "proofreel.mcpb"
    made = subprocess.run(
        [sys.executable, ROOT / "release" / "mcpb" / "build.py", wheel, out],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, **NODE},
    )
    assert made.returncode == 0, made.stdout + made.stderr
    assert "validation passes" in made.stdout
    return out


@pytest.mark.slow
async def test_the_bundle_starts_as_its_host_starts_it_and_offers_the_tools_that_it_names(
    bundle: Path, tmp_path: Path, home: Path
):
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(tmp_path / "bundle")
    told = json.loads((tmp_path / "bundle" / "manifest.json").read_text())
    start = told["server"]["mcp_config"]
    arguments = [part.replace("${__dirname}", str(tmp_path / "bundle")) for part in start["args"]]
    own = {"PROOFREEL_HOME": str(home), "PROOFREEL_SANDBOX": "docker", "HOME": str(Path.home())}
    environment = {"PATH": f"{UV.parent}:/usr/bin:/bin", "UV_PYTHON": sys.executable, **own, **start["env"]}
    prepared = [UV, "sync", "-q", "--directory", tmp_path / "bundle"]
    for offline in ("1", "0"):
        # How packages are reached from here is the machine's affair; the host's own environment is for the start.
        machine = {**os.environ, **environment, "UV_OFFLINE": offline}
        done = subprocess.run(prepared, env=machine, timeout=120, check=False)
        if done.returncode == 0:
            break

    transport = StdioTransport(start["command"], arguments, environment, cwd=str(home), keep_alive=False)
    async with Client(transport) as client:
        offered = {tool.name for tool in await client.list_tools()}

    assert {tool["name"] for tool in told["tools"]} >= offered - {"session_snapshot"}
    assert {"plan_lesson", "check_scene"} <= offered
    assert (told["manifest_version"], told["server"]["type"], told["version"]) == ("0.4", "uv", __version__)


def test_the_entry_in_the_registry_is_as_the_registry_wants_it():
    told = json.loads((ROOT / "server.json").read_text())
    (package,) = told["packages"]

    assert re.fullmatch(r"[a-zA-Z0-9.-]+/[a-zA-Z0-9._-]+", told["name"])
    assert len(told["description"]) <= 100
    assert told["version"] == package["version"] == __version__
    assert package["transport"] == {"type": "stdio"}
    assert f"mcp-name: {told['name']} " in (ROOT / "README.md").read_text()
    for variable in package["environmentVariables"]:
        assert variable["name"].removeprefix("PROOFREEL_").lower() in Settings.model_fields
