"""Pictures that come, move, and make room for text."""

from manim import *


class Images(Scene):
    def construct(self):
        y, x = np.mgrid[0:180, 0:240]
        waves = np.stack([x, y, (x + y) % 256], axis=-1).astype(np.uint8)
        rings = np.repeat((127 + 120 * np.sin(np.hypot(x - 120, y - 90) / 6))[..., None], 3, axis=-1).astype(
            np.uint8
        )
        left = ImageMobject(waves).scale(1.5).shift(LEFT * 3)
        right = ImageMobject(rings).scale(1.5).shift(RIGHT * 3)
        self.play(FadeIn(left), FadeIn(right), run_time=1)
        captions = VGroup(
            Text("waves", font_size=36).next_to(left, DOWN), Text("rings", font_size=36).next_to(right, DOWN)
        )
        self.play(Write(captions))
        self.wait(1)
        self.play(left.animate.shift(UP * 0.5), right.animate.shift(DOWN * 0.5), run_time=1)
        self.wait(2)
