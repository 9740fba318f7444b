"""A neural network: layers, weights, and a signal that passes through."""

from manim import *


class Network(Scene):
    def construct(self):
        layers = VGroup(
            *[
                VGroup(*[Circle(0.22, color=WHITE, stroke_width=2) for _ in range(size)]).arrange(
                    DOWN, buff=0.3
                )
                for size in (6, 8, 8, 4)
            ]
        ).arrange(RIGHT, buff=2)
        edges = VGroup(
            *[
                Line(a.get_right(), b.get_left(), stroke_width=1, color=GREY)
                for left, right in zip(layers, layers[1:])
                for a in left
                for b in right
            ]
        )
        self.play(LaggedStart(*[Create(layer) for layer in layers], lag_ratio=0.3), run_time=2)
        self.play(Create(edges, lag_ratio=0.01), run_time=2)
        self.wait(0.5)
        for layer in layers:
            self.play(*[node.animate.set_fill(YELLOW, 0.8) for node in layer], run_time=0.5)
            self.play(*[node.animate.set_fill(YELLOW, 0.1) for node in layer], run_time=0.3)
        self.play(edges.animate.set_color(BLUE), run_time=1)
        self.wait(1)
