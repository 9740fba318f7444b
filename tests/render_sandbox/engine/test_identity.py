"""Every optimisation leaves every pixel as manim draws it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from render_sandbox.stage.channel import MemoryChannel
from render_sandbox.stage.engine import native
from render_sandbox.stage.engine.patches import OPTIMISATIONS
from render_sandbox.stage.engine.video import VideoEncoder
from render_sandbox.stage.jobs import render

SCENES = Path(__file__).parents[3] / "benchmarks" / "scenes"
SMALL = {"width": 214, "height": 120, "fps": 4}

TRICKY = {
    "gradients, dashes, joins": """
        s = Square(stroke_width=20, joint_type=LineJointType.ROUND).set_color([RED, BLUE, GREEN])
        d = DashedLine(LEFT * 3, RIGHT * 3, cap_style=CapStyleType.ROUND)
        t = Text("gradient", gradient=(RED, YELLOW)).set_stroke(WHITE, 3, background=True).shift(DOWN)
        self.play(Create(s), Create(d), Write(t))
        self.play(s.animate.set_sheen(0.5, UR), Indicate(t))
    """,
    "what is drawn over and under": """
        a, b = Circle(fill_opacity=0.7), Square(fill_opacity=0.7, color=RED).shift(RIGHT * 0.5)
        a.z_index = 2
        self.add_foreground_mobject(Dot())
        self.play(FadeIn(a), GrowFromCenter(b))
        self.bring_to_front(b)
        self.play(Rotate(b, PI))
    """,
    "an updater that draws at random": """
        np.random.seed(7)
        dots = always_redraw(lambda: VGroup(*[Dot(np.random.uniform(-3, 3, 3)) for _ in range(5)]))
        self.add(dots)
        self.play(Create(Circle()))
        self.wait(1)
    """,
    "the same text again and again": """
        t = ValueTracker(0)
        label = always_redraw(lambda: Text(f"{t.get_value():.0f}", color=BLUE).set_x(t.get_value()))
        self.add(label)
        self.play(t.animate.set_value(3))
        Text.set_default(color=RED)
        self.play(t.animate.set_value(0))
        Text.set_default()
    """,
    "a background that changes": """
        self.play(Create(Square()))
        self.camera.background_color = BLUE
        self.wait(0.5)
        self.play(FadeIn(Circle()))
        self.camera.background[:30] = 90
        self.wait(0.5)
    """,
    "somebody looks at the pixels": """
        self.play(Create(Square(fill_opacity=1)))
        seen = self.camera.pixel_array[60, 107, 0]
        image = ImageMobject(self.camera.get_image().resize((20, 20)))
        self.add(image)
        self.play(image.animate.shift(UP * int(seen > 100)), Create(Circle()))
    """,
    "points that are not numbers": """
        bad = Square()
        bad.points[2] = np.nan
        self.add(bad, VMobject())
        self.play(Create(Circle()))
    """,
    "point clouds and pictures with shapes around": """
        np.random.seed(7)
        cloud = PMobject().add_points(np.random.uniform(-1, 1, (50, 3)))
        picture = ImageMobject(np.uint8([[0, 100], [200, 255]])).scale(50)
        self.play(FadeIn(picture), Create(Square()))
        self.add(cloud)
        self.play(cloud.animate.shift(UP), FadeOut(picture))
    """,
}


def pixels(
    code: str, folder: Path, monkeypatch: Any, without: Any = (), scene: str | None = None
) -> list[str]:
    """Digest of each frame that reaches the encoder."""
    seen: list[str] = []

    def keep(self: VideoEncoder, pixels: Any, repeat: int = 1) -> None:
        digest = seen[-1] if pixels is None else hashlib.md5(pixels.tobytes()).hexdigest()
        seen.extend([digest] * repeat)

    with monkeypatch.context() as patch:
        patch.setattr(VideoEncoder, "write", keep)
        patch.chdir(folder)
        request = {"scene": scene, "format": SMALL, "without": list(without)}
        report = render.run(request, {"scene.py": code.encode()}, MemoryChannel())
    # The encoder was kept from its frames: a scene that ran to its end has none to write.
    assert report["ok"] or report["error"]["type"] == "NoFramesError", report
    return seen


def assert_identical(code: str, folder: Path, monkeypatch: Any, scene: str | None = None) -> None:
    plain = pixels(code, folder, monkeypatch, without=OPTIMISATIONS, scene=scene)
    assert plain
    assert pixels(code, folder, monkeypatch, scene=scene) == plain


@pytest.fixture(scope="module", autouse=True)
def _compiled():
    if native.load() is None:
        pytest.skip("paint.so is not built: python -m render_sandbox.stage.engine.native")


@pytest.mark.parametrize("name", sorted(path.stem for path in SCENES.glob("*.py")))
def test_benchmark_scenes_are_identical(name, tmp_path, monkeypatch):
    assert_identical((SCENES / f"{name}.py").read_text("utf-8"), tmp_path, monkeypatch)


@pytest.mark.parametrize("name", TRICKY)
def test_tricky_scenes_are_identical(name, tmp_path, monkeypatch):
    body = TRICKY[name]
    code = f"from manim import *\n\nclass Tricky(Scene):\n    def construct(self):{body}"
    assert_identical(code, tmp_path, monkeypatch)


def test_a_moving_camera_is_identical(tmp_path, monkeypatch):
    code = """from manim import *

class Zoom(MovingCameraScene):
    def construct(self):
        s = Square()
        self.add(s, Text("near").shift(UP))
        self.play(self.camera.frame.animate.scale(0.5).move_to(s))
        self.wait(0.5)
        self.play(Restore(self.camera.frame) if False else self.camera.frame.animate.shift(RIGHT))
"""
    assert_identical(code, tmp_path, monkeypatch)


def test_a_zoomed_scene_is_left_to_manim_and_identical(tmp_path, monkeypatch):
    code = """from manim import *

class Lens(ZoomedScene):
    def construct(self):
        self.add(Dot(), Square())
        self.activate_zooming(animate=True)
        self.play(self.zoomed_camera.frame.animate.shift(RIGHT))
"""
    assert_identical(code, tmp_path, monkeypatch)


def test_solids_with_fixed_labels_are_identical(tmp_path, monkeypatch):
    code = """from manim import *

class Solids(ThreeDScene):
    def construct(self):
        self.set_camera_orientation(phi=60 * DEGREES, theta=30 * DEGREES, zoom=0.8)
        title, tag = Text("fixed"), Text("turning").shift(RIGHT * 2)
        self.add_fixed_in_frame_mobjects(title.to_corner(UL))
        self.add_fixed_orientation_mobjects(tag)
        sphere = Sphere(resolution=(8, 8)).set_color_by_gradient(RED, BLUE)
        self.play(Create(Cube()), FadeIn(sphere), Write(tag))
        self.move_camera(phi=20 * DEGREES, theta=90 * DEGREES, frame_center=UP)
        self.play(sphere.animate.shift(OUT * 3))
"""
    assert_identical(code, tmp_path, monkeypatch)
