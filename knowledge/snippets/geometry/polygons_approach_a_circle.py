"""
---
id: polygons-approach-a-circle
title: Polygons that approach a circle
topic: geometry
tags: [polygon, circle, limit, archimedes, estimate pi, inscribed polygons, more and more sides]
asks:
  - polygon with more and more sides becomes a circle
  - archimedes approximation of pi
  - regular polygons inscribed in a circle
  - n-gon
  - "hexagon, twelve sides, more sides until it looks round"
  - estimate pi with polygons
teaches: Transform each regular polygon into the next; the corner count stands beneath.
needs: []
level: beginner
license: Apache-2.0
source: proofreel
manim: "0.22"
---
"""

from manim import *


class PolygonsToCircle(Scene):
    def construct(self):
        circle = Circle(2.4, color=GREY).shift(UP * 0.5)
        self.play(Create(circle))
        polygon = label = None
        for n in (3, 4, 6, 8, 12, 24):
            new = RegularPolygon(n, radius=2.4, color=YELLOW, start_angle=PI / 2)
            new.shift(circle.get_center() - center_of_mass(new.get_vertices()))
            words = Text(f"{n} corners", font_size=36).to_edge(DOWN, buff=0.6)
            self.play(*([Create(new), FadeIn(words)] if polygon is None else [Transform(polygon, new), FadeOut(label), FadeIn(words)]), run_time=0.8)
            polygon, label = polygon or new, words
        self.wait()
