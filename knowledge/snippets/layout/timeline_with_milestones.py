"""
---
id: timeline-with-milestones
title: Timeline with milestones
topic: layout
tags: [timeline, history, dates, milestones, years, events in order, era]
asks:
  - timeline of historical events
  - chronology with years on a line
  - show when things happened
  - milestones along an arrow
  - history of an idea from left to right
  - years and events on an axis
teaches: "Place dots along a line in proportion to the years, with labels above and below by turns."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Timeline(Scene):
    def construct(self):
        events = {1905: "Relativity", 1927: "Big Bang", 1965: "Echo found", 1998: "Dark energy", 2015: "Waves heard"}
        line = Line(LEFT * 5.5, RIGHT * 5.5, color=GREY_B)
        first, last = min(events), max(events)
        self.play(Create(line))
        for i, (year, name) in enumerate(events.items()):
            dot = Dot(line.point_from_proportion((year - first) / (last - first)), color=TEAL)
            side = UP if i % 2 == 0 else DOWN
            label = VGroup(Text(str(year), font_size=30, weight=BOLD), Text(name, font_size=24, color=GREY_A))
            label.arrange(DOWN, buff=0.15).next_to(dot, side, buff=0.6)
            stem = Line(dot.get_center(), label.get_edge_center(-side) - side * 0.1, color=TEAL, stroke_width=2)
            self.play(GrowFromCenter(dot), Create(stem), FadeIn(label), run_time=0.7)
        self.wait()
