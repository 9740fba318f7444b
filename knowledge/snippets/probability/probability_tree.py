"""
---
id: probability-tree
title: Probability tree with products along the path
topic: probability
tags: [probability tree, branches, conditional, two draws, without replacement, marbles from a bag, tree diagram]
asks:
  - draw a probability tree
  - tree diagram for two draws
  - multiply along the branches
  - conditional probability branches
  - draw balls from an urn twice
  - branches with fractions
teaches: "Levels at fixed x, branches as lines, labels beside their middles."
needs: [math]
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class ProbabilityTree(Scene):
    def construct(self):
        root = LEFT * 5
        nodes = {"R": [-1, 1.6, 0], "B": [-1, -1.6, 0], "RR": [3, 2.4, 0], "RB": [3, 0.8, 0], "BR": [3, -0.8, 0], "BB": [3, -2.4, 0]}
        chance = {"R": "3/5", "B": "2/5", "RR": "2/4", "RB": "2/4", "BR": "3/4", "BB": "1/4"}
        for name, spot in nodes.items():
            start = root if len(name) == 1 else np.array(nodes[name[0]])
            end = np.array(spot)
            color = RED if name[-1] == "R" else BLUE
            branch = Line(start, end, buff=0.3, color=GREY_B)
            label = Text(chance[name], font_size=26).move_to(branch.get_center() + UP * 0.32 * np.sign(end[1] - start[1]))
            self.play(Create(branch), FadeIn(label), FadeIn(Dot(end, radius=0.22, color=color)), run_time=0.45)
        product = MathTex(r"\tfrac35 \cdot \tfrac24 = \tfrac{3}{10}", color=YELLOW).next_to(nodes["RR"], RIGHT, buff=0.5)
        self.play(Write(product))
        self.wait()
