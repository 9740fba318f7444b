"""
---
id: recursion-tree-fibonacci
title: Call tree of a recursive function
topic: algorithms
tags: [recursion, fibonacci, call tree, recursive function, call stack, overlapping subproblems, exponential calls]
asks:
  - recursion tree
  - recursive calls of fibonacci
  - show how recursion branches
  - call tree with repeated work
  - "a function that calls itself, drawn as branches"
  - the same subproblem is computed many times
teaches: A recursive method places each call between the limits that its parent gives it.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class CallTree(Scene):
    def grow(self, n, x0, x1, y, parent, nodes, lines):
        spot = np.array([(x0 + x1) / 2, y, 0])
        color = YELLOW if n < 2 else BLUE
        nodes.add(VGroup(Circle(0.38, color=color), Text(f"f{n}", font_size=26)).move_to(spot))
        if parent is not None:
            lines.add(Line(parent, spot, buff=0.38, color=GREY))
        if n >= 2:
            cut = x0 + (x1 - x0) * 0.6
            self.grow(n - 1, x0, cut, y - 1.5, spot, nodes, lines)
            self.grow(n - 2, cut, x1, y - 1.5, spot, nodes, lines)

    def construct(self):
        nodes, lines = VGroup(), VGroup()
        self.grow(4, -6, 6, 3, None, nodes, lines)
        self.play(FadeIn(nodes[0]))
        for node, line in zip(nodes[1:], lines):
            self.play(Create(line), FadeIn(node), run_time=0.5)
        self.wait()
