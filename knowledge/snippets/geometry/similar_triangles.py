"""
---
id: similar-triangles
title: Similar triangles by scaling
topic: geometry
tags: [similar, scale, ratio, triangle, scale factor, proportional sides, enlargement, same angles]
asks:
  - similar triangles
  - same shape different size
  - scale factor and ratios of sides
  - enlarge a triangle
  - height of a tree from its shadow
  - intercept theorem
teaches: "Scale about a corner; sides grow alike, angles stay."
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class SimilarTriangles(Scene):
    def construct(self):
        corner = LEFT * 5 + DOWN * 2
        small = Polygon(corner, corner + RIGHT * 3, corner + RIGHT * 2 + UP * 1.8, color=BLUE, fill_opacity=0.5)
        big = small.copy().set_color(YELLOW).set_fill(opacity=0.15)
        words = Text("every side times 2, every angle the same", font_size=30).to_edge(UP, buff=0.6)
        self.play(Create(small))
        self.play(big.animate.scale(2, about_point=corner), run_time=2)
        self.play(Write(words))
        self.play(Indicate(small, scale_factor=1.05), Indicate(big, scale_factor=1.02))
        self.wait()
