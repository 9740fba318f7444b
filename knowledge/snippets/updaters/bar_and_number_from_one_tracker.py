"""
---
id: bar-and-number-from-one-tracker
title: One tracker drives bar, number and colour
topic: updaters
tags: [value tracker, bind, dashboard, meter, linked number, thermometer]
asks:
  - bind a number and a bar to the same value
  - thermometer that rises
  - value tracker with a decimal number
  - donation thermometer filling up
  - fill level and percentage rise together
  - water level with a number
teaches: set_value on one ValueTracker; everything that depends on it is redrawn from it.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Thermometer(Scene):
    def construct(self):
        t = ValueTracker(5)
        tube = RoundedRectangle(width=0.8, height=5, corner_radius=0.4, color=GREY_B)
        tone = lambda: interpolate_color(BLUE, RED, t.get_value() / 40)
        level = always_redraw(
            lambda: Rectangle(width=0.5, height=0.11 * t.get_value(), stroke_width=0)
            .set_fill(tone(), 1).move_to(tube.get_bottom() + UP * 0.25, aligned_edge=DOWN)
        )
        number = always_redraw(lambda: Text(f"{t.get_value():.0f} °C", font_size=48, color=tone()).shift(RIGHT * 2.2))
        self.add(level, tube, number)
        for value in (35, 18, 28):
            self.play(t.animate.set_value(value), run_time=1.2)
        self.wait(0.5)
