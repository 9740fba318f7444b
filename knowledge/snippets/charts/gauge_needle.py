"""
---
id: gauge-needle
title: Gauge with a needle
topic: charts
tags: [gauge, dial, needle, speedometer, tachometer, indicator, level display]
asks:
  - speedometer
  - gauge with a moving needle
  - dial that shows a value
  - meter
  - tachometer pointer goes from green to red
  - semicircular scale with a hand
teaches: "Coloured arcs for the ranges, a needle whose angle follows the tracker."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Gauge(Scene):
    def construct(self):
        pivot = DOWN * 1.5
        arcs = VGroup(*[
            AnnularSector(inner_radius=2.4, outer_radius=3, start_angle=PI - k * PI / 3, angle=-PI / 3, color=c, fill_opacity=0.9)
            for k, c in enumerate((GREEN, YELLOW, RED))
        ]).shift(pivot)
        value = ValueTracker(0)
        needle = always_redraw(lambda: Line(pivot, pivot + 2.2 * rotate_vector(LEFT, -PI * value.get_value()), stroke_width=8))
        number = always_redraw(lambda: Text(f"{100 * value.get_value():.0f}", font_size=56).next_to(pivot, DOWN, buff=0.4))
        self.add(arcs, needle, number, Dot(pivot, radius=0.15))
        for goal in (0.75, 0.3, 0.6):
            self.play(value.animate.set_value(goal), run_time=1.2)
        self.wait(0.5)
