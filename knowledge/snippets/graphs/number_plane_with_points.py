"""
---
id: number-plane-with-points
title: Points on a coordinate grid
topic: graphs
tags: [number plane, points, coordinates, grid, coordinate grid, ordered pairs, quadrants, plot points]
asks:
  - plot points on a grid
  - cartesian plane with labelled points
  - coordinates of a point
  - connect points to a polygon on a plane
  - battleship coordinates
  - "mark (3, 2) on squared paper"
teaches: "NumberPlane for the grid, c2p for each point, labels set away from the middle."
needs: [math]
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class PointsOnGrid(Scene):
    def construct(self):
        plane = NumberPlane(x_range=[-5, 5], y_range=[-3, 3], x_length=11, y_length=6.6, background_line_style={"stroke_opacity": 0.4})
        points = [(-3, 2), (2, 2), (3, -2)]
        dots = VGroup(*[Dot(plane.c2p(*p), color=YELLOW) for p in points])
        labels = VGroup(*[MathTex(str(p), font_size=36).next_to(d, UP if p[1] > 0 else DOWN) for p, d in zip(points, dots)])
        self.play(Create(plane))
        for dot, label in zip(dots, labels):
            self.play(FadeIn(dot, scale=2), Write(label), run_time=0.6)
        self.play(Create(Polygon(*[d.get_center() for d in dots], color=BLUE, fill_opacity=0.3).set_z_index(-1)))
        self.wait()
