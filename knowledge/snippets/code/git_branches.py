"""
---
id: git-branches
title: Git branches and a merge
topic: code
tags: [git, branch, merge, commits, version control, pull request, feature branch, commit history]
asks:
  - show git commits and branches
  - visualize a merge
  - version control history graph
  - branch off and merge back
  - "commits as dots on a line, feature branch joins main"
  - explain version control
teaches: Dots for commits on two lines; the branch leaves the main line and comes back in a merge.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class GitBranches(Scene):
    def construct(self):
        main = [np.array([x, -0.6, 0]) for x in (-5, -3, 3, 5)]
        side = [np.array([x, 1.2, 0]) for x in (-1, 1)]
        edges = [(main[0], main[1], BLUE), (main[1], side[0], GREEN), (side[0], side[1], GREEN), (main[1], main[2], BLUE), (side[1], main[2], GREEN), (main[2], main[3], BLUE)]
        for label, point, color in [("main", main[0], BLUE), ("feature", side[0], GREEN)]:
            self.play(FadeIn(Text(label, font_size=32, color=color).move_to(point + UP * 0.7)), run_time=0.3)
        self.play(GrowFromCenter(Dot(main[0], radius=0.2, color=BLUE)))
        for start, end, color in edges:
            dot = Dot(end, radius=0.2, color=color)
            self.play(Create(Line(start, end, color=color, stroke_width=6).set_z_index(-1)), GrowFromCenter(dot), run_time=0.6)
        merge = Text("merge", font_size=32, color=YELLOW).next_to(main[2], DOWN, buff=0.4)
        self.play(FadeIn(merge, shift=UP * 0.2), Flash(main[2], color=YELLOW))
        self.wait()
