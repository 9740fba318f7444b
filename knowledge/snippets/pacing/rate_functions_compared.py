"""
---
id: rate-functions-compared
title: Rate functions side by side
topic: pacing
tags: [rate function, easing, smooth, linear, ease in out, acceleration]
asks:
  - easing functions compared
  - make a movement smooth or bouncy
  - rate_func options
  - ease in and ease out
  - acceleration and deceleration of a movement
  - "linear, smooth, rush_into"
teaches: "Four dots run the same way in the same time, each with another rate function."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class RateFunctions(Scene):
    def construct(self):
        rates = {"linear": linear, "smooth": smooth, "rush_into": rush_into, "ease_out_bounce": rate_functions.ease_out_bounce}
        moves = []
        for row, (name, rate) in enumerate(rates.items()):
            y = 2.4 - 1.5 * row
            label = Text(name, font_size=30).move_to([-4.8, y, 0])
            dot = Dot([-2.5, y, 0], radius=0.2, color=YELLOW)
            self.add(label, Line([-2.5, y, 0], [5.5, y, 0], color=GREY_D), dot)
            moves.append(dot.animate(rate_func=rate).shift(RIGHT * 8))
        self.play(*moves, run_time=3)
        self.wait()
