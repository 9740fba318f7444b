"""manim's own examples, from its docstrings, rendered with and without the optimisations: the same pixels."""

from __future__ import annotations

import ast
import hashlib
import re
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import manim
import pytest

from render_sandbox.stage.channel import MemoryChannel
from render_sandbox.stage.engine import native
from render_sandbox.stage.engine.patches import OPTIMISATIONS
from render_sandbox.stage.engine.video import VideoEncoder
from render_sandbox.stage.jobs import render

SMALL = {"width": 160, "height": 90, "fps": 4}
DIRECTIVE = re.compile(r"\.\. manim:: (\w+)\n((?:[ \t]+:.*\n)*)\n((?:[ \t]+.*\n|[ \t]*\n)+)")
NEEDS = re.compile(r"assets|SVGMobject\(|add_sound|OpenGL|Vector(?:Scene|Space)")
SEEDED = "import numpy as np\nfrom manim import *\nconfig.seed = 5\n\n"


def docstrings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef):
            text = ast.get_docstring(node)
            if text:
                yield text + "\n"


def examples() -> dict[str, str]:
    found: dict[str, str] = {}
    for path in sorted(Path(manim.__file__).parent.rglob("*.py")):
        for text in docstrings(path):
            for name, _options, body in DIRECTIVE.findall(text):
                code = textwrap.dedent(body)
                # Only what moves, and what needs neither TeX's answer nor files that aren't there.
                if "self.play(" in code and not NEEDS.search(code):
                    found[name] = code
    return dict(sorted(found.items()))


ALL = examples()
SAMPLE = list(ALL)[::17]


def frames(code: str, folder: Path, monkeypatch: Any, without: Any) -> tuple[list[str], Any]:
    seen: list[str] = []

    def keep(self: VideoEncoder, pixels: Any, repeat: int = 1) -> None:
        digest = seen[-1] if pixels is None else hashlib.md5(pixels.tobytes()).hexdigest()
        seen.extend([digest] * repeat)

    with monkeypatch.context() as patch:
        patch.setattr(VideoEncoder, "write", keep)
        patch.chdir(folder)
        request = {"format": SMALL, "without": list(without)}
        report = render.run(request, {"scene.py": (SEEDED + code).encode()}, MemoryChannel())
    error = report.get("error") or {"type": None}
    return seen, None if error["type"] == "NoFramesError" else error["type"]


def check(name: str, folder: Path, monkeypatch: Any) -> None:
    if native.load() is None:
        pytest.skip("paint.so is not built: python -m render_sandbox.stage.engine.native")
    plain = frames(ALL[name], folder, monkeypatch, OPTIMISATIONS)
    assert frames(ALL[name], folder, monkeypatch, ()) == plain


def test_there_are_a_hundred_examples():
    assert len(ALL) >= 100


@pytest.mark.parametrize("name", SAMPLE)
def test_a_sample_is_identical(name, tmp_path, monkeypatch):
    check(name, tmp_path, monkeypatch)


@pytest.mark.nightly
@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in ALL if name not in SAMPLE])
def test_all_others_are_identical(name, tmp_path, monkeypatch):
    check(name, tmp_path, monkeypatch)
