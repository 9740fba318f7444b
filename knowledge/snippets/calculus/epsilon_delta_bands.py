"""
---
id: epsilon-delta-bands
title: Limit with epsilon and delta bands
topic: calculus
tags: [limit, epsilon, delta, rigorous limit, tolerance band, continuity, formal definition]
asks:
  - epsilon delta definition of a limit
  - visualize a limit with bands
  - approach a value from both sides
  - how close x must be
  - rigorous definition of a limit with tolerance strips
  - for every epsilon there is a delta
teaches: A horizontal band of height 2ε fixes a vertical band of width 2δ; shrink both.
needs: [math]
level: advanced
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class EpsilonDelta(Scene):
    def construct(self):
        axes = Axes(x_range=[0, 4], y_range=[0, 5], x_length=7, y_length=5.5, tips=False)
        curve = axes.plot(lambda x: 0.5 * x**2 + 0.5, x_range=[0, 3], color=BLUE)
        eps = ValueTracker(1.2)

        def band(x0, x1, y0, y1, color):
            corners = [axes.c2p(x0, y0), axes.c2p(x1, y0), axes.c2p(x1, y1), axes.c2p(x0, y1)]
            return Polygon(*corners, stroke_width=0).set_fill(color, 0.3)

        flat = always_redraw(lambda: band(0, 4, 2.5 - eps.get_value(), 2.5 + eps.get_value(), YELLOW))
        tall = always_redraw(lambda: band(2 - eps.get_value() / 3, 2 + eps.get_value() / 3, 0, 5, GREEN))
        names = VGroup(MathTex(r"\varepsilon", color=YELLOW).next_to(axes.c2p(4, 2.5), RIGHT), MathTex(r"\delta", color=GREEN).next_to(axes.c2p(2, 5), UP, buff=0.1))
        self.play(Create(axes), Create(curve), FadeIn(Dot(axes.c2p(2, 2.5), color=RED)))
        self.play(FadeIn(flat), Write(names[0]))
        self.play(FadeIn(tall), Write(names[1]))
        self.play(eps.animate.set_value(0.15), run_time=3)
        self.wait(0.5)
