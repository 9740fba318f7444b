"""Workers find bytecode where an installer has left none."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

import render_sandbox
from render_sandbox.bytecode import compile_once

pytest.importorskip("manim", reason="the render extra is missing: pip install 'proofreel[render]'")


@pytest.fixture
def stage(tmp_path: Path) -> Path:
    """The stage as it comes out of an archive."""
    package = Path(render_sandbox.__file__).parent
    copy = tmp_path / "render_sandbox"
    copy.mkdir()
    shutil.copy(package / "__init__.py", copy)
    leave_out = shutil.ignore_patterns("__pycache__", "node_modules")
    shutil.copytree(package / "stage", copy / "stage", ignore=leave_out)
    return copy / "stage"


def test_a_stage_without_bytecode_is_compiled_once(stage: Path):
    compiling = compile_once(Path(sys.executable), stage)
    assert compiling is not None
    compiling.wait(60)

    assert compiling.returncode == 0
    assert list((stage / "jobs" / "__pycache__").glob("render.*.pyc"))
    assert compile_once(Path(sys.executable), stage) is None
