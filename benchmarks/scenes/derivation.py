"""Equations morphing one into the next."""

from manim import *


class Derivation(Scene):
    def construct(self):
        steps = [
            MathTex(r"x^2 + 6x + 5 = 0"),
            MathTex(r"x^2 + 6x = -5"),
            MathTex(r"x^2 + 6x + 9 = 4"),
            MathTex(r"(x + 3)^2 = 4"),
            MathTex(r"x + 3 = \pm 2"),
            MathTex(r"x = -1 \quad \text{or} \quad x = -5"),
        ]
        title = Text("Completing the square", font_size=40).to_edge(UP)
        self.play(Write(title))
        current = steps[0].scale(1.4)
        self.play(Write(current))
        self.wait(0.5)
        for step in steps[1:]:
            step.scale(1.4)
            self.play(TransformMatchingShapes(current, step))
            self.wait(0.7)
            current = step
        box = SurroundingRectangle(current, buff=0.2)
        self.play(Create(box))
        self.wait(1.5)
