"""A geometric proof: squares on the sides of a triangle, moved and compared."""

from manim import *


class Pythagoras(Scene):
    def construct(self):
        a, b = 1.5, 2.0
        corner, right, top = ORIGIN, b * RIGHT, a * UP
        triangle = Polygon(corner, right, top, color=WHITE)
        hyp = right - top
        normal = np.array([-hyp[1], hyp[0], 0])
        squares = VGroup(
            Polygon(corner, right, right + b * DOWN, b * DOWN, color=BLUE, fill_opacity=0.5),
            Polygon(corner, top, top + a * LEFT, a * LEFT, color=GREEN, fill_opacity=0.5),
            Polygon(top, right, right + normal, top + normal, color=RED, fill_opacity=0.5),
        )
        figure = VGroup(triangle, squares).center().shift(LEFT * 2)
        names = VGroup(
            *[
                Text(name, font_size=36).move_to(square)
                for name, square in zip(["b²", "a²", "c²"], squares, strict=True)
            ]
        )
        self.play(Create(triangle))
        self.play(LaggedStart(*[DrawBorderThenFill(square) for square in squares], lag_ratio=0.4))
        self.play(Write(names))
        self.wait(1)
        claim = Text("a² + b² = c²", font_size=48).to_edge(RIGHT)
        self.play(*[TransformFromCopy(name, claim) for name in names])
        self.wait(1)
        self.play(Rotate(figure, PI / 6), run_time=1.5)
        self.play(Indicate(claim))
        self.wait(1.5)
