"""
---
id: gantt-of-tasks
title: Schedule as bars in time
topic: charts
tags: [gantt, schedule, tasks, project plan, time plan, overlapping tasks, roadmap, deadlines]
asks:
  - gantt chart
  - project schedule
  - tasks over time as bars
  - plan with overlapping phases
  - who does what in which week
  - horizontal bars for project phases
teaches: "One row a task, bars placed by start and length on a shared axis of weeks."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class Gantt(Scene):
    def construct(self):
        tasks = [("research", 0, 3, BLUE), ("writing", 2, 4, GREEN), ("drawing", 3, 5, YELLOW), ("release", 8, 1, RED)]
        axis = NumberLine(x_range=[0, 9, 1], length=9, include_numbers=True).move_to([1.4, -2.4, 0])
        self.play(Create(axis))
        for row, (name, start, length, color) in enumerate(tasks):
            y = 2.2 - 1.1 * row
            bar = RoundedRectangle(width=length, height=0.6, corner_radius=0.15, stroke_width=0).set_fill(color, 0.9)
            bar.move_to([axis.n2p(start)[0], y, 0], aligned_edge=LEFT)
            label = Text(name, font_size=32).move_to([-5, y, 0])
            self.play(FadeIn(label), GrowFromEdge(bar, LEFT), run_time=0.7)
        self.wait()
