"""The wheel as it would be published, and environments that hold nothing else of ours."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
UV = Path(sys.executable).with_name("uv")
PINS = ROOT / "requirements" / "dev.txt"


def run(*command: object, **environment: str) -> subprocess.CompletedProcess[str]:
    """A program's end, with its output; nothing of the checkout is on its path."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")
    }
    return subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        cwd=os.environ["PROOFREEL_HOME"],
        env=inherited | environment,
    )


def uv(*command: object) -> subprocess.CompletedProcess[str]:
    """``uv`` on what is in its cache; on a machine whose cache was cleaned, with the registry."""
    offline = run(UV, *command, UV_OFFLINE="1")
    return offline if offline.returncode == 0 else run(UV, *command)


@pytest.fixture(autouse=True)
def elsewhere(home: Path) -> None:
    """Commands run in a folder that has nothing of the checkout."""
    home.mkdir()


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built as ``make wheel`` does."""
    folder = tmp_path_factory.mktemp("wheel")
    built = subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert built.returncode == 0, built.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bin folder of an environment with ``pip install proofreel`` in it, and no extra."""
    place = tmp_path_factory.mktemp("installed")
    os.environ.setdefault("PROOFREEL_HOME", str(place))
    for step in (
        ["venv", "-q", "-p", sys.executable, place / "venv"],
        ["pip", "install", "-q", "-p", place / "venv" / "bin" / "python", "-c", PINS, wheel],
    ):
        done = uv(*step)
        assert done.returncode == 0, done.stderr
    return place / "venv" / "bin"
