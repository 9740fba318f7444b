"""
---
id: tree-traversal-order
title: Visit a tree in order
topic: data-structures
tags: [traversal, inorder, tree, dfs, preorder, postorder, visit nodes, depth first]
asks:
  - inorder traversal
  - depth first traversal of a binary tree
  - visit nodes of a tree in order
  - tree walk animation
  - "preorder, inorder, postorder visit"
  - numbers appear in the order of the visit
teaches: Light the nodes in the order of the walk and collect the values beneath.
needs: []
level: intermediate
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class InorderWalk(Scene):
    def construct(self):
        spots = {4: [0, 2.6, 0], 2: [-2.6, 1, 0], 6: [2.6, 1, 0], 1: [-3.9, -0.6, 0], 3: [-1.3, -0.6, 0], 5: [1.3, -0.6, 0], 7: [3.9, -0.6, 0]}
        edges = [(4, 2), (4, 6), (2, 1), (2, 3), (6, 5), (6, 7)]
        lines = VGroup(*[Line(spots[a], spots[b], buff=0.45, color=GREY) for a, b in edges])
        nodes = {v: VGroup(Circle(0.45, color=BLUE), Text(str(v), font_size=32)).move_to(p) for v, p in spots.items()}
        self.play(Create(lines), *[FadeIn(n) for n in nodes.values()])
        for k, v in enumerate(sorted(nodes)):
            copy = nodes[v][1].copy()
            self.play(nodes[v][0].animate.set_fill(YELLOW, 0.5), copy.animate.move_to([-3 + k, -2.4, 0]).set_color(YELLOW), run_time=0.6)
        self.wait()
