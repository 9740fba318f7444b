"""
---
id: cycle-diagram
title: Cycle of steps around a circle
topic: layout
tags: [cycle, loop, process, circular, loop of stages, circular arrows, again and again, life cycle, water cycle]
asks:
  - circular process diagram
  - steps arranged around a circle with arrows
  - show a loop such as the water cycle
  - life cycle diagram
  - wheel of stages that starts over
  - arrows in a ring between four boxes
teaches: "Put labels at equal angles on a circle and join them by arcs, then let the highlight walk round."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class Cycle(Scene):
    def construct(self):
        names = ["Evaporate", "Condense", "Rain", "Flow"]
        radius = 2.4
        spots = [radius * np.array([np.cos(a), np.sin(a), 0]) for a in PI / 2 - np.arange(4) * TAU / 4]
        nodes = VGroup()
        for name, spot in zip(names, spots):
            disc = Circle(0.85, color=BLUE, fill_opacity=0.25).move_to(spot)
            nodes.add(VGroup(disc, Text(name, font_size=24).move_to(disc)))
        arrows = VGroup(*[
            CurvedArrow(
                radius * np.array([np.cos(a - 0.42), np.sin(a - 0.42), 0]),
                radius * np.array([np.cos(a - TAU / 4 + 0.42), np.sin(a - TAU / 4 + 0.42), 0]),
                angle=-TAU / 4 + 0.84,
                tip_length=0.2,
            )
            for a in PI / 2 - np.arange(4) * TAU / 4
        ])
        self.play(LaggedStart(*[FadeIn(n, scale=0.6) for n in nodes], lag_ratio=0.2))
        self.play(LaggedStart(*[Create(a) for a in arrows], lag_ratio=0.3))
        for node in nodes:
            self.play(Indicate(node, color=YELLOW), run_time=0.6)
        self.wait()
