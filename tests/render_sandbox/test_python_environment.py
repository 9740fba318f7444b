"""What of the machine a worker has to see so that its interpreter starts."""

from __future__ import annotations

import sys
from pathlib import Path

from render_sandbox.python_environment import environment_paths


def test_every_link_on_the_way_to_the_interpreter_is_seen(tmp_path):
    """As in a venv of Debian's Python: .venv/bin/python → python3 → /usr/bin/python3 → python3.11."""
    elsewhere, folder = tmp_path / "usr" / "bin", tmp_path / "env"
    version = f"python{sys.version_info.major}.{sys.version_info.minor}"
    (folder / "lib" / version / "site-packages" / "manim").mkdir(parents=True)
    (folder / "bin").mkdir()
    elsewhere.mkdir(parents=True)
    base = Path(sys.base_prefix) / "bin" / version
    (folder / "pyvenv.cfg").write_text(f"home = {base.parent}\nversion = 3\n")
    (folder / "bin" / "python").symlink_to("python3")
    (folder / "bin" / "python3").symlink_to(elsewhere / "python3")
    (elsewhere / "python3").symlink_to(version)
    (elsewhere / version).symlink_to(base)

    paths = environment_paths(folder / "bin" / "python")

    assert {folder, elsewhere / "python3", elsewhere / version} <= set(paths)
    assert any(base.resolve().is_relative_to(path) for path in paths)
