"""
---
id: pipeline-of-stages
title: Data through a pipeline of stages
topic: code
tags: [pipeline, stages, data flow, assembly line, etl, processing steps]
asks:
  - data pipeline animation
  - stages of a process with items moving through
  - etl diagram
  - boxes in a row with something passing through
  - assembly line with stations
  - data flows from source to storage
teaches: One item moves through the boxes and changes colour in each.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Pipeline(Scene):
    def construct(self):
        stages = VGroup(*[VGroup(RoundedRectangle(width=2.4, height=1.4, corner_radius=0.2, color=c), Text(n, font_size=32)) for n, c in [("read", BLUE), ("clean", GREEN), ("store", YELLOW)]])
        stages.arrange(RIGHT, buff=1.4)
        arrows = VGroup(*[Arrow(a.get_right(), b.get_left(), buff=0.1) for a, b in zip(stages, stages[1:])])
        self.play(FadeIn(stages), *[GrowArrow(a) for a in arrows])
        item = Dot(stages[0].get_left() + LEFT * 1.2 + DOWN * 1.2, radius=0.22, color=WHITE)
        self.play(FadeIn(item))
        for stage in stages:
            self.play(item.animate.move_to(stage.get_bottom() + DOWN * 0.5).set_color(stage[0].get_color()), run_time=0.8)
            self.play(Indicate(stage, scale_factor=1.08), run_time=0.5)
        self.wait()
