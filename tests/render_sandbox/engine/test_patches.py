"""The optimisations can be switched off, undo themselves, and know the manim that they were written for."""

from __future__ import annotations

import ast
import hashlib
import importlib
import inspect
import json
import textwrap
from pathlib import Path
from typing import Any

import manim
import pytest
from manim.renderer.cairo_renderer import CairoRenderer
from manim.utils import paths

from render_sandbox.stage.engine import copies, drawing, glyphs, output, patches, shortcuts, solid, texts

KNOWN = Path(__file__).with_name("manim_sources.json")
MODULES = {
    "copies": copies,
    "drawing": drawing,
    "glyphs": glyphs,
    "output": output,
    "shortcuts": shortcuts,
    "solid": solid,
    "texts": texts,
}


def digest_of(target: str) -> str:
    module, path = target.split(":")
    value: Any = importlib.import_module(module)
    for name in path.split("."):
        value = getattr(value, name)
    tree = ast.parse(textwrap.dedent(inspect.getsource(value)))
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()[:16]


def current() -> dict[str, str]:
    return {target: digest_of(target) for module in MODULES.values() for target in module.TARGETS}


@pytest.mark.parametrize("target", sorted({t for module in MODULES.values() for t in module.TARGETS}))
def test_manims_function_is_the_one_that_we_know(target):
    """When this fails: read what changed in that function, adapt our module, and write the new digest."""
    users = [name for name, module in MODULES.items() if target in module.TARGETS]
    assert json.loads(KNOWN.read_text())[target] == digest_of(target), f"{target} changed; see {users}"


def test_an_unknown_manim_gets_no_optimisation_and_a_warning(monkeypatch, tmp_path):
    monkeypatch.setattr(patches, "manim_version", "0.99.0")
    before = CairoRenderer.update_frame
    with pytest.warns(UserWarning, match=r"0\.99\.0"), patches.install_all(make_recording(tmp_path)):
        assert CairoRenderer.update_frame is before


def test_closing_undoes_every_patch(tmp_path):
    before = snapshot()
    with patches.install_all(make_recording(tmp_path)):
        assert snapshot() != before
    assert snapshot() == before


@pytest.mark.parametrize("name", patches.OPTIMISATIONS)
def test_each_can_be_switched_off(name, tmp_path):
    recording = make_recording(tmp_path)
    before = snapshot()
    with patches.install_all(recording, off=[other for other in patches.OPTIMISATIONS if other != name]):
        only = {key for key, value in snapshot().items() if before[key] is not value}
    with patches.install_all(make_recording(tmp_path), off=[name]):
        others = {key for key, value in snapshot().items() if before[key] is not value}
    assert not only & others


def make_recording(folder: Path) -> output.Recording:
    from fractions import Fraction

    from render_sandbox.stage.engine.profiles import PROFILES, VideoFormat

    video = VideoFormat(64, 36, Fraction(5))
    return output.Recording(folder / "c.mp4", video, PROFILES["final"], folder / "scene.py")


def snapshot() -> dict[str, Any]:
    from svgelements import Path as SvgPath

    return {
        "update_frame": CairoRenderer.update_frame,
        "render": CairoRenderer.render,
        "freeze": CairoRenderer.freeze_current_frame,
        "static": CairoRenderer.save_static_frame_data,
        "pixel_array": manim.Camera.__dict__.get("pixel_array"),
        "text": manim.Text.__init__,
        "glyphs": manim.SVGMobject.generate_mobject,
        "groups": manim.SVGMobject.__dict__.get("id_to_vgroup_dict"),
        "family": manim.Mobject.get_family,
        "boundary": manim.VMobject.get_points_defining_boundary,
        "rotation": vars(paths)["rotation_matrix"],
        "path": SvgPath.__dict__.get("__deepcopy__"),
        "color": manim.ManimColor.__dict__.get("__deepcopy__"),
    }
