"""
---
id: binary-search-tree-insert
title: Insert into a binary search tree
topic: data-structures
tags: [bst, tree, insert, compare, binary tree, go left or right, sorted tree]
asks:
  - binary search tree insertion
  - insert a value into a tree
  - compare and go left or right
  - binary tree animation
  - smaller goes left and bigger goes right
  - new key finds its leaf
teaches: "The new value walks down from the root, left when smaller and right when larger."
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

import numpy as np
from manim import *


class BstInsert(Scene):
    def construct(self):
        spots = {8: [0, 2.6, 0], 3: [-3, 0.9, 0], 12: [3, 0.9, 0], 1: [-4.5, -0.8, 0], 5: [-1.5, -0.8, 0], 15: [4.5, -0.8, 0]}
        parents = {3: 8, 12: 8, 1: 3, 5: 3, 15: 12}
        node = lambda v, color=BLUE: VGroup(Circle(0.45, color=color).set_fill(BLACK, 1), Text(str(v), font_size=34))
        lines = VGroup(*[Line(spots[p], spots[c], color=GREY, buff=0.45) for c, p in parents.items()])
        tree = VGroup(*[node(v).move_to(p) for v, p in spots.items()])
        self.play(Create(lines), FadeIn(tree))
        new = node(6, YELLOW).move_to([0, 3.5, 0]).scale(0.8)
        self.play(FadeIn(new))
        for value in (8, 3, 5):
            side = RIGHT if value != 8 else LEFT
            self.play(new.animate.move_to(np.array(spots[value]) + 0.8 * side + UP * 0.4), run_time=0.7)
        end = np.array([-0.6, -2.4, 0])
        self.play(new.animate.move_to(end), Create(Line(spots[5], end, buff=0.4, color=YELLOW)))
        self.wait()
