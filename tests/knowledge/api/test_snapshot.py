import importlib.metadata
import subprocess
import sys
from pathlib import Path

import pytest

from knowledge.api.store import PINNED

ROOT = Path(__file__).parents[3]


def test_the_committed_reference_is_what_the_installed_manim_says(tmp_path: Path):
    try:
        installed = importlib.metadata.version("manim")
    except importlib.metadata.PackageNotFoundError:
        pytest.skip("manim is not installed: install the extra 'render'")
    assert installed == PINNED, "build knowledge/api/data anew: the pinned manim changed"
    code = (
        "import sys, pathlib\n"
        "from render_sandbox.stage.channel import MemoryChannel\n"
        "from render_sandbox.stage.jobs import reflect\n"
        "channel = MemoryChannel()\n"
        "assert reflect.run({}, {}, channel)['ok']\n"
        "pathlib.Path(sys.argv[1]).write_bytes(channel.files['api.json'])\n"
    )
    made = tmp_path / "api.json"
    subprocess.run([sys.executable, "-W", "ignore", "-c", code, str(made)], cwd=ROOT, check=True, timeout=120)
    committed = ROOT / "knowledge" / "api" / "data" / f"manim-{PINNED}.json"
    assert made.read_text() == committed.read_text()
