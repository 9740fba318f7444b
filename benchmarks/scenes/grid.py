"""Hundreds of squares that change together."""

from manim import *


class Grid(Scene):
    def construct(self):
        cells = VGroup(*[Square(0.32, stroke_width=1).set_fill(BLUE, 0.4) for _ in range(300)])
        cells.arrange_in_grid(15, 20, buff=0.08)
        self.play(LaggedStart(*[FadeIn(cell) for cell in cells], lag_ratio=0.005), run_time=2)
        self.play(
            *[cell.animate.set_fill(YELLOW if i % 7 == 0 else BLUE, 0.8) for i, cell in enumerate(cells)]
        )
        self.wait(1)
        self.play(cells.animate.scale(0.8).rotate(0.2), run_time=1.5)
        self.play(*[Rotate(cell, PI / 2) for cell in cells[::3]], run_time=1.5)
        self.wait(1)
