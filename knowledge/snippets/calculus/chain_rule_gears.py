"""
---
id: chain-rule-gears
title: Chain rule as gears
topic: calculus
tags: [chain rule, gears, rates, nested functions, inner and outer function, composite function]
asks:
  - explain the chain rule
  - chain rule visualisation
  - derivative of a composition
  - gears turning at different speeds
  - rate of change of an inner and an outer function
  - nested functions differentiated
teaches: "Three wheels whose speeds multiply: the rate of the whole is the product of the rates."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class ChainRule(Scene):
    def gear(self, radius, color):
        teeth = VGroup(*[Square(0.25, color=color, fill_opacity=1).move_to(radius * UP).rotate(a, about_point=ORIGIN) for a in np.arange(0, TAU, TAU / round(8 * radius))])
        return VGroup(teeth, Circle(radius, color=color, fill_opacity=0.4), Line(ORIGIN, radius * UP, color=WHITE))

    def construct(self):
        gears = VGroup(self.gear(2, BLUE), self.gear(1, GREEN), self.gear(0.5, YELLOW))
        gears[0].move_to(LEFT * 3), gears[1].move_to(RIGHT * 0.3), gears[2].move_to(RIGHT * 2.1)
        names = VGroup(*[MathTex(n).next_to(g, DOWN, buff=0.3) for n, g in zip("xuy", gears)])
        formula = MathTex(r"\frac{dy}{dx} = \frac{dy}{du} \cdot \frac{du}{dx} = 2 \cdot 2", font_size=52).to_edge(UP, buff=0.4)
        self.play(FadeIn(gears), Write(names), Write(formula))
        turns = [Rotate(g, angle, about_point=g[1].get_center()) for g, angle in zip(gears, (-PI / 2, PI, -TAU))]
        self.play(*turns, run_time=4, rate_func=linear)
        self.wait(0.5)
